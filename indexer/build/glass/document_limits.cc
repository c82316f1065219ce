#include "indexer/build/glass/document_limits.h"

#include <string>
#include <vector>

#include "analysis/glass_format.h"
#include "analysis/glass_packing.h"

namespace polsearch::glass {
namespace {

constexpr std::uint32_t kBadSlot = UINT32_MAX;  // Xapian::BAD_VALUENO

Error refuse(std::uint32_t number, const std::string& reason) {
  return {Error::Kind::kIndex, "cannot index document " + std::to_string(number) + ": " + reason, ""};
}

// Empty: it is fine.
std::string fault_of_term(std::string_view text) {
  if (text.empty()) return "an empty term";
  if (text.size() > kMaxTermBytes)
    return "a term of " + std::to_string(text.size()) + " bytes, the limit is " + std::to_string(kMaxTermBytes);
  if (const std::size_t bytes = text_bytes(text); bytes > kMaxTermTextBytes)
    return "a term of " + std::to_string(bytes) + " bytes with its zero bytes doubled, the limit is " +
           std::to_string(kMaxTermTextBytes);
  return {};
}

std::string fault_of_words(const IndexableDocument& document, const RunTerms& terms) {
  std::vector<std::uint32_t> last_of(document.terms.size(), 0);
  for (const IndexableWord& word : document.words) {
    if (!terms.has(word.term)) return "a position of no term";
    if (word.position == 0) return "a position 0";  // in Xapian's table {0, 1} is coded as {1}
    std::uint32_t& last = last_of[terms.place_of(word.term)];
    if (word.position <= last) return "positions out of order";
    last = word.position;
  }
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

Result<std::uint32_t> check_document(std::uint32_t number, const IndexableDocument& document, const RunTerms& terms,
                                     std::uint32_t first_unchecked) {
  std::uint64_t length = 0;
  for (const IndexableTerm& term : document.terms) {
    length += term.wdf;
    if (term.term < first_unchecked) continue;
    if (const std::string fault = fault_of_term(terms.text(term.term)); !fault.empty()) return refuse(number, fault);
  }
  if (const std::string fault = fault_of_words(document, terms); !fault.empty()) return refuse(number, fault);
  if (const std::string fault = fault_of_values(document); !fault.empty()) return refuse(number, fault);
  if (length > UINT32_MAX) return refuse(number, "its words count over 4,294,967,295");
  return static_cast<std::uint32_t>(length);
}

}  // namespace polsearch::glass
