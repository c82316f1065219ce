// Searching from your own program: the public face of polsearch::searcher.
//
//   auto index = polsearch::Index::open("policy.index");
//   if (!index.ok()) { std::cerr << index.error().message << '\n'; return polsearch::exit_code(index.error()); }
//   polsearch::Searcher searcher(*index);
//   auto response = searcher.search({.query = "5G factories", .ministries = {"miit"}});
//   for (const polsearch::Hit& hit : response->hits) std::cout << hit.title << '\n';
//
// Neither Xapian's nor ICU's headers are included. All text is UTF-8; ranges are byte ranges [begin, end).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <polsearch/result.h>

namespace polsearch {

enum class Sort : std::uint8_t { kRelevance, kDateAscending, kDateDescending };

enum class FacetKind : std::uint8_t { kYear, kMonth, kDay, kMinistry, kLanguage, kSource };

[[nodiscard]] std::vector<FacetKind> default_facets();  // month, ministry

// What hits, total and facets count. kStories: near-duplicates (one group) as one, shown by its best hit.
enum class CountMode : std::uint8_t { kCopies, kStories };

// What of each hit is filled in beside rank, id, score and explanation: the more, the more a hit costs.
enum class HitDetail : std::uint8_t {
  kIds,     // nothing: for a caller who joins hits with a database of his own
  kFields,  // what is stored of the page: title, date, ministries, language, source, url, duplicates
  kMarked,  // also where it says what was asked for: title_highlights, snippet
};

// How postings are matched; both give the same ids, scores and totals.
enum class Engine : std::uint8_t {
  kMapped,  // our evaluator over the mapped tables
  kXapian,  // Xapian's own matcher: the oracle, and the fallback for a database that a stock writer changed
};

// One question. Filters: OR inside one list, AND across lists.
struct SearchRequest {
  std::string query;     // query language: docs/query-language.md. Any bytes are accepted
  std::string from, to;  // "2023", "2023-04", "2023-04-21"; inclusive; empty: open. A bad one is an error
  std::vector<std::string> ministries;  // ids or any name; an unknown one is an error
  std::vector<std::string> languages;   // "en", "zh", "th"
  std::vector<std::string> sources;     // as shown in the source facet, case-insensitive
  bool include_inferred = false;        // let documents with an inferred date pass the date filters
  std::size_t count = 10;               // hits wanted, at most 10,000
  std::size_t offset = 0;               // hits skipped, at most 1,000,000
  Sort sort = Sort::kRelevance;
  std::vector<FacetKind> facets = default_facets();
  bool explain = false;  // fill Response::explanation and Hit::explanation
  HitDetail hit_detail = HitDetail::kMarked;
  std::uint32_t snippet_bytes = 240;  // about this long, at most 4,096; 0: no snippets
  bool expand = true;  // a ministry's name or a policy term also finds the pages that name it otherwise (any language)
  std::string similar_to;             // id of a document: pages like it. With an empty query: ranked by likeness alone
  double recency_half_life_days = 0;  // > 0: a page this much older than the newest one counts half. 0: age is ignored
  CountMode count_mode = CountMode::kCopies;
  bool facet_alternatives = false;  // a facet counts as if its own filter were off: what another choice would give
  Engine engine = Engine::kMapped;
  std::uint32_t time_limit_ms = 0;  // stop matching after this long and say so (total_is_exact = false); 0: no limit
};

struct Snippet {
  std::string text;                                                 // plain text of the page, never markup
  std::vector<std::pair<std::uint32_t, std::uint32_t>> highlights;  // ascending, disjoint byte ranges of text
  bool cut_before = false, cut_after = false;                       // the page goes on before, after
};

// Filled in as far as SearchRequest::hit_detail asks for.
struct Hit {
  std::uint64_t rank = 0;  // 1-based, offset included
  std::string id;
  double score = 0;
  std::string title;                                                      // may be a first sentence: see title_source
  std::vector<std::pair<std::uint32_t, std::uint32_t>> title_highlights;  // as Snippet::highlights
  std::string title_source;
  std::string date;                          // ISO 8601, as precise as known; empty: undated
  std::string date_precision;                // day, month, year, inferred, none
  std::vector<std::string> ministries;       // ids
  std::vector<std::string> ministry_labels;  // for people, one for each id
  std::string language;                      // BCP 47
  std::string source;                        // empty: unknown
  std::string url;                           // empty: unknown
  Snippet snippet;
  std::uint32_t duplicates = 0;          // near-duplicates beside it
  std::vector<std::string> explanation;  // one line a term, field or bonus, adding up to the score
};

struct FacetValue {
  std::optional<std::string> value;  // "2023-04", "cn-miit", "en"; none: documents without one (undated)
  std::string label;                 // for people: "Ministry of Industry and Information Technology"; may equal value
  std::uint64_t count = 0;           // exact, over every match
};

struct Facet {
  FacetKind kind = FacetKind::kMonth;
  std::vector<FacetValue> values;  // dates: chronological, undated last; others: by falling count, then value
};

struct SearchResponse {
  std::string query;                        // as given
  std::string interpreted_as;               // canonical print of what was searched
  std::vector<std::string> notes;           // what was changed, ignored or relaxed, for people
  std::optional<std::string> did_you_mean;  // a whole query that finds more
  std::uint64_t total = 0;
  bool total_is_exact = true;
  std::uint64_t took_us = 0;
  std::vector<Hit> hits;
  std::vector<Facet> facets;             // in the order asked for
  std::vector<std::string> explanation;  // how the query was understood, pass by pass
  std::vector<std::string> warnings;     // about the index: see IndexSummary::warnings
};

// A whole document, as stored.
struct Document {
  std::string id, title, title_source, url, date, date_precision, language, source, editor, body;
  std::vector<std::string> languages;
  std::vector<std::pair<std::string, double>> ministries;  // id, confidence
  std::vector<std::string> ministry_roles;                 // one for each: "issuer", "co-issuer", "mentioned"
  struct Removed {
    std::uint32_t line = 0;
    std::string rule, reason, text;
  };
  std::vector<Removed> removed;
  std::uint32_t duplicates = 0;
  std::vector<std::string> duplicate_ids;  // the other documents of its near-duplicate group, oldest first; at most 100
};

// A way to go on typing.
struct Completion {
  enum class Kind : std::uint8_t { kWord, kTitle, kMinistry };
  std::string text;  // the whole query as it would then stand
  Kind kind = Kind::kWord;
  std::uint64_t documents = 0;  // in how many documents what was completed stands
};

struct IndexSummary {
  std::string folder, generation, analysis_fingerprint;
  std::uint64_t documents = 0, dated = 0, index_bytes = 0;
  std::vector<std::string> warnings;  // "built with another analysis: ..., rebuild it"
};

// One generation of an index, opened for reading. Immutable: a rebuild does not change it; open again to see the new
// one. Safe to share between threads; destroyed with its last owner.
class Index {
 public:
  // Errors: missing or damaged (exit 3), of another format (exit 4). `knowledge_folder`: overlay tables, usually empty.
  static Result<std::shared_ptr<const Index>> open(std::string_view folder, std::string_view knowledge_folder = {});
  ~Index();
  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;

  [[nodiscard]] IndexSummary summary() const;

 private:
  friend class Searcher;
  struct Impl;
  explicit Index(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Answers questions from one Index. One a thread: not safe to share, cheap to make.
class Searcher {
 public:
  explicit Searcher(std::shared_ptr<const Index> index);
  ~Searcher();
  Searcher(Searcher&&) noexcept;
  Searcher& operator=(Searcher&&) noexcept;

  // Never throws on user input. Errors: a bad date, unknown ministry or limit exceeded (kInput, accepted values in the
  // hint), a damaged index (kIndex).
  [[nodiscard]] Result<SearchResponse> search(const SearchRequest& request);

  // At most `count` (100) ways to go on from what was typed, best first: words of the index, ministries by any name.
  // Bounded work; never fails on user input. Empty for an empty prefix.
  [[nodiscard]] Result<std::vector<Completion>> complete(std::string_view typed, std::size_t count = 10);

  // A stored document; kInput error when there is none with this id.
  [[nodiscard]] Result<Document> document(std::string_view id);

  // Where `text` (a document's body, any text) says what the query asks for, as in the highlights of hits: ascending,
  // disjoint byte ranges. Linear in the text; never fails on user input.
  [[nodiscard]] Result<std::vector<std::pair<std::uint32_t, std::uint32_t>>> highlights(std::string_view query,
                                                                                        std::string_view text,
                                                                                        bool expand = true);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// "month" -> FacetKind::kMonth; an unknown one is an error that lists the accepted names.
[[nodiscard]] Result<FacetKind> parse_facet_kind(std::string_view name);
[[nodiscard]] std::string_view to_string(FacetKind kind);

}  // namespace polsearch
