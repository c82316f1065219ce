// See print_tokens.h.
#include "analysis/print_tokens.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analysis/unicode.h"

namespace polsearch {
namespace {

constexpr std::array<std::string_view, 5> kChannelNames = {"word", "stem", "han-pair", "han-word", "thai-gram"};
constexpr std::array<std::string_view, 4> kScriptNames = {"latin", "han", "thai", "other"};
constexpr std::size_t kMaxTermColumns = 40;  // a longer term pushes its own line only

std::string padding(std::string_view term, std::size_t columns) {
  const std::size_t width = display_width(term);
  return std::string(width < columns ? columns - width : 0, ' ');
}

std::string without_controls(std::string_view text) {
  std::string out(text);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return out;
}

}  // namespace

std::string_view to_string(Channel channel) { return kChannelNames[static_cast<std::size_t>(channel)]; }
std::string_view to_string(Script script) { return kScriptNames[static_cast<std::size_t>(script)]; }

std::string print_tokens(std::string_view text, const std::vector<Token>& tokens) {
  std::size_t columns = 0;
  for (const Token& token : tokens) columns = std::max(columns, std::min(display_width(token.term), kMaxTermColumns));
  std::string out;
  for (const Token& token : tokens) {
    const std::string position = token.position == 0 ? "-" : std::to_string(token.position);
    const std::string span = fmt::format("{}-{}", token.begin, token.end);
    out += fmt::format("{}{}  {:<9}  {:>5}  {:<5}  {:>11}  \"{}\"{}\n", token.term, padding(token.term, columns),
                       to_string(token.channel), position, to_string(token.script), span,
                       without_controls(text.substr(token.begin, token.end - token.begin)),
                       token.stop_word ? "  stop word" : "");
  }
  return out;
}

std::string print_terms(const std::vector<Token>& tokens) {
  std::string out;
  for (const Token& token : tokens) {
    if (!out.empty()) out += ' ';
    out += token.term;
    if (token.position != 0) out += "@" + std::to_string(token.position);
  }
  return out;
}

}  // namespace polsearch
