// Names by their beginning (see name_starts.h).
#include "searcher/match/name_starts.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "analysis/unicode.h"

namespace polsearch::match {
namespace {

std::vector<NameStart> sorted_names(const Knowledge& knowledge) {
  std::vector<NameStart> names;
  for (std::size_t i = 0; i < knowledge.ministries.size(); ++i) {
    const std::vector<Ministry::Name>& all = knowledge.ministries[i].names;
    for (std::size_t j = 0; j < all.size(); ++j)
      if (!all[j].unverified)
        names.push_back({fold(all[j].text), static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(j)});
  }
  std::sort(names.begin(), names.end(), [](const NameStart& a, const NameStart& b) {
    return std::tie(a.key, a.ministry, a.name) < std::tie(b.key, b.ministry, b.name);
  });
  return names;
}

}  // namespace

std::vector<NameStart> NameStarts::beginning_with(std::string_view prefix, std::size_t limit,
                                                  const Knowledge& knowledge) const {
  std::call_once(once_, [&] { names_ = sorted_names(knowledge); });
  const auto first = std::lower_bound(names_.begin(), names_.end(), prefix,
                                      [](const NameStart& name, std::string_view key) { return name.key < key; });
  std::vector<NameStart> found;
  for (auto name = first; name != names_.end() && name->key.starts_with(prefix) && found.size() < limit; ++name)
    found.push_back(*name);
  return found;
}

}  // namespace polsearch::match
