#include "indexer/unknown_bodies.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analysis/unicode.h"

namespace polsearch {
namespace {

// "State Office for Machine Building", "Ministry of Trade, Crafts and Fisheries": capitalised words around a head.
constexpr std::array<std::string_view, 12> kLatinHeads = {"Ministry", "Commission", "Administration", "Bureau",
                                                          "Office",   "Department", "Authority",      "Agency",
                                                          "Council",  "Committee",  "Board",          "Secretariat"};
constexpr std::array<std::string_view, 3> kLatinLinks = {"of", "for", "on"};
constexpr std::array<std::string_view, 5> kLatinConnectors = {"and", "&", "of", "for", "the"};
constexpr std::size_t kMinLatinWords = 2;  // a bare head says nothing: "the Commission"
constexpr std::size_t kMaxWordsBefore = 6, kMaxWordsBehind = 10;

// Endings of Chinese names of bodies, the longer ones first.
constexpr std::array<std::string_view, 9> kHanEndings = {"委员会", "办公室", "总局", "总署", "监管局",
                                                         "部",     "委",     "局",   "署"};
// No names, or beginnings of longer words, though they end so: 全部, 部分, 部署, 布局.
constexpr std::array<std::string_view, 22> kHanWords = {"全部", "内部", "外部", "局部", "部分", "部门", "部件", "部署",
                                                        "部队", "部位", "东部", "西部", "中部", "南部", "北部", "干部",
                                                        "总部", "布局", "格局", "局面", "委托", "当局"};
// Words that end what stands before a name.
// Words before a name that stand inside one as well: 发展和改革委员会, 国家数据局.
constexpr std::string_view kHanJoins = "和与及据经对向同";
constexpr std::string_view kHanBreaks = "的由在等是为将以从到把被让并日";
constexpr std::size_t kMinHan = 3, kMaxHan = 16;

constexpr std::array<std::string_view, 4> kThaiHeads = {"กระทรวง", "กรม", "สำนักงานคณะกรรมการ", "คณะกรรมการ"};
// Words that a name does not go on over.
constexpr std::array<std::string_view, 18> kThaiStops = {"ของ", "ได้",  "ที่",   "ใน",  "จะ",   "เพื่อ",
                                                         "ว่า",  "ร่วม", "เป็น", "มี",   "ให้",   "โดย",
                                                         "จาก", "กับ",  "ต้อง", "เปิด", "กล่าว", "ประกาศ"};
constexpr std::size_t kMaxThaiWords = 5, kMinThaiBytes = 18;  // six letters behind the head

bool is_latin(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7);
}

struct LatinWord {
  std::size_t begin = 0, end = 0;
  std::string_view text;
  bool capital = false;
  bool follows_space = false;  // a space alone stands before it
  bool follows_comma = false;  // a comma and a space
};

template <class Words>
bool is_one_of(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::vector<LatinWord> latin_words(std::string_view text) {
  std::vector<LatinWord> words;
  std::size_t last_end = std::string_view::npos;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint first = decode_at(text, i);
    if (!is_latin(first.value) && first.value != '&') {
      i += first.length;
      continue;
    }
    LatinWord word{i, i, {}, first.value >= 'A' && first.value <= 'Z', false, false};
    const std::string_view gap = last_end == std::string_view::npos ? "\n" : text.substr(last_end, i - last_end);
    word.follows_space = gap == " ";
    word.follows_comma = gap == ", ";
    for (CodePoint c = first; i < text.size(); c = decode_at(text, i)) {
      if (!is_latin(c.value) && c.value != '&' && c.value != '-' && c.value != '\'' && c.value != 0x2019) break;
      i += c.length;
    }
    word.end = last_end = i;
    word.text = text.substr(word.begin, word.end - word.begin);
    words.push_back(word);
  }
  return words;
}

std::size_t begin_of_name(const std::vector<LatinWord>& words, std::size_t head) {
  std::size_t first = head;
  while (first > 0 && head - first < kMaxWordsBefore && words[first].follows_space && words[first - 1].capital &&
         !is_one_of(kLatinHeads, words[first - 1].text))
    --first;
  return words[first].text == "The" && first < head ? first + 1 : first;
}

// One past the last word: "of" and what it names; a further body behind "and" is not in it.
std::size_t end_of_name(const std::vector<LatinWord>& words, std::size_t head) {
  std::size_t end = head + 1, sure_end = end;
  const auto at_word = [&](std::size_t i) {
    return i < words.size() && (words[i].follows_space || words[i].follows_comma);
  };
  if (!at_word(end) || words[end].follows_comma || !is_one_of(kLatinLinks, words[end].text)) return end;
  for (std::size_t i = end; at_word(i) && i - head < kMaxWordsBehind; ++i) {
    const bool joins = is_one_of(kLatinConnectors, words[i].text) || i == head + 1;
    if (is_one_of(kLatinHeads, words[i].text)) return sure_end;
    if (!joins && !words[i].capital) break;
    if (joins || words[i].follows_comma) sure_end = end;
    if (!joins) end = i + 1;
  }
  return end;
}

void find_latin(std::string_view text, std::vector<BodyLikeName>& found) {
  const std::vector<LatinWord> words = latin_words(text);
  for (std::size_t head = 0; head < words.size(); ++head) {
    if (!is_one_of(kLatinHeads, words[head].text)) continue;
    const std::size_t first = begin_of_name(words, head), end = end_of_name(words, head);
    if (end - first >= kMinLatinWords) found.push_back({words[first].begin, words[end - 1].end});
    head = end - 1;
  }
}

template <class Words>
bool any_at(const Words& words, std::string_view text, std::size_t at) {
  return std::any_of(words.begin(), words.end(), [&](auto word) { return text.substr(at, word.size()) == word; });
}

template <class Words>
bool any_before(const Words& words, std::string_view text, std::size_t end) {
  return std::any_of(words.begin(), words.end(), [&](auto word) {
    return end >= word.size() && text.substr(end - word.size(), word.size()) == word;
  });
}

// Of one run of Han characters without a break inside: [begin, end).
void find_in_han_run(std::string_view text, std::size_t begin, std::size_t end, std::vector<BodyLikeName>& found) {
  constexpr std::size_t kHanBytes = 3;
  for (std::size_t at = begin; at < end;) {
    const std::string_view run = text.substr(0, end);
    const auto ending = std::find_if(kHanEndings.begin(), kHanEndings.end(),
                                     [&](std::string_view e) { return run.substr(at, e.size()) == e; });
    const std::size_t name_end = ending == kHanEndings.end() ? at : at + ending->size();
    while (begin < name_end && kHanJoins.find(text.substr(begin, kHanBytes)) != std::string_view::npos)
      begin += kHanBytes;
    const std::size_t letters = name_end > begin ? (name_end - begin) / kHanBytes : 0;
    const bool is_word =
        name_end > at && (any_before(kHanWords, run, name_end) || any_at(kHanWords, run, name_end - kHanBytes));
    if (name_end == at || is_word) {
      at += decode_at(text, at).length;
      continue;
    }
    if (letters >= kMinHan && letters <= kMaxHan) found.push_back({begin, name_end});
    begin = at = name_end;
  }
}

void find_han(std::string_view text, std::vector<BodyLikeName>& found) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size();) {
    const CodePoint c = i < text.size() ? decode_at(text, i) : CodePoint{0, 1, true};
    const bool breaks = !is_han(c.value) || kHanBreaks.find(text.substr(i, c.length)) != std::string_view::npos;
    if (breaks) {
      if (begin < i) find_in_han_run(text, begin, i, found);
      begin = i + c.length;
    }
    i += c.length;
  }
}

std::size_t end_of_thai_name(std::string_view text, const std::vector<std::uint32_t>& cuts, std::size_t end) {
  auto cut = std::upper_bound(cuts.begin(), cuts.end(), end);
  for (std::size_t words = 0; words < kMaxThaiWords && cut != cuts.end(); ++words, ++cut) {
    if (!is_thai(decode_at(text, end).value) || any_at(kThaiStops, text, end)) break;
    end = *cut;
  }
  return end;
}

void find_thai(std::string_view text, std::vector<BodyLikeName>& found) {
  if (text.find(kThaiHeads[1]) == std::string_view::npos && text.find(kThaiHeads[0]) == std::string_view::npos &&
      text.find(kThaiHeads[3]) == std::string_view::npos)
    return;
  const std::vector<std::uint32_t> cuts = word_boundaries(text);
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
    const auto head = std::find_if(kThaiHeads.begin(), kThaiHeads.end(),
                                   [&](std::string_view h) { return text.substr(cuts[i], h.size()) == h; });
    if (head == kThaiHeads.end()) continue;
    const std::size_t head_end = cuts[i] + head->size();
    if (head_end >= text.size()) break;
    const std::size_t end = end_of_thai_name(text, cuts, head_end);
    if (end >= head_end + kMinThaiBytes) found.push_back({cuts[i], end});
    while (i + 1 < cuts.size() && cuts[i + 1] < end) ++i;
  }
}

}  // namespace

std::vector<BodyLikeName> find_body_like_names(std::string_view text) {
  std::vector<BodyLikeName> found;
  find_latin(text, found);
  find_han(text, found);
  find_thai(text, found);
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
  return found;
}

void UnknownBodies::add(std::string_view text, const std::string& document_id, const MinistryLinker& linker) {
  const MinistryLinks links = linker.link(text);
  auto mention = links.mentions.begin();
  for (const BodyLikeName& name : find_body_like_names(text)) {
    while (mention != links.mentions.end() && mention->end <= name.begin) ++mention;
    if (mention != links.mentions.end() && mention->begin < name.end) continue;
    std::string squeezed = squeeze_spaces(text.substr(name.begin, name.end - name.begin));
    const auto known = found_.find(squeezed);
    if (known != found_.end()) {
      ++known->second.count;
    } else if (found_.size() < kMaxNames && !linker.resolve(squeezed)) {
      found_.emplace(squeezed, UnknownBody{squeezed, 1, document_id});
    }
  }
}

std::vector<UnknownBody> UnknownBodies::sorted() const {
  std::vector<UnknownBody> bodies;
  for (const auto& [name, body] : found_) bodies.push_back(body);
  std::stable_sort(bodies.begin(), bodies.end(), [](const auto& a, const auto& b) { return a.count > b.count; });
  return bodies;
}

}  // namespace polsearch
