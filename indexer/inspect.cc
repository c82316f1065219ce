// Page + CleanDocument -> JSON or a marked-up listing.
#include "indexer/inspect.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/terminal_text.h"
#include "indexer/clean/recurring_lines.h"
#include "indexer/read.h"

namespace polsearch {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostMarks = 4'000'000;  // lines that are counted: 128 MiB; what comes later is only read
constexpr std::uint64_t kCountingBytes = 64ull << 20;

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }
double thousandths(double value) { return std::round(value * 1000) / 1000; }

std::string_view span_text(const Page& page, std::uint32_t begin, std::uint32_t end) {
  const auto size = static_cast<std::uint32_t>(page.text.size());
  begin = std::min(begin, size);
  return std::string_view(page.text).substr(begin, std::min(end, size) - begin);
}

std::set<std::uint32_t> kept_lines(const CleanDocument& document) {
  std::set<std::uint32_t> lines;
  for (const Span& span : document.kept) lines.insert(span.line);
  return lines;
}

std::vector<std::string> event_dates(const CleanDocument& document) {
  std::set<std::string> dates;
  for (const EventDate& event : document.event_dates) dates.insert(to_iso(event.date));
  return {dates.begin(), dates.end()};
}

std::string label_of(const std::string& id, const Knowledge& knowledge) {
  const Ministry* ministry = knowledge.ministry(id);
  return ministry ? ministry->label : id;
}

Json bodies_json(const std::vector<LinkedMinistry>& bodies, const Knowledge& knowledge) {
  Json list = Json::array();
  for (const LinkedMinistry& linked : bodies)
    list.push_back({{"id", linked.id},
                    {"label", label_of(linked.id, knowledge)},
                    {"confidence", thousandths(linked.confidence)},
                    {"role", to_string(linked.role)}});
  return list;
}

Json removal_json(const Removal& removal, const Page& page) {
  return {{"line", removal.line},
          {"rule", removal.rule},
          {"reason", removal.reason},
          {"text", span_text(page, removal.begin, removal.end)},
          {"score", thousandths(removal.score)}};
}

void add_cut(Json& json, const Page& page, const CleanDocument& document) {
  const std::set<std::uint32_t> kept = kept_lines(document);
  Json removed = Json::array(), removed_spans = Json::array();
  for (const Removal& removal : document.removed)
    (kept.contains(removal.line) ? removed_spans : removed).push_back(removal_json(removal, page));
  json["body"] = document.body;
  json["body_lines"] = kept;
  json["removed"] = std::move(removed);
  json["quality"] = thousandths(document.quality);
  if (!removed_spans.empty()) json["removed_spans"] = std::move(removed_spans);
}

// Paints only what stands on a terminal.
struct Paint {
  bool color;
  [[nodiscard]] std::string operator()(std::string_view code, std::string_view text) const {
    return color ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
  }
};
constexpr std::string_view kBold = "1", kDim = "2", kGreen = "32", kRed = "31";

std::string header_row(std::string_view name, std::string_view value, std::string_view evidence, const Paint& paint) {
  std::string row = paint(kDim, fmt::format("{:<12}", name)) + (value.empty() ? paint(kDim, "-") : for_terminal(value));
  if (!evidence.empty()) row += paint(kDim, fmt::format("  ({})", for_terminal(evidence)));
  return row + "\n";
}

std::string date_evidence(const CleanDocument& document) {
  const std::string precision(to_string(document.precision));
  return document.date_source.empty() || document.date_source == precision ? precision
                                                                           : precision + ", " + document.date_source;
}

std::string header(const Page& page, const CleanDocument& document, const Knowledge& knowledge, const Paint& paint) {
  std::string out = paint(kBold, for_terminal(document.id)) + "\n";
  out += header_row("title", document.title, document.title_source, paint);
  out += header_row("date", to_iso(document.date), date_evidence(document), paint);
  out += header_row("events", fmt::format("{}", fmt::join(event_dates(document), " ")), "", paint);
  out += header_row("language", fmt::format("{}", fmt::join(document.languages, " ")), "", paint);
  for (const auto& [name, bodies] :
       {std::pair{"ministry", &document.ministries}, {"other body", &document.other_bodies}})
    for (const LinkedMinistry& linked : *bodies)
      out += header_row(name, linked.id + " " + label_of(linked.id, knowledge),
                        linked.role == MinistryRole::kMentioned
                            ? fmt::format("{:.2f}", linked.confidence)
                            : fmt::format("{:.2f}, {}", linked.confidence, to_string(linked.role)),
                        paint);
  out += header_row("source", document.source, "", paint);
  out += header_row("editor", document.editor,
                    document.responsible_editor.empty() ? "" : "responsible: " + document.responsible_editor, paint);
  if (!document.url.empty()) out += header_row("url", document.url, "", paint);
  out +=
      header_row("charset", page.charset, page.replaced ? fmt::format("{} bytes replaced", page.replaced) : "", paint);
  out += header_row("quality", fmt::format("{:.2f}", document.quality), "", paint);
  return out + "\n";
}

// A kept or removed piece of the page, to be listed in the page's order.
struct Piece {
  std::uint32_t line, begin, end;
  const Removal* removal;  // nullptr: kept
};

std::vector<Piece> pieces_in_order(const CleanDocument& document) {
  std::vector<Piece> pieces;
  for (const Span& span : document.kept) pieces.push_back({span.line, span.begin, span.end, nullptr});
  for (const Removal& removal : document.removed)
    pieces.push_back({removal.line, removal.begin, removal.end, &removal});
  std::sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) { return a.begin < b.begin; });
  return pieces;
}

std::string piece_row(const Piece& piece, const Page& page, const Paint& paint) {
  const std::string fate = piece.removal ? fmt::format("{} [{}]", piece.removal->reason, piece.removal->rule) : "keep";
  const std::string margin = fmt::format("{:>5} {:<32} ", piece.line, fate);
  const std::string text = for_terminal(span_text(page, piece.begin, piece.end));
  return paint(piece.removal ? kRed : kGreen, margin) + paint(piece.removal ? kDim : "0", text) + "\n";
}

}  // namespace

std::string print_inspection_json(const Page& page, const CleanDocument& document, const Knowledge& knowledge) {
  Json json;
  json["id"] = document.id;
  json["title"] = text_or_null(document.title);
  json["title_source"] = document.title_source;
  json["date"] = text_or_null(to_iso(document.date));
  json["date_precision"] = to_string(document.precision);
  json["date_source"] = document.date_source;
  json["event_dates"] = event_dates(document);
  json["language"] = document.language;
  json["languages"] = document.languages;
  json["ministries"] = bodies_json(document.ministries, knowledge);
  json["other_bodies"] = bodies_json(document.other_bodies, knowledge);
  json["source"] = text_or_null(document.source);
  json["editor"] = text_or_null(document.editor);
  json["responsible_editor"] = text_or_null(document.responsible_editor);
  json["url"] = text_or_null(document.url);
  json["charset"] = page.charset;
  json["replaced"] = page.replaced;
  add_cut(json, page, document);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string print_inspection_text(const Page& page, const CleanDocument& document, const Knowledge& knowledge,
                                  bool color) {
  const Paint paint{color};
  std::string out = header(page, document, knowledge, paint);
  for (const Piece& piece : pieces_in_order(document)) out += piece_row(piece, page, paint);
  return out + "\n";
}

namespace {

// What recurs on the sites of these pages. Standard input cannot be read twice, and of one file there is nothing to
// count; a page that cannot be read is named when it is inspected.
Result<TemplateLines> count_template_lines(const std::vector<std::string>& paths, const Cleaning& cleaning) {
  std::error_code none;
  const bool is_one_page = paths.size() == 1 && std::filesystem::is_regular_file(paths.front(), none) &&
                           paths.front().find(".jsonl") == std::string::npos;
  if (is_one_page || std::find(paths.begin(), paths.end(), "-") != paths.end()) return TemplateLines();
  std::vector<LineMark> marks;
  std::uint32_t documents = 0;
  ReadSink read;
  read.skip = [](Skip&&) {};
  read.document = [&](RawDocument&& raw) {
    const Result<Page> page = make_page(std::move(raw), ReadLimits{});
    if (!page || page->media_type == MediaType::kCleanText) return true;
    const CleanDocument document = cleaning.clean(*page);
    const std::vector<LineMark> own =
        mark_lines(document.site, document.title, document.title_is_derived, document.body, ++documents);
    marks.insert(marks.end(), own.begin(), own.end());
    return marks.size() < kMostMarks;
  };
  std::istringstream nothing;
  if (Status status = read_documents(paths, ReadLimits{}, nothing, read); !status) return status.error();
  const auto each = [&](const std::function<void(const LineMark&)>& take) -> Status {
    for (const LineMark& mark : marks) take(mark);
    return Done{};
  };
  return TemplateLines::count(
      each, [](std::uint32_t document) { return document; }, kCountingBytes);
}

}  // namespace

Status inspect_paths(const std::vector<std::string>& paths, std::istream& standard_input, const Cleaning& cleaning,
                     const InspectSink& sink) {
  const Result<TemplateLines> lines = count_template_lines(paths, cleaning);
  if (!lines) return lines.error();
  ReadSink read;
  read.skip = [&](Skip&& skip) { sink.skip(skip); };
  read.note = [&](Note&& note) {
    if (sink.note) sink.note(note);
  };
  read.document = [&](RawDocument&& raw) {
    std::string place = raw.place;
    const Result<Page> page = make_page(std::move(raw), ReadLimits{});
    if (page) {
      CleanDocument document = cleaning.clean(*page);
      if (page->media_type != MediaType::kCleanText) remove_template_lines(document, *page, *lines, cleaning.linker);
      return sink.document(*page, document);
    }
    sink.skip({std::move(place), page.error().message});
    return true;
  };
  return read_documents(paths, ReadLimits{}, standard_input, read);
}

}  // namespace polsearch
