// A clean document as text, one row a removal or kept span:
//
//   title "Steel output falls" (line) | date 2023-04-21 day | source "Xinhua"
//   K 3 | Output fell by 3%.
//   R 5 share share-buttons | Like Save
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/clean.h"
#include "indexer/read.h"

namespace polsearch::testing {

inline Page page_of(std::string_view text, MediaType media_type = MediaType::kText) {
  RawDocument raw;
  raw.id = "page";
  raw.media_type = media_type;
  raw.bytes = std::string(text);
  Result<Page> page = make_page(std::move(raw), ReadLimits{});
  return page.ok() ? std::move(page).value() : Page{};
}

struct CleaningKit {
  MinistryLinker linker;
  Cleaner cleaner;
};

inline const CleaningKit& kit() {
  static const CleaningKit* made = [] {
    const Result<Knowledge> knowledge = load_knowledge();
    if (!knowledge.ok()) throw std::runtime_error(knowledge.error().message);
    Result<Cleaner> cleaner = Cleaner::create(*knowledge);
    if (!cleaner.ok()) throw std::runtime_error(cleaner.error().message);
    return new CleaningKit{MinistryLinker(*knowledge), std::move(cleaner).value()};
  }();
  return *made;
}

inline std::string shown(std::string_view text) {
  return std::string(text.substr(0, 48)) + (text.size() > 48 ? "~" : "");
}

// "K 3,5 | R 1 navigation, 7 share": the numbers and reasons alone.
inline std::string print_lines(const CleanDocument& document) {
  std::string kept, removed;
  std::uint32_t last = 0;
  for (const Span& span : document.kept) {
    if (span.line != last) kept += (kept.empty() ? "" : ",") + std::to_string(span.line);
    last = span.line;
  }
  for (const Removal& removal : document.removed)
    removed += (removed.empty() ? "" : ", ") + std::to_string(removal.line) + " " + removal.reason;
  return "K " + kept + " | R " + removed;
}

inline std::string print_facts(const CleanDocument& document) {
  std::string out = document.title_is_derived ? "derived title" : "title \"" + document.title + "\"";
  out += " | " + (document.date.year > 0 ? to_iso(document.date) : std::string("no date"));
  if (!document.source.empty()) out += " | source " + document.source;
  if (!document.editor.empty()) out += " | editor " + document.editor;
  return out;
}

inline std::string print_document(const CleanDocument& document, const Page& page) {
  std::vector<std::pair<std::uint32_t, std::string>> rows;
  const auto text = [&](std::uint32_t begin, std::uint32_t end) {
    return shown(std::string_view(page.text).substr(begin, end - begin));
  };
  for (const Span& span : document.kept)
    rows.emplace_back(span.begin, "K " + std::to_string(span.line) + " | " + text(span.begin, span.end));
  for (const Removal& r : document.removed)
    rows.emplace_back(r.begin,
                      "R " + std::to_string(r.line) + " " + r.reason + " " + r.rule + " | " + text(r.begin, r.end));
  std::sort(rows.begin(), rows.end());
  std::string out = print_facts(document) + "\n";
  for (const auto& row : rows) out += row.second + "\n";
  return out;
}

}  // namespace polsearch::testing
