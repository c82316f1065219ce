#include "searcher/match/title_mass.h"

#include "analysis/unicode.h"
#include "searcher/match/question.h"

namespace polsearch::match {

bool is_single_han(std::string_view term) {
  if (term.empty()) return false;
  const CodePoint first = decode_at(term, 0);
  return is_han(first.value) && first.length == term.size();
}

double title_mass(std::span<const std::string> title_terms,
                  const std::function<std::uint32_t(const std::string&)>& frequency, std::uint32_t documents) {
  double mass = 0;
  for (const std::string& term : title_terms)
    if (!is_single_han(term)) mass += rarity(documents, frequency(term));
  return mass;
}

}  // namespace polsearch::match
