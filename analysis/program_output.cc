#include "analysis/program_output.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace polsearch {
namespace {

bool reader_is_gone() {
  pollfd out{STDOUT_FILENO, 0, 0};
  return ::poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

}  // namespace

Result<bool> finish_output(std::ostream& out) {
  errno = 0;
  out.flush();
  if (out.good()) return true;
  const int error = errno;
  if (error == EPIPE || reader_is_gone()) return false;
  return Error{Error::Kind::kInput,
               "cannot write to standard output: " + std::generic_category().message(error ? error : EIO), ""};
}

}  // namespace polsearch
