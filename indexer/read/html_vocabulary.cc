#include "indexer/read/html_vocabulary.h"

#include <vector>

#include "analysis/embedded_knowledge.h"

namespace polsearch {
namespace {

constexpr std::size_t kMaxWords = 64;  // of one attribute

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_word(char c) {
  return is_upper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// "relatedPosts TRS_Editor" -> related posts trs editor
std::vector<std::string> words_of(std::string_view classes) {
  std::vector<std::string> words;
  bool is_inside = false;
  for (std::size_t i = 0; i < classes.size() && words.size() < kMaxWords; ++i) {
    const char c = classes[i];
    if (!is_word(c)) {
      is_inside = false;
      continue;
    }
    const bool hump = is_inside && is_upper(c) && !is_upper(classes[i - 1]);
    if (!is_inside || hump) words.emplace_back();
    is_inside = true;
    words.back().push_back(is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return words;
}

}  // namespace

HtmlVocabulary::HtmlVocabulary(std::string_view tsv) {
  while (!tsv.empty()) {
    const std::string_view row = tsv.substr(0, tsv.find('\n'));
    tsv.remove_prefix(std::min(row.size() + 1, tsv.size()));
    const std::size_t tab = row.find('\t');
    if (row.starts_with('#') || tab == std::string_view::npos) continue;
    const std::string_view weight = row.substr(tab + 1, row.find('\t', tab + 1) - tab - 1);
    const std::string word(row.substr(0, tab));
    if (weight == "1") kinds_[word] = Kind::kPositive;
    if (weight == "-1") kinds_[word] = Kind::kNegative;
    if (weight == "caption") kinds_[word] = Kind::kCaption;
  }
}

ClassVotes HtmlVocabulary::votes(std::string_view classes) const {
  ClassVotes votes;
  const std::vector<std::string> words = words_of(classes);
  const auto count = [&](const std::string& word) {
    const auto at = kinds_.find(word);
    if (at == kinds_.end()) return false;
    votes.positive += at->second == Kind::kPositive;
    votes.negative += at->second == Kind::kNegative;
    votes.is_caption |= at->second == Kind::kCaption;
    return true;
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i + 1 < words.size() && count(words[i] + "-" + words[i + 1]))
      ++i;
    else
      count(words[i]);
  }
  return votes;
}

const HtmlVocabulary& embedded_html_vocabulary() {
  static const HtmlVocabulary vocabulary = [] {
    for (const EmbeddedTable& table : embedded_tables())
      if (table.name == "html_classes") return HtmlVocabulary(table.tsv);
    return HtmlVocabulary("");
  }();
  return vocabulary;
}

}  // namespace polsearch
