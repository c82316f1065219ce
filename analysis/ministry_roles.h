// Bodies linked in a page -> who issued what the page is about: issuer, co-issuer, or only mentioned.
//
//   title "MIIT and two other departments issue rules on drones", body "..., the NDRC said"
//     -> cn-miit issuer, cn-ndrc mentioned
// Evidence: the title or the first lines say who issues; the document's number; names that stand alone at the end, as a
// signature. The site that shows the page is no evidence.
#pragma once

#include <string_view>

#include "analysis/ministry_linker.h"

namespace polsearch {

// Sets the role of links.ministries. `text` is what was linked; its first `title_size` bytes are the title (0: none).
// Linear time.
void assign_roles(std::string_view text, std::size_t title_size, MinistryLinks& links);

}  // namespace polsearch
