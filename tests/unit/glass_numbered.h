// Databases of a few documents whose numbers lie far apart, which no DocumentSource can be.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <filesystem>
#include <map>

#include "glass_documents.h"

namespace polsearch {

Xapian::Document to_xapian(const SpelledDocument& document);

// Made of the writer's pieces; a run a document.
void write_numbered(const std::filesystem::path& folder, const std::map<std::uint32_t, SpelledDocument>& documents);

}  // namespace polsearch
