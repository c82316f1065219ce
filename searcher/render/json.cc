// SearchResponse -> JSON (see render.h).
#include <nlohmann/json.hpp>

#include "searcher/render/render.h"

namespace polsearch::render {
namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json ranges(const std::vector<std::pair<std::uint32_t, std::uint32_t>>& highlights) {
  Json out = Json::array();
  for (const auto& [begin, end] : highlights) out.push_back({begin, end});
  return out;
}

Json hit_json(const Hit& hit) {
  Json out;
  out["rank"] = hit.rank;
  out["id"] = hit.id;
  out["score"] = hit.score;
  out["title"] = hit.title;
  out["title_source"] = hit.title_source;
  out["title_highlights"] = ranges(hit.title_highlights);
  out["date"] = text_or_null(hit.date);
  out["date_precision"] = hit.date_precision;
  out["ministries"] = hit.ministries;
  out["language"] = hit.language;
  out["source"] = text_or_null(hit.source);
  out["url"] = text_or_null(hit.url);
  out["snippet"] = {{"text", hit.snippet.text},
                    {"highlights", ranges(hit.snippet.highlights)},
                    {"cut_before", hit.snippet.cut_before},
                    {"cut_after", hit.snippet.cut_after}};
  out["duplicates"] = hit.duplicates;
  if (!hit.explanation.empty()) out["explanation"] = hit.explanation;
  return out;
}

Json facet_json(const Facet& facet) {
  Json values = Json::array();
  for (const FacetValue& value : facet.values) {
    Json row;
    row["value"] = value.value ? Json(*value.value) : Json(nullptr);
    if (facet.kind == FacetKind::kMinistry) row["label"] = value.label;
    row["count"] = value.count;
    values.push_back(std::move(row));
  }
  return values;
}

}  // namespace

std::string to_json(const SearchResponse& response, bool pretty, const std::string* query_id) {
  Json out;
  if (query_id != nullptr) out["id"] = *query_id;
  out["query"] = response.query;
  out["interpreted_as"] = response.interpreted_as;
  out["notes"] = response.notes;
  out["did_you_mean"] = response.did_you_mean ? Json(*response.did_you_mean) : Json(nullptr);
  out["total"] = response.total;
  out["total_is_exact"] = response.total_is_exact;
  out["took_us"] = response.took_us;
  out["hits"] = Json::array();
  for (const Hit& hit : response.hits) out["hits"].push_back(hit_json(hit));
  out["facets"] = Json::object();
  for (const Facet& facet : response.facets) out["facets"][std::string(to_string(facet.kind))] = facet_json(facet);
  if (!response.explanation.empty()) out["explanation"] = response.explanation;
  if (!response.warnings.empty()) out["warnings"] = response.warnings;
  return out.dump(pretty ? 2 : -1, ' ', false, Json::error_handler_t::replace);
}

std::string to_json(const std::vector<Completion>& completions, std::string_view typed, bool pretty) {
  Json out;
  out["typed"] = std::string(typed);
  out["completions"] = Json::array();
  for (const Completion& completion : completions) {
    out["completions"].push_back({{"text", completion.text},
                                  {"kind", std::string(to_string(completion.kind))},
                                  {"documents", completion.documents}});
  }
  return out.dump(pretty ? 2 : -1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace polsearch::render
