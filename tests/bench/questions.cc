#include "questions.h"

#include <istream>
#include <iterator>
#include <sstream>

namespace polsearch {
namespace {

// The columns of a line.
enum Column : std::size_t {
  kId,
  kType,
  kAll,
  kAny,
  kNone,
  kPhrase,
  kForeignAll,
  kForeignAny,
  kFrom,
  kTo,
  kMinistry,
  kFacets,
  kColumns
};

std::vector<std::string> columns_of(const std::string& line) {
  std::vector<std::string> columns(1);
  for (const char c : line) {
    if (c == '\t')
      columns.emplace_back();
    else
      columns.back() += c;
  }
  columns.resize(kColumns);
  return columns;
}

// 20230421 -> 2023-04-21.
std::string iso(const std::string& day) {
  return day.size() == 8 ? day.substr(0, 4) + '-' + day.substr(4, 2) + '-' + day.substr(6) : "";
}

std::string joined(const std::vector<std::string>& words, const std::string& separator) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : separator) + word;
  return out;
}

std::string quoted(const std::string& text) { return '"' + text + '"'; }

void append_words(std::vector<std::string>& words, const std::string& text, WordsAs as) {
  std::istringstream split(text);
  for (std::string word; split >> word;) words.push_back(as == WordsAs::kQuoted ? quoted(word) : word);
}

std::string query_of(const std::vector<std::string>& columns, WordsAs as) {
  std::vector<std::string> all, any, none;
  append_words(all, columns[kAll], as);
  append_words(all, columns[kForeignAll], as);
  append_words(any, columns[kAny], as);
  append_words(any, columns[kForeignAny], as);
  append_words(none, columns[kNone], as);
  if (!columns[kPhrase].empty()) all.push_back(quoted(columns[kPhrase]));
  if (!any.empty()) all.push_back('(' + joined(any, " OR ") + ')');
  std::string query = joined(all, " AND ");
  for (const std::string& word : none) query += " NOT " + word;
  return query;
}

Question question_of(const std::string& line, WordsAs as) {
  const std::vector<std::string> columns = columns_of(line);
  Question question{columns[kId], columns[kType], {}};
  SearchRequest& request = question.request;
  request.query = query_of(columns, as);
  request.expand = false;
  request.from = iso(columns[kFrom]);
  request.to = iso(columns[kTo]);
  if (!columns[kMinistry].empty()) request.ministries.push_back(columns[kMinistry]);
  request.facets.clear();
  if (columns[kFacets] == "1") request.facets = default_facets();
  request.hit_detail = HitDetail::kIds;
  return question;
}

}  // namespace

std::vector<Question> read_questions(std::istream& lines, WordsAs words) {
  std::vector<Question> questions;
  for (std::string line; std::getline(lines, line);) questions.push_back(question_of(line, words));
  return questions;
}

}  // namespace polsearch
