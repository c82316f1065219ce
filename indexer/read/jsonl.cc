#include "indexer/read/jsonl.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <simdjson.h>

#include "analysis/dates.h"
#include "analysis/language.h"
#include "analysis/unicode.h"

namespace polsearch {
namespace {

constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kKeptCapacity = 8u << 20;  // a parser grown beyond this by one huge line is replaced

Error reason(std::string text) { return {Error::Kind::kInput, std::move(text), {}}; }

// The fields of a line and where each goes.
struct Target {
  std::string_view name;
  std::string& (*place)(RawDocument&);
  bool is_content = false;
  MediaType media_type = MediaType::kText;
};

constexpr std::array kTargets = {
    Target{"id", [](RawDocument& d) -> std::string& { return d.id; }},
    Target{"url", [](RawDocument& d) -> std::string& { return d.hints.url; }},
    Target{"title", [](RawDocument& d) -> std::string& { return d.hints.title; }},
    Target{"date", [](RawDocument& d) -> std::string& { return d.hints.date; }},
    Target{"lang", [](RawDocument& d) -> std::string& { return d.hints.language; }},
    Target{"site", [](RawDocument& d) -> std::string& { return d.hints.site; }},
    Target{"body", [](RawDocument& d) -> std::string& { return d.bytes; }, true, MediaType::kCleanText},
    Target{"text", [](RawDocument& d) -> std::string& { return d.bytes; }, true, MediaType::kText},
    Target{"html", [](RawDocument& d) -> std::string& { return d.bytes; }, true, MediaType::kHtml},
};

std::size_t target_named(std::string_view name) {
  std::size_t i = 0;
  while (i < kTargets.size() && kTargets[i].name != name) ++i;
  return i;
}

// A string, or, where it is not the content, a whole number as its digits. Error: the type that was found.
Result<std::string> text_of(simdjson::dom::element value, bool is_content) {
  std::string_view text;
  if (!value.get(text)) return std::string(text);
  if (is_content && value.is_number()) return reason("a number");
  if (value.is_int64()) return std::to_string(value.get_int64().value_unsafe());
  if (value.is_uint64()) return std::to_string(value.get_uint64().value_unsafe());
  switch (value.type()) {
    case simdjson::dom::element_type::ARRAY: return reason("an array");
    case simdjson::dom::element_type::OBJECT: return reason("an object");
    case simdjson::dom::element_type::BOOL: return reason("true or false");
    default: return reason("a fraction");
  }
}

std::string print_json_error(simdjson::error_code code) {
  switch (code) {
    case simdjson::DEPTH_ERROR: return fmt::format("JSON is nested deeper than {}", kMaxDepth);
    case simdjson::UTF8_ERROR: return "JSON is not UTF-8";
    case simdjson::CAPACITY: return "JSON line is too large";
    case simdjson::MEMALLOC: return "out of memory for the JSON line";
    default: break;
  }
  std::string text = simdjson::error_message(code);  // "TAPE_ERROR: The JSON document has ..."
  if (const std::size_t colon = text.find(": "); colon != std::string::npos) text.erase(0, colon + 2);
  return "not JSON: " + text;
}

Result<RawDocument> document_of(simdjson::dom::object object) {
  RawDocument document;
  std::bitset<kTargets.size()> seen;
  bool has_content = false;
  for (const simdjson::dom::key_value_pair field : object) {
    const std::size_t index = target_named(field.key);
    if (index == kTargets.size() || field.value.is_null()) continue;
    const Target& target = kTargets[index];
    if (seen[index]) return reason(fmt::format("field \"{}\" occurs twice", target.name));
    seen[index] = true;
    Result<std::string> text = text_of(field.value, target.is_content);
    if (!text) return reason(fmt::format("field \"{}\" is {}, not a string", target.name, text.error().message));
    if (target.is_content && std::exchange(has_content, true)) return reason("more than one of body, text, html");
    if (target.is_content) document.media_type = target.media_type;
    target.place(document) = *std::move(text);
  }
  if (!has_content) return reason("no body, text or html");
  document.hints.charset = "UTF-8";
  return document;
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

constexpr std::size_t kShownBytes = 60;  // of a value in a note

bool is_date(std::string_view text) {
  if (parse_date(text).ok() || read_partial_date(text)) return true;
  const std::vector<DateMention> mentions = find_dates(text);
  return std::any_of(mentions.begin(), mentions.end(), [](const DateMention& m) { return m.date.year != 0; });
}

// Of what the line says of its page: what nothing can be made of is told and left out, languages come in one spelling.
void check_hints(RawDocument& document, const ReadSink& sink) {
  const auto leave_out = [&](std::string_view name, std::string_view kind, std::string& value) {
    if (sink.note)
      sink.note({document.place, fmt::format("{} \"{}\" is {} and was left out", name,
                                             printable_id(repair_utf8(value.substr(0, kShownBytes)).text), kind)});
    value.clear();
  };
  Hints& hints = document.hints;
  if (!hints.date.empty() && !is_date(hints.date)) leave_out("date", "no date", hints.date);
  if (hints.language.empty()) return;
  if (std::string language = canonical_language(hints.language); !language.empty())
    hints.language = std::move(language);
  else
    leave_out("lang", "no language tag", hints.language);
}

// Hands one line's document on; false when the sink stops.
bool hand_on(Result<RawDocument> document, const LineAddress& at, const ReadSink& sink) {
  if (!document) {
    sink.skip({place_at(at), document.error().message});
    return true;
  }
  document->place = place_at(at);
  check_hints(*document, sink);
  document->id = document->id.empty() ? id_at(at) : printable_id(document->id);
  return sink.document(*std::move(document));
}

}  // namespace

struct JsonLineParser::State {
  simdjson::dom::parser parser;
};

JsonLineParser::JsonLineParser() : state_(std::make_unique<State>()) {}
JsonLineParser::~JsonLineParser() = default;

Result<RawDocument> JsonLineParser::parse(std::string& line) {
  line.reserve(line.size() + simdjson::SIMDJSON_PADDING);
  if (state_->parser.capacity() > kKeptCapacity) state_ = std::make_unique<State>();
  if (state_->parser.capacity() < line.size() || state_->parser.max_depth() != kMaxDepth) {
    const std::size_t capacity = std::max<std::size_t>(line.size(), 64 * 1024);
    if (const auto code = state_->parser.allocate(capacity, kMaxDepth)) return reason(print_json_error(code));
  }
  simdjson::dom::element root;
  if (const auto code = state_->parser.parse(line.data(), line.size(), false).get(root))
    return reason(print_json_error(code));
  simdjson::dom::object object;
  if (root.get(object)) return reason("not a JSON object");
  return document_of(object);
}

Result<bool> read_jsonl(ByteSource& source, const std::string& path, const std::string& relative,
                        const ReadLimits& limits, const ReadSink& sink) {
  LineReader reader(source, limits.file_bytes);
  JsonLineParser parser;
  std::string line;
  for (std::uint64_t number = 1;; ++number) {
    const Result<LineReader::Found> found = reader.next();
    if (!found) return found.error();
    if (!found->is_line) return true;
    if (found->too_long) {
      sink.skip({fmt::format("{}:{}", path, number),
                 fmt::format("line is over {}, the limit", print_bytes(limits.file_bytes))});
      continue;
    }
    std::string_view text = found->text;
    if (number == 1 && text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (is_blank(text)) continue;
    const LineAddress at{relative, number, path};
    if (sink.knows_line && sink.knows_line(text, at)) continue;
    line.assign(text);
    if (!hand_on(parser.parse(line), at, sink)) return false;
  }
}

std::string id_at(const LineAddress& at) { return printable_id(fmt::format("{}:{}", at.relative, at.number)); }

std::string place_at(const LineAddress& at) { return fmt::format("{}:{}", at.path, at.number); }

std::string printable_id(std::string_view id) {
  std::string out;
  for (std::size_t i = 0; i < id.size();) {
    const CodePoint point = decode_at(id, i);
    const bool is_kept = point.ok && point.value >= 0x20 && !(point.value >= 0x7F && point.value < 0xA0);
    for (const char byte : id.substr(i, point.length)) {
      if (is_kept)
        out.push_back(byte);
      else
        out += fmt::format("%{:02X}", static_cast<unsigned char>(byte));
    }
    i += point.length;
  }
  return out;
}

}  // namespace polsearch
