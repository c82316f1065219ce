// Text -> terms, in three languages: the one analysis that index and query share.
//
//   "5G工厂 value -added"  ->  5g@1 工@2 工厂 XW工厂 厂@3 value@4 Zvalu added@5 Zad
//
// A text is folded (NFKC, case, accents off, 1,000 -> 1000, traditional -> simplified Han; Thai marks stay), cut into
// runs of one script, and each run into tokens. Every token names the terms it stands for. Source of the channels and
// what each is worth: docs/decisions/0002 (measured on open question sets).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace polsearch {

enum class Script : std::uint8_t { kLatin, kHan, kThai, kOther };  // kLatin: all scripts written with spaces

enum class Channel : std::uint8_t {
  kWord,      // bare term with position: Latin word, Han character, Thai dictionary word
  kStem,      // Z term, Latin only
  kHanPair,   // bare term without position
  kHanWord,   // XW term
  kThaiGram,  // XG term with position
};

// One term of a text. `begin`, `end` are byte offsets into the text given to analyze() (the original, not the folded).
// `position` counts words and Han characters from 1, with the gaps of schema.h; Thai grams have a count of their own in
// the same space (one a grapheme cluster), only ever compared with each other. 0 where the channel has no positions.
struct Token {
  std::string term;  // without field prefix (S, XR, ...), with the channel's prefix (Z, XW, XG)
  Channel channel = Channel::kWord;
  Script script = Script::kLatin;
  std::uint32_t position = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool stop_word = false;  // function or question word in one of the three languages: damped in queries, never dropped
};

class TermSink;

// Cuts text into terms. Immutable and cheap to copy after construction (shares its tables); one value may be used by
// many threads at once: what ICU needs per thread is kept per thread inside.
class Analyzer {
 public:
  Analyzer();
  ~Analyzer();
  Analyzer(const Analyzer&);
  Analyzer& operator=(const Analyzer&);
  Analyzer(Analyzer&&) noexcept;
  Analyzer& operator=(Analyzer&&) noexcept;

  // Terms of `text` (UTF-8; ill-formed bytes separate tokens and yield none), in order of `begin`, then channel.
  // Positions start after `first_position` (0: the first token has position 1). Linear time.
  [[nodiscard]] std::vector<Token> analyze(std::string_view text, std::uint32_t first_position = 0) const;

  // Same, calling `sink(const Token&)` for each: no vector. The Token is reused between calls.
  template <class Sink>
  std::uint32_t each_token(std::string_view text, std::uint32_t first_position, Sink&& sink) const {
    return run(
        text, first_position,
        [](void* context, const Token& token) { (*static_cast<std::remove_reference_t<Sink>*>(context))(token); },
        &sink);
  }

  // The same terms for an index (analysis/term_sink.h), in half the time.
  std::uint32_t each_term(std::string_view text, std::uint32_t first_position, TermSink& sink) const;

  // Stem of one folded Latin word: "factories" -> "factori".
  [[nodiscard]] std::string stem(std::string_view folded_word) const;

  // Names what would change the terms: "icu 72.1 unicode 15.0 porter2 stop 1a2b... t2s 3c4d...". Kept in the manifest.
  [[nodiscard]] std::string fingerprint() const;

 private:
  using Emit = void (*)(void* context, const Token&);
  std::uint32_t run(std::string_view text, std::uint32_t first_position, Emit emit,
                    void* context) const;  // returns the last position used
  struct Tables;
  std::shared_ptr<const Tables> tables_;
};

}  // namespace polsearch
