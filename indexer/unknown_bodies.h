// Names in pages that look like bodies of government and are in no table, so that the table can grow:
// `polindex knowledge unknown PATH...`.
//
//   "The Ministry of Magic said", twice -> {"Ministry of Magic", 2, "page.txt"}
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/ministry_linker.h"

namespace polsearch {

// Spans of `text` (UTF-8) that look like names of bodies: capitalised words around Ministry, Commission, Bureau, ...;
// Han runs that end in 部, 委员会, 局, ...; Thai words behind กระทรวง, กรม, .... Ascending; may be wrong: a person
// decides.
struct BodyLikeName {
  std::size_t begin = 0, end = 0;  // bytes
};
[[nodiscard]] std::vector<BodyLikeName> find_body_like_names(std::string_view text);

struct UnknownBody {
  std::string name;
  std::uint64_t count = 0;
  std::string example;  // id of the first document that has it
};

// Collects over documents. Holds at most kMaxNames names; of later ones only those known already are counted.
class UnknownBodies {
 public:
  static constexpr std::size_t kMaxNames = 200000;

  void add(std::string_view text, const std::string& document_id, const MinistryLinker& linker);
  // Most frequent first, then by name.
  [[nodiscard]] std::vector<UnknownBody> sorted() const;

 private:
  std::map<std::string, UnknownBody, std::less<>> found_;
};

}  // namespace polsearch
