// Query tree -> weighted terms (see rank_terms.h).
#include "searcher/match/rank_terms.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "analysis/schema.h"
#include "searcher/match/compile.h"
#include "searcher/match/rank_weights.h"
#include "searcher/match/runs.h"

namespace polsearch::match {
namespace {

using query::Node;
using query::Op;
using query::Scope;

struct Span {
  std::uint32_t begin = 0, end = 0;
};

// Bytes of the run that belong to stop words, as the segmenter found words. Ascending, disjoint.
std::vector<Span> stop_spans(const Run& run) {
  std::vector<Span> spans;
  for (const Piece& piece : pieces_of(run))
    if (piece.stop_word) spans.push_back({piece.begin, piece.end});
  return spans;
}

double damping(const Token& token, const std::vector<Span>& stops) {
  if (token.stop_word) return rank::kStopWord;
  std::uint32_t covered = 0;
  for (const Span& stop : stops) {
    if (stop.begin >= token.end) break;
    if (stop.end > token.begin) covered += std::min(stop.end, token.end) - std::max(stop.begin, token.begin);
  }
  const std::uint32_t length = token.end - token.begin;
  if (length == 0 || 2 * covered < length) return 1.0;
  return covered >= length ? rank::kStopWord : rank::kHalfStopWord;
}

class Collector {
 public:
  Collector(const Analyzer& analyzer, const TermLookup& terms) : analyzer_(analyzer), terms_(terms) {}

  void visit(const Node& node) {
    switch (node.op) {
      case Op::kWord: return text(node.text, node.scope, As::kTyped);
      case Op::kPhrase: return text(node.text, node.scope, As::kQuoted);
      case Op::kPrefix: return prefix(node.text, node.scope);
      case Op::kNot:
        if (!node.children.empty()) visit(node.children.front());
        return;
      case Op::kAnd:
      case Op::kOr:
      case Op::kSome:
      case Op::kNear:
        for (const Node& child : node.children) visit(child);
        return;
      case Op::kFilter:
      case Op::kAll:
      case Op::kNothing: return;
    }
  }

  // The other forms of a term rank as the piece of the words typed, so that snippets and counts see one notion.
  void asked(const AskedTerm& asked) {
    const std::uint32_t typed = piece_of(asked.words);
    const std::uint32_t documents = rarest_of(asked.words);
    for (const GlossaryTerm::Form& form : asked.term->searched) {
      const bool same_language = asked.language == form.language;
      if (same_language && asked.term->translates_only) continue;
      add_form(form, {same_language ? rank::kVariant : rank::kTranslation, typed, same_language ? 0 : documents});
    }
  }

  QueryTerms take() {
    for (Seen& seen : order_) {
      seen.term.weight *= rank::query_repeats(seen.repeats);
      seen.term.importance *= rank::query_repeats(seen.repeats);
      (seen.removed ? out_.removed : out_.ranked).push_back(std::move(seen.term));
    }
    for (QueryTerm& term : forms_)
      if (!index_.contains("+" + term.term)) out_.ranked.push_back(std::move(term));
    if (out_.ranked.size() > rank::kMaxRankTerms) keep_rarest();
    return std::move(out_);
  }

 private:
  struct Seen {
    QueryTerm term;
    double repeats = 0;
    bool removed = false;
  };

  void add(const std::string& term, double weight, bool highlight, Scope scope, double importance = 0,
           const std::string& leader = {}) {
    const bool removed = scope == Scope::kRemoved;
    const auto [it, is_new] = index_.emplace((removed ? "-" : "+") + term, order_.size());
    if (is_new) order_.push_back({{term, weight, piece_, highlight, importance, leader}, 0, removed});
    Seen& seen = order_[it->second];
    seen.repeats += 1;
    seen.term.highlight |= highlight;
    seen.term.weight = std::max(seen.term.weight, weight);
    seen.term.importance = std::max(seen.term.importance, importance);
  }

  // What is quoted stands in each page as it is: terms that only bridge differences in segmentation say nothing more.
  enum class As : std::uint8_t { kTyped, kQuoted };

  void text(std::string_view text, Scope scope, As as) {
    const std::size_t left = kMaxPlanTerms > tokens_ ? kMaxPlanTerms - tokens_ : 0;
    for (const Run& run : split_runs(analyzer_, text, left).runs) {
      tokens_ += run.words.size() + run.pairs.size() + run.grams.size();
      if (run.script == Script::kHan)
        han(run, scope, as);
      else if (run.script == Script::kThai)
        thai(run, scope, as);
      else
        spaced(run, scope);
    }
  }

  void spaced(const Run& run, Scope scope) {
    const Token& word = run.words.front();
    const double damp = word.stop_word ? rank::kStopWord : 1.0;
    const bool stemmed = !run.stems.empty();
    if (stemmed) add(run.stems.front().term, damp * rank::kLatinStem, !word.stop_word, scope, damp);
    add(word.term, damp * (stemmed ? rank::kLatinSurface : rank::kLatinOnly), !word.stop_word, scope,
        stemmed ? 0 : damp, stemmed ? run.stems.front().term : std::string());
    ++piece_;
  }

  void han(const Run& run, Scope scope, As as) {
    const std::vector<Span> stops = stop_spans(run);
    const bool alone = run.words.size() == 1;
    const bool pairs_alone = as == As::kQuoted && !run.pairs.empty();
    if (!pairs_alone) channel(run.words, {rank::kHanCharacter, alone, alone}, stops, scope);
    channel(run.pairs, {rank::kHanPair, true, true}, stops, scope);
    if (!pairs_alone) channel(run.dictionary, {rank::kHanWord, true, false}, stops, scope);
    ++piece_;
  }

  void thai(const Run& run, Scope scope, As as) {
    const std::vector<Span> stops = stop_spans(run);
    channel(run.words, {rank::kThaiWord, true, true}, stops, scope);
    if (as == As::kTyped) channel(run.grams, {rank::kThaiGram, false, false}, stops, scope);
    ++piece_;
  }

  struct ChannelRole {
    double weight = 0;
    bool shown = false;    // highlighted, and a piece of its own
    bool counted = false;  // meaning is counted by it
  };

  void channel(const std::vector<Token>& tokens, const ChannelRole& role, const std::vector<Span>& stops, Scope scope) {
    for (const Token& token : tokens) {
      const double damp = damping(token, stops);
      if (role.shown) ++piece_;
      add(token.term, role.weight * damp, role.shown && damp > rank::kStopWord, scope, role.counted ? damp : 0);
    }
  }

  void prefix(std::string_view text, Scope scope) {
    const std::vector<Run> runs = split_runs(analyzer_, text, kMaxPlanTerms).runs;
    if (runs.empty()) return;
    if (runs.back().script == Script::kHan) return this->text(text, scope, As::kTyped);
    for (const std::string& word : expand_prefix(runs.back().words.back().term, scope, terms_).words)
      add(word, rank::kPrefixForm, true, scope);
    ++piece_;
  }

  struct FormRole {
    double weight = 0;
    std::uint32_t piece = 0;
    std::uint32_t documents = 0;  // that have the words typed; 0: does not matter
  };

  // A translation that is rarer in this index than the words typed stands there by chance (Born in a Thai page): it
  // must not count more than they do.
  static double foreign_share(std::uint32_t documents, std::uint32_t typed) {
    return documents >= typed ? 1.0 : std::log(1.0 + documents) / std::log(1.0 + typed);
  }

  // In how many documents the rarest of the words stands.
  std::uint32_t rarest_of(std::string_view words) const {
    std::uint32_t rarest = 0;
    for (const Token& token : analyzer_.analyze(words)) {
      if (token.channel != Channel::kWord || token.stop_word) continue;
      const std::uint32_t documents = terms_.frequency(token.term);
      rarest = rarest == 0 ? documents : std::min(rarest, documents);
    }
    return rarest;
  }

  std::uint32_t piece_of(std::string_view words) {
    for (const Token& token : analyzer_.analyze(words))
      if (const auto known = index_.find("+" + token.term); known != index_.end())
        return order_[known->second].term.piece;
    return piece_++;
  }

  // Numbers and Latin words inside a Chinese or Thai form would rank pages of any language, and rank as typed already.
  void add_form(const GlossaryTerm::Form& form, const FormRole& role) {
    for (const Run& run : split_runs(analyzer_, form.text, kMaxPlanTerms).runs) {
      if (run.script == Script::kHan && form.language == FormLanguage::kChinese)
        add_all(run.pairs, rank::kHanPair, role);
      else if (run.script == Script::kThai && form.language == FormLanguage::kThai)
        add_all(run.words, rank::kThaiWord, role);
      else if (form.language == FormLanguage::kEnglish)
        add_all(run.stems.empty() ? run.words : run.stems, rank::kLatinOnly, role);
    }
  }

  void add_all(const std::vector<Token>& tokens, double channel, const FormRole& role) {
    for (const Token& token : tokens) {
      const std::uint32_t documents = terms_.frequency(token.term);
      if (token.stop_word || documents == 0) continue;
      const double weight = channel * role.weight * foreign_share(documents, role.documents);
      const auto same =
          std::find_if(forms_.begin(), forms_.end(), [&](const QueryTerm& known) { return known.term == token.term; });
      if (same == forms_.end())
        forms_.push_back({token.term, weight, role.piece, true, 0});
      else
        same->weight = std::max(same->weight, weight);
    }
  }

  void keep_rarest() {
    std::vector<std::pair<std::uint32_t, QueryTerm>> counted;
    for (QueryTerm& term : out_.ranked) counted.emplace_back(terms_.frequency(term.term), std::move(term));
    std::stable_sort(counted.begin(), counted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    out_.ranked.clear();
    for (auto& [documents, term] : counted)
      if (documents > 0 && out_.ranked.size() < rank::kMaxRankTerms) out_.ranked.push_back(std::move(term));
  }

  const Analyzer& analyzer_;
  const TermLookup& terms_;
  std::unordered_map<std::string, std::size_t> index_;
  std::vector<Seen> order_;
  std::vector<QueryTerm> forms_;  // of glossary terms, not typed
  QueryTerms out_;
  std::uint32_t piece_ = 0;
  std::size_t tokens_ = 0;
};

}  // namespace

QueryTerms rank_terms(const Node& node, const Analyzer& analyzer, const TermLookup& terms,
                      const std::vector<AskedTerm>& asked) {
  Collector collector(analyzer, terms);
  collector.visit(node);
  for (const AskedTerm& term : asked) collector.asked(term);
  return collector.take();
}

}  // namespace polsearch::match
