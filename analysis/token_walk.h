// One walk over one text: lines -> folded -> runs -> tokens with positions. The engine of Analyzer; see analyzer.h.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analysis/analyzer.h"
#include "analysis/latin_words.h"
#include "analysis/script_runs.h"
#include "analysis/segment_han.h"
#include "analysis/unicode.h"

namespace polsearch {

class TokenWalk {
 public:
  using Sink = void (*)(void* context, const Token&);
  TokenWalk(std::uint32_t first_position, Sink sink, void* context)
      : position_(first_position), gram_position_(first_position), sink_(sink), context_(context) {}

  // Walks over all of `text`; returns the last position used. Call once.
  std::uint32_t walk(std::string_view text);

 private:
  void walk_line(std::string_view line, std::size_t line_offset);
  void walk_spaced(const ScriptRun& run);
  void walk_ideographic(const ScriptRun& run);
  void walk_thai(const ScriptRun& run);
  void walk_dictionary(const ScriptRun& run);

  void emit_ideographs(std::string_view run, std::size_t run_begin);
  void emit_thai_gram(std::string_view run, std::size_t run_begin, std::size_t first);
  void mark_stop_pieces(std::string_view run, const std::vector<Piece>& words, const std::vector<Piece>& pieces);
  [[nodiscard]] bool all_stop(std::size_t first, std::size_t count) const;

  void advance(bool is_spaced);
  [[nodiscard]] std::uint32_t gap_to(bool is_spaced) const;
  void set_span(std::size_t key_begin, std::size_t key_end);
  void emit(Channel channel, std::uint32_t position, bool stop_word);

  // Texts beyond four billion positions stop counting here.
  static constexpr std::uint32_t kLastPosition = UINT32_MAX - 1;

  std::uint32_t position_;       // of the last word
  std::uint32_t gram_position_;  // of the last Thai grapheme cluster
  bool has_word_ = false;
  bool last_is_spaced_ = true;
  Gap gap_ = Gap::kNone;  // between the last word and the next

  Sink sink_;
  void* context_;
  Token token_;        // reused, so that its string keeps its memory
  FoldedText folded_;  // the line; origin is empty when it is all ASCII
  std::size_t line_offset_ = 0;
  std::vector<Piece> pieces_, words_;
  std::vector<bool> stop_;  // a piece
};

}  // namespace polsearch
