#include "indexer/clean/line_features.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <type_traits>
#include <utility>

#include "analysis/unicode.h"
#include "indexer/clean/hash_counts.h"

namespace polsearch::clean {
namespace {

constexpr float kLinkLine = 0.6F;                     // link density of a line that is a link
constexpr std::size_t kReach = 3;                     // units each way that count as near
constexpr double kSmallUnits = 45, kSmallWidth = 8;   // a dump of this many lines is half a "small page"
constexpr std::size_t kCellsBytes = 300;              // longer units have no cells
constexpr std::size_t kOverlapKeyBytes = 400;         // longer units are judged without word overlap
constexpr std::size_t kOverlapBudgetBytes = 1 << 20;  // prose read for the overlap, per page

enum F : std::size_t {
  kBias,
  kLogWords,
  kWords,
  kUnder4,
  kUnder8,
  kOver25,
  kSentences,
  kTerminal,
  kColonEnd,
  kEllipsisEnd,
  kCapitals,
  kDigits,
  kSymbols,
  kCommas,
  kCommaDensity,
  kQuoteStart,
  kHan,
  kThai,
  kRuleHard,
  kRuleTail,
  kEndMarker,
  kHasDate,
  kAddress,
  kPosition,
  kEndPassed,
  kBeforeProse,
  kAfterProse,
  kOverlap,
  kRepeated,
  kOtherScript,
  kPreviousWords,
  kNextWords,
  kPreviousTerminal,
  kNextTerminal,
  kPreviousProse,
  kNextProse,
  kPreviousRule,
  kNextRule,
  kProseNear,
  kShortNear,
  kRulesNear,
  kBetweenProse,
  kTextBefore,
  kTextBehind,
  kEndsSinceText,
  kItemsNear,
  kThreeCells,
  kKindShort,
  kKindsNear,
  kSmallPage,
  kSmallInside,
  kSmallBefore,
  kSmallAfter,
  kSmallBetween,
  kSmallShortNear,
  kSmallProseNear,
  kSmallTerminal,
  kSmallEndPassed,
  kSmallPreviousRule,
  kSmallNextRule,
  kSmallRulesNear,
  kHtml,
  kHtmlLinks,
  kHtmlLinksNear,
  kHtmlNav,
  kHtmlArticle,
  kHtmlNegative,
  kHtmlPositive,
  kHtmlP,
  kHtmlLi,
  kHtmlHeading,
  kHtmlCell,
  kHtmlRoot,
  kHtmlBeforeRoot,
  kHtmlBehindRoot,
  kHtmlOtherArticle,
  kHtmlCaption,
  kHtmlQuote,
  kHtmlSectionLinks,
  kHtmlSectionProse,
  kHtmlAroundLinks,
  kHtmlAroundProse,
  kHtmlLinkLine,
  kHtmlUnder4,
  kHtmlRepeated,
  kHtmlNegativeBehind,
  kHtmlRootLinks,
  kHtmlRootShort,
  kFeatureCount
};
static_assert(kFeatureCount == kFeatureNames.size());

float as_float(double value) { return static_cast<float>(value); }
float capped(double value, double cap) { return as_float(std::min(value, cap) / cap); }
float flag(bool value) { return value ? 1.0F : 0.0F; }

bool ends_with(std::string_view text, std::string_view tail) {
  return text.size() >= tail.size() && text.substr(text.size() - tail.size()) == tail;
}

bool ends_with_any(std::string_view text, std::initializer_list<std::string_view> tails) {
  return std::any_of(tails.begin(), tails.end(), [&](std::string_view tail) { return ends_with(text, tail); });
}

bool starts_with_quote(std::string_view text) {
  for (const std::string_view quote : {"\"", "“", "「", "‘", "『"})
    if (text.substr(0, quote.size()) == quote) return true;
  return false;
}

constexpr std::uint64_t kNoWord = 1469598103934665603ULL;  // FNV-1a's hash of nothing
constexpr std::uint64_t with_letter(std::uint64_t word, char32_t c) { return (word ^ c) * 1099511628211ULL; }

constexpr std::array<bool, 128> kIsAsciiWord = [] {
  std::array<bool, 128> is_word{};
  for (const auto& [first, last] : {std::pair{'a', 'z'}, {'A', 'Z'}, {'0', '9'}})
    for (char c = first; c <= last; ++c) is_word[static_cast<std::size_t>(c)] = true;
  return is_word;
}();

// Hashes of the content words of a folded text: Latin words of four letters, Han pairs, Thai quadruples.
template <class Sink>
class Shingler {
 public:
  explicit Shingler(Sink& sink) : sink_(sink) {}

  void read(std::string_view key) {
    for (std::size_t i = 0; i < key.size();) {
      if (static_cast<unsigned char>(key[i]) < 0x80) {
        i = read_ascii(key, i);
      } else {
        const CodePoint c = decode_at(key, i);
        read_wide(c.value);
        i += c.length;
      }
    }
    flush();
  }

 private:
  // A run of ASCII; a word that began before it goes on.
  std::size_t read_ascii(std::string_view key, std::size_t i) {
    before_ = 0;
    thai_run_ = 0;
    for (; i < key.size() && static_cast<unsigned char>(key[i]) < 0x80; ++i) {
      if (kIsAsciiWord[static_cast<unsigned char>(key[i])])
        add_letter(static_cast<unsigned char>(key[i]));
      else
        flush();
    }
    return i;
  }

  void read_wide(char32_t c) {
    const bool han = is_han(c), is_thai_letter = is_thai(c);
    thai_run_ = is_thai_letter ? thai_run_ + 1 : 0;
    if (is_thai_letter) thai_[thai_run_ % 4] = c;
    if (thai_run_ >= 4) sink_(((thai_[0] * 131 + thai_[1]) * 131 + thai_[2]) * 131 + thai_[3] + thai_run_ % 4);
    if (han && before_ != 0) sink_((static_cast<std::uint64_t>(before_) << 32) | c);
    before_ = han ? c : 0;
    if (!han && !is_thai_letter && is_letter_or_digit(c))
      add_letter(c);
    else
      flush();
  }

  void add_letter(char32_t c) {
    word_ = with_letter(word_, c);
    ++letters_;
  }
  void flush() {
    if (letters_ >= 4) sink_(word_);
    word_ = kNoWord;
    letters_ = 0;
  }

  Sink& sink_;
  std::uint64_t word_ = kNoWord;
  std::size_t letters_ = 0;
  char32_t before_ = 0;  // the Han character before
  std::uint64_t thai_[4] = {};
  std::size_t thai_run_ = 0;
};

template <class Sink>
void each_shingle(std::string_view key, Sink&& sink) {
  Shingler<std::remove_reference_t<Sink>>(sink).read(key);
}

HashCounts shingles_of_prose(const std::vector<Unit>& units, const std::vector<UnitEvidence>& evidence) {
  constexpr std::size_t kBytesOfShingle = 6;  // of any script, roughly
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < units.size() && bytes < kOverlapBudgetBytes; ++i)
    if (evidence[i].prose) bytes += units[i].key.size();
  HashCounts counts(std::min(bytes, kOverlapBudgetBytes) / kBytesOfShingle);
  std::size_t budget = kOverlapBudgetBytes;
  for (std::size_t i = 0; i < units.size() && budget > 0; ++i) {
    if (!evidence[i].prose) continue;
    budget -= std::min(budget, units[i].key.size());
    each_shingle(units[i].key, [&](std::uint64_t shingle) { counts.add(shingle); });
  }
  return counts;
}

// The shingles of one unit, each once. Emptied without touching its memory.
class OwnShingles {
 public:
  void clear() { ++unit_; }
  // False when it was there.
  bool add(std::uint64_t shingle) {
    std::size_t at = static_cast<std::size_t>((shingle ^ shingle >> 32) * 0x9E3779B97F4A7C15ULL >> 32) % slots_.size();
    while (slots_[at].unit == unit_ && slots_[at].shingle != shingle) at = (at + 1) % slots_.size();
    if (slots_[at].unit == unit_) return false;
    slots_[at] = {shingle, unit_};
    return true;
  }

 private:
  struct Slot {
    std::uint64_t shingle = 0;
    std::uint64_t unit = 0;
  };
  static_assert(2 * kOverlapKeyBytes <= 1024);  // a byte makes at most one shingle
  std::array<Slot, 1024> slots_{};
  std::uint64_t unit_ = 0;
};

// Share of the unit's words that stand in the prose of the page (not counting itself).
float overlap_of(const Unit& unit, bool prose, const HashCounts& counts, OwnShingles& own) {
  if (unit.key.size() > kOverlapKeyBytes) return 0.5F;
  own.clear();
  std::size_t all = 0, shared = 0;
  each_shingle(unit.key, [&](std::uint64_t shingle) {
    if (!own.add(shingle)) return;
    ++all;
    shared += counts.count_of(shingle) > (prose ? 1U : 0U);
  });
  return all == 0 ? 0.0F : static_cast<float>(shared) / static_cast<float>(all);
}

// Units whose key another unit has too.
std::vector<bool> repeated(const std::vector<Unit>& units) {
  HashCounts seen(units.size());
  std::vector<std::uint64_t> hashes;
  hashes.reserve(units.size());
  for (const Unit& unit : units) {
    hashes.push_back(std::hash<std::string_view>{}(unit.key));
    seen.add(hashes.back());
  }
  std::vector<bool> is_repeated;
  is_repeated.reserve(units.size());
  for (const std::uint64_t hash : hashes) is_repeated.push_back(seen.count_of(hash) > 1);
  return is_repeated;
}

bool has_address(std::string_view key) {
  return key.find('@') != std::string_view::npos || key.find("http") != std::string_view::npos ||
         key.find("www.") != std::string_view::npos;
}

void add_own(FeatureVector& f, const Unit& unit, const UnitEvidence& evidence) {
  const Counts& c = unit.counts;
  const double words = unit.words();
  f[kBias] = 1;
  f[kLogWords] = as_float(std::log1p(words) / 4);
  f[kWords] = as_float(std::min(words, 120.0) / 60);
  f[kUnder4] = flag(words < 4);
  f[kUnder8] = flag(words < 8);
  f[kOver25] = flag(words > 25);
  f[kSentences] = capped(c.sentence_ends, 4);
  f[kTerminal] = flag(ends_with_terminal(unit.text));
  f[kColonEnd] = flag(ends_with_any(unit.text, {":", "：", ";", "；", ","}));
  f[kEllipsisEnd] = flag(ends_with_any(unit.text, {"...", "…", "[…]", "[...]"}));
  const std::uint32_t cased = c.letters - std::min(c.letters, c.han + c.thai);
  f[kCapitals] =
      unit.script == ScriptClass::kSpaced && cased > 0 ? as_float(std::min(1.0, 3.0 * c.upper / cased)) : 0.0F;
  f[kDigits] = as_float(c.digits / (c.digits + c.letters + 1.0));
  f[kSymbols] = capped(c.symbols, 4);
  f[kCommas] = capped(c.commas, 6);
  f[kCommaDensity] = as_float(std::min(1.0, 5 * c.commas / (words + 1)));
  f[kQuoteStart] = flag(starts_with_quote(unit.text));
  f[kHan] = flag(unit.script == ScriptClass::kHan);
  f[kThai] = flag(unit.script == ScriptClass::kThai);
  f[kRuleHard] = flag(evidence.rules.hard != nullptr);
  f[kRuleTail] = flag(evidence.rules.tail != nullptr);
  f[kEndMarker] = flag(evidence.rules.hard && is_end_reason(evidence.rules.hard->reason));
  f[kHasDate] = flag(evidence.has_date);
  f[kAddress] = flag(unit.key.size() <= kOverlapKeyBytes && has_address(unit.key));
  f[kThreeCells] = flag(unit.text.size() <= kCellsBytes && count_cells(unit.text) >= 3);
  f[kKindShort] = flag(evidence.kind != nullptr) * f[kUnder8];
}

// Where the line stands to the block of the article; without such a block, what the tags around it say.
void add_place(FeatureVector& f, const LineMarkup& m) {
  const LinePlace& place = m.place;
  if (!place.is_known) {
    f[kHtmlNav] = flag(m.in_nav || m.in_footer || m.in_header || m.in_aside || m.in_form);
    f[kHtmlNegative] = capped(std::max<int>(m.negative_words, 0), 3);
    return;
  }
  f[kHtmlNav] = flag(place.in_margin);
  f[kHtmlNegative] = capped(place.negative, 3);
  f[kHtmlRoot] = flag(place.in_root);
  f[kHtmlBeforeRoot] = flag(!place.in_root && !place.is_behind_root);
  f[kHtmlBehindRoot] = flag(place.is_behind_root);
  f[kHtmlOtherArticle] = flag(place.in_other_article);
  f[kHtmlCaption] = flag(place.in_caption);
  f[kHtmlQuote] = flag(place.in_quote);
  f[kHtmlRepeated] = flag(place.in_repeated);
  f[kHtmlNegativeBehind] = flag(place.is_behind_root && place.negative > 0);
  f[kHtmlRootLinks] = place.in_root ? m.link_density : 0;
  f[kHtmlRootShort] = flag(place.in_root && f[kUnder8] > 0);
  f[kHtmlSectionLinks] = place.section_links;
  f[kHtmlSectionProse] = place.section_prose;
  f[kHtmlAroundLinks] = place.around_links;
  f[kHtmlAroundProse] = place.around_prose;
}

void add_markup(FeatureVector& f, const LineMarkup& m) {
  if (m.tag.empty()) return;
  f[kHtml] = 1;
  f[kHtmlLinks] = m.link_density;
  f[kHtmlArticle] = flag(m.in_article || m.in_main);
  f[kHtmlPositive] = capped(std::max<int>(m.positive_words, 0), 3);
  f[kHtmlP] = flag(m.tag == "p");
  f[kHtmlLi] = flag(m.tag == "li");
  f[kHtmlHeading] = flag(m.tag.size() == 2 && m.tag[0] == 'h' && m.tag[1] >= '1' && m.tag[1] <= '6');
  f[kHtmlCell] = flag(m.tag == "td" || m.tag == "th");
  f[kHtmlLinkLine] = flag(m.link_density > kLinkLine);
  f[kHtmlUnder4] = f[kUnder4];
  add_place(f, m);
}

void add_neighbours(std::vector<FeatureVector>& all, const std::vector<UnitEvidence>& evidence, std::size_t i) {
  FeatureVector& f = all[i];
  const bool has_previous = i > 0, has_next = i + 1 < all.size();
  f[kPreviousWords] = has_previous ? all[i - 1][kLogWords] : 0;
  f[kNextWords] = has_next ? all[i + 1][kLogWords] : 0;
  f[kPreviousTerminal] = has_previous ? all[i - 1][kTerminal] : 0;
  f[kNextTerminal] = has_next ? all[i + 1][kTerminal] : 0;
  f[kPreviousProse] = flag(has_previous && evidence[i - 1].prose);
  f[kNextProse] = flag(has_next && evidence[i + 1].prose);
  f[kPreviousRule] = has_previous ? all[i - 1][kRuleHard] : 0;
  f[kNextRule] = has_next ? all[i + 1][kRuleHard] : 0;
  float prose = 0, shorts = 0, rules = 0, links = 0, kinds = 0;
  bool prose_before = false, prose_after = false;
  for (std::size_t j = i - std::min(i, kReach); j < std::min(all.size(), i + kReach + 1); ++j) {
    if (j == i) continue;
    prose += flag(evidence[j].prose);
    shorts += all[j][kUnder8];
    rules += all[j][kRuleHard];
    links += all[j][kHtmlLinks];
    kinds += flag(evidence[j].kind != nullptr);
    if (evidence[j].prose) (j < i ? prose_before : prose_after) = true;
  }
  constexpr float kNear = 2.0F * kReach;
  f[kProseNear] = prose / kNear;
  f[kShortNear] = shorts / kNear;
  f[kRulesNear] = rules / kNear;
  f[kHtmlLinksNear] = links / kNear;
  f[kKindsNear] = kinds / kNear;
  f[kBetweenProse] = flag(prose_before && prose_after);
}

// "Read more: ..." between two paragraphs: the article goes on behind it.
bool is_inserted(const std::vector<UnitEvidence>& evidence, std::size_t i) {
  if (i == 0 || i + 1 >= evidence.size() || !evidence[i - 1].prose) return false;
  const std::string& reason = evidence[i].rules.hard->reason;
  if (reason == "related") return evidence[i + 1].prose;
  // A seller's call stands above a sub-head, too.
  const bool goes_on =
      evidence[i + 1].prose || (i + 2 < evidence.size() && !evidence[i + 1].rules.hard && evidence[i + 2].prose);
  return goes_on && (reason == "sales-contact" || reason == "newsletter");
}

void add_position(std::vector<FeatureVector>& all, const std::vector<UnitEvidence>& evidence) {
  const auto is_prose_at = [](const UnitEvidence& e) { return e.prose; };
  const auto first =
      static_cast<std::size_t>(std::find_if(evidence.begin(), evidence.end(), is_prose_at) - evidence.begin());
  const auto last =
      evidence.size() -
      static_cast<std::size_t>(std::find_if(evidence.rbegin(), evidence.rend(), is_prose_at) - evidence.rbegin());
  bool end_passed = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    FeatureVector& f = all[i];
    f[kPosition] = static_cast<float>(i) / static_cast<float>(all.size());
    f[kEndPassed] = flag(end_passed);
    f[kBeforeProse] = flag(first < evidence.size() && i < first);
    f[kAfterProse] = flag(first < evidence.size() && i >= last);
    if (i > first && f[kEndMarker] > 0 && !is_inserted(evidence, i)) end_passed = true;
  }
}

// How near is text, what ended since, and does the line stand among items of a list?
void add_distances(std::vector<FeatureVector>& all, const std::vector<Unit>& units,
                   const std::vector<UnitEvidence>& evidence) {
  const std::size_t n = all.size();
  std::size_t from = n, ends = 0;  // the last prose before, and the ends of an article since
  for (std::size_t i = 0; i < n; ++i) {
    if (from < i) all[i][kTextBefore] = 1.0F / static_cast<float>(i - from);
    all[i][kEndsSinceText] = capped(static_cast<double>(ends), 3);
    if (evidence[i].prose) from = i, ends = 0;
    if (all[i][kEndMarker] > 0) ++ends;
  }
  from = n;
  for (std::size_t i = n; i-- > 0;) {
    if (from < n) all[i][kTextBehind] = 1.0F / static_cast<float>(from - i);
    if (evidence[i].prose) from = i;
  }
  constexpr float kNear = 2.0F * kReach;
  for (std::size_t i = 0; i < n; ++i) {
    if (!starts_like_item(units[i].text)) continue;
    for (std::size_t j = i - std::min(i, kReach); j < std::min(n, i + kReach + 1); ++j)
      if (j != i) all[j][kItemsNear] += 1.0F / kNear;
  }
}

// A flattened page of some tens of lines is mostly the article, one of hundreds mostly chrome, so what place and
// neighbours say weighs otherwise in it. How small a page is goes smoothly from 1 to 0.
void add_smallness(std::vector<FeatureVector>& all) {
  const float small = as_float(1 / (1 + std::exp((static_cast<double>(all.size()) - kSmallUnits) / kSmallWidth)));
  for (FeatureVector& f : all) {
    if (f[kHtml] > 0) continue;
    f[kSmallPage] = small;
    f[kSmallInside] = small * (1 - f[kBeforeProse]) * (1 - f[kAfterProse]);
    f[kSmallBefore] = small * f[kBeforeProse];
    f[kSmallAfter] = small * f[kAfterProse];
    f[kSmallBetween] = small * f[kBetweenProse];
    f[kSmallShortNear] = small * f[kShortNear];
    f[kSmallProseNear] = small * f[kProseNear];
    f[kSmallTerminal] = small * f[kTerminal];
    f[kSmallEndPassed] = small * f[kEndPassed];
    f[kSmallPreviousRule] = small * f[kPreviousRule];
    f[kSmallNextRule] = small * f[kNextRule];
    f[kSmallRulesNear] = small * f[kRulesNear];
  }
}

}  // namespace

bool ends_with_terminal(std::string_view text) {
  // Behind the last sentence of a report.
  for (const std::string_view mark : {"■", "□", "◼", "▪", "●", "（完）", "(完)", "【完】", "(End)", "(END)"})
    if (ends_with(text, mark)) text = trim(text.substr(0, text.size() - mark.size()));
  for (bool stripped = true; stripped;) {
    stripped = false;
    for (const std::string_view quote : {"\"", "'", "”", "’", "」", "』", ")", "）", "]"})
      if (text.size() > quote.size() && ends_with(text, quote)) {
        text.remove_suffix(quote.size());
        stripped = true;
      }
  }
  return ends_with_any(text, {".", "?", "!", "。", "！", "？", "；", "…"});
}

bool is_prose(const Unit& unit, const RuleVerdict& verdict) {
  if (verdict.hard) return false;
  const double words = unit.words();
  // Thai has no full stop: a long line with a space or two is its sentence.
  if (unit.script == ScriptClass::kThai) return words >= 14;
  if (unit.script == ScriptClass::kHan)
    // "能不能进城？我去问了" is a headline; a paragraph that was cut off is longer.
    return words >= 9 && ((unit.counts.sentence_ends > 0 && (ends_with_terminal(unit.text) || words >= 20)) ||
                          (unit.counts.commas > 2 && words >= 20) ||
                          (unit.counts.commas > 0 && words >= 14 && ends_with_any(unit.text, {"：", ":"})));
  if (words < 9 || unit.counts.sentence_ends == 0) return false;
  return ends_with_terminal(unit.text) || words >= 40 || (words >= 14 && ends_with_any(unit.text, {":"}));
}

bool is_end_reason(std::string_view reason) {
  for (const std::string_view end : {"related", "comment-form", "share", "newsletter", "legal", "icp", "pagination",
                                     "sales-contact", "tags", "contact"})
    if (reason == end) return true;
  return false;
}

ScriptClass dominant_script(const std::vector<Unit>& units, const std::vector<UnitEvidence>& evidence) {
  double weight[2][4] = {};
  for (std::size_t i = 0; i < units.size(); ++i)
    weight[evidence[i].prose ? 1 : 0][static_cast<std::size_t>(units[i].script)] += units[i].words();
  const double* row = weight[1][1] + weight[1][2] + weight[1][3] > 0 ? weight[1] : weight[0];
  return static_cast<ScriptClass>(std::max_element(row + 1, row + 4) - row);
}

std::vector<FeatureVector> line_features(const Page& page, const std::vector<Unit>& units,
                                         const std::vector<UnitEvidence>& evidence) {
  std::vector<FeatureVector> all(units.size(), FeatureVector{});
  const auto shingles = shingles_of_prose(units, evidence);
  const ScriptClass script = dominant_script(units, evidence);
  const std::vector<bool> is_repeated = repeated(units);
  OwnShingles own;
  for (std::size_t i = 0; i < units.size(); ++i) {
    add_own(all[i], units[i], evidence[i]);
    add_markup(all[i], page.lines[units[i].line].markup);
    all[i][kOverlap] = overlap_of(units[i], evidence[i].prose, shingles, own);
    all[i][kRepeated] = flag(is_repeated[i]);
    all[i][kOtherScript] = flag(units[i].script != ScriptClass::kNone && units[i].script != script);
  }
  for (std::size_t i = 0; i < units.size(); ++i) add_neighbours(all, evidence, i);
  add_position(all, evidence);
  add_distances(all, units, evidence);
  add_smallness(all);
  return all;
}

}  // namespace polsearch::clean
