#!/usr/bin/env python3
"""Runs the `$ ` examples of the documentation and compares what they print.

  tests/docs/run_examples.py --binaries FOLDER [--update] FILE_OR_FOLDER...

An example is a fenced block marked `console`. A line `$ command` is run by sh in the project's root, with FOLDER first in
PATH; the lines below it, up to the next `$ ` or the end of the block, are what standard output and standard error must print.
  - A line `...` stands for any lines.
  - `<...>` inside a line stands for anything on that line (times, checksums).
  - A last line `[exit N]` says the exit status, when it is not 0.
Blocks marked `sh` are commands for people and are not run. --update rewrites the expectations with what was printed.
Prints one line an example that differs, then: N passed, N failed.
"""
import argparse
import difflib
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```(\w*)\s*$")


def blocks(lines):
    """Yields (first, last) line indexes of the insides of `console` blocks."""
    start, kind = None, None
    for i, line in enumerate(lines):
        match = FENCE.match(line)
        if not match:
            continue
        if kind is None:
            start, kind = i + 1, match[1]
        else:
            if kind == "console":
                yield start, i
            kind = None


def examples(lines, first, last):
    """Yields (line index of the command, command, expected lines)."""
    commands = [i for i in range(first, last) if lines[i].startswith("$ ")]
    for i, begin in enumerate(commands):
        end = commands[i + 1] if i + 1 < len(commands) else last
        yield begin, lines[begin][2:], lines[begin + 1:end]


def run(command, binaries):
    env = dict(os.environ, PATH=f"{binaries}{os.pathsep}{os.environ['PATH']}", LC_ALL="C.UTF-8", NO_COLOR="1", COLUMNS="100")
    env.pop("POLSEARCH_INDEX", None)
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=300, check=False)
    printed = done.stdout.decode("utf-8", "replace").rstrip("\n").split("\n") if done.stdout else []
    printed = [line.rstrip() for line in printed]
    if done.returncode:
        printed.append(f"[exit {done.returncode}]")
    return printed


def line_matches(pattern, line):
    parts = [re.escape(part) for part in pattern.split("<...>")]
    return re.fullmatch(".*".join(parts), line) is not None


def matches(expected, printed):
    """Both are lists of lines; a line `...` in expected stands for any lines (dynamic programming, no backtracking)."""
    reachable = {0}
    for pattern in expected:
        if pattern == "...":
            reachable = set(range(min(reachable), len(printed) + 1)) if reachable else set()
        else:
            reachable = {i + 1 for i in reachable if i < len(printed) and line_matches(pattern, printed[i])}
    return len(printed) in reachable


def check_file(path, binaries, update):
    lines = path.read_text(encoding="utf-8").split("\n")
    passed, failed, replacements = 0, 0, []
    for first, last in blocks(lines):
        for at, command, expected in examples(lines, first, last):
            expected = [line.rstrip() for line in expected]
            while expected and not expected[-1]:
                expected.pop()
            printed = run(command, binaries)
            if matches(expected, printed):
                passed += 1
                continue
            replacements.append((at + 1, at + 1 + len(expected), printed))
            failed += 1
            if not update:
                print(f"{path.relative_to(ROOT)}:{at + 1}: $ {command}")
                print("\n".join(difflib.unified_diff(expected, printed, "documented", "printed", lineterm="")))
    if update and replacements:
        for begin, end, printed in reversed(replacements):
            lines[begin:end] = printed
        path.write_text("\n".join(lines), encoding="utf-8")
        print(f"{path.relative_to(ROOT)}: {len(replacements)} examples rewritten")
        failed = 0
    return passed, failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binaries", required=True, type=pathlib.Path)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("paths", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    files = []
    for path in arguments.paths:
        files += sorted(path.rglob("*.md")) if path.is_dir() else [path]
    passed = failed = 0
    for path in files:
        good, bad = check_file(path.resolve(), arguments.binaries.resolve(), arguments.update)
        passed, failed = passed + good, failed + bad
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
