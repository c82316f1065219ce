// WARC and WET records -> documents. A file prints as "id|kind|charset|bytes;" and "(path reason);".
#include <catch2/catch.hpp>

#include <string>

#include "indexer/read/warc.h"

using namespace polsearch;
using namespace std::string_literals;

namespace {

std::string record(const std::string& type, const std::string& uri, const std::string& content_type,
                   const std::string& block) {
  return "WARC/1.0\r\nWARC-Type: " + type + "\r\n" + (uri.empty() ? "" : "WARC-Target-URI: " + uri + "\r\n") +
         "WARC-Date: 2023-04-21T00:00:00Z\r\nContent-Type: " + content_type +
         "\r\nContent-Length: " + std::to_string(block.size()) + "\r\n\r\n" + block + "\r\n\r\n";
}

std::string response(const std::string& uri, const std::string& http) {
  return record("response", uri, "application/http; msgtype=response", http);
}

std::string read(const std::string& bytes, const ReadLimits& limits = {}) {
  std::string out;
  constexpr const char* kinds[] = {"text", "html", "body"};
  const ReadSink sink{[&](RawDocument&& d) {
                        out += d.id + "|" + kinds[static_cast<int>(d.media_type)] + "|" + d.hints.charset + "|" +
                               d.bytes + ";";
                        CHECK(d.hints.date.empty());
                        return true;
                      },
                      [&](Skip&& s) { out += "(" + s.path + " " + s.reason + ");"; }};
  const std::unique_ptr<ByteSource> source = memory_source(bytes);
  const Result<bool> goes_on = read_warc(*source, "in/a.wet", "a.wet", limits, sink);
  return goes_on ? out : out + "error: " + goes_on.error().message;
}

}  // namespace

TEST_CASE("WET conversion records are text pages named by their address") {
  CHECK(read(record("warcinfo", "", "application/warc-fields", "software: x") +
             record("conversion", "http://a.example/1", "text/plain", "Home\nText\n") +
             record("conversion", "<http://a.example/2>", "text/plain", "") +
             record("conversion", "", "text/plain", "x")) ==
        "http://a.example/1|text||Home\nText\n;http://a.example/2|text||;a.wet:4|text||x;");
}

TEST_CASE("WARC responses are pages when they are 200 and text") {
  CHECK(read(response("u1", "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\"GBK\"\r\n\r\n<p>x") +
             response("u2", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nno") +
             response("u3", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n") +
             record("request", "u4", "application/http; msgtype=request", "GET / HTTP/1.1\r\n\r\n") +
             record("resource", "u5", "text/html", "<p>y") +
             response("u6", "HTTP/1.0 200\nContent-Type: text/plain\n\nz") + response("u7", "nonsense")) ==
        "u1|html|gbk|<p>x;u5|html||<p>y;u6|text||z;(in/a.wet:7 HTTP answer is damaged);(in/a.wet 1 record with an HTTP "
        "status other than 200);(in/a.wet 1 record neither HTML nor plain text);");
}

TEST_CASE("chunked answers are put together, unless they already are") {
  const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/plain\r\n\r\n";
  CHECK(read(response("u", head + "3\r\nabc\r\nA;ext=1\r\n0123456789\r\n0\r\n\r\n")) == "u|text||abc0123456789;");
  CHECK(read(response("u", head + "face to face")) == "u|text||face to face;");
  CHECK(read(response("u", head + "ffffffffffffffff\r\nabc")) == "u|text||ffffffffffffffff\r\nabc;");
}

TEST_CASE("damaged WARC files give what stands around the damage, and the reason") {
  const std::string good = record("conversion", "u", "text/plain", "x");
  const std::string after = record("conversion", "v", "text/plain", "y");
  CHECK(read("") == "");
  CHECK(read("no warc") == "error: not a WARC file");
  CHECK(read(good + "garbage") == "u|text||x;(in/a.wet damaged: 7 bytes before record 2 belong to none);");
  CHECK(read(good + "\x01garbage\r\nmore\n" + after) ==
        "u|text||x;(in/a.wet damaged: 15 bytes before record 2 belong to none);v|text||y;");
  CHECK(read(good + std::string(200'000, 'g') + "\n" + after) ==
        "u|text||x;(in/a.wet damaged: 200001 bytes before record 2 belong to none);v|text||y;");
  CHECK(read("garbage\n" + good) == "(in/a.wet damaged: 8 bytes before record 1 belong to none);u|text||x;");
  CHECK(read(good.substr(0, good.size() - 5)) == "error: WARC file is cut off, in or behind record 1");
  CHECK(read("WARC/1.0\r\nWARC-Type: conversion\r\n\r\n" + after) ==
        "(in/a.wet:1 record has no Content-Length);v|text||y;");
  CHECK(read("WARC/1.0\r\n" + std::string(100'000, 'x')) == "error: WARC header is too long, in or behind record 1");
  CHECK(read(good + "WARC/1.0\r\nContent-Length: 99999999999999999\r\n\r\nx") ==
        "u|text||x;error: WARC file is cut off, in or behind record 2");
}

TEST_CASE("a record whose length is wrong costs itself and no other") {
  std::string bad = record("conversion", "u", "text/plain", "four");
  bad.replace(bad.find("Length: 4"), 9, "Length: 2");
  CHECK(read(bad + record("conversion", "v", "text/plain", "y")) ==
        "u|text||fo;(in/a.wet damaged: 4 bytes before record 2 belong to none);v|text||y;");
}

TEST_CASE("a record over the limit is passed over") {
  ReadLimits limits;
  limits.file_bytes = 10;
  CHECK(read(record("conversion", "u", "text/plain", std::string(300'000, 'x')) +
                 record("conversion", "v", "text/plain", "y"),
             limits) == "(in/a.wet:1 record is over 10 bytes, the limit);v|text||y;");
}
