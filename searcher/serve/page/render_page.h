// Results -> HTML documents. Pure functions; every text goes through html.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/searcher.h>

#include "analysis/knowledge.h"

namespace polsearch::serve {

enum class UiLanguage : std::uint8_t { kEnglish, kChinese, kThai };

// Everything that a page shows beside the results: it is all in the address.
struct PageState {
  const Knowledge& knowledge;  // labels of ministries in three languages
  SearchRequest request;       // as understood
  UiLanguage language = UiLanguage::kEnglish;
  std::vector<std::string> problems;  // parameters that were not understood, for people
  std::string generation;             // of the index
  std::uint64_t documents = 0;        // in the index
};

[[nodiscard]] std::string render_search_page(const PageState& state, const SearchResponse& response);
[[nodiscard]] std::string render_timeline_page(const PageState& state, const SearchResponse& response);
[[nodiscard]] std::string render_document_page(const PageState& state, const Document& document);

// "404 Not Found": what a person sees instead of problem+json.
[[nodiscard]] std::string render_error_page(UiLanguage language, int status, std::string_view title,
                                            std::string_view detail, std::string_view hint);

}  // namespace polsearch::serve
