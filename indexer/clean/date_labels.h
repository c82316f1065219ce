// What stands beside a date says what it dates: the page, a change of it, or something told on it.
//
//   "Post time: " -> kPublished    "last updated on " -> kUpdated    "Deadline: " -> kDecoy    "date: " -> kWeak
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <polsearch/result.h>
#include "analysis/knowledge.h"

namespace polsearch::clean {

enum class DateLabel : std::uint8_t {
  kNone,
  kPublished,
  kSigned,  // "成文日期": when the paper was signed, as a rule some days before it was published
  kUpdated,
  kDecoy,
  kWeak,  // "on", "date", which stand before dates of any kind
};

// corpus/knowledge/date_labels.tsv. Keys are folded; longest in bytes.
struct DateLabels {
  struct Side {
    std::unordered_map<std::string, DateLabel> labels;
    std::size_t longest = 0;
  };
  Side before, after;
  std::vector<std::string>
      events;  // words before a weak label, or a colon, that say that the date is of something told
};
[[nodiscard]] Result<DateLabels> read_date_labels(const Table& table);

// The label that `before`, the text up to a date, ends with; a weekday, a time of day or a time zone may stand between.
// "竣工日期", "Hearing date": a compound that no row knows is taken for a decoy.
[[nodiscard]] DateLabel label_before(std::string_view before, const DateLabels& labels);

// "2023-07-20 发布", "2024年1月1日起施行": the label that `after`, the text behind a date, begins with.
[[nodiscard]] DateLabel label_after(std::string_view after, const DateLabels& labels);

// A line that is a label and nothing else: "Date:" above "03.02.2022".
[[nodiscard]] DateLabel label_alone(std::string_view line, const DateLabels& labels);

// `text` with times of day, weekdays and time zones blanked out.
[[nodiscard]] std::string without_times(std::string text);

}  // namespace polsearch::clean
