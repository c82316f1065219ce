#include "indexer/read/html_outline.h"

#include <algorithm>
#include <unordered_map>

namespace polsearch {
namespace {

constexpr double kLongLine = 60;    // characters outside links that make a line prose
constexpr double kWideWorth = 2.5;  // a Han character in Latin ones
constexpr double kMargin = 0.1;     // what prose in a margin counts
constexpr double kNegative = 0.3;   // ... in a block with a telling class name
constexpr double kPositive = 2;     // ... in a block that calls itself the article
constexpr double kMost = 0.6;       // share of a block's prose by which a child takes its place
constexpr double kLinkLine = 0.6;   // share of a line inside links that makes it one
constexpr std::uint32_t kRepeats = 3;
constexpr std::uint32_t kFewestLines = 2;  // a block of one line is no root

double prose_of(const HtmlOutline::Line& line, const OutlineState& state) {
  const double outside = static_cast<double>(line.characters) - line.link_characters;
  const double worth = outside + (kWideWorth - 1) * std::min<double>(outside, line.wide_characters);
  if (worth < kLongLine) return 0;
  double weight = state.in_margin ? kMargin : 1;
  if (state.negative > 0 || state.in_caption) weight *= kNegative;
  if (state.positive > 0) weight *= kPositive;
  return worth * weight;
}

bool is_link(const HtmlOutline::Line& line) {
  return static_cast<double>(line.link_characters) > kLinkLine * line.characters;
}

float share(double part, double whole) { return whole <= 0 ? 0.0F : static_cast<float>(std::min(1.0, part / whole)); }

}  // namespace

std::size_t HtmlOutline::add_block(std::size_t parent, const OutlineState& state) {
  Block block;
  block.parent = parent;
  block.state = state;
  block.article = state.is_article ? blocks_.size() : parent == kNone ? kNone : blocks_[parent].article;
  blocks_.push_back(block);
  return blocks_.size() - 1;
}

void HtmlOutline::add_line(const Line& line) { lines_.push_back(line); }

// Children stand behind their parents, so one pass backwards sums up.
void HtmlOutline::add_up() {
  for (const Line& line : lines_) {
    if (line.block == kNone) continue;
    Block& block = blocks_[line.block];
    block.characters += line.characters;
    block.link_characters += line.link_characters;
    block.link_lines += is_link(line);
    ++block.lines;
  }
  for (std::size_t i = blocks_.size(); i-- > 0;) {
    const Block& block = blocks_[i];
    if (block.parent == kNone) continue;
    Block& parent = blocks_[block.parent];
    parent.characters += block.characters;
    parent.link_characters += block.link_characters;
    parent.link_lines += block.link_lines;
    parent.lines += block.lines;
  }
}

// Teasers and comments: several siblings of one kind, each of more lines than one, among them a link.
void HtmlOutline::find_repeated() {
  const auto is_card = [](const Block& block) {
    return block.parent != kNone && block.lines >= kFewestLines && block.link_lines > 0;
  };
  const auto key = [](const Block& block) { return block.parent * 0x9E3779B97F4A7C15ULL ^ block.state.kind; };
  std::unordered_map<std::uint64_t, std::uint32_t> siblings;
  for (const Block& block : blocks_)
    if (is_card(block)) ++siblings[key(block)];
  for (Block& block : blocks_)
    block.is_repeated = (block.parent != kNone && blocks_[block.parent].is_repeated) ||
                        (is_card(block) && siblings[key(block)] >= kRepeats);
}

void HtmlOutline::weigh_prose() {
  for (const Line& line : lines_)
    if (line.block != kNone)
      blocks_[line.block].prose +=
          prose_of(line, blocks_[line.block].state) * (blocks_[line.block].is_repeated ? kNegative : 1);
  for (std::size_t i = blocks_.size(); i-- > 0;) {
    const Block& block = blocks_[i];
    if (block.parent == kNone) continue;
    Block& parent = blocks_[block.parent];
    parent.prose += block.prose;
    if (parent.heaviest == kNone || blocks_[parent.heaviest].prose <= block.prose) parent.heaviest = i;
  }
}

// From the outermost block down, as long as one child holds most of the prose.
std::size_t HtmlOutline::find_root() const {
  std::size_t root = kNone;
  for (std::size_t i = 0; i < blocks_.size(); ++i)
    if (blocks_[i].parent == kNone && (root == kNone || blocks_[i].prose > blocks_[root].prose)) root = i;
  if (root == kNone || blocks_[root].prose <= 0) return kNone;
  for (std::size_t child = blocks_[root].heaviest; child != kNone; child = blocks_[root].heaviest) {
    if (blocks_[child].lines < kFewestLines || blocks_[child].prose < kMost * blocks_[root].prose) break;
    root = child;
  }
  return root;
}

void HtmlOutline::mark(std::size_t root) {
  for (std::size_t i = root; i != kNone; i = blocks_[i].parent) blocks_[i].is_shared = true;
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    Block& block = blocks_[i];
    const Block* parent = block.parent == kNone ? nullptr : &blocks_[block.parent];
    block.is_inside = i == root || (parent != nullptr && parent->is_inside);
    if (block.is_shared) continue;
    block.section = parent == nullptr || parent->is_shared ? i : parent->section;
  }
}

LinePlace HtmlOutline::place_of(const Line& line, std::size_t root) const {
  LinePlace place;
  if (line.block == kNone || root == kNone) return place;
  const Block& own = blocks_[line.block];
  const Block& around = own.parent == kNone ? own : blocks_[own.parent];
  const Block& section = own.section == kNone ? own : blocks_[own.section];
  const OutlineState shared = own.section == kNone      ? own.state
                              : section.parent == kNone ? OutlineState{}
                                                        : blocks_[section.parent].state;
  const double prose = blocks_[root].prose;
  place.is_known = true;
  place.in_root = own.is_inside;
  place.in_repeated =
      own.is_repeated && !(own.section != kNone && section.parent != kNone && blocks_[section.parent].is_repeated);
  place.in_other_article = own.article != kNone && !blocks_[own.article].is_shared && !own.is_inside;
  place.in_margin = own.state.in_margin && !shared.in_margin;
  place.in_caption = own.state.in_caption && !shared.in_caption;
  place.in_quote = own.state.in_quote && !shared.in_quote;
  place.negative = static_cast<std::int8_t>(std::clamp(own.state.negative - shared.negative, 0, 127));
  place.positive = static_cast<std::int8_t>(std::clamp(own.state.positive - shared.positive, 0, 127));
  place.section_links = share(static_cast<double>(section.link_characters), static_cast<double>(section.characters));
  place.section_prose = own.section == kNone ? 1.0F : share(section.prose, prose);
  place.around_links = share(static_cast<double>(around.link_characters), static_cast<double>(around.characters));
  place.around_prose = share(around.prose, prose);
  return place;
}

std::vector<LinePlace> HtmlOutline::places() {
  add_up();
  find_repeated();
  weigh_prose();
  const std::size_t root = find_root();
  if (root != kNone) mark(root);
  std::vector<LinePlace> places;
  places.reserve(lines_.size());
  bool is_behind = false;
  for (const Line& line : lines_) {
    places.push_back(place_of(line, root));
    is_behind = is_behind || places.back().in_root;
    places.back().is_behind_root = is_behind && !places.back().in_root;
  }
  return places;
}

}  // namespace polsearch
