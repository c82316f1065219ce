// HTML text -> its tags and the text between them, in one linear scan that no input can derail.
//
//   <p class=x>a &amp; b  ->  start "p" {class: x}, text "a &amp; b"
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace polsearch {

struct HtmlAttribute {
  std::string_view name;   // lower case
  std::string_view value;  // entities decoded
};

// Piece of a page; views point into the page.
struct HtmlPiece {
  enum class Kind : std::uint8_t { kEnd, kStartTag, kEndTag, kText, kRawText };
  Kind kind = Kind::kEnd;
  std::string name;              // lower case, of tags (cut at 64 bytes)
  std::string_view text;         // of text; of tags: what stands behind the name, up to the closing >
  std::uint32_t attributes = 0;  // of start tags
};

// Comments, doctypes and processing instructions are passed over. Behind a start tag with raw content (script, title)
// comes that content as one kRawText.
class HtmlScanner {
 public:
  explicit HtmlScanner(std::string_view html) : html_(html) {}
  [[nodiscard]] const HtmlPiece& next();

 private:
  bool scan_markup();
  void scan_tag(HtmlPiece::Kind kind, std::size_t name_begin);
  bool scan_raw_text();
  void skip_comment();
  std::string_view html_;
  std::size_t at_ = 0;
  HtmlPiece piece_;
  std::string raw_name_;  // of the raw element that was just opened
};

// Attributes in the text behind a tag's name; at most `max_count`, the first of a name wins. Values are decoded into
// `storage`, which must outlive the result.
[[nodiscard]] std::vector<HtmlAttribute> parse_attributes(std::string_view text, std::size_t max_count,
                                                          std::string& storage);

// "&amp;" -> "&", "&#24037;" -> "工"; what is no reference stays.
[[nodiscard]] std::string decode_entities(std::string_view text);

}  // namespace polsearch
