#include "indexer/clean/rules.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <cstdlib>
#include <unordered_map>

namespace polsearch::clean {
namespace {

// One automaton for all line patterns; RE2's default of 8 MiB makes it rebuild states on long tables.
constexpr std::int64_t kAutomatonBytes = 64 << 20;

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

// Several patterns searched at once, then the matching ones located one by one.
struct SpanSet {
  std::unique_ptr<RE2::Set> any;
  std::vector<std::unique_ptr<RE2>> each;
  std::vector<std::size_t> rule;  // row of each

  [[nodiscard]] std::vector<RuleSpan> find(std::string_view text, const std::vector<Rule>& rules) const {
    std::vector<RuleSpan> found;
    std::vector<int> hits;
    if (each.empty() || !any->Match(piece(text), &hits)) return found;
    for (const int hit : hits) locate(text, static_cast<std::size_t>(hit), rules, found);
    std::sort(found.begin(), found.end(), [](const RuleSpan& a, const RuleSpan& b) {
      return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
    });
    std::vector<RuleSpan> disjoint;
    for (const RuleSpan& span : found)
      if (disjoint.empty() || span.begin >= disjoint.back().end) disjoint.push_back(span);
    return disjoint;
  }

 private:
  void locate(std::string_view text, std::size_t index, const std::vector<Rule>& rules,
              std::vector<RuleSpan>& found) const {
    std::size_t at = 0;
    re2::StringPiece match;
    while (at < text.size() && each[index]->Match(piece(text), at, text.size(), RE2::UNANCHORED, &match, 1)) {
      const auto begin = static_cast<std::size_t>(match.data() - text.data());
      const std::size_t end = begin + match.size();
      if (end > begin) found.push_back({&rules[rule[index]], begin, end});
      at = end > at ? end : at + 1;
    }
  }
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
  std::unordered_map<std::string, std::size_t> exact;
  std::unique_ptr<RE2::Set> lines;
  std::vector<std::size_t> line_rule;  // row of each pattern of `lines`
  std::vector<std::unique_ptr<RE2>> line_each;
  SpanSet spans, cues;

  Status add(const Table& table, const Columns& columns, std::size_t row);
  Status add_pattern(std::string_view scope, std::string_view kind, std::string_view pattern, std::size_t rule);
  Status compile();
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

void take(RuleVerdict& verdict, const Rule& rule) {
  if (rule.weight == Weight::kHard && !verdict.hard) verdict.hard = &rule;
  if (rule.weight == Weight::kTail && !verdict.tail) verdict.tail = &rule;
  if (rule.weight != Weight::kVote) return;
  verdict.vote += rule.vote;
  if (!verdict.vote_rule) verdict.vote_rule = &rule;
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
  auto compiled = std::make_unique<RE2>(piece(pattern), options());
  if (!compiled->ok()) return row_error(rule, "bad pattern: " + compiled->error());
  if (scope == "line") {
    lines->Add(piece(pattern), nullptr);
    line_rule.push_back(index);
    line_each.push_back(std::move(compiled));
    return Done{};
  }
  if (scope != "span" && scope != "cue")
    return row_error(rule, "scope is \"" + std::string(scope) + "\", accepted: line, span, cue");
  SpanSet& set = scope == "span" ? spans : cues;
  set.any->Add(piece(pattern), nullptr);
  set.rule.push_back(index);
  set.each.push_back(std::move(compiled));
  return Done{};
}

Status BoilerplateRules::Compiled::add(const Table& table, const Columns& columns, std::size_t row) {
  Result<Rule> rule = parse_rule(table, columns, row);
  if (!rule) return rule.error();
  rules.push_back(std::move(rule).value());
  const std::vector<std::string>& cells = table.rows[row];
  return add_pattern(cells[columns.scope], cells[columns.kind], cells[columns.pattern], rules.size() - 1);
}

Status BoilerplateRules::Compiled::compile() {
  for (RE2::Set* set : {lines.get(), spans.any.get(), cues.any.get()})
    if (!set->Compile())
      return Error{Error::Kind::kInput, "boilerplate.tsv: the patterns together are too large", "split or remove rows"};
  return Done{};
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
  compiled->lines = std::make_unique<RE2::Set>(options(), RE2::UNANCHORED);
  compiled->spans.any = std::make_unique<RE2::Set>(options(), RE2::UNANCHORED);
  compiled->cues.any = std::make_unique<RE2::Set>(options(), RE2::UNANCHORED);
  compiled->rules.reserve(table.rows.size());
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    if (Status status = compiled->add(table, columns, row); !status) return status.error();
  if (Status status = compiled->compile(); !status) return status.error();
  return BoilerplateRules(std::move(compiled));
}

BoilerplateRules::BoilerplateRules(std::unique_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
BoilerplateRules::~BoilerplateRules() = default;
BoilerplateRules::BoilerplateRules(BoilerplateRules&&) noexcept = default;
BoilerplateRules& BoilerplateRules::operator=(BoilerplateRules&&) noexcept = default;

RuleVerdict BoilerplateRules::judge(const Unit& unit) const {
  RuleVerdict verdict;
  if (!unit.key_is_whole) return verdict;  // no line rule is about lines this long
  if (const auto found = compiled_->exact.find(std::string(bare(unit.key))); found != compiled_->exact.end())
    take(verdict, compiled_->rules[found->second]);
  std::vector<int> hits;
  compiled_->lines->Match(piece(unit.key), &hits);
  std::sort(hits.begin(), hits.end());
  for (const int hit : hits) {
    const Rule& rule = compiled_->rules[compiled_->line_rule[static_cast<std::size_t>(hit)]];
    if (within_limit(rule, unit)) take(verdict, rule);
  }
  return verdict;
}

bool BoilerplateRules::is_menu_word(std::string_view bare_key) const {
  const auto found = compiled_->exact.find(std::string(bare_key));
  return found != compiled_->exact.end() && compiled_->rules[found->second].reason == "navigation";
}

std::vector<RuleSpan> BoilerplateRules::find_spans(std::string_view text) const {
  return compiled_->spans.find(text, compiled_->rules);
}
std::vector<RuleSpan> BoilerplateRules::find_cues(std::string_view text) const {
  return compiled_->cues.find(text, compiled_->rules);
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
    if (const auto e = compiled_->exact.find(std::string(bare(unit.key)));
        e != compiled_->exact.end() && e->second == rule)
      return true;
    for (std::size_t i = 0; i < compiled_->line_rule.size(); ++i)
      if (compiled_->line_rule[i] == rule && within_limit(compiled_->rules[rule], unit) &&
          RE2::PartialMatch(piece(unit.key), *compiled_->line_each[i]))
        return true;
    for (const SpanSet* set : {&compiled_->spans, &compiled_->cues})
      for (std::size_t i = 0; i < set->rule.size(); ++i)
        if (set->rule[i] == rule && RE2::PartialMatch(piece(text), *set->each[i])) return true;
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
