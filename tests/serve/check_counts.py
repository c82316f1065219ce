#!/usr/bin/env python3
"""Random questions on the command line, in the API and on the page: the same totals, the same counts of every facet.

  tests/serve/check_counts.py BINARIES PROJECT_ROOT      60 questions; POLSEARCH_TEST_MODE=full: 1,000

Last line: N passed, N failed.
"""
import html
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).parent / "load"))
from served import Polserve  # noqa: E402

SEED = 20261125
WORDS = (
    "industry",
    "5G",
    "factories",
    "energy",
    "steel",
    "plan",
    "ministry",
    "工业",
    "新能源汽车",
    "อุตสาหกรรม",
    "policy",
    "EV",
    '"value added"',
    "export*",
    "-pump",
    "OR",
    "nothingatall",
    "title:industrial",
    "date:2023",
)
FILTERS = {
    "ministry": ("cn-miit", "MIIT", "cn-ndrc", "财政部", "th-mind"),
    "lang": ("en", "zh", "th"),
    "source": ("Xinhua", "Steel Ledger", "新型工业观察网"),
}
FACETS = ("year", "month", "day", "ministry", "lang", "source")
SHOWN = 150  # choices of a facet that the page lists


def question(source):
    asked = [("q", " ".join(source.choice(WORDS) for _ in range(source.randint(1, 4))))]
    for name, values in FILTERS.items():
        if source.random() < 0.25:
            asked += [(name, value) for value in source.sample(values, source.randint(1, 2))]
    if source.random() < 0.25:
        asked.append(("from", source.choice(("2022", "2023-04", "2023-08-16"))))
    if source.random() < 0.25:
        asked.append(("to", source.choice(("2023", "2024-03"))))
    if source.random() < 0.2:
        asked.append(("count", "stories"))
    return asked


def counts(facets):
    return {name: {row["value"]: row["count"] for row in rows} for name, rows in facets.items()}


def on_the_command_line(binaries, index, asked):
    options = []
    for name, value in asked[1:]:
        options += ["--stories"] if name == "count" else [f"--{name}", value]
    done = subprocess.run(
        [
            binaries + "/polsearch",
            "-i",
            index,
            "--format",
            "json",
            "-n",
            "0",
            "--facets",
            ",".join(FACETS),
            *options,
            "--",
            asked[0][1],
        ],
        capture_output=True,
        text=True,
    )
    if done.returncode not in (0, 1):
        return None, done.stderr
    answer = json.loads(done.stdout)
    return answer["total"], counts(answer["facets"])


def in_the_api(server, asked, alternatives):
    more = [("facets", ",".join(FACETS)), ("n", "0")] + ([("alternatives", "1")] if alternatives else [])
    answer = server.json("/api/v1/search?" + urllib.parse.urlencode(asked + more))
    return answer["total"], counts(answer["facets"])


def on_the_page(server, asked):
    """The total, every choice with its count, and the table of dates."""
    status, _, body = server.get("/?" + urllib.parse.urlencode(asked + [("ui", "en")]))
    text = body.decode()
    assert status == 200, status
    facets = {}
    for name, value, count in re.findall(
        r'name="(ministry|lang|source)" value="([^"]*)".*?data-count>([0-9,]+)<', text
    ):
        facets.setdefault(name, {})[html.unescape(value)] = int(count.replace(",", ""))
    level = re.search(r'data-level="(\w+)"', text)
    rows = re.findall(r'<th scope="row">(?:<a [^>]*>)?([^<]+)(?:</a>)?</th><td>([0-9,]+)</td>', text)
    dates = {None if period == "undated" else period: int(count.replace(",", "")) for period, count in rows}
    return int(re.search(r'data-total="(\d+)"', text)[1]), facets, level[1] if level else None, dates


def differences(binaries, index, server, asked):
    line, api = on_the_command_line(binaries, index, asked), in_the_api(server, asked, False)
    if line != api:
        yield f"command line {line} API {api}"
    _, alternatives = in_the_api(server, asked, True)
    total, facets, level, dates = on_the_page(server, asked)
    if total != api[0]:
        yield f"page {total}, API {api[0]}"
    for name, choices in facets.items():
        wanted = {value: count for value, count in alternatives[name].items() if value is not None}
        found = {value: count for value, count in choices.items() if count > 0}
        if len(wanted) <= SHOWN and found != wanted:
            yield f"page {name} {found}, API {wanted}"
    has_period = any(name in ("from", "to") for name, _ in asked)
    if (
        level and not has_period and dates != api[1][level]
    ):  # with a period the histogram shows what a wider one would give
        yield f"page {level} {dates}, API {api[1][level]}"


def main():
    binaries, root = sys.argv[1], sys.argv[2]
    rounds = 1_000 if os.environ.get("POLSEARCH_TEST_MODE") == "full" else 60
    source = random.Random(SEED)
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        index = folder + "/index"
        subprocess.run(
            [binaries + "/polindex", "build", "-o", index, root + "/corpus/samples"],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        server = Polserve(binaries, index)
        try:
            for _ in range(rounds):
                asked = question(source)
                wrong = list(differences(binaries, index, server, asked))
                passed, failed = passed + (not wrong), failed + bool(wrong)
                for what in wrong:
                    print(f"FAILED (seed {SEED}) {asked}: {what}")
        finally:
            server.stop()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
