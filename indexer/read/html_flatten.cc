#include "indexer/read/html_flatten.h"

#include <algorithm>
#include <array>

#include "analysis/ascii.h"
#include "analysis/unicode.h"
#include "indexer/read/lines.h"

namespace polsearch {
namespace {

constexpr std::size_t kMaxClasses = 120;     // bytes kept of a block's class words
constexpr std::size_t kInlineLevels = 16;    // inline ancestors looked at for class words
constexpr std::size_t kMaxNumericCell = 32;  // bytes

std::string without_spaces(std::string_view text) {
  std::string out = lower_ascii(text);
  std::erase_if(out, [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
  return out;
}

// visibility:hidden is not hidden: a script turns the body of some publishers' pages visible.
bool is_hidden(const HtmlAttribute& attribute) {
  if (attribute.name == "hidden") return true;
  if (attribute.name == "aria-hidden") return lower_ascii(attribute.value) == "true";
  return attribute.name == "style" && without_spaces(attribute.value).find("display:none") != std::string::npos;
}

// Han, kana and full-width signs: written without spaces. By lead byte: U+3000..U+9FFF, U+FF00..U+FFBF.
bool is_spaceless(std::string_view character) {
  const auto lead = static_cast<unsigned char>(character[0]);
  if (lead >= 0xE3 && lead <= 0xE9) return true;
  return lead == 0xEF && character.size() == 3 && (character[1] == '\xBC' || character[1] == '\xBD');
}

std::string_view last_character(std::string_view text) {
  std::size_t at = text.size();
  while (at > 0 && (static_cast<unsigned char>(text[--at]) & 0xC0) == 0x80) {
  }
  return text.substr(at);
}

std::size_t character_length(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
  return end - at;
}

// Length of the white space at `at`, 0 for none: ASCII, line separators, no-break space.
std::size_t space_length(std::string_view text, std::size_t at) {
  if (text[at] == ' ' || text[at] == '\t') return 1;
  if (text.substr(at, 2) == "\xC2\xA0") return 2;
  return separator_length(text, at);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "1,234.5", "-3.6 %", "12.3万亿元", but no date and no time.
bool is_number(std::string_view cell) {
  if (cell.empty() || cell.size() > kMaxNumericCell) return false;
  std::size_t numeric = 0, characters = 0, digits = 0;
  for (std::size_t i = 0; i < cell.size(); i += character_length(cell, i)) {
    const bool between_digits = i > 0 && i + 1 < cell.size() && is_digit(cell[i - 1]) && is_digit(cell[i + 1]);
    if (between_digits && (cell[i] == '-' || cell[i] == '/' || cell[i] == ':')) return false;
    if (cell.substr(i).starts_with("年") || cell.substr(i).starts_with("月")) return false;
    digits += is_digit(cell[i]);
    numeric += is_digit(cell[i]) || std::string_view(".,+-%() ").find(cell[i]) != std::string_view::npos;
    ++characters;
  }
  return digits > 0 && numeric * 2 >= characters;
}

std::int16_t clamped(int value) { return static_cast<std::int16_t>(std::min(value, 10000)); }

std::int8_t saturate(int value) { return static_cast<std::int8_t>(std::min(value, 127)); }

// Of tag and first class word; without digits, since many templates number their items.
std::uint64_t kind_of(const TagRule& rule, std::string_view tag, std::string_view classes) {
  std::uint64_t hash = 14695981039346656037ULL;
  const auto add = [&hash](char c) {
    if (!is_digit(c)) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  };
  for (const char c : rule.name.empty() ? tag : rule.name) add(c);
  add('.');
  for (const char c : classes.substr(0, classes.find(' '))) add(c);
  return hash;
}

float share(std::uint32_t part, std::uint32_t whole) {
  return whole == 0 ? 0.0F : static_cast<float>(part) / static_cast<float>(whole);
}

}  // namespace

void HtmlFlattener::add_classes(std::string& to, const std::string& classes) const {
  if (classes.empty() || to.size() + classes.size() + 1 > kMaxClasses) return;
  if ((' ' + to + ' ').find(' ' + classes + ' ') != std::string::npos) return;
  if (!to.empty()) to += ' ';
  to += classes;
}

void HtmlFlattener::note_attributes(Element& element, std::span<const HtmlAttribute> attributes) {
  Inherited& state = element.state;
  for (const HtmlAttribute& attribute : attributes) {
    const std::string_view name = attribute.name, value = attribute.value;
    state.hidden |= is_hidden(attribute);
    if (name == "class" || name == "id") {
      // A page's whole frame says "has-sidebar" of itself: no vote.
      if (element.rule->is(kIgnored)) continue;
      add_classes(element.classes, repair_utf8(lower_ascii(value.substr(0, kMaxClasses))).text);
      const ClassVotes votes = vocabulary_.votes(value);
      state.positive += votes.positive;
      state.negative += votes.negative;
      state.caption |= votes.is_caption;
    } else if (name == "role") {
      state.nav |= value == "navigation";
      state.footer |= value == "contentinfo";
      state.header |= value == "banner";
      state.aside |= value == "complementary";
      state.form |= value == "search" || value == "form";
      state.main |= value == "main";
      state.article |= value == "article";
    } else if (name == "itemprop") {
      state.article |= value == "articleBody";
    }
  }
}

void HtmlFlattener::start(std::string_view name, const TagRule& rule, std::span<const HtmlAttribute> attributes) {
  if (rule.is(kBlock)) flush_line();
  Element element;
  element.rule = &rule;
  if (!open_.empty()) element.state = open_.back().state;
  element.block = open_.empty() || rule.is(kBlock) ? open_.size() : open_.back().block;
  if (element.block == open_.size()) element.tag = rule.is(kBlock) ? std::string(name) : "body";
  struct Flag {
    std::string_view name;
    bool Inherited::*flag;
  };
  constexpr std::array<Flag, 13> kFlags = {{{"nav", &Inherited::nav},
                                            {"footer", &Inherited::footer},
                                            {"header", &Inherited::header},
                                            {"aside", &Inherited::aside},
                                            {"form", &Inherited::form},
                                            {"article", &Inherited::article},
                                            {"main", &Inherited::main},
                                            {"pre", &Inherited::pre},
                                            {"figure", &Inherited::caption},
                                            {"figcaption", &Inherited::caption},
                                            {"blockquote", &Inherited::quote},
                                            {"a", &Inherited::link},
                                            {"time", &Inherited::time}}};
  for (const Flag& flag : kFlags)
    if (flag.name == name) element.state.*flag.flag = true;
  note_attributes(element, attributes);
  // <noscript> is like a hidden element: text for readers of another kind.
  if (name == "noscript")
    element.state.hidden = true;
  else
    element.state.dropped |= rule.is(kDropped);
  if (!rule.is(kBlock) && is_line_open_) add_classes(line_.markup.class_words, element.classes);
  open_.push_back(std::move(element));
  open_table_part(name);
}

void HtmlFlattener::end() {
  if (open_.empty()) return;
  if (open_.back().rule->is(kBlock)) flush_line();
  close_table_part(open_.back());
  open_.pop_back();
}

void HtmlFlattener::finish() {
  while (!open_.empty()) end();
  flush_line();
}

// The outline's block of the innermost open element; makes it, and those around it, when they are new there.
std::size_t HtmlFlattener::outline_block() {
  std::size_t first_new = open_.size();
  while (first_new > 0 && open_[first_new - 1].outline == HtmlOutline::kNone) --first_new;
  for (std::size_t i = first_new; i < open_.size(); ++i) {
    const Inherited& state = open_[i].state;
    OutlineState outline;
    outline.in_margin = state.nav || state.footer || state.header || state.aside || state.form;
    outline.in_caption = state.caption, outline.in_quote = state.quote;
    outline.positive = clamped(state.positive), outline.negative = clamped(state.negative);
    outline.is_article = open_[i].tag == "article";
    outline.kind = kind_of(*open_[i].rule, open_[i].tag, open_[i].classes);
    open_[i].outline = outline_.add_block(i == 0 ? HtmlOutline::kNone : open_[i - 1].outline, outline);
  }
  return open_.back().outline;
}

void HtmlFlattener::begin_line() {
  line_ = FlatLine{};
  line_.begin = buffer_.size();
  is_line_open_ = true;
  space_waits_ = false;
  LineMarkup& markup = line_.markup;
  markup.tag = "body";  // text outside of every element, as the plain reader gives it
  if (open_.empty()) return;
  const Inherited& state = open_.back().state;
  const std::size_t block = open_.back().block;
  markup.tag = open_[block].tag;
  markup.in_nav = state.nav, markup.in_footer = state.footer, markup.in_header = state.header,
  markup.in_aside = state.aside;
  markup.in_form = state.form, markup.in_article = state.article, markup.in_main = state.main;
  markup.positive_words = saturate(state.positive), markup.negative_words = saturate(state.negative);
  line_.outline = outline_block();
  for (std::size_t i = block; i < open_.size() && i < block + kInlineLevels; ++i)
    add_classes(markup.class_words, open_[i].classes);
}

void HtmlFlattener::flush_line() {
  space_waits_ = false;
  if (!is_line_open_) return;
  is_line_open_ = false;
  while (buffer_.size() > line_.begin && (buffer_.back() == ' ' || buffer_.back() == '\t')) buffer_.pop_back();
  line_.end = buffer_.size();
  if (line_.begin == line_.end || line_.characters == 0) return;
  line_.markup.link_density = share(line_.link_characters, line_.characters);
  if (line_.time_characters == line_.characters) line_.markup.tag = "time";
  lines_.push_back(std::move(line_));
}

void HtmlFlattener::append_space(bool is_line_end) {
  space_is_line_end_ = space_waits_ ? space_is_line_end_ && is_line_end : is_line_end;
  space_waits_ = true;
}

void HtmlFlattener::append_character(std::string_view character) {
  if (!is_line_open_) begin_line();
  if (space_waits_) {
    const bool is_joined = space_is_line_end_ && buffer_.size() > line_.begin && is_spaceless(character) &&
                           is_spaceless(last_character(buffer_));
    if (!is_joined && buffer_.size() > line_.begin) buffer_ += ' ';
    space_waits_ = false;
  }
  buffer_ += character;
  ++line_.characters;
  if (open_.empty()) return;
  line_.wide_characters += is_spaceless(character);
  line_.link_characters += open_.back().state.link;
  line_.time_characters += open_.back().state.time;
}

void HtmlFlattener::text(std::string_view piece) {
  const Inherited state = open_.empty() ? Inherited{} : open_.back().state;
  if (state.dropped) return;
  if (state.hidden) hidden_bytes_ += piece.size();
  if (state.hidden && !keeps_hidden_) return;
  for (std::size_t i = 0; i < piece.size();) {
    // Chinese paragraphs are indented with U+3000.
    const bool is_indent = !state.pre && !is_line_open_ && piece.substr(i, 3) == "\xE3\x80\x80";
    const std::size_t space = is_indent ? 3 : space_length(piece, i);
    if (space == 0) {
      const std::size_t length = character_length(piece, i);
      append_character(piece.substr(i, length));
      visible_bytes_ += length;
      i += length;
      continue;
    }
    const bool is_line_end = !is_indent && separator_length(piece, i) > 0;
    if (!state.pre)
      append_space(is_line_end);
    else if (is_line_end)
      flush_line();
    else {
      if (!is_line_open_) begin_line();
      buffer_ += piece[i] == '\t' ? '\t' : ' ';
    }
    i += space;
  }
}

void HtmlFlattener::open_table_part(std::string_view name) {
  if (name == "table") {
    if (!tables_.empty()) tables_.back().has_inner_table = true;
    tables_.push_back({open_.size(), lines_.size(), false, {}});
  }
  if (tables_.empty() || tables_.back().has_inner_table) return;
  TableShape& table = tables_.back();
  if (name == "tr") table.rows.emplace_back();
  if ((name == "td" || name == "th") && !table.rows.empty())
    table.rows.back().push_back({lines_.size(), lines_.size()});
}

void HtmlFlattener::close_table_part(const Element& element) {
  if (tables_.empty()) return;
  TableShape& table = tables_.back();
  if (table.element == open_.size() && element.rule->name == "table") return finish_table();
  const bool is_cell = element.rule->name == "td" || element.rule->name == "th";
  if (is_cell && !table.has_inner_table && !table.rows.empty() && !table.rows.back().empty())
    table.rows.back().back().last_line = lines_.size();
}

// At least two cells in five hold a number, and no cell holds more than a line: two columns with a heading count too.
bool HtmlFlattener::is_data_table(const TableShape& table) const {
  if (table.has_inner_table) return false;
  std::size_t cells = 0, numbers = 0, wide_rows = 0;
  for (const std::vector<Cell>& row : table.rows) {
    std::size_t filled = 0;
    for (const Cell& cell : row) {
      if (cell.last_line > cell.first_line + 1) return false;
      if (cell.last_line == cell.first_line) continue;
      const FlatLine& line = lines_[cell.first_line];
      numbers += is_number(std::string_view(buffer_).substr(line.begin, line.end - line.begin));
      ++filled;
    }
    cells += filled;
    wide_rows += filled >= 2;
  }
  return wide_rows > 0 && numbers * 5 >= cells * 2;
}

void HtmlFlattener::finish_table() {
  const TableShape table = std::move(tables_.back());
  tables_.pop_back();
  if (!is_data_table(table)) return;
  std::vector<FlatLine> merged;
  std::size_t next = table.first_line;
  const auto keep_until = [&](std::size_t line) {  // a caption, or text between the rows
    for (; next < line; ++next) merged.push_back(std::move(lines_[next]));
  };
  for (const std::vector<Cell>& row : table.rows) {
    if (row.empty()) continue;
    keep_until(row.front().first_line);
    FlatLine joined;
    joined.begin = buffer_.size();
    for (; next < row.back().last_line; ++next) {
      const FlatLine& cell = lines_[next];
      const std::string text = buffer_.substr(cell.begin, cell.end - cell.begin);
      if (buffer_.size() > joined.begin)
        buffer_ += " | ";
      else
        joined.markup = cell.markup, joined.outline = cell.outline;
      buffer_ += text;
      joined.characters += cell.characters, joined.link_characters += cell.link_characters;
      joined.wide_characters += cell.wide_characters;
    }
    joined.end = buffer_.size();
    joined.markup.tag = "tr";
    joined.markup.link_density = share(joined.link_characters, joined.characters);
    if (joined.end > joined.begin) merged.push_back(std::move(joined));
  }
  keep_until(lines_.size());
  lines_.resize(table.first_line);
  std::move(merged.begin(), merged.end(), std::back_inserter(lines_));
}

std::string HtmlFlattener::take_text(std::vector<LineMarkup>& markups) {
  for (const FlatLine& line : lines_)
    outline_.add_line({line.outline, line.characters, line.link_characters, line.wide_characters});
  const std::vector<LinePlace> places = outline_.places();
  std::string text;
  text.reserve(buffer_.size() + lines_.size());
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    FlatLine& line = lines_[i];
    line.markup.place = places[i];
    if (!text.empty()) text += '\n';
    text.append(buffer_, line.begin, line.end - line.begin);
    markups.push_back(std::move(line.markup));
  }
  return text;
}

}  // namespace polsearch
