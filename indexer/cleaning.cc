#include "indexer/cleaning.h"

#include <utility>

namespace polsearch {

Result<Cleaning> Cleaning::create(std::string_view knowledge_folder) {
  auto knowledge = load_knowledge(knowledge_folder);
  if (!knowledge) return knowledge.error();
  auto cleaner = Cleaner::create(*knowledge);
  if (!cleaner) return cleaner.error();
  MinistryLinker linker(*knowledge);
  return Cleaning{std::move(*knowledge), std::move(linker), std::move(*cleaner)};
}

}  // namespace polsearch
