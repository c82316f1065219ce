// The linear models, one for plain text and one for lines with markup: how much does a unit look like the article?
// corpus/knowledge/line_weights.tsv holds the weights, scripts/train-line-weights fits them.
#pragma once

#include <polsearch/result.h>
#include "analysis/knowledge.h"
#include "indexer/clean/line_features.h"

namespace polsearch::clean {

struct LineWeights {
  FeatureVector text{}, markup{};
  // Log-odds that a unit is body: above 0 rather yes. The feature "html" says which of the two models speaks.
  [[nodiscard]] double score(const FeatureVector& features) const;
};

// Columns feature, text, markup. An unknown feature name or a weight that is no number is an error that names the row;
// a feature without row weighs 0.
[[nodiscard]] Result<LineWeights> read_line_weights(const Table& table);

}  // namespace polsearch::clean
