// Ministry names in queries (see expand_names.h).
#include "searcher/match/expand_names.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "analysis/unicode.h"
#include "searcher/query/group.h"

namespace polsearch::match {
namespace {

using query::group;
using query::Node;
using query::Op;
using query::Scope;

constexpr std::size_t kMinTypedLetters = 4;

struct Name {
  std::string id;
  std::size_t begin = 0, end = 0;  // bytes of the joined text
};

bool is_plain_word(const Node& node) { return node.op == Op::kWord && node.scope == Scope::kAny; }

bool has_letters(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_at(text, at);
    if (point.ok && is_letter_or_digit(point.value)) return true;
    at += point.length;
  }
  return false;
}

Node filter_node(const std::string& id) {
  Node node;
  node.op = Op::kFilter;
  node.field = "ministry";
  node.text = id;
  return node;
}

class Expander {
 public:
  Expander(const MinistryLinker& linker, const TypedAbbreviations& abbreviations)
      : linker_(linker), abbreviations_(abbreviations) {}

  Node visit(Node node) {
    switch (node.op) {
      case Op::kWord: {
        if (!is_plain_word(node)) return node;
        std::vector<Node> alone;
        alone.push_back(std::move(node));
        return group(Op::kAnd, words(std::move(alone)));
      }
      case Op::kPhrase: return phrase(std::move(node));
      case Op::kAnd: node.children = rows(std::move(node.children)); return node;
      case Op::kOr:
      case Op::kSome:
        for (Node& child : node.children) child = visit(std::move(child));
        return node;
      case Op::kNot:
        if (!node.children.empty()) node.children.front() = visit(std::move(node.children.front()));
        return node;
      default: return node;
    }
  }

  std::vector<std::string> notes, ids;

 private:
  // Children of an AND: each row of neighbouring plain words is read as one text.
  std::vector<Node> rows(std::vector<Node> children) {
    std::vector<Node> out, row;
    const auto flush = [&] {
      for (Node& node : words(std::move(row))) out.push_back(std::move(node));
      row.clear();
    };
    for (Node& child : children) {
      if (is_plain_word(child)) {
        row.push_back(std::move(child));
        continue;
      }
      flush();
      out.push_back(visit(std::move(child)));
    }
    flush();
    return out;
  }

  std::vector<Node> words(std::vector<Node> row) {
    std::string joined;
    for (const Node& word : row) joined += word.text + ' ';
    const std::vector<Name> names = names_in(joined, row);
    if (names.empty()) return row;
    std::vector<Node> out;
    std::size_t offset = 0, next = 0;
    std::vector<Node> inside;  // words of the name that is being read
    for (Node& word : row) {
      cut_word(std::move(word), offset, names, next, inside, out);
    }
    return out;
  }

  // Appends the parts of one word before, inside and behind names. `offset`: where the word begins in the joined text.
  void cut_word(Node word, std::size_t& offset, const std::vector<Name>& names, std::size_t& next,
                std::vector<Node>& inside, std::vector<Node>& out) {
    const std::size_t end = offset + word.text.size();
    std::size_t at = offset;
    while (at < end) {
      const bool in_name = next < names.size() && names[next].begin <= at;
      std::size_t stop = end;
      if (next < names.size()) stop = std::min(end, in_name ? names[next].end : names[next].begin);
      Node part = word;
      part.text = word.text.substr(at - offset, stop - at);
      if (has_letters(part.text)) (in_name ? inside : out).push_back(std::move(part));
      at = stop;
      if (in_name && at >= names[next].end) out.push_back(finish(names[next++], std::move(inside)));
    }
    offset = end + 1;
    if (next < names.size() && !inside.empty() && names[next].end <= offset) {
      out.push_back(finish(names[next++], std::move(inside)));
    }
  }

  Node finish(const Name& name, std::vector<Node>&& inside) {
    std::string shown;
    bool required = false;
    for (const Node& node : inside) {
      shown += (shown.empty() ? "" : " ") + node.text;
      required |= node.required;
    }
    std::vector<Node> either;
    either.push_back(group(Op::kAnd, std::move(inside)));
    inside.clear();
    either.push_back(filter_node(name.id));
    add(shown, name.id);
    Node node = group(Op::kOr, std::move(either));
    node.required = required;
    return node;
  }

  Node phrase(Node node) {
    if (node.scope != Scope::kAny) return node;
    const std::string text = squeeze_spaces(node.text);
    std::vector<Node> alone(1);
    alone.front().text = text;
    const std::vector<Name> names = names_in(text + ' ', alone);
    if (names.size() != 1 || names.front().begin > 0 || names.front().end < text.size()) return node;
    add('"' + text + '"', names.front().id);
    std::vector<Node> either;
    either.push_back(std::move(node));
    either.push_back(filter_node(names.front().id));
    return group(Op::kOr, std::move(either));
  }

  std::vector<Name> names_in(const std::string& joined, const std::vector<Node>& row) const {
    std::vector<Name> names;
    for (const MinistryMention& mention : linker_.link(joined).mentions)
      if (mention.confidence >= kFacetConfidence) names.push_back({mention.id, mention.begin, mention.end});
    std::size_t offset = 0;
    for (const Node& word : row) {
      const auto known = abbreviations_.find(fold(word.text));
      const bool taken = std::any_of(names.begin(), names.end(), [&](const Name& name) {
        return name.begin < offset + word.text.size() && offset < name.end;
      });
      if (known != abbreviations_.end() && !taken) names.push_back({known->second, offset, offset + word.text.size()});
      offset += word.text.size() + 1;
    }
    std::sort(names.begin(), names.end(), [](const Name& a, const Name& b) { return a.begin < b.begin; });
    return names;
  }

  void add(const std::string& shown, const std::string& id) {
    if (std::find(ids.begin(), ids.end(), id) != ids.end()) return;
    ids.push_back(id);
    notes.push_back(shown + " was also searched as ministry:" + id);
  }

  const MinistryLinker& linker_;
  const TypedAbbreviations& abbreviations_;
};

}  // namespace

TypedAbbreviations typed_abbreviations(const Knowledge& knowledge) {
  TypedAbbreviations out;
  std::set<std::string> shared;
  for (const Ministry& ministry : knowledge.ministries)
    for (const Ministry::Name& name : ministry.names) {
      if (!name.abbreviation || name.ambiguous || name.unverified || name.text.size() < kMinTypedLetters) continue;
      const auto [it, is_new] = out.emplace(fold(name.text), ministry.id);
      if (!is_new && it->second != ministry.id) shared.insert(it->first);
    }
  for (const std::string& key : shared) out.erase(key);
  return out;
}

NamesExpanded expand_names(Node node, const MinistryLinker& linker, const TypedAbbreviations& abbreviations) {
  Expander expander(linker, abbreviations);
  NamesExpanded out;
  out.node = expander.visit(std::move(node));
  out.notes = std::move(expander.notes);
  out.ids = std::move(expander.ids);
  return out;
}

}  // namespace polsearch::match
