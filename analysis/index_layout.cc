// Names and small files of an index folder (picture in the header): pointer, manifest, checksums, resolving, verifying.
#include "analysis/index_layout.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <system_error>

#include <nlohmann/json.hpp>

#include "analysis/schema.h"

namespace polsearch {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::string_view kPointerHead = "polsearch index ";
constexpr std::string_view kLayoutVersion = "1";
constexpr std::uint64_t kMaxPointerBytes = 4096;
constexpr std::uint64_t kMaxManifestBytes = 64ull << 20;
constexpr int kMaxManifestDepth = 8;
constexpr int kResolveTries = 100;  // a reader loses one race a publication: a hundred in a row is damage, not bad luck

Error index_error(std::string message) {
  return {Error::Kind::kIndex, std::move(message), "build the index again: polindex build -o INDEX PATH..."};
}

bool is_digest(std::string_view text) {
  return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// A manifest names files inside its own generation only.
bool is_inner_path(std::string_view path) {
  if (path.empty() || path.front() == '/' || path.find('\0') != std::string_view::npos) return false;
  const fs::path parts(path);
  return std::none_of(parts.begin(), parts.end(),
                      [](const fs::path& part) { return part == ".." || part == "." || part.empty(); });
}

std::optional<std::string_view> line_value(std::string_view& text, std::string_view key) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos || !text.starts_with(key)) return std::nullopt;
  const std::string_view value = text.substr(key.size(), end - key.size());
  text.remove_prefix(end + 1);
  return value;
}

std::string hex(const XXH128_hash_t& hash) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, hash);
  std::string out;
  for (const unsigned char byte : canonical.digest) {
    out.push_back("0123456789abcdef"[byte >> 4]);
    out.push_back("0123456789abcdef"[byte & 15]);
  }
  return out;
}

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

Error cannot_read(const fs::path& path, int error) {
  return {Error::Kind::kInput, "cannot read " + path.string() + ": " + std::generic_category().message(error), ""};
}

// Hands the file to `use` piece by piece; a folder opens but does not read, so both ends are checked.
Status each_piece(const fs::path& path, const std::function<bool(std::string_view)>& use) {
  const File file(std::fopen(path.c_str(), "rbe"));
  if (!file) return cannot_read(path, errno);
  std::setvbuf(file.get(), nullptr, _IONBF, 0);
  std::vector<char> buffer(1 << 18);
  while (true) {
    errno = 0;
    const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), file.get());
    if (got > 0 && !use({buffer.data(), got})) return Done{};
    if (got < buffer.size()) break;
  }
  if (std::ferror(file.get())) return cannot_read(path, errno ? errno : EIO);
  return Done{};
}

// Deep JSON costs memory and stack in a tree: everything below kMaxManifestDepth is dropped while it is parsed.
Json parse_json(std::string_view text) {
  const auto shallow = [](int depth, Json::parse_event_t, Json&) { return depth <= kMaxManifestDepth; };
  return Json::parse(text, shallow, /*allow_exceptions=*/false);
}

template <class T>
std::optional<T> member(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) return std::nullopt;
  if constexpr (std::is_same_v<T, std::string>) {
    if (!found->is_string()) return std::nullopt;
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!found->is_boolean()) return std::nullopt;
  } else {
    if (!found->is_number_unsigned()) return std::nullopt;
  }
  return found->get<T>();
}

std::optional<ManifestFile> parse_file(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  auto path = member<std::string>(json, "path");
  const auto bytes = member<std::uint64_t>(json, "bytes");
  auto digest = member<std::string>(json, "xxh3_128");
  if (!path || !bytes || !digest || !is_inner_path(*path) || !is_digest(*digest)) return std::nullopt;
  return ManifestFile{std::move(*path), *bytes, std::move(*digest)};
}

std::optional<std::vector<ManifestFile>> parse_files(const Json& json) {
  const auto found = json.find("files");
  if (found == json.end() || !found->is_array()) return std::nullopt;
  std::vector<ManifestFile> files;
  for (const Json& item : *found) {
    auto file = parse_file(item);
    if (!file || (!files.empty() && file->path <= files.back().path)) return std::nullopt;
    files.push_back(std::move(*file));
  }
  return files;
}

std::optional<std::vector<std::string>> parse_inputs(const Json& json) {
  const auto found = json.find("inputs");
  if (found == json.end() || !found->is_array()) return std::nullopt;
  std::vector<std::string> inputs;
  for (const Json& item : *found) {
    if (!item.is_string()) return std::nullopt;
    inputs.push_back(item.get<std::string>());
  }
  return inputs;
}

Error manifest_damaged(std::string_view part) { return index_error("manifest is damaged: " + std::string(part)); }

Error missing_index(const fs::path& index) {
  return {Error::Kind::kIndex, "no index at " + index.string(),
          "build one: polindex build -o " + index.string() + " PATH..."};
}

Result<IndexPointer> read_pointer(const fs::path& index) {
  std::error_code error;
  if (!fs::exists(index / "current", error)) return missing_index(index);
  auto text = read_file(index / "current", kMaxPointerBytes);
  if (!text) return index_error(text.error().message);
  return parse_pointer(*text);
}

// A flipped byte in the pointer leaves most of its checksum as it was; of another manifest hardly a digit in ten
// agrees.
bool is_nearly(std::string_view digest, std::string_view other) {
  int same = 0;
  for (std::size_t i = 0; i < digest.size() && i < other.size(); ++i) same += digest[i] == other[i] ? 1 : 0;
  return same > 20;
}

Error wrong_manifest(const IndexPointer& pointer, std::string_view digest) {
  if (is_nearly(pointer.manifest_digest, digest))
    return index_error("damaged: the checksum in the pointer file `current`");
  return index_error("damaged: " + pointer.generation + "/manifest.json does not match its checksum");
}

Result<Generation> open_generation(const fs::path& index, const IndexPointer& pointer) {
  const fs::path folder = index / pointer.generation;
  auto text = read_file(folder / "manifest.json", kMaxManifestBytes);
  std::error_code error;
  if (!text && !fs::exists(folder, error) && !error)
    return index_error("damaged: the pointer file `current` names " + pointer.generation + ", which is not there");
  if (!text) return index_error(text.error().message);
  if (const std::string digest = digest_of(*text); digest != pointer.manifest_digest)
    return wrong_manifest(pointer, digest);
  auto manifest = parse_manifest(*text);
  if (!manifest) return manifest.error();
  return Generation{folder, std::move(*manifest)};
}

Status verify_file(const Generation& generation, const ManifestFile& file) {
  const fs::path path = generation.folder / file.path;
  const std::string name = generation.folder.filename().string() + "/" + file.path;
  std::error_code error;
  const std::uintmax_t bytes = fs::file_size(path, error);
  if (error) return index_error("damaged: " + name + " is missing or unreadable: " + error.message());
  if (bytes != file.bytes)
    return index_error("damaged: " + name + " has " + std::to_string(bytes) + " bytes, the manifest says " +
                       std::to_string(file.bytes));
  const auto digest = digest_of_file(path);
  if (!digest) return index_error("damaged: " + digest.error().message);
  if (*digest != file.digest) return index_error("damaged: " + name + " does not match its checksum");
  return Done{};
}

// A file that the manifest does not name was put there by someone else, or is what a bad disk made of a name.
Status verify_no_strangers(const Generation& generation) {
  std::set<std::string, std::less<>> known{"manifest.json"};
  for (const ManifestFile& file : generation.manifest.files) known.insert(file.path);
  std::error_code error;
  fs::recursive_directory_iterator at(generation.folder, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    std::error_code ignored;
    if (at->is_directory(ignored) && !at->is_symlink(ignored)) continue;
    const std::string path = at->path().lexically_relative(generation.folder).generic_string();
    if (!known.contains(path))
      return index_error("damaged: " + generation.folder.filename().string() + "/" + path +
                         " does not belong to the index");
  }
  if (error) return index_error("cannot list " + generation.folder.string() + ": " + error.message());
  return Done{};
}

}  // namespace

bool is_generation_name(std::string_view name) {
  return name.size() >= 6 && name.size() <= 18 &&
         std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string print_pointer(const IndexPointer& pointer) {
  return std::string(kPointerHead) + std::string(kLayoutVersion) + "\ngeneration " + pointer.generation +
         "\nmanifest " + pointer.manifest_digest + "\n";
}

Result<IndexPointer> parse_pointer(std::string_view text) {
  const auto version = line_value(text, kPointerHead);
  if (!version) return index_error("damaged: the pointer file `current` is not one of polsearch");
  if (*version != kLayoutVersion)
    return Error{Error::Kind::kFormat,
                 "the index has layout " + std::string(version->substr(0, 20)) +
                     " by its file `current`, this program reads " + std::string(kLayoutVersion),
                 "build the index again"};
  const auto generation = line_value(text, "generation ");
  const auto digest = line_value(text, "manifest ");
  if (!generation || !digest || !text.empty() || !is_generation_name(*generation) || !is_digest(*digest))
    return index_error("damaged: the pointer file `current` makes no sense");
  return IndexPointer{std::string(*generation), std::string(*digest)};
}

std::string print_manifest(const Manifest& manifest) {
  Json json;
  json["schema_version"] = manifest.schema_version;
  json["feature_version"] = manifest.feature_version;
  json["analysis_fingerprint"] = manifest.analysis_fingerprint;
  json["documents"] = manifest.documents;
  json["skipped"] = manifest.skipped;
  json["input_bytes"] = manifest.input_bytes;
  json["inputs"] = manifest.inputs;
  json["inputs_digest"] = manifest.inputs_digest;
  json["stock_tables"] = manifest.stock_tables;
  json["knowledge_folder"] = manifest.knowledge_folder;
  Json files = Json::array();
  for (const ManifestFile& file : manifest.files)
    files.push_back({{"path", file.path}, {"bytes", file.bytes}, {"xxh3_128", file.digest}});
  json["files"] = std::move(files);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<Manifest> parse_manifest(std::string_view text) {
  if (text.size() > kMaxManifestBytes) return manifest_damaged("larger than 64 MiB");
  const Json json = parse_json(text);
  if (!json.is_object()) return manifest_damaged("not a JSON object");
  const auto schema_version = member<std::uint64_t>(json, "schema_version");
  if (!schema_version || *schema_version > 1'000'000) return manifest_damaged("schema_version");
  if (*schema_version != schema::kSchemaVersion)
    return Error{Error::Kind::kFormat,
                 "the index has schema " + std::to_string(*schema_version) + ", this program reads " +
                     std::to_string(schema::kSchemaVersion),
                 "build the index again with this version"};
  const auto feature_version = member<std::uint64_t>(json, "feature_version");
  auto fingerprint = member<std::string>(json, "analysis_fingerprint");
  const auto documents = member<std::uint64_t>(json, "documents");
  const auto skipped = member<std::uint64_t>(json, "skipped");
  const auto input_bytes = member<std::uint64_t>(json, "input_bytes");
  if (!feature_version || *feature_version > 1'000'000 || !fingerprint) return manifest_damaged("versions");
  if (!documents || *documents > UINT32_MAX || !skipped || !input_bytes) return manifest_damaged("counts");
  auto inputs = parse_inputs(json);
  auto inputs_digest = member<std::string>(json, "inputs_digest");
  const auto stock_tables = member<bool>(json, "stock_tables");
  auto knowledge_folder = member<std::string>(json, "knowledge_folder");
  auto files = parse_files(json);
  if (!inputs || !inputs_digest || !stock_tables || !knowledge_folder) return manifest_damaged("inputs");
  if (!files) return manifest_damaged("files");
  return Manifest{static_cast<int>(*schema_version),
                  static_cast<int>(*feature_version),
                  std::move(*fingerprint),
                  *documents,
                  *skipped,
                  *input_bytes,
                  std::move(*inputs),
                  std::move(*inputs_digest),
                  *stock_tables,
                  std::move(*knowledge_folder),
                  std::move(*files)};
}

std::string digest_of(std::string_view bytes) { return hex(XXH3_128bits(bytes.data(), bytes.size())); }

Result<std::string> digest_of_file(const fs::path& path) {
  const std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state(XXH3_createState(), XXH3_freeState);
  if (!state) return cannot_read(path, ENOMEM);
  XXH3_128bits_reset(state.get());
  const Status read = each_piece(path, [&](std::string_view piece) {
    XXH3_128bits_update(state.get(), piece.data(), piece.size());
    return true;
  });
  if (!read) return read.error();
  return hex(XXH3_128bits_digest(state.get()));
}

Result<std::string> read_file(const fs::path& path, std::uint64_t max_bytes) {
  std::string content;
  bool too_large = false;
  const Status read = each_piece(path, [&](std::string_view piece) {
    too_large = piece.size() > max_bytes - content.size();
    if (!too_large) content.append(piece);
    return !too_large;
  });
  if (!read) return read.error();
  if (too_large)
    return Error{Error::Kind::kInput,
                 "cannot read " + path.string() + ": larger than " + std::to_string(max_bytes) + " bytes", ""};
  return content;
}

Result<Generation> resolve_generation(const fs::path& index) {
  auto pointer = read_pointer(index);
  for (int tries = 0; tries < kResolveTries && pointer.ok(); ++tries) {
    auto generation = open_generation(index, *pointer);
    if (generation) return generation;
    // A writer may have published and cleaned up between our two reads: then, and only then, the pointer has moved.
    auto now = read_pointer(index);
    if (now && now->generation == pointer->generation && now->manifest_digest == pointer->manifest_digest)
      return generation;
    pointer = std::move(now);
  }
  if (!pointer) return pointer.error();
  return index_error("the index at " + index.string() + " changes faster than it can be opened");
}

Status verify_generation(const Generation& generation) {
  for (const ManifestFile& file : generation.manifest.files)
    if (Status checked = verify_file(generation, file); !checked) return checked;
  return verify_no_strangers(generation);
}

}  // namespace polsearch
