// Answers the questions of a file and says how long each took: polsearch's side of run.py and of the peers' driver.
//
//   bench_answers INDEX QUESTIONS.tsv ANSWERS.tsv [ROUNDS [typed|quoted]]
// QUESTIONS.tsv: questions.h. ANSWERS.tsv, a question a line: id type ns,ns,... total ids facets, a tab between. ns:
// CPU time of the process for each of ROUNDS (3), after one that is not counted; ids: of the ten hits, a blank behind
// each; facets: months:pages ministries:pages, how many there are and the sum of their counts. Standard output: one
// JSON object.
#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/searcher.h>
#include "questions.h"

using namespace polsearch;

namespace {

struct Answer {
  std::vector<std::int64_t> rounds_ns;
  std::uint64_t total = 0;
  std::string ids, facets;
};

std::int64_t cpu_ns() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

// "12:3456": values but the one of pages without any, and the sum of their counts.
std::string sum_of(const Facet& facet) {
  std::size_t values = 0;
  std::uint64_t pages = 0;
  for (const FacetValue& value : facet.values) {
    if (!value.value) continue;
    ++values;
    pages += value.count;
  }
  return std::to_string(values) + ':' + std::to_string(pages);
}

void keep(Answer& answer, const SearchResponse& response) {
  answer.total = response.total;
  answer.ids.clear();
  for (const Hit& hit : response.hits) answer.ids += hit.id + ' ';
  answer.facets.clear();
  for (const Facet& facet : response.facets) answer.facets += (answer.facets.empty() ? "" : " ") + sum_of(facet);
}

// True: the question was refused.
bool is_refused(Searcher& searcher, const Question& question, bool is_counted, Answer& answer) {
  const std::int64_t begin = cpu_ns();
  const auto response = searcher.search(question.request);
  const std::int64_t took = cpu_ns() - begin;
  if (is_counted) answer.rounds_ns.push_back(took);
  if (response) keep(answer, *response);
  return !response.ok();
}

void print(std::ostream& out, const Question& question, const Answer& answer) {
  out << question.id << '\t' << question.type << '\t';
  for (std::size_t i = 0; i < answer.rounds_ns.size(); ++i) out << (i == 0 ? "" : ",") << answer.rounds_ns[i];
  out << '\t' << answer.total << '\t' << answer.ids << '\t' << answer.facets << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::cerr << "usage: bench_answers INDEX QUESTIONS.tsv ANSWERS.tsv [ROUNDS [typed|quoted]]\n";
    return 2;
  }
  const int rounds = argc > 4 ? std::max(1, std::atoi(argv[4])) : 3;
  const WordsAs words = argc > 5 && std::string_view(argv[5]) == "typed" ? WordsAs::kTyped : WordsAs::kQuoted;
  const std::int64_t begin = cpu_ns();
  const auto index = Index::open(argv[1]);
  if (!index) {
    std::cerr << "bench_answers: " << index.error().message << '\n';
    return exit_code(index.error());
  }
  const double open_ms = static_cast<double>(cpu_ns() - begin) * 1e-6;
  std::ifstream lines(argv[2]);
  const std::vector<Question> questions = read_questions(lines, words);
  std::vector<Answer> answers(questions.size());
  Searcher searcher(*index);
  std::size_t refused = 0;
  for (int round = -1; round < rounds; ++round) {
    refused = 0;
    for (std::size_t i = 0; i < questions.size(); ++i)
      if (is_refused(searcher, questions[i], round >= 0, answers[i])) ++refused;
  }
  std::ofstream out(argv[3]);
  for (std::size_t i = 0; i < questions.size(); ++i) print(out, questions[i], answers[i]);
  out.close();
  std::cout << "{\"version\":\"" POLSEARCH_VERSION "\",\"questions\":" << questions.size() << ",\"refused\":" << refused
            << ",\"open_ms\":" << open_ms << "}\n";
  return out.fail() ? 1 : 0;
}
