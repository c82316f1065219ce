// What a page is about, beside the results: it is all in the address.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/searcher.h>

#include "analysis/knowledge.h"
#include "searcher/serve/page/phrases.h"

namespace polsearch::serve {

struct PageState {
  const Knowledge& knowledge;  // labels of ministries in three languages
  SearchRequest request;       // as the address says it
  std::string_view path = "/";
  UiLanguage language = UiLanguage::kEnglish;
  bool is_language_chosen = false;         // by ui= in the address: links carry it on
  std::vector<std::string> problems = {};  // parameters that were not understood, for people
  std::string generation = {};             // of the index
  std::uint64_t documents = 0;             // in the index

  [[nodiscard]] std::string_view operator()(Phrase phrase) const { return say(phrase, language); }
};

// The page without question and filters: the newest pages of the whole index.
[[nodiscard]] bool is_browsing(const SearchRequest& request);

// "/timeline?q=5G&lang=zh&ui=th": this path with this request, in the language of the state.
[[nodiscard]] std::string address_of(const PageState& state, std::string_view path, const SearchRequest& request);

// "/documents/a%2Fb.txt?q=5G": a document with the search that led to it.
[[nodiscard]] std::string document_address(const PageState& state, std::string_view id);

// The same page in another language.
[[nodiscard]] std::string address_in(const PageState& state, UiLanguage language);

// The request with other filters or another order begins at its first hit again.
[[nodiscard]] SearchRequest from_the_start(SearchRequest request);

// `id:` of a query, quoted: duplicates:"a\"b.txt".
[[nodiscard]] std::string duplicates_query(std::string_view id);

// The ministry's name in the language of the page, with its country where two have the same; the id of an unknown one.
[[nodiscard]] std::string ministry_label(const PageState& state, std::string_view id);

// "en" -> "English", "zh-Hant" -> "Chinese" in the language of the page; others as they are.
[[nodiscard]] std::string language_label(const PageState& state, std::string_view tag);

}  // namespace polsearch::serve
