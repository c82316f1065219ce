// Common Crawl's WARC and WET files -> raw documents, one record in memory at a time.
//
//   WARC/1.0, WARC-Type: conversion, WARC-Target-URI: http://a.example/, text  ->  RawDocument{http://a.example/,
//   kText}
//
// Read: "conversion" records (WET: plain text), "response" records whose HTTP status is 200, "resource" records; of
// these text/html, application/xhtml+xml and text/plain. Records that hold no page by their type (requests, warcinfo,
// metadata, revisits) are passed over; of the others the ones that are no page (redirects, errors, PDFs) are counted,
// one skip a file and kind. What is damaged is passed over up to the next line that begins a record, and is a skip.
// Source: WARC 1.1 (ISO 28500:2017), iipc.github.io/warc-specifications.
#pragma once

#include <string>

#include <polsearch/result.h>
#include "indexer/read.h"
#include "indexer/read/compressed_file.h"

namespace polsearch {

// Skips are named "<path>:<record>", or "<path>" where they tell of several records. A document without target URI gets the id "<relative>:<record>". The crawl date
// (WARC-Date) is not a page's date and is not handed on. Result: false when the sink stopped; error when the source
// broke (its message tells behind which record) or is not WARC.
[[nodiscard]] Result<bool> read_warc(ByteSource& source, const std::string& path, const std::string& relative,
                                     const ReadLimits& limits, const ReadSink& sink);

}  // namespace polsearch
