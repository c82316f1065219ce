// Two Xapian databases, compared in everything that Xapian's API shows of them.
#pragma once

#include <filesystem>
#include <string>

namespace polsearch {

// One difference a line, the first twenty; "" when there is none. Statistics, every term, posting, position, value,
// value statistic, document, term list.
std::string differences(const std::filesystem::path& a, const std::filesystem::path& b);

// `count` random queries of all kinds over the terms of `a`: those whose totals, docids or weights differ, a line each.
std::string query_differences(const std::filesystem::path& a, const std::filesystem::path& b, unsigned seed, int count);

// xapian-check's findings; "" when it finds none.
std::string faults_of(const std::filesystem::path& database);

}  // namespace polsearch
