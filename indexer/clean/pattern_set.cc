// What literals does a pattern need? RE2's own filter (filtered_re2.h) answers for a whole set of literals whether the
// pattern may match, but in microseconds. So it is asked while compiling, for sets chosen such that its answers give
// clauses: literals of which a match has at least one. "(sign up|subscribe).*(newsletter|updates)" has two. A text is
// then read once, and each literal found marks the patterns whose clause it satisfies.
#include "indexer/clean/pattern_set.h"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>
#include <map>

#include "analysis/ascii.h"
#include "indexer/clean/atom_matcher.h"
#include "indexer/clean/first_letters.h"

namespace polsearch::clean {
namespace {

constexpr std::int64_t kAutomatonBytes = 8 << 20;  // of one pattern: RE2 gives up its fast automaton when it needs more
constexpr std::size_t kMostClauses = 3;            // of one pattern; more rule out next to nothing
constexpr double kTiers[] = {0, 20, 60};           // words: rules about short lines are not looked for in long ones
constexpr int kShortest = 2;  // bytes of a literal; only patterns that have nothing longer are known by one byte

RE2::Options options() {
  RE2::Options o;
  o.set_log_errors(false);
  o.set_max_mem(kAutomatonBytes);
  return o;
}

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

using Clause = std::vector<std::string>;

// One pattern with what it needs.
class FilteredPattern {
 public:
  // Empty when the pattern is good.
  std::string create(std::string_view pattern) {
    if (const std::string wrong = read(pattern, kShortest); !wrong.empty()) return wrong;
    if (passes(std::vector<bool>(literals_.size(), false))) return read(pattern, 1);
    return {};
  }

  [[nodiscard]] const RE2& pattern() const { return filter_->GetRE2(0); }

  // Disjoint clauses, at most kMostClauses. None: the pattern may match any text.
  [[nodiscard]] std::vector<Clause> clauses() const {
    std::vector<Clause> found;
    std::vector<bool> used(literals_.size(), false);
    while (found.size() < kMostClauses && !passes(used)) found.push_back(next_clause(used));
    return found;
  }

 private:
  std::string read(std::string_view pattern, int shortest) {
    filter_ = std::make_unique<re2::FilteredRE2>(shortest);
    int id = 0;
    if (filter_->Add(piece(pattern), options(), &id) != RE2::NoError) return RE2(piece(pattern), options()).error();
    literals_.clear();
    filter_->Compile(&literals_);
    return {};
  }

  // May a text match that has these literals and no other?
  [[nodiscard]] bool passes(const std::vector<bool>& present) const {
    std::vector<int> indexes, possible;
    for (std::size_t i = 0; i < present.size(); ++i)
      if (present[i]) indexes.push_back(static_cast<int>(i));
    filter_->AllPotentials(indexes, &possible);
    return !possible.empty();
  }

  // A smallest set of literals, none `used`, without all of which nothing matches: literals are given back one by one,
  // the short and common ones first, as long as nothing matches. Marks the set as used.
  [[nodiscard]] Clause next_clause(std::vector<bool>& used) const {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < literals_.size(); ++i)
      if (!used[i]) order.push_back(i);
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return literals_[a].size() < literals_[b].size(); });
    Clause clause;
    std::vector<bool> present = used;
    for (const std::size_t i : order) {
      present[i] = true;
      if (!passes(present)) continue;
      present[i] = false;
      used[i] = true;
      clause.push_back(literals_[i]);
    }
    return clause;
  }

  std::unique_ptr<re2::FilteredRE2> filter_;
  std::vector<std::string> literals_;
};

}  // namespace

PatternMask& PatternMask::operator|=(const PatternMask& other) {
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
  return *this;
}
PatternMask& PatternMask::operator&=(const PatternMask& other) {
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  return *this;
}

// What is looked for in texts of more than `above` words.
struct Tier {
  // Patterns by clause: the first clauses of all patterns, the second ones, ...
  using Clauses = std::array<PatternMask, kMostClauses>;
  struct Mark {
    std::size_t clause = 0, pattern = 0;
  };

  double above = 0;
  AtomMatcher literals;
  std::vector<std::vector<Mark>> marks;  // by literal: the clauses that it satisfies
  Clauses satisfied;                     // clauses that a pattern does not have
};

struct PatternSet::Compiled {
  struct Entry {
    FilteredPattern filtered;
    double most_words = 0;
  };
  std::vector<Entry> patterns;
  std::vector<Tier> tiers;                      // by rising `above`
  std::array<PatternMask, 64> by_first_letter;  // by its class: the patterns that may match

  [[nodiscard]] const RE2& pattern(std::size_t index) const { return patterns[index].filtered.pattern(); }
  [[nodiscard]] Tier make_tier(double above, const std::vector<std::vector<Clause>>& clauses) const;
};

Tier PatternSet::Compiled::make_tier(double above, const std::vector<std::vector<Clause>>& clauses) const {
  Tier tier;
  tier.above = above;
  std::map<std::string, std::vector<Tier::Mark>> by_literal;
  for (std::size_t pattern = 0; pattern < patterns.size(); ++pattern) {
    if (patterns[pattern].most_words != 0 && patterns[pattern].most_words <= above) continue;
    for (std::size_t i = 0; i < clauses[pattern].size(); ++i)
      for (const std::string& literal : clauses[pattern][i]) by_literal[literal].push_back({i, pattern});
    for (std::size_t i = clauses[pattern].size(); i < kMostClauses; ++i) tier.satisfied[i].set(pattern);
  }
  std::vector<std::string> literals;
  for (auto& [literal, marks] : by_literal) {
    literals.push_back(literal);
    tier.marks.push_back(std::move(marks));
  }
  tier.literals = AtomMatcher(std::move(literals));
  return tier;
}

PatternSet::PatternSet() : compiled_(std::make_unique<Compiled>()) {}
PatternSet::~PatternSet() = default;
PatternSet::PatternSet(PatternSet&&) noexcept = default;
PatternSet& PatternSet::operator=(PatternSet&&) noexcept = default;

std::string PatternSet::add(std::string_view pattern, double most_words) {
  if (compiled_->patterns.size() == PatternMask::kMostPatterns)
    return "too many patterns, at most " + std::to_string(PatternMask::kMostPatterns) + " of one scope are accepted";
  FilteredPattern filtered;
  if (std::string wrong = filtered.create(pattern); !wrong.empty()) return wrong;
  compiled_->patterns.push_back({std::move(filtered), most_words});
  return {};
}

void PatternSet::compile() {
  std::vector<std::vector<Clause>> clauses;
  for (std::size_t index = 0; index < compiled_->patterns.size(); ++index) {
    clauses.push_back(compiled_->patterns[index].filtered.clauses());
    const FirstLetters letters = first_letters(compiled_->pattern(index).pattern());
    for (std::size_t letter = 0; letter < compiled_->by_first_letter.size(); ++letter)
      if ((letters >> letter & 1U) != 0) compiled_->by_first_letter[letter].set(index);
  }
  for (const double above : kTiers) compiled_->tiers.push_back(compiled_->make_tier(above, clauses));
}

PatternMask PatternSet::candidates(std::string_view lower, double words) const {
  const Tier* tier = &compiled_->tiers.front();
  for (const Tier& other : compiled_->tiers)
    if (other.above < words) tier = &other;
  Tier::Clauses found = tier->satisfied;
  tier->literals.each(lower, [&](int literal) {
    for (const Tier::Mark& mark : tier->marks[static_cast<std::size_t>(literal)]) found[mark.clause].set(mark.pattern);
  });
  for (std::size_t i = 1; i < found.size(); ++i) found[0] &= found[i];
  if (const FirstLetters letter = first_letter_of(lower); letter != kAnyLetter)
    found[0] &= compiled_->by_first_letter[static_cast<std::size_t>(std::countr_zero(letter))];
  return found[0];
}

bool PatternSet::matches(std::size_t index, std::string_view text) const {
  return compiled_->pattern(index).Match(piece(text), 0, text.size(), RE2::UNANCHORED, nullptr, 0);
}

std::vector<PatternSet::Span> PatternSet::find_spans(std::string_view text) const {
  std::vector<Span> found;
  candidates(lower_ascii(text)).each([&](std::size_t index) {
    const RE2& pattern = compiled_->pattern(index);
    std::size_t at = 0;
    re2::StringPiece match;
    while (at < text.size() && pattern.Match(piece(text), at, text.size(), RE2::UNANCHORED, &match, 1)) {
      const auto begin = static_cast<std::size_t>(match.data() - text.data());
      const std::size_t end = begin + match.size();
      if (end > begin) found.push_back({index, begin, end});
      at = end > at ? end : at + 1;
    }
  });
  std::stable_sort(found.begin(), found.end(),
                   [](const Span& a, const Span& b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; });
  std::vector<Span> disjoint;
  for (const Span& span : found)
    if (disjoint.empty() || span.begin >= disjoint.back().end) disjoint.push_back(span);
  return disjoint;
}

}  // namespace polsearch::clean
