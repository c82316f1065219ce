#!/usr/bin/env python3
"""How cost grows with the number of pages: a Markdown table, a row a size.

  tests/bench/growth.py OUTDIR [--binaries build/release] [--memory 256] [--jobs 1] [--keep] SIZE...

For each SIZE: make_corpus.py writes the pages (once), polindex builds, bench_answers answers a fifth of make_questions.py's questions.
CPU seconds are user and system; memory is everything resident at its peak, mapped files too. Rows are appended to
OUTDIR/growth.jsonl as they come, so that a long run can be stopped and gone on with: sizes that are there are not measured again.
A million pages take 6 GB, their index 6 GB; without --keep both are removed after their row.
"""
import argparse
import json
import pathlib
import shutil

import make_corpus
import make_questions
from run import ROOT, Polsearch, allocated_bytes, markdown, mean, p99, read_answers, run

QUESTIONS_SHARE = .2


def measured(engine, out, count, arguments):
    corpus, index, answers = out / f"corpus-{count}", out / f"growth-{count}.index", out / f"growth-{count}.answers.tsv"
    if not (corpus / "stats.json").exists():
        make_corpus.make_corpus(corpus, count, jobs=arguments.jobs)
    stats = json.loads((corpus / "stats.json").read_text(encoding="utf-8"))
    questions = corpus / "questions.tsv"
    if not questions.exists():
        make_questions.make_questions(corpus / "corpus.tsv", questions, QUESTIONS_SHARE)
    if index.exists():
        shutil.rmtree(index)
    built = run([*engine.index(corpus / engine.corpus, index), "--memory", str(arguments.memory), "--jobs", str(arguments.jobs)])
    said = run(engine.ask(index, questions, answers, 2))["output"].strip().splitlines()[-1]
    times = [answer["us"] for answer in read_answers(answers).values()]
    row = {"pages": count, "corpus_bytes": stats["bytes"], "build_cpu": built["cpu"], "build_wall": built["wall"], "peak_mb": built["peak_mb"],
           "index_bytes": allocated_bytes(index), "stored_bytes": sum(file.stat().st_size for file in index.rglob("docdata.glass")),
           "mean_us": mean(times), "p99_us": p99(times), "open_ms": json.loads(said)["open_ms"]}
    if not arguments.keep:
        shutil.rmtree(index)
        shutil.rmtree(corpus)
    return row


def table(rows):
    head = ["pages", "corpus MB", "build, CPU s", "MB a CPU s", "wall s", "peak MB", "index MB", "of it stored pages", "index / corpus, without them",
            "question, mean us", "p99 us", "open, CPU ms"]
    cells = []
    for row in sorted(rows, key=lambda row: row["pages"]):
        corpus, index, stored = (row[key] / 1e6 for key in ("corpus_bytes", "index_bytes", "stored_bytes"))
        cells.append([f"{row['pages']:,}", f"{corpus:.1f}", f"{row['build_cpu']:.1f}", f"{corpus / row['build_cpu']:.2f}", f"{row['build_wall']:.1f}",
                      f"{row['peak_mb']:.0f}", f"{index:.1f}", f"{stored:.1f}", f"{(index - stored) / corpus:.2f}", f"{row['mean_us']:.0f}",
                      f"{row['p99_us']:.0f}", f"{row['open_ms']:.1f}"])
    return markdown(head, cells)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("sizes", type=int, nargs="+", metavar="SIZE")
    parser.add_argument("--binaries", type=pathlib.Path, default=ROOT / "build" / "release")
    parser.add_argument("--memory", type=int, default=256, help="MiB, of polindex")
    parser.add_argument("--jobs", type=int, default=1, help="threads of polindex, processes that make pages")
    parser.add_argument("--keep", action="store_true", help="corpora and indexes")
    arguments = parser.parse_args()
    out = arguments.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    log = out / "growth.jsonl"
    rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []
    engine = Polsearch(arguments.binaries.resolve(), out)
    for size in arguments.sizes:
        if any(row["pages"] == size for row in rows):
            continue
        rows.append(measured(engine, out, size, arguments))
        with open(log, "a", encoding="utf-8") as lines:
            lines.write(json.dumps(rows[-1]) + "\n")
    print(table(rows))


if __name__ == "__main__":
    main()
