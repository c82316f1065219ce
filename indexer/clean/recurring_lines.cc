#include "indexer/clean/recurring_lines.h"

#include <xxhash.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "analysis/dates.h"
#include "indexer/clean.h"
#include "indexer/clean/public_bodies.h"
#include "indexer/clean/unit.h"

namespace polsearch {

using namespace clean;

namespace {

constexpr std::uint64_t kFewestStories = 4;  // a line of fewer is no template
constexpr std::uint64_t kSureStories = 8;    // ... and of fewer only where a body begins or ends
constexpr double kShare = 0.5;               // of the site's stories
constexpr double kSureShare = 0.8;
constexpr double kLeanWords = 12;       // a body keeps this much
constexpr double kSignatureWords = 14;  // a longer line says more than who signed

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  std::uint64_t x = a ^ (b + 0x9E3779B97F4A7C15ULL + (a << 6) + (a >> 2));
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

// Marks are kept in the index for its next update, so the hash is the same on every machine.
std::uint64_t hash_of(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }
std::uint64_t key_of_site(std::string_view site) { return mix(hash_of(site), 1); }
std::uint64_t key_of_line(std::uint64_t site, std::string_view line) { return mix(site, hash_of(fold_line(line))); }

// "PMI rose to 50.2 in May 2023" -> "pmi rose to  in ": issues of a series are one story.
std::string without_figures(std::string_view title) {
  std::string out;
  std::size_t at = 0;
  for (const DateMention& mention : find_dates(title)) {
    if (mention.begin < at) continue;
    out += title.substr(at, mention.begin - at);
    at = mention.end;
  }
  out += title.substr(at);
  out = fold_line(out);
  std::erase_if(out, [](char c) { return (c >= '0' && c <= '9') || c == ' '; });
  return out;
}

// One page that has a line.
struct Witness {
  std::uint64_t key, site, title;
  std::uint32_t story;
};

// Stories among witnesses of one key: as near-duplicates see them, and as titles do; the smaller counts.
std::uint64_t count_stories(std::vector<Witness>::iterator begin, std::vector<Witness>::iterator end) {
  const auto count_distinct = [&](auto member) {
    std::sort(begin, end, [&](const Witness& a, const Witness& b) { return a.*member < b.*member; });
    std::uint64_t distinct = 0;
    for (auto at = begin; at != end; ++at) distinct += at == begin || (*at).*member != (*(at - 1)).*member;
    return distinct;
  };
  return std::min(count_distinct(&Witness::story), count_distinct(&Witness::title));
}

// Calls `take(key, site, stories)` for each key.
template <class Take>
void each_key(std::vector<Witness>& witnesses, Take&& take) {
  std::sort(witnesses.begin(), witnesses.end(), [](const Witness& a, const Witness& b) { return a.key < b.key; });
  for (auto begin = witnesses.begin(); begin != witnesses.end();) {
    const auto end =
        std::find_if(begin, witnesses.end(), [key = begin->key](const Witness& other) { return other.key != key; });
    const std::uint64_t key = begin->key, site = begin->site;
    take(key, site, count_stories(begin, end));
    begin = end;
  }
}

// A title that an article could not do without: whom it is addressed to, who signed it.
bool is_part_of_a_notice(std::string_view line) {
  if (line.ends_with(":") || line.ends_with("：")) return true;
  return count(line).words() <= kSignatureWords && names_a_body(fold_line(line));
}

}  // namespace

std::vector<std::string_view> body_lines(std::string_view body) {
  std::vector<std::string_view> lines;
  while (!body.empty()) {
    const std::size_t end = std::min(body.find('\n'), body.size());
    lines.push_back(body.substr(0, end));
    body.remove_prefix(std::min(end + 1, body.size()));
  }
  return lines;
}

std::vector<LineMark> mark_lines(std::string_view site, std::string_view title, bool title_is_derived,
                                 std::string_view body, std::uint32_t document) {
  LineMark mark;
  mark.site = key_of_site(site);
  mark.document = document;
  // A title that was cut from the body tells nothing of its own: the page is a story.
  mark.title = title_is_derived || title.empty() ? mix(document, 2) : hash_of(without_figures(title));
  std::vector<LineMark> marks;
  mark.key = mark.site;
  marks.push_back(mark);
  for (const std::string_view line : body_lines(body)) {
    mark.key = key_of_line(mark.site, line);
    marks.push_back(mark);
  }
  const auto by_key = [](const LineMark& a, const LineMark& b) { return a.key < b.key; };
  std::sort(marks.begin(), marks.end(), by_key);
  const auto same_key = [](const LineMark& a, const LineMark& b) { return a.key == b.key; };
  marks.erase(std::unique(marks.begin(), marks.end(), same_key), marks.end());
  return marks;
}

Result<TemplateLines> TemplateLines::count(const Marks& marks,
                                           const std::function<std::uint32_t(std::uint32_t)>& story_of,
                                           std::uint64_t memory_bytes) {
  std::vector<Witness> witnesses;
  std::uint64_t all = 0;
  const Status pages = marks([&](const LineMark& mark) {
    ++all;
    if (mark.key == mark.site) witnesses.push_back({mark.key, mark.site, mark.title, story_of(mark.document)});
  });
  if (!pages) return pages.error();
  std::unordered_map<std::uint64_t, double> stories_of_site;  // of sites that have enough
  each_key(witnesses, [&](std::uint64_t, std::uint64_t site, std::uint64_t stories) {
    if (stories >= kFewestStories) stories_of_site[site] = static_cast<double>(stories);
  });
  TemplateLines result;
  if (stories_of_site.empty()) return result;
  const std::uint64_t parts = 1 + all * sizeof(Witness) / std::max<std::uint64_t>(memory_bytes, 1 << 16);
  for (std::uint64_t part = 0; part < parts; ++part) {
    witnesses.clear();
    const Status read = marks([&](const LineMark& mark) {
      if (mark.key != mark.site && mark.key % parts == part && stories_of_site.contains(mark.site))
        witnesses.push_back({mark.key, mark.site, mark.title, story_of(mark.document)});
    });
    if (!read) return read.error();
    each_key(witnesses, [&](std::uint64_t key, std::uint64_t site, std::uint64_t stories) {
      const double share = static_cast<double>(stories) / stories_of_site[site];
      if (stories < kFewestStories || share < kShare) return;
      const bool is_sure = stories >= kSureStories && share >= kSureShare;
      result.lines_[key] = is_sure ? Strength::kAnywhere : Strength::kAtEdges;
    });
  }
  return result;
}

std::vector<TemplateLines::Line> TemplateLines::lines() const {
  std::vector<Line> lines;
  for (const auto& [key, strength] : lines_) lines.push_back({key, strength});
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.key < b.key; });
  return lines;
}

TemplateLines::Strength TemplateLines::strength_of(std::uint64_t key) const {
  const auto found = lines_.find(key);
  return found == lines_.end() ? Strength::kNone : found->second;
}

std::vector<bool> TemplateLines::find(std::string_view site, std::string_view body) const {
  const std::vector<std::string_view> lines = body_lines(body);
  std::vector<bool> found(lines.size(), false);
  if (lines_.empty()) return found;
  const std::uint64_t site_key = key_of_site(site);
  std::vector<Strength> strength;
  for (const std::string_view line : lines) strength.push_back(strength_of(key_of_line(site_key, line)));
  std::size_t begin = 0, end = lines.size();
  while (begin < end && strength[begin] != Strength::kNone) ++begin;
  while (end > begin && strength[end - 1] != Strength::kNone) --end;
  double left = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool at_edge = i < begin || i >= end;
    found[i] = (strength[i] == Strength::kAnywhere || (at_edge && strength[i] == Strength::kAtEdges)) &&
               !is_part_of_a_notice(lines[i]);
    if (!found[i]) left += clean::count(lines[i]).words();
  }
  if (left < kLeanWords) found.assign(lines.size(), false);
  return found;
}

void remove_template_lines(CleanDocument& document, const Page& page, const TemplateLines& lines,
                           const MinistryLinker& linker) {
  const std::vector<bool> found = lines.find(document.site, document.body);
  if (std::find(found.begin(), found.end(), true) == found.end()) return;
  std::vector<Span> kept;
  std::size_t line = 0;  // of the body: all pieces of one line of the page
  for (std::size_t i = 0; i < document.kept.size(); ++i) {
    const Span& span = document.kept[i];
    if (i > 0 && document.kept[i - 1].line != span.line) ++line;
    if (line < found.size() && found[line])
      document.removed.push_back({span.line, span.begin, span.end, "recurring", "template", 0});
    else
      kept.push_back(span);
  }
  std::sort(document.removed.begin(), document.removed.end(),
            [](const Removal& a, const Removal& b) { return a.begin < b.begin; });
  document.kept = std::move(kept);
  document.body.clear();
  for (std::size_t i = 0; i < document.kept.size(); ++i) {
    const Span& span = document.kept[i];
    if (i > 0) document.body += document.kept[i - 1].line == span.line ? ' ' : '\n';
    document.body.append(page.text, span.begin, span.end - span.begin);
  }
  link_ministries(linker, document);
}

}  // namespace polsearch
