// The schema table put into terms: which words go where, with which weight and positions.
//
//   title "5G", body "5G\n工厂" -> 5g@1 wdf 5 | S5g@1 | 工@102 厂@103 工厂 | XW工厂 | Lzh D20230421 M202304 Y2023 ...
#include "indexer/build/indexable.h"

#include <algorithm>

#include "analysis/byte_reader.h"
#include "analysis/index_layout.h"
#include "analysis/language.h"
#include "analysis/schema.h"
#include "analysis/source_key.h"
#include "analysis/term_sink.h"
#include "analysis/unicode.h"

namespace polsearch {
namespace {

constexpr char kUnitSeparator = '\x1F', kRecordSeparator = '\x1E';
constexpr std::uint8_t kSpoolVersion = 2;

bool is_bare(Channel channel) { return channel == Channel::kWord || channel == Channel::kHanPair; }

// Counts down the words that still belong to the lead.
class Lead {
 public:
  void pass(Script script) { left_ -= script == Script::kHan ? 0.5 : 1; }
  [[nodiscard]] bool has_room() const { return left_ >= 0; }

 private:
  double left_ = schema::kLeadWords;
};

// Every channel of the body; a term of the lead counts once more. Short terms are kept back a little, so that the
// memory that many of them need is fetched at the same time.
class BodyTerms final : public TermSink {
 public:
  explicit BodyTerms(RunTerms& terms) : terms_(terms) {}

  void spaced_word(std::string_view text, bool has_stem, std::uint32_t position) override {
    keep_back(text, Channel::kWord, Script::kLatin, position, has_stem);
  }
  void term(std::string_view text, Channel channel, Script script, std::uint32_t position) override {
    if (!text.empty()) return keep_back(text, channel, script, position, /*has_stem=*/false);
    finish();
    if (channel == Channel::kWord) lead_.pass(script);
  }
  // To be called at the end of the text.
  void finish() {
    for (std::size_t i = 0; i < count_; ++i) {
      Term& term = waiting_[i];
      if (term.lookup.is_short()) term.number = terms_.number_of({}, term.lookup);
      if (term.has_stem) terms_.look_for_stem_of(term.number, term.lookup);
    }
    for (std::size_t i = 0; i < count_; ++i) add(waiting_[i]);
    count_ = 0;
  }

  // The last position of the Thai grams, which the title's go on from.
  [[nodiscard]] std::uint32_t last_gram() const { return last_gram_; }

 private:
  struct Term {
    RunTerms::Lookup lookup;
    std::uint32_t number = 0, position = 0;
    Channel channel = Channel::kWord;
    Script script = Script::kLatin;
    bool has_stem = false;
  };

  void keep_back(std::string_view text, Channel channel, Script script, std::uint32_t position, bool has_stem) {
    Term& term = waiting_[count_++];
    term.lookup = terms_.look_for(text);
    if (!term.lookup.is_short()) term.number = terms_.number_of(text, term.lookup);  // the text will be gone
    term.position = position;
    term.channel = channel;
    term.script = script;
    term.has_stem = has_stem;
    if (count_ == waiting_.size()) finish();
  }
  void add(const Term& term) {
    if (term.channel == Channel::kWord) lead_.pass(term.script);
    count(term.number);
    terms_.add_word(term.number, term.position);
    if (term.channel == Channel::kThaiGram) last_gram_ = std::max(last_gram_, term.position);
    if (term.has_stem) count(terms_.stem_of(term.number, term.lookup));
  }
  void count(std::uint32_t term) {
    std::uint32_t& wdf = terms_.wdf(term);
    wdf += wdf == 0 && lead_.has_room() ? 2U : 1U;
  }

  RunTerms& terms_;
  Lead lead_;
  std::uint32_t last_gram_ = 0;
  std::array<Term, 32> waiting_;
  std::size_t count_ = 0;
};

// The terms of a short text, to be gone through more than once.
struct ShortTerm {
  std::uint32_t term;
  Channel channel;
  std::uint32_t position;
};
class ShortTerms final : public TermSink {
 public:
  explicit ShortTerms(RunTerms& terms) : terms_(terms) {}

  void spaced_word(std::string_view text, bool has_stem, std::uint32_t position) override {
    const RunTerms::Lookup lookup = terms_.look_for(text);
    const std::uint32_t word = terms_.number_of(text, lookup);
    list_.push_back({word, Channel::kWord, position});
    if (has_stem) list_.push_back({terms_.stem_of(word, lookup), Channel::kStem, 0});
  }
  void term(std::string_view text, Channel channel, Script /*script*/, std::uint32_t position) override {
    if (!text.empty()) list_.push_back({terms_.number_of(text), channel, position});
  }
  [[nodiscard]] const std::vector<ShortTerm>& list() const { return list_; }

 private:
  RunTerms& terms_;
  std::vector<ShortTerm> list_;
};

std::uint32_t with_prefix(RunTerms& terms, std::string_view prefix, std::uint32_t term) {
  return terms.number_of(prefix, std::string(terms.text(term)));
}

// A title word counts kTitleWeight times in its bare term; its positions stand in the S term, those of Thai grams
// (which have no title field) a line's gap behind the body's. Needs the body's terms in the document: what is not there
// gets XT.
void add_title(RunTerms& terms, std::string_view title, std::uint32_t last_gram, const Analyzer& analyzer) {
  ShortTerms found(terms);
  analyzer.each_term(title, 0, found);
  for (const ShortTerm& term : found.list())
    if (is_bare(term.channel) && !terms.has(term.term))
      (void)terms.wdf(with_prefix(terms, schema::prefix_of("body"), term.term));
  for (const ShortTerm& term : found.list()) {
    terms.wdf(term.term) += schema::kTitleWeight;
    if (term.channel == Channel::kThaiGram) terms.add_word(term.term, last_gram + schema::kGapLine + term.position);
    if (!is_bare(term.channel)) continue;
    const std::uint32_t in_title = with_prefix(terms, schema::prefix_of("title"), term.term);
    ++terms.wdf(in_title);
    terms.add_word(in_title, term.position);
  }
}

// The bare terms of removed text, wdf 0.
class RemovedTerms final : public TermSink {
 public:
  explicit RemovedTerms(RunTerms& terms) : terms_(terms) {}

  void spaced_word(std::string_view text, bool /*has_stem*/, std::uint32_t position) override { add(text, position); }
  void term(std::string_view text, Channel channel, Script /*script*/, std::uint32_t position) override {
    if (is_bare(channel) && !text.empty()) add(text, position);
  }

 private:
  void add(std::string_view text, std::uint32_t position) {
    const std::uint32_t term = terms_.number_of(schema::prefix_of("removed"), text);
    (void)terms_.wdf(term);
    terms_.add_word(term, position);
  }
  RunTerms& terms_;
};

// Removed text is findable (removed:word) and counts nothing. A title line is no boilerplate: the title field has it.
void add_removed(RunTerms& terms, const std::vector<StoredRemoval>& removed, const Analyzer& analyzer) {
  RemovedTerms sink(terms);
  std::uint32_t last = 0;
  for (const StoredRemoval& removal : removed) {
    if (removal.reason == "title") continue;
    const std::uint32_t end = analyzer.each_term(removal.text, last, sink);
    last = end > last ? end + schema::kGapLine : last;
  }
}

bool fits(std::string_view term) { return !term.empty() && term.size() <= schema::kMaxTermBytes; }

void add_filter(RunTerms& terms, std::string_view prefix, std::string_view value) {
  if (fits(value)) (void)terms.wdf(terms.number_of(prefix, value));
}

bool has_reliable_date(const StoredDocument& document) {
  return document.date.year > 0 && document.precision != DatePrecision::kInferred &&
         document.precision != DatePrecision::kNone;
}

void add_filters(RunTerms& terms, const StoredDocument& document, const ColumnRow& row) {
  add_filter(terms, schema::prefix_of("id"), id_key(document.id));
  for (const auto* bodies : {&document.ministries, &document.other_bodies})
    for (const auto& body : *bodies) add_filter(terms, schema::prefix_of("ministry"), body.id);
  for (const std::string& language : row.languages) add_filter(terms, schema::prefix_of("lang"), language);
  add_filter(terms, schema::prefix_of("source"), fold_source(document.source));
  add_filter(terms, schema::prefix_of("site"), document.site);
  if (!has_reliable_date(document)) return;
  const std::string compact = to_compact(document.date);  // YYYY, YYYYMM or YYYYMMDD
  add_filter(terms, "Y", std::string_view(compact).substr(0, 4));
  if (compact.size() >= 6) add_filter(terms, "M", std::string_view(compact).substr(0, 6));
  if (compact.size() == 8) add_filter(terms, "D", compact);
}

void add_group(RunTerms& terms, const std::array<std::uint64_t, 2>& group) {
  if (group == std::array<std::uint64_t, 2>{}) return;
  std::string hex;
  for (const std::uint64_t half : group)
    for (int shift = 60; shift >= 0; shift -= 4) hex.push_back("0123456789abcdef"[half >> shift & 15]);
  add_filter(terms, schema::kGroupPrefix, hex);
}

std::string join(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) out += kUnitSeparator;
    out += part;
  }
  return out;
}

std::string facets_value(const ColumnRow& row) {
  std::string value = join(row.ministries) + kRecordSeparator + join(row.languages) + kRecordSeparator + row.source;
  return value.size() == 2 ? std::string() : value;
}

std::vector<std::pair<std::uint32_t, std::string>> values_of(const SpooledDocument& document, const ColumnRow& row) {
  std::string date = to_compact(document.stored.date);
  if (!date.empty() && document.stored.precision == DatePrecision::kInferred) date += '~';
  std::vector<std::pair<std::uint32_t, std::string>> values = {{schema::kSlotDate, std::move(date)},
                                                               {schema::kSlotFacets, facets_value(row)},
                                                               {schema::kSlotDigest, document.digest}};
  std::erase_if(values, [](const auto& value) { return value.second.empty(); });
  return values;
}

Error damaged_spool() {
  return {Error::Kind::kIndex, "the build's temporary file is damaged", "check the disk, then build again"};
}

std::string bytes_of_hex(std::string_view hex) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes.push_back(static_cast<char>(digit(hex[i]) << 4 | digit(hex[i + 1])));
  return bytes;
}

}  // namespace

SpooledDocument to_spooled(const CleanDocument& clean, const Page& page) {
  StoredDocument stored;
  stored.id = clean.id;
  stored.title = clean.title;
  stored.title_source = clean.title_source;
  stored.url = clean.url;
  stored.site = clean.site;
  stored.date = clean.date;
  stored.precision = clean.precision;
  stored.language = clean.language;
  stored.languages = clean.languages;
  for (const LinkedMinistry& ministry : clean.ministries)
    stored.ministries.push_back({ministry.id, ministry.confidence, ministry.role});
  for (const LinkedMinistry& body : clean.other_bodies)
    stored.other_bodies.push_back({body.id, body.confidence, body.role});
  stored.source = clean.source;
  stored.editor = clean.editor;
  stored.body = clean.body;
  for (const Removal& removal : clean.removed)
    stored.removed.push_back(
        {removal.reason, removal.rule, removal.line, page.text.substr(removal.begin, removal.end - removal.begin)});
  std::vector<std::uint32_t> lines;
  if (page.media_type != MediaType::kCleanText)
    for (const Span& span : clean.kept)
      if (lines.empty() || lines.back() != span.line) lines.push_back(span.line);
  return {std::move(stored), clean.title_is_derived, bytes_of_hex(clean.digest), std::move(lines), {}};
}

std::string encode(const SpooledDocument& document, const Deflate& deflate) {
  std::string out{static_cast<char>(kSpoolVersion), static_cast<char>(document.title_is_derived)};
  append_counted(out, document.digest);
  append_varint(out, document.lines.size());
  for (const std::uint32_t line : document.lines) append_varint(out, line);
  return out + pack_record(encode(document.stored), deflate);
}

Result<SpooledDocument> decode_spooled_document(std::string_view bytes) {
  ByteReader reader(bytes);
  const auto version = reader.u8(), derived = reader.u8();
  const auto digest = reader.counted_bytes();
  if (version != kSpoolVersion || !derived || !digest) return damaged_spool();
  const auto count = reader.varint();
  if (!count || *count > reader.left()) return damaged_spool();
  std::vector<std::uint32_t> lines;
  for (std::uint64_t i = 0; i < *count; ++i) {
    const auto line = reader.varint();
    if (!line) return damaged_spool();
    lines.push_back(static_cast<std::uint32_t>(*line));
  }
  const std::string_view record = *reader.bytes(reader.left());
  auto stored = decode_stored_document(record);
  if (!stored) return damaged_spool();
  return SpooledDocument{std::move(*stored),
                         *derived != 0,
                         std::string(*digest),
                         std::move(lines),
                         {},
                         std::string(packed_fields(record))};
}

IndexableDocument to_indexable(const SpooledDocument& document, const Analyzer& analyzer, RunTerms& terms) {
  const StoredDocument& stored = document.stored;
  terms.begin_document();
  BodyTerms body(terms);
  analyzer.each_term(stored.body, 0, body);
  body.finish();
  if (!document.title_is_derived) add_title(terms, stored.title, body.last_gram(), analyzer);
  add_removed(terms, stored.removed, analyzer);
  const ColumnRow row = to_column_row(stored);
  add_filters(terms, stored, row);
  add_group(terms, document.group);
  return {terms.take_terms(), terms.take_words(), values_of(document, row),
          document.packed.empty() ? encode(stored) : encode_packed(stored, document.packed)};
}

ColumnRow to_column_row(const StoredDocument& document) {
  ColumnRow row;
  row.day = day_number(document.date);
  row.precision = static_cast<std::uint8_t>(document.precision);
  for (const std::string& language : document.languages)
    if (const std::string first(primary_language(language)); !first.empty()) row.languages.push_back(first);
  if (row.languages.empty() && !document.language.empty())
    row.languages.emplace_back(primary_language(document.language));
  std::sort(row.languages.begin(), row.languages.end());
  row.languages.erase(std::unique(row.languages.begin(), row.languages.end()), row.languages.end());
  for (const auto& ministry : document.ministries) row.ministries.push_back(ministry.id);
  std::sort(row.ministries.begin(), row.ministries.end());
  row.ministries.erase(std::unique(row.ministries.begin(), row.ministries.end()), row.ministries.end());
  row.source = document.source;
  return row;
}

std::uint32_t day_number(const Date& date) {
  if (date.year <= 0) return 0;
  return static_cast<std::uint32_t>(date.year) * 10000 + date.month * 100u + (date.month ? date.day : 0u);
}

}  // namespace polsearch
