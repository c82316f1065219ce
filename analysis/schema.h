// The one table both rooms agree on: what a document is cut into, and where each piece stands in the index.
//
// docs/index-format.md is generated from kFields and kSlots (polindex info --schema); a test compares them.
// Prefixes follow Xapian's convention (one capital letter where the convention has one, else X + capitals),
// so that any Xapian tool can make sense of a database.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace polsearch::schema {

// Raise kSchemaVersion when an older reader would misread the index (refused: exit 4), kFeatureVersion when it would
// only miss something. History of the schema: 1 = first format; 2 = the term stream, positions and term lists of
// Xapian's tables only on request; 3 = records whose long fields are packed; 4 = pair sets by hashes of words. Of the features: 2 = place lists.
inline constexpr int kSchemaVersion = 4;
inline constexpr int kFeatureVersion = 2;

enum class Kind : std::uint8_t {
  kText,    // analysed text: ranks
  kFilter,  // one exact term a value: filters and facets
  kId,      // one exact term a document
};

struct Field {
  std::string_view name;         // in queries: `name:value`; empty when it cannot be asked for by name
  std::string_view alias;        // second accepted name, or empty
  std::string_view prefix;       // term prefix in Xapian
  Kind kind;
  bool positions;                // are positions stored
  std::string_view description;
  std::string_view example;      // an example term as stored, with its prefix
};

// Positions: the bare (unprefixed) terms carry body positions only, S terms title positions only. So
//   word          = bare term (its wdf counts the body once, the title kTitleWeight times)
//   "a b"         = PHRASE(a, b) OR PHRASE(Sa, Sb)
//   title:word    = S term;  body:word = bare term AND_NOT its XT marker.
inline constexpr std::array kFields = {
    Field{"", "", "", Kind::kText, true,
          "Words of title and body as written (folded): Latin words, single Han characters, Thai dictionary words; "
          "positions of the body. Han character pairs stand here too, without positions, as Xapian's own CJK scheme has them.",
          "factories 工 工业 โรงงาน"},
    Field{"", "", "Z", Kind::kText, false, "Stem of a Latin word (Porter2)", "Zfactori"},
    Field{"", "", "XW", Kind::kText, false, "Chinese dictionary word of two characters or more (ICU)", "XW工业"},
    Field{"", "", "XG", Kind::kText, true, "Thai run of three grapheme clusters; its positions make exact Thai phrases possible", "XGโรง"},
    Field{"title", "t", "S", Kind::kText, true, "The bare terms of the title alone, and their positions", "Sfactories"},
    Field{"body", "b", "XT", Kind::kText, false, "Marker: this bare term stands in the title and not in the body; excluded by body:", "XTfactories"},
    Field{"removed", "r", "XR", Kind::kText, true, "The bare terms of what the indexer removed as boilerplate; wdf 0", "XRwhatsapp"},
    Field{"id", "", "Q", Kind::kId, false, "Document id (over 200 bytes: its first 160 bytes, # and its XXH3-128 in hexadecimal)", "Q000_ff3a.txt"},
    Field{"ministry", "m", "XM", Kind::kFilter, false, "Body linked in the text with facet confidence, one term each; bodies outside the ministry facet too", "XMcn-miit"},
    Field{"lang", "language", "L", Kind::kFilter, false, "Language, first part of the BCP 47 tag, one term each", "Lzh"},
    Field{"source", "", "XS", Kind::kFilter, false, "Source, folded with fold_source", "XSxinhua"},
    Field{"site", "host", "H", Kind::kFilter, false, "Host name of the page's address", "Hwww.example.com"},
    Field{"duplicates", "", "XD", Kind::kFilter, false, "Group of near-duplicates: XXH3-128 of the canonical document's id, in hexadecimal; the canonical one has it too", "XD99aa06d3014798d86001c324468d497f"},
    Field{"date", "", "D", Kind::kFilter, false, "Publication day YYYYMMDD; only when precise to the day", "D20230421"},
    Field{"", "", "M", Kind::kFilter, false, "Publication month YYYYMM; when precise to the month or the day", "M202304"},
    Field{"", "", "Y", Kind::kFilter, false, "Publication year YYYY", "Y2023"},
};

inline constexpr std::string_view kGroupPrefix = "XD";

struct Slot {
  std::uint32_t number;
  std::string_view name;
  std::string_view description;
  std::string_view example;
};

inline constexpr std::uint32_t kSlotDate = 0;
inline constexpr std::uint32_t kSlotFacets = 1;
inline constexpr std::uint32_t kSlotDigest = 2;

inline constexpr std::array kSlots = {
    Slot{kSlotDate, "date", "Publication date YYYY[MM[DD]], with a ~ behind an inferred one; absent when unknown. Sorts as text.", "20230421"},
    Slot{kSlotFacets, "facets", "What the columns hold, to rebuild them: ministries, languages and source, US-separated lists split by RS (0x1F, 0x1E)", "cn-miit␟cn-ndrc␞en␞Xinhua"},
    Slot{kSlotDigest, "digest", "XXH3-128 of the raw page, 16 bytes", ""},
};

// How often a title word counts against a body word in its bare term's wdf (research: title x3).
inline constexpr unsigned kTitleWeight = 3;

// A term of the body's first kLeadWords words counts once more: what a page begins with is what it is about (measured on
// the open sets: thaigov .933 -> .938, cmrc +.001, the others within .0005). A Han character is half a word.
inline constexpr double kLeadWords = 60;

// Longest term in bytes (Xapian's limit is 245, and a zero byte costs two in a key).
inline constexpr std::size_t kMaxTermBytes = 200;

// Position gaps: a phrase never crosses one, NEAR/n crosses it when n is larger.
inline constexpr std::uint32_t kGapPunctuation = 1;  // inside Chinese and Thai text
inline constexpr std::uint32_t kGapSentence = 10;
inline constexpr std::uint32_t kGapLine = 101;       // wider than the widest NEAR window

[[nodiscard]] constexpr const Field* field_named(std::string_view name) {
  if (name.empty()) return nullptr;
  for (const Field& field : kFields)
    if (field.name == name || field.alias == name) return &field;
  return nullptr;
}

[[nodiscard]] constexpr std::string_view prefix_of(std::string_view name) {
  const Field* field = field_named(name);
  return field ? field->prefix : std::string_view{};
}

namespace checks {
constexpr bool names_are_unique() {
  for (std::size_t i = 0; i < kFields.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const Field &a = kFields[i], &b = kFields[j];
      if (a.prefix == b.prefix) return false;
      if (!a.name.empty() && (a.name == b.name || a.name == b.alias)) return false;
      if (!a.alias.empty() && (a.alias == b.name || a.alias == b.alias)) return false;
    }
  return true;
}
constexpr bool prefixes_follow_the_convention() {
  for (const Field& field : kFields)
    for (std::size_t i = 0; i < field.prefix.size(); ++i) {
      if (field.prefix[i] < 'A' || field.prefix[i] > 'Z') return false;
      if (field.prefix.size() > 1 && field.prefix[0] != 'X') return false;
    }
  return true;
}
constexpr bool slots_count_up() {
  for (std::size_t i = 0; i < kSlots.size(); ++i)
    if (kSlots[i].number != i) return false;
  return true;
}
static_assert(names_are_unique());
static_assert(prefixes_follow_the_convention());
static_assert(slots_count_up());
}  // namespace checks

}  // namespace polsearch::schema
