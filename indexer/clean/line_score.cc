#include "indexer/clean/line_score.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace polsearch::clean {
namespace {

constexpr auto kHtml =
    static_cast<std::size_t>(std::find(kFeatureNames.begin(), kFeatureNames.end(), "html") - kFeatureNames.begin());
static_assert(kHtml < kFeatureNames.size());

std::string origin_of(const Table& table, std::size_t row) {
  return row < table.origins.size() ? table.origins[row] : table.name;
}

Result<float> read_weight(const std::string& cell, const std::string& origin) {
  char* end = nullptr;
  const double value = std::strtod(cell.c_str(), &end);
  if (end == cell.c_str() || *end != '\0')
    return Error{Error::Kind::kInput, origin + ": weight \"" + cell + "\" is no number", ""};
  return static_cast<float>(value);
}

}  // namespace

double LineWeights::score(const FeatureVector& features) const {
  const FeatureVector& weights = features[kHtml] > 0 ? markup : text;
  double sum = 0;
  for (std::size_t i = 0; i < features.size(); ++i)
    sum += static_cast<double>(weights[i]) * static_cast<double>(features[i]);
  return sum;
}

Result<LineWeights> read_line_weights(const Table& table) {
  LineWeights result;
  const std::size_t name_column = table.column("feature");
  for (const auto& [column_name, weights] :
       {std::pair{"text", &LineWeights::text}, std::pair{"markup", &LineWeights::markup}}) {
    const std::size_t column = table.column(column_name);
    if (name_column == table.columns.size() || column == table.columns.size())
      return Error{Error::Kind::kInput, table.name + ".tsv needs the columns feature, text and markup", ""};
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      const std::string& name = table.rows[row][name_column];
      const auto found = std::find(kFeatureNames.begin(), kFeatureNames.end(), name);
      if (found == kFeatureNames.end())
        return Error{Error::Kind::kInput, origin_of(table, row) + ": unknown line feature \"" + name + "\"", ""};
      const Result<float> weight = read_weight(table.rows[row][column], origin_of(table, row));
      if (!weight) return weight.error();
      (result.*weights)[static_cast<std::size_t>(found - kFeatureNames.begin())] = *weight;
    }
  }
  return result;
}

}  // namespace polsearch::clean
