#include "indexer/clean/atom_matcher.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "analysis/ascii.h"
#include "indexer/clean/hash_counts.h"

using namespace polsearch::clean;

namespace {

// The indexes found, ascending, by the matcher and by looking for each literal.
std::vector<int> found_by(const AtomMatcher& matcher, const std::string& text) {
  std::set<int> found;
  matcher.each(polsearch::lower_ascii(text), [&](int literal) { found.insert(literal); });
  return {found.begin(), found.end()};
}

std::vector<int> looked_for(const std::vector<std::string>& literals, std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  std::vector<int> found;
  for (std::size_t i = 0; i < literals.size(); ++i)
    if (text.find(literals[i]) != std::string::npos) found.push_back(static_cast<int>(i));
  return found;
}

std::string random_text(std::mt19937& random, std::size_t most, std::string_view letters) {
  std::string text(random() % (most + 1), '\0');
  for (char& c : text) c = letters[random() % letters.size()];
  return text;
}

}  // namespace

TEST_CASE("literals of any length are found, at the end of the text too, capitals or not") {
  const std::vector<std::string> literals = {"t", "to", "top", "tops", "to top", "返回", "返", "页"};
  const AtomMatcher matcher(literals);
  const struct {
    std::string text;
    std::vector<int> found;
  } rows[] = {{"", {}},
              {"a", {}},
              {"t", {0}},
              {"Back TO TOP", {0, 1, 2, 4}},
              {"TOPS", {0, 1, 2, 3}},
              {"返回首页", {5, 6, 7}},
              {"返\xE5", {6}},
              {std::string("to\0p", 4), {0, 1}}};
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(found_by(matcher, row.text) == row.found);
  }
}

TEST_CASE("random literals in random texts are those that a plain search finds") {
  constexpr unsigned kSeed = 20230721;
  CAPTURE(kSeed);
  std::mt19937 random(kSeed);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> literals;
    for (int i = 0; i < 40; ++i) {
      std::string literal = random_text(random, 7, "abc\xE0\xB8");
      if (!literal.empty() && std::find(literals.begin(), literals.end(), literal) == literals.end())
        literals.push_back(std::move(literal));
    }
    const AtomMatcher matcher(literals);
    const std::string text = random_text(random, 60, "aAbBcC\xE0\xB8 ");
    CAPTURE(round, text);
    CHECK(found_by(matcher, text) == looked_for(literals, text));
  }
}

TEST_CASE("hashes are counted, those that share a place and zero among them") {
  HashCounts counts;
  CHECK(counts.count_of(7) == 0);
  for (int round = 0; round < 3; ++round)
    for (std::uint64_t i = 0; i < 5000; ++i) counts.add(i << 40);
  counts.add(1);
  CHECK(counts.count_of(0) == 3);
  CHECK(counts.count_of(std::uint64_t{4999} << 40) == 3);
  CHECK(counts.count_of(1) == 1);
  CHECK(counts.count_of(2) == 0);
}
