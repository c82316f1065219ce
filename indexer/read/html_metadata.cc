#include "indexer/read/html_metadata.h"

#include <algorithm>
#include <array>

#include "analysis/ascii.h"
#include "analysis/unicode.h"

namespace polsearch {
namespace {

constexpr std::size_t kMaxValue = 1000;  // bytes of a title or date
constexpr std::size_t kMaxEntries = 64;
constexpr std::size_t kMaxHeadings = 3;
constexpr std::size_t kMaxJsonBytes = 256 * 1024;
constexpr std::size_t kMaxJsonBlocks = 20;

enum class Meaning : std::uint8_t { kTitle, kDate, kSite, kAuthor, kLocale, kAddress };

struct MetaKey {
  std::string_view key;  // lower case: name, property, itemprop or http-equiv
  Meaning meaning;
};

// Open Graph, Dublin Core, schema.org, Highwire, Parsely, and the keys of the Chinese government's page standard
// (GB/T 40692-2021: ArticleTitle, PubDate, ContentSource, SiteName). Sorted.
constexpr std::array kMetaKeys = {
    MetaKey{"apub:time", Meaning::kDate},
    MetaKey{"article:author", Meaning::kAuthor},
    MetaKey{"article:modified_time", Meaning::kDate},
    MetaKey{"article:published_time", Meaning::kDate},
    MetaKey{"articletitle", Meaning::kTitle},
    MetaKey{"author", Meaning::kAuthor},
    MetaKey{"bt:pubdate", Meaning::kDate},
    MetaKey{"citation_date", Meaning::kDate},
    MetaKey{"citation_online_date", Meaning::kDate},
    MetaKey{"citation_publication_date", Meaning::kDate},
    MetaKey{"citation_title", Meaning::kTitle},
    MetaKey{"content-language", Meaning::kLocale},
    MetaKey{"createdate", Meaning::kDate},
    MetaKey{"cxenseparse:recs:publishtime", Meaning::kDate},
    MetaKey{"date", Meaning::kDate},
    MetaKey{"datecreated", Meaning::kDate},
    MetaKey{"datemodified", Meaning::kDate},
    MetaKey{"datepublished", Meaning::kDate},
    MetaKey{"dc.creator", Meaning::kAuthor},
    MetaKey{"dc.date", Meaning::kDate},
    MetaKey{"dc.date.created", Meaning::kDate},
    MetaKey{"dc.date.issued", Meaning::kDate},
    MetaKey{"dc.date.modified", Meaning::kDate},
    MetaKey{"dc.language", Meaning::kLocale},
    MetaKey{"dc.title", Meaning::kTitle},
    MetaKey{"dcterms.created", Meaning::kDate},
    MetaKey{"dcterms.date", Meaning::kDate},
    MetaKey{"dcterms.issued", Meaning::kDate},
    MetaKey{"dcterms.modified", Meaning::kDate},
    MetaKey{"dcterms.title", Meaning::kTitle},
    MetaKey{"firstpublishedtime", Meaning::kDate},
    MetaKey{"headline", Meaning::kTitle},
    MetaKey{"last-modified", Meaning::kDate},
    MetaKey{"lastmod", Meaning::kDate},
    MetaKey{"lastpublisheddate", Meaning::kDate},
    MetaKey{"og:article:published_time", Meaning::kDate},
    MetaKey{"og:locale", Meaning::kLocale},
    MetaKey{"og:published_time", Meaning::kDate},
    MetaKey{"og:release_date", Meaning::kDate},
    MetaKey{"og:site_name", Meaning::kSite},
    MetaKey{"og:title", Meaning::kTitle},
    MetaKey{"og:updated_time", Meaning::kDate},
    MetaKey{"og:url", Meaning::kAddress},
    MetaKey{"parsely-pub-date", Meaning::kDate},
    MetaKey{"parsely-title", Meaning::kTitle},
    MetaKey{"pubdate", Meaning::kDate},
    MetaKey{"publication_date", Meaning::kDate},
    MetaKey{"publish-date", Meaning::kDate},
    MetaKey{"publish_date", Meaning::kDate},
    MetaKey{"publish_time", Meaning::kDate},
    MetaKey{"publishdate", Meaning::kDate},
    MetaKey{"publishtime", Meaning::kDate},
    MetaKey{"release_date", Meaning::kDate},
    MetaKey{"releasedate", Meaning::kDate},
    MetaKey{"sailthru.date", Meaning::kDate},
    MetaKey{"sailthru.title", Meaning::kTitle},
    MetaKey{"sitename", Meaning::kSite},
    MetaKey{"title", Meaning::kTitle},
    MetaKey{"twitter:title", Meaning::kTitle},
    MetaKey{"weibo:article:create_at", Meaning::kDate},
};
static_assert(std::is_sorted(kMetaKeys.begin(), kMetaKeys.end(),
                             [](const MetaKey& a, const MetaKey& b) { return a.key < b.key; }));

constexpr std::array<std::string_view, 4> kItemDates = {"datePublished", "dateModified", "dateCreated",
                                                        "dateLastPubbed"};

// At most kMaxValue bytes, cut between code points, white space squeezed.
std::string tidy(std::string_view text) {
  std::string out = squeeze_spaces(repair_utf8(text.substr(0, 4 * kMaxValue)).text);
  if (out.size() <= kMaxValue) return out;
  std::size_t end = kMaxValue;
  while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) --end;
  out.resize(end);
  return out;
}

void set_first(std::string& to, std::string_view value) {
  if (to.empty()) to = tidy(value);
}

void add(std::vector<std::pair<std::string, std::string>>& to, std::string name, std::string_view value) {
  std::string text = tidy(value);
  if (!text.empty() && to.size() < kMaxEntries) to.emplace_back(std::move(name), std::move(text));
}

std::string_view value_of(std::span<const HtmlAttribute> attributes, std::string_view name) {
  for (const HtmlAttribute& attribute : attributes)
    if (attribute.name == name) return attribute.value;
  return {};
}

bool holds(const std::string& text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

}  // namespace

void HtmlMetadata::note_meta(std::span<const HtmlAttribute> attributes) {
  const std::string_view content = value_of(attributes, "content");
  for (const std::string_view key_name : {"property", "name", "itemprop", "http-equiv"}) {
    const std::string key = lower_ascii(squeeze_spaces(value_of(attributes, key_name)));
    const auto* at = std::lower_bound(kMetaKeys.begin(), kMetaKeys.end(), key,
                                      [](const MetaKey& row, const std::string& k) { return row.key < k; });
    if (at == kMetaKeys.end() || at->key != key) continue;
    switch (at->meaning) {
      case Meaning::kTitle:
        add(declared_.titles, key.starts_with("og:") || key.starts_with("twitter:") ? key : "meta:" + key, content);
        break;
      case Meaning::kDate:
        add(declared_.dates,
            (key_name == "itemprop" ? "itemprop:" + tidy(value_of(attributes, "itemprop")) : "meta:" + key), content);
        break;
      case Meaning::kSite: set_first(declared_.site_name, content); break;
      case Meaning::kAuthor: set_first(declared_.author, content); break;
      case Meaning::kLocale: set_first(locale_, content); break;
      case Meaning::kAddress: set_first(open_graph_url_, content); break;
    }
    return;
  }
}

void HtmlMetadata::note_link(std::span<const HtmlAttribute> attributes) {
  if (lower_ascii(value_of(attributes, "rel")) == "canonical") set_first(declared_.url, value_of(attributes, "href"));
}

void HtmlMetadata::note_time(std::span<const HtmlAttribute> attributes) {
  const std::string_view value = value_of(attributes, "datetime");
  std::string said = lower_ascii(value_of(attributes, "class")) + ' ' + lower_ascii(value_of(attributes, "itemprop"));
  for (const HtmlAttribute& attribute : attributes)
    if (attribute.name == "pubdate") said += " published";
  const bool is_modified = holds(said, {"updat", "modif"});
  add(declared_.dates,
      is_modified                                                   ? "time:modified"
      : holds(said, {"publish", "pubdate", "entry-date", "posted"}) ? "time:published"
                                                                    : "time",
      value);
}

void HtmlMetadata::begin_capture(Capture capture) {
  if (capture_ != Capture::kNone) return;
  capture_ = capture;
  capture_depth_ = depth_;
  captured_.clear();
}

void HtmlMetadata::start(std::string_view name, std::span<const HtmlAttribute> attributes) {
  ++depth_;
  const std::string_view item = value_of(attributes, "itemprop");
  const bool is_item_date = name != "meta" && std::find(kItemDates.begin(), kItemDates.end(), item) != kItemDates.end();
  const auto headings = std::count_if(declared_.titles.begin(), declared_.titles.end(),
                                      [](const auto& title) { return title.first == "h1"; });
  if (name == "meta")
    note_meta(attributes);
  else if (name == "link")
    note_link(attributes);
  else if (name == "time" && !is_item_date)
    note_time(attributes);
  else if (name == "html")
    set_first(declared_.language, value_of(attributes, "lang"));
  else if (name == "title" && !has_title_)
    begin_capture(Capture::kTitle);
  else if (name == "h1" && headings < static_cast<std::ptrdiff_t>(kMaxHeadings))
    begin_capture(Capture::kHeading);
  else if (name == "script" && lower_ascii(value_of(attributes, "type")).starts_with("application/ld+json"))
    begin_capture(Capture::kJsonLd);
  if (!is_item_date) return;
  const std::string_view datetime = value_of(attributes, "datetime"), content = value_of(attributes, "content");
  const std::string source = "itemprop:" + std::string(item);
  if (!datetime.empty() || !content.empty()) return add(declared_.dates, source, datetime.empty() ? content : datetime);
  if (capture_ == Capture::kNone) captured_name_ = source;
  begin_capture(Capture::kItemDate);
}

void HtmlMetadata::end() {
  if (capture_ != Capture::kNone && depth_ == capture_depth_) end_capture();
  if (depth_ > 0) --depth_;
}

void HtmlMetadata::text(std::string_view piece) {
  if (capture_ == Capture::kNone) return;
  const std::size_t limit = capture_ == Capture::kJsonLd ? kMaxJsonBytes + 1 : 4 * kMaxValue;
  if (captured_.size() < limit) captured_ += piece.substr(0, limit - captured_.size());
}

void HtmlMetadata::end_capture() {
  const Capture capture = std::exchange(capture_, Capture::kNone);
  if (capture == Capture::kTitle) declared_.title = tidy(captured_), has_title_ = true;
  if (capture == Capture::kHeading) add(declared_.titles, "h1", captured_);
  if (capture == Capture::kItemDate) add(declared_.dates, captured_name_, captured_);
  if (capture == Capture::kJsonLd && captured_.size() <= kMaxJsonBytes && ++json_blocks_ <= kMaxJsonBlocks)
    read_json_ld(captured_, declared_);
}

Declared HtmlMetadata::take() {
  if (capture_ != Capture::kNone) end_capture();
  if (declared_.url.empty()) declared_.url = open_graph_url_;
  if (declared_.language.empty()) declared_.language = locale_;
  std::replace(declared_.language.begin(), declared_.language.end(), '_', '-');
  return std::move(declared_);
}

}  // namespace polsearch
