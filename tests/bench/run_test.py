#!/usr/bin/env python3
"""run.py on a few pages, polsearch beside SQLite:  run_test.py BINARIES

Both must have answered, and found the same pages for every English question.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def main():
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, HERE / "run.py", "200", folder, "sqlite", "--binaries", sys.argv[1], "--rounds", "1", "--share", ".1"]
        printed = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode("utf-8")
    if "skipped: sqlite" in printed:
        print(printed.splitlines()[0])
        return
    found = re.search(r"^\| sqlite \| (\d+)/(\d+) \| \S+ \| \S+ \| (\d+)/(\d+) \|", printed, re.MULTILINE)
    good = found and int(found[2]) > 50 and int(found[4]) > 5 and found[1] == found[2] and found[3] == found[4]
    print(printed if not good else "polsearch and SQLite found the same pages")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
