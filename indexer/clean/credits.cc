#include "indexer/clean/credits.h"

#include <re2/re2.h>

#include <algorithm>
#include <vector>

#include "analysis/unicode.h"
#include "indexer/clean/unit.h"

namespace polsearch::clean {
namespace {

constexpr std::size_t kMostValueBytes = 160;  // a longer value is a sentence, not a name
constexpr std::size_t kMostLineBytes = 2000;

// The value behind a label ends at the next column: two spaces, a tab, a bar.
std::string_view first_column(std::string_view value) {
  value = trim(value);
  for (const std::string_view gap : {"  ", "\t", "|", "｜", "\u3000", "丨"}) value = value.substr(0, value.find(gap));
  // "转载自《田野观察》2022年9月1日": the mark that the label ends with is closed behind the name.
  for (const std::string_view close : {"》", "”", "」"})
    if (value.find(close == "》" ? "《" : close == "”" ? "“" : "「") == std::string_view::npos)
      value = value.substr(0, value.find(close));
  // "北方工业报 跟帖 3 条": a counter behind the name.
  for (const std::string_view counter : {" 跟帖", " 评论", " 浏览", " 阅读", " 点击", " 人气", " Views", " Hits"})
    value = value.substr(0, value.find(counter));
  // "Steel Ledger, compiled from the bulletin": a clause, not a part of the name.
  for (std::size_t comma = value.find(", "); comma != std::string_view::npos; comma = value.find(", ", comma + 2))
    if (comma + 2 < value.size() && value[comma + 2] >= 'a' && value[comma + 2] <= 'z')
      return trim(value.substr(0, comma));
  return trim(value);
}

// U+00A0, the gap of many page editors, as a blank: labels and columns are told apart by blanks.
std::string with_plain_spaces(std::string_view line) {
  std::string plain;
  plain.reserve(line.size());
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool no_break = line.substr(i, 2) == "\xC2\xA0";
    plain += no_break ? ' ' : line[i];
    i += no_break ? 1 : 0;
  }
  return plain;
}

bool is_edge_symbol(char32_t c) {
  return c < 0x80 ? std::string_view("()[]{}<>,;:|/-*\"' ").find(static_cast<char>(c)) != std::string_view::npos
                  : c == 0xFF08 || c == 0xFF09 || c == 0x3010 || c == 0x3011 || c == 0xFF0C || c == 0xFF1B ||
                        c == 0x3001 || c == 0xB7 || is_space(c);
}

// Without brackets and separators at the edges. A bracket that is closed inside the value stays.
std::string_view strip_edges(std::string_view value) {
  while (!value.empty()) {
    const CodePoint c = decode_at(value, 0);
    if (!is_edge_symbol(c.value)) break;
    value.remove_prefix(c.length);
  }
  while (!value.empty()) {
    std::size_t start = value.size() - 1;
    while (start > 0 && (static_cast<unsigned char>(value[start]) & 0xC0) == 0x80) --start;
    const CodePoint c = decode_at(value, start);
    const bool closes = c.value == ')' || c.value == 0xFF09;
    if (!is_edge_symbol(c.value) || (closes && value.find_first_of("(") != std::string_view::npos) ||
        (closes && value.find("（") != std::string_view::npos))
      break;
    value = value.substr(0, start);
  }
  return value;
}

}  // namespace

struct CreditLabels::Compiled {
  struct Label {
    std::string field;
    std::unique_ptr<RE2> pattern;
  };
  std::vector<Label> labels;
};

Result<CreditLabels> CreditLabels::create(const Table& table) {
  const std::size_t field = table.column("field"), pattern = table.column("pattern");
  if (field == table.columns.size() || pattern == table.columns.size())
    return Error{Error::Kind::kInput, table.name + ".tsv needs the columns field and pattern", ""};
  auto compiled = std::make_unique<Compiled>();
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    RE2::Options options;
    options.set_log_errors(false);
    auto re = std::make_unique<RE2>(table.rows[row][pattern], options);
    if (!re->ok())
      return Error{Error::Kind::kInput,
                   (row < table.origins.size() ? table.origins[row] : table.name) + ": bad pattern: " + re->error(),
                   ""};
    compiled->labels.push_back({table.rows[row][field], std::move(re)});
  }
  return CreditLabels(std::move(compiled));
}

CreditLabels::CreditLabels(std::unique_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
CreditLabels::~CreditLabels() = default;
CreditLabels::CreditLabels(CreditLabels&&) noexcept = default;
CreditLabels& CreditLabels::operator=(CreditLabels&&) noexcept = default;

void CreditLabels::read(std::string_view raw_line, Credits& credits) const {
  if (raw_line.size() > kMostLineBytes) return;
  const std::string line_text = with_plain_spaces(raw_line);
  const std::string_view line = line_text;
  struct Hit {
    std::size_t begin, end;
    const std::string* field;
  };
  std::vector<Hit> hits;
  for (const Compiled::Label& label : compiled_->labels) {
    std::size_t at = 0;
    re2::StringPiece match;
    const re2::StringPiece text(line.data(), line.size());
    while (at < line.size() && label.pattern->Match(text, at, line.size(), RE2::UNANCHORED, &match, 1) &&
           !match.empty()) {
      const auto begin = static_cast<std::size_t>(match.data() - line.data());
      hits.push_back({begin, begin + match.size(), &label.field});
      at = begin + match.size();
    }
  }
  // Of labels that overlap the longest counts: "Responsible editor:" holds "editor:".
  std::sort(hits.begin(), hits.end(),
            [](const Hit& a, const Hit& b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; });
  std::vector<Hit> labels;
  for (const Hit& hit : hits)
    if (labels.empty() || hit.begin >= labels.back().end) labels.push_back(hit);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::size_t end = i + 1 < labels.size() ? labels[i + 1].begin : line.size();
    const std::string_view value = strip_edges(first_column(line.substr(labels[i].end, end - labels[i].end)));
    if (value.empty() || value.size() > kMostValueBytes) continue;
    const std::string& field = *labels[i].field;
    std::string* into = field == "source"               ? &credits.source
                        : field == "editor"             ? &credits.editor
                        : field == "responsible_editor" ? &credits.responsible_editor
                                                        : nullptr;
    if (into && into->empty()) *into = squeeze_spaces(value);
  }
}

}  // namespace polsearch::clean
