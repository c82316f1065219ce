// How a program of ours ends its standard output: the same for polindex and polsearch.
#pragma once

#include <ostream>

#include <polsearch/result.h>

namespace polsearch {

// Flushes `out`, which writes to the process's standard output. True: all was written. False: the reader went away
// (`... | head -1`), which is how it says "enough": the program ends with 0. A full disk is an error (kInput). The
// process must ignore SIGPIPE and SIGXFSZ.
[[nodiscard]] Result<bool> finish_output(std::ostream& out);

}  // namespace polsearch
