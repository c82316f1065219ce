#include "indexer/clean/public_bodies.h"

namespace polsearch::clean {

bool names_a_body(std::string_view key) {
  for (const std::string_view word :
       {"ministry", "department", "office",  "commission", "bureau", "administration", "committee",   "council",
        "部",       "委",         "局",      "厅",         "院",     "办公室",         "署",          "政府",
        "秘书处",   "商会",       "协会",    "学会",       "联合会", "secretariat",    "association", "chamber",
        "กระทรวง",  "กรม",        "สำนักงาน", "คณะกรรมการ", "สมาคม",  "หอการค้า"})
    if (key.find(word) != std::string_view::npos) return true;
  return false;
}

}  // namespace polsearch::clean
