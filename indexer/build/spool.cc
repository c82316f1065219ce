#include "indexer/build/spool.h"

#include <fcntl.h>
#include <xxhash.h>

#include <algorithm>
#include <cerrno>
#include <tuple>

#include "indexer/build/durable_files.h"
#include "indexer/build/glass/document_items.h"

namespace polsearch {
namespace {

constexpr std::uint32_t kMaxDocuments = 0xFFFFFFF0u;

std::array<std::uint64_t, 2> digest_id(std::string_view id) {
  const XXH128_hash_t hash = XXH3_128bits(id.data(), id.size());
  return {hash.high64, hash.low64};
}

}  // namespace

PackedDocument pack(const SpooledDocument& document) {
  thread_local glass::TagDeflater deflater;
  return {document.stored.id, day_number(document.stored.date),
          encode(document, [&](std::string_view fields) { return deflater.deflated(fields); })};
}

Result<Spool> Spool::create(const std::filesystem::path& file) {
  Spool spool;
  spool.path_ = file;
  spool.file_ = FileHandle(::open(file.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!spool.file_) return cannot_write(file, errno);
  return spool;
}

std::uint32_t& Spool::slot_of(const std::array<std::uint64_t, 2>& id_digest) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = id_digest[1] & mask;
  while (slots_[at] != 0 && keys_[slots_[at] - 1].id_digest != id_digest) at = (at + 1) & mask;
  return slots_[at];
}

void Spool::grow_slots() {
  slots_.assign(std::max<std::size_t>(1024, slots_.size() * 2), 0);
  for (std::uint32_t place = 1; place <= keys_.size(); ++place) slot_of(keys_[place - 1].id_digest) = place;
}

Result<std::uint32_t*> Spool::free_slot(const std::array<std::uint64_t, 2>& id_digest) {
  if (keys_.size() >= kMaxDocuments)
    return Error{Error::Kind::kInput, "more than 4,294,967,280 documents", "build several indexes"};
  if (keys_.size() * 3 >= slots_.size() * 2) grow_slots();
  return &slot_of(id_digest);
}

Result<std::optional<std::uint32_t>> Spool::append(const KeptDocument& document) {
  const auto slot = free_slot(document.id_digest);
  if (!slot) return slot.error();
  if (**slot != 0) return std::optional(**slot);
  const auto place = static_cast<std::uint32_t>(keys_.size() + 1);
  keys_.push_back({document.id_digest, document.old_number, 0, document.day, place});
  **slot = place;
  return std::optional<std::uint32_t>();
}

Result<std::optional<std::uint32_t>> Spool::append(const PackedDocument& document) {
  const auto id_digest = digest_id(document.id);
  const auto free = free_slot(id_digest);
  if (!free) return free.error();
  std::uint32_t& slot = **free;
  if (slot != 0) return std::optional(slot);
  if (Status written = file_.write_all(document.bytes, path_); !written) return written.error();
  keys_.push_back({id_digest, end_, static_cast<std::uint32_t>(document.bytes.size()), document.day,
                   static_cast<std::uint32_t>(keys_.size() + 1)});
  end_ += document.bytes.size();
  slot = keys_.back().place;
  return std::optional<std::uint32_t>();
}

void Spool::number() {
  slots_ = {};
  std::sort(keys_.begin(), keys_.end(),
            [](const Key& a, const Key& b) { return std::tie(b.day, a.id_digest) < std::tie(a.day, b.id_digest); });
}

Result<SpooledDocument> Spool::read(std::uint32_t number) const {
  if (const std::uint32_t old = old_number(number); old != 0) return read_kept_(old);
  const Key& key = keys_[number - 1];
  auto packed = file_.read_exactly(key.offset, key.length, path_);
  if (!packed) return packed.error();
  return decode_spooled_document(*packed);
}

}  // namespace polsearch
