#!/usr/bin/env python3
"""The quality gate: mean reciprocal rank and nDCG@10 on judged queries, against floors pinned in floors.json.

  tests/quality/run.py --binaries FOLDER [--update] [--samples-only]

Sets: the sample corpus with tests/quality/sample_queries.tsv, always; and, where $EVAL_DATA (or ../shared/eval-data beside the
project) is there, its retrieval sets (docs.jsonl, queries.tsv, qrels.tsv). All queries go through one default configuration.
The first hits of every sample query with their scores are kept in ranking.txt, for a person to review in a diff: another ranking fails
until --update accepts it. A figure below its floor fails. --update raises floors to what was measured (less a margin of one query in two hundred) and never
lowers one: lowering is a hand edit of floors.json that the commit explains.
Prints one row a set, then: N passed, N failed.
"""
import argparse
import difflib
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FLOORS = HERE / "floors.json"
RANKING = HERE / "ranking.txt"
SHOWN = 5
MARGIN = 0.005


def rows(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def sample_set():
    """{query id: (text, {document prefix: gain})}; the first group of equals has the highest gain."""
    queries = {}
    for query_id, _, text, relevant in rows(HERE / "sample_queries.tsv"):
        gains, groups, joined = {}, [], False
        for word in relevant.split():
            if word == "=":
                joined = True
                continue
            if joined and groups:
                groups[-1].append(word)
            else:
                groups.append([word])
            joined = False
        for i, group in enumerate(groups):
            for document in group:
                gains[document] = len(groups) - i
        queries[query_id] = (text, gains)
    return queries


def shared_set(folder):
    gains = {}
    for query_id, document, grade in rows(folder / "qrels.tsv"):
        gains.setdefault(query_id, {})[document] = int(grade)
    return {query_id: (text, gains.get(query_id, {})) for query_id, split, _, text in rows(folder / "queries.tsv") if split == "open"}


def answers(binaries, index, queries, work):
    batch = work / "queries.tsv"
    batch.write_text("".join(f"{i}\t{text}\n" for i, (text, _) in queries.items()), encoding="utf-8")
    done = subprocess.run([binaries / "polsearch", "-i", index, "--batch", batch, "--format", "trec", "-n", "10"],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    ranked = {}
    for line in done.stdout.decode("utf-8").splitlines():
        query_id, _, document, _, score, _ = line.split(" ")
        ranked.setdefault(query_id, []).append((document, float(score)))
    return ranked


def gain_of(document, gains, by_prefix):
    if not by_prefix:
        return gains.get(document, 0)
    return next((gain for prefix, gain in gains.items() if document == prefix or document.startswith(prefix + "-")), 0)


def scores(ranked, gains, by_prefix):
    found = [gain_of(document, gains, by_prefix) for document, _ in ranked]
    reciprocal = next((1 / (i + 1) for i, gain in enumerate(found) if gain > 0), 0.0)
    dcg = sum((2 ** gain - 1) / math.log2(i + 2) for i, gain in enumerate(found))
    best = sum((2 ** gain - 1) / math.log2(i + 2) for i, gain in enumerate(sorted(gains.values(), reverse=True)[:10]))
    return reciprocal, dcg / best if best else 0.0


def measure(name, paths, queries, by_prefix, binaries):
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        subprocess.run([binaries / "polindex", "build", "-o", work / "index", *paths], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ranked = answers(binaries, work / "index", queries, work)
    each = [scores(ranked.get(i, []), gains, by_prefix) for i, (_, gains) in queries.items()]
    count = len(each)
    return {"set": name, "queries": count, "mrr": sum(m for m, _ in each) / count, "ndcg": sum(n for _, n in each) / count,
            "empty": sum(1 for i in queries if i not in ranked), "ranking": printed(queries, ranked)}


def printed(queries, ranked):
    """Query by query its first hits and their scores."""
    lines = []
    for query_id, (text, _) in queries.items():
        lines.append(f"{query_id}  {text}")
        lines.extend(f"{score:10.2f}  {document}" for document, score in ranked.get(query_id, [])[:SHOWN])
    return "\n".join(lines) + "\n"


def ranking_is_known(actual):
    expected = RANKING.read_text(encoding="utf-8") if RANKING.exists() else ""
    difference = difflib.unified_diff(expected.splitlines(), actual.splitlines(), "ranking.txt", "now", lineterm="", n=8)
    print("".join(line + "\n" for line in difference), end="")
    return expected == actual


def all_sets(binaries, samples_only):
    yield measure("samples", [ROOT / "corpus" / "samples"], sample_set(), True, binaries)
    if samples_only:
        return
    data = pathlib.Path(os.environ.get("EVAL_DATA", ROOT.parent / "shared" / "eval-data")) / "retrieval"
    if not data.is_dir():
        print("shared retrieval sets: not here, skipped")
        return
    for folder in sorted(data.iterdir()):
        yield measure(folder.name, [folder / "docs.jsonl"], shared_set(folder), False, binaries)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binaries", required=True, type=pathlib.Path)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--samples-only", action="store_true")
    arguments = parser.parse_args()
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    passed = failed = 0
    for row in all_sets(arguments.binaries.resolve(), arguments.samples_only):
        floor = floors.get(row["set"], {"mrr": 0.0, "ndcg": 0.0})
        good = row["mrr"] >= floor["mrr"] and row["ndcg"] >= floor["ndcg"]
        print(f"{row['set']:14} {row['queries']:5} queries  MRR@10 {row['mrr']:.4f} (floor {floor['mrr']:.3f})  "
              f"nDCG@10 {row['ndcg']:.4f} (floor {floor['ndcg']:.3f})  empty {row['empty']}{'' if good else '  BELOW'}")
        passed, failed = passed + good, failed + (not good)
        if row["set"] == "samples" and arguments.update:
            RANKING.write_text(row["ranking"], encoding="utf-8")
        elif row["set"] == "samples":
            known = ranking_is_known(row["ranking"])
            passed, failed = passed + known, failed + (not known)
        floors[row["set"]] = {key: max(floor[key], math.floor((row[key] - MARGIN) * 1000) / 1000) for key in ("mrr", "ndcg")}
    if arguments.update:
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
