#include "analysis/glass_packing.h"

#include <algorithm>

namespace polsearch::glass {

void append_sortable(std::string& out, std::uint32_t value) {
  char bytes[kMaxSortableBytes];
  out.append(bytes, put_sortable(bytes, value));
}

void append_counted(std::string& out, std::string_view bytes) {
  append_uint(out, bytes.size());
  out.append(bytes);
}

void append_last_uint(std::string& out, std::uint32_t value) {
  for (; value > 0; value >>= 8) out.push_back(static_cast<char>(value & 0xFF));
}

void append_text(std::string& out, std::string_view bytes) {
  for (std::size_t zero; (zero = bytes.find('\0')) != std::string_view::npos; bytes.remove_prefix(zero + 1)) {
    out.append(bytes.substr(0, zero + 1));
    out.push_back('\xFF');
  }
  out.append(bytes);
}

std::size_t text_bytes(std::string_view bytes) {
  return bytes.size() + static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\0'));
}

}  // namespace polsearch::glass
