// Random queries on random corpora in mixed scripts against a matcher that knows no index: it walks the query's tree
// over each page's tokens. Totals, ids and facets must be the same with both engines. 500 cases; 10,000 when
// POLSEARCH_TEST_MODE=full.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "analysis/analyzer.h"
#include "analysis/segment_thai.h"
#include "analysis/unicode.h"
#include "searcher/query/ast.h"
#include "searcher/query/rewrite.h"
#include "tests/unit/search_fixture.h"

using namespace polsearch;
using namespace polsearch::testing;
using query::Node;
using query::Op;
using query::Scope;

namespace {

constexpr unsigned kFirstSeed = 11;
constexpr int kPages = 60;

struct Size {
  unsigned corpora = 0;
  int queries = 0;  // a corpus
};

Size size_of_run() {
  const char* mode = std::getenv("POLSEARCH_TEST_MODE");
  return mode != nullptr && std::string(mode) == "full" ? Size{20, 500} : Size{4, 125};
}

using Random = std::mt19937;

const std::string& pick(Random& random, const std::vector<std::string>& from) { return from[random() % from.size()]; }

const std::vector<std::string> kLatin = {"steel", "coal", "plan", "plans", "planned", "mine", "mines", "5g"};
const std::vector<std::string> kHan = {"工", "厂", "业", "网", "钢"};
const std::vector<std::string> kThai = {"โรงงาน", "อุตสาหกรรม", "เศรษฐกิจ", "น้ำ", "ประเทศ", "จีน", "ยา", "อยู่"};
const std::vector<std::string> kSites = {"www.gov.cn", "news.example.com"};
const std::vector<std::string> kMonths = {"2023-01", "2023-02", "2023-03", "2023-04"};

std::string random_text(Random& random, std::size_t words, bool lines) {
  std::string out;
  for (std::size_t i = 0; i < words; ++i) {
    if (random() % 3 == 0) {
      for (auto n = 1 + random() % 4; n > 0; --n) out += pick(random, kHan);
    } else if (random() % 4 == 0) {
      for (auto n = 1 + random() % 3; n > 0; --n) out += pick(random, kThai);
    } else {
      out += pick(random, kLatin);
    }
    out += random() % 8 == 0 ? ". " : lines && random() % 9 == 0 ? "\n" : " ";
  }
  return out;
}

// A page as tokens, nothing else.
struct Page {
  std::vector<Token> title, body;
  std::string id, date, site;
  std::vector<std::string> languages;
};

class Matcher {
 public:
  explicit Matcher(const Analyzer& analyzer) : analyzer_(analyzer) {}

  bool matches(const Node& node, const Page& page) const {
    const auto each = [&](const Node& child) { return matches(child, page); };
    switch (node.op) {
      case Op::kWord: return word(node, page);
      case Op::kPhrase:
        if (is_long_thai_run(node.text) && node.scope == Scope::kAny) return has_grams(node.text, page);
        if (is_thai_run(node.text) && node.scope == Scope::kAny && is_begun_by_gram(node.text, page)) return true;
        return in_fields(node.scope, page, [&](const auto& tokens) { return has_phrase(node.text, tokens); });
      case Op::kNear: return in_fields(node.scope, page, [&](const auto& tokens) { return has_near(node, tokens); });
      case Op::kAnd: return std::all_of(node.children.begin(), node.children.end(), each);
      case Op::kOr: return std::any_of(node.children.begin(), node.children.end(), each);
      case Op::kSome: return std::count_if(node.children.begin(), node.children.end(), each) >= node.minimum;
      case Op::kNot:
        return each(node.children[0]) && std::none_of(node.children.begin() + 1, node.children.end(), each);
      case Op::kAll: return true;
      case Op::kPrefix: return prefix(node, page);
      case Op::kFilter: return filter(node, page);
      case Op::kNothing: return false;
    }
    return false;
  }

 private:
  template <class Check>
  static bool in_fields(Scope scope, const Page& page, Check check) {
    return (scope != Scope::kTitle && check(page.body)) || (scope != Scope::kBody && check(page.title));
  }

  // The beginning of a Latin word; a Chinese one is found inside longer ones anyway.
  bool prefix(const Node& node, const Page& page) const {
    if (parts(node.text)[0][0].script == Script::kHan) return word(node, page);
    return in_fields(node.scope, page, [&](const auto& tokens) {
      return std::any_of(tokens.begin(), tokens.end(), [&](const Token& t) {
        return t.channel == Channel::kWord && t.script == Script::kLatin && t.term.starts_with(node.text);
      });
    });
  }

  static bool filter(const Node& node, const Page& page) {
    if (node.field == "site") return page.site == node.text;
    if (node.field == "id") return page.id == node.text;
    if (node.field == "lang")
      return std::find(page.languages.begin(), page.languages.end(), node.text) != page.languages.end();
    const std::size_t dots = node.text.find("..");
    const std::string first = node.text.substr(0, dots);
    const std::string last = dots == std::string::npos ? first : node.text.substr(dots + 2);
    const std::string month = page.date.substr(0, 7);
    return !month.empty() && month >= first && month <= last;
  }

  // Words of a query text, in order; a Chinese or Thai run is one entry.
  std::vector<std::vector<Token>> parts(const std::string& text) const {
    std::vector<std::vector<Token>> out;
    for (const Token& token : analyzer_.analyze(text)) {
      if (token.channel != Channel::kWord) continue;
      const bool joins = !out.empty() && token.script != Script::kLatin && out.back().back().script == token.script &&
                         out.back().back().position + 1 == token.position;
      if (!joins) out.emplace_back();
      out.back().push_back(token);
    }
    return out;
  }

  bool word(const Node& node, const Page& page) const {
    for (const std::vector<Token>& part : parts(node.text)) {
      const auto found = [&](const std::vector<Token>& tokens) {
        if (part.front().script == Script::kLatin) return has_form(part.front().term, tokens);
        return node.scope == Scope::kAny ? true : has_sequence(part, tokens);
      };
      if (part.front().script == Script::kHan && node.scope == Scope::kAny) {
        if (!has_pairs(part, page)) return false;
      } else if (part.front().script == Script::kThai && node.scope == Scope::kAny) {
        if (!has_thai_words(part, page) && !has_grams(node.text, page)) return false;
      } else if (!in_fields(node.scope, page, found)) {
        return false;
      }
    }
    return true;
  }

  bool has_form(const std::string& term, const std::vector<Token>& tokens) const {
    return std::any_of(tokens.begin(), tokens.end(),
                       [&](const Token& t) { return t.channel == Channel::kWord && same_word(t.term, term); });
  }

  bool same_word(const std::string& a, const std::string& b) const {
    return a == b || (a[0] >= 'a' && b[0] >= 'a' && analyzer_.stem(a) == analyzer_.stem(b));
  }

  // All neighbouring characters stand side by side somewhere in the page.
  static bool has_pairs(const std::vector<Token>& run, const Page& page) {
    if (run.size() == 1) return has_sequence(run, page.body) || has_sequence(run, page.title);
    for (std::size_t i = 0; i + 1 < run.size(); ++i) {
      const std::vector<Token> pair = {run[i], run[i + 1]};
      if (!has_sequence(pair, page.body) && !has_sequence(pair, page.title)) return false;
    }
    return true;
  }

  static bool has_thai_words(const std::vector<Token>& run, const Page& page) {
    return std::all_of(run.begin(), run.end(), [&](const Token& word) {
      return has_sequence({word}, page.body) || has_sequence({word}, page.title);
    });
  }

  // All grams of a Thai run, one after the other.
  bool has_grams(const std::string& text, const Page& page) const {
    const auto grams_of = [](const std::vector<Token>& tokens) {
      std::vector<Token> grams;
      for (Token token : tokens) {
        if (token.channel != Channel::kThaiGram) continue;
        token.channel = Channel::kWord;
        grams.push_back(std::move(token));
      }
      return grams;
    };
    const std::vector<Token> wanted = grams_of(analyzer_.analyze(text));
    if (wanted.empty()) return false;
    return has_sequence(wanted, grams_of(page.body)) || has_sequence(wanted, grams_of(page.title));
  }

  // A text of one or two clusters stands wherever a gram begins with it.
  static bool is_begun_by_gram(const std::string& text, const Page& page) {
    const std::string begin = "XG" + text;
    const auto begins = [&](const Token& token) {
      return token.channel == Channel::kThaiGram && token.term.starts_with(begin) &&
             (token.term.size() == begin.size() || may_begin_cluster(decode_at(token.term, begin.size()).value));
    };
    return std::any_of(page.body.begin(), page.body.end(), begins) ||
           std::any_of(page.title.begin(), page.title.end(), begins);
  }

  static bool has_at(const std::vector<Token>& tokens, const std::string& term, std::uint32_t position) {
    return std::any_of(tokens.begin(), tokens.end(), [&](const Token& t) {
      return t.channel == Channel::kWord && t.position == position && t.term == term;
    });
  }

  static bool has_sequence(const std::vector<Token>& wanted, const std::vector<Token>& tokens) {
    return std::any_of(tokens.begin(), tokens.end(), [&](const Token& start) {
      if (start.channel != Channel::kWord || start.term != wanted[0].term) return false;
      for (std::size_t i = 1; i < wanted.size(); ++i)
        if (!has_at(tokens, wanted[i].term, start.position + static_cast<std::uint32_t>(i))) return false;
      return true;
    });
  }

  bool is_thai_run(const std::string& text) const {
    const auto all = parts(text);
    return all.size() == 1 && all[0][0].script == Script::kThai;
  }

  // Its grams say all of it.
  bool is_long_thai_run(const std::string& text) const {
    std::vector<Piece> clusters;
    thai_graphemes(text, clusters);
    return is_thai_run(text) && clusters.size() >= kThaiGramClusters;
  }

  bool has_phrase(const std::string& text, const std::vector<Token>& tokens) const {
    std::vector<Token> wanted;
    for (const auto& part : parts(text)) wanted.insert(wanted.end(), part.begin(), part.end());
    return !wanted.empty() && has_sequence(wanted, tokens);
  }

  bool has_near(const Node& node, const std::vector<Token>& tokens) const {
    const std::string a = parts(node.children[0].text)[0][0].term, b = parts(node.children[1].text)[0][0].term;
    for (const Token& first : tokens)
      for (const Token& second : tokens) {
        if (first.channel != Channel::kWord || second.channel != Channel::kWord) continue;
        if (!same_word(first.term, a) || !same_word(second.term, b)) continue;
        const auto apart =
            first.position > second.position ? first.position - second.position : second.position - first.position;
        if (apart > 0 && apart <= node.distance) return true;
      }
    return false;
  }

  const Analyzer& analyzer_;
};

Node leaf(Op op, std::string text, Scope scope) {
  Node node;
  node.op = op;
  node.text = std::move(text);
  node.scope = scope;
  return node;
}

Scope random_scope(Random& random) {
  const auto roll = random() % 6;
  return roll == 0 ? Scope::kTitle : roll == 1 ? Scope::kBody : Scope::kAny;
}

Node random_filter(Random& random) {
  Node node = leaf(Op::kFilter, "", Scope::kAny);
  switch (random() % 4) {
    case 0:
      node.field = "site";
      node.text = pick(random, kSites);
      break;
    case 1:
      node.field = "lang";
      node.text = random() % 2 == 0 ? "en" : "th";
      break;
    case 2:
      node.field = "id";
      node.text = std::to_string(random() % kPages);
      break;
    default:
      node.field = "date";
      node.text = pick(random, kMonths);
      if (random() % 2 == 0 && node.text < "2023-04") node.text += "..2023-04";
  }
  return node;
}

// A Latin word or a Chinese run.
std::string random_word(Random& random) {
  if (random() % 2 == 0) return pick(random, kLatin);
  std::string out;
  for (auto n = 1 + random() % 3; n > 0; --n) out += pick(random, kHan);
  return out;
}

Node random_leaf(Random& random) {
  const Scope scope = random_scope(random);
  switch (random() % 8) {
    case 2: return random_filter(random);
    case 3: return leaf(Op::kPrefix, random() % 2 == 0 ? pick(random, {"stee", "pla", "plan", "min"}) : "工", scope);
    case 4: return leaf(random() % 2 == 0 ? Op::kWord : Op::kPhrase, pick(random, kThai) + pick(random, kThai), scope);
    case 5: return leaf(random() % 2 == 0 ? Op::kWord : Op::kPhrase, pick(random, kThai), scope);
    case 0: {
      std::string text = random_word(random);
      for (auto n = 1 + random() % 2; n > 0; --n) text += ' ' + random_word(random);
      return leaf(Op::kPhrase, text, scope);
    }
    case 1: {
      Node near = leaf(Op::kNear, "", scope);
      near.distance = static_cast<std::uint32_t>(1 + random() % 12);
      near.children = {leaf(Op::kWord, pick(random, kLatin), scope), leaf(Op::kWord, pick(random, kLatin), scope)};
      return near;
    }
    default: return leaf(Op::kWord, random_word(random), scope);
  }
}

Node random_node(Random& random, int depth) {
  if (depth == 0 || random() % 3 == 0) return random_leaf(random);
  Node node;
  const Op ops[] = {Op::kAnd, Op::kOr, Op::kNot, Op::kSome};
  node.op = ops[random() % 4];
  const auto count = 2 + random() % 2;
  for (unsigned long i = 0; i < count; ++i) node.children.push_back(random_node(random, depth - 1));
  if (node.op == Op::kSome) node.minimum = static_cast<std::uint32_t>(1 + random() % count);
  return node;
}

// With an operator of its own, so that the policy for plain words leaves it alone.
std::string fixed_query(const Node& node) {
  Node both;
  both.op = Op::kOr;
  both.children = {node, leaf(Op::kWord, "nosuchword", Scope::kAny)};
  return query::print(query::rewrite(both));
}

std::string languages_of(const std::vector<Page>& pages, const std::set<std::size_t>& found) {
  std::map<std::string, int> counts;
  for (const std::size_t page : found)
    for (const std::string& language : pages[page].languages) ++counts[language];
  std::vector<std::pair<int, std::string>> sorted;
  for (const auto& [language, count] : counts) sorted.emplace_back(-count, language);
  std::sort(sorted.begin(), sorted.end());
  std::string out;
  for (const auto& [count, language] : sorted)
    out += (out.empty() ? "" : " ") + language + ':' + std::to_string(-count);
  return out;
}

std::string months_of(const std::vector<Page>& pages, const std::set<std::size_t>& found) {
  std::map<std::string, int> counts;
  for (const std::size_t page : found) ++counts[pages[page].date.substr(0, 7)];
  std::string out;
  for (const auto& [month, count] : counts)
    if (!month.empty()) out += (out.empty() ? "" : " ") + month + ':' + std::to_string(count);
  if (counts.contains("")) out += (out.empty() ? "" : " ") + std::string("null:") + std::to_string(counts[""]);
  return out;
}

}  // namespace

namespace {

struct Corpus {
  std::vector<Row> rows;
  std::vector<Page> pages;  // languages are filled in when the index has seen them
};

Corpus random_corpus(Random& random, const Analyzer& analyzer) {
  Corpus corpus;
  for (int i = 0; i < kPages; ++i) {
    Row row{std::to_string(i),
            random_text(random, 1 + random() % 4, false),
            random_text(random, 1 + random() % 25, true),
            "",
            "en",
            pick(random, kSites)};
    if (random() % 5 != 0) row.date = pick(random, kMonths) + "-1" + std::to_string(random() % 9);
    corpus.pages.push_back({analyzer.analyze(row.title), analyzer.analyze(row.body), row.id, row.date, row.site, {}});
    corpus.rows.push_back(std::move(row));
  }
  return corpus;
}

void check(Searcher& searcher, const Matcher& matcher, const Corpus& corpus, const Node& node, SearchRequest request) {
  const auto response = searcher.search(request);
  REQUIRE(response.ok());
  std::set<std::size_t> expected, actual;
  for (std::size_t page = 0; page < corpus.pages.size(); ++page)
    if (matcher.matches(node, corpus.pages[page])) expected.insert(page);
  for (const Hit& hit : response->hits) actual.insert(std::stoul(hit.id));
  for (const std::size_t page : actual)
    if (!expected.contains(page))
      UNSCOPED_INFO("too many: " << corpus.rows[page].title << " || " << corpus.rows[page].body);
  for (const std::size_t page : expected)
    if (!actual.contains(page))
      UNSCOPED_INFO("missing: " << corpus.rows[page].title << " || " << corpus.rows[page].body);
  CHECK(actual == expected);
  CHECK(response->total == expected.size());
  CHECK(print(response->facets[0]) == months_of(corpus.pages, expected));
  CHECK(print(response->facets[1]) == languages_of(corpus.pages, expected));
}

}  // namespace

TEST_CASE("words, phrases, NEAR, prefixes, fields and filters find what a matcher without an index finds") {
  const Analyzer analyzer;
  const Matcher matcher(analyzer);
  const Size size = size_of_run();
  for (unsigned seed = kFirstSeed; seed < kFirstSeed + size.corpora; ++seed) {
    Random random(seed);
    Corpus corpus = random_corpus(random, analyzer);
    const BuiltIndex built(corpus.rows);
    const auto index = built.open();
    Searcher mapped(index), xapian(index);
    for (Page& page : corpus.pages) {
      const auto document = mapped.document(page.id);
      REQUIRE(document.ok());
      for (const std::string& language : document->languages)
        page.languages.push_back(language.substr(0, language.find('-')));
    }
    for (int i = 0; i < size.queries; ++i) {
      const Node node = random_node(random, 3);
      SearchRequest request;
      request.query = fixed_query(node);
      request.count = kPages;
      request.facets = {FacetKind::kMonth, FacetKind::kLanguage};
      request.snippet_bytes = 0;
      request.expand = false;
      request.sort = i % 3 == 0 ? Sort::kDateAscending : Sort::kRelevance;
      request.engine = i % 5 == 0 ? Engine::kXapian : Engine::kMapped;
      CAPTURE(seed, i, request.query);
      check(request.engine == Engine::kMapped ? mapped : xapian, matcher, corpus, node, request);
    }
  }
}
