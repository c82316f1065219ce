// Stock Xapian as a peer: what a program on its public API gets without any of our code.
//
//   xapian_peer index CORPUS.tsv INDEX
//   xapian_peer ask INDEX QUESTIONS.tsv ANSWERS.tsv ROUNDS
// CORPUS.tsv: make_corpus.py; QUESTIONS.tsv: make_questions.py; ANSWERS.tsv: bench_answers.cc. Words are lower-cased
// and not stemmed, Chinese is cut into pairs (Xapian 1.4 cannot cut Thai). Totals are exact: the matcher is asked to
// check all.
#include <xapian.h>

#include <array>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

enum Slot : Xapian::valueno { kDate, kMonth, kMinistries };
constexpr Xapian::doccount kHits = 10;

std::vector<std::string> columns_of(const std::string& line, std::size_t count) {
  std::vector<std::string> columns(1);
  for (const char c : line) {
    if (c == '\t')
      columns.emplace_back();
    else
      columns.back() += c;
  }
  columns.resize(count);
  return columns;
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream split(text);
  std::vector<std::string> words;
  for (std::string word; split >> word;) words.push_back(word);
  return words;
}

std::string without_hyphens(const std::string& date) {
  std::string day;
  for (const char c : date)
    if (c != '-') day += c;
  return day;
}

Xapian::Document document_of(Xapian::TermGenerator& generator, const std::string& line) {
  const auto columns = columns_of(line, 6);
  const std::string &id = columns[0], &date = columns[1], &ministries = columns[3];
  Xapian::Document document;
  document.set_data(id);
  document.add_boolean_term("Q" + id);
  document.add_value(kDate, without_hyphens(date));
  document.add_value(kMonth, date.substr(0, 7));
  document.add_value(kMinistries, ministries);
  for (const std::string& ministry : words_of(ministries)) document.add_boolean_term("XM" + ministry);
  generator.set_document(document);
  generator.set_termpos(0);
  generator.index_text(columns[4]);
  generator.increase_termpos();
  generator.index_text(columns[5]);
  return document;
}

int index(const char* corpus, const char* folder) {
  Xapian::WritableDatabase database(folder, Xapian::DB_CREATE_OR_OVERWRITE);
  Xapian::TermGenerator generator;
  generator.set_flags(Xapian::TermGenerator::FLAG_CJK_NGRAM);
  std::ifstream lines(corpus);
  for (std::string line; std::getline(lines, line);) database.add_document(document_of(generator, line));
  database.commit();
  return 0;
}

void add_all(std::string& query, const std::vector<std::string>& words) {
  for (const std::string& word : words) query += (query.empty() ? "" : " AND ") + word;
}

// A question's columns as Xapian's QueryParser takes them.
std::string query_of(const std::vector<std::string>& columns) {
  const std::string &phrase = columns[5], &from = columns[8], &to = columns[9], &ministry = columns[10];
  std::string query;
  add_all(query, words_of(columns[2]));
  add_all(query, words_of(columns[6]));
  if (!phrase.empty()) add_all(query, {'"' + phrase + '"'});
  std::string any;
  for (const std::string& word : words_of(columns[3] + ' ' + columns[7])) any += (any.empty() ? "" : " OR ") + word;
  if (!any.empty()) add_all(query, {'(' + any + ')'});
  for (const std::string& word : words_of(columns[4])) query += " NOT " + word;
  if (!ministry.empty()) query += " ministry:" + ministry;
  if (!from.empty()) query += ' ' + from + ".." + to;
  return query;
}

struct Answer {
  std::string id, type, query;
  bool with_facets = false;
  std::string rounds_ns;
  Xapian::doccount total = 0;
  std::string ids, facets;
};

std::string sum_of(const std::map<std::string, std::uint64_t>& counts) {
  std::uint64_t pages = 0;
  for (const auto& [value, count] : counts) pages += count;
  return std::to_string(counts.size()) + ':' + std::to_string(pages);
}

std::string facets_of(Xapian::ValueCountMatchSpy& months, Xapian::ValueCountMatchSpy& ministries) {
  std::map<std::string, std::uint64_t> by_month, by_ministry;
  for (auto at = months.values_begin(); at != months.values_end(); ++at) by_month[*at] += at.get_termfreq();
  for (auto at = ministries.values_begin(); at != ministries.values_end(); ++at)
    for (const std::string& ministry : words_of(*at)) by_ministry[ministry] += at.get_termfreq();
  return sum_of(by_month) + ' ' + sum_of(by_ministry);
}

void answer(const Xapian::Database& database, Xapian::QueryParser& parser, Answer& answer) {
  constexpr unsigned kFlags =
      Xapian::QueryParser::FLAG_BOOLEAN | Xapian::QueryParser::FLAG_PHRASE | Xapian::QueryParser::FLAG_CJK_NGRAM;
  Xapian::Enquire enquire(database);
  enquire.set_query(parser.parse_query(answer.query, kFlags));
  Xapian::ValueCountMatchSpy months(kMonth), ministries(kMinistries);
  if (answer.with_facets) {
    enquire.add_matchspy(&months);
    enquire.add_matchspy(&ministries);
  }
  const Xapian::MSet hits = enquire.get_mset(0, kHits, /*checkatleast=*/database.get_doccount());
  answer.total = hits.get_matches_estimated();
  answer.ids.clear();
  for (auto hit = hits.begin(); hit != hits.end(); ++hit) answer.ids += hit.get_document().get_data() + ' ';
  if (answer.with_facets) answer.facets = facets_of(months, ministries);
}

std::int64_t cpu_ns() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

std::vector<Answer> read_questions(const char* path) {
  std::vector<Answer> questions;
  std::ifstream lines(path);
  for (std::string line; std::getline(lines, line);) {
    const auto columns = columns_of(line, 12);
    questions.push_back({columns[0], columns[1], query_of(columns), columns[11] == "1", {}, 0, {}, {}});
  }
  return questions;
}

int ask(const char* folder, const char* questions_file, const char* answers_file, int rounds) {
  const Xapian::Database database(folder);
  Xapian::QueryParser parser;
  parser.set_database(database);
  parser.add_boolean_prefix("ministry", "XM");
  Xapian::RangeProcessor dates(kDate);
  parser.add_rangeprocessor(&dates);
  std::vector<Answer> questions = read_questions(questions_file);
  for (int round = -1; round < rounds; ++round)
    for (Answer& question : questions) {
      const std::int64_t begin = cpu_ns();
      answer(database, parser, question);
      if (round >= 0) question.rounds_ns += (round == 0 ? "" : ",") + std::to_string(cpu_ns() - begin);
    }
  std::ofstream out(answers_file);
  for (const Answer& a : questions)
    out << a.id << '\t' << a.type << '\t' << a.rounds_ns << '\t' << a.total << '\t' << a.ids << '\t' << a.facets
        << '\n';
  std::cout << "{\"version\":\"" << Xapian::version_string() << "\"}\n";
  return 0;
}

}  // namespace

int main(int argc, char** argv) try {
  const std::string_view task = argc > 1 ? argv[1] : "";
  if (task == "index" && argc == 4) return index(argv[2], argv[3]);
  if (task == "ask" && argc == 6) return ask(argv[2], argv[3], argv[4], std::atoi(argv[5]));
  std::cerr << "usage: xapian_peer index CORPUS.tsv INDEX | ask INDEX QUESTIONS.tsv ANSWERS.tsv ROUNDS\n";
  return 2;
} catch (const Xapian::Error& error) {
  std::cerr << "xapian_peer: " << error.get_description() << '\n';
  return 1;
}
