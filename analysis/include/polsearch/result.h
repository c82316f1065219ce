// Result<T>: a value, or an error a person can act on. For the world's failures (files, input);
// our own bugs are asserts.
#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace polsearch {

// What went wrong, what to do next, and the exit code of contract.md that a program ends with.
struct Error {
  enum class Kind {
    kInput,    // exit 2: usage, bad value, unreadable input
    kIndex,    // exit 3: index missing or damaged
    kFormat,   // exit 4: index of another format
  };
  Kind kind = Kind::kInput;
  std::string message;  // lower case, no full stop: "cannot read a.html: no such file"
  std::string hint;     // may be empty: "accepted: 2023, 2023-04, 2023-04-21"
};

[[nodiscard]] inline int exit_code(const Error& error) {
  switch (error.kind) {
    case Error::Kind::kInput: return 2;
    case Error::Kind::kIndex: return 3;
    case Error::Kind::kFormat: return 4;
  }
  return 2;
}

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}        // NOLINT(google-explicit-constructor)
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}    // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  [[nodiscard]] T& value() & { assert(ok()); return std::get<0>(state_); }
  [[nodiscard]] const T& value() const& { assert(ok()); return std::get<0>(state_); }
  [[nodiscard]] T&& value() && { assert(ok()); return std::get<0>(std::move(state_)); }
  [[nodiscard]] T& operator*() & { return value(); }
  [[nodiscard]] const T& operator*() const& { return value(); }
  [[nodiscard]] T&& operator*() && { return std::move(*this).value(); }
  [[nodiscard]] T* operator->() { return &value(); }
  [[nodiscard]] const T* operator->() const { return &value(); }
  [[nodiscard]] const Error& error() const { assert(!ok()); return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

// For functions that only may fail: `Status s = write(...); if (!s) return s.error();`
struct Done {};
using Status = Result<Done>;

}  // namespace polsearch
