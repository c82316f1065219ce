// Plans and weighted terms on Xapian (see xapian_tables.h).
//
// The query that Xapian sees is AND_MAYBE(0 * plan, OR of weight * term): the plan decides what matches, the flat OR
// what it scores. Totals are exact because check_at_least is the number of documents; a key maker that returns "" makes
// Enquire compare each match with the worst of the page before it copies it, which halves the cost of exact totals.
#include "searcher/match/xapian_tables.h"

#include <xapian.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "analysis/schema.h"
#include "analysis/stored_document.h"
#include "searcher/match/rank_weights.h"

namespace polsearch::match {
namespace {

Error index_error(const Xapian::Error& error) {
  return {Error::Kind::kIndex, "cannot read the index: " + error.get_msg(), "check it with polindex verify"};
}

// Documents of a few ranges as a posting list.
class RangeSource : public Xapian::PostingSource {
 public:
  explicit RangeSource(std::vector<DocumentRange> ranges) : ranges_(std::move(ranges)) {
    for (const DocumentRange& range : ranges_) count_ += range.last - range.first + 1;
  }
  void init(const Xapian::Database&) override {
    range_ = 0;
    document_ = 0;
    set_maxweight(0);
  }
  Xapian::doccount get_termfreq_min() const override { return count_; }
  Xapian::doccount get_termfreq_est() const override { return count_; }
  Xapian::doccount get_termfreq_max() const override { return count_; }
  void next(double) override { move_to(document_ + 1); }
  void skip_to(Xapian::docid wanted, double) override { move_to(std::max(wanted, document_)); }
  bool at_end() const override { return range_ >= ranges_.size(); }
  Xapian::docid get_docid() const override { return document_; }
  RangeSource* clone() const override { return new RangeSource(ranges_); }

 private:
  void move_to(Xapian::docid wanted) {
    while (range_ < ranges_.size() && ranges_[range_].last < wanted) ++range_;
    if (range_ < ranges_.size()) document_ = std::max(wanted, ranges_[range_].first);
  }
  std::vector<DocumentRange> ranges_;
  std::size_t range_ = 0;
  Xapian::docid document_ = 0;
  Xapian::doccount count_ = 0;
};

class NoKey : public Xapian::KeyMaker {
 public:
  std::string operator()(const Xapian::Document&) const override { return {}; }
};

// Oldest first, undated last, then by document number.
class OldestFirst : public Xapian::KeyMaker {
 public:
  explicit OldestFirst(const Columns& columns) : columns_(columns) {}
  std::string operator()(const Xapian::Document& document) const override {
    const Xapian::docid number = document.get_docid();
    const std::uint32_t day = number <= columns_.documents ? columns_.days[number - 1] : 0;
    return big_endian(day == 0 ? std::numeric_limits<std::uint32_t>::max() : day) + big_endian(number);
  }

 private:
  static std::string big_endian(std::uint32_t value) {
    std::string out;
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xFF);
    return out;
  }
  const Columns& columns_;
};

class Collect : public Xapian::MatchSpy {
 public:
  explicit Collect(std::vector<std::uint32_t>& documents) : documents_(documents) {}
  void operator()(const Xapian::Document& document, double) override { documents_.push_back(document.get_docid()); }

 private:
  std::vector<std::uint32_t>& documents_;
};

double xapian_rarity(double documents, double with_term) {
  double odds = (documents - with_term + 0.5) / (with_term + 0.5);
  if (odds < 2) odds = odds * 0.5 + 1;
  return std::log(odds);
}

std::vector<DocumentRange> to_ranges(const std::vector<std::uint8_t>& counts, std::uint32_t minimum) {
  std::vector<DocumentRange> ranges;
  for (std::uint32_t document = 1; document < counts.size(); ++document) {
    if (counts[document] < minimum) continue;
    if (!ranges.empty() && ranges.back().last + 1 == document)
      ranges.back().last = document;
    else
      ranges.push_back({document, document});
  }
  return ranges;
}

}  // namespace

struct XapianTables::Impl {
  Xapian::Database xapian;
  Xapian::doccount documents = 0;
  Xapian::docid last_document = 0;
  double average_length = 0;
  const engine::PositionSource* positions = nullptr;  // instead of Xapian's

  Xapian::Query query_of(const Plan& plan) const;
  Xapian::Query joined(Xapian::Query::op op, const std::vector<Plan>& children, Xapian::termcount window = 0) const;
  Xapian::Query some_of(const Plan& plan) const;
  Xapian::Query checked_phrase(const Plan& plan) const;
  Xapian::Query rank_query(std::span<const QueryTerm> ranked) const;
  std::vector<std::uint32_t> documents_of(const Xapian::Query& query) const;
  MatchAnswer match(const MatchQuestion& question) const;
  TermScan with_prefix(std::string_view prefix, std::size_t limit) const;
};

Xapian::Query XapianTables::Impl::joined(Xapian::Query::op op, const std::vector<Plan>& children,
                                         Xapian::termcount window) const {
  std::vector<Xapian::Query> queries;
  for (const Plan& child : children) queries.push_back(query_of(child));
  return {op, queries.begin(), queries.end(), window};
}

Xapian::Query XapianTables::Impl::query_of(const Plan& plan) const {
  switch (plan.op) {
    case Plan::Op::kNothing: return Xapian::Query::MatchNothing;
    case Plan::Op::kAll: return Xapian::Query::MatchAll;
    case Plan::Op::kTerm: return Xapian::Query(plan.term);
    case Plan::Op::kAnd: return joined(Xapian::Query::OP_AND, plan.children);
    case Plan::Op::kOr: return joined(Xapian::Query::OP_OR, plan.children);
    case Plan::Op::kAndNot: return joined(Xapian::Query::OP_AND_NOT, plan.children);
    case Plan::Op::kPhrase:
      return positions ? checked_phrase(plan) : joined(Xapian::Query::OP_PHRASE, plan.children, plan.window);
    case Plan::Op::kNear:
      return positions ? checked_phrase(plan) : joined(Xapian::Query::OP_NEAR, plan.children, plan.window);
    case Plan::Op::kSome: return some_of(plan);
    case Plan::Op::kDocuments: return Xapian::Query((new RangeSource(plan.documents))->release());
  }
  return Xapian::Query::MatchNothing;
}

// Xapian has no "at least n of these": the children are matched one by one and counted.
Xapian::Query XapianTables::Impl::some_of(const Plan& plan) const {
  std::vector<std::uint8_t> counts(std::size_t{last_document} + 1);
  for (const Plan& child : plan.children)
    for (const std::uint32_t document : documents_of(query_of(child)))
      if (counts[document] < 255) ++counts[document];
  const std::vector<DocumentRange> ranges = to_ranges(counts, std::min<std::uint32_t>(plan.minimum, 255));
  if (ranges.empty()) return Xapian::Query::MatchNothing;
  return Xapian::Query((new RangeSource(ranges))->release());
}

// Documents that have all of the words, looked at one by one.
Xapian::Query XapianTables::Impl::checked_phrase(const Plan& plan) const {
  const auto check = positions->check(engine::phrase_words(plan));
  std::vector<DocumentRange> found;
  for (const std::uint32_t document : documents_of(joined(Xapian::Query::OP_AND, plan.children)))
    if (check->holds(document)) found.push_back({document, document});
  if (found.empty()) return Xapian::Query::MatchNothing;
  return Xapian::Query((new RangeSource(std::move(found)))->release());
}

std::vector<std::uint32_t> XapianTables::Impl::documents_of(const Xapian::Query& query) const {
  std::vector<std::uint32_t> documents_found;
  Collect collect(documents_found);
  Xapian::Enquire enquire(xapian);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_query(query);
  enquire.add_matchspy(&collect);
  (void)enquire.get_mset(0, 1, documents);
  return documents_found;
}

Xapian::Query XapianTables::Impl::rank_query(std::span<const QueryTerm> ranked) const {
  std::vector<Xapian::Query> terms;
  for (const QueryTerm& term : ranked) {
    const Xapian::doccount with_term = xapian.get_termfreq(term.term);
    if (with_term == 0 || term.weight <= 0) continue;
    const double scale = term.weight * rarity(documents, with_term) / xapian_rarity(documents, with_term);
    terms.emplace_back(Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(term.term), scale);
  }
  return {Xapian::Query::OP_OR, terms.begin(), terms.end()};
}

MatchAnswer XapianTables::Impl::match(const MatchQuestion& question) const {
  MatchAnswer answer;
  Collect collect(answer.documents);
  NoKey no_key;
  Xapian::Query query = query_of(question.plan);
  Xapian::Enquire enquire(xapian);
  std::optional<OldestFirst> oldest_first;
  if (question.sort == Sort::kRelevance) {
    enquire.set_weighting_scheme(Xapian::BM25Weight(rank::kK1, 0, 0, rank::kB, 0));
    enquire.set_sort_by_relevance_then_key(&no_key, false);
    query = Xapian::Query(Xapian::Query::OP_AND_MAYBE, Xapian::Query(0.0, query), rank_query(question.ranked));
  } else {
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    if (question.sort == Sort::kDateAscending && question.columns != nullptr) {
      oldest_first.emplace(*question.columns);
      enquire.set_sort_by_key(&*oldest_first, false);
    }
  }
  enquire.set_query(query);
  if (question.collect) enquire.add_matchspy(&collect);
  const auto offset = static_cast<Xapian::doccount>(std::min<std::size_t>(question.offset, documents));
  const auto count = static_cast<Xapian::doccount>(std::min<std::size_t>(question.count, documents));
  const Xapian::MSet found = enquire.get_mset(offset, count, documents);
  answer.total = found.get_matches_estimated();
  for (auto it = found.begin(); it != found.end(); ++it) answer.page.push_back({*it, it.get_weight()});
  return answer;
}

TermScan XapianTables::Impl::with_prefix(std::string_view prefix, std::size_t limit) const {
  TermScan scan;
  const std::string start(prefix);
  for (auto it = xapian.allterms_begin(start); it != xapian.allterms_end(start); ++it) {
    if (scan.terms.size() >= limit) {
      scan.cut = true;
      break;
    }
    scan.terms.push_back({*it, it.get_termfreq()});
  }
  return scan;
}

XapianTables::XapianTables(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
XapianTables::~XapianTables() = default;
XapianTables::XapianTables(XapianTables&&) noexcept = default;
XapianTables& XapianTables::operator=(XapianTables&&) noexcept = default;

Result<XapianTables> XapianTables::open(const std::filesystem::path& folder, const engine::PositionSource* positions) {
  try {
    auto impl = std::make_unique<Impl>();
    impl->xapian = Xapian::Database(folder.string());
    impl->documents = impl->xapian.get_doccount();
    impl->last_document = impl->xapian.get_lastdocid();
    impl->average_length = impl->xapian.get_avlength();
    if (!impl->xapian.has_positions()) impl->positions = positions;
    return XapianTables(std::move(impl));
  } catch (const Xapian::Error& error) {
    return index_error(error);
  }
}

std::uint32_t XapianTables::document_count() const { return impl_->documents; }

Result<MatchAnswer> XapianTables::match(const MatchQuestion& question) const {
  try {
    return impl_->match(question);
  } catch (const Xapian::Error& error) {
    return index_error(error);
  }
}

Result<std::vector<TermScore>> XapianTables::scores(std::uint32_t document, std::span<const QueryTerm> ranked) const {
  try {
    const Xapian::Database& xapian = impl_->xapian;
    const double relative_length =
        impl_->average_length > 0 ? xapian.get_doclength(document) / impl_->average_length : 0;
    std::vector<TermScore> scores;
    for (const QueryTerm& term : ranked) {
      auto posting = xapian.postlist_begin(term.term);
      if (posting == xapian.postlist_end(term.term)) continue;
      posting.skip_to(document);
      if (posting == xapian.postlist_end(term.term) || *posting != document) continue;
      const double wdf = posting.get_wdf();
      const double saturated = wdf / (rank::kK1 * (relative_length * rank::kB + (1 - rank::kB)) + wdf);
      const double idf = rarity(impl_->documents, xapian.get_termfreq(term.term));
      if (wdf > 0) scores.push_back({term.term, posting.get_wdf(), term.weight * idf * (rank::kK1 + 1) * saturated});
    }
    return scores;
  } catch (const Xapian::Error& error) {
    return index_error(error);
  }
}

Result<Presence> XapianTables::presence(std::span<const std::uint32_t> documents,
                                        std::span<const std::string> terms) const {
  try {
    Presence found(documents.size(), terms.size());
    for (std::size_t j = 0; j < terms.size(); ++j) {
      auto posting = impl_->xapian.postlist_begin(terms[j]);
      const auto end = impl_->xapian.postlist_end(terms[j]);
      for (std::size_t i = 0; i < documents.size() && posting != end; ++i) {
        posting.skip_to(documents[i]);
        if (posting != end && *posting == documents[i]) found.add(i, j);
      }
    }
    return found;
  } catch (const Xapian::Error& error) {
    return index_error(error);
  }
}

// Upper-case prefixes sort before all bare words but digits, so the title's terms stand near the front of a termlist.
Result<std::vector<std::string>> XapianTables::title_terms(std::uint32_t document) const {
  try {
    const std::string prefix(schema::prefix_of("title"));
    std::vector<std::string> terms;
    auto term = impl_->xapian.termlist_begin(document);
    const auto end = impl_->xapian.termlist_end(document);
    for (term.skip_to(prefix); term != end && (*term).starts_with(prefix); ++term)
      terms.push_back((*term).substr(prefix.size()));
    return terms;
  } catch (const Xapian::Error& error) {
    return index_error(error);
  }
}

Result<std::string> XapianTables::record(std::uint32_t document) const {
  try {
    return impl_->xapian.get_document(document).get_data();
  } catch (const Xapian::Error& error) {
    return index_error(error);
  }
}

TermScan XapianTables::with_prefix(std::string_view prefix, std::size_t limit) const {
  try {
    return impl_->with_prefix(prefix, limit);
  } catch (const Xapian::Error&) {
    return {};
  }
}

std::uint32_t XapianTables::frequency(const std::string& term) const {
  try {
    return impl_->xapian.get_termfreq(term);
  } catch (const Xapian::Error&) {
    return 0;
  }
}

std::uint32_t XapianTables::first_document(const std::string& term) const {
  try {
    const auto posting = impl_->xapian.postlist_begin(term);
    return posting == impl_->xapian.postlist_end(term) ? 0 : *posting;
  } catch (const Xapian::Error&) {
    return 0;
  }
}

namespace {

// "cn-miit␟cn-ndrc␞en␞Xinhua" -> lists (schema.h, kSlotFacets).
std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

ColumnRow row_from_slots(std::string date, const std::string& facets) {
  ColumnRow row;
  const bool inferred = !date.empty() && date.back() == '~';
  if (inferred) date.pop_back();
  const bool digits = std::all_of(date.begin(), date.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits && (date.size() == 4 || date.size() == 6 || date.size() == 8)) {
    const auto precision = date.size() == 8   ? DatePrecision::kDay
                           : date.size() == 6 ? DatePrecision::kMonth
                                              : DatePrecision::kYear;
    row.precision = static_cast<std::uint8_t>(inferred ? DatePrecision::kInferred : precision);
    row.day = static_cast<std::uint32_t>(std::stoul(date + std::string(8 - date.size(), '0')));
  }
  constexpr char kRecordSeparator = '\x1E', kUnitSeparator = '\x1F';
  const std::size_t first = facets.find(kRecordSeparator);
  if (first == std::string::npos) return row;
  const std::size_t second = std::min(facets.find(kRecordSeparator, first + 1), facets.size());
  row.ministries = split(std::string_view(facets).substr(0, first), kUnitSeparator);
  row.languages = split(std::string_view(facets).substr(first + 1, second - first - 1), kUnitSeparator);
  if (second < facets.size()) row.source = facets.substr(second + 1);
  return row;
}

}  // namespace

Result<Columns> XapianTables::columns_from_slots() const {
  try {
    std::vector<ColumnRow> rows(impl_->last_document);
    for (auto it = impl_->xapian.postlist_begin(""); it != impl_->xapian.postlist_end(""); ++it) {
      const Xapian::Document document = impl_->xapian.get_document(*it);
      rows[*it - 1] = row_from_slots(document.get_value(schema::kSlotDate), document.get_value(schema::kSlotFacets));
    }
    return build_columns(rows);
  } catch (const Xapian::Error& error) {
    return index_error(error);
  }
}

}  // namespace polsearch::match
