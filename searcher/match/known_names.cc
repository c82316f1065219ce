#include "searcher/match/known_names.h"

#include <utility>

namespace polsearch::match {

Result<std::unique_ptr<const KnownNames>> read_known_names(std::string_view knowledge_folder,
                                                           const Analyzer& analyzer) {
  auto knowledge = load_knowledge(knowledge_folder);
  if (!knowledge) return knowledge.error();
  auto names = std::make_unique<KnownNames>();
  names->knowledge = std::move(*knowledge);
  names->linker = std::make_unique<MinistryLinker>(names->knowledge);
  names->abbreviations = typed_abbreviations(names->knowledge);
  auto glossary = Glossary::create(names->knowledge, analyzer);
  if (!glossary) return glossary.error();
  names->glossary = std::make_unique<Glossary>(std::move(*glossary));
  names->compounds = query::hyphenated_compounds(*names->glossary);
  names->questions = question_words(names->knowledge);
  names->fingerprint = analyzer.fingerprint() + " knowledge " + names->knowledge.digest;
  return std::unique_ptr<const KnownNames>(std::move(names));
}

Status SharedNames::read(std::string_view knowledge_folder, const Analyzer& analyzer) {
  Status status = Done{};
  std::call_once(once_, [&] {
    auto names = read_known_names(knowledge_folder, analyzer);
    if (names)
      names_ = std::move(*names);
    else
      status = names.error();
  });
  return status;
}

const KnownNames& SharedNames::get(const Analyzer& analyzer) const {
  std::call_once(once_, [&] { names_ = std::move(read_known_names({}, analyzer).value()); });
  return *names_;
}

}  // namespace polsearch::match
