// Terms by number, in the order they came: the words of one run.
//
//   id_of(lookup("steel")) 0, id_of(lookup("coal")) 1, id_of(lookup("steel")) 0; sorted() -> {1, 0}
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace polsearch::glass {

class TermDictionary {
 public:
  TermDictionary();

  struct Lookup {
    std::string_view term;
    std::uint64_t hash;
    std::uint64_t head;
  };
  // Begins to look for `term` of at most 255 bytes: fetches the memory that id_of() will want. Many begun at once cost
  // little more than one.
  [[nodiscard]] Lookup lookup(std::string_view term) const;
  // A new term gets the next number.
  std::uint32_t id_of(const Lookup& lookup);

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(terms_.size()); }
  [[nodiscard]] std::string_view term(std::uint32_t id) const {
    return std::string_view(bytes_).substr(terms_[id].begin, terms_[id].length);
  }
  // All ids, by the bytes of their terms.
  [[nodiscard]] std::vector<std::uint32_t> sorted() const;

  // Memory in use. Empties keep their room, so that the next run need not ask for it again.
  [[nodiscard]] std::size_t bytes() const;
  void clear();

 private:
  struct Term {
    std::uint32_t begin;
    std::uint32_t length;
  };
  // Most look-ups end at the slot, without a look at the bytes: eight of them, the length and a part of the hash stand
  // here.
  struct Slot {
    std::uint64_t head = 0;
    std::uint32_t mark = 0;
    std::uint32_t id_plus_one = 0;  // 0: free
  };
  std::uint32_t insert(Slot& slot, const Lookup& lookup, std::uint32_t mark);
  void grow();

  std::vector<Slot> slots_;  // a power of two, at most half full
  std::vector<Term> terms_;
  std::string bytes_;
};

// The first eight bytes as a number that sorts as they do; zero bytes behind a shorter term.
[[nodiscard]] std::uint64_t head_of(std::string_view term);

}  // namespace polsearch::glass
