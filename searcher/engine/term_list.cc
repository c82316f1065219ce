#include "searcher/engine/term_list.h"

#include <cstdint>

#include "searcher/engine/glass_numbers.h"

namespace polsearch::engine {
namespace {

class Reader {
 public:
  explicit Reader(std::string_view list) : at_(begin_of(list)), end_(at_ + list.size()) {}

  // False: the list ends or breaks here.
  bool read_head() {
    std::uint64_t length = 0;
    return read_uint(at_, end_, length) && read_uint(at_, end_, left_);
  }
  bool next() {
    std::size_t shared = 0;
    std::uint64_t wdf = 0;
    bool has_wdf = true;
    if (!is_first_) {
      if (at_ == end_) return false;
      shared = *at_++;
      // A byte above the length of the term before also holds the wdf.
      if (shared > term_.size()) {
        shared %= term_.size() + 1;
        has_wdf = false;
      }
    }
    if (at_ == end_) return false;
    const std::size_t rest = *at_++;
    if (rest > static_cast<std::size_t>(end_ - at_)) return false;
    term_.resize(shared);
    term_.append(reinterpret_cast<const char*>(at_), rest);
    at_ += rest;
    is_first_ = false;
    --left_;
    return !has_wdf || read_uint(at_, end_, wdf);
  }
  [[nodiscard]] bool has_more() const { return left_ > 0; }
  [[nodiscard]] const std::string& term() const { return term_; }

 private:
  const unsigned char* at_;
  const unsigned char* end_;
  std::uint64_t left_ = 0;
  std::string term_;
  bool is_first_ = true;
};

}  // namespace

std::optional<std::vector<std::string>> terms_with_prefix(std::string_view list, std::string_view prefix) {
  std::vector<std::string> found;
  if (list.empty()) return found;
  Reader reader(list);
  if (!reader.read_head()) return std::nullopt;
  while (reader.has_more()) {
    if (!reader.next()) return std::nullopt;
    const std::string_view term = reader.term();
    if (term.starts_with(prefix))
      found.emplace_back(term.substr(prefix.size()));
    else if (term > prefix)
      break;
  }
  return found;
}

}  // namespace polsearch::engine
