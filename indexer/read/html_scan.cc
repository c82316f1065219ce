#include "indexer/read/html_scan.h"

#include <algorithm>
#include <utility>

#include <libxml/HTMLparser.h>

#include "analysis/ascii.h"
#include "analysis/unicode.h"
#include "indexer/read/html_tags.h"

namespace polsearch {
namespace {

constexpr std::size_t kMaxName = 64;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_html_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_name_end(char c) { return is_html_space(c) || c == '/' || c == '>'; }

// One attribute as it stands in the source.
struct SourceAttribute {
  std::string_view name, value;
};

// Walks over the attributes of a tag: next() until it says false; offset() is then at the closing > or the end.
class AttributeWalk {
 public:
  AttributeWalk(std::string_view text, std::size_t at) : text_(text), at_(at) {}
  [[nodiscard]] std::size_t offset() const { return at_; }

  bool next(SourceAttribute& attribute) {
    while (at_ < text_.size() && (is_html_space(text_[at_]) || text_[at_] == '/')) ++at_;
    if (at_ == text_.size() || text_[at_] == '>') return false;
    const std::size_t name = at_++;  // a leading = is part of the name
    while (at_ < text_.size() && !is_name_end(text_[at_]) && text_[at_] != '=') ++at_;
    attribute.name = text_.substr(name, at_ - name);
    attribute.value = {};
    std::size_t equals = at_;
    while (equals < text_.size() && is_html_space(text_[equals])) ++equals;
    if (equals == text_.size() || text_[equals] != '=') return true;
    at_ = equals + 1;
    while (at_ < text_.size() && is_html_space(text_[at_])) ++at_;
    attribute.value = value();
    return true;
  }

 private:
  std::string_view value() {
    if (at_ == text_.size()) return {};
    const char quote = text_[at_];
    if (quote == '"' || quote == '\'') {
      const std::size_t begin = at_ + 1, end = std::min(text_.find(quote, begin), text_.size());
      at_ = std::min(end + 1, text_.size());
      return text_.substr(begin, end - begin);
    }
    const std::size_t begin = at_;
    while (at_ < text_.size() && !is_html_space(text_[at_]) && text_[at_] != '>') ++at_;
    return text_.substr(begin, at_ - begin);
  }

  std::string_view text_;
  std::size_t at_;
};

// The code point of a numeric reference ("#8217", "#x2019") or a name; 0 when it is none.
char32_t entity_value(std::string_view name) {
  if (!name.starts_with('#')) {
    const htmlEntityDesc* entity = htmlEntityLookup(reinterpret_cast<const xmlChar*>(std::string(name).c_str()));
    return entity != nullptr ? static_cast<char32_t>(entity->value) : 0;
  }
  const bool is_hex = name.size() > 1 && to_lower(name[1]) == 'x';
  char32_t value = 0;
  const std::string_view digits = name.substr(is_hex ? 2 : 1);
  for (const char c : digits) {
    const char low = to_lower(c);
    const bool is_digit = low >= '0' && low <= '9';
    if (!is_digit && !(is_hex && low >= 'a' && low <= 'f')) return 0;
    value = value * (is_hex ? 16 : 10) + static_cast<char32_t>(is_digit ? low - '0' : low - 'a' + 10);
    if (value > 0x10FFFF) return 0xFFFD;
  }
  if (digits.empty()) return 0;
  if (value >= 0xD800 && value < 0xE000) return 0xFFFD;
  return value < 0x20 || (value >= 0x7F && value < 0xA0) ? U' ' : value;
}

}  // namespace

const HtmlPiece& HtmlScanner::next() {
  piece_ = HtmlPiece{};
  if (!raw_name_.empty() && scan_raw_text()) return piece_;
  while (at_ < html_.size()) {
    if (html_[at_] == '<') {
      if (scan_markup()) return piece_;
      if (at_ == html_.size() || html_[at_] == '<') continue;
    }
    const std::size_t begin = at_;
    at_ = std::min(html_.find('<', at_ + 1), html_.size());
    piece_.kind = HtmlPiece::Kind::kText;
    piece_.text = html_.substr(begin, at_ - begin);
    return piece_;
  }
  return piece_;
}

// At a '<': a tag gives a piece (true); anything else is passed over, or is text when it stays where it is.
bool HtmlScanner::scan_markup() {
  const std::string_view rest = html_.substr(at_);
  if (rest.size() > 1 && is_letter(rest[1])) {
    scan_tag(HtmlPiece::Kind::kStartTag, at_ + 1);
  } else if (rest.size() > 2 && rest[1] == '/' && is_letter(rest[2])) {
    scan_tag(HtmlPiece::Kind::kEndTag, at_ + 2);
  } else if (rest.starts_with("<!--")) {
    skip_comment();
  } else if (rest.starts_with("<!") || rest.starts_with("<?") || rest.starts_with("</")) {
    at_ = std::min(html_.find('>', at_), html_.size() - 1) + 1;
  } else {
    piece_.kind = HtmlPiece::Kind::kText;
    piece_.text = html_.substr(at_, 1);
    ++at_;
  }
  return piece_.kind != HtmlPiece::Kind::kEnd;
}

void HtmlScanner::skip_comment() {
  // "-->" and, by the standard, "--!>" end a comment; "<!-->" is a whole one.
  const std::size_t body = at_ + 2;
  for (std::size_t end = html_.find('>', body); end != std::string_view::npos; end = html_.find('>', end + 1)) {
    const std::string_view inside = html_.substr(body, end - body);
    if (!inside.ends_with("--") && !inside.ends_with("--!")) continue;
    at_ = end + 1;
    return;
  }
  at_ = html_.size();
}

void HtmlScanner::scan_tag(HtmlPiece::Kind kind, std::size_t name_begin) {
  std::size_t name_end = name_begin;
  while (name_end < html_.size() && !is_name_end(html_[name_end])) ++name_end;
  AttributeWalk walk(html_, name_end);
  SourceAttribute attribute;
  std::uint32_t attributes = 0;
  while (walk.next(attribute)) ++attributes;
  at_ = walk.offset();
  if (at_ == html_.size()) return;  // never closed: the standard drops it
  piece_.kind = kind;
  piece_.name = lower_ascii(html_.substr(name_begin, std::min(name_end - name_begin, kMaxName)));
  piece_.text = html_.substr(name_end, at_ - name_end);
  piece_.attributes = attributes;
  ++at_;
  if (kind == HtmlPiece::Kind::kStartTag && tag_rule(piece_.name)->is(kRaw)) raw_name_ = piece_.name;
}

bool HtmlScanner::scan_raw_text() {
  const std::string name = std::exchange(raw_name_, {});
  const std::size_t begin = at_;
  std::size_t end = html_.find("</", at_);
  for (; end != std::string_view::npos; end = html_.find("</", end + 2)) {
    const std::size_t behind = end + 2 + name.size();
    if (behind < html_.size() && is_name_end(html_[behind]) && lower_ascii(html_.substr(end + 2, name.size())) == name) break;
  }
  at_ = std::min(end, html_.size());
  piece_.kind = HtmlPiece::Kind::kRawText;
  piece_.name = name;
  piece_.text = html_.substr(begin, at_ - begin);
  return !piece_.text.empty();
}

std::vector<HtmlAttribute> parse_attributes(std::string_view text, std::size_t max_count, std::string& storage) {
  storage.clear();
  storage.reserve(2 * text.size() + 1);  // no reference is shorter than half of what it stands for: views stay valid
  std::vector<HtmlAttribute> attributes;
  AttributeWalk walk(text, 0);
  SourceAttribute source;
  const auto keep = [&storage](const std::string& piece) {
    const std::size_t begin = storage.size();
    storage += piece;
    return std::pair(begin, piece.size());
  };
  while (attributes.size() < max_count && walk.next(source)) {
    const auto [name, name_size] = keep(lower_ascii(source.name));
    const auto [value, value_size] = keep(decode_entities(source.value));
    attributes.push_back(
        {std::string_view(storage).substr(name, name_size), std::string_view(storage).substr(value, value_size)});
  }
  return attributes;
}

std::string decode_entities(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t reference = std::min(text.find('&', at), text.size());
    out += text.substr(at, reference - at);
    at = reference;
    if (at == text.size()) break;
    std::size_t end = at + 1;
    while (end < text.size() && end - at < 33 &&
           (is_letter(text[end]) || (text[end] >= '0' && text[end] <= '9') || (text[end] == '#' && end == at + 1)))
      ++end;
    const char32_t value = end > at + 1 ? entity_value(text.substr(at + 1, end - at - 1)) : 0;
    if (value == 0) {
      out.push_back('&');
      ++at;
      continue;
    }
    append_utf8(out, value);
    at = end < text.size() && text[end] == ';' ? end + 1 : end;
  }
  return out;
}

}  // namespace polsearch
