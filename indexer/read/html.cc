#include "indexer/read/html.h"

#include <gumbo.h>

#include <memory>

#include "analysis/unicode.h"
#include "indexer/read/decode.h"
#include "indexer/read/html_flatten.h"
#include "indexer/read/html_guard.h"
#include "indexer/read/html_metadata.h"
#include "indexer/read/html_scan.h"
#include "indexer/read/html_tags.h"

namespace polsearch {
namespace {

constexpr std::size_t kPlainDepth = 256;      // open elements that the plain tag reader keeps apart
constexpr std::size_t kPlainAttributes = 64;  // a tag
constexpr std::size_t kSearchDepth = 32;      // how far up an end tag looks for its start
constexpr std::size_t kAlmostNothing = 100;   // bytes: a page that shows less may keep its text in hidden elements

// Both readers of the same walk.
struct Readers {
  HtmlFlattener flattener;
  HtmlMetadata metadata;

  void start(std::string_view name, const TagRule& rule, std::span<const HtmlAttribute> attributes) {
    flattener.start(name, rule, attributes);
    metadata.start(name, attributes);
  }
  void end() {
    flattener.end();
    metadata.end();
  }
  void text(std::string_view piece) {
    flattener.text(piece);
    metadata.text(piece);
  }
};

struct DestroyTree {
  void operator()(GumboOutput* output) const { gumbo_destroy_output(&options, output); }
  GumboOptions options = kGumboDefaultOptions;
};
using Tree = std::unique_ptr<GumboOutput, DestroyTree>;

Tree parse_tree(std::string_view html) {
  DestroyTree destroy;
  destroy.options.max_errors = 0;  // each error would keep a copy of the stack of open elements
  return Tree(gumbo_parse_with_options(&destroy.options, html.data(), html.size()), destroy);
}

std::string name_of(const GumboElement& element) {
  if (element.tag != GUMBO_TAG_UNKNOWN) return gumbo_normalized_tagname(element.tag);
  GumboStringPiece name = element.original_tag;
  gumbo_tag_from_original_text(&name);
  std::string text(name.data == nullptr ? "" : name.data, std::min<std::size_t>(name.length, 64));
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

void start_element(const GumboElement& element, Readers& readers) {
  std::vector<HtmlAttribute> attributes;
  attributes.reserve(element.attributes.length);
  for (unsigned i = 0; i < element.attributes.length; ++i) {
    const auto* attribute = static_cast<const GumboAttribute*>(element.attributes.data[i]);
    attributes.push_back({attribute->name, attribute->value});
  }
  const std::string name = name_of(element);
  // A foreign <title> (of a drawing) is no title of the page.
  const bool is_foreign = element.tag_namespace != GUMBO_NAMESPACE_HTML && name != "svg" && name != "math";
  readers.start(is_foreign ? "" : std::string_view(name), *tag_rule(is_foreign ? "" : std::string_view(name)),
                attributes);
}

// gumbo writes ill-formed UTF-8 for numeric references beyond 32 bits, and control characters as they are referred to.
std::string clean_text(std::string_view text) {
  std::string clean = is_valid_utf8(text) ? std::string(text) : repair_utf8(text).text;
  blank_controls(clean);
  return clean;
}

// Depth first with a stack of our own: the tree may be deeper than the machine's.
void walk_tree(const GumboNode& root, Readers& readers) {
  struct Level {
    const GumboVector* children;
    unsigned next;
  };
  std::vector<Level> levels;
  const auto enter = [&](const GumboNode& node) {
    start_element(node.v.element, readers);
    levels.push_back({&node.v.element.children, 0});
  };
  enter(root);
  while (!levels.empty()) {
    Level& level = levels.back();
    if (level.next == level.children->length) {
      readers.end();
      levels.pop_back();
      continue;
    }
    const auto* child = static_cast<const GumboNode*>(level.children->data[level.next++]);
    switch (child->type) {
      case GUMBO_NODE_ELEMENT:
      case GUMBO_NODE_TEMPLATE: enter(*child); break;
      case GUMBO_NODE_TEXT:
      case GUMBO_NODE_CDATA:
      case GUMBO_NODE_WHITESPACE: readers.text(clean_text(child->v.text.text)); break;
      default: break;
    }
  }
}

// The plain tag reader: no tree, a bounded stack, for pages that would cost the HTML5 parser too much. A block ends an
// open <p>, an item or cell the one before; other unclosed elements end with their surroundings.
class PlainReader {
 public:
  explicit PlainReader(Readers& readers) : readers_(readers) {}

  void read(std::string_view html) {
    HtmlScanner scanner(html);
    for (;;) {
      const HtmlPiece& piece = scanner.next();
      switch (piece.kind) {
        case HtmlPiece::Kind::kEnd: return;
        case HtmlPiece::Kind::kText: readers_.text(decode_entities(piece.text)); break;
        case HtmlPiece::Kind::kRawText:
          readers_.text(piece.name == "title" ? decode_entities(piece.text) : std::string(piece.text));
          break;
        case HtmlPiece::Kind::kStartTag: start(piece); break;
        case HtmlPiece::Kind::kEndTag: end(piece.name, kSearchDepth); break;
      }
    }
  }

 private:
  void start(const HtmlPiece& piece) {
    const TagRule& rule = *tag_rule(piece.name);
    if (rule.is(kClosesP)) end("p", 4);
    for (const std::string_view item : {"li", "dd", "dt", "td", "th", "tr", "option"})
      if (item == piece.name) end(piece.name, 8);
    std::string storage;
    const std::vector<HtmlAttribute> attributes = parse_attributes(piece.text, kPlainAttributes, storage);
    readers_.start(piece.name, rule, attributes);
    if (rule.is(kVoid) || open_.size() == kPlainDepth) return readers_.end();
    open_.push_back(piece.name);
  }

  // Closes the innermost `name` and what is open inside it, unless a table or list stands between.
  void end(std::string_view name, std::size_t levels) {
    for (std::size_t i = open_.size(); i-- > 0 && open_.size() - i <= levels;) {
      if (open_[i] == name) {
        for (; open_.size() > i; open_.pop_back()) readers_.end();
        return;
      }
      if (open_[i] == "table" || (name == "li" && (open_[i] == "ul" || open_[i] == "ol"))) return;
    }
  }

  Readers& readers_;
  std::vector<std::string> open_;
};

Readers read_with(std::string_view html, const GumboOutput* tree, bool keeps_hidden) {
  Readers readers{HtmlFlattener(embedded_html_vocabulary(), keeps_hidden), {}};
  if (tree != nullptr && tree->root != nullptr)
    walk_tree(*tree->root, readers);
  else
    PlainReader(readers).read(html);
  readers.flattener.finish();
  return readers;
}

}  // namespace

FlatPage flatten_html(std::string_view html, const ReadLimits& limits) {
  Tree tree;
  if (is_safe_to_parse(html, limits)) tree = parse_tree(html);
  Readers readers = read_with(html, tree.get(), false);
  const HtmlFlattener& first = readers.flattener;
  if (first.visible_bytes() < kAlmostNothing && first.hidden_bytes() > 2 * kAlmostNothing) {
    Readers again = read_with(html, tree.get(), true);
    FlatPage page;
    page.text = again.flattener.take_text(page.markups);
    page.declared = again.metadata.take();
    return page;
  }
  FlatPage page;
  page.text = readers.flattener.take_text(page.markups);
  page.declared = readers.metadata.take();
  return page;
}

}  // namespace polsearch
