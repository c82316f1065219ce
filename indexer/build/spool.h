// Pass 1's documents on disk, compressed, and a small key of each in memory: what pass 2 numbers and reads again.
//
//   append(document) ... -> number() -> read(1) is the newest document, read(documents()) an undated one
// An update also takes in documents that stay as the index has them: those are read from there.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/result.h>
#include "indexer/build/file_handle.h"
#include "indexer/build/indexable.h"

namespace polsearch {

// A document as it goes into the spool; made by the workers, since packing it costs time.
struct PackedDocument {
  std::string id;
  std::uint32_t day = 0;
  std::string bytes;  // of encode(): its text is deflated, as the index will keep it
};
[[nodiscard]] PackedDocument pack(const SpooledDocument& document);

// A document that the index has already, by its number there.
struct KeptDocument {
  std::array<std::uint64_t, 2> id_digest{};
  std::uint32_t day = 0;
  std::uint32_t old_number = 0;  // from 1
};

// Not thread-safe while it is filled; read() may be called from many threads afterwards.
// About 56 bytes of memory a document.
class Spool {
 public:
  [[nodiscard]] static Result<Spool> create(const std::filesystem::path& file);

  // nullopt when it was taken in; else the earlier document's place in the input (1-based) that has the same id.
  [[nodiscard]] Result<std::optional<std::uint32_t>> append(const PackedDocument& document);
  [[nodiscard]] Result<std::optional<std::uint32_t>> append(const KeptDocument& document);

  // How read() gets a kept document, by its old number.
  using ReadKept = std::function<Result<SpooledDocument>(std::uint32_t old_number)>;
  void read_kept_with(ReadKept read) { read_kept_ = std::move(read); }

  // Numbers the documents 1..N: newest first, undated last, equal days in an order that depends on their ids alone.
  void number();

  [[nodiscard]] std::uint32_t documents() const { return static_cast<std::uint32_t>(keys_.size()); }
  // Where the document came in the input, from 1.
  [[nodiscard]] std::uint32_t place(std::uint32_t number) const { return keys_[number - 1].place; }
  [[nodiscard]] std::uint32_t day(std::uint32_t number) const { return keys_[number - 1].day; }
  // XXH3-128 of its id.
  [[nodiscard]] const std::array<std::uint64_t, 2>& id_digest(std::uint32_t number) const {
    return keys_[number - 1].id_digest;
  }
  // Bytes of the packed document: a hint for the size of the work.
  [[nodiscard]] std::uint32_t packed_bytes(std::uint32_t number) const {
    return old_number(number) == 0 ? keys_[number - 1].length : kKeptBytes;
  }
  // Of a kept document: its number in the index that it was kept from; 0: it is none.
  [[nodiscard]] std::uint32_t old_number(std::uint32_t number) const {
    return keys_[number - 1].length == 0 ? static_cast<std::uint32_t>(keys_[number - 1].offset) : 0;
  }
  [[nodiscard]] Result<SpooledDocument> read(std::uint32_t number) const;

 private:
  static constexpr std::uint32_t kKeptBytes = 4096;  // of a kept document: a guess
  struct Key {
    std::array<std::uint64_t, 2> id_digest;
    std::uint64_t offset;  // of a kept document: its old number
    std::uint32_t length;  // 0: a kept document
    std::uint32_t day;
    std::uint32_t place;
  };
  [[nodiscard]] std::uint32_t& slot_of(const std::array<std::uint64_t, 2>& id_digest);
  void grow_slots();
  [[nodiscard]] Result<std::uint32_t*> free_slot(const std::array<std::uint64_t, 2>& id_digest);

  ReadKept read_kept_;
  FileHandle file_;
  std::filesystem::path path_;
  std::uint64_t end_ = 0;
  std::deque<Key> keys_;              // in input order until number()
  std::vector<std::uint32_t> slots_;  // open addressing over keys_: place in the input, 0 = free
};

}  // namespace polsearch
