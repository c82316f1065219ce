// StoredDocument <-> the data record of a Xapian document (grammar in the header).
//
//   {id "a", date 2023-04-21} -> 01 | 01 01 'a' | 06 04 e7 07 04 15
#include "analysis/stored_document.h"

#include <array>
#include <cmath>
#include <optional>

#include "analysis/byte_reader.h"
#include "analysis/inflate.h"

namespace polsearch {
namespace {

constexpr std::uint8_t kVersion = 2;

// Never renumber: records of older indexes carry these.
enum Tag : std::uint64_t {
  kTagId = 1,
  kTagTitle = 2,
  kTagTitleSource = 3,
  kTagUrl = 4,
  kTagSite = 5,
  kTagDate = 6,       // year u16 little-endian, month u8, day u8
  kTagPrecision = 7,  // one byte
  kTagLanguage = 8,
  kTagLanguages = 9,  // repeated
  kTagMinistry = 10,  // repeated: confidence in thousandths varint, id
  kTagSource = 11,
  kTagEditor = 12,
  kTagBody = 13,
  kTagRemoval = 14,     // repeated: line varint, reason counted, rule counted, text
  kTagDuplicates = 15,  // varint
  kTagOtherBody = 16,   // repeated, as kTagMinistry
  kTagRoles = 17,       // one byte each: roles of the ministries, then of the other bodies; absent: all are mentioned
  kTagPacked = 18,      // the fields behind it: their bytes varint, raw deflate; once, and the last one
};

// Fields that a list of hits does not need; they stand behind all others.
bool is_long_field(std::uint64_t tag) { return tag == kTagBody || tag == kTagRemoval || tag == kTagPacked; }

struct TextField {
  Tag tag;
  std::string StoredDocument::*member;
};
constexpr std::array kTextFields = {
    TextField{kTagId, &StoredDocument::id},
    TextField{kTagTitle, &StoredDocument::title},
    TextField{kTagTitleSource, &StoredDocument::title_source},
    TextField{kTagUrl, &StoredDocument::url},
    TextField{kTagSite, &StoredDocument::site},
    TextField{kTagLanguage, &StoredDocument::language},
    TextField{kTagSource, &StoredDocument::source},
    TextField{kTagEditor, &StoredDocument::editor},
};

void append_field(std::string& out, Tag tag, std::string_view bytes) {
  append_varint(out, tag);
  append_counted(out, bytes);
}

void append_date(std::string& out, const Date& date) {
  if (date.year == 0) return;
  const auto year = static_cast<std::uint16_t>(date.year);
  const std::array<char, 4> bytes = {static_cast<char>(year & 0xFF), static_cast<char>(year >> 8),
                                     static_cast<char>(date.month), static_cast<char>(date.day)};
  append_field(out, kTagDate, {bytes.data(), bytes.size()});
}

void append_body(std::string& out, Tag tag, const StoredDocument::LinkedBody& ministry) {
  const double confidence =
      std::isfinite(ministry.confidence) ? std::min(1.0, std::max(0.0, ministry.confidence)) : 0.0;
  std::string bytes;
  append_varint(bytes, static_cast<std::uint64_t>(std::lround(confidence * 1000)));
  bytes += ministry.id;
  append_field(out, tag, bytes);
}

void append_roles(std::string& out, const StoredDocument& document) {
  std::string bytes;
  for (const auto* bodies : {&document.ministries, &document.other_bodies})
    for (const auto& body : *bodies) bytes += static_cast<char>(body.role);
  if (bytes.find_first_not_of('\0') != std::string::npos) append_field(out, kTagRoles, bytes);
}

void append_removal(std::string& out, const StoredRemoval& removal) {
  std::string bytes;
  append_varint(bytes, removal.line);
  append_counted(bytes, removal.reason);
  append_counted(bytes, removal.rule);
  bytes += removal.text;
  append_field(out, kTagRemoval, bytes);
}

bool read_date(StoredDocument& document, std::string_view bytes) {
  if (bytes.size() != 4) return false;
  const auto at = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
  const int year = at(0) | at(1) << 8;
  if (year < 1 || year > 9999 || at(2) > 12 || at(3) > 31) return false;
  document.date = Date{static_cast<std::int16_t>(year), at(2), at(3)};
  return true;
}

bool read_precision(StoredDocument& document, std::string_view bytes) {
  if (bytes.size() != 1 || static_cast<std::uint8_t>(bytes[0]) > static_cast<std::uint8_t>(DatePrecision::kInferred))
    return false;
  document.precision = static_cast<DatePrecision>(bytes[0]);
  return true;
}

bool read_language(StoredDocument& document, std::string_view bytes) {
  document.languages.emplace_back(bytes);
  return true;
}

template <std::vector<StoredDocument::LinkedBody> StoredDocument::*kList>
bool read_body(StoredDocument& document, std::string_view bytes) {
  ByteReader reader(bytes);
  const auto thousandths = reader.varint();
  if (!thousandths || *thousandths > 1000) return false;
  const auto id = reader.bytes(reader.left());
  (document.*kList).push_back({std::string(*id), static_cast<double>(*thousandths) / 1000});
  return true;
}

// Stands behind the bodies in the record.
bool read_roles(StoredDocument& document, std::string_view bytes) {
  if (bytes.size() != document.ministries.size() + document.other_bodies.size()) return false;
  std::size_t next = 0;
  for (auto* const bodies : {&document.ministries, &document.other_bodies})
    for (StoredDocument::LinkedBody& body : *bodies) {
      const auto role = static_cast<std::uint8_t>(bytes[next++]);
      if (role > static_cast<std::uint8_t>(MinistryRole::kCoIssuer)) return false;
      body.role = static_cast<MinistryRole>(role);
    }
  return true;
}

bool read_removal(StoredDocument& document, std::string_view bytes) {
  ByteReader reader(bytes);
  const auto line = reader.varint();
  const auto reason = reader.counted_bytes();
  const auto rule = reader.counted_bytes();
  if (!line || *line > UINT32_MAX || !reason || !rule) return false;
  const auto text = reader.bytes(reader.left());
  document.removed.push_back(
      {std::string(*reason), std::string(*rule), static_cast<std::uint32_t>(*line), std::string(*text)});
  return true;
}

bool read_duplicates(StoredDocument& document, std::string_view bytes) {
  ByteReader reader(bytes);
  const auto count = reader.varint();
  if (!count || *count > UINT32_MAX || !reader.at_end()) return false;
  document.duplicates = static_cast<std::uint32_t>(*count);
  return true;
}

bool read_text(StoredDocument& document, std::string_view bytes) {
  document.body = std::string(bytes);
  return true;
}

struct OtherField {
  Tag tag;
  bool (*read)(StoredDocument&, std::string_view);
};
constexpr std::array kOtherFields = {
    OtherField{kTagDate, read_date},
    OtherField{kTagPrecision, read_precision},
    OtherField{kTagLanguages, read_language},
    OtherField{kTagMinistry, read_body<&StoredDocument::ministries>},
    OtherField{kTagOtherBody, read_body<&StoredDocument::other_bodies>},
    OtherField{kTagRoles, read_roles},
    OtherField{kTagDuplicates, read_duplicates},
    OtherField{kTagBody, read_text},
    OtherField{kTagRemoval, read_removal},
};

// False: the field is damaged. An unknown tag is a later version's and is skipped.
bool read_field(StoredDocument& document, std::uint64_t tag, std::string_view bytes) {
  for (const TextField& field : kTextFields)
    if (field.tag == tag) {
      document.*field.member = std::string(bytes);
      return true;
    }
  for (const OtherField& field : kOtherFields)
    if (field.tag == tag) return field.read(document, bytes);
  return true;
}

Error damaged(std::string what) {
  return {Error::Kind::kIndex, "stored document is damaged: " + std::move(what),
          "run polindex verify, then build the index again"};
}

std::optional<std::string> unpack(std::string_view packed) {
  ByteReader reader(packed);
  const auto size = reader.varint();
  return size ? inflate(*reader.bytes(reader.left()), *size) : std::nullopt;
}

// Packed fields end a record, and are not packed again.
Status read_fields(StoredDocument& document, std::string_view fields, bool may_be_packed) {
  ByteReader reader(fields);
  while (!reader.at_end()) {
    const auto tag = reader.varint();
    const auto bytes = tag ? reader.counted_bytes() : std::nullopt;
    if (!bytes) return damaged("a field is cut short");
    if (*tag == kTagPacked && may_be_packed) {
      const auto unpacked = unpack(*bytes);
      return unpacked ? read_fields(document, *unpacked, false) : Status(damaged("its text cannot be unpacked"));
    }
    if (!read_field(document, *tag, *bytes)) return damaged("field " + std::to_string(*tag) + " makes no sense");
  }
  return Done{};
}

// Visits the fields in front of the long ones; the place where these begin, none when `fields` ends before.
template <class Visit>
std::optional<std::size_t> each_short_field(std::string_view record, Visit visit) {
  ByteReader reader(record);
  if (reader.u8() != kVersion) return std::nullopt;
  while (true) {
    const std::size_t begin = record.size() - reader.left();
    const auto tag = reader.varint();
    if (tag && is_long_field(*tag)) return begin;
    const auto bytes = tag ? reader.counted_bytes() : std::nullopt;
    if (!bytes || !visit(*tag, *bytes)) return std::nullopt;
  }
}

// Where the long fields of a record begin; none: it has none.
std::optional<std::size_t> begin_of_long_fields(std::string_view record) {
  return each_short_field(record, [](std::uint64_t, std::string_view) { return true; });
}

// `more_bytes` will be appended.
std::string encode_short_fields(const StoredDocument& document, std::size_t more_bytes) {
  std::string out(1, static_cast<char>(kVersion));
  out.reserve(more_bytes + 512);
  for (const TextField& field : kTextFields)
    if (const std::string& text = document.*field.member; !text.empty()) append_field(out, field.tag, text);
  append_date(out, document.date);
  if (document.precision != DatePrecision::kNone)
    append_field(out, kTagPrecision, std::string(1, static_cast<char>(document.precision)));
  for (const std::string& language : document.languages) append_field(out, kTagLanguages, language);
  for (const auto& ministry : document.ministries) append_body(out, kTagMinistry, ministry);
  for (const auto& body : document.other_bodies) append_body(out, kTagOtherBody, body);
  append_roles(out, document);
  if (document.duplicates) {
    std::string count;
    append_varint(count, document.duplicates);
    append_field(out, kTagDuplicates, count);
  }
  return out;
}

}  // namespace

std::string_view to_string(DatePrecision precision) {
  switch (precision) {
    case DatePrecision::kNone: return "none";
    case DatePrecision::kDay: return "day";
    case DatePrecision::kMonth: return "month";
    case DatePrecision::kYear: return "year";
    case DatePrecision::kInferred: return "inferred";
  }
  return "none";
}

std::string encode(const StoredDocument& document) {
  std::string out = encode_short_fields(document, document.body.size());
  if (!document.body.empty()) append_field(out, kTagBody, document.body);
  for (const StoredRemoval& removal : document.removed) append_removal(out, removal);
  return out;
}

std::string pack_record(std::string_view record, const Deflate& deflate) {
  const auto begin = begin_of_long_fields(record);
  if (!begin || !packed_fields(record).empty()) return std::string(record);
  const std::string_view fields = record.substr(*begin);
  std::string packed;
  append_varint(packed, fields.size());
  packed += deflate(fields);
  std::string out(record.substr(0, *begin));
  append_field(out, kTagPacked, packed);
  return out.size() < record.size() ? out : std::string(record);
}

std::string_view packed_fields(std::string_view record) {
  const auto begin = begin_of_long_fields(record);
  if (!begin) return {};
  ByteReader reader(record.substr(*begin));
  return reader.varint() == kTagPacked ? reader.counted_bytes().value_or(std::string_view()) : std::string_view();
}

std::string encode_packed(const StoredDocument& document, std::string_view packed_fields) {
  std::string out = encode_short_fields(document, packed_fields.size());
  append_field(out, kTagPacked, packed_fields);
  return out;
}

Result<StoredDocument> decode_stored_document(std::string_view record) {
  if (record.empty()) return damaged("it is empty");
  if (const auto version = static_cast<std::uint8_t>(record.front()); version != kVersion)
    return Error{
        Error::Kind::kFormat,
        "stored document has version " + std::to_string(version) + ", this program reads " + std::to_string(kVersion),
        "build the index again"};
  StoredDocument document;
  if (Status read = read_fields(document, record.substr(1), /*may_be_packed=*/true); !read) return read.error();
  return document;
}

std::optional<StoredDocument> decode_short_fields(std::string_view record) {
  StoredDocument document;
  const auto end = each_short_field(
      record, [&](std::uint64_t tag, std::string_view bytes) { return read_field(document, tag, bytes); });
  if (!end) return std::nullopt;
  return document;
}

// Its tag is the lowest, so it stands in front of all others.
std::optional<std::string_view> decode_id(std::string_view record) {
  ByteReader reader(record);
  if (reader.u8() != kVersion || reader.varint() != kTagId) return std::nullopt;
  return reader.counted_bytes();
}

}  // namespace polsearch
