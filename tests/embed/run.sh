#!/bin/sh
# Installs the built tree into an empty prefix and builds a foreign project against it: what an embedder would do.
#   tests/embed/run.sh PROJECT_ROOT      (build/release must be built)
set -eu
root="$1"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

cmake --install "$root/build/release" --prefix "$work/prefix" >/dev/null
for header in result.h searcher.h indexer.h; do
  test -f "$work/prefix/include/polsearch/$header"
done
# Neither Xapian's nor ICU's headers reach the embedder.
if grep -rnE '#include *[<"](xapian|unicode/)' "$work/prefix/include"; then
  echo "a public header includes Xapian or ICU" >&2
  exit 1
fi

cmake -S "$root/tests/embed/app" -B "$work/build" -G Ninja -DCMAKE_PREFIX_PATH="$work/prefix" >/dev/null
cmake --build "$work/build" >/dev/null
"$work/build/app" "$work/index" "$root/corpus/samples" "5G factories"
"$work/prefix/bin/polsearch" -i "$work/index" --format trec "5G factories" >"$work/trec"
test -s "$work/trec"
echo "1 passed, 0 failed"
