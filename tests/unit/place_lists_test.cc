// Place lists: phrases of Han characters and of Thai grams are found where the term stream has them, in every document
// and with every set of candidates; damage never hurts.
#include <catch2/catch.hpp>

#include <fstream>
#include <random>
#include <sstream>

#include "analysis/place_lists.h"
#include "analysis/term_stream.h"
#include "indexer/build/place_writer.h"
#include "searcher/engine/placed_phrase.h"
#include "tests/unit/search_fixture.h"

using namespace polsearch;
using namespace polsearch::testing;
using engine::PhraseWords;
using engine::PlacedPhrase;
using engine::WindowSet;

namespace {

using Random = std::mt19937;

const std::vector<std::string> kHan = {"云", "计", "算", "工"};
const std::vector<std::string> kThai = {"การ", "ลง", "ทุน", "จีน"};

const std::string& pick(Random& random, const std::vector<std::string>& from) { return from[random() % from.size()]; }

std::string random_body(Random& random) {
  std::string body;
  for (auto parts = random() % 12; parts > 0; --parts) {
    const bool is_thai = random() % 2 == 0;
    for (auto n = 1 + random() % 6; n > 0; --n) body += pick(random, is_thai ? kThai : kHan);
    body += pick(random, {" ", "", "\n", "5G", "，", ". ", "\xE2\x80\x8B"});
  }
  return body;
}

std::vector<Row> random_rows(Random& random, int count) {
  std::vector<Row> rows;
  for (int i = 0; i < count; ++i)
    rows.push_back({std::to_string(i), random() % 3 == 0 ? "การลงทุน" : "", random_body(random), "", "", ""});
  return rows;
}

std::filesystem::path file_of(const BuiltIndex& built, const char* name) {
  return std::filesystem::path(built.path()) / "000001" / name;
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ostringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return bytes.str();
}

// A stretch of the words of a random document, or words that stand together nowhere.
PhraseWords random_phrase(Random& random, const TermStream& stream) {
  PhraseWords phrase;
  const Track track = random() % 2 == 0 ? Track::kBody : Track::kGrams;
  const auto words = stream.words(1 + static_cast<std::uint32_t>(random() % stream.documents()), track);
  const std::size_t length = 2 + random() % 5;
  if (words.size() < length) return phrase;
  const std::size_t begin = random() % (words.size() - length + 1);
  for (std::size_t i = begin; i < begin + length; ++i) phrase.slots.push_back({stream.text(words[i])});
  if (random() % 4 == 0) std::swap(phrase.slots.front(), phrase.slots.back());
  phrase.window = static_cast<std::uint32_t>(phrase.slots.size());
  return phrase;
}

StreamPhrase to_stream_phrase(const TermStream& stream, const PhraseWords& words) {
  std::vector<StreamSlot> slots;
  for (const auto& slot : words.slots) slots.push_back({stream.find(slot.front()).value_or(StreamTerm{})});
  return {std::move(slots), words.window};
}

WindowSet random_candidates(Random& random) {
  WindowSet candidates;
  const auto share = 1 + random() % 3;
  for (std::uint32_t place = 0; place < engine::kWindowDocuments; ++place)
    if (random() % 3 < share) candidates.add(place);
  return candidates;
}

// Every document of every block, asked in both ways. How many have it?
std::size_t compare(PlacedPhrase phrase, const StreamPhrase& expected, const TermStream& stream, Random& random) {
  std::size_t found = 0;
  for (std::uint32_t block = 0; block * engine::kWindowDocuments < stream.documents(); ++block) {
    const WindowSet candidates = random_candidates(random);
    const WindowSet ours = phrase.match(block, candidates);
    for (std::uint32_t place = 0; place < engine::kWindowDocuments; ++place) {
      const std::uint32_t document = block * engine::kWindowDocuments + place + 1;
      const bool is_there = candidates.has(place) && stream.has_phrase(document, expected);
      CAPTURE(document);
      if (ours.has(place) != is_there) CHECK(ours.has(place) == is_there);
      found += is_there;
    }
  }
  return found;
}

}  // namespace

TEST_CASE("the place lists find the phrases that the term stream has") {
  constexpr unsigned kSeed = 17;
  Random random(kSeed);
  const BuiltIndex built(random_rows(random, 5000));  // more than a block
  const auto stream = TermStream::open(file_of(built, "stream"));
  REQUIRE(stream.ok());
  const auto places = PlaceLists::open(file_of(built, "places"), stream->documents());
  REQUIRE(places.ok());
  std::size_t found = 0;
  for (int i = 0; i < 150; ++i) {
    const PhraseWords words = random_phrase(random, *stream);
    const auto phrase = PlacedPhrase::of(words, *places);
    if (!phrase) continue;
    CAPTURE(kSeed, i, words.slots);
    found += compare(*phrase, to_stream_phrase(*stream, words), *stream, random);
  }
  CHECK(found > 1000);
}

TEST_CASE("only phrases of Han characters or of Thai grams in one piece are asked of the place lists") {
  const BuiltIndex built({{"1", "", "云计算 การลงทุน", "", "", ""}});
  const auto places = PlaceLists::open(file_of(built, "places"), 1);
  REQUIRE(places.ok());
  const auto is_asked = [&](std::vector<std::vector<std::string>> slots, std::uint32_t window, bool in_order = true) {
    return PlacedPhrase::of({std::move(slots), window, in_order}, *places).has_value();
  };
  CHECK(is_asked({{"云"}, {"计"}}, 2));
  CHECK(is_asked({{"XGการ"}, {"XGารล"}, {"XGรลง"}}, 3));
  CHECK_FALSE(is_asked({{"XGการ"}, {"XGรลง"}}, 2));
  CHECK_FALSE(is_asked({{"XGจีน"}, {"XGน"}}, 2));
  CHECK_FALSE(is_asked({{"云"}}, 1));
  CHECK_FALSE(is_asked({{"云"}, {"计"}}, 3));
  CHECK_FALSE(is_asked({{"云"}, {"计"}}, 2, false));
  CHECK_FALSE(is_asked({{"云", "运"}, {"计"}}, 2));
  CHECK_FALSE(is_asked({{"S云"}, {"S计"}}, 2));
  CHECK_FALSE(is_asked({{"云"}, {"XGการ"}}, 2));
  CHECK_FALSE(is_asked({{"云"}, {"5g"}}, 2));
}

TEST_CASE("a document of too many characters is in no list but that of the unlisted, and found") {
  std::string body;
  for (std::uint32_t i = 0; i < place_lists::kMaxWords; ++i) body += i % 2 == 0 ? "工" : "业";
  const BuiltIndex built({{"long", "", body + "云计算", "", "", ""}, {"short", "", "云计算", "", "", ""}});
  const auto places = PlaceLists::open(file_of(built, "places"), 2);
  REQUIRE(places.ok());
  CHECK(places->list(0, place_key("工业")).empty());
  WindowSet all;
  all.add_range(0, engine::kWindowDocuments);
  CHECK(PlacedPhrase::unlisted(*places, 0, all).count() == 1);
  for (const char* query : {"\"云计算\"", "\"业云计\"", "\"云计云\""}) {
    CAPTURE(query);
    for (const Engine engine : {Engine::kMapped, Engine::kXapian}) {
      Searcher searcher(built.open());
      SearchRequest request;
      request.query = query;
      request.engine = engine;
      const auto response = searcher.search(request);
      REQUIRE(response.ok());
      CHECK(response->total == (std::string(query) == "\"云计算\"" ? 2 : std::string(query) == "\"业云计\"" ? 1 : 0));
    }
  }
}

TEST_CASE("damaged place lists are refused or read as something, and nothing is read outside of them") {
  Random random(23);
  const BuiltIndex built(random_rows(random, 60));
  const std::string good = bytes_of(file_of(built, "places"));
  const TempFolder folder;
  REQUIRE(write_place_lists(file_of(built, "stream"), folder / "again").ok());
  CHECK((bytes_of(folder / "again") == good));
  write_file(folder / "good", good);
  CHECK(PlaceLists::open(folder / "good", 60).ok());
  CHECK_FALSE(PlaceLists::open(folder / "good", 61).ok());
  for (const std::size_t length : {std::size_t{0}, std::size_t{7}, place_lists::kHeadBytes, good.size() - 1}) {
    write_file(folder / "bad", good.substr(0, length));
    CHECK_FALSE(PlaceLists::open(folder / "bad", 60).ok());
  }
  WindowSet all;
  all.add_range(0, engine::kWindowDocuments);
  for (int round = 0; round < 500; ++round) {
    std::string bad = good;
    for (auto flips = 1 + random() % 4; flips > 0; --flips) bad[random() % bad.size()] = static_cast<char>(random());
    write_file(folder / "bad", bad);
    const auto places = PlaceLists::open(folder / "bad", 60);
    if (!places) continue;
    for (const std::vector<std::vector<std::string>>& slots :
         {std::vector<std::vector<std::string>>{{"云"}, {"计"}, {"算"}}, {{"XGการ"}, {"XGารล"}, {"XGรลง"}}})
      for (std::uint32_t block = 0; block < 3; ++block)
        CHECK(PlacedPhrase::of({slots, 3, true}, *places)->match(block, all).count() <= engine::kWindowDocuments);
  }
}
