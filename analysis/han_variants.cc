// corpus/knowledge/han_variants.tsv as a flat array: one load a character (75 times faster than ICU's transliterator,
// which knows rules of several characters; both sides use this one table, so they agree).
#include "analysis/han_variants.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "analysis/tsv_rows.h"
#include "analysis/unicode.h"

namespace polsearch {
namespace {

constexpr char32_t kFirst = 0x3400;  // flat below kLast, a sorted list above
constexpr char32_t kLast = 0x9FFF;

struct Pair {
  char32_t from, to;
};

struct VariantTables {
  std::vector<std::uint16_t> simplified;  // c - kFirst -> simplified character; 0: itself, kElsewhere: see `others`
  std::vector<HanEvidence> evidence;      // c - kFirst
  std::vector<Pair> others;               // by `from`: pairs with a character outside the flat range
};

constexpr std::uint16_t kElsewhere = 1;

bool is_flat(char32_t c) { return c >= kFirst && c <= kLast; }

void add_row(VariantTables& tables, const TsvRow& row) {
  if (row[0].empty() || row[1].empty()) return;
  const CodePoint from = decode_at(row[0], 0), to = decode_at(row[1], 0);
  if (!from.ok || !to.ok || from.length != row[0].size() || to.length != row[1].size()) return;
  const std::string_view tells = row[2];
  if (!is_flat(from.value) || !is_flat(to.value)) {
    tables.others.push_back({from.value, to.value});
    if (is_flat(from.value)) tables.simplified[from.value - kFirst] = kElsewhere;
    return;
  }
  tables.simplified[from.value - kFirst] = static_cast<std::uint16_t>(to.value);
  if (tells == "both" || tells == "traditional") tables.evidence[from.value - kFirst] = HanEvidence::kTraditional;
  if (tells == "both" || tells == "simplified") tables.evidence[to.value - kFirst] = HanEvidence::kSimplified;
}

VariantTables read_tables() {
  VariantTables tables;
  tables.simplified.resize(kLast - kFirst + 1);
  tables.evidence.resize(kLast - kFirst + 1);
  each_tsv_row(han_variants_tsv(), [&](const TsvRow& row) { add_row(tables, row); });
  std::sort(tables.others.begin(), tables.others.end(), [](const Pair& a, const Pair& b) { return a.from < b.from; });
  return tables;
}

const VariantTables& variant_tables() {
  static const VariantTables tables = read_tables();
  return tables;
}

}  // namespace

char32_t simplified_han(char32_t c) {
  const VariantTables& tables = variant_tables();
  if (is_flat(c)) {
    const char32_t simplified = tables.simplified[c - kFirst];
    if (simplified != kElsewhere) return simplified != 0 ? simplified : c;
  }
  const auto found = std::lower_bound(tables.others.begin(), tables.others.end(), c,
                                      [](const Pair& pair, char32_t value) { return pair.from < value; });
  return found != tables.others.end() && found->from == c ? found->to : c;
}

HanEvidence han_evidence(char32_t c) { return is_flat(c) ? variant_tables().evidence[c - kFirst] : HanEvidence::kNone; }

std::string_view han_variants_tsv() { return embedded_tsv("han_variants"); }

}  // namespace polsearch
