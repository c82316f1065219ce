#include "indexer/read/html.h"

namespace polsearch {

FlatPage flatten_html(std::string_view html, const ReadLimits&) {
  FlatPage page;
  page.text = std::string(html);
  return page;
}

}  // namespace polsearch
