#include "indexer/clean/rules.h"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <unordered_map>

#include "indexer/clean/atom_matcher.h"

namespace polsearch::clean {
namespace {

// Of one pattern: RE2 gives up its fast automaton when it needs more.
constexpr std::int64_t kAutomatonBytes = 8 << 20;

RE2::Options options() {
  RE2::Options o;
  o.set_log_errors(false);
  o.set_max_mem(kAutomatonBytes);
  return o;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.push_back(trim(text.substr(0, at)));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + separator.size());
  }
}

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

// Which patterns may occur in a text, by the literals of `shortest` bytes and more that each of them needs?
class LiteralFilter {
 public:
  explicit LiteralFilter(int shortest) : filter_(shortest) {}

  // False when the pattern is wrong.
  bool add(std::string_view pattern, int index) {
    int id = 0;
    if (filter_.Add(piece(pattern), options(), &id) != RE2::NoError) return false;
    patterns_.push_back(index);
    return true;
  }

  // Returns the patterns that need no literal; they are tried on every text.
  std::vector<int> compile() {
    if (patterns_.empty()) return {};
    std::vector<std::string> literals;
    filter_.Compile(&literals);
    literals_ = std::make_unique<AtomMatcher>(std::move(literals));
    std::vector<int> always;
    add_candidates({}, always);
    return always;
  }

  // The pattern that was added as the `position`-th.
  [[nodiscard]] const RE2& pattern(std::size_t position) const { return filter_.GetRE2(static_cast<int>(position)); }

  void find(std::string_view text, std::vector<int>& candidates) const {
    if (!patterns_.empty()) add_candidates(literals_->find(text), candidates);
  }

 private:
  void add_candidates(const std::vector<int>& literals, std::vector<int>& candidates) const {
    std::vector<int> ids;
    filter_.AllPotentials(literals, &ids);
    for (const int id : ids) candidates.push_back(patterns_[static_cast<std::size_t>(id)]);
  }

  re2::FilteredRE2 filter_;
  std::vector<int> patterns_;
  std::unique_ptr<AtomMatcher> literals_;
};

// Many patterns, few of which are tried on a text: those whose literals occur in it. (RE2::Set builds new automaton
// states for nearly every line with patterns such as these, and is a hundred times slower.) Single characters occur in
// nearly every line, so only patterns that have nothing longer are filtered by them.
class PatternSet {
 public:
  // Empty when the pattern is good, else what is wrong with it.
  [[nodiscard]] std::string add(std::string_view pattern, std::size_t rule) {
    if (!by_words_.add(pattern, static_cast<int>(rules_.size()))) return RE2(piece(pattern), options()).error();
    rules_.push_back(rule);
    return {};
  }

  void compile() {
    const std::vector<int> without_words = by_words_.compile();
    is_by_characters_.assign(rules_.size(), false);
    for (const int index : without_words) {
      is_by_characters_[static_cast<std::size_t>(index)] = true;
      (void)by_characters_.add(pattern(index).pattern(), index);
    }
    (void)by_characters_.compile();
  }

  // Indexes of the patterns that may occur in `text`, ascending.
  [[nodiscard]] std::vector<int> candidates(std::string_view text) const {
    std::vector<int> found;
    by_words_.find(text, found);
    std::erase_if(found, [&](int index) { return is_by_characters_[static_cast<std::size_t>(index)]; });
    by_characters_.find(text, found);
    std::sort(found.begin(), found.end());
    return found;
  }

  [[nodiscard]] bool matches(int index, std::string_view text) const {
    return RE2::PartialMatch(piece(text), pattern(index));
  }

  // In order, disjoint; of those that overlap the first, and of those the longest.
  [[nodiscard]] std::vector<RuleSpan> find_spans(std::string_view text, const std::vector<Rule>& rules) const {
    std::vector<RuleSpan> found;
    for (const int candidate : candidates(text)) locate(text, candidate, rules, found);
    std::sort(found.begin(), found.end(), [](const RuleSpan& a, const RuleSpan& b) {
      return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
    });
    std::vector<RuleSpan> disjoint;
    for (const RuleSpan& span : found)
      if (disjoint.empty() || span.begin >= disjoint.back().end) disjoint.push_back(span);
    return disjoint;
  }

  [[nodiscard]] std::size_t rule_of(int index) const { return rules_[static_cast<std::size_t>(index)]; }

 private:
  [[nodiscard]] const RE2& pattern(int index) const { return by_words_.pattern(static_cast<std::size_t>(index)); }

  void locate(std::string_view text, int index, const std::vector<Rule>& rules, std::vector<RuleSpan>& found) const {
    std::size_t at = 0;
    re2::StringPiece match;
    while (at < text.size() && pattern(index).Match(piece(text), at, text.size(), RE2::UNANCHORED, &match, 1)) {
      const auto begin = static_cast<std::size_t>(match.data() - text.data());
      const std::size_t end = begin + match.size();
      if (end > begin) found.push_back({&rules[rule_of(index)], begin, end});
      at = end > at ? end : at + 1;
    }
  }

  std::vector<std::size_t> rules_;  // row of each pattern
  LiteralFilter by_words_{2}, by_characters_{1};
  std::vector<bool> is_by_characters_;
};

// Finds a std::string by a view.
struct ViewHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>{}(key); }
};

struct Columns {
  std::size_t id, kind, pattern, scope, max_words, reason, weight, removes, keeps;
};

constexpr std::string_view kReasons[] = {
    "navigation", "sales-contact", "newsletter", "share", "comment-form", "legal",   "icp",      "credits", "related",
    "tags",       "pagination",    "cookie",     "pitch", "date-line",    "contact", "template", "title"};

}  // namespace

struct BoilerplateRules::Compiled {
  std::vector<Rule> rules;  // all rows, in order
  std::unordered_map<std::string, std::size_t, ViewHash, std::equal_to<>> exact;
  PatternSet lines, spans, cues;

  Status add(const Table& table, const Columns& columns, std::size_t row);
  Status add_pattern(std::string_view scope, std::string_view kind, std::string_view pattern, std::size_t rule);
};

namespace {

Error row_error(const Rule& rule, const std::string& what) {
  return Error{Error::Kind::kInput, rule.origin + ": rule " + rule.id + ": " + what, ""};
}

Result<Rule> parse_rule(const Table& table, const Columns& c, std::size_t row) {
  const std::vector<std::string>& cells = table.rows[row];
  Rule rule;
  rule.id = cells[c.id];
  rule.reason = cells[c.reason];
  rule.removes = cells[c.removes];
  rule.keeps = cells[c.keeps];
  rule.origin = row < table.origins.size() ? table.origins[row] : table.name;
  rule.max_words = std::strtod(cells[c.max_words].c_str(), nullptr);
  if (std::find(std::begin(kReasons), std::end(kReasons), rule.reason) == std::end(kReasons))
    return row_error(rule, "unknown reason \"" + rule.reason + "\"");
  const std::string& weight = cells[c.weight];
  if (weight == "tail") {
    rule.weight = Weight::kTail;
  } else if (weight == "weak") {
    rule.weight = Weight::kWeak;
  } else if (weight != "hard") {
    rule.weight = Weight::kVote;
    char* end = nullptr;
    rule.vote = std::strtod(weight.c_str(), &end);
    if (end == weight.c_str() || *end != '\0')
      return row_error(rule, "weight is \"" + weight + "\", accepted: hard, tail, weak, a number");
  }
  return rule;
}

bool within_limit(const Rule& rule, const Unit& unit) { return rule.max_words == 0 || unit.words() <= rule.max_words; }

// The first hard and the first tail row count; votes add up.
bool would_change(const RuleVerdict& verdict, const Rule& rule) {
  switch (rule.weight) {
    case Weight::kHard: return verdict.hard == nullptr;
    case Weight::kTail: return verdict.tail == nullptr;
    case Weight::kVote: return true;
    case Weight::kWeak: return false;
  }
  return false;
}

void take(RuleVerdict& verdict, const Rule& rule) {
  if (rule.weight == Weight::kHard && !verdict.hard) verdict.hard = &rule;
  if (rule.weight == Weight::kTail && !verdict.tail) verdict.tail = &rule;
  if (rule.weight != Weight::kVote) return;
  verdict.vote += rule.vote;
  if (!verdict.vote_rule) verdict.vote_rule = &rule;
}

constexpr double kSaidWords = 5;           // words around a quotation that make it one
constexpr std::size_t kQuotedBytes = 300;  // a quotation longer than this is a mark that was not closed

// A folded line without what it quotes; empty when it quotes nothing or is no more than the quotation.
//   a banner that says "we use cookies" must show the refusal  ->  a banner that says must show the refusal
std::string without_quotations(std::string_view key) {
  std::string said;
  std::size_t at = 0;
  bool quotes = false;
  for (std::size_t open = key.find('"'); open != std::string_view::npos; open = key.find('"', at)) {
    const std::size_t close = key.find('"', open + 1);
    if (close == std::string_view::npos) break;
    said += key.substr(at, open - at);
    at = close + 1;
    quotes = true;
  }
  if (!quotes) return "";
  said += key.substr(at);
  return count(said).words() >= kSaidWords ? said : "";
}

// Does byte `at` stand in a quotation? Its closing mark is looked for no further than the end of the text.
bool is_quoted(std::string_view text, std::size_t at) {
  constexpr std::string_view kOpen = "“", kClose = "”";
  const std::size_t from = at > kQuotedBytes ? at - kQuotedBytes : 0;
  const std::string_view before = text.substr(from, at - from);
  const std::size_t open = before.rfind(kOpen), close = before.rfind(kClose);
  if (open == std::string_view::npos || (close != std::string_view::npos && close > open)) return false;
  return text.substr(at, kQuotedBytes).find(kClose) != std::string_view::npos;
}

}  // namespace

Status BoilerplateRules::Compiled::add_pattern(std::string_view scope, std::string_view kind, std::string_view pattern,
                                               std::size_t index) {
  const Rule& rule = rules[index];
  if (kind == "exact") {
    for (const std::string_view word : split(pattern, "|"))
      exact.try_emplace(std::string(bare(fold_line(word))), index);
    return Done{};
  }
  if (kind != "regex") return row_error(rule, "kind is \"" + std::string(kind) + "\", accepted: exact, regex");
  PatternSet* set = scope == "line" ? &lines : scope == "span" ? &spans : scope == "cue" ? &cues : nullptr;
  if (!set) return row_error(rule, "scope is \"" + std::string(scope) + "\", accepted: line, span, cue");
  if (const std::string wrong = set->add(pattern, index); !wrong.empty())
    return row_error(rule, "bad pattern: " + wrong);
  return Done{};
}

Status BoilerplateRules::Compiled::add(const Table& table, const Columns& columns, std::size_t row) {
  Result<Rule> rule = parse_rule(table, columns, row);
  if (!rule) return rule.error();
  rules.push_back(std::move(rule).value());
  const std::vector<std::string>& cells = table.rows[row];
  return add_pattern(cells[columns.scope], cells[columns.kind], cells[columns.pattern], rules.size() - 1);
}

Result<BoilerplateRules> BoilerplateRules::create(const Table& table) {
  const Columns columns{table.column("id"),     table.column("kind"),      table.column("pattern"),
                        table.column("scope"),  table.column("max_words"), table.column("reason"),
                        table.column("weight"), table.column("removes"),   table.column("keeps")};
  for (const std::string_view name :
       {"id", "kind", "pattern", "scope", "max_words", "reason", "weight", "removes", "keeps"})
    if (table.column(name) == table.columns.size())
      return Error{Error::Kind::kInput, table.name + ".tsv has no column \"" + std::string(name) + "\"", ""};
  auto compiled = std::make_unique<Compiled>();
  compiled->rules.reserve(table.rows.size());
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    if (Status status = compiled->add(table, columns, row); !status) return status.error();
  for (PatternSet* set : {&compiled->lines, &compiled->spans, &compiled->cues}) set->compile();
  return BoilerplateRules(std::move(compiled));
}

BoilerplateRules::BoilerplateRules(std::unique_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
BoilerplateRules::~BoilerplateRules() = default;
BoilerplateRules::BoilerplateRules(BoilerplateRules&&) noexcept = default;
BoilerplateRules& BoilerplateRules::operator=(BoilerplateRules&&) noexcept = default;

RuleVerdict BoilerplateRules::judge(const Unit& unit) const {
  RuleVerdict verdict;
  if (!unit.key_is_whole) return verdict;  // no line rule is about lines this long
  if (const auto found = compiled_->exact.find(bare(unit.key)); found != compiled_->exact.end())
    take(verdict, compiled_->rules[found->second]);
  for (const int candidate : compiled_->lines.candidates(unit.key)) {
    const Rule& rule = compiled_->rules[compiled_->lines.rule_of(candidate)];
    // Most patterns cost more than all else about a line, so they are tried last.
    if (!within_limit(rule, unit) || !would_change(verdict, rule) || !compiled_->lines.matches(candidate, unit.key))
      continue;
    // What a sentence quotes is not said by the page.
    const std::string said = without_quotations(unit.key);
    if (said.empty() || compiled_->lines.matches(candidate, said)) take(verdict, rule);
  }
  return verdict;
}

bool BoilerplateRules::is_menu_word(std::string_view bare_key) const {
  const auto found = compiled_->exact.find(bare_key);
  return found != compiled_->exact.end() && compiled_->rules[found->second].reason == "navigation";
}

std::vector<RuleSpan> BoilerplateRules::find_spans(std::string_view text) const {
  std::vector<RuleSpan> spans = compiled_->spans.find_spans(text, compiled_->rules);
  std::erase_if(spans, [&](const RuleSpan& span) { return is_quoted(text, span.begin); });
  return spans;
}
std::vector<RuleSpan> BoilerplateRules::find_cues(std::string_view text) const {
  return compiled_->cues.find_spans(text, compiled_->rules);
}

namespace {

Unit unit_of(std::string_view text) {
  Unit unit;
  unit.text = trim(text);
  unit.key = fold_line(unit.text);
  unit.counts = count(unit.text);
  return unit;
}

}  // namespace

std::vector<std::string> BoilerplateRules::check_examples() const {
  std::vector<std::string> failures;
  const auto matches = [&](std::size_t rule, std::string_view text) {
    const Unit unit = unit_of(text);
    if (const auto e = compiled_->exact.find(bare(unit.key)); e != compiled_->exact.end() && e->second == rule)
      return true;
    const PatternSet& lines = compiled_->lines;
    for (const int i : lines.candidates(unit.key))
      if (lines.rule_of(i) == rule && within_limit(compiled_->rules[rule], unit) && lines.matches(i, unit.key))
        return true;
    for (const PatternSet* set : {&compiled_->spans, &compiled_->cues})
      for (const int i : set->candidates(text))
        if (set->rule_of(i) == rule && set->matches(i, text)) return true;
    return false;
  };
  for (std::size_t i = 0; i < compiled_->rules.size(); ++i) {
    const Rule& rule = compiled_->rules[i];
    for (const std::string_view example : split(rule.removes, "||"))
      if (!matches(i, example))
        failures.push_back(rule.origin + ": rule " + rule.id + " does not match \"" + std::string(example) + "\"");
    for (const std::string_view example : split(rule.keeps, "||"))
      if (matches(i, example))
        failures.push_back(rule.origin + ": rule " + rule.id + " matches \"" + std::string(example) + "\"");
  }
  return failures;
}

}  // namespace polsearch::clean
