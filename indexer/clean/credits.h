// Credit lines -> source and editors.
//
//   "Edit:He Chuanning    Responsible editor:Su Suiyue"  ->  editor "He Chuanning", responsible editor "Su Suiyue"
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <polsearch/result.h>
#include "analysis/knowledge.h"

namespace polsearch::clean {

struct Credits {
  std::string source, editor, responsible_editor;
};

// corpus/knowledge/credit_labels.tsv compiled. Immutable; may be shared by threads.
class CreditLabels {
 public:
  [[nodiscard]] static Result<CreditLabels> create(const Table& table);
  ~CreditLabels();
  CreditLabels(CreditLabels&&) noexcept;
  CreditLabels& operator=(CreditLabels&&) noexcept;

  // Fills what is still empty from a line that is known to carry credits; several may stand on one line.
  void read(std::string_view line, Credits& credits) const;

 private:
  struct Compiled;
  explicit CreditLabels(std::unique_ptr<const Compiled> compiled);
  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace polsearch::clean
