// Elements and text, as they open and close -> lines of flat text.
//
//   start p, text "a  b", start br, end br, text "c", end p  ->  "a b" (p), "c" (p)
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/documents.h"
#include "indexer/read/html_outline.h"
#include "indexer/read/html_scan.h"
#include "indexer/read/html_tags.h"
#include "indexer/read/html_vocabulary.h"

namespace polsearch {

// Give it a page in document order, every start with its end. White space collapses to one space, except in <pre>;
// between Han characters a source line end leaves no space. A data table (many numeric cells) gives a line "a | b" a
// row.
class HtmlFlattener {
 public:
  // `keeps_hidden`: hidden elements and <noscript> are text too.
  HtmlFlattener(const HtmlVocabulary& vocabulary, bool keeps_hidden)
      : vocabulary_(vocabulary), keeps_hidden_(keeps_hidden) {}

  void start(std::string_view name, const TagRule& rule, std::span<const HtmlAttribute> attributes);
  void end();  // of the innermost open element
  void text(std::string_view piece);
  void finish();  // closes what is open

  [[nodiscard]] std::size_t visible_bytes() const { return visible_bytes_; }
  [[nodiscard]] std::size_t hidden_bytes() const { return hidden_bytes_; }
  // The lines, joined; and their markup. Once, behind finish().
  [[nodiscard]] std::string take_text(std::vector<LineMarkup>& markups);

 private:
  struct Inherited {
    bool nav = false, footer = false, header = false, aside = false, form = false, article = false, main = false;
    bool hidden = false, dropped = false, pre = false, link = false, time = false, caption = false, quote = false;
    int positive = 0, negative = 0;
  };
  struct Element {
    const TagRule* rule = nullptr;
    std::string tag;                           // of blocks
    std::string classes;                       // lower case, at most kMaxClasses bytes
    std::size_t block = 0;                     // index of the nearest block, itself included
    std::size_t outline = HtmlOutline::kNone;  // its block there, once it has text
    Inherited state;
  };
  struct FlatLine {
    std::size_t begin = 0, end = 0;  // in buffer_
    std::uint32_t characters = 0, link_characters = 0, time_characters = 0, wide_characters = 0;
    std::size_t outline = HtmlOutline::kNone;
    LineMarkup markup;
  };
  struct Cell {
    std::size_t first_line = 0, last_line = 0;
  };
  struct TableShape {
    std::size_t element = 0;  // its depth in open_
    std::size_t first_line = 0;
    bool has_inner_table = false;
    std::vector<std::vector<Cell>> rows;
  };

  void begin_line();
  [[nodiscard]] std::size_t outline_block();
  void flush_line();
  void add_classes(std::string& to, const std::string& classes) const;
  void note_attributes(Element& element, std::span<const HtmlAttribute> attributes);
  void open_table_part(std::string_view name);
  void close_table_part(const Element& element);
  void finish_table();
  [[nodiscard]] bool is_data_table(const TableShape& table) const;
  void append_character(std::string_view character);
  void append_space(bool is_line_end);

  const HtmlVocabulary& vocabulary_;
  bool keeps_hidden_;
  std::vector<Element> open_;
  std::vector<TableShape> tables_;
  HtmlOutline outline_;
  std::string buffer_;
  std::vector<FlatLine> lines_;
  FlatLine line_;  // the one being filled
  bool is_line_open_ = false;
  bool space_waits_ = false, space_is_line_end_ = false;
  std::size_t visible_bytes_ = 0, hidden_bytes_ = 0;
};

}  // namespace polsearch
