#include "indexer/build/changed_documents.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>

#include "indexer/build/input_digest.h"

namespace polsearch {
namespace {

std::vector<std::uint32_t> group_sizes(const std::vector<std::uint32_t>& canonical) {
  std::vector<std::uint32_t> sizes(canonical.size() + 1);
  for (const std::uint32_t number : canonical) ++sizes[number];
  return sizes;
}

// Lines that recur in one of both, or more surely in one.
std::unordered_set<std::uint64_t> changed_lines(const std::vector<TemplateLines::Line>& before,
                                                const std::vector<TemplateLines::Line>& now) {
  std::vector<TemplateLines::Line> changed;
  const auto is_less = [](const TemplateLines::Line& a, const TemplateLines::Line& b) {
    return std::pair(a.key, a.strength) < std::pair(b.key, b.strength);
  };
  std::set_symmetric_difference(before.begin(), before.end(), now.begin(), now.end(), std::back_inserter(changed),
                                is_less);
  std::unordered_set<std::uint64_t> keys;
  for (const TemplateLines::Line& line : changed) keys.insert(line.key);
  return keys;
}

}  // namespace

Result<std::vector<std::uint32_t>> changed_documents(const FirstPass& pass, const OldGeneration& old,
                                                     const DuplicateGroups& groups,
                                                     const TemplateLines& template_lines) {
  const Spool& spool = pass.spool;
  std::vector<bool> has_changed_line(spool.documents() + std::size_t{1});  // by place
  const auto lines = changed_lines(old.pages().findings().templates, template_lines.lines());
  if (!lines.empty()) {
    const Status read = pass.marks.each([&](const LineMark& mark) {
      if (lines.contains(mark.key)) has_changed_line[mark.document] = true;
    });
    if (!read) return read.error();
  }
  const std::vector<std::uint32_t>& old_canonical = old.columns().groups;
  const std::vector<std::uint32_t> old_sizes = group_sizes(old_canonical);
  const auto has_other_group = [&](std::uint32_t number, std::uint32_t before) {
    const std::uint32_t canonical = groups.canonical[number - 1], was = old_canonical[before - 1];
    if (canonical == 0 || was == 0) return canonical != was;
    return spool.old_number(canonical) != was || groups.size[number - 1] != old_sizes[was];
  };
  std::vector<std::uint32_t> changed;
  for (std::uint32_t number = 1; number <= spool.documents(); ++number) {
    const std::uint32_t before = spool.old_number(number);
    if (before == 0 || has_changed_line[spool.place(number)] || has_other_group(number, before))
      changed.push_back(number);
  }
  return changed;
}

UpdateCounts count_changes(const FirstPass& pass, const OldGeneration& old) {
  std::vector<Digest128> ids;
  for (std::uint32_t place = 0; place < old.pages().documents(); ++place)
    ids.push_back(old.pages().entry(place).id_digest);
  std::sort(ids.begin(), ids.end());
  UpdateCounts counts;
  for (std::uint32_t number = 1; number <= pass.spool.documents(); ++number) {
    if (pass.spool.old_number(number) != 0)
      ++counts.unchanged;
    else if (std::binary_search(ids.begin(), ids.end(), pass.spool.id_digest(number)))
      ++counts.changed;
    else
      ++counts.added;
  }
  counts.removed = old.documents() - counts.unchanged - counts.changed;
  return counts;
}

}  // namespace polsearch
