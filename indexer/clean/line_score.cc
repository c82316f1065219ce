#include "indexer/clean/line_score.h"

#include <algorithm>
#include <cstdlib>

namespace polsearch::clean {

double LineWeights::score(const FeatureVector& features) const {
  double sum = 0;
  for (std::size_t i = 0; i < features.size(); ++i)
    sum += static_cast<double>(weights[i]) * static_cast<double>(features[i]);
  return sum;
}

Result<LineWeights> read_line_weights(const Table& table) {
  LineWeights result;
  const std::size_t name_column = table.column("feature"), weight_column = table.column("weight");
  if (name_column == table.columns.size() || weight_column == table.columns.size())
    return Error{Error::Kind::kInput, table.name + ".tsv needs the columns feature and weight", ""};
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const std::string& name = table.rows[row][name_column];
    const std::string& weight = table.rows[row][weight_column];
    const std::string origin = row < table.origins.size() ? table.origins[row] : table.name;
    const auto found = std::find(kFeatureNames.begin(), kFeatureNames.end(), name);
    if (found == kFeatureNames.end())
      return Error{Error::Kind::kInput, origin + ": unknown line feature \"" + name + "\"", ""};
    char* end = nullptr;
    const double value = std::strtod(weight.c_str(), &end);
    if (end == weight.c_str() || *end != '\0')
      return Error{Error::Kind::kInput, origin + ": weight \"" + weight + "\" is no number", ""};
    result.weights[static_cast<std::size_t>(found - kFeatureNames.begin())] = static_cast<float>(value);
  }
  return result;
}

}  // namespace polsearch::clean
