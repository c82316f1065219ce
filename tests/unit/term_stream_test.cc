// The term stream: what is written is read, phrases and NEAR hold as brute force and Xapian say, damage never hurts.
#include <xapian.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "analysis/pair_sets.h"
#include "analysis/term_stream.h"
#include "analysis/term_stream_coding.h"
#include "glass_documents.h"
#include "indexer/build/merge_streams.h"
#include "indexer/build/pair_writer.h"
#include "indexer/build/stream_writer.h"
#include "temp_folder.h"

using namespace polsearch;
namespace fs = std::filesystem;

namespace {

// Writes documents as runs of `per_run`.
Status write_stream(const TempFolder& folder, const std::vector<SpelledDocument>& documents, std::size_t per_run) {
  auto runs = StreamRunFiles::create(folder.path());
  REQUIRE(runs.ok());
  RunTerms terms;
  StreamRun run(terms);
  std::size_t first = 0;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    run.add(number_terms(documents[i], terms));
    if (i + 1 < documents.size() && (i + 1) % per_run != 0) continue;
    const StreamRunBytes bytes = run.finish(terms.dictionary().sorted());
    REQUIRE(runs->append(static_cast<std::uint32_t>(first + 1), bytes).ok());
    terms.clear();
    first = i + 1;
  }
  return write_term_stream(*runs, {folder / "stream", folder.path(), static_cast<std::uint32_t>(documents.size()), 64});
}

TermStream stream_of(const TempFolder& folder, const std::vector<SpelledDocument>& documents,
                     std::size_t per_run = 100) {
  const Status written = write_stream(folder, documents, per_run);
  INFO((written.ok() ? "" : written.error().message));
  REQUIRE(written.ok());
  auto stream = TermStream::open(folder / "stream");
  INFO((stream.ok() ? "" : stream.error().message));
  REQUIRE(stream.ok());
  return std::move(*stream);
}

std::string bytes_of(const fs::path& path) {
  std::ostringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return bytes.str();
}

std::vector<std::uint32_t> positions_in(const TermStream& stream, std::uint32_t document, const std::string& term) {
  std::vector<std::uint32_t> positions;
  if (const auto found = stream.find(term)) stream.positions(document, *found, positions);
  return positions;
}

std::string print(const std::vector<std::uint32_t>& positions) {
  std::string out;
  for (const std::uint32_t position : positions) out += (out.empty() ? "" : " ") + std::to_string(position);
  return out;
}

std::string print_words(const TermStream& stream, std::uint32_t document, Track track) {
  std::string out;
  for (const std::uint32_t number : stream.words(document, track))
    out += (out.empty() ? "" : " ") + stream.text(number);
  return out;
}

std::vector<StreamSlot> slots_of(const TermStream& stream, const std::vector<std::vector<std::string>>& terms) {
  std::vector<StreamSlot> slots;
  for (const auto& forms : terms) {
    slots.emplace_back();
    for (const std::string& form : forms)
      if (const auto found = stream.find(form)) slots.back().push_back(*found);
  }
  return slots;
}

// A document of a few words, so that phrases are met; `stacked`: some share a position.
SpelledDocument few_words(std::mt19937& random, bool stacked) {
  std::map<std::string, std::vector<std::uint32_t>> places;
  std::uint32_t position = 0;
  for (auto words = random() % 60; words > 0; --words) {
    static constexpr std::uint32_t kSteps[] = {1, 1, 1, 1, 1, 2, 11, 102, 7, 300};
    position += stacked && random() % 4 == 0 && position > 0 ? 0 : kSteps[random() % std::size(kSteps)];
    auto& of_word = places[std::string(1, static_cast<char>('a' + random() % 6))];
    if (of_word.empty() || of_word.back() < position) of_word.push_back(position);
  }
  std::vector<TermRow> rows;
  for (auto& [word, positions] : places)
    if (!positions.empty()) rows.push_back({word, 1, std::move(positions)});
  return document_of(rows);
}

Xapian::Query to_query(const std::vector<std::vector<std::string>>& slots, Xapian::Query::op op, unsigned window) {
  std::vector<Xapian::Query> parts;
  for (const auto& forms : slots) parts.emplace_back(Xapian::Query::OP_OR, forms.begin(), forms.end());
  return {op, parts.begin(), parts.end(), window};
}

std::set<std::uint32_t> matches_of(const Xapian::Database& database, const Xapian::Query& query) {
  Xapian::Enquire enquire(database);
  enquire.set_query(query);
  std::set<std::uint32_t> found;
  const Xapian::MSet matches = enquire.get_mset(0, database.get_doccount());
  for (auto match = matches.begin(); match != matches.end(); ++match) found.insert(*match);
  return found;
}

// Has each two neighbouring slots a pair whose set has the document?
bool may_stand(const TermStream& stream, const PairSets& pairs, const std::vector<StreamSlot>& slots,
               std::uint32_t document) {
  const std::uint32_t block = (document - 1) / pair_sets::kBlockDocuments;
  const std::uint32_t place = (document - 1) % pair_sets::kBlockDocuments;
  const auto has_pair = [&](const StreamTerm& first, const StreamTerm& second) {
    const auto buckets = pair_buckets(pair_word(stream.text(first.number)), pair_word(stream.text(second.number)));
    return std::all_of(buckets.begin(), buckets.end(), [&](std::uint32_t bucket) {
      return (static_cast<unsigned char>(pairs.set(block, bucket)[place / 8]) >> place % 8 & 1) != 0;
    });
  };
  for (std::size_t i = 0; i + 1 < slots.size(); ++i) {
    bool found = false;
    for (const StreamTerm& first : slots[i])
      for (const StreamTerm& second : slots[i + 1]) found = found || has_pair(first, second);
    if (!found) return false;
  }
  return true;
}

// One position of each slot, tried in every way.
bool brute_force(const std::vector<std::vector<std::uint32_t>>& slots, unsigned window, bool in_order,
                 std::vector<std::uint32_t>& chosen) {
  if (chosen.size() == slots.size()) {
    const auto [least, most] = std::minmax_element(chosen.begin(), chosen.end());
    return *most - *least < window;
  }
  for (const std::uint32_t position : slots[chosen.size()]) {
    if (std::find(chosen.begin(), chosen.end(), position) != chosen.end()) continue;
    if (in_order && !chosen.empty() && position < chosen.back()) continue;
    chosen.push_back(position);
    if (brute_force(slots, window, in_order, chosen)) return true;
    chosen.pop_back();
  }
  return false;
}

bool is_full_run() {
  const char* mode = std::getenv("POLSEARCH_TEST_MODE");
  return mode != nullptr && std::string(mode) == "full";
}

}  // namespace

TEST_CASE("a document's words are found in their tracks") {
  const TempFolder folder;
  const TermStream stream = stream_of(folder, {document_of({{"5g", 2, {3, 14}},
                                                            {"use", 1, {2}},
                                                            {"factories", 4, {1}},
                                                            {"S5g", 1, {1}},
                                                            {"Sfactories", 1, {2}},
                                                            {"XRwhatsapp", 0, {5}},
                                                            {"XGโรง", 1, {1}},
                                                            {"Zfactori", 1, {}}}),
                                               document_of({{"5g", 1, {1}}})});
  CHECK(stream.documents() == 2);
  CHECK(print_words(stream, 1, Track::kBody) == "factories use 5g 5g");
  CHECK(print_words(stream, 1, Track::kTitle) == "5g factories");
  CHECK(print_words(stream, 1, Track::kRemoved) == "XRwhatsapp");
  CHECK(print_words(stream, 1, Track::kGrams) == "XGโรง");
  CHECK(print(positions_in(stream, 1, "5g")) == "3 14");
  CHECK(print(positions_in(stream, 1, "S5g")) == "1");
  CHECK(print(positions_in(stream, 1, "XRwhatsapp")) == "5");
  CHECK(print(positions_in(stream, 2, "5g")) == "1");
  CHECK(print(positions_in(stream, 2, "use")) == "");
  for (const std::uint32_t none : {0u, 3u, 0xFFFFFFFFu}) CHECK(print(positions_in(stream, none, "5g")) == "");
  for (const char* unknown : {"", "S", "Zfactori", "XRnothing", "Q1", "XG", "zz"}) CHECK_FALSE(stream.find(unknown));
  CHECK(stream.has_phrase(1, {slots_of(stream, {{"use"}, {"5g"}}), 2}));
  CHECK_FALSE(stream.has_phrase(1, {slots_of(stream, {{"5g"}, {"use"}}), 2}));
  CHECK(stream.has_near(1, slots_of(stream, {{"5g"}, {"use"}}), 2));
  CHECK(stream.has_phrase(1, {slots_of(stream, {{"S5g"}, {"Sfactories"}}), 2}));
  CHECK_FALSE(stream.has_phrase(1, {slots_of(stream, {{"use"}, {"nowhere"}}), 2}));
}

TEST_CASE("codes have the lengths of their numbers and none hides in two others") {
  using namespace polsearch::term_stream;
  const auto lengths = [](std::uint32_t number) { return static_cast<int>(code_of(number).length); };
  CHECK(lengths(0) == 1);
  CHECK(lengths(127) == 1);
  CHECK(lengths(128) == 2);
  CHECK(lengths(128 + (1 << 14) - 1) == 2);
  CHECK(lengths(128 + (1 << 14)) == 3);
  CHECK(lengths(kClassBegin[3] - 1) == 3);
  CHECK(lengths(kClassBegin[3]) == 4);
  CHECK(lengths(kClassBegin[4] - 1) == 4);
  std::set<std::string> codes;
  for (std::uint32_t number = 0; number < 40000; ++number) {
    const std::string code(code_of(number).view());
    REQUIRE(codes.insert(code).second);
    REQUIRE(std::count_if(code.begin(), code.end(), ends_code) == 1);
    REQUIRE(ends_code(code.back()));
  }
}

TEST_CASE("every position of random documents is read back, and the runs leave no trace") {
  for (const unsigned seed : {61u, 62u}) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    const auto documents = random_documents(random, 150);
    const TempFolder one, many;
    const TermStream stream = stream_of(one, documents, 1000);
    stream_of(many, documents, 7);
    CHECK((bytes_of(one / "stream") == bytes_of(many / "stream")));
    for (std::uint32_t number = 1; number <= documents.size(); ++number) {
      const SpelledDocument& document = documents[number - 1];
      std::vector<std::vector<std::uint32_t>> expected(document.terms.size());
      for (const SpelledWord& word : document.words) expected[word.term].push_back(word.position);
      for (std::size_t term = 0; term < document.terms.size(); ++term) {
        const std::string& text = document.terms[term].term;
        if (!term_stream::track_of(text)) continue;
        CAPTURE(number, text);
        REQUIRE(positions_in(stream, number, text) == expected[term]);
      }
    }
    for (std::uint32_t number = 0; number < stream.terms(); ++number) {
      const auto found = stream.find(stream.text(number));
      REQUIRE((!found || found->number == number));
    }
    CHECK(stream.text(stream.terms()).empty());
  }
}

TEST_CASE("more words than short codes are numbered by frequency, then by their bytes") {
  std::vector<TermRow> rows;
  for (std::uint32_t i = 0; i < 20000; ++i) rows.push_back({"w" + std::to_string(i), 1, {i + 1}});
  rows.push_back({"often", 1, {30000, 30001}});
  const TempFolder folder;
  const TermStream stream = stream_of(folder, {document_of(rows)});
  CHECK(stream.terms() == 20001);
  CHECK(stream.find("often")->number == 0);
  CHECK(stream.find("w0")->number == 1);
  CHECK(stream.text(128 + (1 << 14)) > stream.text(127));
  for (const std::uint32_t i : {0u, 1u, 126u, 4711u, 16000u, 19999u})
    CHECK(print(positions_in(stream, 1, "w" + std::to_string(i))) == std::to_string(i + 1));
  CHECK(stream.has_phrase(1, {slots_of(stream, {{"w19998"}, {"w19999"}}), 2}));
  CHECK_FALSE(stream.has_phrase(1, {slots_of(stream, {{"w19999"}, {"often"}}), 2}));
}

TEST_CASE("phrases and NEAR hold where trying every choice says so, and where Xapian says so") {
  for (const bool stacked : {false, true}) {
    std::mt19937 random(71);
    std::vector<SpelledDocument> documents;
    for (int i = 0; i < 120; ++i) documents.push_back(few_words(random, stacked));
    const TempFolder folder;
    WriteTables tables;
    tables.folder = folder / "xapian";
    tables.stream_file = folder / "stream";
    tables.scratch = folder / "scratch";
    tables.for_stock_xapian = true;
    fs::create_directories(tables.scratch);
    REQUIRE(write_xapian_tables(source_of(documents), tables).ok());
    const Xapian::Database database((folder / "xapian").string());
    const TermStream stream = *TermStream::open(folder / "stream");
    std::filesystem::remove(folder / "pairs");
    REQUIRE(write_pair_sets(folder / "stream", folder / "pairs").ok());
    const PairSets pairs = *PairSets::open(folder / "pairs", stream.documents());
    for (int round = 0; round < (is_full_run() ? 1000 : 100); ++round) {
      std::vector<std::vector<std::string>> terms(2 + random() % 3);
      for (auto& forms : terms)
        for (auto count = random() % 5 ? 1 : 2; count > 0; --count)
          forms.emplace_back(1, static_cast<char>('a' + random() % 6));
      const bool in_order = random() % 2;
      const auto window = static_cast<unsigned>(terms.size() + (random() % 2 ? 0 : random() % 12));
      const auto slots = slots_of(stream, terms);
      const auto op = in_order ? Xapian::Query::OP_PHRASE : Xapian::Query::OP_NEAR;
      const std::string question = to_query(terms, op, window).get_description();
      CAPTURE(stacked, round, question);
      std::set<std::uint32_t> ours, tried;
      for (std::uint32_t number = 1; number <= documents.size(); ++number) {
        if (in_order ? stream.has_phrase(number, {slots, window}) : stream.has_near(number, slots, window))
          ours.insert(number);
        std::vector<std::vector<std::uint32_t>> places;
        for (const auto& forms : terms) {
          places.emplace_back();
          for (const std::string& form : forms)
            for (const std::uint32_t position : positions_in(stream, number, form)) places.back().push_back(position);
        }
        std::vector<std::uint32_t> chosen;
        if (brute_force(places, window, in_order, chosen)) tried.insert(number);
      }
      REQUIRE(ours == tried);
      if (in_order && window == terms.size())
        for (const std::uint32_t number : ours) REQUIRE(may_stand(stream, pairs, slots, number));
      if (in_order && !stacked) REQUIRE(ours == matches_of(database, to_query(terms, op, window)));
    }
  }
}

TEST_CASE(
    "pair sets are as long as they say, know which word stands in front, and are refused when cut or of another "
    "index") {
  const TempFolder folder;
  std::mt19937 random(9);
  auto documents = random_documents(random, 100);
  stream_of(folder, documents);
  REQUIRE(write_pair_sets(folder / "stream", folder / "pairs").ok());
  const std::string good = bytes_of(folder / "pairs");
  CHECK(good.size() == pair_sets::kHeadBytes + std::size_t{pair_sets::kBuckets} * 16);
  CHECK(pair_buckets(12, 90) != pair_buckets(90, 12));
  CHECK(PairSets::open(folder / "pairs", 100).ok());
  CHECK_FALSE(PairSets::open(folder / "pairs", 99).ok());
  for (const std::size_t length : {std::size_t{0}, std::size_t{3}, std::size_t{63}, good.size() - 1}) {
    write_file(folder / "cut", good.substr(0, length));
    CHECK_FALSE(PairSets::open(folder / "cut", 100).ok());
  }
  write_file(folder / "cut", "polpair2" + good.substr(8));
  CHECK(PairSets::open(folder / "cut", 100).error().kind == Error::Kind::kIndex);
}

TEST_CASE("a damaged stream is an error or reads as something, and nothing is read outside of it") {
  std::mt19937 random(81);
  const TempFolder folder;
  const auto documents = random_documents(random, 30);
  stream_of(folder, documents);
  const std::string good = bytes_of(folder / "stream");
  const auto try_everything = [&](const std::string& bytes) {
    write_file(folder / "bad", bytes);
    const auto stream = TermStream::open(folder / "bad");
    if (!stream) return;
    std::vector<std::uint32_t> positions;
    for (std::uint32_t document = 0; document <= 31; ++document)
      for (const Track track : {Track::kBody, Track::kTitle, Track::kGrams, Track::kRemoved}) {
        for (const std::uint32_t number : stream->words(document, track)) (void)stream->text(number);
        stream->positions(document, {track, static_cast<std::uint32_t>(random() % 300)}, positions);
        const std::vector<StreamSlot> slots = {{{track, 1}}, {{track, 0}}};
        (void)stream->has_phrase(document, {slots, 2});
        (void)stream->has_near(document, slots, 5);
      }
    for (const char* word : {"the", "5g", "w17", "common3", "XG", "Sthe"}) (void)stream->find(word);
  };
  for (int round = 0; round < (is_full_run() ? 5000 : 100); ++round) {
    std::string bad = good;
    const std::size_t at = random() % 3 ? random() % bad.size() : random() % term_stream::kHeadBytes;
    if (random() % 4 == 0)
      bad.resize(at);
    else if (random() % 3 == 0)
      bad.replace(at, std::min<std::size_t>(16, bad.size() - at), std::min<std::size_t>(16, bad.size() - at),
                  static_cast<char>(random() % 2 ? 0 : 0xFF));
    else
      bad[at] = static_cast<char>(bad[at] ^ (1 << random() % 8));
    try_everything(bad);
  }
  for (std::size_t length = 0; length <= term_stream::kHeadBytes; ++length) {
    write_file(folder / "bad", good.substr(0, length));
    CHECK_FALSE(TermStream::open(folder / "bad").ok());
  }
  CHECK_FALSE(TermStream::open(folder / "missing").ok());
  CHECK_FALSE(TermStream::open(folder.path()).ok());
}

TEST_CASE("streams and pair sets of documents that are numbered anew are those of all of them together") {
  for (const unsigned seed : {91u, 92u}) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::vector<SpelledDocument> kept, fresh, all;
    std::vector<std::uint32_t> number_of_kept{0}, number_of_fresh{0};
    for (int i = 0; i < 4300; ++i) {  // more than a block of the pair sets
      const bool is_fresh = random() % 50 == 0, is_dropped = random() % 50 == 0;
      const SpelledDocument document = few_words(random, random() % 9 == 0);
      (is_fresh ? fresh : kept).push_back(document);
      if (is_fresh || !is_dropped) all.push_back(document);
      const auto number = static_cast<std::uint32_t>(is_fresh || !is_dropped ? all.size() : 0);
      (is_fresh ? number_of_fresh : number_of_kept).push_back(number);
    }
    const TempFolder one, other, expected, merged;
    stream_of(one, kept);
    stream_of(other, fresh);
    stream_of(expected, all);
    for (const TempFolder* folder : {&one, &other, &expected})
      REQUIRE(write_pair_sets(*folder / "stream", *folder / "pairs").ok());
    const auto documents = static_cast<std::uint32_t>(all.size());
    const StreamFile stream = *StreamFile::open(one / "stream"), more = *StreamFile::open(other / "stream");
    REQUIRE(merge_term_streams({{&stream, number_of_kept}, {&more, number_of_fresh}},
                               {merged / "stream", merged.path(), documents})
                .ok());
    CHECK((bytes_of(merged / "stream") == bytes_of(expected / "stream")));
    const PairSets pairs = *PairSets::open(one / "pairs", stream.documents());
    const PairSets more_pairs = *PairSets::open(other / "pairs", more.documents());
    REQUIRE(
        merge_pair_sets({{&pairs, number_of_kept}, {&more_pairs, number_of_fresh}}, documents, merged / "pairs").ok());
    CHECK((bytes_of(merged / "pairs") == bytes_of(expected / "pairs")));
  }
}

TEST_CASE("a damaged stream is refused by a merge or merged as something, and nothing is read outside of it") {
  std::mt19937 random(95);
  const TempFolder folder;
  stream_of(folder, random_documents(random, 40));
  const std::string good = bytes_of(folder / "stream");
  std::vector<std::uint32_t> number_of(41);
  for (std::uint32_t document = 2; document <= 40; ++document) number_of[document] = document - 1;  // 1 is dropped
  for (int round = 0; round < (is_full_run() ? 5000 : 200); ++round) {
    std::string bad = good;
    for (auto flips = 1 + random() % 3; flips > 0; --flips) {
      const std::size_t at = random() % 3 ? random() % bad.size() : random() % term_stream::kHeadBytes;
      bad[at] = static_cast<char>(bad[at] ^ (1 << random() % 8));
    }
    write_file(folder / "bad", bad);
    const auto stream = StreamFile::open(folder / "bad");
    if (!stream || stream->documents() != 40) continue;
    const Status merged = merge_term_streams({{&*stream, number_of}}, {folder / "merged", folder.path(), 39});
    if (merged) CHECK(TermStream::open(folder / "merged").ok());
  }
}

TEST_CASE("an index without documents or words has a stream too") {
  const TempFolder none, empty;
  CHECK(stream_of(none, {}).documents() == 0);
  const TermStream stream = stream_of(empty, {{}, document_of({{"Zfactori", 1, {}}})});
  CHECK(stream.documents() == 2);
  CHECK(stream.terms() == 0);
  CHECK(stream.words(1, Track::kBody).empty());
  CHECK_FALSE(stream.find("a"));
}
