#!/usr/bin/env python3
"""The gate of the labelled pages: what `polindex inspect` makes of corpus/pages and corpus/samples, against what a person wrote down.

  tests/quality/pages.py --binaries FOLDER [--set pages|samples] [--update [--lower]] [--quiet]

corpus/pages: NNN-slug.txt or .html with its expectation NNN-slug.json beside it; corpus/samples: corpus/expected/samples.jsonl.
One row a set and language, one line a page that fails, then: N passed, N failed (a row's figures against pages_floors.json, and the
labels themselves). --update raises floors to what was measured; only --update --lower lowers them, which the commit explains.

  removal P, R  removed lines that were to be removed; lines to be removed that were (all kinds)
  phrases       of HTML, JSONL and one-line pages: strings that the body must hold, strings that it must not
  reason        of the lines rightly removed, those with the right reason
  title, date (with its precision), events (dates told, exactly), language, source, editor: pages right, of those that say it
  min. P, R     ministries found that were to be found; ministries to be found that were
"""
import argparse
import collections
import json
import math
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
CORPUS = HERE.parents[1] / "corpus"
FLOORS = HERE / "pages_floors.json"
MEASURES = ("removal P", "removal R", "phrases", "reason", "title", "date", "events", "language", "source", "editor", "min. P", "min. R")
FEWEST_PAGES = 150


def pages_set():
    """{id: (expectation, file or None)} of corpus/pages."""
    found = {}
    for label in sorted((CORPUS / "pages").glob("*.json")):
        page = next((label.with_suffix(ext) for ext in (".txt", ".html") if label.with_suffix(ext).exists()), None)
        found[page.name if page else label.name] = (json.loads(label.read_text(encoding="utf-8")), page)
    return found


def samples_set():
    lines = (CORPUS / "expected" / "samples.jsonl").read_text(encoding="utf-8").splitlines()
    found = {}
    for expected in map(json.loads, filter(None, lines)):
        page = CORPUS / "samples" / expected["id"]
        found[expected["id"]] = (expected, page if page.exists() else None)
    return found


def label_faults(expectations, folder):
    """What is wrong with the labels themselves: they must cover the non-blank lines of their page, once each, and say why."""
    faults = []
    for page_id, (expected, page) in expectations.items():
        if not expected.get("why"):
            faults.append(f"{page_id}: no why")
        if page is None or "body_lines" not in expected:
            continue
        lines = page.read_text(encoding="utf-8-sig").replace("\r\n", "\n").split("\n")
        told = sorted(expected["body_lines"] + [int(line) for line in expected["removed"]])
        if told != [i + 1 for i, line in enumerate(lines) if line.strip()]:
            faults.append(f"{page_id}: body_lines and removed are not the non-blank lines")
    labelled = {page for _, page in expectations.values()}
    unlabelled = [page.name for page in sorted(folder.iterdir()) if page.suffix in (".txt", ".html") and page not in labelled]
    return faults + [f"{name}: no expectation" for name in unlabelled]


def inspected(binary, folder):
    files = [page for page in sorted(folder.iterdir()) if page.suffix in (".txt", ".html", ".jsonl")]
    done = subprocess.run([binary, "inspect", "--format", "json", *files], stdout=subprocess.PIPE, check=True)
    return {page["id"]: page for page in map(json.loads, done.stdout.decode("utf-8").splitlines())}


class Tally:
    """Right and all of each measure, and what was wrong in words."""

    def __init__(self):
        self.right = collections.Counter()
        self.all = collections.Counter()
        self.wrong = []

    def add(self, measure, is_right, words):
        self.right[measure] += is_right
        self.all[measure] += 1
        if not is_right:
            self.wrong.append(words)

    def merge(self, other):
        self.right.update(other.right)
        self.all.update(other.all)

    def share(self, measure):
        return self.right[measure] / self.all[measure] if self.all[measure] else None


def compare_lines(expected, got, tally):
    kept = set(got["body_lines"])
    removed = {entry["line"]: entry for entry in reversed(got["removed"]) if entry["line"] not in kept}
    wanted = {int(line): reason for line, reason in expected["removed"].items()}
    for line, entry in sorted(removed.items()):
        tally.add("removal P", line in wanted, f"lost {line} ({entry['rule']})")
    for line, reason in sorted(wanted.items()):
        tally.add("removal R", line in removed, f"left {line} ({reason})")
        if line in removed:
            tally.add("reason", removed[line]["reason"] == reason, f"{line} {removed[line]['reason']}, not {reason}")


def compare_phrases(expected, got, tally):
    for phrase in expected.get("body_contains", []):
        tally.add("phrases", phrase in got["body"], f"lost “{phrase}”")
    for phrase in expected.get("body_lacks", []):
        tally.add("phrases", phrase not in got["body"], f"left “{phrase}”")


def compare_ministries(expected, got, tally):
    found = {body["id"] for body in got["ministries"]}
    wanted = set(expected["ministries"])
    for body in sorted(found - set(expected.get("ministries_also_right", []))):
        tally.add("min. P", body in wanted, f"links {body}")
    for body in sorted(wanted):
        tally.add("min. R", body in found, f"misses {body}")


def compare(expected, got):
    tally = Tally()
    title = None if got["title_source"] in ("none", "first-sentence") else got["title"]
    tally.add("title", title == expected["title"], f"title “{title}”")
    date = (got["date"], got["date_precision"])
    tally.add("date", date == (expected["date"], expected["date_precision"]), f"date {date[0]} ({got['date_source']})")
    if "event_dates" in expected:
        events = sorted(got["event_dates"])
        tally.add("events", events == sorted(expected["event_dates"]), f"events {events}, not {expected['event_dates']}")
    languages = [expected["language"], *expected.get("language_also_right", [])]
    tally.add("language", got["language"] in languages, f"language {got['language']}")
    for field in ("source", "editor"):
        if expected.get(field):
            tally.add(field, got[field] == expected[field], f"{field} {got[field]}")
    if "body_lines" in expected:
        compare_lines(expected, got, tally)
    compare_phrases(expected, got, tally)
    compare_ministries(expected, got, tally)
    return tally


def measure(expectations, pages, quiet):
    """{language or "all": (pages, tally)}; prints one line a page that fails."""
    rows = {}
    for page_id, (expected, _) in expectations.items():
        tally = compare(expected, pages[page_id]) if page_id in pages else Tally()
        if page_id not in pages:
            tally.add("title", False, "not read")
        if tally.wrong and not quiet:
            print(f"  {page_id}: {'; '.join(tally.wrong)}")
        for row in (expected["language"][:2], "all"):
            count, total = rows.setdefault(row, [0, Tally()])
            rows[row][0] = count + 1
            total.merge(tally)
    return {row: rows[row] for row in sorted(rows, key=lambda name: (name == "all", name))}


def check_row(name, count, tally, floors, lower):
    """Prints a row; returns the figures below their floor, and the floors as they would be raised."""
    raised, below, cells = dict(floors), [], []
    for key in MEASURES:
        share = tally.share(key)
        cells.append("     -" if share is None else f"{share:6.3f}")
        if share is None:
            continue
        if share < floors.get(key, 0):
            below.append(key)
        measured = math.floor(share * 1000) / 1000
        raised[key] = measured if lower else max(floors.get(key, 0), measured)
    print(f"{name:12} {count:5} " + " ".join(f"{cell:>9}" for cell in cells) + (f"  BELOW: {', '.join(below)}" if below else ""))
    return below, raised


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binaries", required=True, type=pathlib.Path)
    parser.add_argument("--set", choices=("pages", "samples"))
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--lower", action="store_true")
    parser.add_argument("--quiet", action="store_true", help="no line for each failing page")
    arguments = parser.parse_args()
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    sets = {"pages": pages_set(), "samples": samples_set()}
    faults, measured = [], {}
    for name, expectations in sets.items():
        if arguments.set not in (None, name):
            continue
        faults += label_faults(expectations, CORPUS / name)
        measured[name] = measure(expectations, inspected(arguments.binaries / "polindex", CORPUS / name), arguments.quiet)
    if sum(map(len, sets.values())) < FEWEST_PAGES:
        faults.append(f"fewer than {FEWEST_PAGES} labelled pages")
    print("\n".join(faults + [""]) + f"{'':12} pages " + " ".join(f"{key:>9}" for key in MEASURES))
    passed, failed = not faults, len(faults)
    for name, rows in measured.items():
        for language, (count, tally) in rows.items():
            row = f"{name} {language}"
            below, raised = check_row(row, count, tally, floors.get(row, {}), arguments.lower)
            passed, failed = passed + (not below), failed + bool(below)
            floors[row] = raised
    if arguments.update:
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{int(passed)} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
