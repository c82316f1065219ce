// Everything that the page itself says, in three languages: one table.
//
//   say(Phrase::kPages, UiLanguage::kThai, {"12"})  ->  "12 หน้า"
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace polsearch::serve {

enum class UiLanguage : std::uint8_t { kEnglish, kChinese, kThai };

enum class Phrase : std::uint8_t {
  kSearch,
  kSearchLabel,
  kSkip,
  kTagline,
  kOnePage,
  kPages,
  kAtLeast,
  kNewestFirst,
  kNoHits,
  kNoHitsHelp,
  kDidYouMean,
  kSearchedAs,
  kNotes,
  kFilters,
  kClearAll,
  kRemoveFilter,
  kMinistry,
  kLanguage,
  kSource,
  kDate,
  kFrom,
  kTo,
  kDateHint,
  kIncludeInferred,
  kApply,
  kAppliesAtOnce,
  kFindInList,
  kMore,
  kNotListed,
  kWholeTime,
  kPagesByYear,
  kPagesByMonth,
  kPagesByDay,
  kBrushHint,
  kAsTable,
  kPeriod,
  kCount,
  kUndated,
  kInferredDate,
  kSort,
  kByRelevance,
  kByNewest,
  kByOldest,
  kEachCopy,
  kGroupCopies,
  kExport,
  kCopies,
  kOneCopy,
  kLikeThis,
  kPrevious,
  kNext,
  kPaging,
  kResults,
  kList,
  kTimeline,
  kTopStory,
  kByMinistry,
  kBackToResults,
  kOriginal,
  kAddress,
  kAbout,
  kEditor,
  kIdentifier,
  kTitle,
  kTitleFrom,
  kConfidence,
  kPrecisionDay,
  kPrecisionMonth,
  kPrecisionYear,
  kPrecisionInferred,
  kRemovedLines,
  kLine,
  kReason,
  kRule,
  kText,
  kNearDuplicates,
  kKeys,
  kKeySearch,
  kKeyNext,
  kKeyPrevious,
  kKeyOpen,
  kKeyHelp,
  kInterfaceLanguage,
  kIndexHas,
  kEnglishPages,
  kChinesePages,
  kThaiPages,
  kHome,
  kRoleIssuer,
  kRoleCoIssuer,
  kRoleMentioned,
  kLineSays,
  kNotFound,
  kNotUnderstood,
  kComeBackLater,
  kNotAllowed,
  kBroken,
  kPhraseCount,
};

inline constexpr std::size_t kPhrases = static_cast<std::size_t>(Phrase::kPhraseCount);

[[nodiscard]] std::string_view say(Phrase phrase, UiLanguage language);

// With {0}, {1} filled in.
[[nodiscard]] std::string say(Phrase phrase, UiLanguage language, std::initializer_list<std::string_view> values);

// BCP 47, for the lang attribute.
[[nodiscard]] std::string_view tag_of(UiLanguage language);

// "en", "zh", "th": the value of ui= in the address.
[[nodiscard]] std::string_view code_of(UiLanguage language);

}  // namespace polsearch::serve
