// Random databases and questions for the tests of the evaluator.
#pragma once

#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "searcher/match/question.h"

namespace polsearch::testing {

// Is POLSEARCH_TEST_MODE "full"?
bool is_full_run();

// A database of documents over the terms t0, t1, ... (t0 in nearly all, later ones rarer and rarer; even ones with
// positions) as Xapian's compaction writes it. Every document has at least one term.
void write_random_database(const std::filesystem::path& folder, std::mt19937& random, std::uint32_t documents);

// The same by a stock writer that went on to change some documents: not to be read in place.
void change_database(const std::filesystem::path& folder, std::mt19937& random);

match::Plan random_plan(std::mt19937& random, int depth, std::uint32_t documents);
std::vector<match::QueryTerm> random_ranked(std::mt19937& random);

// "total 12: 3 0.5, 17 0.25; matches 12 adding up to 4711". Scores to nine digits.
std::string print(const match::MatchAnswer& answer);

}  // namespace polsearch::testing
