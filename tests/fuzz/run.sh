#!/bin/sh
# Runs every fuzz target for a while, two at a time; a finding fails the run and is kept in BUILD_FOLDER/findings.
#   tests/fuzz/run.sh BUILD_FOLDER SECONDS
set -u
build="$1"
seconds="$2"
here="$(cd "$(dirname "$0")" && pwd)"
findings="$build/findings"
mkdir -p "$findings" "$build/fuzz-log"

targets=$(find "$build/fuzz" -maxdepth 1 -type f -name '*_fuzz' -perm -u+x | sort)
[ -n "$targets" ] || { echo "no fuzz targets in $build/fuzz"; echo "0 passed, 1 failed"; exit 1; }

# Seeds are read, new inputs go to a scratch corpus: the repository is never written.
fuzz_one() {
  name=$(basename "$1")
  scratch=$(mktemp -d)
  "$1" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 -artifact_prefix="$findings/$name-" \
    "$scratch" "$here/corpus/$name" >"$build/fuzz-log/$name.log" 2>&1
  status=$?
  rm -rf "$scratch"
  return "$status"
}

passed=0
failed=0
set -- $targets
while [ $# -gt 0 ]; do
  first="$1"; second="${2:-}"
  fuzz_one "$first" & first_pid=$!
  second_pid=""
  if [ -n "$second" ]; then fuzz_one "$second" & second_pid=$!; fi
  for pair in "$first:$first_pid" "${second:+$second:$second_pid}"; do
    [ -n "$pair" ] || continue
    target="${pair%:*}"; pid="${pair##*:}"
    if wait "$pid"; then passed=$((passed + 1)); else failed=$((failed + 1)); tail -n 40 "$build/fuzz-log/$(basename "$target").log"; fi
    grep -E 'number_of_executed_units' "$build/fuzz-log/$(basename "$target").log" | sed "s/^/$(basename "$target") /"
  done
  shift
  [ $# -eq 0 ] || shift
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
