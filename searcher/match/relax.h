// What to search, and what to search next when that finds nothing: the policy of docs/query-language.md.
//
//   smart 5G factories        ->  all three; at least 2 of 3; any (the next where the one before finds no page)
//   steel coal output quotas  ->  all four; any (where fewer than ten pages have all)
//   how do factories use 5G?  ->  any of: factories, use, 5G (most of them first)
//
// A few words mean all of them, but for stop words ("the", "for"), which a page in another language cannot have. A
// question or a long query means any of its words, because a page that answers it rarely has all of them. Phrases,
// prefixes, fields, +words and -words are never relaxed, nor is a query with AND or OR. One exception: when a question
// or a long text with quotation marks in it finds nothing, it was pasted, and its quotes are read as words.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/analyzer.h"
#include "analysis/knowledge.h"
#include "searcher/query/ast.h"

namespace polsearch::match {

using QuestionWords = std::set<std::string, std::less<>>;  // folded
[[nodiscard]] QuestionWords question_words(const Knowledge& knowledge);

struct Attempt {
  query::Node node;
  std::string note;          // what was relaxed; empty for the first of a short query
  std::uint64_t enough = 1;  // pages that it must find, or the next one is tried
};

enum class Pages : bool { kAll, kOwnLanguage };  // those of the query's own language

// At least one. `root`: rewritten, with names expanded; `is_fixed`: AND or OR was typed; `typed`: the query as it came,
// whose question mark the tree has lost; `pages`: of which pages the notes speak.
[[nodiscard]] std::vector<Attempt> attempts(const query::Node& root, bool is_fixed, const Analyzer& analyzer,
                                            const QuestionWords& questions, std::string_view typed,
                                            Pages pages = Pages::kAll);

}  // namespace polsearch::match
