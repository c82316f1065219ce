#!/bin/sh
# Runs every case below a folder: tests/cli/run_cases.sh FOLDER BINARIES
#
# A case is a folder with `command` (a shell script, run in an empty working folder with the programs on PATH and the
# case's own folder in $CASE), `stdout` and `stderr` (expected, whole; a missing one is not compared) and `exit` (0 when missing).
# In outputs, numbers of seconds and the working folder are written <seconds> and <here>.
set -u
cases=$1
PATH=$2:$PATH
export PATH LC_ALL=C.UTF-8
unset POLSEARCH_INDEX XDG_DATA_HOME NO_COLOR
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

mask() { sed -E -e "s|$here|<here>|g" -e 's/"seconds":[0-9.e-]+/"seconds":<seconds>/' -e 's/ in [0-9.]+ s:/ in <seconds> s:/'; }

compare() {  # name: stdout or stderr
    [ -e "$CASE/$1" ] || return 0
    mask <"$work/$1" | diff -u --label "expected $1" --label "actual $1" "$CASE/$1" -
}

run_case() {
    CASE=$1 here=$work/$(basename "$1")
    export CASE
    mkdir "$here" || return 1
    (cd "$here" && sh "$CASE/command") >"$work/stdout" 2>"$work/stderr" </dev/null
    code=$?
    expected=$(cat "$CASE/exit" 2>/dev/null || echo 0)
    ok=0
    [ "$code" = "$expected" ] || { echo "exit code $code, expected $expected"; ok=1; }
    compare stdout || ok=1
    compare stderr || ok=1
    [ $ok = 0 ] || sed 's/^/stderr: /' "$work/stderr" | head -5
    return $ok
}

passed=0 failed=0
for command in "$cases"/*/command; do
    case=$(cd "$(dirname "$command")" && pwd)
    if run_case "$case"; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "FAILED $case"; fi
done
echo "$passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 0 ]
