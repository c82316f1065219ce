// The codes and gaps of a term stream (grammar: term_stream.h), for its reader and its writer.
//
//   code_of(5) 85      code_of(130) 00 82      code_of(16512) 00 00 80
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/byte_reader.h"
#include "analysis/segment_thai.h"
#include "analysis/term_stream.h"

namespace polsearch::term_stream {

inline constexpr std::string_view kMagic = "polstrm2";
inline constexpr std::size_t kHeadBytes = 8 + 4 + 4 + 8 + 8 + 8 + 8;
inline constexpr std::uint32_t kBlockTerms = 16;
inline constexpr std::size_t kMaxCodeBytes = 4;

// First number of each code length, and one past the last number that has a code.
inline constexpr std::array<std::uint32_t, kMaxCodeBytes + 1> kClassBegin = {
    0, 1u << 7, (1u << 7) + (1u << 14), (1u << 7) + (1u << 14) + (1u << 21),
    (1u << 7) + (1u << 14) + (1u << 21) + (1u << 28)};

// Positions that a gap of kind 1, 2, 3 steps on: the gaps of schema.h and one.
inline constexpr std::array<std::uint32_t, 4> kGapSteps = {0, 2, 11, 102};

struct Code {
  std::array<char, kMaxCodeBytes> bytes{};
  std::uint8_t length = 0;
  [[nodiscard]] std::string_view view() const { return {bytes.data(), length}; }
};

// `number` below kClassBegin.back().
inline Code code_of(std::uint32_t number) {
  Code code;
  while (number >= kClassBegin[code.length + std::size_t{1}]) ++code.length;
  std::uint32_t rest = number - kClassBegin[code.length++];
  for (std::size_t i = code.length; i-- > 0; rest >>= 7) code.bytes[i] = static_cast<char>(rest & 0x7F);
  code.bytes[code.length - std::size_t{1}] = static_cast<char>(code.bytes[code.length - std::size_t{1}] | 0x80);
  return code;
}

inline bool ends_code(char byte) { return (static_cast<unsigned char>(byte) & 0x80) != 0; }

// The track that a term with positions stands in; none: one whose positions the stream does not keep.
inline std::optional<Track> track_of(std::string_view term) {
  if (term.empty()) return std::nullopt;
  if (term.front() < 'A' || term.front() > 'Z') return Track::kBody;
  if (term.front() == 'S') return term.size() > 1 ? std::optional(Track::kTitle) : std::nullopt;
  if (term.starts_with(kThaiGramPrefix)) return Track::kGrams;
  if (term.starts_with("XR")) return Track::kRemoved;
  return std::nullopt;
}

// What stands for the term in the dictionary.
inline std::string_view dictionary_word(std::string_view term) { return term.front() == 'S' ? term.substr(1) : term; }

}  // namespace polsearch::term_stream
