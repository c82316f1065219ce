// Running text -> words as names are compared, and a trie over such words: the
// alphabet of the ministry linker.
//
//   "The Ministries of Finance"  ->  the(stop) ministry of(stop) finance
//   "財政部" -> 财 政 部
// A Latin word is compared by its key: lower case, no possessive, plural
// folded, "minister" = "ministry". A Han or Thai character is a word of its own
// (traditional = simplified). Every word remembers what stood before it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace polsearch::names {

// What stands between a word and the one before it (bits).
enum Gap : std::uint8_t {
  kGapNone = 0,
  kGapSpace = 1,
  kGapHyphen = 2,
  kGapComma = 4,   // , and 、
  kGapOpen = 8,    // ( and （
  kGapClose = 16,  // ) and ）
  kGapLine = 32,   // one line break
  kGapHard = 64,   // any other sign, or an empty line
};

enum class Stop : std::uint8_t { kNone, kOf, kThe, kFor, kAnd, kA };

struct Word {
  std::uint32_t begin = 0, end = 0;  // bytes in the text
  std::uint32_t id = 0;              // of the key; 0: no name has this word
  std::uint32_t upper_id = 0;        // of the word as written, when it is all capitals; 0: no abbreviation
  std::uint8_t gap = kGapNone;       // before the word
  Stop stop = Stop::kNone;
  bool capital = false;  // Latin: first letter is a capital
  bool upper = false;    // Latin: two or more characters, all capitals or digits,
                         // at least one capital
  bool han_or_thai = false;
  bool plural_ministry = false;  // "Ministries": a list may follow
};

class Vocabulary {
 public:
  [[nodiscard]] std::uint32_t find(std::string_view key) const;  // 0 when unknown
  // Of the key that is this one Han or Thai character.
  [[nodiscard]] std::uint32_t find(char32_t character) const {
    const std::size_t place = place_of(character);
    return place < characters_.size() ? characters_[place] : find_rare(character);
  }
  std::uint32_t add(std::string_view key);
  [[nodiscard]] std::size_t size() const { return ids_.size() + 1; }

 private:
  [[nodiscard]] std::uint32_t find_rare(char32_t character) const;

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>{}(key); }
  };
  static constexpr char32_t kFirstThai = 0x0E00, kLastThai = 0x0E7F, kFirstHan = 0x3005, kLastHan = 0x9FFF;
  static constexpr std::size_t place_of(char32_t c) {
    if (c >= kFirstThai && c <= kLastThai) return c - kFirstThai;
    return c >= kFirstHan && c <= kLastHan ? c - kFirstHan + (kLastThai - kFirstThai + 1) : SIZE_MAX;
  }

  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> ids_;
  std::vector<std::uint32_t> characters_ = std::vector<std::uint32_t>(place_of(kLastHan) + 1);
  std::vector<std::uint64_t> filter_ =
      std::vector<std::uint64_t>(1024);  // bits of (first, middle, last, length): most words stop here
};

// Words of a text (UTF-8); unknown words keep id 0. Linear.
[[nodiscard]] std::vector<Word> cut_words(std::string_view text, const Vocabulary& vocabulary);

// Words of a name, new ones added. An abbreviation is one upper-case word: its
// id is that of the word as written.
std::vector<std::uint32_t> add_name(std::string_view name, bool abbreviation, Vocabulary& vocabulary);

// A trie of word ids. Node 0 is "none", node 1 the root.
class Trie {
 public:
  static constexpr std::uint32_t kNone = 0, kRoot = 1;
  std::uint32_t insert(const std::vector<std::uint32_t>& words);
  [[nodiscard]] std::uint32_t next(std::uint32_t node, std::uint32_t word) const {
    return edges_[place_of(std::uint64_t{node} << 32 | word)].child;
  }
  [[nodiscard]] std::uint32_t first(std::uint32_t word) const { return word < firsts_.size() ? firsts_[word] : kNone; }
  [[nodiscard]] std::uint32_t parent(std::uint32_t node) const { return parents_[node]; }
  [[nodiscard]] std::size_t size() const { return parents_.size(); }
  void index_first_words(std::size_t vocabulary_size);

 private:
  struct Edge {
    std::uint64_t from = 0;       // node and word
    std::uint32_t child = kNone;  // kNone: free
  };
  // Where the edge is, or the free place where it would be.
  [[nodiscard]] std::size_t place_of(std::uint64_t from) const {
    std::size_t at = static_cast<std::size_t>((from ^ from >> 29) * 0x9E3779B97F4A7C15ULL >> 32) & (edges_.size() - 1);
    while (edges_[at].child != kNone && edges_[at].from != from) at = (at + 1) & (edges_.size() - 1);
    return at;
  }
  void grow();

  std::vector<Edge> edges_ = std::vector<Edge>(1024);  // open addressing, a power of two, at most half full
  std::vector<std::uint32_t> parents_{kNone, kNone};
  std::vector<std::uint32_t> firsts_;  // by word id: child of the root
};

}  // namespace polsearch::names
