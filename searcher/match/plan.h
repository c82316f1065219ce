// What to match, as a tree over index terms: between the query's tree and whichever engine evaluates it.
//
//   factories AND lang:en  ->  (Zfactori AND Len)
//
// A plan only says which documents match; what they score is a flat list of weighted terms (rank_terms.h). So total and
// facets count exactly what the plan says, and every engine can be checked against a brute-force evaluation of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace polsearch::match {

// Documents first..last, 1-based, both included.
struct DocumentRange {
  std::uint32_t first = 1;
  std::uint32_t last = 0;
  friend bool operator==(const DocumentRange&, const DocumentRange&) = default;
};

struct Plan {
  enum class Op : std::uint8_t {
    kNothing,
    kAll,
    kTerm,
    kAnd,
    kOr,
    kSome,       // at least `minimum` of the children
    kAndNot,     // children[0] without any of children[1..]
    kPhrase,     // children in this order, last position - first position < window
    kNear,       // children in any order, last position - first position < window
    kDocuments,  // ranges, ascending and disjoint
  };
  Op op = Op::kNothing;
  std::string term;           // kTerm: with its prefix
  std::uint32_t window = 0;   // kPhrase, kNear
  std::uint32_t minimum = 0;  // kSome
  std::vector<DocumentRange> documents;
  std::vector<Plan> children;  // of kPhrase and kNear: kTerm, or kOr of kTerm

  static Plan nothing() { return {}; }
  static Plan all();
  static Plan of_term(std::string term);
  static Plan of_documents(std::vector<DocumentRange> ranges);
  static Plan phrase(std::vector<Plan> terms, std::uint32_t window);
  static Plan near(std::vector<Plan> terms, std::uint32_t window);
  static Plan and_not(Plan wanted, std::vector<Plan> unwanted);
};

// AND (of AND), OR and at-least-n with their plain cases folded away: all_of({}) is everything, any_of({}) is nothing.
[[nodiscard]] Plan all_of(std::vector<Plan> children);
[[nodiscard]] Plan any_of(std::vector<Plan> children);
[[nodiscard]] Plan some_of(std::vector<Plan> children, std::uint32_t minimum);

// "(Zfactori AND (5g OR PHRASE 3 (a b c)))": for tests and --explain.
[[nodiscard]] std::string print(const Plan& plan);

}  // namespace polsearch::match
