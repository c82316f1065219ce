#include "searcher/serve/target.h"

#include <algorithm>
#include <cstddef>

#include "analysis/ascii.h"

namespace polsearch::serve {
namespace {

constexpr std::size_t kMaxParameters = 256;  // a form of ours sends about 20
constexpr std::string_view kHexDigits = "0123456789ABCDEF";

int hex_value(char c) {
  if (is_ascii_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_unreserved(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

Error bad_target(std::string message) { return {Error::Kind::kInput, std::move(message), ""}; }

Result<std::vector<Parameter>> parse_parameters(std::string_view text) {
  std::vector<Parameter> parameters;
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = percent_decoded(pair.substr(0, equals), true);
    auto value = percent_decoded(pair.substr(std::min(pair.size(), equals + 1)), true);
    if (!name || !value) return bad_target("the query string has a broken percent escape");
    if (parameters.size() == kMaxParameters)
      return bad_target("more than " + std::to_string(kMaxParameters) + " parameters");
    parameters.push_back({std::move(*name), std::move(*value)});
  }
  return parameters;
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '+' && plus_is_blank) c = ' ';
    if (c == '%') {
      if (text.size() - i < 3) return std::nullopt;
      const int high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (c == '\0') return std::nullopt;
    out += c;
  }
  return out;
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHexDigits[byte >> 4U];
    out += kHexDigits[byte & 15U];
  }
  return out;
}

Result<Target> parse_target(std::string_view target) {
  if (!target.starts_with('/')) return bad_target("the request target is not a path");
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::any_of(target.begin(), target.end(), is_control))
    return bad_target("the request target has a control character");
  const std::size_t mark = std::min(target.find('?'), target.size());
  Target out;
  out.path = std::string(target.substr(0, mark));
  if (!percent_decoded(out.path)) return bad_target("the path has a broken percent escape");
  auto parameters = parse_parameters(target.substr(std::min(target.size(), mark + 1)));
  if (!parameters) return parameters.error();
  out.parameters = std::move(*parameters);
  return out;
}

void read_target(Request& request) {
  auto target = parse_target(request.target);
  if (target) {
    request.path = std::move(target->path);
    request.parameters = std::move(target->parameters);
  } else {
    request.path = request.target.substr(0, request.target.find('?'));
    request.flaw = target.error().message;
  }
}

std::string query_string(const std::vector<Parameter>& parameters) {
  std::string out;
  for (const Parameter& given : parameters) {
    if (given.value.empty()) continue;
    if (!out.empty()) out += '&';
    out += percent_encoded(given.name) + '=' + percent_encoded(given.value);
  }
  return out;
}

}  // namespace polsearch::serve
