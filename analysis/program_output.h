// Where a program of ours writes: its standard output, in blocks, and its standard error, at once. What the C library's
// streams do not promise: a device that takes no byte is an error, not a loop without end.
//
//   ProgramOutput out(STDOUT_FILENO, ProgramOutput::Flush::kInBlocks);
//   out << "5G factories\n";
//   out.finish() -> true; of `... | head -1`, once it has its line: false; on a full disk: kInput
#pragma once

#include <array>
#include <ostream>
#include <streambuf>

#include <polsearch/result.h>

namespace polsearch {

// Writes to a file descriptor. Ends with a bad stream at the first write that fails, or when nothing is taken eight
// times in a row; what follows is dropped.
class DescriptorBuffer : public std::streambuf {
 public:
  explicit DescriptorBuffer(int descriptor);
  [[nodiscard]] int error() const { return error_; }  // errno of the write that failed; EIO: nothing was taken; 0: none

 protected:
  int_type overflow(int_type next) override;
  int sync() override;

 private:
  bool write_out();

  int descriptor_;
  int error_ = 0;
  std::array<char, 16384> block_{};
};

// The process must ignore SIGPIPE and SIGXFSZ. The descriptor stays open; what is not finished or flushed is lost.
class ProgramOutput : public std::ostream {
 public:
  enum class Flush : bool { kInBlocks, kAtOnce };  // kAtOnce: after each <<
  ProgramOutput(int descriptor, Flush flush);

  // Flushes. True: all was written. False: the reader went away, which is how it says "enough": the program ends
  // with 0. Anything else is an error (kInput).
  [[nodiscard]] Result<bool> finish();

 private:
  int descriptor_;
  DescriptorBuffer buffer_;
};

}  // namespace polsearch
