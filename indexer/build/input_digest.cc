#include "indexer/build/input_digest.h"

#include <xxhash.h>

#include <new>

#include "analysis/byte_reader.h"
#include "analysis/index_layout.h"

namespace polsearch {

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

void InputDigest::add(const RawDocument& document) {
  const Hints& hints = document.hints;
  add_text(document.id);
  add_text(std::string(1, static_cast<char>(document.media_type)));
  for (const std::string* hint : {&hints.url, &hints.site, &hints.title, &hints.date, &hints.language, &hints.charset})
    add_text(*hint);
  add_text(document.bytes);
}

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
