#include "indexer/build/glass/document_limits.h"

#include <algorithm>
#include <functional>
#include <string>

#include "analysis/glass_format.h"
#include "analysis/glass_packing.h"

namespace polsearch::glass {
namespace {

constexpr std::uint32_t kBadSlot = UINT32_MAX;  // Xapian::BAD_VALUENO

Error refuse(std::uint32_t number, const std::string& reason) {
  return {Error::Kind::kIndex, "cannot index document " + std::to_string(number) + ": " + reason, ""};
}

bool is_ascending(const std::vector<std::uint32_t>& positions) {
  return std::adjacent_find(positions.begin(), positions.end(), std::greater_equal<>()) == positions.end();
}

// Empty: it is fine.
std::string fault_of_term(const IndexableTerm& term) {
  if (term.term.empty()) return "an empty term";
  if (term.term.size() > kMaxTermBytes)
    return "a term of " + std::to_string(term.term.size()) + " bytes, the limit is " + std::to_string(kMaxTermBytes);
  if (const std::size_t bytes = text_bytes(term.term); bytes > kMaxTermTextBytes)
    return "a term of " + std::to_string(bytes) + " bytes with its zero bytes doubled, the limit is " +
           std::to_string(kMaxTermTextBytes);
  // The coding of {0, 1} is that of {1}.
  if (!term.positions.empty() && term.positions.front() == 0) return "a position 0";
  if (!is_ascending(term.positions)) return "positions out of order";
  return {};
}

std::string fault_of_values(const IndexableDocument& document) {
  const std::pair<std::uint32_t, std::string>* before = nullptr;
  for (const auto& value : document.values) {
    if (value.second.empty()) return "an empty value in slot " + std::to_string(value.first);
    if (value.first == kBadSlot) return "a value in slot 4,294,967,295, which Xapian reserves";
    if (before && before->first >= value.first) return "value slots out of order";
    before = &value;
  }
  return {};
}

}  // namespace

Result<std::uint32_t> check_document(std::uint32_t number, const IndexableDocument& document) {
  std::uint64_t length = 0;
  const IndexableTerm* before = nullptr;
  for (const IndexableTerm& term : document.terms) {
    if (const std::string fault = fault_of_term(term); !fault.empty()) return refuse(number, fault);
    if (before && before->term >= term.term) return refuse(number, "terms out of order");
    length += term.wdf;
    before = &term;
  }
  if (const std::string fault = fault_of_values(document); !fault.empty()) return refuse(number, fault);
  if (length > UINT32_MAX) return refuse(number, "its words count over 4,294,967,295");
  return static_cast<std::uint32_t>(length);
}

}  // namespace polsearch::glass
