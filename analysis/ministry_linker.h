// Names of ministries in running text -> ids. One linker for English, Chinese and Thai, for pages and for queries.
//
//   "the MIIT and the National Development and Reform Commission" -> cn-miit [4,8), cn-ndrc [17,60)
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/result.h>
#include "analysis/dates.h"
#include "analysis/knowledge.h"

namespace polsearch {

struct MinistryMention {
  std::string id;
  std::uint32_t begin = 0, end = 0;  // bytes in the text
  double confidence = 0;             // 0..1, after the evidence of the whole text
};

// What a body has to do with the page; set by assign_roles (ministry_roles.h).
enum class MinistryRole : std::uint8_t { kMentioned, kIssuer, kCoIssuer };
[[nodiscard]] std::string_view to_string(MinistryRole role);  // "mentioned", "issuer", "co-issuer"

struct LinkedMinistry {
  std::string id;
  double confidence = 0;  // of the document: 1 - product over mentions of (1 - confidence)
  bool in_facet = true;   // false: a medium, a top organ, another country's: named, but no answer to "which ministry"
  MinistryRole role = MinistryRole::kMentioned;
};

struct MinistryLinks {
  std::vector<MinistryMention> mentions;   // in order, not overlapping; facet or not
  std::vector<LinkedMinistry> ministries;  // by falling confidence; in_facet and >= kFacetConfidence count as linked
};

inline constexpr double kFacetConfidence = 0.6;

// Immutable; share one between threads. Holds no reference to the Knowledge it was made from.
class MinistryLinker {
 public:
  explicit MinistryLinker(const Knowledge& knowledge);
  ~MinistryLinker();
  MinistryLinker(MinistryLinker&&) noexcept;
  MinistryLinker& operator=(MinistryLinker&&) noexcept;

  // Bodies named in `text` (title and body of a page, UTF-8). `date`: the page's date, to tell former from present
  // bodies. Linear time. How evidence is weighed: docs/decisions/0003-ministry-linking.md.
  [[nodiscard]] MinistryLinks link(std::string_view text, std::optional<Date> date = {}) const;

  // What a person means by `name` in `ministry:name` or --ministry: an id ("cn-miit"), an id without country ("miit"),
  // or any name in any language, whole and case-insensitive; several ids when it is ambiguous (both countries' MOF). An
  // unknown one is an error that suggests the nearest names.
  [[nodiscard]] Result<std::vector<std::string>> resolve(std::string_view name) const;

  // Bodies that have exactly this name, read as running text is: both countries' "Ministry of Finance", "MOF" but not
  // "mof". Another country's only where none of the facet's bodies has it. Empty: none. No suggestion, so it costs little.
  [[nodiscard]] std::vector<std::string> named(std::string_view name) const;

  // Every name of a body as the table has it, in all languages; empty for an unknown id. For query expansion.
  [[nodiscard]] std::vector<std::string> names_of(std::string_view id) const;

 private:
  struct Tables;
  std::unique_ptr<const Tables> tables_;
};

}  // namespace polsearch
