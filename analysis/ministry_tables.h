// The linker's tables: every name of every body and every country cue in one trie.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/knowledge.h"
#include "analysis/ministry_linker.h"
#include "analysis/ministry_names.h"

namespace polsearch::names {

using CountryIndex = std::uint16_t;

// What a trie node may mean: a body's name, or a word about whose body it is.
enum class CueKind : std::uint8_t { kCountry, kCapital, kPlace, kLevel, kCue, kForeignBody };

struct NameEntry {
  std::uint32_t body = 0;
  std::uint8_t commas = 0;  // in the name as listed; the text may have as many
  std::uint8_t ands = 0;    // likewise "and" and "&": "Thailand and the Board of Investment" is no name
  bool ambiguous = false;   // "~": alone it proves nothing
  bool abbreviation = false;
  bool unverified = false;
};

struct CueEntry {
  CountryIndex country = 0;
  CueKind kind = CueKind::kCue;
};

struct Body {
  std::string id;
  CountryIndex country = 0;
  bool in_facet = true;
  int valid_from = 0, valid_to = 0;  // YYYYMM; 0 open
  std::vector<std::uint32_t> successors;
  std::vector<std::string> names;
};

// Of a trie node: what ends there, and what the name is like.
struct NodeMeaning {
  std::vector<NameEntry> names;
  std::vector<CueEntry> cues;
  std::uint32_t bare_node = 0;  // of the name without its country: 财政部 for 泰国财政部; 0: none
  std::uint8_t words = 0;
  bool is_ministry = false;  // begins or ends with "ministry", or a Thai or Han name of one
  bool is_latin = false;
  bool is_national = false;  // the name itself says that it is national: 国家..., 中国..., ends in 部
  bool is_generic = false;   // a short "Ministry of X" that many countries have
};

struct LinkTables {
  Vocabulary vocabulary;
  Trie trie;
  std::vector<NodeMeaning> meanings;  // by node
  std::vector<Body> bodies;           // sorted by id
  std::multimap<std::uint32_t, std::uint32_t>
      abroad;                          // node of 财政部 -> bodies that have it with their country: 泰国财政部
  std::vector<std::string> countries;  // "CN", "TH", ...
  std::uint32_t ministry_word = 0;     // word id of "ministry"
  std::uint32_t ministry_node = 0;     // child of the root for it
  std::array<std::uint32_t, 2> thai_title_letters{};  // word ids of ร and ก, which ministers' titles begin with
  std::vector<std::uint32_t> thai_heads;  // nodes of กระทรวง and กระทรวงการ: lists go on there
  CountryIndex china = 0, thailand = 0;
  std::vector<std::uint32_t> head_words;  // words that begin another body behind "and": office, national, ...

  [[nodiscard]] std::uint32_t body_of(std::string_view id) const;  // bodies.size() when unknown
};

[[nodiscard]] LinkTables build_link_tables(const Knowledge& knowledge);

}  // namespace polsearch::names

namespace polsearch {

struct MinistryLinker::Tables : names::LinkTables {};

}  // namespace polsearch
