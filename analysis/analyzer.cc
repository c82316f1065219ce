// See analyzer.h; the work is done by analysis/token_walk.cc.
#include "analysis/analyzer.h"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>
#include <xxhash.h>

#include "analysis/han_variants.h"
#include "analysis/stem_cache.h"
#include "analysis/stop_words.h"
#include "analysis/token_walk.h"

namespace polsearch {
namespace {

// Raise when the cutting itself changes: older indexes are then named as built by another analysis.
constexpr int kAnalysisVersion = 1;

std::string print_fingerprint() {
  UVersionInfo version;
  char icu_version[U_MAX_VERSION_STRING_LENGTH], unicode_version[U_MAX_VERSION_STRING_LENGTH];
  u_getVersion(version);
  u_versionToString(version, icu_version);
  u_getUnicodeVersion(version);
  u_versionToString(version, unicode_version);
  const auto digest = [](std::string_view tsv) { return XXH3_64bits(tsv.data(), tsv.size()); };
  return fmt::format("analysis {} icu {} unicode {} {} stop {:016x} t2s {:016x}", kAnalysisVersion, icu_version,
                     unicode_version, stemmer_name(), digest(stop_words_tsv()), digest(han_variants_tsv()));
}

}  // namespace

struct Analyzer::Tables {
  std::string fingerprint = print_fingerprint();
};

Analyzer::Analyzer() : tables_(std::make_shared<const Tables>()) {}
Analyzer::~Analyzer() = default;
Analyzer::Analyzer(const Analyzer&) = default;
Analyzer& Analyzer::operator=(const Analyzer&) = default;
Analyzer::Analyzer(Analyzer&&) noexcept = default;
Analyzer& Analyzer::operator=(Analyzer&&) noexcept = default;

std::vector<Token> Analyzer::analyze(std::string_view text, std::uint32_t first_position) const {
  std::vector<Token> tokens;
  each_token(text, first_position, [&](const Token& token) { tokens.push_back(token); });
  return tokens;
}

std::string Analyzer::stem(std::string_view folded_word) const { return std::string(english_stem(folded_word)); }

std::string Analyzer::fingerprint() const { return tables_->fingerprint; }

std::uint32_t Analyzer::run(std::string_view text, std::uint32_t first_position, Emit emit, void* context) const {
  return walk_tokens(text, first_position, emit, context);
}

std::uint32_t Analyzer::each_term(std::string_view text, std::uint32_t first_position, TermSink& sink) const {
  return walk_terms(text, first_position, sink);
}

}  // namespace polsearch
