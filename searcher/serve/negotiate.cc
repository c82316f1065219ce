#include "searcher/serve/negotiate.h"

#include <zlib.h>

#include <algorithm>

namespace polsearch::serve {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// Takes "first" off "first, second".
std::string_view next_item(std::string_view& list, char separator) {
  const std::string_view item = list.substr(0, list.find(separator));
  list.remove_prefix(std::min(list.size(), item.size() + 1));
  return trimmed(item);
}

bool same_token(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

// "q=0", "q=0.000": unacceptable. Any other or no weight: acceptable.
bool has_zero_weight(std::string_view parameters) {
  while (!parameters.empty()) {
    std::string_view one = next_item(parameters, ';');
    if (!one.starts_with("q=") && !one.starts_with("Q=")) continue;
    one.remove_prefix(2);
    return one.find_first_not_of("0.") == std::string_view::npos;
  }
  return false;
}

std::string_view opaque(std::string_view etag) { return etag.starts_with("W/") ? etag.substr(2) : etag; }

}  // namespace

bool accepts_gzip(std::string_view accept_encoding) {
  bool any = false;
  while (!accept_encoding.empty()) {
    std::string_view item = next_item(accept_encoding, ',');
    const std::string_view name = next_item(item, ';');
    if (same_token(name, "gzip") || same_token(name, "x-gzip")) return !has_zero_weight(item);
    if (name == "*") any = !has_zero_weight(item);
  }
  return any;
}

bool is_fresh(std::string_view if_none_match, std::string_view etag) {
  while (!if_none_match.empty()) {
    const std::string_view item = next_item(if_none_match, ',');
    if (item == "*" || (!item.empty() && opaque(item) == opaque(etag))) return true;
  }
  return false;
}

bool prefers_html(std::string_view accept) {
  while (!accept.empty()) {
    std::string_view item = next_item(accept, ',');
    if (same_token(next_item(item, ';'), "text/html")) return !has_zero_weight(item);
  }
  return false;
}

std::optional<std::string> gzipped(std::string_view bytes) {
  constexpr int kFast = 4;              // of 1..9: answers are made once and read once
  constexpr int kGzipWindow = 15 + 16;  // 32 KiB window, gzip wrapper (zlib.h)
  constexpr int kMemory = 8;            // zlib's default
  z_stream stream{};
  if (deflateInit2(&stream, kFast, Z_DEFLATED, kGzipWindow, kMemory, Z_DEFAULT_STRATEGY) != Z_OK) return std::nullopt;
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  // zlib only reads here; its interface predates const.
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return done ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace polsearch::serve
