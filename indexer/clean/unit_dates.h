// The dates of a short line, what each is labelled as, and whether the line is there for its date alone.
//
//   "Apr 21, 2023 | Industrial Trend | 0 comments"  ->  one mention, no label, a date line
#pragma once

#include <vector>

#include "analysis/dates.h"
#include "indexer/clean/date_labels.h"
#include "indexer/clean/unit.h"

namespace polsearch::clean {

inline constexpr std::size_t kShortUnitBytes = 400;  // longer units are read for event dates only

struct UnitDates {
  std::vector<DateMention> mentions;  // bytes in the unit's text
  std::vector<DateLabel> labels;      // of each mention
  double other_words = 0;             // what is left without dates, times and their labels
  bool is_date_line = false;          // or the label of one, which stands on the line above it
  [[nodiscard]] bool has_day() const;
};

// Of every unit. `script`: of the page, which settles what a year of a national era is.
[[nodiscard]] std::vector<UnitDates> dates_of_units(const std::vector<Unit>& units, const DateLabels& labels);

// A date with a year that a page may have been published in.
[[nodiscard]] bool is_dated(const DateMention& mention);

// May a mention that wants certain surroundings stand among text of this script?
[[nodiscard]] bool fits_surroundings(const DateMention& mention, ScriptClass script);

}  // namespace polsearch::clean
