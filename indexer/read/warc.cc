#include "indexer/read/warc.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "analysis/ascii.h"
#include "indexer/read/jsonl.h"

namespace polsearch {
namespace {

constexpr std::size_t kBufferBytes = 64 * 1024;
constexpr std::size_t kMaxHeaderBytes = 64 * 1024;  // of a record or an HTTP answer
constexpr std::size_t kMaxStart = 64;               // bytes of a line that are looked at to see whether a record begins

Error reason(std::string text) { return {Error::Kind::kInput, std::move(text), {}}; }

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
    fields.emplace_back(lower_ascii(trim(line.substr(0, colon))), std::string(trim(line.substr(colon + 1))));
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

  // Passes over what stands before the next line that begins a record, however long its lines are. `passed` counts its
  // bytes that are no blank lines; `found` is false at the end of the source.
  struct Search {
    bool found = false;
    std::uint64_t passed = 0;
  };
  Result<Search> find_record() {
    constexpr std::string_view kStart = "WARC/";
    Search search;
    std::string head;         // of the line
    std::uint64_t bytes = 0;  // of the line
    while (true) {
      const Result<bool> more = fill();
      if (!more) return more.error();
      const std::size_t end = *more ? std::min(buffer_.find('\n', begin_), buffer_.size()) : begin_;
      const bool is_complete = !*more || end < buffer_.size();
      head.append(buffer_, begin_, std::min(end - begin_, kMaxStart - std::min(head.size(), kMaxStart)));
      bytes += end - begin_;
      begin_ = std::min(end + 1, buffer_.size());
      if (!is_complete) continue;
      search.found = trim(head).starts_with(kStart);
      if (search.found) return search;
      if (bytes > head.size() || !trim(head).empty()) search.passed += bytes + (*more ? 1 : 0);
      if (!*more) return search;
      head.clear();
      bytes = 0;
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

// The fields below the line that begins a record.
Result<Fields> read_header(BlockReader& reader) {
  Fields fields;
  for (std::size_t bytes = 0; bytes <= kMaxHeaderBytes;) {
    Result<std::optional<std::string>> line = reader.line();
    if (!line) return line.error();
    if (!*line) return reason("WARC file is cut off");
    if (trim(**line).empty()) return fields;
    bytes += (*line)->size() + 1;
    add_field(fields, **line);
  }
  return reason("WARC header is too long");
}

std::optional<MediaType> media_type_of(std::string_view content_type) {
  const std::string type = lower_ascii(trim(content_type.substr(0, content_type.find(';'))));
  if (type == "text/html" || type == "application/xhtml+xml") return MediaType::kHtml;
  if (type == "text/plain") return MediaType::kText;
  return std::nullopt;
}

std::string charset_of(std::string_view content_type) {
  const std::string type = lower_ascii(content_type);
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

// What a record is to us.
enum class Held : std::uint8_t { kPage, kOtherStatus, kOtherType };

// An HTTP answer -> its body in `document`. Error: the skip's reason.
Result<Held> read_http(std::string block, const ReadLimits& limits, RawDocument& document) {
  const std::size_t crlf = block.find("\r\n\r\n"), lf = block.find("\n\n");
  const std::size_t header_end = std::min(crlf, lf);
  if (!block.starts_with("HTTP/") || header_end == std::string::npos) return reason("HTTP answer is damaged");
  Fields fields;
  const std::string_view header = std::string_view(block).substr(0, header_end);
  const std::size_t space = header.find(' ');
  if (space == std::string_view::npos || number_of<int>(header.substr(space + 1)) != 200) return Held::kOtherStatus;
  for (std::size_t at = header.find('\n'); at != std::string_view::npos;) {
    const std::size_t next = header.find('\n', at + 1);
    add_field(fields, header.substr(at + 1, next == std::string_view::npos ? next : next - at - 1));
    at = next;
  }
  const std::string_view content_type = field(fields, "content-type");
  const std::optional<MediaType> media_type = media_type_of(content_type);
  if (!media_type) return Held::kOtherType;
  document.media_type = *media_type;
  document.hints.charset = charset_of(content_type);
  const bool is_chunked = lower_ascii(field(fields, "transfer-encoding")).find("chunked") != std::string::npos;
  block.erase(0, header_end + (header_end == crlf ? 4 : 2));
  if (is_chunked) block = join_chunks(std::move(block));
  if (!block.starts_with("\x1f\x8b")) {
    document.bytes = std::move(block);
    return Held::kPage;
  }
  const std::unique_ptr<ByteSource> unpacked = unpack_gzip(memory_source(std::move(block)), limits);
  Result<std::string> bytes = read_all(*unpacked, limits.file_bytes);
  if (!bytes) return bytes.error();
  document.bytes = *std::move(bytes);
  return Held::kPage;
}

// A record's block -> a document.
Result<Held> read_record(const Fields& fields, std::string block, const ReadLimits& limits, RawDocument& document) {
  std::string_view address = field(fields, "warc-target-uri");
  if (address.starts_with('<') && address.ends_with('>')) address = address.substr(1, address.size() - 2);  // WARC 1.0
  document.id = document.hints.url = std::string(address);
  document.hints.crawl_date = field(fields, "warc-date");
  if (lower_ascii(field(fields, "warc-type")) == "response") return read_http(std::move(block), limits, document);
  const std::string_view content_type = field(fields, "content-type");
  const std::optional<MediaType> media_type = media_type_of(content_type);
  if (!media_type) return Held::kOtherType;
  document.media_type = *media_type;
  document.hints.charset = charset_of(content_type);
  document.bytes = std::move(block);
  return Held::kPage;
}

bool may_hold_page(const Fields& fields) {
  const std::string type = lower_ascii(field(fields, "warc-type"));
  if (type == "response") return lower_ascii(field(fields, "content-type")).starts_with("application/http");
  return type == "conversion" || type == "resource";
}

// One file: what it carries from record to record.
class WarcFile {
 public:
  WarcFile(ByteSource& source, const std::string& path, const std::string& relative, const ReadLimits& limits,
           const ReadSink& sink)
      : reader_(source), path_(path), relative_(relative), limits_(limits), sink_(sink) {}

  // False: the sink stopped. Error: nothing behind can be read.
  Result<bool> read() {
    Result<bool> goes_on = read_records();
    if (!goes_on && number_ > 1)
      goes_on = reason(fmt::format("{}, in or behind record {}", goes_on.error().message, number_ - 1));
    if (!goes_on || *goes_on) tell_others();
    return goes_on;
  }

 private:
  Result<bool> read_records() {
    while (true) {
      const Result<BlockReader::Search> search = reader_.find_record();
      if (!search) return search.error();
      if (search->passed > 0 && number_ == 1 && !search->found) return reason("not a WARC file");
      if (search->passed > 0)
        sink_.skip({path_, fmt::format("damaged: {} bytes before record {} belong to none", search->passed, number_)});
      if (!search->found) return true;
      const Result<bool> goes_on = read_one();
      if (!goes_on || !*goes_on) return goes_on;
    }
  }

  Result<bool> read_one() {
    const std::uint64_t number = number_++;
    const Result<Fields> fields = read_header(reader_);
    if (!fields) return fields.error();
    const std::string place = fmt::format("{}:{}", path_, number);
    const auto size = number_of<std::uint64_t>(field(*fields, "content-length"));
    if (!size) {
      sink_.skip({place, "record has no Content-Length"});
      return true;
    }
    const bool is_wanted = may_hold_page(*fields), is_small = *size <= limits_.file_bytes;
    std::string block;
    const Status whole = reader_.block(*size, [&](std::string_view piece) {
      if (is_wanted && is_small) block += piece;
    });
    if (!whole) return whole.error();
    if (!is_wanted) return true;
    RawDocument document;
    document.place = place;
    const Result<Held> held =
        is_small ? read_record(*fields, std::move(block), limits_, document)
                 : Result<Held>(reason(fmt::format("record is over {}, the limit", print_bytes(limits_.file_bytes))));
    if (!held)
      sink_.skip({place, held.error().message});
    else if (*held == Held::kPage)
      return hand_on(std::move(document), number);
    else
      ++(*held == Held::kOtherStatus ? other_status_ : other_type_);
    return true;
  }

  bool hand_on(RawDocument&& document, std::uint64_t number) {
    document.id = printable_id(document.id.empty() ? fmt::format("{}:{}", relative_, number) : document.id);
    return sink_.document(std::move(document));
  }

  // Told by their number: a crawl has thousands.
  void tell_others() {
    const auto tell = [&](std::uint64_t count, std::string_view what) {
      if (count > 0) sink_.skip({path_, fmt::format("{} {} {}", count, count == 1 ? "record" : "records", what)});
    };
    tell(other_status_, "with an HTTP status other than 200");
    tell(other_type_, "neither HTML nor plain text");
  }

  BlockReader reader_;
  const std::string& path_;
  const std::string& relative_;
  const ReadLimits& limits_;
  const ReadSink& sink_;
  std::uint64_t number_ = 1;  // of the next record
  std::uint64_t other_status_ = 0, other_type_ = 0;
};

}  // namespace

Result<bool> read_warc(ByteSource& source, const std::string& path, const std::string& relative,
                       const ReadLimits& limits, const ReadSink& sink) {
  return WarcFile(source, path, relative, limits, sink).read();
}

}  // namespace polsearch
