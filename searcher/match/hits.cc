// Hits (see hits.h).
#include "searcher/match/hits.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "analysis/dates.h"
#include "analysis/segment_thai.h"
#include "searcher/match/rank_weights.h"
#include "searcher/match/rerank.h"

namespace polsearch::match {
namespace {

ShownTerms shown_terms(const HitContext& context, const TermLookup& lookup) {
  ShownTerms shown;
  for (const QueryTerm& term : context.terms.ranked) {
    const double weight = term.weight * context.database.rarity(lookup.frequency(term.term));
    if (term.highlight)
      shown.strong[term.term] = {term.piece, weight};
    else
      shown.weak[term.term] = {term.piece, weight};
  }
  // Function words are not shown; only grams are left as the second choice.
  std::erase_if(shown.weak, [](const auto& entry) { return !entry.first.starts_with(kThaiGramPrefix); });
  shown.ministries = context.ministries;
  return shown;
}

ShownTerms removed_terms(const QueryTerms& terms) {
  ShownTerms shown;
  for (const QueryTerm& term : terms.removed) shown.strong[term.term] = {term.piece, 1.0};
  return shown;
}

std::string removed_text(const StoredDocument& document) {
  std::string text;
  for (const StoredRemoval& removal : document.removed) {
    if (removal.reason == "title") continue;
    text += removal.text;
    text += '\n';
  }
  return text;
}

Hit to_hit(StoredDocument stored) {
  Hit hit;
  hit.id = std::move(stored.id);
  hit.title = std::move(stored.title);
  hit.title_source = std::move(stored.title_source);
  hit.date = to_iso(stored.date);
  hit.date_precision = std::string(to_string(stored.precision));
  for (StoredDocument::LinkedBody& body : stored.ministries) hit.ministries.push_back(std::move(body.id));
  hit.language = std::move(stored.language);
  hit.source = std::move(stored.source);
  hit.url = std::move(stored.url);
  hit.duplicates = stored.duplicates;
  return hit;
}

Hit with_id(std::string id) {
  Hit hit;
  hit.id = std::move(id);
  return hit;
}

class HitMaker {
 public:
  explicit HitMaker(const HitContext& context) : context_(context) {
    if (context.request.hit_detail != HitDetail::kMarked) return;
    shown_ = shown_terms(context, context.database.lookup());
    removed_ = removed_terms(context.terms);
  }

  Result<std::vector<Hit>> make(std::span<const Matched> page) const {
    auto hits = stored_hits(documents_of(page));
    if (!hits) return hits;
    for (std::size_t i = 0; i < page.size(); ++i) {
      Hit& hit = (*hits)[i];
      hit.rank = context_.request.offset + i + 1;
      hit.score = page[i].score;
      if (context_.request.sort != Sort::kRelevance || context_.request.explain)
        if (Status ok = add_scores(page[i], hit); !ok) return ok.error();
    }
    return hits;
  }

 private:
  // Hits without what the match says of them.
  Result<std::vector<Hit>> stored_hits(const std::vector<std::uint32_t>& documents) const {
    std::vector<Hit> hits;
    hits.reserve(documents.size());
    if (context_.request.hit_detail == HitDetail::kIds) {
      auto ids = context_.database.ids(documents);
      if (!ids) return ids.error();
      for (std::string& id : *ids) hits.push_back(with_id(std::move(id)));
    } else if (context_.request.hit_detail == HitDetail::kMarked && context_.request.snippet_bytes > 0) {
      for (const std::uint32_t document : documents) {
        auto stored = context_.database.stored(document);
        if (!stored) return stored.error();
        Snippet snippet = snippet_of(*stored);
        hits.push_back(hit_of(std::move(*stored)));
        hits.back().snippet = std::move(snippet);
      }
    } else {
      auto stored = context_.database.stored_short(documents);
      if (!stored) return stored.error();
      for (StoredDocument& document : *stored) hits.push_back(hit_of(std::move(document)));
    }
    return hits;
  }

  Hit hit_of(StoredDocument stored) const {
    Hit hit = to_hit(std::move(stored));
    const KnownNames& known = context_.index.known();
    for (const std::string& id : hit.ministries) {
      const Ministry* ministry = known.knowledge.ministry(id);
      hit.ministry_labels.push_back(ministry != nullptr ? ministry->label : id);
    }
    if (context_.request.hit_detail == HitDetail::kMarked)
      hit.title_highlights = highlights_of(hit.title, shown_, context_.index.analyzer, *known.linker);
    return hit;
  }

  Snippet snippet_of(const StoredDocument& stored) const {
    const std::uint32_t bytes = context_.request.snippet_bytes;
    const OpenIndex& index = context_.index;
    if (!removed_.strong.empty()) {
      Snippet snippet = make_snippet(removed_text(stored), removed_, index.analyzer, *index.known().linker, bytes);
      if (!snippet.highlights.empty()) return snippet;
    }
    return make_snippet(stored.body, shown_, index.analyzer, *index.known().linker, bytes);
  }

  // Scores of a page sorted by date, where the match computes none; with explain, the parts of every score.
  Status add_scores(const Matched& matched, Hit& hit) const {
    const auto scores = context_.database.scores(matched.document, context_.terms.ranked);
    if (!scores) return scores.error();
    double sum = 0;
    for (const TermScore& score : *scores) {
      sum += score.score;
      explain(hit, fmt::format("{} x{}: {:.9f}", score.term, score.frequency, score.score));
    }
    if (hit.rank > rank::kRerankDepth && context_.request.sort == Sort::kRelevance) return Done{};
    const Recency recency(context_.request.recency_half_life_days, context_.index.columns);
    const auto added = bonuses({{matched.document, sum}}, context_.terms.ranked, Plan::all(), context_.database,
                               context_.index.analyzer, recency);
    if (!added) return added.error();
    const Bonus& bonus = added->front();
    if (bonus.coverage > 0) explain(hit, fmt::format("coverage: {:.9f}", bonus.coverage));
    if (bonus.title > 0) explain(hit, fmt::format("title: {:.9f}", bonus.title));
    if (bonus.recency < 0)
      explain(hit, fmt::format("recency x{:.3f}: {:.9f}", recency.factor(matched.document), bonus.recency));
    if (context_.request.sort != Sort::kRelevance) hit.score = sum + bonus.sum();
    return Done{};
  }

  void explain(Hit& hit, std::string line) const {
    if (context_.request.explain) hit.explanation.push_back(std::move(line));
  }

  const HitContext& context_;
  ShownTerms shown_, removed_;
};

}  // namespace

Result<std::vector<Hit>> make_hits(std::span<const Matched> page, const HitContext& context) {
  return HitMaker(context).make(page);
}

Ranges highlights_in(std::string_view text, const HitContext& context) {
  return highlights_of(text, shown_terms(context, context.database.lookup()), context.index.analyzer,
                       *context.index.known().linker);
}

Document to_document(StoredDocument stored) {
  Document out;
  out.date = to_iso(stored.date);
  out.date_precision = std::string(to_string(stored.precision));
  out.id = std::move(stored.id);
  out.title = std::move(stored.title);
  out.title_source = std::move(stored.title_source);
  out.url = std::move(stored.url);
  out.language = std::move(stored.language);
  out.languages = std::move(stored.languages);
  out.source = std::move(stored.source);
  out.editor = std::move(stored.editor);
  out.body = std::move(stored.body);
  out.duplicates = stored.duplicates;
  for (StoredDocument::LinkedBody& body : stored.ministries) {
    out.ministries.emplace_back(std::move(body.id), body.confidence);
    out.ministry_roles.emplace_back(to_string(body.role));
  }
  for (StoredRemoval& removal : stored.removed)
    out.removed.push_back({removal.line, std::move(removal.rule), std::move(removal.reason), std::move(removal.text)});
  return out;
}

}  // namespace polsearch::match
