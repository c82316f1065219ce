// When was the page published? Scored candidates from labelled lines, date lines, markup, URL and container; none below
// the threshold: a wrong date in a filter is worse than no date. Dates in prose are events.
//
//   "Apr 21, 2023 | Industrial Trend | 0 comments"  ->  2023-04-21, source "line 5: Apr 21, 2023"
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <polsearch/result.h>
#include "analysis/knowledge.h"
#include "indexer/clean/unit.h"

namespace polsearch::clean {

// kWeak: "on", "date", which stand before dates of any kind.
enum class DateLabel : std::uint8_t { kNone, kPublished, kUpdated, kDecoy, kWeak };

// corpus/knowledge/date_labels.tsv: what stands directly before a date.
struct DateLabels {
  std::unordered_map<std::string, DateLabel> labels;  // folded
  std::size_t longest = 0;                            // bytes
};
[[nodiscard]] Result<DateLabels> read_date_labels(const Table& table);

// The dates of a short unit, and whether the unit is there for its date alone.
struct UnitDates {
  std::vector<DateMention> mentions;  // bytes in the unit's text
  std::vector<DateLabel> labels;      // of each mention
  double other_words = 0;             // what is left without dates, times and their labels
  bool is_date_line = false;
  [[nodiscard]] bool has_day() const;
};
[[nodiscard]] UnitDates dates_of_unit(const Unit& unit, const DateLabels& labels);

struct PublicationDate {
  Date date;
  DatePrecision precision = DatePrecision::kNone;
  std::string source = "none";
};

// Where the article is, to weigh candidates by.
struct ArticlePlace {
  std::size_t first = 0, last = 0;  // units of the first and last body unit
};

[[nodiscard]] PublicationDate find_publication_date(const Page& page, const std::vector<Unit>& units,
                                                    const std::vector<UnitDates>& dates, const std::vector<bool>& kept,
                                                    const ArticlePlace& article);

// Dates told in the body: at most eight, in order. A month and day without year takes the year nearest to `published`
// (rather back than ahead); without a publication date it is left out.
[[nodiscard]] std::vector<EventDate> find_event_dates(const Page& page, const std::vector<Span>& kept,
                                                      const Date& published);

}  // namespace polsearch::clean
