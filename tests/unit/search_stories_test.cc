// Stories and facet alternatives against a count over the pages themselves.
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "analysis/language.h"
#include "tests/unit/search_fixture.h"

using namespace polsearch;
using namespace polsearch::testing;

namespace {

// A text of its own: enough words that nothing else says the same.
std::string story_text(std::mt19937& random) {
  std::string out;
  for (int i = 0; i < 60; ++i) {
    for (int letters = 0; letters < 6; ++letters) out += static_cast<char>('a' + random() % 26);
    out += ' ';
  }
  return out;
}

struct Corpus {
  std::vector<Row> rows;
  std::map<std::string, std::set<std::string>> words;         // id -> the marked words that the page has
  std::map<std::string, std::string> story;                   // id -> story
  std::map<std::string, std::vector<std::string>> languages;  // id -> those that the indexer saw
};

const std::vector<std::string> kMarks = {"steel", "coal", "iron", "copper"};
const std::vector<std::string> kLanguages = {"en", "zh", "th"};

// `copies_of` pages a story, each with some marked words of its own.
Corpus make_corpus(std::mt19937& random, int stories) {
  Corpus corpus;
  for (int story = 0; story < stories; ++story) {
    const std::string text = story_text(random);
    for (auto copies = 1 + random() % 4; copies > 0; --copies) {
      Row row;
      row.id = std::to_string(corpus.rows.size());
      row.title = "Page " + row.id;
      row.body = text;
      for (const std::string& mark : kMarks)
        if (random() % 2 == 0) {
          row.body += mark + ' ';
          corpus.words[row.id].insert(mark);
        }
      if (random() % 4 != 0) row.date = "2023-0" + std::to_string(1 + random() % 5);
      row.lang = kLanguages[random() % 3];
      corpus.story[row.id] = std::to_string(story);
      corpus.rows.push_back(std::move(row));
    }
  }
  return corpus;
}

bool has_all(const Corpus& corpus, const std::string& id, const std::vector<std::string>& wanted) {
  const auto found = corpus.words.find(id);
  return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
    return found != corpus.words.end() && found->second.contains(word);
  });
}

SearchResponse ask(Searcher& searcher, const SearchRequest& request) {
  auto response = searcher.search(request);
  REQUIRE(response.ok());
  return *response;
}

std::string print_counts(const std::map<std::string, std::set<std::string>>& stories_by_value) {
  std::string out;
  for (const auto& [value, stories] : stories_by_value)
    out += (out.empty() ? "" : " ") + value + ':' + std::to_string(stories.size());
  return out;
}

// Facets by value, so that the order of equal counts does not matter.
std::string sorted_print(const Facet& facet) {
  std::map<std::string, std::uint64_t> counts;
  for (const FacetValue& value : facet.values) counts[value.value.value_or("null")] = value.count;
  std::string out;
  for (const auto& [value, count] : counts) out += (out.empty() ? "" : " ") + value + ':' + std::to_string(count);
  return out;
}

}  // namespace

TEST_CASE("stories: hits, totals and facets equal a count over the pages") {
  for (const unsigned seed : {21U, 22U, 23U}) {
    std::mt19937 random(seed);
    Corpus corpus = make_corpus(random, 40);
    const BuiltIndex built(corpus.rows);
    Searcher searcher(built.open());
    for (const Row& row : corpus.rows) corpus.languages[row.id] = searcher.document(row.id)->languages;
    for (int i = 0; i < 40; ++i) {
      std::vector<std::string> wanted;
      for (const std::string& mark : kMarks)
        if (random() % 3 == 0) wanted.push_back(mark);
      if (wanted.empty()) wanted.push_back(kMarks[random() % kMarks.size()]);
      SearchRequest request;
      for (const std::string& word : wanted) request.query += '+' + word + ' ';
      request.count_mode = CountMode::kStories;
      request.facets = {FacetKind::kMonth, FacetKind::kLanguage};
      request.sort = static_cast<Sort>(i % 3);
      CAPTURE(seed, i, request.query);

      std::set<std::string> stories;
      std::map<std::string, std::set<std::string>> months, languages;
      for (const Row& row : corpus.rows) {
        if (!has_all(corpus, row.id, wanted)) continue;
        stories.insert(corpus.story.at(row.id));
        months[row.date.empty() ? "null" : row.date].insert(corpus.story.at(row.id));
        for (const std::string& language : corpus.languages.at(row.id))
          languages[std::string(primary_language(language))].insert(corpus.story.at(row.id));
      }

      // The best page of each story, in the order of pages.
      SearchRequest copies = request;
      copies.count_mode = CountMode::kCopies;
      copies.count = 1000;
      std::string expected;
      std::set<std::string> seen;
      for (const Hit& hit : ask(searcher, copies).hits)
        if (seen.insert(corpus.story.at(hit.id)).second) expected += (expected.empty() ? "" : " ") + hit.id;

      std::string paged;
      request.count = 1 + random() % 5;
      for (request.offset = 0; request.offset < stories.size(); request.offset += request.count) {
        const SearchResponse response = ask(searcher, request);
        CHECK(response.total == stories.size());
        CHECK(sorted_print(response.facets[0]) == print_counts(months));
        CHECK(sorted_print(response.facets[1]) == print_counts(languages));
        paged += (paged.empty() ? "" : " ") + ids_of(response);
      }
      CHECK(paged == expected);
    }
  }
}

TEST_CASE("deep pages of stories go on where the last one ended, whatever the number of copies") {
  std::mt19937 random(31);
  std::vector<Row> rows;
  const std::string often = story_text(random);
  for (int i = 0; i < 700; ++i) {
    const bool copy = i % 10 != 0;
    rows.push_back({std::to_string(i), "Page", (copy ? often : story_text(random)) + " steel", "", "en", ""});
  }
  const BuiltIndex built(rows);
  Searcher searcher(built.open());
  SearchRequest request;
  request.query = "steel";
  request.count_mode = CountMode::kStories;
  request.snippet_bytes = 0;
  request.count = 1000;
  const SearchResponse whole = ask(searcher, request);
  CHECK(whole.total == 71);
  CHECK(whole.hits.size() == 71);
  std::string paged;
  request.count = 7;
  for (request.offset = 0; request.offset < 71; request.offset += 7)
    paged += (paged.empty() ? "" : " ") + ids_of(ask(searcher, request));
  CHECK(paged == ids_of(whole));
}

TEST_CASE("the others of a story are one step away: by the document and by duplicates:ID") {
  std::mt19937 random(41);
  const std::string text = story_text(random);
  const BuiltIndex built({{"new", "A", text, "2023-05-02", "en", ""},
                          {"old", "B", text, "2022-01", "en", ""},
                          {"undated", "C", text, "", "en", ""},
                          {"alone", "D", story_text(random), "2023-05-02", "en", ""}});
  Searcher searcher(built.open());
  const auto document = searcher.document("new");
  REQUIRE(document.ok());
  CHECK(document->duplicates == 2);
  CHECK(document->duplicate_ids == std::vector<std::string>{"old", "undated"});
  CHECK(searcher.document("alone")->duplicate_ids.empty());
  const auto found = [&](const std::string& query) {
    SearchRequest request;
    request.query = query;
    request.sort = Sort::kDateDescending;
    return ids_of(ask(searcher, request));
  };
  CHECK(found("duplicates:old") == "new old undated");
  CHECK(found("duplicates:undated -id:undated") == "new old");
  CHECK(found("duplicates:alone") == "alone");
  CHECK(found("-duplicates:old").find("alone") == 0);
  SearchRequest request;
  request.query = "duplicates:nobody";
  const SearchResponse response = ask(searcher, request);
  CHECK(response.total == 0);
  REQUIRE_FALSE(response.notes.empty());
  CHECK(response.notes.front().find("no document 'nobody'") == 0);
}

TEST_CASE("facet alternatives count as if the facet's own filter were off") {
  std::mt19937 random(51);
  for (const CountMode mode : {CountMode::kCopies, CountMode::kStories}) {
    const Corpus corpus = make_corpus(random, 40);
    const BuiltIndex built(corpus.rows);
    Searcher searcher(built.open());
    for (int i = 0; i < 40; ++i) {
      SearchRequest request;
      request.query = kMarks[random() % kMarks.size()];
      request.count_mode = mode;
      request.facets = {FacetKind::kMonth, FacetKind::kLanguage, FacetKind::kYear};
      if (random() % 3 != 0) request.languages = {kLanguages[random() % 3]};
      if (random() % 3 != 0) request.from = "2023-0" + std::to_string(1 + random() % 5);
      request.facet_alternatives = true;
      CAPTURE(i, request.query, request.from);
      const SearchResponse narrowed = ask(searcher, request);
      SearchRequest without_language = request, without_date = request, plain = request;
      without_language.languages.clear();
      without_date.from.clear();
      for (SearchRequest* other : {&without_language, &without_date, &plain}) other->facet_alternatives = false;
      CHECK(print(narrowed.facets[0]) == print(ask(searcher, without_date).facets[0]));
      CHECK(print(narrowed.facets[1]) == print(ask(searcher, without_language).facets[1]));
      CHECK(print(narrowed.facets[2]) == print(ask(searcher, without_date).facets[2]));
      CHECK(narrowed.total == ask(searcher, plain).total);
      CHECK(ids_of(narrowed) == ids_of(ask(searcher, plain)));
    }
  }
}

TEST_CASE("a language or source that no page has is said, with those that pages have") {
  std::vector<Row> rows;
  for (int i = 0; i < 13; ++i)
    rows.push_back({std::to_string(i), "Steel", "Steel plan.", "", i == 0 ? "th" : "en", ""});
  const BuiltIndex built(rows);
  Searcher searcher(built.open());
  const auto notes = [&](const SearchRequest& request) {
    std::string out;
    for (const std::string& note : ask(searcher, request).notes) out += (out.empty() ? "" : " | ") + note;
    return out;
  };
  SearchRequest request;
  request.query = "steel";
  request.expand = false;
  request.languages = {"en", "fr"};
  CHECK(notes(request) == "no page is in the language 'fr': pages have en, th");
  request.languages = {"en"};
  CHECK(notes(request).empty());
  request.languages.clear();
  request.sources = {"nosuch"};
  CHECK(notes(request) == "no page has the source 'nosuch': no page has one");
  request.sources.clear();
  request.query = "steel lang:xx";
  CHECK(notes(request) == "no page is in the language 'xx': pages have en, th");
}
