#include "glass_compare.h"

#include <xapian.h>

#include <algorithm>
#include <cstdio>
#include <random>
#include <set>
#include <sstream>
#include <vector>

namespace polsearch {
namespace {

constexpr int kMostLines = 20;

std::string printable(const std::string& bytes) {
  std::ostringstream out;
  for (const char c : bytes.substr(0, 60)) {
    if (c > ' ' && c < 127)
      out << c;
    else
      out << '<' << (static_cast<int>(c) & 0xFF) << '>';
  }
  return out.str();
}

// Collects what differs; the comparisons below say where they are in `place`.
class Comparison {
 public:
  template <class T>
  void equal(const char* what, const std::string& place, const T& a, const T& b) {
    if (!(a == b)) differs(std::string(what) + " of " + printable(place));
  }
  void differs(const std::string& what) {
    if (++count_ <= kMostLines) lines_ += what + "\n";
  }
  [[nodiscard]] std::string lines() const { return lines_; }

 private:
  int count_ = 0;
  std::string lines_;
};

// Walks two sequences side by side.
template <class Iterator, class Each>
void walk(Comparison& to, const char* what, const std::string& place, Iterator a, Iterator a_end, Iterator b,
          Iterator b_end, Each each) {
  for (; a != a_end && b != b_end; ++a, ++b) each(a, b);
  if ((a != a_end) != (b != b_end)) to.differs("number of " + std::string(what) + " of " + printable(place));
}

void compare_statistics(Comparison& to, const Xapian::Database& a, const Xapian::Database& b) {
  to.equal("documents", "all", a.get_doccount(), b.get_doccount());
  to.equal("last docid", "all", a.get_lastdocid(), b.get_lastdocid());
  to.equal("total length", "all", a.get_total_length(), b.get_total_length());
  to.equal("shortest", "all", a.get_doclength_lower_bound(), b.get_doclength_lower_bound());
  to.equal("longest", "all", a.get_doclength_upper_bound(), b.get_doclength_upper_bound());
  to.equal("positions", "all", a.has_positions(), b.has_positions());
}

void compare_posting(Comparison& to, const std::string& term, Xapian::PostingIterator& a, Xapian::PostingIterator& b) {
  to.equal("docid", term, *a, *b);
  to.equal("wdf", term, a.get_wdf(), b.get_wdf());
  to.equal("document length", term, a.get_doclength(), b.get_doclength());
  if (term.empty()) return;
  walk(to, "positions", term, a.positionlist_begin(), a.positionlist_end(), b.positionlist_begin(),
       b.positionlist_end(), [&](auto& x, auto& y) { to.equal("position", term, *x, *y); });
}

void compare_postings(Comparison& to, const Xapian::Database& a, const Xapian::Database& b, const std::string& term) {
  to.equal("frequency", term, a.get_termfreq(term), b.get_termfreq(term));
  to.equal("collection frequency", term, a.get_collection_freq(term), b.get_collection_freq(term));
  to.equal("wdf bound", term, a.get_wdf_upper_bound(term), b.get_wdf_upper_bound(term));
  walk(to, "postings", term, a.postlist_begin(term), a.postlist_end(term), b.postlist_begin(term), b.postlist_end(term),
       [&](auto& x, auto& y) { compare_posting(to, term, x, y); });
}

// Which slots a document uses stands in its term list.
void compare_document(Comparison& to, const Xapian::Database& a, const Xapian::Database& b, Xapian::docid id,
                      bool has_term_lists, std::set<Xapian::valueno>& slots) {
  const std::string place = "document " + std::to_string(id);
  const Xapian::Document x = a.get_document(id), y = b.get_document(id);
  to.equal("data", place, x.get_data(), y.get_data());
  if (!has_term_lists) return;
  to.equal("unique terms", place, a.get_unique_terms(id), b.get_unique_terms(id));
  walk(to, "terms", place, a.termlist_begin(id), a.termlist_end(id), b.termlist_begin(id), b.termlist_end(id),
       [&](auto& p, auto& q) {
         to.equal("term", place, *p, *q);
         to.equal("wdf of a term", place, p.get_wdf(), q.get_wdf());
       });
  walk(to, "values", place, x.values_begin(), x.values_end(), y.values_begin(), y.values_end(), [&](auto& p, auto& q) {
    to.equal("slot", place, p.get_valueno(), q.get_valueno());
    to.equal("value", place, *p, *q);
    slots.insert(p.get_valueno());
  });
}

void compare_slot(Comparison& to, const Xapian::Database& a, const Xapian::Database& b, Xapian::valueno slot) {
  const std::string place = "slot " + std::to_string(slot);
  to.equal("frequency", place, a.get_value_freq(slot), b.get_value_freq(slot));
  to.equal("lower bound", place, a.get_value_lower_bound(slot), b.get_value_lower_bound(slot));
  to.equal("upper bound", place, a.get_value_upper_bound(slot), b.get_value_upper_bound(slot));
  walk(to, "values", place, a.valuestream_begin(slot), a.valuestream_end(slot), b.valuestream_begin(slot),
       b.valuestream_end(slot), [&](auto& p, auto& q) {
         to.equal("docid", place, p.get_docid(), q.get_docid());
         to.equal("value", place, *p, *q);
       });
}

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t n) {
  return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
}

Xapian::Query random_query(Random& random, const std::vector<std::string>& terms, int depth) {
  using Q = Xapian::Query;
  static constexpr Q::op kOperators[] = {Q::OP_AND,    Q::OP_OR,        Q::OP_AND_NOT, Q::OP_XOR,    Q::OP_AND_MAYBE,
                                         Q::OP_FILTER, Q::OP_ELITE_SET, Q::OP_SYNONYM, Q::OP_PHRASE, Q::OP_NEAR};
  const std::size_t kind = below(random, depth > 0 ? 14 : 3);
  if (kind == 12) return {Q::OP_VALUE_GE, static_cast<Xapian::valueno>(below(random, 4)), std::string("a")};
  if (kind == 13) return {Q::OP_VALUE_RANGE, static_cast<Xapian::valueno>(below(random, 4)), std::string("1"), "b"};
  if (kind < 3) return Q(terms[below(random, terms.size())]);
  const Q::op op = kOperators[below(random, std::size(kOperators))];
  const bool leaves_only = op == Q::OP_PHRASE || op == Q::OP_NEAR || op == Q::OP_SYNONYM;
  std::vector<Q> parts;
  for (std::size_t i = 2 + below(random, 3); i > 0; --i)
    parts.push_back(random_query(random, terms, leaves_only ? 0 : depth - 1));
  return {op, parts.begin(), parts.end(),
          static_cast<Xapian::termcount>(op == Q::OP_PHRASE || op == Q::OP_NEAR ? parts.size() + below(random, 6) : 0)};
}

std::string print_matches(const Xapian::Database& database, const Xapian::Query& query) {
  Xapian::Enquire enquire(database);
  enquire.set_query(query);
  const Xapian::MSet matches = enquire.get_mset(0, 20, database.get_doccount());
  std::ostringstream out;
  out << std::hexfloat << matches.get_matches_estimated() << '/' << matches.get_max_possible();
  for (auto match = matches.begin(); match != matches.end(); ++match) out << ' ' << *match << '=' << match.get_weight();
  return out.str();
}

}  // namespace

std::string differences(const std::filesystem::path& a_path, const std::filesystem::path& b_path) try {
  const Xapian::Database a(a_path.string()), b(b_path.string());
  Comparison to;
  compare_statistics(to, a, b);
  walk(to, "terms", "all", a.allterms_begin(), a.allterms_end(), b.allterms_begin(), b.allterms_end(),
       [&](auto& x, auto& y) {
         to.equal("term", *x, *x, *y);
         compare_postings(to, a, b, *x);
       });
  const bool has_term_lists = std::filesystem::exists(a_path / "termlist.glass");
  to.equal("term lists", "all", has_term_lists, std::filesystem::exists(b_path / "termlist.glass"));
  std::set<Xapian::valueno> slots = {0, 1, 2, 3, 127, 128, 255, 256, 300, 65536, 70000, 0xFFFFFFFE};
  walk(to, "documents", "all", a.postlist_begin(""), a.postlist_end(""), b.postlist_begin(""), b.postlist_end(""),
       [&](auto& x, auto& y) {
         compare_posting(to, "", x, y);
         if (*x == *y) compare_document(to, a, b, *x, has_term_lists, slots);
       });
  for (const Xapian::valueno slot : slots) compare_slot(to, a, b, slot);
  return to.lines();
} catch (const Xapian::Error& error) {
  return error.get_description();
}

std::string query_differences(const std::filesystem::path& a_path, const std::filesystem::path& b_path, unsigned seed,
                              int count) try {
  const Xapian::Database a(a_path.string()), b(b_path.string());
  std::vector<std::string> terms(a.allterms_begin(), a.allterms_end());
  Random random(seed);
  std::shuffle(terms.begin(), terms.end(), random);
  terms.resize(std::min<std::size_t>(terms.size(), 300));
  for (const char* frequent : {"the", "5g", "common1", "common2", "common3"}) terms.emplace_back(frequent);
  Comparison to;
  for (int i = 0; i < count; ++i) {
    const Xapian::Query query = random_query(random, terms, 2);
    to.equal("matches", query.get_description(), print_matches(a, query), print_matches(b, query));
  }
  return to.lines();
} catch (const Xapian::Error& error) {
  return error.get_description();
}

// A process of its own: the library's check deletes an object by its base's size, which ends a run under ASan.
std::string faults_of(const std::filesystem::path& database) {
  FILE* check = popen(("xapian-check '" + database.string() + "' 2>&1").c_str(), "r");
  std::string said;
  char bytes[4096];
  while (const std::size_t got = check ? std::fread(bytes, 1, sizeof bytes, check) : 0) said.append(bytes, got);
  return check && pclose(check) == 0 && said.ends_with("No errors found\n") ? std::string() : said + "faults found";
}

}  // namespace polsearch
