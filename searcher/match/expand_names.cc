// Ministry names in queries (see expand_names.h).
#include "searcher/match/expand_names.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "analysis/unicode.h"
#include "searcher/match/term_plan.h"
#include "searcher/query/group.h"

namespace polsearch::match {
namespace {

using query::group;
using query::Node;
using query::Op;
using query::Scope;

constexpr std::size_t kMinTypedLetters = 4;
constexpr std::size_t kMinThaiLetters = 3;
constexpr std::size_t kMinSharedLetters = 3;    // of an abbreviation that several bodies have
constexpr std::size_t kLongestSharedName = 12;  // words
constexpr std::string_view kMinistryField = "ministry", kTermField = "term";

struct Name {
  std::string field, id;           // "ministry", "cn-miit" or a name of several: "MOF"; "term", "subsidy"
  std::size_t begin = 0, end = 0;  // bytes of the joined text
  std::optional<FormLanguage> language = {};
  bool is_shared = false;  // `id` is a name of several bodies
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

// What is left of "China's" behind the name: no word of its own.
bool is_possessive(std::string_view text) { return text == "'s" || text == "\u2019s"; }

Node filter_node(const Name& name) {
  Node node;
  node.op = Op::kFilter;
  node.field = name.field;
  node.text = name.id;
  return node;
}

bool is_expanded(const Node& choice) {
  return std::any_of(choice.children.begin(), choice.children.end(), [](const Node& child) {
    return child.op == Op::kFilter && (child.field == kMinistryField || child.field == kTermField);
  });
}

class Expander {
 public:
  explicit Expander(const NameTables& tables) : tables_(tables) {}

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
        if (is_expanded(node)) return node;
        [[fallthrough]];
      case Op::kSome:
        for (Node& child : node.children) child = visit(std::move(child));
        return node;
      case Op::kNot:
        if (!node.children.empty()) node.children.front() = visit(std::move(node.children.front()));
        return node;
      default: return node;
    }
  }

  NamesExpanded take() {
    if (!shown_terms_.empty())
      out_.notes.push_back("also searched by their other names and in other languages: " + shown_terms_);
    if (too_many_) {
      out_.notes.push_back("only the first " + std::to_string(kMaxAskedTerms) +
                           " terms of the query were also searched by their other names");
    }
    return std::move(out_);
  }

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
      if (has_letters(part.text) && !is_possessive(part.text)) (in_name ? inside : out).push_back(std::move(part));
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
    for (Node& node : inside) {
      shown += (shown.empty() ? "" : " ") + node.text;
      required |= std::exchange(node.required, false);
    }
    std::vector<Node> either;
    either.push_back(group(Op::kAnd, std::move(inside)));
    inside.clear();
    either.push_back(filter_node(name));
    add(shown, name);
    Node node = group(Op::kOr, std::move(either));
    node.required = required;
    return node;
  }

  Node phrase(Node node) {
    if (node.scope != Scope::kAny) return node;
    const std::string text = squeeze_spaces(node.text);
    std::vector<Node> alone(1);
    alone.front().text = text;
    const std::vector<Name> names = ministries_in(text + ' ', alone);
    if (names.size() != 1 || names.front().begin > 0 || names.front().end < text.size()) return node;
    add('"' + text + '"', names.front());
    std::vector<Node> either;
    either.push_back(std::move(node));
    either.push_back(filter_node(names.front()));
    return group(Op::kOr, std::move(either));
  }

  std::vector<Name> names_in(const std::string& joined, const std::vector<Node>& row) {
    std::vector<Name> names = ministries_in(joined, row);
    const std::size_t bodies = names.size();
    for (const TermMention& mention : tables_.glossary.find(joined)) {
      if (overlaps({names.begin(), names.begin() + static_cast<std::ptrdiff_t>(bodies)}, mention.begin, mention.end))
        continue;
      const GlossaryTerm& term = tables_.glossary.terms()[mention.term];
      const std::string_view words = std::string_view(joined).substr(mention.begin, mention.end - mention.begin);
      if (tables_.terms != nullptr && !has_other_form(term, words, tables_.analyzer, *tables_.terms)) continue;
      if (out_.terms.size() + names.size() - bodies == kMaxAskedTerms) {
        too_many_ = true;
        break;
      }
      names.push_back({std::string(kTermField), term.id, mention.begin, mention.end, mention.language});
    }
    std::sort(names.begin(), names.end(), [](const Name& a, const Name& b) { return a.begin < b.begin; });
    return names;
  }

  static bool overlaps(const std::vector<Name>& names, std::size_t begin, std::size_t end) {
    return std::any_of(names.begin(), names.end(),
                       [&](const Name& name) { return name.begin < end && begin < name.end; });
  }

  std::vector<Name> ministries_in(const std::string& joined, const std::vector<Node>& row) const {
    std::vector<Name> names;
    const auto add_body = [&](const std::string& id, std::size_t begin, std::size_t end) {
      names.push_back({std::string(kMinistryField), id, begin, end, {}});
    };
    for (const MinistryMention& mention : tables_.linker.link(joined).mentions)
      if (mention.confidence >= kFacetConfidence) add_body(mention.id, mention.begin, mention.end);
    std::size_t offset = 0;
    for (const Node& word : row) {
      const std::size_t end = offset + word.text.size();
      const auto known = tables_.abbreviations.find(fold(word.text));
      if (known != tables_.abbreviations.end() && !overlaps(names, offset, end)) add_body(known->second, offset, end);
      offset = end + 1;
    }
    add_shared_names(row, names);
    std::sort(names.begin(), names.end(), [](const Name& a, const Name& b) { return a.begin < b.begin; });
    return names;
  }

  // "Ministry of Finance", "MOF": a page's context tells which country's, a query has none. All of them are meant, as
  // in ministry:MOF. The longest name at each word.
  void add_shared_names(const std::vector<Node>& row, std::vector<Name>& names) const {
    std::size_t offset = 0;
    for (std::size_t first = 0; first < row.size(); ++first) {
      std::string text;
      std::optional<Name> longest;
      for (std::size_t i = first; i < std::min(row.size(), first + kLongestSharedName); ++i) {
        text += (text.empty() ? "" : " ") + row[i].text;
        if (i == first && !is_shared_abbreviation(text)) continue;
        if (!overlaps(names, offset, offset + text.size()) && !tables_.linker.named(text).empty())
          longest = Name{std::string(kMinistryField), text, offset, offset + text.size(), {}, true};
      }
      if (longest) names.push_back(*longest);
      offset += row[first].text.size() + 1;
    }
  }

  static bool is_shared_abbreviation(std::string_view text) {
    return text.size() >= kMinSharedLetters &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  }

  void add(const std::string& shown, const Name& name) {
    if (name.field == kTermField) return add_term(shown, name);
    bool is_new = false;
    std::vector<std::string> ids;
    if (name.is_shared)
      ids = tables_.linker.named(name.id);
    else
      ids.push_back(name.id);
    for (std::string& id : ids) {
      if (std::find(out_.ids.begin(), out_.ids.end(), id) != out_.ids.end()) continue;
      out_.ids.push_back(std::move(id));
      is_new = true;
    }
    if (is_new) out_.notes.push_back(shown + " was also searched as " + query::print(filter_node(name)));
  }

  void add_term(const std::string& shown, const Name& name) {
    const bool known = std::any_of(out_.terms.begin(), out_.terms.end(),
                                   [&](const AskedTerm& asked) { return asked.term->id == name.id; });
    out_.terms.push_back({tables_.glossary.named(name.id), name.language, shown});
    if (!known) shown_terms_ += (shown_terms_.empty() ? "" : ", ") + shown;
  }

  const NameTables& tables_;
  NamesExpanded out_;
  std::string shown_terms_;
  bool too_many_ = false;
};

void add_typed_terms(const Node& node, const Glossary& glossary, std::vector<AskedTerm>& terms) {
  if (node.op == Op::kFilter && node.field == kTermField && terms.size() < kMaxAskedTerms)
    if (const GlossaryTerm* term = glossary.asked(node.text).term) terms.push_back({term, {}, ""});
  const std::size_t wanted =
      node.op == Op::kNot ? std::min<std::size_t>(node.children.size(), 1) : node.children.size();
  for (std::size_t i = 0; i < wanted; ++i) add_typed_terms(node.children[i], glossary, terms);
}

// Thai abbreviations end in a dot, which queries rarely have: สศช. and สศช; two letters are too few (กก. is a
// kilogram).
std::optional<std::string> typed_thai(const Ministry::Name& name) {
  if (name.unverified || name.text.empty() || name.text.back() != '.') return {};
  const std::string bare = name.text.substr(0, name.text.size() - 1);
  std::size_t letters = 0;
  for (std::size_t at = 0; at < bare.size(); ++letters) {
    const CodePoint point = decode_at(bare, at);
    if (!point.ok || !is_thai(point.value)) return {};
    at += point.length;
  }
  if (letters < kMinThaiLetters) return {};
  return fold(bare);
}

std::optional<std::string> typed_key(const Ministry::Name& name) {
  if (!name.abbreviation) return typed_thai(name);
  if (name.ambiguous || name.unverified || name.text.size() < kMinTypedLetters) return {};
  return fold(name.text);
}

bool succeeds(const Knowledge& knowledge, const std::string& later, const std::string& former) {
  const Ministry* body = knowledge.ministry(former);
  return body != nullptr &&
         std::find(body->successors.begin(), body->successors.end(), later) != body->successors.end();
}

}  // namespace

TypedAbbreviations typed_abbreviations(const Knowledge& knowledge) {
  TypedAbbreviations out;
  std::set<std::string> shared;
  for (const Ministry& ministry : knowledge.ministries)
    for (const Ministry::Name& name : ministry.names) {
      const std::optional<std::string> key = typed_key(name);
      if (!key) continue;
      const auto [it, is_new] = out.emplace(*key, ministry.id);
      if (is_new || it->second == ministry.id || succeeds(knowledge, it->second, ministry.id)) continue;
      if (succeeds(knowledge, ministry.id, it->second))
        it->second = ministry.id;
      else
        shared.insert(it->first);
    }
  for (const std::string& key : shared) out.erase(key);
  return out;
}

NamesExpanded expand_names(Node node, const NameTables& tables) {
  Expander expander(tables);
  Node root = expander.visit(std::move(node));
  NamesExpanded out = expander.take();
  out.node = std::move(root);
  return out;
}

std::optional<FormLanguage> language_of(const std::vector<AskedTerm>& terms) {
  std::optional<FormLanguage> language;
  for (const AskedTerm& term : terms) {
    if (!term.language || (language && *language != *term.language)) return {};
    language = term.language;
  }
  return language;
}

Node in_language(Node node, FormLanguage language) {
  Node& target = node.op == Op::kNot && !node.children.empty() ? node.children.front() : node;
  std::vector<Node> both = target.op == Op::kAnd ? std::move(target.children) : std::vector<Node>();
  if (target.op != Op::kAnd) both.push_back(std::move(target));
  Node filter;
  filter.op = Op::kFilter;
  filter.field = "lang";
  filter.text = code_of(language);
  both.push_back(std::move(filter));
  target = group(Op::kAnd, std::move(both));
  return node;
}

// An AND inside an AND is part of it.
void take_in(Node& node) {
  if (node.op != Op::kAnd) return;
  std::vector<Node> children;
  for (Node& child : node.children) {
    if (child.op != Op::kAnd || child.required) {
      children.push_back(std::move(child));
      continue;
    }
    for (Node& inner : child.children) children.push_back(std::move(inner));
  }
  node.children = std::move(children);
}

Node with_forms(Node node, const std::vector<AskedTerm>& terms, TermForms forms) {
  for (Node& child : node.children) child = with_forms(std::move(child), terms, forms);
  take_in(node);
  if (node.op != Op::kOr || node.children.size() != 2 || node.children[1].field != kTermField) return node;
  const auto asked = std::find_if(terms.begin(), terms.end(), [&](const AskedTerm& term) {
    return term.language && term.term->id == node.children[1].text;
  });
  if (asked == terms.end()) return node;
  if (forms == TermForms::kAsTyped || asked->term->translates_only) {
    Node words = std::move(node.children.front());
    words.required = node.required;
    return words;
  }
  node.children[1].text += '@' + std::string(code_of(*asked->language));
  return node;
}

std::vector<AskedTerm> typed_terms(const Node& node, const Glossary& glossary) {
  std::vector<AskedTerm> terms;
  add_typed_terms(node, glossary, terms);
  return terms;
}

}  // namespace polsearch::match
