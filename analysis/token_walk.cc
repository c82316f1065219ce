// See token_walk.h.
#include "analysis/token_walk.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "analysis/ascii.h"
#include "analysis/latin_words.h"
#include "analysis/schema.h"
#include "analysis/script_runs.h"
#include "analysis/segment_han.h"
#include "analysis/segment_thai.h"
#include "analysis/stem_cache.h"
#include "analysis/stop_words.h"
#include "analysis/unicode.h"

namespace polsearch {
namespace {

// A longer line is cut at its last space, so that memory is bounded; without one at a code point.
constexpr std::size_t kMaxLine = 1U << 20;

constexpr std::uint32_t kGapPositions[] = {0, schema::kGapPunctuation, schema::kGapSentence, schema::kGapLine};

std::size_t line_length(std::string_view text) {
  const std::size_t length = std::min(text.find('\n'), text.size() - 1) + 1;  // with its \n
  if (length <= kMaxLine) return length;
  const std::size_t space = text.substr(0, kMaxLine).rfind(' ');
  if (space != std::string_view::npos && space > 0) return space;
  std::size_t cut = kMaxLine;
  while (cut > kMaxLine - 4 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80) --cut;
  return cut;
}

// Eight bytes at a time: in each byte, bit 7 of the sum says "A or above", of the other one "above Z".
std::uint64_t lower_eight(std::uint64_t block) {
  constexpr std::uint64_t kEach = 0x0101010101010101;
  const std::uint64_t from_a = block + kEach * (0x80 - 'A'), above_z = block + kEach * (0x7F - 'Z');
  return block | (((from_a ^ above_z) & kEach * 0x80) >> 2);
}

// `text` is ASCII.
void lower_ascii(std::string_view text, std::string& lower) {
  lower.resize(text.size());
  std::size_t i = 0;
  for (std::uint64_t block = 0; text.size() - i >= sizeof block; i += sizeof block) {
    std::memcpy(&block, text.data() + i, sizeof block);
    block = lower_eight(block);
    std::memcpy(lower.data() + i, &block, sizeof block);
  }
  for (; i < text.size(); ++i) lower[i] = static_cast<char>(lower_eight(static_cast<unsigned char>(text[i])));
}

std::string_view text_of(std::string_view run, const Piece& piece) {
  return run.substr(piece.begin, piece.end - piece.begin);
}

std::uint32_t add_capped(std::uint32_t position, std::uint64_t step, std::uint32_t cap) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(position + step, cap));
}

// Terms longer than schema::kMaxTermBytes lose their end, on both sides alike.
std::string_view cut_term(std::string_view term) {
  if (term.size() <= schema::kMaxTermBytes) return term;
  std::size_t cut = schema::kMaxTermBytes;
  while (cut > 0 && (static_cast<unsigned char>(term[cut]) & 0xC0U) == 0x80) --cut;
  return term.substr(0, cut);
}

// Texts beyond four billion positions stop counting here.
constexpr std::uint32_t kLastPosition = UINT32_MAX - 1;

// Makes Tokens, with their places in the text.
class TokenOut {
 public:
  static constexpr bool kWithPlaces = true;
  TokenOut(TokenEmit emit, void* context) : emit_(emit), context_(context) {}

  void set_span(std::size_t begin, std::size_t end) {
    token_.begin = static_cast<std::uint32_t>(begin);
    token_.end = static_cast<std::uint32_t>(end);
  }
  void put(std::string_view term, Channel channel, Script script, std::uint32_t position, bool stop_word) {
    token_.term.assign(cut_term(term));
    token_.channel = channel;
    token_.script = script;
    token_.position = position;
    token_.stop_word = stop_word;
    emit_(context_, token_);
  }
  void put_spaced(std::string_view term, bool has_stem, std::uint32_t position) {
    const bool stop_word = is_stop_word(term);
    put(term, Channel::kWord, Script::kLatin, position, stop_word);
    if (!has_stem) return;
    stem_.assign(1, 'Z').append(english_stem(term));
    put(stem_, Channel::kStem, Script::kLatin, 0, stop_word);
  }

 private:
  TokenEmit emit_;
  void* context_;
  Token token_;  // reused, so that its string keeps its memory
  std::string stem_;
};

// Hands terms on as they are.
class TermOut {
 public:
  static constexpr bool kWithPlaces = false;
  explicit TermOut(TermSink& sink) : sink_(sink) {}

  void put(std::string_view term, Channel channel, Script script, std::uint32_t position, bool /*stop_word*/) {
    sink_.term(cut_term(term), channel, script, position);
  }
  void put_spaced(std::string_view term, bool has_stem, std::uint32_t position) {
    sink_.spaced_word(cut_term(term), has_stem, position);
  }

 private:
  TermSink& sink_;
};

// `Out` is one of the two above.
template <class Out>
class TokenWalk {
 public:
  TokenWalk(std::uint32_t first_position, Out& out)
      : position_(first_position), gram_position_(first_position), out_(out) {}

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
  void mark_stop_pairs(std::string_view run);
  [[nodiscard]] bool all_stop(std::size_t first, std::size_t count) const;
  [[nodiscard]] bool is_stop_piece(std::size_t i) const { return Out::kWithPlaces && stop_[i]; }
  [[nodiscard]] static bool is_stop(std::string_view term) { return Out::kWithPlaces && is_stop_word(term); }

  void advance(bool is_spaced);
  [[nodiscard]] std::uint32_t gap_to(bool is_spaced) const;
  void set_span(std::size_t key_begin, std::size_t key_end);

  std::uint32_t position_;       // of the last word
  std::uint32_t gram_position_;  // of the last Thai grapheme cluster
  bool has_word_ = false;
  bool last_is_spaced_ = true;
  Gap gap_ = Gap::kNone;  // between the last word and the next

  Out& out_;
  std::string term_;   // being put together
  FoldedText folded_;  // the line; origin is empty when it is all ASCII, or nobody asks for places
  std::size_t line_offset_ = 0;
  std::vector<Piece> pieces_, words_;
  std::vector<bool> stop_;  // a piece
};

template <class Out>
std::uint32_t TokenWalk<Out>::walk(std::string_view text) {
  text = text.substr(0, UINT32_MAX);
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t length = line_length(text.substr(begin));
    walk_line(text.substr(begin, length), begin);
    begin += length;
  }
  return std::max(position_, gram_position_);
}

template <class Out>
void TokenWalk<Out>::walk_line(std::string_view line, std::size_t line_offset) {
  line_offset_ = line_offset;
  if (is_ascii(line)) {
    lower_ascii(line, folded_.key);
    folded_.origin.clear();
    return walk_spaced({RunKind::kSpaced, 0, line.size()});
  }
  if constexpr (Out::kWithPlaces)
    folded_ = fold_with_origin(line, std::move(folded_));
  else
    folded_.key = fold(line);
  for (std::size_t begin = 0; begin < folded_.key.size();) {
    const ScriptRun run = run_at(folded_.key, begin);
    switch (run.kind) {
      case RunKind::kSpaced: walk_spaced(run); break;
      case RunKind::kIdeographic: walk_ideographic(run); break;
      case RunKind::kThai:
      case RunKind::kThaiInitials: walk_thai(run); break;
      case RunKind::kDictionary: walk_dictionary(run); break;
    }
    begin = run.end;
  }
}

template <class Out>
void TokenWalk<Out>::walk_spaced(const ScriptRun& run) {
  LatinWords words(folded_.key, run.begin, run.end);
  for (LatinWord word; words.next(word);) {
    gap_ = std::max(gap_, word.gap_before);
    advance(true);
    set_span(word.begin, word.end);
    out_.put_spaced(word.term, word.has_stem, position_);
  }
  gap_ = std::max(gap_, words.gap());
}

template <class Out>
void TokenWalk<Out>::walk_ideographic(const ScriptRun& run) {
  const std::string_view text = std::string_view(folded_.key).substr(run.begin, run.end - run.begin);
  han_characters(text, pieces_);
  if (pieces_.size() > 1) {
    han_words(text, words_);
  } else {
    words_ = pieces_;
  }
  if constexpr (Out::kWithPlaces) {
    mark_stop_pieces(text, words_, pieces_);
    mark_stop_pairs(text);
  }
  emit_ideographs(text, run.begin);
}

template <class Out>
void TokenWalk<Out>::emit_ideographs(std::string_view run, std::size_t run_begin) {
  auto word = words_.begin();
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    const Piece& piece = pieces_[i];
    advance(false);
    const Script script = is_han(decode_at(run, piece.begin).value) ? Script::kHan : Script::kOther;
    set_span(run_begin + piece.begin, run_begin + piece.end);
    out_.put(text_of(run, piece), Channel::kWord, script, position_, is_stop_piece(i));
    if (i + 1 < pieces_.size()) {
      set_span(run_begin + piece.begin, run_begin + pieces_[i + 1].end);
      term_.assign(text_of(run, piece)).append(text_of(run, pieces_[i + 1]));
      out_.put(term_, Channel::kHanPair, script, 0, all_stop(i, 2));
    }
    while (word != words_.end() && word->begin < piece.begin) ++word;
    if (word == words_.end() || word->begin != piece.begin || word->end <= piece.end) continue;
    set_span(run_begin + word->begin, run_begin + word->end);
    term_.assign("XW").append(text_of(run, *word));
    out_.put(term_, Channel::kHanWord, script, 0, is_stop(text_of(run, *word)));
  }
}

template <class Out>
void TokenWalk<Out>::walk_thai(const ScriptRun& run) {
  const std::string_view text = std::string_view(folded_.key).substr(run.begin, run.end - run.begin);
  thai_graphemes(text, pieces_);
  if (run.kind == RunKind::kThaiInitials) {
    words_.assign(1, {0, static_cast<std::uint32_t>(text.size())});
  } else {
    thai_words(text, words_);
  }
  if constexpr (Out::kWithPlaces) mark_stop_pieces(text, words_, pieces_);
  if (has_word_) gram_position_ = add_capped(gram_position_, gap_to(false), kLastPosition);
  const std::uint32_t run_position = gram_position_;
  const std::size_t grams = pieces_.size() < kThaiGramClusters ? std::min<std::size_t>(pieces_.size(), 1)
                                                               : pieces_.size() - kThaiGramClusters + 1;
  auto word = words_.begin();
  for (std::size_t i = 0; i < std::max<std::size_t>(pieces_.size(), 1); ++i) {
    const std::uint32_t until = i + 1 < pieces_.size() ? pieces_[i + 1].begin : static_cast<std::uint32_t>(text.size());
    for (; word != words_.end() && word->begin < until; ++word) {
      advance(false);
      set_span(run.begin + word->begin, run.begin + word->end);
      term_.assign(text_of(text, *word));
      if (run.kind == RunKind::kThaiInitials) std::erase(term_, '.');
      out_.put(term_, Channel::kWord, Script::kThai, position_, is_stop(term_));
    }
    gram_position_ = add_capped(run_position, i + 1, kLastPosition);
    if (i < grams) emit_thai_gram(text, run.begin, i);
  }
}

template <class Out>
void TokenWalk<Out>::emit_thai_gram(std::string_view run, std::size_t run_begin, std::size_t first) {
  const std::size_t count = std::min(kThaiGramClusters, pieces_.size() - first);
  term_.assign(kThaiGramPrefix);
  for (std::size_t i = first; i < first + count; ++i) term_.append(text_of(run, pieces_[i]));
  set_span(run_begin + pieces_[first].begin, run_begin + pieces_[first + count - 1].end);
  out_.put(term_, Channel::kThaiGram, Script::kThai, gram_position_, all_stop(first, count));
}

template <class Out>
void TokenWalk<Out>::walk_dictionary(const ScriptRun& run) {
  const std::string_view text = std::string_view(folded_.key).substr(run.begin, run.end - run.begin);
  thai_words(text, words_);
  for (const Piece& word : words_) {
    advance(false);
    set_span(run.begin + word.begin, run.begin + word.end);
    out_.put(text_of(text, word), Channel::kWord, Script::kOther, position_, false);
  }
}

// stop_[i]: piece i stands inside a stop word.
template <class Out>
void TokenWalk<Out>::mark_stop_pieces(std::string_view run, const std::vector<Piece>& words,
                                      const std::vector<Piece>& pieces) {
  stop_.assign(pieces.size(), false);
  std::size_t i = 0;
  for (const Piece& word : words) {
    const bool is_stop = is_stop_word(text_of(run, word));
    for (; i < pieces.size() && pieces[i].begin < word.end; ++i) stop_[i] = is_stop && pieces[i].begin >= word.begin;
  }
}

// ICU cuts some two-character stop words.
template <class Out>
void TokenWalk<Out>::mark_stop_pairs(std::string_view run) {
  for (std::size_t i = 0; i + 1 < pieces_.size(); ++i) {
    term_.assign(text_of(run, pieces_[i])).append(text_of(run, pieces_[i + 1]));
    if (is_stop_word(term_)) stop_[i] = stop_[i + 1] = true;
  }
}

template <class Out>
bool TokenWalk<Out>::all_stop(std::size_t first, std::size_t count) const {
  if constexpr (!Out::kWithPlaces) return false;
  const auto from = stop_.begin() + static_cast<std::ptrdiff_t>(first);
  return std::all_of(from, from + static_cast<std::ptrdiff_t>(count), [](bool stop) { return stop; });
}

template <class Out>
std::uint32_t TokenWalk<Out>::gap_to(bool is_spaced) const {
  if (gap_ == Gap::kPunctuation && is_spaced && last_is_spaced_) return 0;
  return kGapPositions[static_cast<std::size_t>(gap_)];
}

template <class Out>
void TokenWalk<Out>::advance(bool is_spaced) {
  const std::uint32_t gap = has_word_ ? gap_to(is_spaced) : 0;
  position_ = add_capped(position_, std::uint64_t{gap} + 1, kLastPosition);
  has_word_ = true;
  last_is_spaced_ = is_spaced;
  gap_ = Gap::kNone;
}

template <class Out>
void TokenWalk<Out>::set_span(std::size_t key_begin, std::size_t key_end) {
  if constexpr (Out::kWithPlaces) {
    const auto& origin = folded_.origin;
    std::size_t begin = key_begin, end = key_end;
    if (!origin.empty()) {
      begin = origin[key_begin];
      const std::uint32_t last = origin[key_end - 1];
      std::size_t i = key_end;  // several folded characters may come from one original
      while (origin[i] <= last) ++i;
      end = origin[i];
    }
    out_.set_span(line_offset_ + begin, line_offset_ + end);
  }
}

}  // namespace

std::uint32_t walk_tokens(std::string_view text, std::uint32_t first_position, TokenEmit emit, void* context) {
  TokenOut out(emit, context);
  return TokenWalk<TokenOut>(first_position, out).walk(text);
}

std::uint32_t walk_terms(std::string_view text, std::uint32_t first_position, TermSink& sink) {
  TermOut out(sink);
  return TokenWalk<TermOut>(first_position, out).walk(text);
}

}  // namespace polsearch
