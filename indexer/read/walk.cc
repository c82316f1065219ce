// Paths -> raw documents: finds files, opens each, hands its documents on.
//
//   {"pages/"}  ->  pages/a.txt (id "a.txt"), pages/b/c.jsonl line 1 (id "b/c.jsonl:1"), ...
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "indexer/read.h"
#include "indexer/read/compressed_file.h"
#include "indexer/read/jsonl.h"
#include "indexer/read/warc.h"

namespace polsearch {
namespace {

namespace fs = std::filesystem;

enum class Container : std::uint8_t { kText, kHtml, kJsonl, kWarc };

struct Ending {
  std::string_view text;  // lower case
  Container container;
};
constexpr std::array kEndings = {Ending{".txt", Container::kText}, Ending{".html", Container::kHtml},
                                 Ending{".htm", Container::kHtml}, Ending{".jsonl", Container::kJsonl},
                                 Ending{".wet", Container::kWarc}, Ending{".warc", Container::kWarc}};
constexpr std::string_view kEndingList = ".txt, .html, .htm, .jsonl, .wet, .warc, each also with .gz or .zst";

const Ending* ending_of(std::string_view path) {
  std::string name(path.substr(path.rfind('/') + 1));
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  for (const std::string_view packed : {".gz", ".zst"})
    if (name.ends_with(packed)) {
      name.resize(name.size() - packed.size());
      break;
    }
  for (const Ending& ending : kEndings)
    if (name.ends_with(ending.text)) return &ending;
  return nullptr;
}

// One walk: what it carries along.
class Walk {
 public:
  Walk(const ReadLimits& limits, const ReadSink& sink) : limits_(limits), sink_(sink) {}

  // All return false when the sink stopped.
  bool visit_argument(const std::string& path);
  bool read_standard_input(std::istream& standard_input);

 private:
  struct Entry {
    std::string name;     // with a "/" behind it for a folder: so sorting names sorts relative paths
    std::string problem;  // why it is a skip; "" otherwise
    bool is_unread = false;
  };
  bool visit_folder(const std::string& path, const std::string& relative);
  std::vector<Entry> list_folder(const std::string& path);
  bool read_file(const std::string& path, const std::string& relative, Container container);
  bool read_page(ByteSource& source, const std::string& path, const std::string& relative, MediaType media_type);
  void skip(const std::string& path, std::string reason) { sink_.skip({printable_id(path), std::move(reason)}); }
  void skip_unread(const std::string& path, std::string reason) {
    sink_.skip({printable_id(path), std::move(reason), /*is_unread=*/true});
  }

  const ReadLimits& limits_;
  const ReadSink& sink_;
};

std::string reason_of(const std::error_code& error) {
  std::string text = error.message();
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

std::string join(const std::string& folder, std::string_view name) {
  std::string path = folder;
  if (!path.empty() && path.back() != '/') path += '/';
  return path.append(name);
}

bool Walk::read_page(ByteSource& source, const std::string& path, const std::string& relative, MediaType media_type) {
  Result<std::string> bytes = read_all(source, limits_.file_bytes);
  if (!bytes) {
    skip(path, bytes.error().message);
    return true;
  }
  return sink_.document(RawDocument{printable_id(relative), media_type, *std::move(bytes), {}, printable_id(path)});
}

bool Walk::read_file(const std::string& path, const std::string& relative, Container container) {
  Result<std::unique_ptr<ByteSource>> source = open_file(path, limits_);
  if (!source) {
    skip_unread(path, source.error().message);
    return true;
  }
  switch (container) {
    case Container::kText: return read_page(**source, path, relative, MediaType::kText);
    case Container::kHtml: return read_page(**source, path, relative, MediaType::kHtml);
    case Container::kWarc:
    case Container::kJsonl: break;
  }
  const auto read_many = container == Container::kWarc ? read_warc : read_jsonl;
  const Result<bool> goes_on = read_many(**source, printable_id(path), relative, limits_, sink_);
  if (!goes_on) skip(path, goes_on.error().message);
  return !goes_on || *goes_on;
}

// What is not a document and not worth a word is left out here: hidden names, other endings.
std::vector<Walk::Entry> Walk::list_folder(const std::string& path) {
  std::vector<Entry> entries;
  std::error_code error;
  fs::directory_iterator at(path, error);
  for (; !error && at != fs::directory_iterator(); at.increment(error)) {
    std::string name = at->path().filename().string();
    if (name.starts_with('.')) continue;
    std::error_code unseen, ignored;  // unseen: it may be a folder full of pages
    const fs::file_type own = at->symlink_status(unseen).type();
    const fs::file_type real = at->status(ignored).type();
    if (unseen)
      entries.push_back({std::move(name), reason_of(unseen), true});
    else if (own == fs::file_type::directory)
      entries.push_back({name + '/', {}});
    else if (real == fs::file_type::directory)
      entries.push_back({std::move(name), "symbolic link to a folder, not followed"});
    else if (real == fs::file_type::fifo || real == fs::file_type::socket || real == fs::file_type::block ||
             real == fs::file_type::character)
      entries.push_back({std::move(name), "FIFO, socket or device, not a file"});
    else if (ending_of(name) != nullptr)
      entries.push_back({std::move(name), {}});
  }
  if (error) skip_unread(path, reason_of(error));
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
  return entries;
}

// Depth of the recursion is bounded by the system's longest path (4,096 bytes).
bool Walk::visit_folder(const std::string& path, const std::string& relative) {
  for (const Entry& entry : list_folder(path)) {
    const std::string entry_path = join(path, entry.name), entry_relative = relative + entry.name;
    if (!entry.problem.empty())
      sink_.skip({printable_id(entry_path), entry.problem, entry.is_unread});
    else if (entry.name.back() == '/' && !visit_folder(entry_path, entry_relative))
      return false;
    else if (entry.name.back() != '/' && !read_file(entry_path, entry_relative, ending_of(entry.name)->container))
      return false;
  }
  return true;
}

bool Walk::visit_argument(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::is_directory(status)) return visit_folder(path, {});
  if (!fs::exists(status)) {
    skip_unread(path, error ? reason_of(error) : "no such file or directory");
    return true;
  }
  const Ending* ending = ending_of(path);
  if (ending == nullptr) {
    skip(path, fmt::format("unknown kind of file; accepted: {}", kEndingList));
    return true;
  }
  return read_file(path, path.substr(path.rfind('/') + 1), ending->container);
}

bool Walk::read_standard_input(std::istream& standard_input) {
  const std::unique_ptr<ByteSource> source = stream_source(standard_input);
  const Result<bool> goes_on = read_jsonl(*source, "-", "-", limits_, sink_);
  if (!goes_on) skip("-", goes_on.error().message);
  return !goes_on || *goes_on;
}

}  // namespace

Status read_documents(const std::vector<std::string>& paths, const ReadLimits& limits, std::istream& standard_input,
                      const ReadSink& sink) {
  Walk walk(limits, sink);
  for (const std::string& path : paths) {
    const bool goes_on = path == "-" ? walk.read_standard_input(standard_input) : walk.visit_argument(path);
    if (!goes_on) break;
  }
  return Done{};
}

}  // namespace polsearch
