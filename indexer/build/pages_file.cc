#include "indexer/build/pages_file.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>

#include "analysis/byte_reader.h"

namespace polsearch {
namespace {

constexpr std::string_view kMagic = "polpage2", kAnyMagic = "polpage";
constexpr std::size_t kHeadBytes = 8 + 4 + 8;
constexpr std::size_t kDigestBytes = 16;
constexpr std::size_t kEntryBytes = 16 + 16 + 8 + 4 + 4;

void append_u64(std::string& out, std::uint64_t value) {
  append_u32(out, static_cast<std::uint32_t>(value));
  append_u32(out, static_cast<std::uint32_t>(value >> 32));
}

void append_digest(std::string& out, const Digest128& digest) {
  append_u64(out, digest[0]);
  append_u64(out, digest[1]);
}

std::optional<std::uint64_t> read_u64(ByteReader& reader) {
  const auto bytes = reader.bytes(sizeof(std::uint64_t));
  if (!bytes) return std::nullopt;
  std::uint64_t value;
  static_assert(std::endian::native == std::endian::little);
  std::memcpy(&value, bytes->data(), sizeof value);
  return value;
}

std::optional<Digest128> read_digest(ByteReader& reader) {
  const auto high = read_u64(reader), low = high ? read_u64(reader) : std::nullopt;
  if (!low) return std::nullopt;
  return Digest128{*high, *low};
}

Error damaged() { return {Error::Kind::kIndex, "the file pages is damaged", "build the index again"}; }

// A count that the bytes behind it can hold.
std::optional<std::uint64_t> read_count(ByteReader& reader, std::size_t least_bytes) {
  const auto count = reader.varint();
  return count && *count <= reader.left() / least_bytes ? count : std::nullopt;
}

bool read_lines(ByteReader& reader, std::vector<std::uint32_t>& lines) {
  const auto count = read_count(reader, 1);
  if (!count) return false;
  std::uint64_t line = 0;
  for (std::uint64_t i = 0; i < *count; ++i) {
    const auto step = reader.varint();
    if (!step || (line += *step) > UINT32_MAX) return false;
    lines.push_back(static_cast<std::uint32_t>(line));
  }
  return true;
}

bool read_marks(ByteReader& reader, std::vector<LineMark>& marks) {
  const auto count = read_count(reader, sizeof(std::uint64_t));
  if (!count) return false;
  if (*count == 0) return true;
  const auto site = read_u64(reader), title = read_u64(reader);
  for (std::uint64_t i = 0; i < *count; ++i) {
    const auto key = read_u64(reader);
    if (!key || !site || !title) return false;
    marks.push_back({*key, *site, *title, 0});
  }
  return true;
}

std::optional<PageRecord> decode_record(std::string_view bytes) {
  ByteReader reader(bytes);
  PageRecord record;
  const auto flags = reader.u8();
  const auto digest = reader.bytes(kDigestBytes);
  const auto length = reader.u32();
  const auto text_hash = read_u64(reader);
  if (!flags || !digest || !length || !text_hash) return std::nullopt;
  record.title_is_derived = (*flags & 1) != 0;
  record.digest = std::string(*digest);
  record.sketch.length = *length;
  record.sketch.text_hash = *text_hash;
  for (std::uint32_t& band : record.sketch.bands) {
    const auto value = reader.u32();
    if (!value) return std::nullopt;
    band = *value;
  }
  if (!read_lines(reader, record.lines) || !read_marks(reader, record.marks) || !reader.at_end()) return std::nullopt;
  return record;
}

bool read_pairs(ByteReader& reader, std::vector<std::uint64_t>& pairs) {
  const auto count = read_count(reader, 2 * sizeof(std::uint32_t));
  if (!count) return false;
  for (std::uint64_t i = 0; i < *count; ++i) {
    const auto first = reader.u32(), second = reader.u32();
    pairs.push_back(std::uint64_t{first.value_or(0)} << 32 | second.value_or(0));
  }
  return std::is_sorted(pairs.begin(), pairs.end());
}

}  // namespace

std::string encode(const PageRecord& record) {
  std::string out(1, record.title_is_derived ? '\1' : '\0');
  out += record.digest;
  out.resize(1 + kDigestBytes);
  append_u32(out, record.sketch.length);
  append_u64(out, record.sketch.text_hash);
  for (const std::uint32_t band : record.sketch.bands) append_u32(out, band);
  append_varint(out, record.lines.size());
  std::uint32_t before = 0;
  for (const std::uint32_t line : record.lines) append_varint(out, line - std::exchange(before, line));
  append_varint(out, record.marks.size());
  if (record.marks.empty()) return out;
  append_u64(out, record.marks.front().site);
  append_u64(out, record.marks.front().title);
  for (const LineMark& mark : record.marks) append_u64(out, mark.key);
  return out;
}

Result<PagesWriter> PagesWriter::create(const std::filesystem::path& path) {
  auto file = BufferedFile::create(path);
  if (!file) return file.error();
  file->append(std::string(kHeadBytes, '\0'));  // known at the end
  return PagesWriter(std::move(*file));
}

void PagesWriter::append_document(const Digest128& page, std::uint32_t bytes, std::string_view record) {
  documents_.push_back({page, file_.size(), bytes});
  file_.append(record);
}

void PagesWriter::append_number(std::uint64_t number) {
  std::string bytes;
  append_varint(bytes, number);
  file_.append(bytes);
}

void PagesWriter::append_pairs(const std::vector<std::uint64_t>& pairs) {
  append_number(pairs.size());
  std::string bytes;
  for (const std::uint64_t pair : pairs) {
    bytes.clear();
    append_u32(bytes, static_cast<std::uint32_t>(pair >> 32));
    append_u32(bytes, static_cast<std::uint32_t>(pair));
    file_.append(bytes);
  }
}

Status PagesWriter::finish(const Spool& spool, const CorpusFindings& findings) {
  std::vector<std::uint32_t> number_of_place(documents_.size() + 1);
  for (std::uint32_t number = 1; number <= spool.documents(); ++number) number_of_place[spool.place(number)] = number;
  std::string head(kMagic), bytes;
  append_u32(head, static_cast<std::uint32_t>(documents_.size()));
  append_u64(head, file_.size());
  for (std::size_t place = 1; place <= documents_.size(); ++place) {
    bytes.clear();
    append_digest(bytes, spool.id_digest(number_of_place[place]));
    append_digest(bytes, documents_[place - 1].page);
    append_u64(bytes, documents_[place - 1].begin);
    append_u32(bytes, number_of_place[place]);
    append_u32(bytes, documents_[place - 1].bytes);
    file_.append(bytes);
  }
  append_number(others_.size());
  for (const OtherPage& page : others_) {
    bytes.clear();
    append_digest(bytes, page.digest);
    append_counted(bytes, page.reason);
    file_.append(bytes);
  }
  append_number(findings.templates.size());
  for (const TemplateLines::Line& line : findings.templates) {
    bytes.clear();
    append_u64(bytes, line.key);
    bytes.push_back(static_cast<char>(line.strength));
    file_.append(bytes);
  }
  append_pairs(findings.pairs.alike);
  append_pairs(findings.pairs.different);
  append_number(findings.maker.size());
  file_.append(findings.maker);
  return file_.finish_with_head(head);
}

Result<PagesFile> PagesFile::open(const std::filesystem::path& path) {
  auto file = MappedFile::open(path);
  if (!file) return file.error();
  PagesFile pages(std::move(*file));
  const std::string_view bytes = pages.file_.bytes();
  if (bytes.starts_with(kAnyMagic) && !bytes.starts_with(kMagic))
    return Error{Error::Kind::kIndex, "the index was made by another version", ""};
  ByteReader head(bytes);
  const auto magic = head.bytes(kMagic.size());
  const auto documents = head.u32();
  const auto index_begin = read_u64(head);
  if (magic != kMagic || !documents || !index_begin || *index_begin < kHeadBytes || *index_begin > bytes.size() ||
      *documents > (bytes.size() - *index_begin) / kEntryBytes)
    return damaged();
  pages.documents_ = *documents;
  pages.index_begin_ = *index_begin;
  const std::string_view behind = bytes.substr(static_cast<std::size_t>(*index_begin));
  const std::size_t index_bytes = *documents * kEntryBytes;
  pages.index_ = behind.substr(0, index_bytes);
  if (!pages.is_sound() || !pages.read_rest(behind.substr(index_bytes))) return damaged();
  return pages;
}

// Records stand one behind the other; each document has one page.
bool PagesFile::is_sound() const {
  std::vector<bool> seen(documents_ + std::size_t{1});
  std::uint64_t before = kHeadBytes;
  for (std::uint32_t place = 0; place < documents_; ++place) {
    ByteReader reader(index_.substr(place * kEntryBytes + 32, kEntryBytes - 32));
    const std::uint64_t begin = *read_u64(reader);
    const std::uint32_t document = *reader.u32();
    if (begin < before || begin > index_begin_ || document == 0 || document > documents_ || seen[document])
      return false;
    before = begin;
    seen[document] = true;
  }
  return true;
}

bool PagesFile::read_rest(std::string_view rest) {
  ByteReader reader(rest);
  const auto others = read_count(reader, 17);
  for (std::uint64_t i = 0; others && i < *others; ++i) {
    const auto digest = read_digest(reader);
    const auto reason = digest ? reader.counted_bytes() : std::nullopt;
    if (!reason) return false;
    others_.push_back({*digest, std::string(*reason)});
  }
  const auto templates = others ? read_count(reader, 9) : std::nullopt;
  for (std::uint64_t i = 0; templates && i < *templates; ++i) {
    const auto key = read_u64(reader);
    const auto strength = reader.u8();
    if (!key || !strength || *strength > 2) return false;
    findings_.templates.push_back({*key, static_cast<TemplateLines::Strength>(*strength)});
  }
  if (!templates || !read_pairs(reader, findings_.pairs.alike) || !read_pairs(reader, findings_.pairs.different))
    return false;
  const auto maker = reader.counted_bytes();
  if (!maker || !reader.at_end()) return false;
  findings_.maker = std::string(*maker);
  return true;
}

PagesFile::Entry PagesFile::entry(std::uint32_t place) const {
  ByteReader reader(index_.substr(place * kEntryBytes, kEntryBytes));
  Entry entry;
  entry.id_digest = *read_digest(reader);
  entry.page_digest = *read_digest(reader);
  const std::uint64_t begin = *read_u64(reader);
  entry.document = *reader.u32();
  entry.bytes = *reader.u32();
  std::uint64_t end = index_begin_;
  if (place + 1 < documents_) {
    ByteReader next(index_.substr((std::size_t{place} + 1) * kEntryBytes + 32, 8));
    end = *read_u64(next);
  }
  entry.record = file_.bytes().substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
  return entry;
}

Result<PageRecord> PagesFile::record(std::uint32_t place) const {
  auto record = decode_record(entry(place).record);
  if (!record) return damaged();
  return std::move(*record);
}

}  // namespace polsearch
