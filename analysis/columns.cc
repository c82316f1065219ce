// Columns <-> the column file (grammar in the header).
//
//   two rows {20230421, day, {en}, {cn-miit}, Xinhua}, {0, none, {zh}, {}, ""} -> "polcols1" 02000000 | 02000000 "en"
//   "zh" | ...
#include "analysis/columns.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>

#include "analysis/byte_reader.h"
#include "analysis/stored_document.h"

namespace polsearch {
namespace {

constexpr std::string_view kMagic = "polcols1";
constexpr std::size_t kMaxOrdinals = 65535;

template <class T>
T from_little_endian(T value) {
  if constexpr (std::endian::native == std::endian::little || sizeof(T) == 1) return value;
  T swapped = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) swapped = static_cast<T>(swapped << 8 | (value >> (8 * i) & 0xFF));
  return swapped;
}

template <class T>
void append_array(std::string& out, const std::vector<T>& values) {
  if constexpr (std::endian::native == std::endian::little) {
    out.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
  } else {
    for (const T& value : values) {
      const T little = from_little_endian(value);
      out.append(reinterpret_cast<const char*>(&little), sizeof(T));
    }
  }
}

template <class T>
std::optional<std::vector<T>> read_array(ByteReader& reader, std::uint64_t count) {
  const auto bytes = count <= reader.left() ? reader.bytes(count * sizeof(T)) : std::nullopt;
  if (!bytes) return std::nullopt;
  std::vector<T> values(static_cast<std::size_t>(count));
  if (!values.empty()) std::memcpy(values.data(), bytes->data(), bytes->size());
  if constexpr (std::endian::native != std::endian::little)
    for (T& value : values) value = from_little_endian(value);
  return values;
}

void append_dictionary(std::string& out, const std::vector<std::string>& names) {
  append_u32(out, static_cast<std::uint32_t>(names.size()));
  for (const std::string& name : names) {
    append_u32(out, static_cast<std::uint32_t>(name.size()));
    out += name;
  }
}

std::optional<std::vector<std::string>> read_dictionary(ByteReader& reader) {
  const auto count = reader.u32();
  if (!count || *count > reader.left() / 4) return std::nullopt;
  std::vector<std::string> names;
  names.reserve(*count);
  for (std::uint32_t i = 0; i < *count; ++i) {
    const auto length = reader.u32();
    const auto name = length ? reader.bytes(*length) : std::nullopt;
    if (!name || (i > 0 && *name <= names.back())) return std::nullopt;
    names.emplace_back(*name);
  }
  return names;
}

bool is_day(std::uint32_t day) {
  const std::uint32_t month = day / 100 % 100, of_month = day % 100;
  return day == 0 || (day >= 10000 && day <= 99991231 && month <= 12 && of_month <= 31 && (month > 0 || of_month == 0));
}

// Equal ones stand side by side.
bool are_days(const std::vector<std::uint32_t>& days) {
  for (std::size_t i = 0; i < days.size(); ++i)
    if ((i == 0 || days[i] != days[i - 1]) && !is_day(days[i])) return false;
  return true;
}

// Starts rise from 0, every list is strictly ascending, every ordinal stands in the dictionary.
bool is_sound(const OrdinalLists& lists, std::size_t names) {
  for (std::size_t i = 1; i < lists.start.size(); ++i) {
    if (lists.start[i] < lists.start[i - 1] || lists.start[i] > lists.value.size()) return false;
    for (std::uint32_t at = lists.start[i - 1]; at < lists.start[i]; ++at)
      if (lists.value[at] >= names || (at > lists.start[i - 1] && lists.value[at] <= lists.value[at - 1])) return false;
  }
  return true;
}

// Every canonical document exists and is its own.
bool are_groups(const std::vector<std::uint32_t>& groups) {
  return std::all_of(groups.begin(), groups.end(), [&](std::uint32_t canonical) {
    return canonical == 0 || (canonical <= groups.size() && groups[canonical - 1] == canonical);
  });
}

std::optional<OrdinalLists> read_lists(ByteReader& reader, std::uint32_t documents, std::size_t names) {
  auto start = read_array<std::uint32_t>(reader, static_cast<std::uint64_t>(documents) + 1);
  if (!start || start->front() != 0) return std::nullopt;
  auto value = read_array<std::uint16_t>(reader, start->back());
  if (!value) return std::nullopt;
  OrdinalLists lists{std::move(*start), std::move(*value)};
  if (!is_sound(lists, names)) return std::nullopt;
  return lists;
}

Error damaged(std::string_view part) {
  return {Error::Kind::kIndex, "columns are damaged: " + std::string(part),
          "run polindex verify, then build the index again"};
}

std::uint32_t number_of(std::map<std::string, std::uint32_t, std::less<>>& dictionary, std::string_view name) {
  const auto found = dictionary.find(name);
  if (found != dictionary.end()) return found->second;
  const auto number = static_cast<std::uint32_t>(dictionary.size());
  dictionary.emplace(name, number);
  return number;
}

// Names in bytewise order, and for each number of first appearance its place there.
struct SortedNames {
  std::vector<std::string> names;
  std::vector<std::uint32_t> place;
};

SortedNames sorted_names(const std::map<std::string, std::uint32_t, std::less<>>& dictionary) {
  SortedNames sorted;
  sorted.place.resize(dictionary.size());
  for (const auto& [name, number] : dictionary) {
    sorted.place[number] = static_cast<std::uint32_t>(sorted.names.size());
    sorted.names.push_back(name);
  }
  return sorted;
}

// First appearance -> sorted place; the list ascending and without repeats.
void append_list(OrdinalLists& lists, std::span<const std::uint16_t> values, const std::vector<std::uint32_t>& place) {
  const auto begin = static_cast<std::ptrdiff_t>(lists.value.size());
  for (const std::uint16_t value : values) lists.value.push_back(static_cast<std::uint16_t>(place[value]));
  std::sort(lists.value.begin() + begin, lists.value.end());
  lists.value.erase(std::unique(lists.value.begin() + begin, lists.value.end()), lists.value.end());
  lists.start.push_back(static_cast<std::uint32_t>(lists.value.size()));
}

}  // namespace

std::string encode(const Columns& columns) {
  std::string out(kMagic);
  append_u32(out, columns.documents);
  append_dictionary(out, columns.language_names);
  append_dictionary(out, columns.ministry_names);
  append_dictionary(out, columns.source_names);
  append_array(out, columns.days);
  append_array(out, columns.precision);
  append_array(out, columns.languages.start);
  append_array(out, columns.languages.value);
  append_array(out, columns.ministries.start);
  append_array(out, columns.ministries.value);
  append_array(out, columns.sources);
  append_array(out, columns.groups);
  return out;
}

Result<Columns> decode_columns(std::string_view bytes) {
  ByteReader reader(bytes);
  if (reader.bytes(kMagic.size()) != kMagic) return damaged("the file does not begin with " + std::string(kMagic));
  const auto documents = reader.u32();
  if (!documents) return damaged("document count");
  Columns columns;
  columns.documents = *documents;
  for (auto* names : {&columns.language_names, &columns.ministry_names, &columns.source_names}) {
    auto read = read_dictionary(reader);
    if (!read) return damaged("a dictionary");
    *names = std::move(*read);
  }
  auto days = read_array<std::uint32_t>(reader, *documents);
  if (!days || !are_days(*days)) return damaged("days");
  auto precision = read_array<std::uint8_t>(reader, *documents);
  const auto is_precision = [](std::uint8_t p) { return p <= static_cast<std::uint8_t>(DatePrecision::kInferred); };
  if (!precision || !std::all_of(precision->begin(), precision->end(), is_precision)) return damaged("date precision");
  auto languages = read_lists(reader, *documents, columns.language_names.size());
  if (!languages) return damaged("languages");
  auto ministries = read_lists(reader, *documents, columns.ministry_names.size());
  if (!ministries) return damaged("ministries");
  auto sources = read_array<std::uint32_t>(reader, *documents);
  const auto is_source = [&](std::uint32_t s) { return s <= columns.source_names.size(); };
  if (!sources || !std::all_of(sources->begin(), sources->end(), is_source)) return damaged("sources");
  auto groups = read_array<std::uint32_t>(reader, *documents);
  if (!groups || !are_groups(*groups)) return damaged("groups");
  if (!reader.at_end()) return damaged("bytes after the end");
  columns.days = std::move(*days);
  columns.precision = std::move(*precision);
  columns.languages = std::move(*languages);
  columns.ministries = std::move(*ministries);
  columns.sources = std::move(*sources);
  columns.groups = std::move(*groups);
  return columns;
}

std::uint16_t ColumnsBuilder::add_values(Dictionary& dictionary, const std::vector<std::string>& names) {
  std::uint16_t added = 0;
  for (const std::string& name : names) {
    if (added == UINT16_MAX || (dictionary.size() >= kMaxOrdinals && !dictionary.contains(name))) continue;
    values_.push_back(static_cast<std::uint16_t>(number_of(dictionary, name)));
    ++added;
  }
  return added;
}

void ColumnsBuilder::put(std::uint32_t document, const ColumnRow& row) {
  Row& kept = rows_[document - 1];
  kept.day = row.day;
  kept.precision = row.precision;
  kept.source = row.source.empty() ? 0 : number_of(sources_, row.source) + 1;
  kept.group = row.group;
  kept.values_begin = static_cast<std::uint32_t>(values_.size());
  kept.languages = add_values(languages_, row.languages);
  kept.ministries = add_values(ministries_, row.ministries);
}

Columns ColumnsBuilder::finish() && {
  SortedNames languages = sorted_names(languages_), ministries = sorted_names(ministries_),
              sources = sorted_names(sources_);
  Columns columns;
  columns.documents = static_cast<std::uint32_t>(rows_.size());
  for (const Row& row : rows_) {
    columns.days.push_back(row.day);
    columns.precision.push_back(row.precision);
    columns.sources.push_back(row.source == 0 ? 0 : sources.place[row.source - 1] + 1);
    columns.groups.push_back(row.group);
    const std::span<const std::uint16_t> values = std::span(values_).subspan(row.values_begin);
    append_list(columns.languages, values.first(row.languages), languages.place);
    append_list(columns.ministries, values.subspan(row.languages, row.ministries), ministries.place);
  }
  columns.language_names = std::move(languages.names);
  columns.ministry_names = std::move(ministries.names);
  columns.source_names = std::move(sources.names);
  return columns;
}

Columns build_columns(std::span<const ColumnRow> rows) {
  ColumnsBuilder builder(static_cast<std::uint32_t>(rows.size()));
  for (std::uint32_t document = 1; document <= rows.size(); ++document) builder.put(document, rows[document - 1]);
  return std::move(builder).finish();
}

}  // namespace polsearch
