#include "analysis/program_output.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace polsearch {
namespace {

constexpr int kRefusals = 8;  // in a row, of no byte and no error: then it is one

bool reader_is_gone(int descriptor) {
  pollfd out{descriptor, 0, 0};
  return ::poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

}  // namespace

DescriptorBuffer::DescriptorBuffer(int descriptor) : descriptor_(descriptor) {
  setp(block_.data(), block_.data() + block_.size());
}

bool DescriptorBuffer::write_out() {
  const char* next = pbase();
  int refusals = 0;
  while (error_ == 0 && next < pptr()) {
    const ssize_t written = ::write(descriptor_, next, static_cast<std::size_t>(pptr() - next));
    if (written < 0) {
      if (errno != EINTR) error_ = errno;
    } else {
      next += written;
      refusals = written > 0 ? 0 : refusals + 1;
      if (refusals == kRefusals) error_ = EIO;
    }
  }
  setp(block_.data(), block_.data() + block_.size());
  return error_ == 0;
}

DescriptorBuffer::int_type DescriptorBuffer::overflow(int_type next) {
  if (!write_out()) return traits_type::eof();
  if (!traits_type::eq_int_type(next, traits_type::eof())) sputc(traits_type::to_char_type(next));
  return traits_type::not_eof(next);
}

int DescriptorBuffer::sync() { return write_out() ? 0 : -1; }

ProgramOutput::ProgramOutput(int descriptor, Flush flush)
    : std::ostream(nullptr), descriptor_(descriptor), buffer_(descriptor) {
  rdbuf(&buffer_);
  if (flush == Flush::kAtOnce) setf(std::ios_base::unitbuf);
}

Result<bool> ProgramOutput::finish() {
  flush();
  if (good()) return true;
  const int error = buffer_.error() != 0 ? buffer_.error() : EIO;
  if (error == EPIPE || reader_is_gone(descriptor_)) return false;
  return Error{Error::Kind::kInput, "cannot write to standard output: " + std::generic_category().message(error), ""};
}

}  // namespace polsearch
