#include "indexer/info.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/columns.h"
#include "analysis/dates.h"
#include "indexer/build/generation.h"
#include "indexer/build/index_writer.h"

namespace polsearch {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

Result<Columns> read_columns(const Generation& generation) {
  const auto bytes = read_file(generation.folder / "columns");
  if (!bytes) return Error{Error::Kind::kIndex, bytes.error().message, "build the index again"};
  auto columns = decode_columns(*bytes);
  if (columns && columns->documents != generation.manifest.documents)
    return Error{Error::Kind::kIndex,
                 fmt::format("damaged: columns hold {} documents, the manifest says {}", columns->documents,
                             generation.manifest.documents),
                 "build the index again"};
  return columns;
}

std::vector<CountedName> count_names(const std::vector<std::string>& names, const OrdinalLists& lists) {
  std::vector<CountedName> counted;
  for (const std::string& name : names) counted.push_back({name, 0});
  for (const std::uint16_t ordinal : lists.value) ++counted[ordinal].documents;
  std::stable_sort(counted.begin(), counted.end(),
                   [](const auto& a, const auto& b) { return a.documents > b.documents; });
  return counted;
}

std::string iso_of(std::uint32_t day) {
  return to_iso({static_cast<std::int16_t>(day / 10000), static_cast<std::uint8_t>(day / 100 % 100),
                 static_cast<std::uint8_t>(day % 100)});
}

void add_dates(IndexInfo& info, const std::vector<std::uint32_t>& days) {
  std::uint32_t first = UINT32_MAX, last = 0;
  for (const std::uint32_t day : days) {
    if (day == 0) ++info.undated;
    if (day != 0) first = std::min(first, day);
    last = std::max(last, day);
  }
  if (last == 0) return;
  info.first_date = iso_of(first);
  info.last_date = iso_of(last);
}

Json counts_json(const std::vector<CountedName>& names) {
  Json list = Json::array();
  for (const CountedName& counted : names) list.push_back({{"value", counted.name}, {"count", counted.documents}});
  return list;
}

Json files_json(const std::vector<ManifestFile>& files) {
  Json list = Json::array();
  for (const ManifestFile& file : files) list.push_back({{"path", file.path}, {"bytes", file.bytes}});
  return list;
}

std::string counts_text(const std::vector<CountedName>& names, std::size_t most) {
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i)
    out += fmt::format("{}{} {}", i ? ", " : "", names[i].name, names[i].documents);
  if (names.size() > most) out += fmt::format(", and {} more", names.size() - most);
  return out.empty() ? "none" : out;
}

}  // namespace

Result<IndexInfo> read_index_info(const fs::path& index) {
  auto generation = resolve_generation(index);
  if (!generation) return generation.error();
  const auto columns = read_columns(*generation);
  if (!columns) return columns.error();
  IndexInfo info;
  info.generation = generation->folder.filename().string();
  info.manifest = std::move(generation->manifest);
  add_dates(info, columns->days);
  info.languages = count_names(columns->language_names, columns->languages);
  info.ministries = count_names(columns->ministry_names, columns->ministries);
  info.sources = columns->source_names.size();
  for (const ManifestFile& file : info.manifest.files) info.bytes += file.bytes;
  return info;
}

std::string print_info_json(const IndexInfo& info) {
  const auto or_null = [](const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); };
  Json json;
  json["generation"] = info.generation;
  json["documents"] = info.manifest.documents;
  json["skipped"] = info.manifest.skipped;
  json["undated"] = info.undated;
  json["first_date"] = or_null(info.first_date);
  json["last_date"] = or_null(info.last_date);
  json["languages"] = counts_json(info.languages);
  json["ministries"] = counts_json(info.ministries);
  json["sources"] = info.sources;
  json["input_bytes"] = info.manifest.input_bytes;
  json["inputs"] = info.manifest.inputs;
  json["knowledge_folder"] = or_null(info.manifest.knowledge_folder);
  json["index_bytes"] = info.bytes;
  json["files"] = files_json(info.manifest.files);
  json["schema_version"] = info.manifest.schema_version;
  json["feature_version"] = info.manifest.feature_version;
  json["analysis_fingerprint"] = info.manifest.analysis_fingerprint;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string print_info_text(const IndexInfo& info) {
  constexpr std::size_t kMinistriesShown = 12;
  const Manifest& manifest = info.manifest;
  std::string out = fmt::format("documents    {}, {} inputs skipped\n", manifest.documents, manifest.skipped);
  out += info.first_date.empty()
             ? std::string("dates        none\n")
             : fmt::format("dates        {} to {}, {} undated\n", info.first_date, info.last_date, info.undated);
  out += fmt::format("languages    {}\n", counts_text(info.languages, 20));
  out += fmt::format("ministries   {}\n", counts_text(info.ministries, kMinistriesShown));
  out += fmt::format("sources      {}\n", info.sources);
  out += fmt::format("input        {} bytes from {}\n", manifest.input_bytes, fmt::join(manifest.inputs, ", "));
  out += fmt::format("generation   {}, {} bytes\n", info.generation, info.bytes);
  for (const ManifestFile& file : manifest.files) out += fmt::format("  {:<24} {:>12}\n", file.path, file.bytes);
  out += fmt::format("schema       {}, features {}\n", manifest.schema_version, manifest.feature_version);
  return out + fmt::format("analysis     {}\n", manifest.analysis_fingerprint);
}

Result<VerifyReport> verify_index(const fs::path& index) {
  const auto generation = resolve_generation(index);
  if (!generation) return generation.error();
  if (Status whole = verify_generation(*generation); !whole) return whole.error();
  if (Status ours = check_no_strangers(index); !ours) return ours.error();
  const auto columns = read_columns(*generation);
  if (!columns) return columns.error();
  const auto documents = count_documents(generation->folder / "xapian");
  if (!documents) return documents.error();
  if (*documents != columns->documents)
    return Error{Error::Kind::kIndex,
                 fmt::format("damaged: the tables hold {} documents, the columns {}", *documents, columns->documents),
                 "build the index again"};
  VerifyReport report{generation->manifest.files.size() + 1, 0, *documents};
  std::error_code ignored;
  report.bytes = fs::file_size(generation->folder / "manifest.json", ignored);
  for (const ManifestFile& file : generation->manifest.files) report.bytes += file.bytes;
  return report;
}

}  // namespace polsearch
