// Two walks over one text: lines -> folded -> runs -> tokens with positions. The engine of Analyzer; see analyzer.h.
#pragma once

#include <cstdint>
#include <string_view>

#include "analysis/analyzer.h"
#include "analysis/term_sink.h"

namespace polsearch {

using TokenEmit = void (*)(void* context, const Token&);

// Calls `emit` for each token, with its place in `text`; returns the last position used.
std::uint32_t walk_tokens(std::string_view text, std::uint32_t first_position, TokenEmit emit, void* context);

// The same terms and positions. Leaves out what an index does not ask for, places and stop words: that is half of the
// work.
std::uint32_t walk_terms(std::string_view text, std::uint32_t first_position, TermSink& sink);

}  // namespace polsearch
