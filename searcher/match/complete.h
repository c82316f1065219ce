// What was typed so far -> ways to go on: names of bodies, words of the index, titles.
//
//   "5G fac"  ->  "5G factories", "5G factory"        "notice of minist"  ->  "notice of Ministry of Finance"
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <polsearch/result.h>
#include <polsearch/searcher.h>

#include "searcher/match/database.h"
#include "searcher/match/index_impl.h"

namespace polsearch::match {

inline constexpr std::size_t kMaxCompletions = 100;
inline constexpr std::size_t kMaxTypedBytes = 512;  // who typed more needs no help

// At most `count` ways, each text once: bodies, then words, then titles. The last word is completed by words as pages
// write them, the most frequent first; a body by what its name begins with, from any word on; a title by having all of
// the words. Only what stands in some document is offered. Bounded: two binary searches in the vocabulary for each
// place where a word may begin, and one match of the title's terms.
[[nodiscard]] Result<std::vector<Completion>> complete(std::string_view typed, std::size_t count,
                                                       const OpenIndex& index, const Database& database);

}  // namespace polsearch::match
