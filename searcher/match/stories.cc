// Stories (see stories.h).
#include "searcher/match/stories.h"

#include <unordered_set>

namespace polsearch::match {
namespace {

// The story of a document without near-duplicates is the document itself: canonical numbers are document numbers too.
std::uint32_t story_number(std::uint32_t document, const Columns& columns) {
  if (document == 0 || document > columns.groups.size()) return document;
  const std::uint32_t group = columns.groups[document - 1];
  return group != 0 ? group : document;
}

}  // namespace

std::uint64_t count_stories(std::span<const std::uint32_t> documents, const Columns& columns) {
  std::vector<bool> seen(std::size_t{columns.documents} + 1);
  std::uint64_t stories = 0;
  for (const std::uint32_t document : documents) {
    const std::uint32_t story = story_number(document, columns);
    if (story >= seen.size() || seen[story]) continue;
    seen[story] = true;
    ++stories;
  }
  return stories;
}

std::vector<Matched> one_a_story(const std::vector<Matched>& page, const Columns& columns) {
  std::unordered_set<std::uint32_t> seen;
  std::vector<Matched> best;
  for (const Matched& matched : page)
    if (seen.insert(story_number(matched.document, columns)).second) best.push_back(matched);
  return best;
}

std::vector<std::uint32_t> story_of(std::uint32_t document, const Columns& columns) {
  if (document == 0 || document > columns.groups.size() || columns.groups[document - 1] == 0) return {document};
  std::vector<std::uint32_t> story;
  for (std::uint32_t other = 1; other <= columns.groups.size(); ++other)
    if (columns.groups[other - 1] == columns.groups[document - 1]) story.push_back(other);
  return story;
}

}  // namespace polsearch::match
