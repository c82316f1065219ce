#include "searcher/match/database.h"

#include <utility>

#include "searcher/match/title_mass.h"

namespace polsearch::match {

Database::Database(SharedTables mapped, std::unique_ptr<const XapianTables> xapian)
    : mapped_(std::move(mapped)), xapian_(std::move(xapian)) {}

Result<Database> Database::open(const std::filesystem::path& folder, const std::filesystem::path& stream,
                                const std::filesystem::path& pairs, const std::filesystem::path& places) {
  auto tables = engine::MappedTables::open(folder, stream, pairs, places);
  if (!tables) return tables.error();
  return open(folder, std::move(*tables), Engine::kMapped);
}

Result<Database> Database::open(const std::filesystem::path& folder, SharedTables tables, Engine engine) {
  if (tables && engine == Engine::kMapped) return Database(std::move(tables), nullptr);
  auto xapian = XapianTables::open(folder, tables ? &tables->positions() : nullptr);
  if (!xapian) return xapian.error();
  return Database(std::move(tables), std::make_unique<const XapianTables>(std::move(*xapian)));
}

std::uint32_t Database::document_count() const {
  return xapian_ ? xapian_->document_count() : mapped_->document_count();
}

Result<MatchAnswer> Database::match(const MatchQuestion& question) const {
  auto answer = xapian_ ? xapian_->match(question) : mapped_->match(question);
  if (answer && answer->frequencies.size() == question.ranked.size())
    for (std::size_t i = 0; i < question.ranked.size(); ++i)
      known_frequencies_->try_emplace(question.ranked[i].term, answer->frequencies[i]);
  return answer;
}

Result<std::vector<TermScore>> Database::scores(std::uint32_t document, std::span<const QueryTerm> ranked) const {
  return xapian_ ? xapian_->scores(document, ranked) : mapped_->scores(document, ranked);
}

Result<Presence> Database::presence(std::span<const std::uint32_t> documents,
                                    std::span<const std::string> terms) const {
  return xapian_ ? xapian_->presence(documents, terms) : mapped_->presence(documents, terms);
}

// Term lists and records are the same bytes to both; the mapped ones are read faster.
Result<std::vector<std::string>> Database::title_terms(std::uint32_t document) const {
  return mapped_ ? mapped_->title_terms(document) : xapian_->title_terms(document);
}

Result<double> Database::title_mass(std::uint32_t document) const {
  if (mapped_) return mapped_->title_mass(document);
  const auto terms = title_terms(document);
  if (!terms) return terms.error();
  return match::title_mass(*terms, lookup().frequency, document_count());
}

double Database::rarity(std::uint32_t documents_with_term) const {
  return match::rarity(document_count(), documents_with_term);
}

Result<std::string> Database::record(std::uint32_t document) const {
  return mapped_ ? mapped_->record(document) : xapian_->record(document);
}

Result<StoredDocument> Database::stored(std::uint32_t document) const {
  const auto bytes = record(document);
  if (!bytes) return bytes.error();
  return decode_stored_document(*bytes);
}

// Nothing of those that cannot be read in place.
std::vector<std::string_view> Database::record_begins(std::span<const std::uint32_t> documents) const {
  return mapped_ ? mapped_->record_begins(documents) : std::vector<std::string_view>(documents.size());
}

Result<std::vector<StoredDocument>> Database::stored_short(std::span<const std::uint32_t> documents) const {
  const std::vector<std::string_view> begins = record_begins(documents);
  std::vector<StoredDocument> out;
  out.reserve(documents.size());
  for (std::size_t i = 0; i < documents.size(); ++i) {
    if (auto begun = decode_short_fields(begins[i])) {
      out.push_back(std::move(*begun));
      continue;
    }
    auto whole = stored(documents[i]);
    if (!whole) return whole.error();
    out.push_back(std::move(*whole));
  }
  return out;
}

Result<std::vector<std::string>> Database::ids(std::span<const std::uint32_t> documents) const {
  const std::vector<std::string_view> begins = record_begins(documents);
  std::vector<std::string> out;
  out.reserve(documents.size());
  for (std::size_t i = 0; i < documents.size(); ++i) {
    if (const auto id = decode_id(begins[i])) {
      out.emplace_back(*id);
      continue;
    }
    auto whole = stored(documents[i]);
    if (!whole) return whole.error();
    out.push_back(std::move(whole->id));
  }
  return out;
}

Result<std::uint32_t> Database::find(const std::string& id_term) const { return lookup().first_document(id_term); }

Result<Columns> Database::columns_from_slots(const std::filesystem::path& folder) const {
  if (xapian_) return xapian_->columns_from_slots();
  const auto xapian = XapianTables::open(folder, nullptr);
  if (!xapian) return xapian.error();
  return xapian->columns_from_slots();
}

TermLookup Database::lookup() const {
  const auto lookup_in = [known = known_frequencies_.get()](const auto* tables) {
    TermLookup lookup;
    lookup.with_prefix = [tables](std::string_view prefix, std::size_t limit) {
      return tables->with_prefix(prefix, limit);
    };
    lookup.frequency = [tables, known](const std::string& term) {
      const auto [it, is_new] = known->try_emplace(term);
      if (is_new) it->second = tables->frequency(term);
      return it->second;
    };
    lookup.first_document = [tables](const std::string& term) { return tables->first_document(term); };
    return lookup;
  };
  return xapian_ ? lookup_in(xapian_.get()) : lookup_in(mapped_.get());
}

}  // namespace polsearch::match
