// Policy terms and places in three languages: which words of a query are one, and how else pages write it.
//
//   "subsidies for NEVs" -> subsidy [0,9), nev [14,18)      nev -> new energy vehicle, 新能源汽车, รถยนต์พลังงานใหม่ ...
//
// Rows of corpus/knowledge/glossary.tsv, and the countries of countries.tsv as "place-th". A cell is forms
// split by "|". "=" before a form: it stands for the term only as written ("=IT"), and pages are not searched for it.
// "~" before a form: pages are searched for it, but in a query it may mean something else ("~notice").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <polsearch/result.h>

#include "analysis/analyzer.h"
#include "analysis/knowledge.h"

namespace polsearch {

enum class FormLanguage : std::uint8_t { kEnglish, kChinese, kThai };
[[nodiscard]] std::string_view code_of(FormLanguage language);  // "en", "zh", "th"

struct GlossaryTerm {
  struct Form {
    std::string text;
    FormLanguage language = FormLanguage::kEnglish;
  };
  std::string id;
  std::vector<Form> searched;  // how pages write it
  // Forms of one language are no variants that rank for each other (China and Chinese, born and birth).
  bool translates_only = false;
};

struct TermMention {
  std::uint32_t term = 0;            // index in terms()
  std::uint32_t begin = 0, end = 0;  // bytes of the text
  FormLanguage language = FormLanguage::kEnglish;
};

// One cell of forms, split and with its marks read.
struct GlossaryForm {
  std::string_view text;
  bool as_written = false;  // "="
  bool page_only = false;   // "~"
};
[[nodiscard]] std::vector<GlossaryForm> glossary_forms(std::string_view cell);

// Immutable; share one between threads.
class Glossary {
 public:
  // An error names the row that has no English form or no other language.
  [[nodiscard]] static Result<Glossary> create(const Knowledge& knowledge, const Analyzer& analyzer);

  // Terms in `text`, in order and disjoint, the longest at each place. English words count in singular and plural, in
  // any case; Thai forms begin and end where words do; Chinese forms cut no dictionary word. Linear in the text (times
  // the length of the longest form).
  [[nodiscard]] std::vector<TermMention> find(std::string_view text) const;

  // By id, or by any form that find() would take; nullptr: there is none.
  [[nodiscard]] const GlossaryTerm* named(std::string_view id_or_form) const;

  // The value of `term:` in a query: "nev", or "nev@zh" for its Chinese forms alone. No term: there is none.
  struct Asked {
    const GlossaryTerm* term = nullptr;
    std::optional<FormLanguage> language;
  };
  [[nodiscard]] Asked asked(std::string_view value) const;

  [[nodiscard]] const std::vector<GlossaryTerm>& terms() const { return terms_; }

 private:
  struct Owner {
    std::uint32_t term = 0;
    FormLanguage language = FormLanguage::kEnglish;
  };
  using Owners = std::unordered_map<std::string, Owner>;

  explicit Glossary(const Analyzer& analyzer) : analyzer_(analyzer) {}
  void add_forms(std::string_view cell, FormLanguage language);
  Status add_table(const Table& table, bool countries);

  Analyzer analyzer_;
  std::vector<GlossaryTerm> terms_;
  std::unordered_map<std::string, std::uint32_t> by_id_;
  Owners by_key_;            // folded words of a form -> term
  Owners as_written_;        // forms with "="
  std::size_t longest_ = 1;  // words and characters of the longest form
};

// What an English word and its plural share: "subsidies" and "subsidy". Words whose plural means something else
// (customs, goods) stay. No stem, which would take university for universe.
[[nodiscard]] std::string inflection_key(std::string_view folded_word);

// Folded words that have the same key: what a page may have for `folded_word`. At least the word itself.
[[nodiscard]] std::vector<std::string> inflections(std::string_view folded_word);

}  // namespace polsearch
