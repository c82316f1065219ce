#include <fcntl.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <csignal>
#include <fstream>
#include <sstream>
#include <string>

#include "analysis/program_output.h"
#include "tests/unit/temp_folder.h"

using namespace polsearch;

namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) { REQUIRE(number_ >= 0); }
  ~Descriptor() { ::close(number_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  operator int() const { return number_; }

 private:
  int number_;
};

std::string content(const std::filesystem::path& file) {
  std::ostringstream bytes;
  bytes << std::ifstream(file, std::ios::binary).rdbuf();
  return bytes.str();
}

}  // namespace

TEST_CASE("program output: all that is printed arrives, in blocks or at once") {
  const TempFolder folder;
  const auto file = folder.path() / "out";
  const Descriptor descriptor(::open(file.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600));
  std::string printed;
  {
    ProgramOutput out(descriptor, ProgramOutput::Flush::kInBlocks);
    for (int line = 0; line < 10'000; ++line) {
      out << "line " << line << '\n';
      printed += "line " + std::to_string(line) + "\n";
    }
    const std::string large(100'000, 'x');
    out << large;
    printed += large;
    CHECK(content(file).size() < printed.size());  // the last block waits
    const auto finished = out.finish();
    REQUIRE(finished);
    CHECK(*finished);
  }
  ProgramOutput errors(descriptor, ProgramOutput::Flush::kAtOnce);
  errors << "at once";
  CHECK(content(file) == printed + "at once");
}

TEST_CASE("program output: a full disk is an error, and what follows is dropped") {
  const Descriptor full(::open("/dev/full", O_WRONLY));
  ProgramOutput out(full, ProgramOutput::Flush::kInBlocks);
  for (int line = 0; line < 100'000; ++line) out << "a line of text\n";
  const auto finished = out.finish();
  REQUIRE_FALSE(finished);
  CHECK(finished.error().kind == Error::Kind::kInput);
  CHECK(finished.error().message == "cannot write to standard output: No space left on device");
}

TEST_CASE("program output: a reader that went away has enough") {
  std::signal(SIGPIPE, SIG_IGN);
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  ::close(ends[0]);
  const Descriptor pipe(ends[1]);
  ProgramOutput out(pipe, ProgramOutput::Flush::kInBlocks);
  out << "nobody reads this\n";
  const auto finished = out.finish();
  REQUIRE(finished);
  CHECK_FALSE(*finished);
}

TEST_CASE("program output: nothing printed is nothing written") {
  const Descriptor full(::open("/dev/full", O_WRONLY));
  ProgramOutput out(full, ProgramOutput::Flush::kInBlocks);
  const auto finished = out.finish();
  REQUIRE(finished);
  CHECK(*finished);
}
