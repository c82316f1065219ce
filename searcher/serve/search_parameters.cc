#include "searcher/serve/search_parameters.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "searcher/match/spelling.h"
#include "searcher/query/lexer.h"

namespace polsearch::serve {
namespace {

using Values = std::vector<std::string>;

Error not_accepted(std::string_view name, const std::string& value, const std::string& accepted) {
  return {Error::Kind::kInput, std::string(name) + " cannot be '" + value + "'", "accepted: " + accepted};
}

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

template <class Number>
Status read_number(std::string_view name, const std::string& value, std::size_t highest, Number& target) {
  const auto number = whole_number(value);
  if (!number || *number > highest) return not_accepted(name, value, "0 to " + std::to_string(highest));
  target = static_cast<Number>(*number);
  return Done{};
}

template <class T, std::size_t kSize>
using Choices = std::array<std::pair<std::string_view, T>, kSize>;

constexpr Choices<Sort, 3> kSorts = {
    {{"relevance", Sort::kRelevance}, {"date", Sort::kDateAscending}, {"-date", Sort::kDateDescending}}};
constexpr Choices<CountMode, 2> kCountModes = {{{"copies", CountMode::kCopies}, {"stories", CountMode::kStories}}};
constexpr Choices<bool, 2> kSwitch = {{{"0", false}, {"1", true}}};

template <class T, std::size_t kSize>
Status read_choice(std::string_view name, const std::string& value, const Choices<T, kSize>& choices, T& target) {
  std::string accepted;
  for (const auto& [text, choice] : choices) {
    if (text == value) {
      target = choice;
      return Done{};
    }
    accepted += (accepted.empty() ? "" : ", ") + std::string(text);
  }
  return not_accepted(name, value, accepted);
}

template <class T, std::size_t kSize>
Values write_choice(T value, T usual, const Choices<T, kSize>& choices) {
  if (value == usual) return {};
  for (const auto& [text, choice] : choices)
    if (choice == value) return {std::string(text)};
  return {};
}

Values unless(bool usual, std::string value) { return usual ? Values() : Values{std::move(value)}; }

// Words, phrases, prefixes and filters as the query language cuts them: a run of Chinese is one.
std::size_t count_words(std::string_view query, const SearchLimits& limits) {
  query::Notes notes;
  query::ParseLimits roomy;
  roomy.words = limits.query_bytes;
  std::size_t words = 0;
  for (const query::Token& token : query::lex(query, roomy, notes).tokens) words += token.text.empty() ? 0U : 1U;
  return words;
}

Status read_query(const std::string& value, const SearchLimits& limits, SearchRequest& request) {
  if (value.size() > limits.query_bytes)
    return Error{Error::Kind::kInput, "q has " + std::to_string(value.size()) + " bytes",
                 "accepted: at most " + std::to_string(limits.query_bytes)};
  const std::size_t words = count_words(value, limits);
  if (words > limits.query_words)
    return Error{Error::Kind::kInput, "q has " + std::to_string(words) + " words",
                 "accepted: at most " + std::to_string(limits.query_words)};
  request.query = value;
  return Done{};
}

Status read_facets(const std::string& value, SearchRequest& request) {
  std::vector<FacetKind> kinds;
  for (std::size_t at = 0; at <= value.size();) {
    const std::size_t end = std::min(value.find(',', at), value.size());
    const std::string name = value.substr(at, end - at);
    at = end + 1;
    if (name.empty() || name == "none") continue;
    const auto kind = parse_facet_kind(name);
    if (!kind) return kind.error();
    if (std::find(kinds.begin(), kinds.end(), *kind) == kinds.end()) kinds.push_back(*kind);
  }
  request.facets = std::move(kinds);
  return Done{};
}

std::string print_facets(const std::vector<FacetKind>& kinds) {
  if (kinds.empty()) return "none";
  std::string out;
  for (const FacetKind kind : kinds) out += (out.empty() ? "" : ",") + std::string(to_string(kind));
  return out;
}

Status read_days(std::string_view name, const std::string& value, double& target) {
  constexpr std::size_t kCentury = 36'500;
  std::uint32_t days = 0;
  if (Status ok = read_number(name, value, kCentury, days); !ok) return ok.error();
  target = days;
  return Done{};
}

struct Row {
  std::string_view name;
  bool may_repeat;
  Status (*read)(const std::string& value, const SearchLimits& limits, SearchRequest& request);
  Values (*write)(const SearchRequest& request);
};

using R = SearchRequest;
using V = std::string;
using L = SearchLimits;

template <Values R::*kList>
Status append(const V& value, const L& limits, R& request) {
  if ((request.*kList).size() >= limits.filter_values)
    return Error{Error::Kind::kInput, "a filter has more than " + std::to_string(limits.filter_values) + " values", ""};
  (request.*kList).push_back(value);
  return Done{};
}

template <V R::*kText>
Status set_text(const V& value, const L&, R& request) {
  request.*kText = value;
  return Done{};
}

// Every parameter of a search. The first ten are the contract's; docs/openapi.yaml describes them all.
constexpr std::array<Row, 18> kRows = {{
    {"q", false, read_query, [](const R& r) { return Values{r.query}; }},
    {"from", false, set_text<&R::from>, [](const R& r) { return Values{r.from}; }},
    {"to", false, set_text<&R::to>, [](const R& r) { return Values{r.to}; }},
    {"ministry", true, append<&R::ministries>, [](const R& r) { return r.ministries; }},
    {"lang", true, append<&R::languages>, [](const R& r) { return r.languages; }},
    {"source", true, append<&R::sources>, [](const R& r) { return r.sources; }},
    {"sort", false, [](const V& v, const L&, R& r) { return read_choice("sort", v, kSorts, r.sort); },
     [](const R& r) { return write_choice(r.sort, Sort::kRelevance, kSorts); }},
    {"n", false, [](const V& v, const L& l, R& r) { return read_number("n", v, l.count, r.count); },
     [](const R& r) { return unless(r.count == R().count, std::to_string(r.count)); }},
    {"offset", false, [](const V& v, const L& l, R& r) { return read_number("offset", v, l.offset, r.offset); },
     [](const R& r) { return unless(r.offset == 0, std::to_string(r.offset)); }},
    {"facets", false, [](const V& v, const L&, R& r) { return read_facets(v, r); },
     [](const R& r) { return unless(r.facets == default_facets(), print_facets(r.facets)); }},
    {"include_inferred", false,
     [](const V& v, const L&, R& r) { return read_choice("include_inferred", v, kSwitch, r.include_inferred); },
     [](const R& r) { return write_choice(r.include_inferred, false, kSwitch); }},
    {"expand", false, [](const V& v, const L&, R& r) { return read_choice("expand", v, kSwitch, r.expand); },
     [](const R& r) { return write_choice(r.expand, true, kSwitch); }},
    {"explain", false, [](const V& v, const L&, R& r) { return read_choice("explain", v, kSwitch, r.explain); },
     [](const R& r) { return write_choice(r.explain, false, kSwitch); }},
    {"snippet_bytes", false,
     [](const V& v, const L&, R& r) { return read_number("snippet_bytes", v, 4'096, r.snippet_bytes); },
     [](const R& r) { return unless(r.snippet_bytes == R().snippet_bytes, std::to_string(r.snippet_bytes)); }},
    {"similar_to", false, set_text<&R::similar_to>, [](const R& r) { return Values{r.similar_to}; }},
    {"count", false, [](const V& v, const L&, R& r) { return read_choice("count", v, kCountModes, r.count_mode); },
     [](const R& r) { return write_choice(r.count_mode, CountMode::kCopies, kCountModes); }},
    {"recency_half_life_days", false,
     [](const V& v, const L&, R& r) { return read_days("recency_half_life_days", v, r.recency_half_life_days); },
     [](const R& r) {
       return unless(r.recency_half_life_days == 0, std::to_string(static_cast<int>(r.recency_half_life_days)));
     }},
    {"alternatives", false,
     [](const V& v, const L&, R& r) { return read_choice("alternatives", v, kSwitch, r.facet_alternatives); },
     [](const R& r) { return write_choice(r.facet_alternatives, false, kSwitch); }},
}};

const Row* row_of(std::string_view name) {
  const auto found = std::find_if(kRows.begin(), kRows.end(), [&](const Row& row) { return row.name == name; });
  return found == kRows.end() ? nullptr : &*found;
}

// Names of parameters are ASCII: a byte is a letter.
std::u32string letters(std::string_view name) {
  std::u32string out;
  for (const char c : name.substr(0, match::kMaxLetters)) out += static_cast<unsigned char>(c);
  return out;
}

Error unknown_parameter(const std::string& name, const std::vector<std::string_view>& also) {
  constexpr unsigned kTypingErrors = 2;
  std::vector<std::string_view> names = search_parameter_names();
  names.insert(names.end(), also.begin(), also.end());
  std::string accepted = "accepted:", nearest;
  for (const std::string_view known : names) {
    accepted += ' ' + std::string(known);
    if (nearest.empty() && match::edit_distance(letters(name), letters(known), kTypingErrors) <= kTypingErrors)
      nearest = known;
  }
  if (!nearest.empty()) accepted = "did you mean " + nearest + "? " + accepted;
  return {Error::Kind::kInput, "unknown parameter '" + name.substr(0, 40) + "'", accepted};
}

}  // namespace

SearchParameters parse_search_parameters(const std::vector<Parameter>& parameters, const SearchLimits& limits,
                                         const std::vector<std::string_view>& also) {
  SearchParameters out;
  out.request.time_limit_ms = limits.time_limit_ms;
  std::vector<const Row*> seen;
  for (const auto& [name, value] : parameters) {
    if (std::find(also.begin(), also.end(), name) != also.end()) continue;
    const Row* const row = row_of(name);
    if (row == nullptr) {
      out.errors.push_back(unknown_parameter(name, also));
      continue;
    }
    if (value.empty()) continue;
    if (!row->may_repeat && std::find(seen.begin(), seen.end(), row) != seen.end()) {
      out.errors.push_back({Error::Kind::kInput, name + " is given twice", "accepted: one value"});
      continue;
    }
    seen.push_back(row);
    if (Status read = row->read(value, limits, out.request); !read) out.errors.push_back(read.error());
  }
  return out;
}

std::vector<Parameter> to_parameters(const SearchRequest& request) {
  std::vector<Parameter> out;
  for (const Row& row : kRows)
    for (std::string& value : row.write(request))
      if (!value.empty()) out.push_back({std::string(row.name), std::move(value)});
  return out;
}

std::vector<std::string_view> search_parameter_names() {
  std::vector<std::string_view> names;
  for (const Row& row : kRows) names.push_back(row.name);
  return names;
}

}  // namespace polsearch::serve
