#include "indexer/clean/event_dates.h"

#include <algorithm>

#include "indexer/clean/unit_dates.h"

namespace polsearch::clean {
namespace {

constexpr std::size_t kMostEventDates = 8;
constexpr std::size_t kScriptBytes = 600;  // of a span that show which script it is in

int days_between(const Date& a, const Date& b) {
  const auto days = [](const Date& d) {  // days since 1 March of year 0, Howard Hinnant's days_from_civil
    const int y = d.year - (d.month <= 2 ? 1 : 0), m = (d.month + 9) % 12;
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + d.day;
  };
  return days(a) - days(b);
}

// The year that brings a month and day nearest to the publication; a day ahead weighs as much as a day and a half back.
Date with_nearest_year(const Date& month_day, const Date& published) {
  Date best;
  double least = 1e9;
  for (int shift = -1; shift <= 1; ++shift) {
    const Date candidate{static_cast<std::int16_t>(published.year + shift), month_day.month, month_day.day};
    if (!is_valid(candidate)) continue;
    Date anchor = published;
    if (anchor.month == 0) anchor.month = 7;
    if (anchor.day == 0) anchor.day = 15;
    const int ahead = days_between(candidate, anchor);
    const double distance = ahead > 0 ? 1.5 * ahead : -ahead;
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace

std::vector<EventDate> find_event_dates(const Page& page, const std::vector<Span>& kept, const Date& published) {
  std::vector<EventDate> events;
  for (const Span& span : kept) {
    const std::string_view text = std::string_view(page.text).substr(span.begin, span.end - span.begin);
    const std::vector<DateMention> mentions = find_dates(text);
    if (mentions.empty()) continue;
    const ScriptClass script = script_of(count(text.substr(0, kScriptBytes)));
    for (const DateMention& mention : mentions) {
      if (mention.form == DateForm::kMonthYear || mention.form == DateForm::kCompact) continue;
      if (mention.form != DateForm::kMonthDay && mention.date.day == 0) continue;
      if (!fits_surroundings(mention, script)) continue;
      const Date date = mention.date.year > 0 ? mention.date
                        : published.year > 0  ? with_nearest_year(mention.date, published)
                                              : Date{};
      const bool known = std::any_of(events.begin(), events.end(), [&](const EventDate& e) { return e.date == date; });
      if (date.year == 0 || known) continue;
      events.push_back({date, span.begin + mention.begin, span.begin + mention.end});
      if (events.size() == kMostEventDates) return events;
    }
  }
  return events;
}

}  // namespace polsearch::clean
