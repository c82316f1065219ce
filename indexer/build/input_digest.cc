#include "indexer/build/input_digest.h"

#include <xxhash.h>

#include <new>

#include "analysis/byte_reader.h"
#include "analysis/index_layout.h"

namespace polsearch {

namespace {

constexpr XXH64_hash_t kLineSeed = 1;  // a line is no page of the same bytes

Digest128 digest_of_bytes(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.high64, hash.low64};
}

// The same on every machine.
std::string bytes_of(const Digest128& digest) {
  std::string bytes;
  for (const std::uint64_t half : digest)
    for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(half >> shift & 0xFF));
  return bytes;
}

}  // namespace

Digest128 digest_page(const RawDocument& document) {
  const Hints& hints = document.hints;
  std::string head(1, static_cast<char>(document.media_type));
  append_counted(head, document.id);
  for (const std::string* hint :
       {&hints.url, &hints.site, &hints.title, &hints.date, &hints.language, &hints.charset, &hints.crawl_date})
    append_counted(head, *hint);
  return digest_of_bytes(head + bytes_of(digest_of_bytes(document.bytes)));
}

Digest128 digest_line(std::string_view line) {
  const XXH128_hash_t hash = XXH3_128bits_withSeed(line.data(), line.size(), kLineSeed);
  return {hash.high64, hash.low64};
}

Digest128 digest_unnamed_line(const Digest128& line, std::string_view id) {
  return digest_of_bytes(bytes_of(line) + std::string(id));
}

struct InputDigest::State {
  XXH3_state_t* hash = XXH3_createState();
  State() {
    if (!hash) throw std::bad_alloc();
    XXH3_128bits_reset(hash);
  }
  ~State() { XXH3_freeState(hash); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

InputDigest::InputDigest() : state_(std::make_unique<State>()) {}
InputDigest::~InputDigest() = default;

// Lengths keep "ab","c" apart from "a","bc".
void InputDigest::add_text(std::string_view text) {
  std::string length;
  append_varint(length, text.size());
  XXH3_128bits_update(state_->hash, length.data(), length.size());
  XXH3_128bits_update(state_->hash, text.data(), text.size());
}

void InputDigest::add(const Digest128& page) { add_text(bytes_of(page)); }

void InputDigest::add(const Skip& skip) {
  add_text("skip");
  add_text(skip.path);
  add_text(skip.reason);
}

std::string InputDigest::hex() const {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state_->hash));
  std::string out;
  for (const unsigned char byte : canonical.digest) {
    out.push_back("0123456789abcdef"[byte >> 4]);
    out.push_back("0123456789abcdef"[byte & 15]);
  }
  return out;
}

}  // namespace polsearch
