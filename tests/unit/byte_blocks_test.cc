#include "analysis/byte_blocks.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>

using namespace polsearch;

TEST_CASE("a block has a byte where looking at each byte finds one") {
  std::mt19937 random(20240709);
  constexpr unsigned char kBytes[] = {0x00, 0x01, 0x09, 0x1F, 0x20, 0x21, 0x7E,
                                      0x7F, 0x80, 0x81, 0xC1, 0xC2, 0xC3, 0xFF};
  constexpr unsigned char kLimits[] = {0x01, 0x20, 0x21, 0x80};
  for (int i = 0; i < 50000; ++i) {
    std::string text;
    for (std::size_t byte = 0; byte < kBlock; ++byte) text.push_back(static_cast<char>(kBytes[random() % 14]));
    const std::uint64_t block = block_at(text, 0);
    const auto any = [&](auto test) {
      return std::any_of(text.begin(), text.end(), [&](char c) { return test(static_cast<unsigned char>(c)); });
    };
    CAPTURE(i);
    for (const unsigned char limit : kLimits)
      REQUIRE(has_byte_below(block, limit) == any([&](unsigned char c) { return c < limit; }));
    for (const unsigned char value : kBytes)
      REQUIRE(has_byte(block, value) == any([&](unsigned char c) { return c == value; }));
  }
}
