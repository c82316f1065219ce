// Lines that stand in the bodies of many pages of one site -> what the site's template left there.
//
//   20 pages of example.org, all of other stories, each ending "Follow the channel of the harbour office"
//     -> that line is a template's; the closing line of a bulletin that comes out each month is not: one story
//
// Pages are counted by story, so that an article that is posted again is no template: pages that are near-duplicates,
// or whose titles differ in dates and figures alone, count once.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <polsearch/result.h>
#include "analysis/ministry_linker.h"
#include "indexer/documents.h"

namespace polsearch {

// What a page of a site says about one of its lines; with key == site, that there is such a page.
struct LineMark {
  std::uint64_t key = 0;  // of site and line
  std::uint64_t site = 0;
  std::uint64_t title = 0;  // without dates and figures
  std::uint32_t document = 0;
};

// `document` tells pages apart. A page without a site belongs to the site "". Each line once.
[[nodiscard]] std::vector<LineMark> mark_lines(std::string_view site, std::string_view title, bool title_is_derived,
                                               std::string_view body, std::uint32_t document);

// The lines that recur, and how surely.
class TemplateLines {
 public:
  enum class Strength : std::uint8_t { kNone, kAtEdges, kAnywhere };

  // Calls its argument for every mark; is called several times and must give the same marks.
  using Marks = std::function<Status(const std::function<void(const LineMark&)>&)>;

  // `story_of`: of LineMark::document; pages of one story count once. Memory: 40 bytes a page, `memory_bytes`, and 20
  // bytes a line that recurs. The result depends on the set of marks alone.
  [[nodiscard]] static Result<TemplateLines> count(const Marks& marks,
                                                   const std::function<std::uint32_t(std::uint32_t)>& story_of,
                                                   std::uint64_t memory_bytes);

  [[nodiscard]] bool empty() const { return lines_.empty(); }

  // All lines that recur, by key.
  struct Line {
    std::uint64_t key = 0;
    Strength strength = Strength::kNone;
    friend bool operator==(const Line&, const Line&) = default;
  };
  [[nodiscard]] std::vector<Line> lines() const;

  // By line of `body`: is it the template's? Never so many that no text is left. A line that ends in a colon, or that
  // only names a body (whom a notice is addressed to, who signed it), stays.
  [[nodiscard]] std::vector<bool> find(std::string_view site, std::string_view body) const;

 private:
  [[nodiscard]] Strength strength_of(std::uint64_t key) const;
  std::unordered_map<std::uint64_t, Strength> lines_;
};

// Moves the template's lines from kept to removed (rule "recurring", reason "template") and links the ministries anew.
void remove_template_lines(CleanDocument& document, const Page& page, const TemplateLines& lines,
                           const MinistryLinker& linker);

// The lines of a body, views into it.
[[nodiscard]] std::vector<std::string_view> body_lines(std::string_view body);

}  // namespace polsearch
