// Random text for property tests: hostile bytes, and mixed text of the characters that fold and cut in special ways.
#pragma once

#include <array>
#include <random>
#include <string>
#include <string_view>

namespace polsearch::testing {

inline std::string random_bytes(std::mt19937& random, std::size_t size) {
  std::string out;
  for (std::size_t i = 0; i < size; ++i) out.push_back(static_cast<char>(random() & 0xFF));
  return out;
}

inline std::string random_pieces(std::mt19937& random, std::size_t count) {
  static constexpr std::array<std::string_view, 78> kPieces = {
      "a",      "B",      "5G",     "the ",   "factories", " ",       "  ",     "\t",      "\n",     "\r\n",
      ".",      ",",      "'",      "’",      "'s",        "&",       "-",      "+",       ";",      "!",
      "1",      "000",    "4.6",    "１",     "，",        "。",      "、",     "；",      "！",     "《",
      "》",     "工",     "业",     "國",     "務",        "院",      "互联网", "𠀀",      "著",     "かな",
      "ガ",     "ｶﾞ",     "한국",   "ᄒ",     "ᅡ",        "ᆫ",      "ก",      "น้ำ",      "ที่",      "กระทรวง",
      "\u0E4D", "\u0E32", "\u0E33", "\u0E48", "\u0E38",    "\u0E34",  "\u0E40", "ๆ",       "ฯ",      "๒๕๖๖",
      "\u200B", "\u00AD", "\u200D", "\uFEFF", "é",         "e\u0301", "\u0301", "\u0323",  "\u3099", "\u0344",
      "ﬁ",      "½",      "㎏",     "İ",      "ß",         "ລາວ",     "\xFF",   "\xE4\xB8"};
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += kPieces[random() % kPieces.size()];
  return out;
}

// Any code points, those below U+3100 more often.
inline std::u32string random_code_points(std::mt19937& random, std::size_t count) {
  std::u32string out;
  while (out.size() < count) {
    const unsigned long limit = random() % 2 == 0 ? 0x3100 : 0x110000;
    const auto c = static_cast<char32_t>(random() % limit);
    if (c < 0xD800 || c > 0xDFFF) out.push_back(c);
  }
  return out;
}

}  // namespace polsearch::testing
