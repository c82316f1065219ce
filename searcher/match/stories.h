// Documents -> stories: near-duplicates count as one, and others of a story are one step away.
//
//   7, 3, 9 (3 and 9 say the same)  ->  7, 3
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/columns.h"
#include "searcher/match/database.h"

namespace polsearch::match {

// How many stories the documents are. `documents`: each in 1..columns.documents.
[[nodiscard]] std::uint64_t count_stories(std::span<const std::uint32_t> documents, const Columns& columns);

// The first page of every story, in the order given.
[[nodiscard]] std::vector<Matched> one_a_story(const std::vector<Matched>& page, const Columns& columns);

// The documents of the story of one document, itself included, ascending. Linear in the index (4 bytes a document).
[[nodiscard]] std::vector<std::uint32_t> story_of(std::uint32_t document, const Columns& columns);

}  // namespace polsearch::match
