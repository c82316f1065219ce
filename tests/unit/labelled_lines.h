// Tables of labelled lines in tests/quality, and what the program makes of them, in a printed form that a diff shows.
//
//   {2023-07-20, "", "2023年7月20日"}, {none, 2023-04-03, "03/04/2023"}  ->  as many right as the table says
#pragma once

#include <catch2/catch.hpp>

#include <fstream>
#include <functional>
#include <sstream>
#include <string>

#include "analysis/knowledge.h"

namespace polsearch::testing {

// Columns: id, what a reader says, `given` where the program says something else, text, why.
inline Table labelled_lines(const std::string& name) {
  std::ifstream file(std::string(POLSEARCH_SOURCE_DIR "/tests/quality/") + name + ".tsv", std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return parse_table(name, name + ".tsv", text.str()).value();
}

// Every line gets its label, or the answer that is known to be wrong, with a reason.
inline void check_labelled_lines(const Table& table, const std::function<std::string(const std::string&)>& answer) {
  constexpr std::size_t kLabel = 1, kGiven = 2, kText = 3, kWhy = 4;
  std::size_t right = 0;
  for (const std::vector<std::string>& row : table.rows) {
    const std::string& given = row[kGiven].empty() ? row[kLabel] : row[kGiven];
    CAPTURE(row[kText]);
    CHECK(answer(row[kText]) == given);
    CHECK(row[kGiven].empty() == row[kWhy].empty());
    right += row[kGiven].empty() ? 1U : 0U;
  }
  INFO(right << " of " << table.rows.size() << " as labelled");
  CHECK(right * 50 >= table.rows.size() * 47);
}

}  // namespace polsearch::testing
