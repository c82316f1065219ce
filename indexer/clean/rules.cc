#include "indexer/clean/rules.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <unordered_map>

#include "analysis/ascii.h"
#include "indexer/clean/pattern_set.h"

namespace polsearch::clean {
namespace {

std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.push_back(trim(text.substr(0, at)));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + separator.size());
  }
}

// The patterns of one scope, with the row of the table that each stands in.
struct RulePatterns {
  PatternSet patterns;
  std::vector<std::size_t> rows;

  [[nodiscard]] std::vector<RuleSpan> find_spans(std::string_view text, const std::vector<Rule>& rules) const {
    std::vector<RuleSpan> spans;
    for (const PatternSet::Span& span : patterns.find_spans(text))
      spans.push_back({&rules[rows[span.index]], span.begin, span.end});
    return spans;
  }
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
  RulePatterns lines, spans, cues, names;


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
  } else if (weight == "name") {
    rule.weight = Weight::kName;
  } else if (weight != "hard") {
    rule.weight = Weight::kVote;
    char* end = nullptr;
    rule.vote = std::strtod(weight.c_str(), &end);
    if (end == weight.c_str() || *end != '\0')
      return row_error(rule, "weight is \"" + weight + "\", accepted: hard, tail, weak, name, a number");
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
    case Weight::kWeak:
    case Weight::kName: return false;
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

constexpr double kSaidWords = 3;           // words around a quotation that make it one
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
  const bool names_kinds = scope == "line" && rule.weight == Weight::kName;
  RulePatterns* set = names_kinds       ? &names
                      : scope == "line" ? &lines
                      : scope == "span" ? &spans
                      : scope == "cue"  ? &cues
                                        : nullptr;
  if (!set) return row_error(rule, "scope is \"" + std::string(scope) + "\", accepted: line, span, cue");
  if (const std::string wrong = set->patterns.add(pattern, rule.max_words); !wrong.empty())
    return row_error(rule, "bad pattern: " + wrong);
  set->rows.push_back(index);
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
  for (RulePatterns* set : {&compiled->lines, &compiled->spans, &compiled->cues, &compiled->names})
    set->patterns.compile();
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
  const PatternSet& patterns = compiled_->lines.patterns;
  patterns.candidates(unit.key, unit.words()).each([&](std::size_t candidate) {
    const Rule& rule = compiled_->rules[compiled_->lines.rows[candidate]];
    // Most patterns cost more than all else about a line, so they are tried last.
    if (!within_limit(rule, unit) || !would_change(verdict, rule) || !patterns.matches(candidate, unit.key)) return;
    // What a sentence quotes is not said by the page.
    const std::string said = without_quotations(unit.key);
    if (said.empty() || patterns.matches(candidate, said)) take(verdict, rule);
  });
  return verdict;
}

const Rule* BoilerplateRules::name_kind(const Unit& unit) const {
  if (!unit.key_is_whole) return nullptr;
  const Rule* found = nullptr;
  const PatternSet& patterns = compiled_->names.patterns;
  patterns.candidates(unit.key).each([&](std::size_t candidate) {
    const Rule& rule = compiled_->rules[compiled_->names.rows[candidate]];
    if (found == nullptr && within_limit(rule, unit) && patterns.matches(candidate, unit.key)) found = &rule;
  });
  return found;
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
    const auto find = [&](const RulePatterns& set, std::string_view lower, std::string_view as_read) {
      bool found = false;
      set.patterns.candidates(lower).each(
          [&](std::size_t i) { found = found || (set.rows[i] == rule && set.patterns.matches(i, as_read)); });
      return found;
    };
    if (within_limit(compiled_->rules[rule], unit) &&
        (find(compiled_->lines, unit.key, unit.key) || find(compiled_->names, unit.key, unit.key)))
      return true;
    const std::string lower = lower_ascii(text);
    return find(compiled_->spans, lower, text) || find(compiled_->cues, lower, text);
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
