// What does a way to go on typing cost, letter by letter?
//
//   bench_complete INDEX QUESTIONS.tsv [ROUNDS]
// QUESTIONS.tsv: questions.h. What is typed: the first 1 to 6 characters of each question of one word. Its time is the
// thread's CPU time, the best of ROUNDS (3); printed are mean and 99th percentile by type of question, and what the
// first completion of a process costs, which reads the index's vocabulary.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <string_view>
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

// "工业" -> "工", "工业".
std::vector<std::string> beginnings(std::string_view word) {
  constexpr std::size_t kMostCharacters = 6;
  std::vector<std::string> out;
  for (std::size_t at = 1; at <= word.size() && out.size() < kMostCharacters; ++at)
    if (at == word.size() || (static_cast<unsigned char>(word[at]) & 0xC0) != 0x80)
      out.emplace_back(word.substr(0, at));
  return out;
}

// What is typed, by type of question.
std::map<std::string, std::set<std::string>> typed_texts(std::istream& lines) {
  std::map<std::string, std::set<std::string>> texts;
  for (const Question& question : read_questions(lines, WordsAs::kTyped)) {
    if (question.request.query.find_first_of(" \"") != std::string::npos) continue;
    for (std::string& text : beginnings(question.request.query)) texts[question.type].insert(std::move(text));
  }
  return texts;
}

double time_of(Searcher& searcher, const std::string& typed, int rounds) {
  double best = 1e12;
  for (int round = 0; round < rounds; ++round) {
    const double begin = cpu_us();
    (void)searcher.complete(typed);
    best = std::min(best, cpu_us() - begin);
  }
  return best;
}

void print_row(std::string_view type, std::vector<double> times) {
  std::sort(times.begin(), times.end());
  double sum = 0;
  for (const double time : times) sum += time;
  const std::size_t last_percent = std::min(times.size() - 1, times.size() * 99 / 100);
  fmt::print("{:14} {:>5} {:>9.1f} {:>9.1f}\n", type, times.size(), sum / static_cast<double>(times.size()),
             times[last_percent]);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: bench_complete INDEX QUESTIONS.tsv [ROUNDS]\n";
    return 2;
  }
  const int rounds = argc > 3 ? std::max(1, std::atoi(argv[3])) : 3;
  const auto index = Index::open(argv[1]);
  if (!index) {
    std::cerr << index.error().message << '\n';
    return exit_code(index.error());
  }
  std::ifstream lines(argv[2]);
  Searcher searcher(*index);
  fmt::print("the first: {:.1f} ms\n", time_of(searcher, "a", 1) * 1e-3);
  fmt::print("{:14} {:>5} {:>9} {:>9}\n", "type", "n", "mean us", "p99");
  std::vector<double> all;
  for (const auto& [type, texts] : typed_texts(lines)) {
    std::vector<double> times;
    for (const std::string& text : texts) times.push_back(time_of(searcher, text, rounds));
    all.insert(all.end(), times.begin(), times.end());
    print_row(type, std::move(times));
  }
  if (!all.empty()) print_row("all", std::move(all));
  return 0;
}
