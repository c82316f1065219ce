// SearchResponse -> RIS and BibTeX records, for reference managers (see render.h).
#include <array>
#include <string>
#include <vector>

#include "analysis/index_layout.h"
#include "analysis/unicode.h"
#include "searcher/render/render.h"

namespace polsearch::render {
namespace {

// One line of valid UTF-8 without control characters.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : repair_utf8(text).text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte != 0x7F)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

void ris_line(std::string& out, std::string_view tag, std::string_view value) {
  const std::string line = one_line(value);
  if (!line.empty()) out.append(tag).append("  - ").append(line).append("\r\n");
}

// "2023-04" -> "2023/04//": year, month, day, other information.
std::string ris_date(std::string_view iso) {
  if (iso.empty()) return {};
  std::string out;
  for (const char c : iso) out += c == '-' ? '/' : c;
  const std::size_t slashes = iso.size() >= 10 ? 1 : iso.size() >= 7 ? 2 : 3;
  return out + std::string(slashes, '/');
}

// Characters that TeX reads as commands.
std::string tex(std::string_view text) {
  std::string out;
  for (const char c : one_line(text)) {
    switch (c) {
      case '\\': out += "\\textbackslash{}"; break;
      case '~': out += "\\textasciitilde{}"; break;
      case '^': out += "\\textasciicircum{}"; break;
      case '{':
      case '}':
      case '#':
      case '$':
      case '%':
      case '&':
      case '_': out += '\\'; [[fallthrough]];
      default: out += c;
    }
  }
  return out;
}

// An address inside \url{}: braces, backslashes and blanks, which would end it or run, are percent-encoded.
std::string tex_url(std::string_view url) {
  std::string out;
  for (const char c : one_line(url)) {
    switch (c) {
      case '{': out += "%7B"; break;
      case '}': out += "%7D"; break;
      case '\\': out += "%5C"; break;
      case ' ': out += "%20"; break;
      default: out += c;
    }
  }
  return out;
}

void bibtex_field(std::string& out, std::string_view name, const std::string& value) {
  if (!value.empty()) out.append(",\n  ").append(name).append(" = {").append(value).append("}");
}

// Short, stable, and free of everything that ends a key.
std::string bibtex_key(const Hit& hit) {
  constexpr std::size_t kDigits = 10;
  return "polsearch:" + (hit.date.empty() ? std::string() : hit.date.substr(0, 4) + ":") +
         digest_of(hit.id).substr(0, kDigits);
}

}  // namespace

std::string to_ris(const SearchResponse& response) {
  std::string out;
  for (const Hit& hit : response.hits) {
    ris_line(out, "TY", "ELEC");
    ris_line(out, "TI", hit.title);
    for (const std::string& label : hit.ministry_labels) ris_line(out, "KW", label);
    ris_line(out, "PB", hit.source);
    ris_line(out, "PY", hit.date.substr(0, 4));
    ris_line(out, "DA", ris_date(hit.date));
    ris_line(out, "LA", hit.language);
    ris_line(out, "UR", hit.url);
    ris_line(out, "AB", hit.snippet.text);
    ris_line(out, "AN", hit.id);
    ris_line(out, "DP", "polsearch");
    out += "ER  - \r\n";
  }
  return out;
}

std::string to_bibtex(const SearchResponse& response) {
  std::string out;
  for (const Hit& hit : response.hits) {
    out += "@misc{" + bibtex_key(hit);
    bibtex_field(out, "title", tex(hit.title).empty() ? "" : "{" + tex(hit.title) + "}");
    bibtex_field(out, "year", hit.date.substr(0, 4));
    bibtex_field(out, "month", hit.date.size() >= 7 ? hit.date.substr(5, 2) : "");
    bibtex_field(out, "date", hit.date);
    bibtex_field(out, "publisher", tex(hit.source));
    bibtex_field(out, "howpublished", hit.url.empty() ? "" : "\\url{" + tex_url(hit.url) + "}");
    std::string keywords;
    for (const std::string& label : hit.ministry_labels) keywords += (keywords.empty() ? "" : ", ") + tex(label);
    bibtex_field(out, "keywords", keywords);
    bibtex_field(out, "langid", tex(hit.language));
    bibtex_field(out, "note", tex(hit.id));
    out += "\n}\n\n";
  }
  return out;
}

}  // namespace polsearch::render
