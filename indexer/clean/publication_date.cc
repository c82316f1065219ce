#include "indexer/clean/publication_date.h"

#include <re2/re2.h>

#include <algorithm>
#include <optional>

namespace polsearch::clean {
namespace {

constexpr double kAccepted = 3.5;  // research: set on 1,000 pages, precision .89 on flattened text
constexpr std::size_t kMostCompared = 500;

using Origin = DateCandidate::Origin;
using Candidates = std::vector<DateCandidate>;

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// Pages of the United States write the month first.
bool is_american(const Page& page) {
  static const RE2 domain(R"(^[a-z]+://[^/?#]*\.(us|gov|mil)(?:[/:?#]|$))");
  return contains(page.declared.language, "en-US") || contains(page.declared.language, "en_US") ||
         RE2::PartialMatch(page.declared.url, domain);
}

// The number of one or two digits that a text begins with and that goes on as something else.
std::optional<int> leading_number(std::string_view text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits == 0 || digits > 2 || digits == text.size()) return std::nullopt;
  return digits == 1 ? text[0] - '0' : 10 * (text[0] - '0') + (text[1] - '0');
}

enum class Order : std::uint8_t { kUnknown, kDayFirst, kMonthFirst };

// What the page's other numeric dates decide: 21/04/2023 has the day first, 04/21/2023 the month.
Order order_of_others(const DatedLines& lines) {
  int day_first = 0, month_first = 0;
  for (std::size_t i = 0; i < lines.units.size(); ++i)
    for (const DateMention& mention : lines.dates[i].mentions) {
      if (mention.form != DateForm::kNumeric || mention.other || mention.date.day <= 12) continue;
      const std::string_view written = lines.units[i].text.substr(mention.begin, mention.end - mention.begin);
      const std::optional<int> first = leading_number(written);
      if (!first) continue;
      (*first > 12 ? day_first : month_first) += 1;
    }
  if (day_first == month_first) return Order::kUnknown;
  return day_first > month_first ? Order::kDayFirst : Order::kMonthFirst;
}

// Day and month of a numeric date in doubt: settled by a sure candidate that agrees with one reading, by the year and
// month of the address, by the page's other dates, else by its country.
void settle_order(const Page& page, const DatedLines& lines, Candidates& candidates) {
  const Order others = order_of_others(lines);
  const bool month_first = others == Order::kMonthFirst || (others == Order::kUnknown && is_american(page));
  for (DateCandidate& candidate : candidates) {
    if (!candidate.other) continue;
    const auto is_sure = [&](const Date& reading) {
      return std::any_of(candidates.begin(), candidates.end(), [&](const DateCandidate& c) {
        const bool same_month = c.date.year == reading.year && c.date.month == reading.month;
        return !c.other && (c.date == reading || (c.origin == Origin::kAddress && same_month));
      });
    };
    const bool first = is_sure(candidate.date), second = is_sure(*candidate.other);
    if (first != second ? second : month_first) std::swap(candidate.date, *candidate.other);
  }
}

// A page cannot be published after it was fetched; where day and month are in doubt the other reading may be right.
void drop_dates_after_crawl(const Page& page, Candidates& candidates) {
  const Result<Date> crawled = parse_date(std::string_view(page.hints.crawl_date).substr(0, 10));
  if (!crawled.ok() || crawled->day == 0) return;
  Date last = *crawled;  // the day after, for time zones ahead of UTC
  if (++last.day > days_of({last.year, last.month, 0}).last.day) last = Date{last.year, last.month, 31};
  for (DateCandidate& candidate : candidates)
    if (candidate.other && candidate.date > last) candidate.date = *candidate.other;
  std::erase_if(candidates, [&](const DateCandidate& candidate) { return candidate.date > last; });
}

void reward_agreement(Candidates& candidates) {
  constexpr double kReward = 0.4;
  if (candidates.size() > kMostCompared) return;
  for (std::size_t i = 0; i < candidates.size(); ++i)
    for (std::size_t j = 0; j < candidates.size(); ++j)
      if (i != j && candidates[i].date == candidates[j].date) {
        candidates[i].score += kReward;
        break;
      }
}

// A path is made once and keeps its date; a publishing system may write the day of a second edition into its markup.
void prefer_older_address(Candidates& candidates) {
  constexpr double kAboveMarkup = 9.5;
  const auto address = std::find_if(candidates.begin(), candidates.end(), [](const DateCandidate& c) {
    return c.origin == Origin::kAddress && c.date.day > 0;
  });
  if (address == candidates.end()) return;
  const bool is_shown = std::any_of(candidates.begin(), candidates.end(), [&](const DateCandidate& c) {
    return c.origin == Origin::kMarkup && c.date.year == address->date.year;
  });
  if (!is_shown) address->score = kAboveMarkup;
}

DatePrecision precision_of(const Date& date) {
  return date.day ? DatePrecision::kDay : date.month ? DatePrecision::kMonth : DatePrecision::kYear;
}

}  // namespace

PublicationDate find_publication_date(const Page& page, const DatedLines& lines, const ArticlePlace& article) {
  Candidates candidates = date_candidates(page, lines, article);
  settle_order(page, lines, candidates);
  drop_dates_after_crawl(page, candidates);
  reward_agreement(candidates);
  prefer_older_address(candidates);
  const auto best = std::max_element(candidates.begin(), candidates.end(),
                                     [](const DateCandidate& a, const DateCandidate& b) { return a.score < b.score; });
  if (best == candidates.end() || best->score < kAccepted) return {};
  return {best->date, precision_of(best->date), best->source};
}

}  // namespace polsearch::clean
