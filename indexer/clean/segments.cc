#include "indexer/clean/segments.h"

#include <algorithm>

#include "analysis/dates.h"
#include "analysis/unicode.h"

namespace polsearch::clean {
namespace {

constexpr std::size_t kLongLineBytes = 600;  // shorter lines are lines
constexpr std::size_t kCompanyBytes = 300;   // a weak cue needs another cue this near
constexpr std::size_t kCuedBytes = 700;      // what follows a cue and is longer is prose: the cue was a word of it
constexpr std::size_t kLabelledDateBytes = 60;
constexpr std::size_t kMostDecoys = 6;  // menu words in front of a flattened page
constexpr std::size_t kMostDecoyWords = 4;

// Where the date behind a "Post time:" ends, or 0.
std::size_t end_of_labelled_date(std::string_view text, std::size_t from) {
  std::size_t end = std::min(text.size(), from + kLabelledDateBytes);
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
  const std::vector<DateMention> mentions = find_dates(text.substr(from, end - from));
  if (mentions.empty() || mentions.front().begin > 4) return 0;
  return from + mentions.front().end;
}

bool has_company(const std::vector<RuleSpan>& cues, std::size_t index) {
  const bool before = index > 0 && cues[index].begin - cues[index - 1].end <= kCompanyBytes;
  const bool after = index + 1 < cues.size() && cues[index + 1].begin - cues[index].end <= kCompanyBytes;
  return before || after;
}

std::vector<std::size_t> cuts_at_cues(std::string_view text, const BoilerplateRules& rules) {
  std::vector<std::size_t> cuts;
  const std::vector<RuleSpan> cues = rules.find_cues(text);
  for (std::size_t i = 0; i < cues.size(); ++i) {
    if (cues[i].rule->weight == Weight::kWeak && !has_company(cues, i)) continue;
    const std::size_t next = i + 1 < cues.size() ? cues[i + 1].begin : text.size();
    const std::size_t date_end = cues[i].rule->reason == "date-line" ? end_of_labelled_date(text, cues[i].end) : 0;
    if (date_end == 0 && next - cues[i].begin > kCuedBytes) continue;
    cuts.push_back(cues[i].begin);
    if (date_end > 0) cuts.push_back(date_end);
  }
  return cuts;
}

// End of the `words`-th white-space separated word from `from`.
std::size_t end_of_words(std::string_view text, std::size_t from, std::size_t words) {
  std::size_t at = from;
  for (std::size_t i = 0; i < words && at < text.size(); ++i) {
    while (at < text.size() && text[at] == ' ') ++at;
    while (at < text.size() && text[at] != ' ') ++at;
  }
  return at;
}

// Menu words glued to the head: "page_banner news The Ministry ..." One alone may be the first word of the article
// ("News that ..."), so it takes two, or one that nobody writes in prose.
std::vector<std::size_t> cuts_behind_decoys(std::string_view text, const BoilerplateRules& rules) {
  std::vector<std::size_t> cuts;
  bool sure = false;
  std::size_t at = 0;
  while (cuts.size() < kMostDecoys) {
    std::size_t end = 0;
    for (std::size_t words = kMostDecoyWords; words >= 1 && end == 0; --words) {
      const std::size_t candidate = end_of_words(text, at, words);
      const std::string key = fold_line(text.substr(at, candidate - at));
      if (candidate == text.size() || !rules.is_menu_word(bare(key))) continue;
      end = candidate;
      sure = sure || words > 1 || key.find('_') != std::string::npos;
    }
    if (end == 0) break;
    cuts.push_back(end);
    at = end;
  }
  if (!sure && cuts.size() < 2) cuts.clear();
  return cuts;
}

std::vector<std::size_t> cuts_of(std::string_view text, const BoilerplateRules& rules) {
  if (text.size() <= kLongLineBytes) return {};
  std::vector<std::size_t> cuts = cuts_behind_decoys(text, rules);
  const std::vector<std::size_t> cues = cuts_at_cues(text, rules);
  cuts.insert(cuts.end(), cues.begin(), cues.end());
  std::sort(cuts.begin(), cuts.end());
  return cuts;
}

}  // namespace

std::vector<Unit> cut_units(const Page& page, const BoilerplateRules& rules) {
  std::vector<Unit> units;
  for (std::size_t i = 0; i < page.lines.size(); ++i) {
    const Line& line = page.lines[i];
    const std::vector<std::size_t> cuts = cuts_of(line.text, rules);
    std::uint32_t begin = line.begin;
    const auto add = [&](std::uint32_t end) {
      Unit unit = make_unit(page, static_cast<std::uint32_t>(i), begin, end);
      unit.is_segment = !cuts.empty();
      if (!unit.text.empty()) units.push_back(std::move(unit));
      begin = end;
    };
    for (const std::size_t cut : cuts)
      if (line.begin + cut > begin) add(line.begin + static_cast<std::uint32_t>(cut));
    add(line.end);
  }
  return units;
}

}  // namespace polsearch::clean
