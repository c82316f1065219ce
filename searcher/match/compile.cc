// Query tree -> plan (see compile.h).
#include "searcher/match/compile.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "analysis/schema.h"
#include "analysis/segment_thai.h"
#include "analysis/unicode.h"
#include "searcher/match/filters.h"
#include "searcher/match/runs.h"
#include "searcher/match/term_plan.h"

namespace polsearch::match {
namespace {

using query::Node;
using query::Op;
using query::Scope;

// Fewer letters shared by a word and its stem would make the scan for its forms too wide.
constexpr std::size_t kMinSharedBytes = 3;
constexpr std::size_t kMaxFormScan = 2'000;
constexpr std::size_t kMaxFormsInNear = 20;
constexpr std::size_t kMaxNearWords = 16;  // the cost of a NEAR grows with the square of its words

std::string_view term_prefix(Scope scope) {
  if (scope == Scope::kTitle) return schema::prefix_of("title");
  if (scope == Scope::kRemoved) return schema::prefix_of("removed");
  return "";
}

std::size_t shared_prefix(std::string_view a, std::string_view b) {
  std::size_t n = 0;
  while (n < a.size() && n < b.size() && a[n] == b[n]) ++n;
  return n;
}

bool is_spaced(Script script) { return script != Script::kHan && script != Script::kThai; }

std::string_view thai_gram_text(std::string_view gram) { return gram.substr(kThaiGramPrefix.size()); }

// The kMaxExpansions most frequent terms of a scan.
Expansion most_frequent(TermScan scan) {
  Expansion out;
  out.cut = scan.cut || scan.terms.size() > kMaxExpansions;
  if (scan.terms.size() > kMaxExpansions) {
    std::stable_sort(scan.terms.begin(), scan.terms.end(),
                     [](const TermCount& a, const TermCount& b) { return a.documents > b.documents; });
    scan.terms.resize(kMaxExpansions);
  }
  for (TermCount& found : scan.terms) out.words.push_back(std::move(found.term));
  return out;
}

// Thai grams that begin with the clusters of this one, itself among them: a mark behind them would be of another
// cluster.
Expansion expand_gram(const std::string& gram, const TermLookup& terms) {
  TermScan scan = terms.with_prefix(gram, kMaxScannedTerms);
  std::erase_if(scan.terms, [&](const TermCount& found) {
    return found.term.size() > gram.size() && !may_begin_cluster(decode_at(found.term, gram.size()).value);
  });
  return most_frequent(std::move(scan));
}

// Plan of a node, or nothing to say (punctuation alone): a missing plan drops out of AND and OR alike.
using MaybePlan = std::optional<Plan>;

class Compiler {
 public:
  explicit Compiler(const CompileContext& context) : context_(context) {}

  Compiled run(const Node& root) {
    Compiled out;
    out.plan = node(root).value_or(Plan::nothing());
    if (cut_) notes_.push_back("the query is very long: its last words were left out");
    for (std::string& note : notes_)
      if (std::find(out.notes.begin(), out.notes.end(), note) == out.notes.end()) out.notes.push_back(std::move(note));
    return out;
  }

 private:
  MaybePlan node(const Node& node) {
    switch (node.op) {
      case Op::kWord: return word(node.text, node.scope);
      case Op::kPhrase: return phrase(node.text, node.scope);
      case Op::kPrefix: return prefix(node.text, node.scope);
      case Op::kNear: return near(node);
      case Op::kAnd: return combined(node, [](std::vector<Plan> plans) { return all_of(std::move(plans)); });
      case Op::kOr: return combined(node, [](std::vector<Plan> plans) { return any_of(std::move(plans)); });
      case Op::kSome: return some(node);
      case Op::kNot: return without(node);
      case Op::kFilter: return filter(node);
      case Op::kAll: return Plan::all();
      case Op::kNothing: return std::nullopt;
    }
    return std::nullopt;
  }

  std::vector<Plan> plans_of(const std::vector<Node>& nodes) {
    std::vector<Plan> plans;
    for (const Node& child : nodes)
      if (MaybePlan plan = node(child)) plans.push_back(std::move(*plan));
    return plans;
  }

  template <class Join>
  MaybePlan combined(const Node& parent, Join join) {
    std::vector<Plan> plans = plans_of(parent.children);
    if (plans.empty()) return std::nullopt;
    return join(std::move(plans));
  }

  MaybePlan some(const Node& parent) {
    std::vector<Plan> plans = plans_of(parent.children);
    if (plans.empty()) return std::nullopt;
    const auto minimum = std::min(parent.minimum, static_cast<std::uint32_t>(plans.size()));
    return some_of(std::move(plans), minimum);
  }

  MaybePlan without(const Node& parent) {
    if (parent.children.empty()) return std::nullopt;
    MaybePlan wanted = node(parent.children.front());
    std::vector<Plan> unwanted = plans_of({parent.children.begin() + 1, parent.children.end()});
    if (!wanted && unwanted.empty()) return std::nullopt;
    return Plan::and_not(wanted ? std::move(*wanted) : Plan::all(), std::move(unwanted));
  }

  MaybePlan filter(const Node& node) {
    if (node.field == "term") return term(node);
    auto plan = filter_plan(node.field, node.text,
                            {context_.linker, context_.columns, context_.terms, context_.include_inferred});
    if (plan) {
      if (auto note = absence_note(node.field, node.text, context_.columns)) notes_.push_back(std::move(*note));
      return std::move(*plan);
    }
    std::string note = plan.error().message + ": read as plain words";
    if (!plan.error().hint.empty()) note += " (" + plan.error().hint + ")";
    notes_.push_back(std::move(note));
    return word(node.text, Scope::kAny);
  }

  MaybePlan term(const Node& node) {
    const Glossary::Asked asked =
        context_.glossary != nullptr ? context_.glossary->asked(node.text) : Glossary::Asked();
    if (asked.term != nullptr) return term_plan(*asked.term, asked.language, context_.analyzer, context_.terms);
    notes_.push_back("the glossary has no term '" + node.text +
                     "': read as plain words (polindex knowledge glossary lists the terms)");
    return word(node.text, Scope::kAny);
  }

  // Words -----------------------------------------------------------------------------------------------------------

  RunText runs(std::string_view text) {
    const std::size_t left = kMaxPlanTerms > leaves_ ? kMaxPlanTerms - leaves_ : 0;
    RunText out = split_runs(context_.analyzer, text, left);
    for (const Run& run : out.runs)
      leaves_ += run.words.size() + run.pairs.size() + run.grams.size() + run.dictionary.size();
    cut_ |= out.cut;
    return out;
  }

  MaybePlan word(std::string_view text, Scope scope) {
    std::vector<Plan> plans;
    for (const Run& run : runs(text).runs) plans.push_back(run_plan(run, scope));
    if (plans.empty()) return std::nullopt;
    return all_of(std::move(plans));
  }

  Plan run_plan(const Run& run, Scope scope) {
    if (is_spaced(run.script)) return spaced_word(run, scope);
    if (scope == Scope::kAny) return run.script == Script::kHan ? han_anywhere(run) : thai_anywhere(run);
    return run_phrase(run, scope);
  }

  Plan spaced_word(const Run& run, Scope scope) {
    if (scope == Scope::kAny) return Plan::of_term(run.stems.empty() ? run.words.front().term : run.stems.front().term);
    std::vector<Plan> plans;
    for (const std::string& form : forms_of(run, scope)) plans.push_back(single(form, scope));
    return any_of(std::move(plans));
  }

  static Plan han_anywhere(const Run& run) {
    if (run.pairs.empty()) return terms_of(run.words);
    return terms_of(run.pairs);
  }

  static Plan thai_anywhere(const Run& run) {
    Plan words = terms_of(run.words);
    if (run.grams.empty()) return words;
    std::vector<Plan> either;
    either.push_back(std::move(words));
    either.push_back(phrase_of(sequence(run.grams)));
    return any_of(std::move(either));
  }

  static Plan terms_of(const std::vector<Token>& tokens) {
    std::vector<Plan> plans;
    std::unordered_set<std::string_view> seen;
    for (const Token& token : tokens)
      if (seen.insert(token.term).second) plans.push_back(Plan::of_term(token.term));
    return all_of(std::move(plans));
  }

  // Words of this scope's terms that have the same stem; always the word itself. S and XR terms carry no stems.
  std::vector<std::string> forms_of(const Run& run, Scope scope) {
    const std::string& word = run.words.front().term;
    std::vector<std::string> forms = {word};
    if (run.stems.empty()) return forms;
    const std::string stem = run.stems.front().term.substr(1);
    const std::size_t shared = shared_prefix(word, stem);
    if (shared < kMinSharedBytes) return forms;
    const std::string prefix(term_prefix(scope));
    for (const TermCount& found : context_.terms.with_prefix(prefix + word.substr(0, shared), kMaxFormScan).terms) {
      std::string form = found.term.substr(prefix.size());
      if (form != word && context_.analyzer.stem(form) == stem) forms.push_back(std::move(form));
    }
    return forms;
  }

  // One bare term in a scope. The body's terms are the bare ones that have no marker "in the title only".
  static Plan single(const std::string& term, Scope scope) {
    if (scope != Scope::kBody) return Plan::of_term(std::string(term_prefix(scope)) + term);
    std::vector<Plan> marker;
    marker.push_back(Plan::of_term(std::string(schema::prefix_of("body")) + term));
    return Plan::and_not(Plan::of_term(term), std::move(marker));
  }

  // Phrases ---------------------------------------------------------------------------------------------------------

  // Terms at the places where they stand in the query. `window` is the whole stretch: punctuation inside a quoted
  // phrase leaves room for as many words, nothing else does.
  struct Sequence {
    std::vector<std::string> terms;
    std::uint32_t window = 0;
  };

  static Sequence sequence(const std::vector<Token>& tokens) {
    Sequence out;
    for (const Token& token : tokens) out.terms.push_back(token.term);
    if (!tokens.empty()) out.window = tokens.back().position - tokens.front().position + 1;
    return out;
  }

  static Plan phrase_of(const Sequence& sequence, std::string_view prefix = "") {
    std::vector<Plan> terms;
    for (const std::string& term : sequence.terms) terms.push_back(Plan::of_term(std::string(prefix) + term));
    return Plan::phrase(std::move(terms), sequence.window);
  }

  // Bare terms of the title alone have no positions, and Xapian 1.4.22 takes a term without positions to stand at 0: so
  // pages where a word stands in the title only are taken out.
  static Plan body_phrase(const Sequence& words) {
    std::vector<Plan> markers;
    std::unordered_set<std::string_view> seen;
    for (const std::string& term : words.terms)
      if (seen.insert(term).second) markers.push_back(Plan::of_term(std::string(schema::prefix_of("body")) + term));
    return Plan::and_not(phrase_of(words), std::move(markers));
  }

  // Bare terms have the positions of the body, S terms those of the title.
  static Plan in_scope(const Sequence& words, Scope scope) {
    if (words.terms.size() == 1) return single(words.terms.front(), scope);
    if (scope == Scope::kBody) return body_phrase(words);
    if (scope != Scope::kAny) return phrase_of(words, term_prefix(scope));
    std::vector<Plan> either;
    either.push_back(body_phrase(words));
    either.push_back(phrase_of(words, term_prefix(Scope::kTitle)));
    return any_of(std::move(either));
  }

  MaybePlan phrase(std::string_view text, Scope scope) {
    const RunText cut = runs(text);
    if (cut.runs.empty()) return std::nullopt;
    if (cut.runs.size() == 1) return run_phrase(cut.runs.front(), scope);
    std::vector<Token> words, pairs, grams;
    bool all_thai = true;
    for (const Run& run : cut.runs) {
      words.insert(words.end(), run.words.begin(), run.words.end());
      pairs.insert(pairs.end(), run.pairs.begin(), run.pairs.end());
      grams.insert(grams.end(), run.grams.begin(), run.grams.end());
      all_thai &= run.script == Script::kThai && !run.grams.empty();
    }
    // Grams stand for body and title alike, so a phrase bound to one of them goes by words.
    if (all_thai && scope == Scope::kAny) {
      std::vector<Plan> either;
      either.push_back(phrase_of(sequence(grams)));
      if (std::any_of(cut.runs.begin(), cut.runs.end(), is_short_thai))
        either.push_back(in_scope(sequence(words), scope));
      return any_of(std::move(either));
    }
    return with_pairs(pairs, in_scope(sequence(words), scope), scope);
  }

  // A stretch of one script. What one term of the index says needs no positions: two Han characters side by side, a
  // dictionary word. Positions are then read of pages alone that have the stretch, if at all, cut otherwise.
  Plan run_phrase(const Run& run, Scope scope) {
    if (is_short_thai(run) && scope == Scope::kAny) return short_thai_phrase(run);
    if (run.words.size() == 2 && run.pairs.size() == 1) return single(run.pairs.front().term, scope);
    if (scope != Scope::kAny) return with_pairs(run.pairs, in_scope(sequence(run.words), scope), scope);
    std::vector<Plan> either;
    if (run.script == Script::kThai && !run.grams.empty()) {
      if (run.words.size() == 1 && run.grams.size() > 1) either.push_back(Plan::of_term(run.words.front().term));
      either.push_back(phrase_of(sequence(run.grams)));
      return any_of(std::move(either));
    }
    if (run.pairs.size() > 1 && run.dictionary.size() == 1 && is_whole(run.dictionary.front(), run))
      either.push_back(Plan::of_term(run.dictionary.front().term));
    either.push_back(in_scope(sequence(run.words), scope));
    return with_pairs(run.pairs, any_of(std::move(either)), scope);
  }

  // Of fewer grapheme clusters than a gram has: its one gram stands in stretches alone that are as short.
  static bool is_short_thai(const Run& run) {
    if (run.script != Script::kThai || run.grams.size() != 1) return false;
    std::vector<polsearch::Piece> clusters;
    thai_graphemes(thai_gram_text(run.grams.front().term), clusters);
    return clusters.size() < kThaiGramClusters;
  }

  // The word, and wherever a gram begins with it. What ends a stretch of text without being a word there is missed.
  Plan short_thai_phrase(const Run& run) {
    std::vector<Plan> either;
    either.push_back(in_scope(sequence(run.words), Scope::kAny));
    Expansion grams = expand_gram(run.grams.front().term, context_.terms);
    if (grams.cut) {
      notes_.push_back("'" + std::string(thai_gram_text(run.grams.front().term)) + "' begins more texts than " +
                       std::to_string(kMaxExpansions) + ": the most frequent of them were searched");
    }
    leaves_ += grams.words.size();
    for (std::string& gram : grams.words) either.push_back(Plan::of_term(std::move(gram)));
    return any_of(std::move(either));
  }

  static bool is_whole(const Token& token, const Run& run) { return token.begin == run.begin && token.end == run.end; }

  // Pairs are cheap to look up and leave few documents whose positions must be read.
  static Plan with_pairs(const std::vector<Token>& pairs, Plan phrase, Scope scope) {
    if (pairs.empty() || scope == Scope::kRemoved) return phrase;
    std::vector<Plan> both;
    both.push_back(terms_of(pairs));
    both.push_back(std::move(phrase));
    return all_of(std::move(both));
  }

  // a NEAR/n b: at most n - 1 words between. Of a child of several words all take part and must stand as a phrase.
  MaybePlan near(const Node& parent) {
    std::vector<Plan> required;
    std::vector<Run> parts;
    std::uint32_t children = 0;
    for (const Node& child : parent.children) {
      RunText cut = runs(child.text);
      if (cut.runs.empty()) continue;
      ++children;
      if (cut.runs.size() > 1 || !is_spaced(cut.runs.front().script))
        if (MaybePlan plan = phrase(child.text, parent.scope)) required.push_back(std::move(*plan));
      const bool exact = child.op == Op::kPhrase;
      for (Run& run : cut.runs) {
        if (exact) run.stems.clear();
        parts.push_back(std::move(run));
      }
    }
    if (children == 0) return std::nullopt;
    if (word_count(parts) > kMaxNearWords) {
      notes_.push_back("NEAR between more than " + std::to_string(kMaxNearWords) + " words was read as AND");
      std::vector<Plan> all;
      for (const Run& run : parts) all.push_back(run_plan(run, parent.scope));
      return all_of(std::move(all));
    }
    if (children > 1) required.push_back(near_in_scope(parts, children, parent));
    if (required.empty()) required.push_back(run_plan(parts.front(), parent.scope));
    return all_of(std::move(required));
  }

  static std::size_t word_count(const std::vector<Run>& runs) {
    std::size_t count = 0;
    for (const Run& run : runs) count += run.words.size();
    return count;
  }

  Plan near_in_scope(const std::vector<Run>& parts, std::uint32_t children, const Node& parent) {
    if (parent.scope != Scope::kAny) return near_terms(parts, children, parent.distance, parent.scope);
    std::vector<Plan> either;
    either.push_back(near_terms(parts, children, parent.distance, Scope::kBody));
    either.push_back(near_terms(parts, children, parent.distance, Scope::kTitle));
    return any_of(std::move(either));
  }

  Plan near_terms(const std::vector<Run>& parts, std::uint32_t children, std::uint32_t distance, Scope scope) {
    std::vector<Plan> terms, present;
    for (const Run& run : parts) {
      if (is_spaced(run.script)) {
        add_near_slot(forms_of(run, scope), scope, terms, present);
        continue;
      }
      for (const Token& word : run.words) add_near_slot({word.term}, scope, terms, present);
    }
    const auto total = static_cast<std::uint32_t>(terms.size());
    const std::uint32_t window = distance * (children - 1) + (total - children) + 1;
    present.push_back(Plan::near(std::move(terms), window));
    return all_of(std::move(present));
  }

  // One place of a NEAR: any of the forms. In the body it must have a position (see body_phrase).
  static void add_near_slot(std::vector<std::string> forms, Scope scope, std::vector<Plan>& terms,
                            std::vector<Plan>& present) {
    if (forms.size() > kMaxFormsInNear) forms.resize(kMaxFormsInNear);
    std::vector<Plan> either, in_body;
    for (const std::string& form : forms) {
      either.push_back(Plan::of_term(std::string(term_prefix(scope)) + form));
      if (scope == Scope::kBody) in_body.push_back(single(form, scope));
    }
    terms.push_back(any_of(std::move(either)));
    if (scope == Scope::kBody) present.push_back(any_of(std::move(in_body)));
  }

  // Prefixes --------------------------------------------------------------------------------------------------------

  MaybePlan prefix(std::string_view text, Scope scope) {
    const RunText cut = runs(text);
    if (cut.runs.empty()) return std::nullopt;
    std::vector<Plan> plans;
    for (std::size_t i = 0; i + 1 < cut.runs.size(); ++i) plans.push_back(run_plan(cut.runs[i], scope));
    const Run& last = cut.runs.back();
    if (last.script == Script::kHan) {
      plans.push_back(run_plan(last, scope));  // a Chinese string is found inside longer ones anyway
      return all_of(std::move(plans));
    }
    const std::string& start = last.words.back().term;
    const Expansion expansion = expand_prefix(start, scope, context_.terms);
    if (expansion.cut) {
      notes_.push_back(start + "* stands for more words than " + std::to_string(kMaxExpansions) +
                       ": the most frequent of them were searched");
    }
    std::vector<Plan> either;
    for (const std::string& word : expansion.words) either.push_back(single(word, scope));
    if (last.script == Script::kThai) either.push_back(run_plan(last, scope));
    leaves_ += either.size();
    plans.push_back(any_of(std::move(either)));
    return all_of(std::move(plans));
  }

  const CompileContext& context_;
  std::vector<std::string> notes_;
  std::size_t leaves_ = 0;
  bool cut_ = false;
};

}  // namespace

Compiled compile(const Node& node, const CompileContext& context) { return Compiler(context).run(node); }

Expansion expand_prefix(std::string_view folded_prefix, Scope scope, const TermLookup& terms) {
  if (folded_prefix.empty()) return {};
  const std::string prefix(term_prefix(scope));
  Expansion out = most_frequent(terms.with_prefix(prefix + std::string(folded_prefix), kMaxScannedTerms));
  for (std::string& word : out.words) word.erase(0, prefix.size());
  return out;
}

}  // namespace polsearch::match
