// Documents -> terms with their postings, as many as fit the memory: one run.
//
//   documents 1 {coal@1, steel@2}, 2 {coal@7} -> postings: "" (1: 2) (2: 1) | coal (1: 1) (2: 1) | steel (1: 1)
//                                                 positions: coal (1: @1) (2: @7) | steel (1: @2)
//
// A run is three streams of groups, each sorted by its keys (bytewise); merge.h joins those of all runs:
//   stream = group*
//   group  = counted{key} uint{entries} uint{total} entry*
//   entry  = uint{docid - the one before in the group} then
//            postings:  uint{wdf}             key = term, total = sum of wdf; key "" = document lengths, total 0
//            positions: counted{positions}    key = term, total 0; coded as in position_coding.h
//            values:    counted{value}        key = 00 D8 uint{slot}, total 0
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "indexer/build/indexable.h"

namespace polsearch::glass {

struct Run {
  std::string postings, positions, values;
};

// Not thread-safe; one a thread.
class RunInverter {
 public:
  // `terms` makes the documents.
  RunInverter(const RunTerms& terms, bool with_positions) : terms_(terms), with_positions_(with_positions) {}

  // `document`, just made, within check_document()'s limits; `number` above all before, `length` its sum of wdf.
  void add(std::uint32_t number, const IndexableDocument& document, std::uint32_t length);

  [[nodiscard]] bool is_empty() const { return lengths_.empty(); }
  // Memory that the documents of this run take, their terms' texts aside; finish() takes about as much again.
  [[nodiscard]] std::size_t bytes() const;

  // What was added, sorted and encoded. `order`: the terms, by their bytes. The inverter is empty afterwards and ready
  // for the next run.
  [[nodiscard]] Run finish(const std::vector<std::uint32_t>& order);

 private:
  struct Posting {
    std::uint32_t document;
    std::uint32_t wdf;
    std::uint32_t positions;  // place in positions_ plus one; 0: none
  };
  struct DocumentLength {
    std::uint32_t document;
    std::uint32_t length;
  };
  struct Values {
    std::uint32_t entries = 0;
    std::uint32_t last_document = 0;
    std::string bytes;
  };

  void add_values(std::uint32_t number, const IndexableDocument& document);
  void group_positions(const IndexableDocument& document);
  std::uint32_t keep_positions(std::span<const std::uint32_t> positions);
  [[nodiscard]] std::vector<Posting> sort_postings(const std::vector<std::uint32_t>& order) const;
  void append_lengths(std::string& out) const;
  void append_term(Run& run, std::uint32_t id, const Posting* postings) const;
  void append_positions_of(std::string& out, std::uint32_t id, const Posting* postings) const;
  [[nodiscard]] std::string encode_values() const;

  const RunTerms& terms_;
  bool with_positions_;
  std::vector<std::uint32_t> position_ends_;  // of each term of the document in work, in grouped_positions_
  std::vector<std::uint32_t> grouped_positions_;
  std::vector<std::uint32_t> frequency_;  // postings of each term
  std::vector<Posting> postings_;         // by document
  std::vector<std::uint32_t> term_ids_;   // of postings_
  std::string positions_;                 // counted
  std::vector<DocumentLength> lengths_;
  std::map<std::string, Values> values_;  // by key
  std::size_t value_bytes_ = 0;
};

}  // namespace polsearch::glass
