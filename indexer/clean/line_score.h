// The linear model: how much does a unit look like the article? corpus/knowledge/line_weights.tsv holds the weights.
#pragma once

#include <polsearch/result.h>
#include "analysis/knowledge.h"
#include "indexer/clean/line_features.h"

namespace polsearch::clean {

struct LineWeights {
  FeatureVector weights{};
  // Log-odds that a unit is body: above 0 rather yes.
  [[nodiscard]] double score(const FeatureVector& features) const;
};

// An unknown feature name or a weight that is no number is an error that names the row; a feature without row weighs 0.
[[nodiscard]] Result<LineWeights> read_line_weights(const Table& table);

}  // namespace polsearch::clean
