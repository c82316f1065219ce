#include "indexer/read/html_guard.h"

#include <algorithm>
#include <array>
#include <functional>
#include <vector>

#include "indexer/read/html_scan.h"
#include "indexer/read/html_tags.h"

namespace polsearch {
namespace {

// Budgets of one page. Measured on ordinary pages: 300 to 20,000 tags, depth sums below 600,000.
constexpr std::uint64_t kMaxTags = 400'000;               // a node costs about 250 bytes
constexpr std::uint64_t kMaxDepthSum = 30'000'000;        // over all tags: steps of the parser's searches
constexpr std::uint64_t kMaxReopened = 1'000'000;         // formatting elements it may have to reopen, over all tags
constexpr std::uint64_t kMaxAttributePairs = 50'000'000;  // it compares every attribute of a tag with those before
constexpr std::uint64_t kMaxHiddenTags = 500;  // in a script or title inside svg or select, where it may be markup

struct Element {
  std::size_t name = 0;  // hash
  const TagRule* rule = nullptr;
  bool is_foreign = false;
};

struct Formatting {
  std::size_t name = 0;    // hash; 0: a marker
  std::size_t source = 0;  // hash of name and attributes
};

bool is_heading(std::string_view name) {
  return name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6';
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The parser's stack of open elements and list of active formatting elements, played with hashes for names. Where it
// differs from the standard (section 13.2.6) it keeps more open, so that it never believes a page flatter than it is.
class OpenElements {
 public:
  [[nodiscard]] std::size_t depth() const { return stack_.size() + formatting_.size(); }
  [[nodiscard]] std::size_t formatting() const { return formatting_.size(); }
  // Inside svg, math or select, where "raw" elements such as <title> may hold markup.
  [[nodiscard]] bool is_foreign() const { return foreign_ > 0; }

  void start(const HtmlPiece& tag, const TagRule* rule) {
    if (rule->is(kVoid | kIgnored)) return close_p(*rule);
    if (!make_room(tag.name, *rule)) return;
    const std::size_t name = hash(tag.name);
    stack_.push_back({name, rule, is_one_of(tag.name, {"svg", "math", "select"})});
    foreign_ += stack_.back().is_foreign;
    if (rule->is(kMarker)) formatting_.push_back({});
    if (rule->is(kFormatting)) remember_formatting(name, name * 31 + hash(tag.text));
  }

  void end(const std::string& name_text, const TagRule* rule) {
    const std::size_t name = hash(name_text);
    if (rule->is(kFormatting)) forget_formatting(name);
    bool passed_special = false;
    for (std::size_t i = stack_.size(); i-- > 0;) {
      const Element& element = stack_[i];
      const bool both_headings = is_heading(name_text) && is_heading(element.rule->name);
      if (element.name == name || both_headings) return close_at(i, *rule, passed_special);
      if (element.rule->is(kBarrier) && !is_table_part(name_text)) return;
      if (element.rule->name == "table" && name_text != "table") return;
      passed_special |= element.rule->is(kSpecial);
      if (passed_special && !rule->is(kSpecial | kFormatting)) return;
    }
  }

 private:
  static std::size_t hash(std::string_view text) { return std::hash<std::string_view>{}(text) | 1; }
  static bool is_table_part(std::string_view name) {
    return is_one_of(name, {"table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption"});
  }

  void close_at(std::size_t index, const TagRule& rule, bool passed_special) {
    if (rule.is(kFormatting) && passed_special)
      stack_.erase(stack_.begin() + static_cast<std::ptrdiff_t>(index));
    else
      pop_to(index);
  }

  void pop_to(std::size_t size) {
    for (; stack_.size() > size; stack_.pop_back()) {
      foreign_ -= stack_.back().is_foreign;
      if (!stack_.back().rule->is(kMarker)) continue;
      while (!formatting_.empty() && formatting_.back().name != 0) formatting_.pop_back();
      if (!formatting_.empty()) formatting_.pop_back();
    }
  }

  void close_p(const TagRule& rule) {
    if (!rule.is(kClosesP)) return;
    for (std::size_t i = stack_.size(); i-- > 0;) {
      if (stack_[i].rule->name == "p") return pop_to(i);
      if (stack_[i].rule->is(kBarrier) || stack_[i].rule->name == "button") return;
    }
  }

  // Closes what the start of `name` ends by itself. False: the parser ignores this tag here.
  bool make_room(const std::string& name, const TagRule& rule) {
    if (is_one_of(name, {"td", "th"})) return clear_to({"tr", "tbody", "thead", "tfoot", "table", "template"});
    if (name == "tr") return clear_to({"tbody", "thead", "tfoot", "table", "template"});
    if (is_one_of(name, {"tbody", "thead", "tfoot", "caption"})) return clear_to({"table", "template"});
    if (name == "li") close_item({"li"});
    if (is_one_of(name, {"dd", "dt"})) close_item({"dd", "dt"});
    if (is_one_of(name, {"a", "nobr", "button"})) end(name, &rule);
    const bool same_kind = !stack_.empty() && ((is_heading(name) && is_heading(stack_.back().rule->name)) ||
                                               (name == "option" && stack_.back().rule->name == "option"));
    close_p(rule);
    if (same_kind && !stack_.empty()) pop_to(stack_.size() - 1);
    return true;
  }

  bool clear_to(std::initializer_list<std::string_view> contexts) {
    for (std::size_t i = stack_.size(); i-- > 0;)
      if (is_one_of(stack_[i].rule->name, contexts)) return pop_to(i + 1), true;
    return false;
  }

  void close_item(std::initializer_list<std::string_view> items) {
    for (std::size_t i = stack_.size(); i-- > 0;) {
      if (is_one_of(stack_[i].rule->name, items)) return pop_to(i);
      if (stack_[i].rule->is(kSpecial) && !is_one_of(stack_[i].rule->name, {"address", "div", "p"})) return;
    }
  }

  // The "Noah's Ark clause": at most three alike behind the last marker.
  void remember_formatting(std::size_t name, std::size_t source) {
    std::size_t alike = 0, earliest = 0;
    for (std::size_t i = formatting_.size(); i-- > 0 && formatting_[i].name != 0;)
      if (formatting_[i].source == source) ++alike, earliest = i;
    if (alike >= 3) formatting_.erase(formatting_.begin() + static_cast<std::ptrdiff_t>(earliest));
    formatting_.push_back({name, source});
  }

  void forget_formatting(std::size_t name) {
    for (std::size_t i = formatting_.size(); i-- > 0 && formatting_[i].name != 0;)
      if (formatting_[i].name == name) {
        formatting_.erase(formatting_.begin() + static_cast<std::ptrdiff_t>(i));
        return;
      }
  }

  std::vector<Element> stack_;
  std::size_t foreign_ = 0;
  std::vector<Formatting> formatting_;
};

struct Spent {
  std::uint64_t tags = 0, depth_sum = 0, reopened = 0, attribute_pairs = 0, hidden_tags = 0;

  [[nodiscard]] bool is_within_budget() const {
    return tags <= kMaxTags && depth_sum <= kMaxDepthSum && reopened <= kMaxReopened &&
           attribute_pairs <= kMaxAttributePairs && hidden_tags <= kMaxHiddenTags;
  }
};

}  // namespace

bool is_safe_to_parse(std::string_view html, const ReadLimits& limits) {
  OpenElements open;
  Spent spent;
  HtmlScanner scanner(html);
  for (;;) {
    const HtmlPiece& piece = scanner.next();
    if (piece.kind == HtmlPiece::Kind::kEnd) return true;
    if (piece.kind == HtmlPiece::Kind::kText) continue;
    if (piece.kind == HtmlPiece::Kind::kRawText) {
      if (open.is_foreign())
        spent.hidden_tags += static_cast<std::uint64_t>(std::count(piece.text.begin(), piece.text.end(), '<'));
    } else {
      const TagRule* rule = tag_rule(piece.name);
      if (piece.attributes > limits.html_attributes) return false;
      if (piece.kind == HtmlPiece::Kind::kStartTag)
        open.start(piece, rule);
      else
        open.end(piece.name, rule);
      spent.attribute_pairs += std::uint64_t{piece.attributes} * piece.attributes;
      spent.depth_sum += open.depth() + 1;
      spent.reopened += open.formatting();
      ++spent.tags;
    }
    if (open.depth() > limits.html_depth || !spent.is_within_budget()) return false;
  }
}

}  // namespace polsearch
