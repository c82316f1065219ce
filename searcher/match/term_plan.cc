// Forms of glossary terms -> plans (see term_plan.h).
#include "searcher/match/term_plan.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "analysis/schema.h"
#include "searcher/match/runs.h"

namespace polsearch::match {
namespace {

constexpr std::size_t kMaxFormTokens = 128;

class FormPlanner {
 public:
  FormPlanner(const Analyzer& analyzer, const TermLookup& terms) : analyzer_(analyzer), terms_(terms) {}

  Plan form(const GlossaryTerm::Form& form) const {
    const std::vector<Run> runs = split_runs(analyzer_, form.text, kMaxFormTokens).runs;
    if (runs.size() == 1) return single_run(runs.front());
    const bool one_thai_text =
        std::all_of(runs.begin(), runs.end(), [](const Run& run) { return run.script == Script::kThai; });
    if (!one_thai_text) return mixed_phrase(runs);
    std::vector<Plan> parts;
    for (const Run& run : runs) parts.push_back(thai(run));
    return all_of(std::move(parts));
  }

 private:
  Plan known(const std::string& term) const {
    return terms_.frequency(term) > 0 ? Plan::of_term(term) : Plan::nothing();
  }

  Plan all_known(const std::vector<Token>& tokens) const {
    std::vector<Plan> plans;
    for (const Token& token : tokens) plans.push_back(known(token.term));
    return all_of(std::move(plans));
  }

  Plan single_run(const Run& run) const {
    if (run.script == Script::kHan) return run.pairs.empty() ? all_known(run.words) : all_known(run.pairs);
    if (run.script == Script::kThai) return thai(run);
    return known(run.stems.empty() ? run.words.front().term : run.stems.front().term);
  }

  // Several Thai words anywhere in a page are not the term, but their grams nearly are, across their borders too; to
  // read positions for a phrase costs three times as much.
  Plan thai(const Run& run) const { return run.words.size() > 1 ? all_known(run.grams) : all_known(run.words); }

  Plan mixed_phrase(const std::vector<Run>& runs) const {
    std::vector<Plan> either;
    either.push_back(phrase_in(runs, false));
    either.push_back(phrase_in(runs, true));
    return any_of(std::move(either));
  }

  // Bare terms have the positions of the body, S terms those of the title. A bare term that stands in the title alone
  // has none, and is kept out by its marker (as in compile.cc).
  Plan phrase_in(const std::vector<Run>& runs, bool title) const {
    std::vector<Plan> slots, present;
    for (const Run& run : runs)
      for (const Token& word : run.words) {
        std::vector<Plan> forms, in_body;
        for (const std::string& form : inflections_of(run, word)) {
          const std::string term = (title ? std::string(schema::prefix_of("title")) : "") + form;
          if (terms_.frequency(term) == 0) continue;
          forms.push_back(Plan::of_term(term));
          if (!title) in_body.push_back(in_the_body(term));
        }
        if (forms.empty()) return Plan::nothing();
        slots.push_back(any_of(std::move(forms)));
        if (!title) present.push_back(any_of(std::move(in_body)));
      }
    const auto window = static_cast<std::uint32_t>(slots.size());
    present.push_back(Plan::phrase(std::move(slots), window));
    return all_of(std::move(present));
  }

  static std::vector<std::string> inflections_of(const Run& run, const Token& word) {
    const bool spaced = run.script != Script::kHan && run.script != Script::kThai;
    return spaced ? inflections(word.term) : std::vector<std::string>{word.term};
  }

  static Plan in_the_body(const std::string& term) {
    std::vector<Plan> marker;
    marker.push_back(Plan::of_term(std::string(schema::prefix_of("body")) + term));
    return Plan::and_not(Plan::of_term(term), std::move(marker));
  }

  const Analyzer& analyzer_;
  const TermLookup& terms_;
};

// The words and characters of a text, as forms are compared.
std::string key_of(std::string_view text, const Analyzer& analyzer) {
  std::string key;
  analyzer.each_token(text, 0, [&](const Token& token) {
    if (token.channel == Channel::kWord) key += inflection_key(token.term) + ' ';
  });
  return key;
}

}  // namespace

bool has_other_form(const GlossaryTerm& term, std::string_view words, const Analyzer& analyzer,
                    const TermLookup& terms) {
  const FormPlanner planner(analyzer, terms);
  const std::string typed = key_of(words, analyzer);
  return std::any_of(term.searched.begin(), term.searched.end(), [&](const GlossaryTerm::Form& form) {
    return planner.form(form).op != Plan::Op::kNothing && key_of(form.text, analyzer) != typed;
  });
}

Plan term_plan(const GlossaryTerm& term, std::optional<FormLanguage> language, const Analyzer& analyzer,
               const TermLookup& terms) {
  const FormPlanner planner(analyzer, terms);
  std::vector<Plan> either;
  for (const GlossaryTerm::Form& form : term.searched)
    if (!language || form.language == *language) either.push_back(planner.form(form));
  return any_of(std::move(either));
}

}  // namespace polsearch::match
