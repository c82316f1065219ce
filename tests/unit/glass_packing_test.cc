// The bytes of glass: numbers, keys, positions, chunks, term lists; each as a table of input => bytes.
#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "analysis/glass_packing.h"
#include "glass_documents.h"
#include "indexer/build/glass/document_items.h"
#include "indexer/build/glass/document_limits.h"
#include "indexer/build/glass/position_coding.h"
#include "indexer/build/glass/term_dictionary.h"

using namespace polsearch;
using namespace polsearch::glass;

namespace {

std::string hex(std::string_view bytes) {
  std::string out;
  for (const char byte : bytes) {
    if (!out.empty()) out += ' ';
    out += "0123456789abcdef"[static_cast<unsigned char>(byte) >> 4];
    out += "0123456789abcdef"[static_cast<unsigned char>(byte) & 15];
  }
  return out;
}

template <class Append, class... In>
std::string hex_of(Append append, const In&... in) {
  std::string out;
  append(out, in...);
  return hex(out);
}

std::string positions_of(const std::vector<std::uint32_t>& positions) {
  std::string out;
  append_positions(out, positions);
  return out;
}

// Reads what append_positions wrote, straight from the grammar.
class PositionReader {
 public:
  explicit PositionReader(std::string_view bytes) : bytes_(bytes) {}

  std::vector<std::uint32_t> read() {
    const std::uint32_t last = uint();
    if (at_ == bytes_.size()) return {last};
    const std::uint32_t first = code(last);
    const std::uint32_t count = code(last - first) + 2;
    positions_.assign(count, 0);
    positions_.front() = first;
    positions_.back() = last;
    inner(0, count - 1);
    return positions_;
  }

 private:
  std::uint32_t uint() {
    std::uint32_t value = 0;
    for (int shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      value |= static_cast<std::uint32_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
  }
  std::uint64_t bits(unsigned count) {
    std::uint64_t value = 0;
    for (unsigned i = 0; i < count; ++i, ++bit_) {
      const auto byte = static_cast<unsigned char>(bytes_.at(at_ + bit_ / 8));
      value |= static_cast<std::uint64_t>(byte >> bit_ % 8 & 1) << i;
    }
    return value;
  }
  std::uint32_t code(std::uint64_t possible) {
    unsigned count = 0;
    while ((std::uint64_t{1} << count) < possible) ++count;
    const std::uint64_t spare = (std::uint64_t{1} << count) - possible;
    if (spare == 0) return static_cast<std::uint32_t>(bits(count));
    const std::uint64_t middle = (possible - spare) / 2;
    std::uint64_t value = bits(count - 1);
    if (value < middle && bits(1)) value += middle + spare;
    return static_cast<std::uint32_t>(value);
  }
  void inner(std::size_t left, std::size_t right) {
    if (left + 1 >= right) return;
    const std::size_t middle = left + (right - left) / 2;
    const std::uint64_t possible = positions_[right] - positions_[left] - (right - left) + 1;
    positions_[middle] = positions_[left] + static_cast<std::uint32_t>(middle - left) + code(possible);
    inner(left, middle);
    inner(middle, right);
  }

  std::string_view bytes_;
  std::size_t at_ = 0, bit_ = 0;
  std::vector<std::uint32_t> positions_;
};

std::string term_list(const SpelledDocument& document, std::uint32_t length) {
  RunTerms terms;
  const IndexableDocument numbered = number_terms(document, terms);
  return encode_term_list(numbered, terms, length);
}

std::string fault(const SpelledDocument& document) {
  RunTerms terms;
  const IndexableDocument numbered = number_terms(document, terms);
  const auto checked = check_document(7, numbered, terms);
  return checked.ok() ? "length " + std::to_string(*checked) : checked.error().message;
}

}  // namespace

TEST_CASE("numbers are packed seven bits a byte, lowest first") {
  CHECK(hex_of(append_uint, std::uint64_t{0}) == "00");
  CHECK(hex_of(append_uint, std::uint64_t{127}) == "7f");
  CHECK(hex_of(append_uint, std::uint64_t{300}) == "ac 02");
  CHECK(hex_of(append_uint, std::uint64_t{0xFFFFFFFF}) == "ff ff ff ff 0f");
  CHECK(hex_of(append_last_uint, 0u) == "");
  CHECK(hex_of(append_last_uint, 70000u) == "70 11 01");
}

TEST_CASE("sortable numbers have the widths of the format") {
  CHECK(hex_of(append_sortable, 0u) == "00 00");
  CHECK(hex_of(append_sortable, 0x7FFFu) == "7f ff");
  CHECK(hex_of(append_sortable, 0x8000u) == "80 80 00");
  CHECK(hex_of(append_sortable, (1u << 22) - 1) == "bf ff ff");
  CHECK(hex_of(append_sortable, 1u << 22) == "c0 40 00 00");
  CHECK(hex_of(append_sortable, (1u << 29) - 1) == "df ff ff ff");
  CHECK(hex_of(append_sortable, 1u << 29) == "e0 20 00 00 00");
  CHECK(hex_of(append_sortable, 0xFFFFFFFFu) == "e0 ff ff ff ff");
}

TEST_CASE("sortable numbers and texts sort as what they stand for, alone and one behind the other") {
  std::mt19937 random(20240601);
  const auto number = [&] { return static_cast<std::uint32_t>(random() >> random() % 32); };
  const auto text = [&] {
    std::string bytes;
    for (auto length = random() % 4; length > 0; --length) bytes.push_back("\0\xFF\x01"[random() % 3]);
    return bytes;
  };
  for (int i = 0; i < 20000; ++i) {
    const std::pair a(text(), number()), b(text(), number());
    const auto key = [](const auto& pair) {
      std::string out;
      append_text(out, pair.first);
      out.push_back('\0');
      append_sortable(out, pair.second);
      return out;
    };
    CAPTURE(hex(a.first), a.second, hex(b.first), b.second);
    REQUIRE((a < b) == (key(a) < key(b)));
    REQUIRE(text_bytes(a.first) ==
            a.first.size() + static_cast<std::size_t>(std::count(a.first.begin(), a.first.end(), '\0')));
  }
}

TEST_CASE("position lists are coded as Xapian codes them") {
  CHECK(hex(positions_of({7})) == "07");
  CHECK(hex(positions_of({1, 2})) == "02 01");
  CHECK(hex(positions_of({300})) == "ac 02");
}

TEST_CASE("position lists decode to what was coded") {
  std::mt19937 random(20240602);
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::uint32_t> positions;
    const std::uint32_t width = 1u << random() % 20;
    const std::size_t count = 1 + random() % (round % 100 ? 40 : 5000);
    for (std::uint32_t last = 1; positions.size() < count && last < (1u << 31);
         last += 1 + static_cast<std::uint32_t>(random()) % width)
      positions.push_back(last);
    CAPTURE(round, positions.size(), width);
    REQUIRE(PositionReader(positions_of(positions)).read() == positions);
  }
  const std::vector<std::uint32_t> widest = {1, 0xFFFFFFFE, 0xFFFFFFFF};
  CHECK(PositionReader(positions_of(widest)).read() == widest);
}

TEST_CASE("a term list shares prefixes and packs small wdf with them") {
  const auto list = [](std::vector<TermRow> terms, std::uint32_t length) {
    return hex(term_list(document_of(terms), length));
  };
  CHECK(list({}, 0) == "");
  CHECK(list({{"coal", 2, {}}}, 2) == "02 01 04 63 6f 61 6c 02");
  CHECK(list({{"coal", 2, {}}, {"coast", 1, {}}}, 3) == "03 02 04 63 6f 61 6c 02 0d 02 73 74");  // (1+1)*5+3
  CHECK(list({{"coal", 0, {}}, {"coast", 200, {}}}, 200) == "c8 01 02 04 63 6f 61 6c 00 03 02 73 74 c8 01");
}

TEST_CASE("a term list is sorted whatever the order of the terms") {
  CHECK(term_list(document_of({{"coast", 1, {}}, {"coal", 2, {}}}), 3) ==
        term_list(document_of({{"coal", 2, {}}, {"coast", 1, {}}}), 3));
}

TEST_CASE("slots are written as distances") {
  SpelledDocument document;
  document.values = {{0, "a"}, {1, "b"}, {5, "c"}, {0xFFFFFFFE, "d"}};
  RunTerms terms;
  CHECK(hex(encode_slots(number_terms(document, terms))) == "00 00 03 f8 ff ff ff 0f");
  CHECK(hex(encode_slots({})) == "");
}

TEST_CASE("a deflated tag is never longer than the tag, and the same for the same bytes") {
  TagDeflater deflater;
  std::string first, second, third;
  CHECK(deflater.append(first, std::string(1000, 'x')) == TagForm::kDeflated);
  CHECK(deflater.append(second, "a few bytes") == TagForm::kPlain);
  CHECK(second == "a few bytes");
  CHECK(deflater.append(third, std::string(1000, 'x')) == TagForm::kDeflated);
  CHECK(first == third);
  CHECK(first.size() < 30);
}

TEST_CASE("a document outside the format's limits is refused with what is wrong") {
  const auto term = [](std::string text, std::uint32_t wdf = 1, std::vector<std::uint32_t> positions = {}) {
    return TermRow{std::move(text), wdf, std::move(positions)};
  };
  SpelledDocument empty_value, bad_slot, twice;
  empty_value.values = {{3, ""}};
  bad_slot.values = {{0xFFFFFFFF, "x"}};
  twice.values = {{3, "a"}, {3, "b"}};
  CHECK(fault({}) == "length 0");
  CHECK(fault(document_of({term("a", 3), term("b", 4)})) == "length 7");
  CHECK(fault(document_of({term(std::string(245, 'x'))})) == "length 1");
  CHECK(fault(document_of({term(std::string(246, 'x'))})) ==
        "cannot index document 7: a term of 246 bytes, the limit is 245");
  CHECK(fault(document_of({term(std::string(124, '\0'))})) == "length 1");
  CHECK(fault(document_of({term(std::string(125, '\0'))})) ==
        "cannot index document 7: a term of 250 bytes with its zero bytes doubled, the limit is 249");
  CHECK(fault(document_of({term("")})) == "cannot index document 7: an empty term");
  CHECK(fault(document_of({term("b"), term("a")})) == "length 2");
  CHECK(fault(document_of({term("a", 1, {3, 3})})) == "cannot index document 7: positions out of order");
  CHECK(fault(document_of({term("a", 1, {0, 1})})) == "cannot index document 7: a position 0");
  CHECK(fault(document_of({term("a", 0xFFFFFFFF), term("b", 1)})) ==
        "cannot index document 7: its words count over 4,294,967,295");
  CHECK(fault(empty_value) == "cannot index document 7: an empty value in slot 3");
  CHECK(fault(bad_slot) == "cannot index document 7: a value in slot 4,294,967,295, which Xapian reserves");
  CHECK(fault(twice) == "cannot index document 7: value slots out of order");
}

TEST_CASE("a dictionary numbers terms by their first appearance and sorts them by their bytes") {
  TermDictionary dictionary;
  std::mt19937 random(20240603);
  for (int round = 0; round < 2; ++round) {
    std::vector<std::string> terms;
    for (int i = 0; i < 30000; ++i) {
      std::string term;
      for (auto length = 1 + random() % 12; length > 0; --length) term.push_back("\0\xFFtab"[random() % 5]);
      const bool is_new = std::find(terms.begin(), terms.end(), term) == terms.end() && i < 3000;
      const std::uint32_t size = dictionary.size();
      const std::uint32_t id = dictionary.number_of(term);
      CAPTURE(round, i, hex(term));
      REQUIRE(dictionary.term(id) == term);
      if (is_new) REQUIRE(id == size);
      if (is_new) terms.push_back(term);
    }
    const auto ids = dictionary.sorted();
    REQUIRE(ids.size() == dictionary.size());
    for (std::size_t i = 1; i < ids.size(); ++i) REQUIRE(dictionary.term(ids[i - 1]) < dictionary.term(ids[i]));
    dictionary.clear();
    REQUIRE(dictionary.size() == 0);
  }
}
