// Position lists as glass stores them: interpolative coding of an ascending list.
//
//   {7} -> 07      {2, 5, 9} -> 09, then bits: first 2 of 9, count - 2 of 7, then the middle ones between their
//   neighbours
//
//   list  = uint{last} [bits, when there are two or more]
//   bits  = code(first, last) code(count - 2, last - first) inner(first..last)     lowest bit of a byte first
//   inner = code(middle - its least, its possible values), inner(left half), inner(right half)
//   code(v, n) = v in centred minimal binary: the middle values of 0..n-1 take one bit less than the others
// Source: Moffat and Stuiver, "Binary interpolative coding" (2000), as in Xapian's common/bitstream.cc.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace polsearch::glass {

// `positions` is not empty, strictly ascending, from 1 up.
void append_positions(std::string& out, std::span<const std::uint32_t> positions);

}  // namespace polsearch::glass
