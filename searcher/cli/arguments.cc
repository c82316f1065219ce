// Command line -> command (see arguments.h).
#include "searcher/cli/arguments.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <utility>

#include "analysis/dates.h"

namespace polsearch::cli {
namespace {

constexpr const char* kHelpHead =
    "Searches an index of policy pages in English, Chinese and Thai.\n"
    "\n"
    "Examples:\n"
    "  polsearch 5G factories                        pages with both words, in any form\n"
    "  polsearch '\"industrial internet\" -steel'      a phrase, without a word\n"
    "  polsearch --ministry miit --from 2023-04 5G   filters; a ministry by id or any of its names\n"
    "  polsearch 工信部 5G工厂                       Chinese and Thai need no spaces\n"
    "  polsearch --format json 'title:plan'          for programs\n"
    "  polsearch --batch queries.tsv --format trec   many queries, one a line: id<TAB>query\n";

constexpr const char* kHelpFoot =
    "Query language: words, AND OR NOT, +must -not, \"a phrase\", a NEAR/5 b, ( ), prefix*,\n"
    "  title: body: removed: ministry: date:2023-01..2023-07 lang: source: site: id: duplicates:\n"
    "Filters may be repeated: any of one kind, all kinds together. Dates: 2023, 2023-04, 2023-04-21.\n"
    "INDEX is -i, else $POLSEARCH_INDEX, else $XDG_DATA_HOME/polsearch/index (~/.local/share/polsearch/index).\n"
    "Write -- before a query that begins with a minus: polsearch -- -steel coal\n"
    "In TREC output white space inside ids is percent-encoded: a blank is %20.\n"
    "Exit codes: 0 hits, 1 no hits, 2 usage or input error, 3 index missing or damaged, 4 index of another format.\n";

// As typed.
struct Typed {
  std::string index, knowledge, batch, facets;
  std::vector<std::string> words, from, to;
  SearchRequest request;
  Format format = Format::kText;
  Color color = Color::kAuto;
  std::string complete;
  bool no_expand = false, has_facets = false, has_complete = false, stories = false;
};

const std::map<std::string, Format> kFormats = {{"text", Format::kText},
                                                {"json", Format::kJson},
                                                {"jsonl", Format::kJsonLines},
                                                {"csv", Format::kCsv},
                                                {"trec", Format::kTrec}};
const std::map<std::string, Color> kColors = {
    {"auto", Color::kAuto}, {"always", Color::kAlways}, {"never", Color::kNever}};
const std::map<std::string, Sort> kSorts = {
    {"relevance", Sort::kRelevance}, {"date", Sort::kDateAscending}, {"-date", Sort::kDateDescending}};
const std::map<std::string, Engine> kEngines = {{"mapped", Engine::kMapped}, {"xapian", Engine::kXapian}};

template <class T>
std::string names_of(const std::map<std::string, T>& values) {
  std::string out;
  for (const auto& [name, value] : values) out += (out.empty() ? "" : ", ") + name;
  return out;
}

// An option whose value is one of a few names; another one is an error that lists them.
template <class T>
CLI::Option* add_choice(CLI::App& app, const std::string& name, T& target, const std::map<std::string, T>& values,
                        const std::string& help) {
  const auto read = [&target, &values](const CLI::results_t& given) {
    const auto found = values.find(given.back());
    if (found == values.end()) return false;
    target = found->second;
    return true;
  };
  const auto check = [&values](const std::string& value) {
    return values.contains(value) ? std::string() : "'" + value + "' is none of " + names_of(values);
  };
  return app.add_option(name, read, help + " (" + names_of(values) + ")")
      ->check(CLI::Validator(check, "", ""))
      ->type_name("NAME");
}

void define(CLI::App& app, Typed& typed) {
  SearchRequest& request = typed.request;
  app.add_option("query", typed.words, "the query: its words are joined by blanks")->type_name("QUERY");
  app.add_option("-i,--index", typed.index, "the index folder")->type_name("INDEX");
  app.add_option("--from", typed.from, "published on this date or later")->type_name("DATE")->allow_extra_args(false);
  app.add_option("--to", typed.to, "published on this date or earlier")->type_name("DATE")->allow_extra_args(false);
  app.add_option("--ministry", request.ministries, "pages of this body, by id or any name")
      ->type_name("ID")
      ->allow_extra_args(false);
  app.add_option("--lang", request.languages, "pages in this language: en, zh, th")
      ->type_name("L")
      ->allow_extra_args(false);
  app.add_option("--source", request.sources, "pages of this source")->type_name("S")->allow_extra_args(false);
  app.add_flag("--include-inferred", request.include_inferred, "let inferred dates pass --from and --to");
  app.add_option("-n", request.count, "hits to show (10)")->check(CLI::Range(0, 10'000))->type_name("N");
  app.add_option("--offset", request.offset, "hits to skip")->check(CLI::Range(0, 1'000'000))->type_name("N");
  add_choice(app, "--sort", request.sort, kSorts, "order of the hits; -date: newest first");
  add_choice(app, "--format", typed.format, kFormats, "output");
  app.add_option("--facets", typed.facets, "counts: year, month, day, ministry, lang, source, or none (month,ministry)")
      ->type_name("LIST");
  app.add_option("--like", request.similar_to,
                 "pages like this one; with a query: those that answer it, its like first")
      ->type_name("ID");
  app.add_option("--prefer-recent", request.recency_half_life_days,
                 "a page this much older than the newest counts half")
      ->check(CLI::Range(0.0, 1e6))
      ->type_name("DAYS");
  app.add_option("--batch", typed.batch,
                 "answer every line `id<TAB>query` of FILE, in jsonl unless --format says csv, json or trec; - is "
                 "standard input")
      ->type_name("FILE");
  app.add_flag("--stories", typed.stories, "near-duplicates count as one, shown by the best of them");
  app.add_option("--complete", typed.complete, "ways to go on typing TEXT, instead of a search")->type_name("TEXT");
  app.add_flag("--explain", request.explain, "how the query was understood and why each hit scored");
  app.add_flag("--no-expand", typed.no_expand, "a ministry's name finds that name only");
  app.add_option("--time-limit", request.time_limit_ms, "stop matching after so many milliseconds, and say so")
      ->type_name("MS");
  add_choice(app, "--engine", request.engine, kEngines, "who matches: both give the same");
  add_choice(app, "--color", typed.color, kColors, "colours in text output");
  app.add_option("--snippet-bytes", request.snippet_bytes, "length of a snippet, 0 for none (240)")->type_name("N");
  app.add_option("--knowledge", typed.knowledge, "folder of tables laid over the built-in ones")->type_name("DIR");
  app.set_version_flag("--version", std::string("polsearch ") + POLSEARCH_VERSION);
  app.set_help_flag("-h,--help", "this text");
}

// Several --from or --to: any of them, so the widest.
Result<std::string> widest(const std::vector<std::string>& dates, bool earliest) {
  std::string best;
  DateRange best_days;
  for (const std::string& text : dates) {
    const auto date = parse_date(text);
    if (!date) return date.error();
    const DateRange days = days_of(*date);
    const bool wider = earliest ? days.first < best_days.first : days.last > best_days.last;
    if (best.empty() || wider) {
      best = text;
      best_days = days;
    }
  }
  return best;
}

Result<std::vector<FacetKind>> parse_facets(const std::string& list) {
  std::vector<FacetKind> kinds;
  std::size_t at = 0;
  while (at <= list.size()) {
    const std::size_t end = std::min(list.find(',', at), list.size());
    const std::string name = list.substr(at, end - at);
    at = end + 1;
    if (name.empty() || name == "none") continue;
    const auto kind = parse_facet_kind(name);
    if (!kind) return kind.error();
    if (std::find(kinds.begin(), kinds.end(), *kind) == kinds.end()) kinds.push_back(*kind);
  }
  return kinds;
}

Result<Command> meant_completion(Typed typed, const IndexVariables& variables) {
  if (!typed.words.empty() || !typed.batch.empty())
    return Error{Error::Kind::kInput, "both a query and --complete", "quote the text: polsearch --complete '5G fac'"};
  if (typed.format != Format::kText && typed.format != Format::kJson && typed.format != Format::kJsonLines)
    return Error{Error::Kind::kInput, "--complete has no such format", "accepted: text, json, jsonl"};
  return Command(CompleteCommand{typed.index.empty() ? default_index(variables) : std::move(typed.index),
                                 std::move(typed.knowledge), std::move(typed.complete), typed.request.count,
                                 typed.format});
}

Result<Command> meant(Typed typed, const IndexVariables& variables) {
  if (typed.has_complete) return meant_completion(std::move(typed), variables);
  SearchCommand command;
  command.request = std::move(typed.request);
  for (const std::string& word : typed.words) {
    if (!command.request.query.empty()) command.request.query += ' ';
    command.request.query += word;
  }
  for (const auto& [dates, earliest, target] :
       {std::tuple(&typed.from, true, &command.request.from), std::tuple(&typed.to, false, &command.request.to)}) {
    auto date = widest(*dates, earliest);
    if (!date) return date.error();
    *target = std::move(*date);
  }
  if (typed.has_facets) {
    auto facets = parse_facets(typed.facets);
    if (!facets) return facets.error();
    command.request.facets = std::move(*facets);
  }
  command.request.expand = !typed.no_expand;
  if (typed.stories) command.request.count_mode = CountMode::kStories;
  command.index = typed.index.empty() ? default_index(variables) : std::move(typed.index);
  command.knowledge_folder = std::move(typed.knowledge);
  command.batch = std::move(typed.batch);
  command.format = typed.format;
  command.color = typed.color;
  if (command.format == Format::kTrec) {  // prints ids and scores alone
    command.request.hit_detail = HitDetail::kIds;
    command.request.facets.clear();
  }
  const SearchRequest& request = command.request;
  const bool has_filters = !request.from.empty() || !request.to.empty() || !request.ministries.empty() ||
                           !request.languages.empty() || !request.sources.empty() || !request.similar_to.empty();
  if (typed.words.empty() && command.batch.empty() && !has_filters)
    return Error{Error::Kind::kInput, "no query", "polsearch 5G factories; polsearch --help shows more"};
  if (!typed.words.empty() && !command.batch.empty())
    return Error{Error::Kind::kInput, "both a query and --batch", "put the query into the batch file"};
  if (!command.batch.empty() && command.format == Format::kText) command.format = Format::kJsonLines;
  return Command(std::move(command));
}

std::string usage_hint(const CLI::ParseError& error) {
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr)
    return "write -- before a query that begins with a minus; polsearch --help lists the options";
  return "polsearch --help lists the options";
}

}  // namespace

Result<Command> parse_arguments(const std::vector<std::string>& arguments, const IndexVariables& variables) {
  CLI::App app(kHelpHead, "polsearch");
  app.footer(kHelpFoot);
  Typed typed;
  try {
    define(app, typed);
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());  // as CLI11 wants them
    app.parse(std::move(reversed));
    typed.has_facets = app.count("--facets") > 0;
    typed.has_complete = app.count("--complete") > 0;
  } catch (const CLI::CallForHelp&) {
    return Command(PrintCommand{app.help()});
  } catch (const CLI::CallForVersion&) {
    return Command(PrintCommand{app.version() + "\n"});
  } catch (const CLI::ParseError& error) {
    return Error{Error::Kind::kInput, error.what(), usage_hint(error)};
  }
  return meant(std::move(typed), variables);
}

}  // namespace polsearch::cli
