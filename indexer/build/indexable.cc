// The schema table put into terms: which words go where, with which weight and positions.
//
//   title "5G", body "5G\n工厂" -> 5g@1 wdf 5 | S5g@1 | 工@102 厂@103 工厂 | XW工厂 | Lzh D20230421 M202304 Y2023 ...
#include "indexer/build/indexable.h"

#define XXH_INLINE_ALL  // a call a token would cost as much as the hash
#include <xxhash.h>

#include <algorithm>
#include <bit>

#include "analysis/byte_reader.h"
#include "analysis/index_layout.h"
#include "analysis/language.h"
#include "analysis/schema.h"
#include "analysis/source_key.h"
#include "analysis/unicode.h"

namespace polsearch {
namespace {

constexpr char kUnitSeparator = '\x1F', kRecordSeparator = '\x1E';
constexpr std::uint8_t kSpoolVersion = 2;

// Collects the terms of one document; a term is found by its text in constant time.
class TermTable {
 public:
  // `text_bytes`: about as many as the document has, to start with room for its terms.
  explicit TermTable(std::size_t text_bytes)
      : slots_(std::bit_ceil(std::max<std::size_t>(kMinSlots, text_bytes / kTextBytesPerSlot))) {}

  // The term's index in the document.
  std::uint32_t at(std::string_view prefix, std::string_view term) {
    if (prefix.empty()) return at(term);
    key_.assign(prefix);
    key_ += term;
    return at(key_);
  }
  std::uint32_t at(std::string_view term) {
    const std::uint64_t hash = XXH3_64bits(term.data(), term.size());
    Slot& slot = slot_of(term, hash);
    if (slot.index_plus_one != 0) return slot.index_plus_one - 1;
    document_.terms.push_back({std::string(term), 0});
    const auto index = static_cast<std::uint32_t>(document_.terms.size() - 1);
    slot = {hash, index + 1};
    if (document_.terms.size() * 2 > slots_.size()) grow();
    return index;
  }

  [[nodiscard]] bool has(std::string_view term) {
    return slot_of(term, XXH3_64bits(term.data(), term.size())).index_plus_one != 0;
  }
  [[nodiscard]] std::uint32_t& wdf(std::uint32_t index) { return document_.terms[index].wdf; }

  // Positions of one field come in ascending order; 0: the channel has none.
  void add_position(std::uint32_t index, std::uint32_t position) {
    if (position > 0) document_.words.push_back({index, position});
  }

  [[nodiscard]] IndexableDocument document() && { return std::move(document_); }

 private:
  static constexpr std::size_t kMinSlots = 256, kTextBytesPerSlot = 8;
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t index_plus_one = 0;  // 0: free
  };
  Slot& slot_of(std::string_view term, std::uint64_t hash) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at].index_plus_one != 0 &&
           (slots_[at].hash != hash || document_.terms[slots_[at].index_plus_one - 1].term != term))
      at = (at + 1) & mask;
    return slots_[at];
  }
  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    const std::size_t mask = slots_.size() - 1;
    for (const Slot& slot : old) {
      if (slot.index_plus_one == 0) continue;
      std::size_t at = slot.hash & mask;
      while (slots_[at].index_plus_one != 0) at = (at + 1) & mask;
      slots_[at] = slot;
    }
  }

  IndexableDocument document_;
  std::vector<Slot> slots_;  // a power of two, at most half full
  std::string key_;
};

bool is_bare(Channel channel) { return channel == Channel::kWord || channel == Channel::kHanPair; }
bool fits(std::string_view term) { return !term.empty() && term.size() <= schema::kMaxTermBytes; }

// Counts down the words that still belong to the lead.
class Lead {
 public:
  void pass(const Token& token) {
    if (token.channel == Channel::kWord) left_ -= token.script == Script::kHan ? 0.5 : 1;
  }
  [[nodiscard]] bool has_room() const { return left_ >= 0; }

 private:
  double left_ = schema::kLeadWords;
};

// Every channel of the body; a term of the lead counts once more. Returns the last position of its Thai grams, which
// the title's go on from.
std::uint32_t add_body(TermTable& table, std::string_view body, const Analyzer& analyzer) {
  std::uint32_t last_gram = 0;
  Lead lead;
  analyzer.each_token(body, 0, [&](const Token& token) {
    lead.pass(token);
    if (!fits(token.term)) return;
    const std::uint32_t term = table.at(token.term);
    table.wdf(term) += table.wdf(term) == 0 && lead.has_room() ? 2U : 1U;
    table.add_position(term, token.position);
    if (token.channel == Channel::kThaiGram) last_gram = std::max(last_gram, token.position);
  });
  return last_gram;
}

// A title word counts kTitleWeight times in its bare term; its positions stand in the S term, those of Thai grams
// (which have no title field) a line's gap behind the body's. Needs the body's terms in the table: what is not there
// gets XT.
void add_title(TermTable& table, std::string_view title, std::uint32_t last_gram, const Analyzer& analyzer) {
  const std::vector<Token> tokens = analyzer.analyze(title);
  for (const Token& token : tokens)
    if (is_bare(token.channel) && fits(token.term) && !table.has(token.term))
      table.at(schema::prefix_of("body"), token.term);
  for (const Token& token : tokens) {
    if (!fits(token.term)) continue;
    const std::uint32_t term = table.at(token.term);
    table.wdf(term) += schema::kTitleWeight;
    if (token.channel == Channel::kThaiGram) table.add_position(term, last_gram + schema::kGapLine + token.position);
    if (!is_bare(token.channel)) continue;
    const std::uint32_t in_title = table.at(schema::prefix_of("title"), token.term);
    ++table.wdf(in_title);
    table.add_position(in_title, token.position);
  }
}

// Removed text is findable (removed:word) and counts nothing. A title line is no boilerplate: the title field has it.
void add_removed(TermTable& table, const std::vector<StoredRemoval>& removed, const Analyzer& analyzer) {
  std::uint32_t last = 0;
  for (const StoredRemoval& removal : removed) {
    if (removal.reason == "title") continue;
    const std::uint32_t end = analyzer.each_token(removal.text, last, [&](const Token& token) {
      if (is_bare(token.channel) && fits(token.term))
        table.add_position(table.at(schema::prefix_of("removed"), token.term), token.position);
    });
    last = end > last ? end + schema::kGapLine : last;
  }
}

void add_filter(TermTable& table, std::string_view prefix, std::string_view value) {
  if (fits(value)) table.at(prefix, value);
}

bool has_reliable_date(const StoredDocument& document) {
  return document.date.year > 0 && document.precision != DatePrecision::kInferred &&
         document.precision != DatePrecision::kNone;
}

void add_filters(TermTable& table, const StoredDocument& document, const ColumnRow& row) {
  add_filter(table, schema::prefix_of("id"), id_key(document.id));
  for (const auto* bodies : {&document.ministries, &document.other_bodies})
    for (const auto& body : *bodies) add_filter(table, schema::prefix_of("ministry"), body.id);
  for (const std::string& language : row.languages) add_filter(table, schema::prefix_of("lang"), language);
  add_filter(table, schema::prefix_of("source"), fold_source(document.source));
  add_filter(table, schema::prefix_of("site"), document.site);
  if (!has_reliable_date(document)) return;
  const std::string compact = to_compact(document.date);  // YYYY, YYYYMM or YYYYMMDD
  add_filter(table, "Y", std::string_view(compact).substr(0, 4));
  if (compact.size() >= 6) add_filter(table, "M", std::string_view(compact).substr(0, 6));
  if (compact.size() == 8) add_filter(table, "D", compact);
}

void add_group(TermTable& table, const std::array<std::uint64_t, 2>& group) {
  if (group == std::array<std::uint64_t, 2>{}) return;
  std::string hex;
  for (const std::uint64_t half : group)
    for (int shift = 60; shift >= 0; shift -= 4) hex.push_back("0123456789abcdef"[half >> shift & 15]);
  add_filter(table, schema::kGroupPrefix, hex);
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
  for (const LinkedMinistry& body : clean.other_bodies) stored.other_bodies.push_back({body.id, body.confidence, body.role});
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

std::string encode(const SpooledDocument& document) {
  std::string out{static_cast<char>(kSpoolVersion), static_cast<char>(document.title_is_derived)};
  append_counted(out, document.digest);
  append_varint(out, document.lines.size());
  for (const std::uint32_t line : document.lines) append_varint(out, line);
  return out + encode(document.stored);
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
  auto stored = decode_stored_document(*reader.bytes(reader.left()));
  if (!stored) return stored.error();
  return SpooledDocument{std::move(*stored), *derived != 0, std::string(*digest), std::move(lines), {}};
}

IndexableDocument to_indexable(const SpooledDocument& document, const Analyzer& analyzer) {
  const StoredDocument& stored = document.stored;
  TermTable table(stored.body.size());
  const std::uint32_t last_gram = add_body(table, stored.body, analyzer);
  if (!document.title_is_derived) add_title(table, stored.title, last_gram, analyzer);
  add_removed(table, stored.removed, analyzer);
  const ColumnRow row = to_column_row(stored);
  add_filters(table, stored, row);
  add_group(table, document.group);
  IndexableDocument made = std::move(table).document();
  made.values = values_of(document, row);
  made.record = encode(stored);
  return made;
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
