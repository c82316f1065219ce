// The evaluator's parts, each alone.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "analysis/glass_packing.h"
#include "analysis/index_layout.h"
#include "engine_corpus.h"
#include "searcher/engine/best_documents.h"
#include "searcher/engine/glass_numbers.h"
#include "searcher/engine/phrase.h"
#include "searcher/engine/position_list.h"
#include "searcher/engine/postings.h"
#include "searcher/engine/table.h"
#include "searcher/engine/term_list.h"
#include "searcher/engine/term_window.h"
#include "searcher/engine/title_masses.h"
#include "searcher/engine/version_file.h"
#include "searcher/engine/window.h"
#include "temp_folder.h"

using namespace polsearch;
using namespace polsearch::engine;

namespace {

std::string places_of(const WindowSet& set) {
  std::string out;
  set.for_each([&](std::uint32_t place) { out += std::to_string(place) + ' '; });
  return out;
}

std::string positions_of(std::string_view tag) {
  std::vector<std::uint32_t> positions;
  if (!decode_positions(tag, positions)) return "damaged";
  return fmt::format("{}", fmt::join(positions, " "));
}

// The postlist table of a random database of `documents` documents.
struct Postlist {
  Postlist(unsigned seed, std::uint32_t documents) {
    std::mt19937 random(seed);
    polsearch::testing::write_random_database(folder / "db", random, documents);
    const auto version = parse_version_file(*read_file(folder / "db" / "iamglass"));
    REQUIRE(version.ok());
    CHECK(is_written_in_one_go(*version));
    CHECK(version->documents == documents);
    auto opened = engine::Table::open(folder / "db" / "postlist.glass", version->postlist, version->revision);
    REQUIRE(opened.ok());
    table.emplace(std::move(*opened));
  }
  TempFolder folder;
  std::optional<engine::Table> table;
};

std::vector<std::uint32_t> all_documents(const engine::Table& table, const std::string& term, std::uint32_t documents) {
  std::vector<std::uint32_t> found, wdfs;
  for (PostingList list(table, term, documents); !list.at_end(); list.next_chunk())
    if (!list.decode(found, wdfs)) break;
  return found;
}

}  // namespace

TEST_CASE("numbers are read as the writer packs them, and not beyond the end") {
  for (const std::uint32_t number : {0u, 1u, 127u, 128u, 32767u, 32768u, 70000u, 4194303u, 4194304u, 4294967295u}) {
    std::string packed;
    glass::append_uint(packed, number);
    const unsigned char* at = begin_of(packed);
    std::uint32_t read = 0;
    CHECK(read_uint(at, begin_of(packed) + packed.size(), read));
    CHECK(read == number);
    at = begin_of(packed);
    CHECK_FALSE(read_uint(at, begin_of(packed) + packed.size() - 1, read));
    std::string sortable;
    glass::append_sortable(sortable, number);
    CHECK(read_sortable(sortable) == number);
    CHECK_FALSE(read_sortable(sortable + 'x'));
    CHECK_FALSE(read_sortable(std::string_view(sortable).substr(0, sortable.size() - 1)));
  }
  const std::string too_wide("\xFF\xFF\xFF\xFF\x7F");
  const unsigned char* at = begin_of(too_wide);
  std::uint32_t read = 0;
  CHECK_FALSE(read_uint(at, at + too_wide.size(), read));
}

TEST_CASE("the terms of a term list are found by prefix") {
  // Length 9, four terms: 5g wdf 1; Sab wdf 1, Sac (shares 2, packed with its wdf 1); b.
  const std::string list(
      "\x09\x04\x02"
      "5g\x01"
      "\x00\x03Sab\x01"
      "\x0A\x01"
      "c"
      "\x00\x01"
      "b\x02",
      19);
  CHECK(fmt::format("{}", fmt::join(*terms_with_prefix(list, "S"), " ")) == "ab ac");
  CHECK(*terms_with_prefix(list, "5") == std::vector<std::string>{"g"});
  CHECK_FALSE(terms_with_prefix(std::string_view(list).substr(0, 12), "S"));
  CHECK(terms_with_prefix("", "S")->empty());
}

TEST_CASE("position lists are read from their bits") {
  CHECK(positions_of("\x07") == "7");
  CHECK(positions_of("") == "damaged");
  CHECK(positions_of(std::string("\x00x", 2)) == "damaged");
  CHECK(positions_of("\xFF\xFF\xFF\xFF\x0F") == "4294967295");
  CHECK(positions_of("\xFF\xFF\xFF\xFF\x0F"
                     "\x01") == "damaged");
}

TEST_CASE("a window's set is filled by ranges, by documents, and cut with another") {
  WindowSet a, b;
  a.add_range(60, 70);
  CHECK(places_of(a) == "60 61 62 63 64 65 66 67 68 69 ");
  CHECK(a.count() == 10);
  CHECK(a.last() == 69);
  b.add_ascending(std::vector<std::uint32_t>{1'062, 1'064, 1'300, 5'095}, 1'000);
  CHECK(places_of(b) == "62 64 300 4095 ");
  CHECK(b.last() == 4095);
  WindowSet both = a;
  both.keep(b);
  CHECK(places_of(both) == "62 64 ");
  a.remove(both);
  CHECK(places_of(a) == "60 61 63 65 66 67 68 69 ");
  CHECK_FALSE(a.is_empty());
  CHECK(WindowSet().is_empty());
  WindowSet full;
  full.add_range(0, kWindowDocuments);
  CHECK(full.count() == kWindowDocuments);
}

TEST_CASE("the best documents: higher scores first, then lower numbers") {
  BestDocuments best(3);
  const double scores[] = {0.5, 0.9, 0.5, 0.1, 0.9, 0.5};
  for (std::uint32_t i = 0; i < 6; ++i) best.offer(i + 1, scores[i]);
  for (std::uint32_t i = 6; i < 100; ++i) best.offer(i + 1, 0.2);
  CHECK(best.threshold() == 0.5);
  std::string out;
  for (const match::Matched& matched : std::move(best).take())
    out += fmt::format("{}:{} ", matched.document, matched.score);
  CHECK(out == "2:0.9 5:0.9 1:0.5 ");
  BestDocuments none(0);
  none.offer(1, 1);
  CHECK(std::move(none).take().empty());
}

TEST_CASE("the best documents are those of sorting all, in either order, also where many scores are equal") {
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    const std::size_t most = 1 + random() % 60, count = random() % 900;
    const std::uint32_t kinds = round % 3 == 0 ? 3 : round % 3 == 1 ? 50 : 1'000'000;
    std::vector<match::Matched> all;
    BestDocuments best(most), ascending(most);
    for (std::uint32_t document = 1; document <= count; ++document) {
      const double score = static_cast<double>(random() % kinds) * (round % 2 == 0 ? 0.37 : -0.37);
      all.push_back({document, score});
      best.offer(document, score);
      ascending.offer(document, score);
    }
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
    all.resize(std::min(most, all.size()));
    const auto print = [](const std::vector<match::Matched>& page) {
      std::string out;
      for (const match::Matched& matched : page) out += fmt::format("{}:{} ", matched.document, matched.score);
      return out;
    };
    CAPTURE(round, most, count);
    REQUIRE(print(std::move(best).take()) == print(all));
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.document < b.document; });
    REQUIRE(print(std::move(ascending).take_ascending()) == print(all));
  }
}

TEST_CASE("a title's mass is remembered to its last bit, so that a score is the same the first time and later") {
  constexpr std::uint32_t kDocuments = 1000;
  TitleMasses masses(kDocuments);
  std::mt19937 random(7);
  std::uniform_real_distribution<double> mass(0, 100);
  CHECK_FALSE(masses.find(1));
  masses.remember(1, 0);
  CHECK(masses.find(1) == 0.0);
  for (std::uint32_t document = 2; document <= kDocuments; ++document) {
    const double known = mass(random);
    masses.remember(document, known);
    if (masses.find(document) != known) FAIL("seed 7, mass " << known);
  }
}

TEST_CASE("words in order and near each other") {
  using Slots = std::vector<std::vector<std::uint32_t>>;
  CHECK(stands_in_order(Slots{{1, 7}, {2, 9}}, 2));
  CHECK_FALSE(stands_in_order(Slots{{3, 7}, {2, 9}}, 2));
  CHECK(stands_in_order(Slots{{3, 7}, {2, 9}}, 3));
  CHECK(stands_in_order(Slots{{1, 10}, {5, 11}, {6, 12}}, 3));
  CHECK_FALSE(stands_in_order(Slots{{1, 10}, {5, 11}, {6, 13}}, 3));
  CHECK(stands_near(Slots{{7}, {6}}, 2));
  CHECK_FALSE(stands_near(Slots{{7}, {5}}, 2));
  CHECK_FALSE(stands_near(Slots{{7}, {7}}, 9));  // one word cannot be two
  CHECK(stands_near(Slots{{7}, {7, 8}}, 2));     // the second slot gives way
  CHECK(stands_near(Slots{{1, 50}, {48, 90}, {49, 200}}, 3));
  const std::uint32_t most = std::numeric_limits<std::uint32_t>::max();
  CHECK(stands_near(Slots{{most}, {most - 1}}, 2));
}

TEST_CASE("a seek finds the last key that is not above the one asked for, also between two blocks") {
  const Postlist postlist(44, 9'000);
  std::vector<std::string> keys;
  TableCursor walk(*postlist.table);
  for (bool is_there = walk.seek(""); is_there; is_there = walk.next()) keys.emplace_back(walk.key());
  REQUIRE(keys.size() > 100);
  CHECK(std::is_sorted(keys.begin(), keys.end()));
  std::mt19937 random(45);
  TableCursor cursor(*postlist.table);
  for (int i = 0; i < 4'000; ++i) {
    std::string wanted = keys[random() % keys.size()];
    if (!wanted.empty() && i % 3 > 0) wanted.back() = static_cast<char>(wanted.back() + (i % 3 == 1 ? -1 : 1));
    if (i % 5 == 0) wanted.push_back('\0');
    const auto above = std::upper_bound(keys.begin(), keys.end(), wanted);
    CAPTURE(i, wanted);
    REQUIRE(cursor.seek(wanted));
    CHECK(cursor.key() == *std::prev(above));
    CHECK(cursor.next() == (above != keys.end()));
    if (above != keys.end()) CHECK(cursor.key() == *above);
  }
}

TEST_CASE("a posting list is skipped through by chunks, and ends where it ends") {
  constexpr std::uint32_t kDocuments = 6'000;
  const Postlist postlist(41, kDocuments);
  for (const char* term : {"t0", "t1", "t9", "t100"}) {
    const std::vector<std::uint32_t> all = all_documents(*postlist.table, term, kDocuments);
    CAPTURE(term, all.size());
    CHECK(PostingList(*postlist.table, term, kDocuments).frequency() == all.size());
    CHECK(std::is_sorted(all.begin(), all.end()));
    for (const std::uint32_t step : {1u, 7u, 900u, 4'000u}) {
      PostingList list(*postlist.table, term, kDocuments);
      for (std::uint32_t wanted = 1; wanted <= kDocuments; wanted += step) {
        const auto next = std::lower_bound(all.begin(), all.end(), wanted);
        REQUIRE(list.move_to(wanted) == (next != all.end()));
        if (next != all.end()) CHECK((list.last() >= *next && list.first() <= std::max(*next, wanted)));
      }
    }
  }
  CHECK(PostingList(*postlist.table, "absent", kDocuments).at_end());
  CHECK(PostingList(*postlist.table, "t0", 10).is_damaged());  // documents that there should not be
}

TEST_CASE("a document is found in a list that is not decoded, with the frequency that decoding gives") {
  constexpr std::uint32_t kDocuments = 6'000;
  const Postlist postlist(46, kDocuments);
  std::mt19937 random(47);
  for (const char* term : {"t0", "t1", "t9", "t90"}) {
    std::vector<std::uint32_t> wdf_of(kDocuments + 1);
    std::vector<std::uint32_t> documents, wdfs;
    for (PostingList list(*postlist.table, term, kDocuments); !list.at_end(); list.next_chunk()) {
      documents.clear();
      wdfs.clear();
      REQUIRE(list.decode(documents, wdfs));
      for (std::size_t i = 0; i < documents.size(); ++i) wdf_of[documents[i]] = wdfs[i] + 1;
    }
    for (const std::uint32_t step : {1u, 2u, 30u, 900u}) {
      PostingList list(*postlist.table, term, kDocuments);
      for (std::uint32_t document = 1; document <= kDocuments;
           document += 1 + static_cast<std::uint32_t>(random()) % step) {
        CAPTURE(term, step, document);
        const auto found = list.find(document);
        REQUIRE(found.has_value() == (wdf_of[document] > 0));
        if (found) REQUIRE(*found + 1 == wdf_of[document]);
        if (random() % 4 == 0) REQUIRE(list.find(document) == found);
      }
      CHECK_FALSE(list.is_damaged());
    }
  }
}

TEST_CASE("a term's window holds its postings of the window, however far it is shown") {
  constexpr std::uint32_t kDocuments = 6'000;
  const Postlist postlist(42, kDocuments);
  for (const char* term : {"t0", "t3", "t90"}) {
    const std::vector<std::uint32_t> all = all_documents(*postlist.table, term, kDocuments);
    std::mt19937 random(43);
    TermWindow shown(PostingList(*postlist.table, term, kDocuments));
    for (std::uint32_t first = 1; first <= kDocuments;) {
      const Window window{first, std::min(kDocuments, first + static_cast<std::uint32_t>(random() % kWindowDocuments))};
      for (int i = 0; i < 3; ++i) {
        const auto last = window.first + static_cast<std::uint32_t>(random() % window.size());
        shown.show(window, last);
        const auto documents = shown.documents();
        const auto from = std::lower_bound(all.begin(), all.end(), window.first);
        const auto to = std::upper_bound(from, all.end(), last);
        CAPTURE(term, window.first, window.last, last);
        REQUIRE(documents.size() >= static_cast<std::size_t>(to - from));
        CHECK(std::equal(from, to, documents.begin()));
        CHECK((documents.empty() || documents.back() <= window.last));
      }
      first = window.last + 1 + static_cast<std::uint32_t>(random() % 300);
      const std::uint32_t bound = shown.first_from(first);
      const auto next = std::lower_bound(all.begin(), all.end(), first);
      if (next == all.end())
        CHECK((bound == kNoDocument || bound > kDocuments || bound >= first));
      else
        CHECK((bound >= first && bound <= *next));
    }
  }
}
