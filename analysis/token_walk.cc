// See token_walk.h.
#include "analysis/token_walk.h"

#include <algorithm>
#include <cstring>

#include "analysis/ascii.h"
#include "analysis/schema.h"
#include "analysis/segment_thai.h"
#include "analysis/stem_cache.h"
#include "analysis/stop_words.h"

namespace polsearch {
namespace {

// A longer line is cut at its last space, so that memory is bounded; without one at a code point.
constexpr std::size_t kMaxLine = 1U << 20;

// A Thai run of fewer clusters has one gram, all of it, so that short words are found too.
constexpr std::size_t kGramClusters = 3;

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

void lower_ascii(std::string_view text, std::string& lower) {
  lower.resize(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    lower[i] = static_cast<char>(c + (static_cast<unsigned char>(c - 'A') < 26 ? 0x20 : 0));
  }
}

std::string_view text_of(std::string_view run, const Piece& piece) {
  return run.substr(piece.begin, piece.end - piece.begin);
}

std::uint32_t add_capped(std::uint32_t position, std::uint64_t step, std::uint32_t cap) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(position + step, cap));
}

// Terms longer than schema::kMaxTermBytes lose their end, on both sides alike.
void cut_term(std::string& term) {
  if (term.size() <= schema::kMaxTermBytes) return;
  std::size_t cut = schema::kMaxTermBytes;
  while (cut > 0 && (static_cast<unsigned char>(term[cut]) & 0xC0U) == 0x80) --cut;
  term.resize(cut);
}

}  // namespace

std::uint32_t TokenWalk::walk(std::string_view text) {
  text = text.substr(0, UINT32_MAX);
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t length = line_length(text.substr(begin));
    walk_line(text.substr(begin, length), begin);
    begin += length;
  }
  return std::max(position_, gram_position_);
}

void TokenWalk::walk_line(std::string_view line, std::size_t line_offset) {
  line_offset_ = line_offset;
  if (is_ascii(line)) {
    lower_ascii(line, folded_.key);
    folded_.origin.clear();
    return walk_spaced({RunKind::kSpaced, 0, line.size()});
  }
  folded_ = fold_with_origin(line, std::move(folded_));
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

void TokenWalk::walk_spaced(const ScriptRun& run) {
  LatinWords words(folded_.key, run.begin, run.end);
  token_.script = Script::kLatin;
  for (LatinWord word; words.next(word);) {
    gap_ = std::max(gap_, word.gap_before);
    advance(true);
    set_span(word.begin, word.end);
    const bool stop_word = is_stop_word(word.term);
    token_.term.assign(word.term);
    emit(Channel::kWord, position_, stop_word);
    if (!word.has_stem) continue;
    token_.term.assign(1, 'Z').append(english_stem(word.term));
    emit(Channel::kStem, 0, stop_word);
  }
  gap_ = std::max(gap_, words.gap());
}

void TokenWalk::walk_ideographic(const ScriptRun& run) {
  const std::string_view text = std::string_view(folded_.key).substr(run.begin, run.end - run.begin);
  han_characters(text, pieces_);
  if (pieces_.size() > 1) {
    han_words(text, words_);
  } else {
    words_ = pieces_;
  }
  mark_stop_pieces(text, words_, pieces_);
  for (std::size_t i = 0; i + 1 < pieces_.size(); ++i) {  // ICU cuts some two-character stop words
    token_.term.assign(text_of(text, pieces_[i])).append(text_of(text, pieces_[i + 1]));
    if (is_stop_word(token_.term)) stop_[i] = stop_[i + 1] = true;
  }
  emit_ideographs(text, run.begin);
}

void TokenWalk::emit_ideographs(std::string_view run, std::size_t run_begin) {
  auto word = words_.begin();
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    const Piece& piece = pieces_[i];
    advance(false);
    token_.script = is_han(decode_at(run, piece.begin).value) ? Script::kHan : Script::kOther;
    set_span(run_begin + piece.begin, run_begin + piece.end);
    token_.term.assign(text_of(run, piece));
    emit(Channel::kWord, position_, stop_[i]);
    if (i + 1 < pieces_.size()) {
      set_span(run_begin + piece.begin, run_begin + pieces_[i + 1].end);
      token_.term.assign(text_of(run, piece)).append(text_of(run, pieces_[i + 1]));
      emit(Channel::kHanPair, 0, all_stop(i, 2));
    }
    while (word != words_.end() && word->begin < piece.begin) ++word;
    if (word == words_.end() || word->begin != piece.begin || word->end <= piece.end) continue;
    set_span(run_begin + word->begin, run_begin + word->end);
    token_.term.assign("XW").append(text_of(run, *word));
    emit(Channel::kHanWord, 0, is_stop_word(text_of(run, *word)));
  }
}

void TokenWalk::walk_thai(const ScriptRun& run) {
  const std::string_view text = std::string_view(folded_.key).substr(run.begin, run.end - run.begin);
  thai_graphemes(text, pieces_);
  if (run.kind == RunKind::kThaiInitials) {
    words_.assign(1, {0, static_cast<std::uint32_t>(text.size())});
  } else {
    thai_words(text, words_);
  }
  mark_stop_pieces(text, words_, pieces_);
  token_.script = Script::kThai;
  if (has_word_) gram_position_ = add_capped(gram_position_, gap_to(false), kLastPosition);
  const std::uint32_t run_position = gram_position_;
  const std::size_t grams =
      pieces_.size() < kGramClusters ? std::min<std::size_t>(pieces_.size(), 1) : pieces_.size() - kGramClusters + 1;
  auto word = words_.begin();
  for (std::size_t i = 0; i < std::max<std::size_t>(pieces_.size(), 1); ++i) {
    const std::uint32_t until = i + 1 < pieces_.size() ? pieces_[i + 1].begin : static_cast<std::uint32_t>(text.size());
    for (; word != words_.end() && word->begin < until; ++word) {
      advance(false);
      set_span(run.begin + word->begin, run.begin + word->end);
      token_.term.assign(text_of(text, *word));
      if (run.kind == RunKind::kThaiInitials) std::erase(token_.term, '.');
      emit(Channel::kWord, position_, is_stop_word(token_.term));
    }
    gram_position_ = add_capped(run_position, i + 1, kLastPosition);
    if (i < grams) emit_thai_gram(text, run.begin, i);
  }
}

void TokenWalk::emit_thai_gram(std::string_view run, std::size_t run_begin, std::size_t first) {
  const std::size_t count = std::min(kGramClusters, pieces_.size() - first);
  token_.term.assign("XG");
  for (std::size_t i = first; i < first + count; ++i) token_.term.append(text_of(run, pieces_[i]));
  set_span(run_begin + pieces_[first].begin, run_begin + pieces_[first + count - 1].end);
  emit(Channel::kThaiGram, gram_position_, all_stop(first, count));
}

void TokenWalk::walk_dictionary(const ScriptRun& run) {
  const std::string_view text = std::string_view(folded_.key).substr(run.begin, run.end - run.begin);
  thai_words(text, words_);
  token_.script = Script::kOther;
  for (const Piece& word : words_) {
    advance(false);
    set_span(run.begin + word.begin, run.begin + word.end);
    token_.term.assign(text_of(text, word));
    emit(Channel::kWord, position_, false);
  }
}

// stop_[i]: piece i stands inside a stop word.
void TokenWalk::mark_stop_pieces(std::string_view run, const std::vector<Piece>& words,
                                 const std::vector<Piece>& pieces) {
  stop_.assign(pieces.size(), false);
  std::size_t i = 0;
  for (const Piece& word : words) {
    const bool is_stop = is_stop_word(text_of(run, word));
    for (; i < pieces.size() && pieces[i].begin < word.end; ++i) stop_[i] = is_stop && pieces[i].begin >= word.begin;
  }
}

bool TokenWalk::all_stop(std::size_t first, std::size_t count) const {
  const auto from = stop_.begin() + static_cast<std::ptrdiff_t>(first);
  return std::all_of(from, from + static_cast<std::ptrdiff_t>(count), [](bool stop) { return stop; });
}

std::uint32_t TokenWalk::gap_to(bool is_spaced) const {
  if (gap_ == Gap::kPunctuation && is_spaced && last_is_spaced_) return 0;
  return kGapPositions[static_cast<std::size_t>(gap_)];
}

void TokenWalk::advance(bool is_spaced) {
  const std::uint32_t gap = has_word_ ? gap_to(is_spaced) : 0;
  position_ = add_capped(position_, std::uint64_t{gap} + 1, kLastPosition);
  has_word_ = true;
  last_is_spaced_ = is_spaced;
  gap_ = Gap::kNone;
}

void TokenWalk::set_span(std::size_t key_begin, std::size_t key_end) {
  const auto& origin = folded_.origin;
  std::size_t begin = key_begin, end = key_end;
  if (!origin.empty()) {
    begin = origin[key_begin];
    const std::uint32_t last = origin[key_end - 1];
    std::size_t i = key_end;  // several folded characters may come from one original
    while (origin[i] <= last) ++i;
    end = origin[i];
  }
  token_.begin = static_cast<std::uint32_t>(line_offset_ + begin);
  token_.end = static_cast<std::uint32_t>(line_offset_ + end);
}

void TokenWalk::emit(Channel channel, std::uint32_t position, bool stop_word) {
  cut_term(token_.term);
  token_.channel = channel;
  token_.position = position;
  token_.stop_word = stop_word;
  sink_(context_, token_);
}

}  // namespace polsearch
