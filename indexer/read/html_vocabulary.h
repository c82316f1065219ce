// What the words of class and id attributes say of a block: corpus/knowledge/html_classes.tsv.
//
//   "post-content TRS_Editor" -> positive 2;  "sidebar relatedPosts" -> negative 2;  "loading" is not "ad"
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace polsearch {

struct ClassVotes {
  int positive = 0;
  int negative = 0;
  bool is_caption = false;
};

class HtmlVocabulary {
 public:
  // Rows: id (a lower-case word, or two joined by "-"), weight (1, -1 or caption), reason, source. Other rows are
  // ignored.
  explicit HtmlVocabulary(std::string_view tsv);

  // Words are split at -, _, other signs and camelCase humps; single words and neighbours joined by "-" are looked up.
  [[nodiscard]] ClassVotes votes(std::string_view classes) const;

 private:
  enum class Kind : std::uint8_t { kPositive, kNegative, kCaption };
  std::map<std::string, Kind, std::less<>> kinds_;
};

// The embedded table, parsed once (immutable).
[[nodiscard]] const HtmlVocabulary& embedded_html_vocabulary();

}  // namespace polsearch
