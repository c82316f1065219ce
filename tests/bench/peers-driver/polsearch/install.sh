#!/bin/sh
# Builds polsearch out of the repository that this file stands in (a symbolic link to its folder will do), or out of
# $POLSEARCH_SOURCE, into $BENCH_BUILD/polsearch. With BENCH_NO_APT set no package is installed.
set -eu
here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
source=${POLSEARCH_SOURCE:-$(cd "$here/../../../.." && pwd)}
[ -f "$source/tests/bench/bench_answers.cc" ] || { echo "install.sh: $source is no polsearch; set POLSEARCH_SOURCE" >&2; exit 1; }
[ -n "${BENCH_NO_APT:-}" ] || "$source/scripts/install-packages" build >&2
cmake -S "$source" -B "$BENCH_BUILD/polsearch" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS_RELEASE="-O2 -DNDEBUG" \
  -DPOLSEARCH_SERVE=OFF >&2  # bench_answers comes with the tests: no benchmark library is needed
cmake --build "$BENCH_BUILD/polsearch" --target polindex bench_answers >&2
