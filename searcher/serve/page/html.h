// Text -> HTML: the one place where text of pages, queries and addresses becomes markup.
//
//   html << "<b>" << hit.title << "</b>"   with the title <i>5G</i>   ->  <b>&lt;i&gt;5G&lt;/i&gt;</b>
//
// Only what the compiler sees as a literal is markup; everything that comes at run time is escaped. So a page's own
// text cannot become markup by a forgotten call.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace polsearch::serve {

// Safe between tags and inside a quoted attribute. Ill-formed UTF-8 and control characters become U+FFFD.
[[nodiscard]] std::string escaped(std::string_view text);

// An address that may be linked to: http or https. Others (javascript:, data:) are shown as text only.
[[nodiscard]] bool is_linkable(std::string_view url);

// 1234567 -> "1,234,567".
[[nodiscard]] std::string grouped(std::uint64_t number);

// Markup written in our source. Cannot be made of anything that is known only at run time.
class Literal {
 public:
  template <std::size_t kSize>
  consteval Literal(const char (&markup)[kSize]) : markup_(markup, kSize - 1) {}  // NOLINT(google-explicit-constructor)
  [[nodiscard]] std::string_view view() const { return markup_; }

 private:
  std::string_view markup_;
};

template <class T>
concept RunTimeText = std::same_as<T, std::string> || std::same_as<T, std::string_view>;

// Byte ranges of a text, ascending and disjoint.
using Ranges = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

class Html {
 public:
  Html& operator<<(Literal markup) {
    out_ += markup.view();
    return *this;
  }
  template <RunTimeText T>
  Html& operator<<(const T& text) {
    out_ += escaped(text);
    return *this;
  }
  template <std::integral T>
  Html& operator<<(T number) {
    out_ += std::to_string(number);
    return *this;
  }
  Html& operator<<(const Html& part) {
    out_ += part.out_;
    return *this;
  }
  [[nodiscard]] bool empty() const { return out_.empty(); }
  [[nodiscard]] std::string take() && { return std::move(out_); }

 private:
  std::string out_;
};

// Escaped, with <mark> around the ranges; ranges that are not ascending, disjoint and inside `text` are left out.
[[nodiscard]] Html marked(std::string_view text, const Ranges& ranges);

// The same, with a paragraph for every line that is not blank.
[[nodiscard]] Html marked_paragraphs(std::string_view text, const Ranges& ranges);

}  // namespace polsearch::serve
