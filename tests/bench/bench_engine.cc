// How fast are questions answered, and how much faster than through Xapian's matcher?
//
//   bench_engine INDEX QUERIES.tsv [ROUNDS [THREADS]]
// QUERIES.tsv: questions.h, words as typed. A question's time is the thread's CPU time, the best of ROUNDS (3); printed
// are mean and 99th percentile of each type in microseconds, for both engines in the same run, and whether total, ids
// and facets are the same. With THREADS, the mapped engine's questions a second on so many threads, against one, the
// best of ROUNDS after one that is not counted.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <polsearch/searcher.h>
#include "questions.h"

using namespace polsearch;

namespace {

double cpu_us() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) * 1e-3;
}

// Total, ids and facets of an answer.
std::string print(const SearchResponse& response) {
  std::string out = std::to_string(response.total);
  for (const Hit& hit : response.hits) out += fmt::format(" {}:{:.6f}", hit.id, hit.score);
  for (const Facet& facet : response.facets)
    for (const FacetValue& value : facet.values) out += fmt::format(" {}={}", value.value.value_or("-"), value.count);
  return out;
}

struct Timed {
  double us = 1e12;
  std::string answer;
  std::uint64_t total = 0;
};

Timed time_question(Searcher& searcher, const SearchRequest& request, int rounds) {
  Timed timed;
  for (int round = 0; round < rounds; ++round) {
    const double begin = cpu_us();
    const auto response = searcher.search(request);
    timed.us = std::min(timed.us, cpu_us() - begin);
    timed.answer = response ? print(*response) : response.error().message;
    timed.total = response ? response->total : 0;
  }
  return timed;
}

struct Row {
  std::vector<double> mapped, xapian;
  std::uint64_t matches = 0;
  std::size_t same = 0;
};

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double percentile_99(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, values.size() * 99 / 100)];
}

void print_rows(const std::map<std::string, Row>& rows) {
  fmt::print("{:14} {:>5} {:>9} {:>9} {:>9} {:>9} {:>9} {:>7} {:>6}\n", "type", "n", "matches", "mapped", "p99",
             "xapian", "p99", "ratio", "same");
  for (const auto& [type, row] : rows)
    fmt::print("{:14} {:5} {:9.0f} {:9.1f} {:9.1f} {:9.1f} {:9.1f} {:7.2f} {:6}\n", type, row.mapped.size(),
               static_cast<double>(row.matches) / static_cast<double>(row.mapped.size()), mean(row.mapped),
               percentile_99(row.mapped), mean(row.xapian), percentile_99(row.xapian),
               mean(row.mapped) / mean(row.xapian), row.same);
}

// Questions a second: of wall time, and of CPU time as if each thread had a core of its own and never waited, which
// other work on the machine changes little.
struct Rate {
  double wall = 0, cpu = 0;
};

Rate rate(const std::shared_ptr<const Index>& index, const std::vector<Question>& questions, unsigned threads) {
  const auto begin = std::chrono::steady_clock::now();
  const std::clock_t cpu_begin = std::clock();
  std::vector<std::thread> workers;
  for (unsigned worker = 0; worker < threads; ++worker)
    workers.emplace_back([&] {
      Searcher searcher(index);
      for (const Question& question : questions) (void)searcher.search(question.request);
    });
  for (std::thread& worker : workers) worker.join();
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
  const double cpu = static_cast<double>(std::clock() - cpu_begin) / CLOCKS_PER_SEC / threads;
  const auto asked = static_cast<double>(threads * questions.size());
  return {asked / wall.count(), asked / cpu};
}

void print_rates(const std::shared_ptr<const Index>& index, const std::vector<Question>& questions, int rounds,
                 unsigned threads) {
  (void)rate(index, questions, 1);  // reads knowledge tables, reckons what titles weigh
  Rate one, many;
  for (int round = 0; round < rounds; ++round)
    for (const auto& [best, count] : {std::pair(&one, 1U), std::pair(&many, threads)}) {
      const Rate now = rate(index, questions, count);
      *best = {std::max(best->wall, now.wall), std::max(best->cpu, now.cpu)};
    }
  fmt::print("questions/s  1 thread  {} threads  times\n", threads);
  fmt::print("wall time    {:8.0f}  {:9.0f}  {:5.2f}\n", one.wall, many.wall, many.wall / one.wall);
  fmt::print("CPU time     {:8.0f}  {:9.0f}  {:5.2f}\n", one.cpu, many.cpu, many.cpu / one.cpu);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: bench_engine INDEX QUERIES.tsv [ROUNDS [THREADS]]\n";
    return 2;
  }
  const int rounds = argc > 3 ? std::max(1, std::atoi(argv[3])) : 3;
  const auto index = Index::open(argv[1]);
  if (!index) {
    std::cerr << index.error().message << '\n';
    return exit_code(index.error());
  }
  std::ifstream file(argv[2]);
  std::vector<Question> questions = read_questions(file, WordsAs::kTyped);
  if (argc > 4) {
    const auto threads = static_cast<unsigned>(std::max(1, std::atoi(argv[4])));
    print_rates(*index, questions, rounds, threads);
    return 0;
  }
  std::map<std::string, Row> rows;
  Searcher searcher(*index), oracle(*index);
  for (Question& question : questions) {
    const Timed mapped = time_question(searcher, question.request, rounds);
    question.request.engine = Engine::kXapian;
    const Timed xapian = time_question(oracle, question.request, std::min(rounds, 2));
    Row& row = rows[question.type];
    row.mapped.push_back(mapped.us);
    row.xapian.push_back(xapian.us);
    row.matches += mapped.total;
    row.same += mapped.answer == xapian.answer ? 1U : 0U;
    if (mapped.answer != xapian.answer)
      std::cerr << question.type << " differs: " << question.request.query << "\n  " << mapped.answer.substr(0, 300)
                << "\n  " << xapian.answer.substr(0, 300) << '\n';
  }
  print_rows(rows);
  return 0;
}
