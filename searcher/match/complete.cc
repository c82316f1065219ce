// Completion (see complete.h).
#include "searcher/match/complete.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "analysis/schema.h"
#include "analysis/stop_words.h"
#include "analysis/unicode.h"
#include "searcher/match/compile.h"
#include "searcher/match/runs.h"

namespace polsearch::match {
namespace {

using query::Node;
using query::Op;
using query::Scope;

constexpr std::size_t kMaxStarts = 12;    // places where a name or a word may begin
constexpr std::size_t kMaxNames = 200;    // that begin alike
constexpr std::size_t kMinNameBytes = 3;  // three Latin letters, one Chinese or Thai character
constexpr std::size_t kMinTitleBytes = 4;
constexpr std::size_t kMaxTokens = 256;

enum class Kind : std::uint8_t { kNone, kLatin, kHan, kThai };

Kind kind_of(char32_t c) {
  if (is_han(c)) return Kind::kHan;
  if (is_thai(c)) return Kind::kThai;
  return is_letter_or_digit(c) ? Kind::kLatin : Kind::kNone;
}

// Where each stretch of letters of one script begins, and each Chinese character; ascending.
struct Starts {
  std::vector<std::size_t> words;
  std::size_t last = 0;  // where the last stretch begins; text.size() when the text ends in none
  Kind last_kind = Kind::kNone;
};

Starts starts_of(std::string_view text) {
  Starts starts;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_at(text, at);
    const Kind kind = point.ok ? kind_of(point.value) : Kind::kNone;
    if (kind != Kind::kNone && (kind != starts.last_kind || kind == Kind::kHan)) starts.words.push_back(at);
    if (kind != starts.last_kind) starts.last = at;
    starts.last_kind = kind;
    at += point.length;
  }
  if (starts.last_kind == Kind::kNone) starts.last = text.size();
  return starts;
}

// The field whose value is being typed: ministry in `-ministry:mi`.
const schema::Field* field_before(std::string_view text, std::size_t value) {
  if (value == 0 || text[value - 1] != ':') return nullptr;
  std::size_t begin = value - 1;
  while (begin > 0 && ((text[begin - 1] >= 'a' && text[begin - 1] <= 'z'))) --begin;
  return schema::field_named(text.substr(begin, value - 1 - begin));
}

class Completer {
 public:
  Completer(std::string_view typed, std::size_t count, const OpenIndex& index, const Database& database)
      : typed_(typed),
        count_(count),
        index_(index),
        database_(database),
        lookup_(database.lookup()),
        starts_(starts_of(typed)),
        field_(field_before(typed, starts_.last)) {}

  Result<std::vector<Completion>> run() {
    const bool any_word = field_ == nullptr || field_->kind == schema::Kind::kText;
    std::vector<Completion> sure, doubtful;
    if (any_word || field_->name == "ministry") find_ministries(sure, doubtful);
    add_most_frequent(std::move(sure), std::max<std::size_t>(count_ / 2, 1));
    if (any_word) add_words();
    add_most_frequent(std::move(doubtful), std::max<std::size_t>(count_ / 2, 1));
    if (field_ == nullptr)
      if (Status ok = add_titles(); !ok) return ok.error();
    return std::move(found_);
  }

 private:
  void add(Completion completion) {
    if (found_.size() < count_ && completion.text != typed_ && seen_.insert(fold(completion.text)).second)
      found_.push_back(std::move(completion));
  }

  [[nodiscard]] std::string before(std::size_t at) const { return std::string(typed_.substr(0, at)); }

  // Bodies ----------------------------------------------------------------------------------------------------------

  // From the longest tail on: what says most wins. One Latin word alone may well go on otherwise.
  void find_ministries(std::vector<Completion>& sure, std::vector<Completion>& doubtful) const {
    std::set<std::uint32_t> known;
    const bool is_value = field_ != nullptr && field_->name == "ministry";
    std::vector<std::size_t> starts = is_value ? std::vector{starts_.last} : starts_.words;
    if (starts.size() > kMaxStarts)
      starts.erase(starts.begin(), starts.end() - static_cast<std::ptrdiff_t>(kMaxStarts));
    for (const std::size_t start : starts) {
      const std::string_view tail = typed_.substr(start);
      const bool one_word = starts_.last_kind == Kind::kLatin && tail.find(' ') == std::string_view::npos;
      for (Completion& body : bodies_from(start, is_value, known))
        (one_word && !is_value ? doubtful : sure).push_back(std::move(body));
    }
  }

  std::vector<Completion> bodies_from(std::size_t start, bool is_value, std::set<std::uint32_t>& known) const {
    std::map<std::uint32_t, std::string> names;  // one a body: the official one if it begins so
    if (typed_.size() - start < kMinNameBytes) return {};
    for (const NameStart& name :
         index_.names.beginning_with(fold(typed_.substr(start)), kMaxNames, index_.known().knowledge)) {
      const Ministry& ministry = index_.known().knowledge.ministries[name.ministry];
      const std::string& text = ministry.names[name.name].text;
      const bool official = text == ministry.label || text == ministry.label_zh || text == ministry.label_th;
      const auto [shown, is_new] = names.emplace(name.ministry, text);
      if (!is_new && official) shown->second = text;
    }
    std::vector<Completion> bodies;
    for (const auto& [number, text] : names) {
      if (!known.insert(number).second) continue;
      const std::string& id = index_.known().knowledge.ministries[number].id;
      const std::uint32_t documents = lookup_.frequency(std::string(schema::prefix_of("ministry")) + id);
      if (documents > 0)
        bodies.push_back({before(start) + (is_value ? id : text), Completion::Kind::kMinistry, documents});
    }
    return bodies;
  }

  void add_most_frequent(std::vector<Completion> completions, std::size_t limit) {
    std::stable_sort(completions.begin(), completions.end(),
                     [](const Completion& a, const Completion& b) { return a.documents > b.documents; });
    if (completions.size() > limit) completions.resize(limit);
    for (Completion& completion : completions) add(std::move(completion));
  }

  // Words -----------------------------------------------------------------------------------------------------------

  void add_words() {
    const Vocabulary& vocabulary = index_.vocabulary.get(lookup_);
    switch (starts_.last_kind) {
      case Kind::kNone: return;
      case Kind::kLatin: return (void)add_words_from(starts_.last, vocabulary.latin);
      case Kind::kHan: return add_unspaced_words(vocabulary.han);
      case Kind::kThai: return add_unspaced_words(vocabulary.thai);
    }
  }

  // Chinese and Thai have no blanks: a word may begin wherever the analysis cuts one. The longest beginning that any
  // word has wins.
  void add_unspaced_words(const WordList& words) {
    const std::vector<Run> runs = split_runs(index_.analyzer, typed_.substr(starts_.last), kMaxTokens).runs;
    if (runs.empty()) return;
    const std::vector<std::uint32_t> begins = word_begins(runs.back());
    for (std::size_t i = begins.size() - std::min(begins.size(), kMaxStarts); i < begins.size(); ++i)
      if (add_words_from(starts_.last + begins[i], words)) return;
  }

  // Each Thai word, each Chinese character that is not inside a dictionary word.
  static std::vector<std::uint32_t> word_begins(const Run& run) {
    std::vector<std::uint32_t> begins;
    for (const Token& word : run.words) {
      const bool inside = std::any_of(run.dictionary.begin(), run.dictionary.end(), [&](const Token& whole) {
        return whole.begin < word.begin && word.begin < whole.end;
      });
      if (!inside) begins.push_back(word.begin);
    }
    return begins;
  }

  // Whether there is any. The typed part stays as it was typed. Nobody goes on to "the".
  bool add_words_from(std::size_t start, const WordList& words) {
    const std::string prefix = fold(typed_.substr(start));
    if (prefix.empty()) return false;
    const auto [first, last] = words.beginning_with(prefix);
    std::vector<KnownWord> longer;
    for (std::size_t i = first; i < last; ++i)
      if (words[i].text.size() > prefix.size() && !is_stop_word(words[i].text)) longer.push_back(words[i]);
    const std::size_t shown = std::min(longer.size(), count_);
    std::partial_sort(longer.begin(), longer.begin() + static_cast<std::ptrdiff_t>(shown), longer.end(),
                      [](const KnownWord& a, const KnownWord& b) {
                        return a.documents != b.documents ? a.documents > b.documents : a.text < b.text;
                      });
    longer.resize(shown);
    for (const KnownWord& word : longer) {
      const std::string rest(word.text.substr(prefix.size()));
      add({std::string(typed_) + rest, Completion::Kind::kWord, word.documents});
    }
    return shown > 0;
  }

  // Titles ----------------------------------------------------------------------------------------------------------

  // Titles that have all words typed and go on the last one; the newest first.
  Status add_titles() {
    if (found_.size() >= count_ || typed_.size() < kMinTitleBytes || starts_.words.empty()) return Done{};
    const Plan plan = compile(title_query(), {index_.analyzer, *index_.known().linker, index_.columns, lookup_}).plan;
    const auto answer =
        database_.match({plan, {}, Sort::kDateDescending, count_ - found_.size(), 0, false, &index_.columns});
    if (!answer) return answer.error();
    auto stored = database_.stored_short(documents_of(answer->page));
    if (!stored) return stored.error();
    for (StoredDocument& document : *stored) add({std::move(document.title), Completion::Kind::kTitle, 1});
    return Done{};
  }

  [[nodiscard]] Node title_query() const {
    Node query;
    query.op = Op::kAnd;
    for (const auto& [op, text] :
         {std::pair(Op::kWord, typed_.substr(0, starts_.last)), std::pair(Op::kPrefix, typed_.substr(starts_.last))}) {
      if (text.empty()) continue;
      Node part;
      part.op = op;
      part.scope = Scope::kTitle;
      part.text = std::string(text);
      query.children.push_back(std::move(part));
    }
    return query;
  }

  std::string_view typed_;
  std::size_t count_;
  const OpenIndex& index_;
  const Database& database_;
  TermLookup lookup_;
  Starts starts_;
  const schema::Field* field_;
  std::vector<Completion> found_;
  std::set<std::string> seen_;
};

}  // namespace

Result<std::vector<Completion>> complete(std::string_view typed, std::size_t count, const OpenIndex& index,
                                         const Database& database) {
  const std::string text = repair_utf8(typed).text;
  if (text.size() > kMaxTypedBytes || starts_of(text).words.empty()) return std::vector<Completion>();
  return Completer(text, std::min(count, kMaxCompletions), index, database).run();
}

}  // namespace polsearch::match
