// Random queries on random corpora against a matcher that knows no index: it walks the query's tree over each page's
// tokens. Also facet counts against a count over the matches.
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "analysis/analyzer.h"
#include "searcher/query/ast.h"
#include "searcher/query/rewrite.h"
#include "tests/unit/search_fixture.h"

using namespace polsearch;
using namespace polsearch::testing;
using query::Node;
using query::Op;
using query::Scope;

namespace {

constexpr unsigned kSeeds[] = {11, 12, 13};
constexpr int kPages = 60;
constexpr int kQueries = 150;

using Random = std::mt19937;

const std::string& pick(Random& random, const std::vector<std::string>& from) { return from[random() % from.size()]; }

const std::vector<std::string> kLatin = {"steel", "coal", "plan", "plans", "planned", "mine", "mines", "5g"};
const std::vector<std::string> kHan = {"工", "厂", "业", "网", "钢"};

std::string random_text(Random& random, std::size_t words, bool lines) {
  std::string out;
  for (std::size_t i = 0; i < words; ++i) {
    if (random() % 3 == 0) {
      for (auto n = 1 + random() % 4; n > 0; --n) out += pick(random, kHan);
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
  std::string date;
};

class Matcher {
 public:
  explicit Matcher(const Analyzer& analyzer) : analyzer_(analyzer) {}

  bool matches(const Node& node, const Page& page) const {
    const auto each = [&](const Node& child) { return matches(child, page); };
    switch (node.op) {
      case Op::kWord: return word(node, page);
      case Op::kPhrase:
        return in_fields(node.scope, page, [&](const auto& tokens) { return has_phrase(node.text, tokens); });
      case Op::kNear: return in_fields(node.scope, page, [&](const auto& tokens) { return has_near(node, tokens); });
      case Op::kAnd: return std::all_of(node.children.begin(), node.children.end(), each);
      case Op::kOr: return std::any_of(node.children.begin(), node.children.end(), each);
      case Op::kSome: return std::count_if(node.children.begin(), node.children.end(), each) >= node.minimum;
      case Op::kNot:
        return each(node.children[0]) && std::none_of(node.children.begin() + 1, node.children.end(), each);
      case Op::kAll: return true;
      default: return false;
    }
  }

 private:
  template <class Check>
  static bool in_fields(Scope scope, const Page& page, Check check) {
    return (scope != Scope::kTitle && check(page.body)) || (scope != Scope::kBody && check(page.title));
  }

  // Words of a query text, in order; a Chinese run is one entry.
  std::vector<std::vector<Token>> parts(const std::string& text) const {
    std::vector<std::vector<Token>> out;
    for (const Token& token : analyzer_.analyze(text)) {
      if (token.channel != Channel::kWord) continue;
      const bool joins = !out.empty() && token.script == Script::kHan && out.back().back().script == Script::kHan &&
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

std::string random_word(Random& random) {
  if (random() % 2 == 0) return pick(random, kLatin);
  std::string out;
  for (auto n = 1 + random() % 3; n > 0; --n) out += pick(random, kHan);
  return out;
}

Node random_leaf(Random& random) {
  const Scope scope = random_scope(random);
  switch (random() % 4) {
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

TEST_CASE("boolean, phrase and NEAR results and facets equal those of a matcher without an index") {
  const Analyzer analyzer;
  const Matcher matcher(analyzer);
  for (const unsigned seed : kSeeds) {
    Random random(seed);
    std::vector<Row> rows;
    std::vector<Page> pages;
    for (int i = 0; i < kPages; ++i) {
      Row row{std::to_string(i),
              random_text(random, 1 + random() % 4, false),
              random_text(random, 1 + random() % 25, true),
              "",
              "en",
              ""};
      if (random() % 5 != 0)
        row.date = "2023-0" + std::to_string(1 + random() % 9) + "-1" + std::to_string(random() % 9);
      pages.push_back({analyzer.analyze(row.title), analyzer.analyze(row.body), row.date});
      rows.push_back(std::move(row));
    }
    const BuiltIndex built(rows);
    Searcher searcher(built.open());
    for (int i = 0; i < kQueries; ++i) {
      const Node node = random_node(random, 3);
      SearchRequest request;
      request.query = fixed_query(node);
      request.count = kPages;
      request.facets = {FacetKind::kMonth};
      request.snippet_bytes = 0;
      request.sort = i % 3 == 0 ? Sort::kDateAscending : Sort::kRelevance;
      CAPTURE(seed, i, request.query);
      const auto response = searcher.search(request);
      REQUIRE(response.ok());
      std::set<std::size_t> expected, actual;
      for (std::size_t page = 0; page < pages.size(); ++page)
        if (matcher.matches(node, pages[page])) expected.insert(page);
      for (const Hit& hit : response->hits) actual.insert(std::stoul(hit.id));
      for (const std::size_t page : actual)
        if (!expected.contains(page)) UNSCOPED_INFO("too many: " << rows[page].title << " || " << rows[page].body);
      for (const std::size_t page : expected)
        if (!actual.contains(page)) UNSCOPED_INFO("missing: " << rows[page].title << " || " << rows[page].body);
      CHECK(actual == expected);
      CHECK(response->total == expected.size());
      CHECK(print(response->facets[0]) == months_of(pages, expected));
    }
  }
}
