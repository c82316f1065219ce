#include "indexer/read/warc.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "indexer/read/jsonl.h"

namespace polsearch {
namespace {

constexpr std::size_t kBufferBytes = 64 * 1024;
constexpr std::size_t kMaxHeaderBytes = 64 * 1024;  // of a record or an HTTP answer

Error reason(std::string text) { return {Error::Kind::kInput, std::move(text), {}}; }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string_view trim(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  text.remove_prefix(begin);
  return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
}

// "Name: value" lines; names lower case.
using Fields = std::vector<std::pair<std::string, std::string>>;

std::string_view field(const Fields& fields, std::string_view name) {
  for (const auto& [key, value] : fields)
    if (key == name) return value;
  return {};
}

void add_field(Fields& fields, std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon != std::string_view::npos)
    fields.emplace_back(lower(trim(line.substr(0, colon))), std::string(trim(line.substr(colon + 1))));
}

template <class Number>
std::optional<Number> number_of(std::string_view text, int base = 10) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end == text.data()) return std::nullopt;
  return value;
}

// Lines and counted blocks of a source.
class BlockReader {
 public:
  explicit BlockReader(ByteSource& source) : source_(source) {}

  // Up to and without \n; nothing at the end of the source.
  Result<std::optional<std::string>> line() {
    std::string line;
    for (bool is_first = true;; is_first = false) {
      const Result<bool> more = fill();
      if (!more) return more.error();
      if (!*more) return is_first ? std::optional<std::string>() : std::optional(std::move(line));
      const std::size_t end = std::min(buffer_.find('\n', begin_), buffer_.size());
      line.append(buffer_, begin_, end - begin_);
      if (line.size() > kMaxHeaderBytes) return reason("WARC header is too long");
      const bool is_complete = end < buffer_.size();
      begin_ = is_complete ? end + 1 : end;
      if (is_complete) return std::optional(std::move(line));
    }
  }

  // Calls `take` with the next `size` bytes, piece by piece. Error: the source ends before.
  template <class Take>
  Status block(std::uint64_t size, Take&& take) {
    while (size > 0) {
      const Result<bool> more = fill();
      if (!more) return more.error();
      if (!*more) return reason("WARC file is cut off");
      const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(size, buffer_.size() - begin_));
      take(std::string_view(buffer_).substr(begin_, count));
      begin_ += count;
      size -= count;
    }
    return Done{};
  }

 private:
  Result<bool> fill() {
    if (begin_ < buffer_.size()) return true;
    if (ended_) return false;
    buffer_.resize(kBufferBytes);
    const Result<std::size_t> count = source_.read(buffer_.data(), buffer_.size());
    if (!count) return count.error();
    buffer_.resize(*count);
    begin_ = 0;
    ended_ = *count == 0;
    return !ended_;
  }

  ByteSource& source_;
  std::string buffer_;
  std::size_t begin_ = 0;
  bool ended_ = false;
};

// The header of the next record; nothing at the end of the source.
Result<std::optional<Fields>> read_header(BlockReader& reader) {
  std::string first;
  do {  // records are separated by blank lines
    Result<std::optional<std::string>> line = reader.line();
    if (!line) return line.error();
    if (!*line) return std::optional<Fields>();
    first = trim(**line);
  } while (first.empty());
  if (!first.starts_with("WARC/")) return reason("not a WARC file, or damaged");
  Fields fields;
  for (std::size_t bytes = 0; bytes <= kMaxHeaderBytes;) {
    Result<std::optional<std::string>> line = reader.line();
    if (!line) return line.error();
    if (!*line) return reason("WARC file is cut off");
    if (trim(**line).empty()) return std::optional(std::move(fields));
    bytes += (*line)->size() + 1;
    add_field(fields, **line);
  }
  return reason("WARC header is too long");
}

std::optional<MediaType> media_type_of(std::string_view content_type) {
  const std::string type = lower(trim(content_type.substr(0, content_type.find(';'))));
  if (type == "text/html" || type == "application/xhtml+xml") return MediaType::kHtml;
  if (type == "text/plain") return MediaType::kText;
  return std::nullopt;
}

std::string charset_of(std::string_view content_type) {
  const std::string type = lower(content_type);
  const std::size_t at = type.find("charset=");
  if (at == std::string::npos) return {};
  const std::string_view value = std::string_view(type).substr(at + 8);
  std::string charset(trim(value.substr(0, value.find(';'))));
  std::erase_if(charset, [](char c) { return c == '"' || c == '\''; });
  return charset;
}

// Body of a chunked answer (RFC 9112, 7.1); what does not look like chunks is kept as it is: crawlers often store the
// body already put together.
std::string join_chunks(std::string body) {
  std::string out;
  for (std::string_view rest = body; !rest.empty();) {
    const std::size_t line_end = rest.find('\n');
    const auto size = number_of<std::size_t>(rest, 16);
    if (!size || line_end == std::string_view::npos) break;
    if (*size == 0) return out;
    if (line_end > 100 || *size > rest.size() - line_end - 1) break;
    out += rest.substr(line_end + 1, *size);
    rest.remove_prefix(line_end + 1 + *size);
    if (rest.starts_with("\r")) rest.remove_prefix(1);
    if (rest.starts_with("\n")) rest.remove_prefix(1);
  }
  return body;
}

// An HTTP answer -> its body in `document`. False: no page (another status or type). Error: the skip's reason.
Result<bool> read_http(std::string block, const ReadLimits& limits, RawDocument& document) {
  const std::size_t crlf = block.find("\r\n\r\n"), lf = block.find("\n\n");
  const std::size_t header_end = std::min(crlf, lf);
  if (!block.starts_with("HTTP/") || header_end == std::string::npos) return reason("HTTP answer is damaged");
  Fields fields;
  const std::string_view header = std::string_view(block).substr(0, header_end);
  const std::size_t space = header.find(' ');
  if (space == std::string_view::npos || number_of<int>(header.substr(space + 1)) != 200) return false;
  for (std::size_t at = header.find('\n'); at != std::string_view::npos;) {
    const std::size_t next = header.find('\n', at + 1);
    add_field(fields, header.substr(at + 1, next == std::string_view::npos ? next : next - at - 1));
    at = next;
  }
  const std::string_view content_type = field(fields, "content-type");
  const std::optional<MediaType> media_type = media_type_of(content_type);
  if (!media_type) return false;
  document.media_type = *media_type;
  document.hints.charset = charset_of(content_type);
  const bool is_chunked = lower(field(fields, "transfer-encoding")).find("chunked") != std::string::npos;
  block.erase(0, header_end + (header_end == crlf ? 4 : 2));
  if (is_chunked) block = join_chunks(std::move(block));
  if (!block.starts_with("\x1f\x8b")) {
    document.bytes = std::move(block);
    return true;
  }
  const std::unique_ptr<ByteSource> unpacked = unpack_gzip(memory_source(std::move(block)), limits);
  Result<std::string> bytes = read_all(*unpacked, limits.file_bytes);
  if (!bytes) return bytes.error();
  document.bytes = *std::move(bytes);
  return true;
}

// A record's block -> a document; false when it is none.
Result<bool> read_record(const Fields& fields, std::string block, const ReadLimits& limits, RawDocument& document) {
  std::string_view address = field(fields, "warc-target-uri");
  if (address.starts_with('<') && address.ends_with('>')) address = address.substr(1, address.size() - 2);  // WARC 1.0
  document.id = document.hints.url = std::string(address);
  document.hints.crawl_date = field(fields, "warc-date");
  if (lower(field(fields, "warc-type")) == "response") return read_http(std::move(block), limits, document);
  const std::string_view content_type = field(fields, "content-type");
  const std::optional<MediaType> media_type = media_type_of(content_type);
  if (!media_type) return false;
  document.media_type = *media_type;
  document.hints.charset = charset_of(content_type);
  document.bytes = std::move(block);
  return true;
}

bool may_hold_page(const Fields& fields) {
  const std::string type = lower(field(fields, "warc-type"));
  if (type == "response") return lower(field(fields, "content-type")).starts_with("application/http");
  return type == "conversion" || type == "resource";
}

}  // namespace

Result<bool> read_warc(ByteSource& source, const std::string& path, const std::string& relative,
                       const ReadLimits& limits, const ReadSink& sink) {
  BlockReader reader(source);
  for (std::uint64_t number = 1;; ++number) {
    Result<std::optional<Fields>> fields = read_header(reader);
    if (!fields) return fields.error();
    if (!*fields) return true;
    const auto size = number_of<std::uint64_t>(field(**fields, "content-length"));
    if (!size) return reason(fmt::format("record {} has no Content-Length", number));
    const bool is_wanted = may_hold_page(**fields), is_small = *size <= limits.file_bytes;
    std::string block;
    const Status status = reader.block(*size, [&](std::string_view piece) {
      if (is_wanted && is_small) block += piece;
    });
    if (!status) return status.error();
    if (!is_wanted) continue;
    const std::string where = fmt::format("{}:{}", path, number);
    RawDocument document;
    const Result<bool> is_page =
        is_small ? read_record(**fields, std::move(block), limits, document)
                 : Result<bool>(reason(fmt::format("record is over {}, the limit", print_bytes(limits.file_bytes))));
    if (!is_page) {
      sink.skip({where, is_page.error().message});
    } else if (*is_page) {
      document.id = printable_id(document.id.empty() ? fmt::format("{}:{}", relative, number) : document.id);
      if (!sink.document(std::move(document))) return false;
    }
  }
}

}  // namespace polsearch
