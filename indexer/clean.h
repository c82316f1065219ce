// Page -> CleanDocument: what is the article, what is around it, and what does the page say of itself.
#pragma once

#include <memory>

#include "analysis/knowledge.h"
#include "analysis/ministry_linker.h"
#include <polsearch/result.h>
#include "indexer/documents.h"

namespace polsearch {

// The compiled tables (rules, cue phrases, line weights). Immutable; one for all threads.
class Cleaner {
 public:
  // An error names the row of boilerplate.tsv (bad pattern, or an example its own rule fails).
  [[nodiscard]] static Result<Cleaner> create(const Knowledge& knowledge);
  ~Cleaner();
  Cleaner(Cleaner&&) noexcept;
  Cleaner& operator=(Cleaner&&) noexcept;

  // Every page gives a document; a page that has text gives a body. Invariants: kept and removed spans are sorted,
  // disjoint, and cover every non-blank line of the page.
  [[nodiscard]] CleanDocument clean(const Page& page, const MinistryLinker& linker) const;

 private:
  struct Tables;
  explicit Cleaner(std::unique_ptr<const Tables> tables);
  std::unique_ptr<const Tables> tables_;
};

// Links the ministries that title and body name, in place of those that were linked before.
void link_ministries(const MinistryLinker& linker, CleanDocument& document);

}  // namespace polsearch
