// The blocks of an HTML page -> which of them holds the article, and where each line stands to it.
//
//   <body><div id=side>links</div><div id=text><p>A long paragraph ...</p><p class=share>Tweet</p></div></body>
//     -> the root is div#text; "Tweet": inside it, negative 1, beside much prose; "links": before it, outside
//
// What a line shares with the article says nothing of it: many a site wraps a whole page in a <form> or in a block
// "has-sidebar". So votes of class names and of tags count only from below what the line shares with the root.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "indexer/documents.h"

namespace polsearch {

// What an element and all around it say of themselves.
struct OutlineState {
  bool in_margin = false;  // nav, footer, header, aside, form
  bool in_caption = false, in_quote = false;
  bool is_article = false;  // it is an <article> itself
  std::uint64_t kind = 0;   // equal for blocks of one tag and class
  std::int16_t positive = 0, negative = 0;
};

// Give it blocks, outer ones first, then lines; then place them. Memory and time are linear in both.
class HtmlOutline {
 public:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  // Returns the block's index. `parent` is an index, or kNone for the outermost.
  std::size_t add_block(std::size_t parent, const OutlineState& state);

  struct Line {
    std::size_t block = kNone;
    std::uint32_t characters = 0, link_characters = 0;
    std::uint32_t wide_characters = 0;  // Han and the like, which say more each
  };
  void add_line(const Line& line);

  // One place a line, in the order of add_line().
  [[nodiscard]] std::vector<LinePlace> places();

 private:
  struct Block {
    std::size_t parent = kNone;
    std::size_t article = kNone;  // the nearest <article>, itself included
    OutlineState state;
    double prose = 0;  // weighted characters of its long lines
    std::uint64_t characters = 0, link_characters = 0;
    std::uint32_t lines = 0, link_lines = 0;
    std::size_t heaviest = kNone;  // child with the most prose
    std::size_t section = kNone;   // the outermost block of its chain that is not shared with the root
    bool is_shared = false;        // the root, or around it
    bool is_inside = false;        // the root, or inside it
    bool is_repeated = false;      // one of several siblings of a kind, or inside one
  };

  void add_up();
  void find_repeated();
  void weigh_prose();
  [[nodiscard]] std::size_t find_root() const;
  void mark(std::size_t root);
  [[nodiscard]] LinePlace place_of(const Line& line, std::size_t root) const;

  std::vector<Block> blocks_;
  std::vector<Line> lines_;
};

}  // namespace polsearch
