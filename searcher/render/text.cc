// SearchResponse -> text for people (see render.h).
//
//   1  5G factories reach 41 sectors
//      2023-04-21  Ministry of Industry and Information Technology  (Xinhua)
//      China has built 1,700 5G factories in 41 sectors ...
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "analysis/terminal_text.h"
#include "analysis/unicode.h"
#include "searcher/render/render.h"

namespace polsearch::render {
namespace {

constexpr std::string_view kBold = "\x1b[1m", kDim = "\x1b[2m", kMark = "\x1b[1;33m", kReset = "\x1b[0m";
constexpr std::size_t kMinWidth = 40, kMaxWidth = 120;
constexpr std::size_t kMaxBar = 30;
constexpr std::size_t kMaxLabel = 50;

using Ranges = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

struct Styled {
  std::string text;
  Ranges marks;
};

// for_terminal(), and the marks move along.
Styled cleaned(std::string_view text, const Ranges& marks) {
  Styled out;
  std::vector<std::size_t> moved(text.size() + 1);
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_at(text, at);
    for (std::size_t i = 0; i < point.length; ++i) moved[at + i] = out.text.size();
    if (is_control(point.value))
      out.text += ' ';
    else if (!is_direction_mark(point.value))
      append_utf8(out.text, point.ok ? point.value : 0xFFFD);
    at += point.length;
  }
  moved[text.size()] = out.text.size();
  for (const auto& [begin, end] : marks)
    if (end <= text.size() && begin < end)
      out.marks.emplace_back(static_cast<std::uint32_t>(moved[begin]), static_cast<std::uint32_t>(moved[end]));
  return out;
}

// Marks that must not stand at the start of a line.
bool closes(std::string_view piece) {
  constexpr std::string_view kClosers = ",.;:!?)]}%\"'”’»，。；：！？）】》」』、…";
  const std::size_t length = piece.empty() ? 0 : decode_at(piece, 0).length;
  return length > 0 && kClosers.find(piece.substr(0, length)) != std::string_view::npos;
}

std::vector<std::uint32_t> line_breaks(std::string_view text) {
  std::vector<std::uint32_t> breaks = word_boundaries(text);
  std::erase_if(breaks, [&](std::uint32_t at) { return at > 0 && at < text.size() && closes(text.substr(at)); });
  return breaks;
}

// Byte ranges of the lines, without the blanks at their ends. At least one.
std::vector<std::pair<std::size_t, std::size_t>> lines_of(std::string_view text, std::size_t width) {
  std::vector<std::pair<std::size_t, std::size_t>> lines;
  const std::vector<std::uint32_t> breaks = line_breaks(text);
  std::size_t begin = 0, column = 0;
  const auto finish = [&](std::size_t end) {
    while (end > begin && text[end - 1] == ' ') --end;
    lines.emplace_back(begin, end);
  };
  for (std::size_t i = 0; i + 1 < breaks.size(); ++i) {
    const std::string_view piece = text.substr(breaks[i], breaks[i + 1] - breaks[i]);
    const std::size_t piece_width = display_width(piece);
    if (column + piece_width > width && column > 0 && piece != " ") {
      finish(breaks[i]);
      begin = breaks[i];
      column = 0;
    }
    column += piece_width;
  }
  finish(text.size());
  return lines;
}

class Writer {
 public:
  explicit Writer(const TextOptions& options)
      : color_(options.color), width_(std::clamp(options.width, kMinWidth, kMaxWidth)) {}

  std::string styled(std::string_view style, std::string_view text) const {
    if (!color_ || text.empty() || style.empty()) return std::string(text);
    return std::string(style) + std::string(text) + std::string(kReset);
  }

  // Lines of at most the width, broken at word borders, each behind `indent` blanks.
  std::string wrapped(const Styled& styled_text, std::size_t indent, std::string_view base) const {
    std::string out;
    for (const auto& [begin, end] : lines_of(styled_text.text, width_ - indent))
      out += std::string(indent, ' ') + marked(styled_text, begin, end, base) + '\n';
    return out;
  }

  std::string hit(const Hit& hit) const {
    const std::string number = fmt::format("{:>3}  ", hit.rank);
    std::string out = wrapped(cleaned(hit.title, hit.title_highlights), number.size(), kBold);
    out.replace(0, number.size(), number);
    out += wrapped({facts(hit), {}}, number.size(), kDim);
    if (!hit.snippet.text.empty()) out += wrapped(snippet(hit.snippet), number.size(), "");
    out += wrapped({for_terminal(hit.url.empty() ? hit.id : hit.url), {}}, number.size(), kDim);
    for (const std::string& line : hit.explanation) out += wrapped({for_terminal(line), {}}, number.size() + 2, kDim);
    return out + '\n';
  }

  std::string facet(const Facet& facet) const {
    if (facet.values.empty()) return "";
    std::uint64_t most = 1;
    std::size_t label_width = 0;
    for (const FacetValue& value : facet.values) {
      most = std::max(most, value.count);
      label_width = std::max(label_width, display_width(label(value)));
    }
    std::string out = styled(kBold, "by " + std::string(to_string(facet.kind))) + '\n';
    for (const FacetValue& value : facet.values) out += bar_line(value, label_width, most);
    return out + '\n';
  }

 private:
  // Bytes [begin, end) of the text, marks in their own style.
  std::string marked(const Styled& text, std::size_t begin, std::size_t end, std::string_view base) const {
    const std::string_view whole = text.text;
    std::string out;
    std::size_t at = begin;
    for (const auto& [mark_begin, mark_end] : text.marks) {
      const std::size_t from = std::max<std::size_t>(mark_begin, at), to = std::min<std::size_t>(mark_end, end);
      if (from >= to) continue;
      out += styled(base, whole.substr(at, from - at)) + styled(kMark, whole.substr(from, to - from));
      at = to;
    }
    return out + styled(base, whole.substr(at, end - at));
  }

  static std::string facts(const Hit& hit) {
    std::string out = hit.date.empty() ? "undated" : hit.date;
    if (hit.date_precision == "inferred") out += " (inferred)";
    for (std::size_t i = 0; i < hit.ministry_labels.size(); ++i)
      out += (i == 0 ? " · " : ", ") + hit.ministry_labels[i];
    if (!hit.source.empty()) out += " · " + hit.source;
    if (!hit.language.empty()) out += " · " + hit.language;
    if (hit.duplicates > 0)
      out += fmt::format(" · {} near-duplicate{}", hit.duplicates, hit.duplicates == 1 ? "" : "s");
    return for_terminal(out);
  }

  static Styled snippet(const Snippet& snippet) {
    Styled out = cleaned(snippet.text, snippet.highlights);
    if (snippet.cut_after) out.text += " …";
    if (!snippet.cut_before) return out;
    constexpr std::string_view kEllipsis = "… ";
    out.text.insert(0, kEllipsis);
    for (auto& [begin, end] : out.marks) {
      begin += static_cast<std::uint32_t>(kEllipsis.size());
      end += static_cast<std::uint32_t>(kEllipsis.size());
    }
    return out;
  }

  static std::string label(const FacetValue& value) {
    std::string text = for_terminal(value.value ? value.label : "undated");
    if (display_width(text) <= kMaxLabel) return text;
    std::size_t cut = 0;
    for (const std::uint32_t border : word_boundaries(text))
      if (display_width(std::string_view(text).substr(0, border)) < kMaxLabel) cut = border;
    return text.substr(0, cut) + "…";
  }

  std::string bar_line(const FacetValue& value, std::size_t label_width, std::uint64_t most) const {
    const std::string text = label(value);
    const std::size_t padding = label_width - display_width(text);
    const std::size_t number_width = std::to_string(most).size();
    const std::size_t used = 2 + label_width + 2 + 1 + number_width;
    const std::size_t room = std::min(kMaxBar, width_ > used + 4 ? width_ - used : 4);
    const auto bars = static_cast<std::size_t>((value.count * room + most - 1) / most);
    std::string bar;
    for (std::size_t i = 0; i < bars; ++i) bar += "▇";
    return "  " + text + std::string(padding + 2, ' ') + styled(kMark, bar) + ' ' + std::to_string(value.count) + '\n';
  }

  bool color_;
  std::size_t width_;
};

}  // namespace

std::string to_text(const SearchResponse& response, const TextOptions& options) {
  const Writer writer(options);
  std::string out;
  if (!response.explanation.empty()) {
    for (const std::string& line : response.explanation) out += writer.wrapped({for_terminal(line), {}}, 0, kDim);
    out += '\n';
  }
  const std::string unit = response.total == 1 ? " page" : " pages";
  out += writer.styled(kBold, std::to_string(response.total) + unit);
  if (!response.query.empty()) out += " for " + for_terminal(response.query);
  out += "\n\n";
  for (const Hit& hit : response.hits) out += writer.hit(hit);
  for (const Facet& facet : response.facets) out += writer.facet(facet);
  while (out.size() > 1 && out.ends_with("\n\n")) out.pop_back();
  return out;
}

std::string to_text(const std::vector<Completion>& completions) {
  std::string out;
  for (const Completion& completion : completions)
    out += fmt::format("{}\t{}\t{}\n", for_terminal(completion.text), to_string(completion.kind), completion.documents);
  return out;
}

std::string_view to_string(Completion::Kind kind) {
  switch (kind) {
    case Completion::Kind::kWord: return "word";
    case Completion::Kind::kTitle: return "title";
    case Completion::Kind::kMinistry: return "ministry";
  }
  return "";
}

}  // namespace polsearch::render
