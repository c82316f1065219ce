#!/bin/sh
# The page of polserve in a real headless Chromium. Usage: run.sh BINARIES_FOLDER
# Skips with a reason where node, npm or chromium are missing (scripts/install-packages browser) or the two packages of
# package.json cannot be installed. POLSEARCH_TEST_MODE=full: every state in every language, every payload everywhere.
set -u
here=$(cd "$(dirname "$0")" && pwd)
binaries=$(cd "$1" && pwd)

skip() {
  echo "skipped: $1"
  echo "0 passed, 0 failed, 1 skipped"
  exit 0
}

for program in node npm chromium; do
  command -v "$program" >/dev/null 2>&1 || skip "no $program (scripts/install-packages browser)"
done
modules="$binaries/e2e"
mkdir -p "$modules"
if ! cmp -s "$here/package-lock.json" "$modules/package-lock.json" || [ ! -d "$modules/node_modules/axe-core" ]; then
  rm -rf "$modules/node_modules"
  cp "$here/package.json" "$modules/"
  (cd "$modules" && cp "$here/package-lock.json" . && npm ci --no-audit --no-fund >npm.log 2>&1) || {
    rm -f "$modules/package-lock.json"
    skip "npm cannot install playwright-core and axe-core: $(tail -n 1 "$modules/npm.log")"
  }
fi
exec node "$here/run.mjs" "$binaries" "$modules"
