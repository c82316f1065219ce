#!/usr/bin/env python3
"""polsearch beside stock Xapian, Lucene and SQLite over one synthetic corpus: Markdown tables with ratios.

  tests/bench/run.py N OUTDIR [PEER...] [--binaries build/release] [--previous BUILD] [--rounds 3] [--share 1.0]

PEERs: xapian sqlite lucene (default: all; one whose package is missing is skipped with the reason). --previous: a build folder
of another commit, measured in the same run. N pages (make_corpus.py) and their questions (make_questions.py) are kept in OUTDIR
and made once; figures are appended to OUTDIR/results-N.jsonl as they come. Binaries: what scripts/build makes.

What is the same for all: title and body with positions, words as written (polsearch stems as well, and is asked for quoted
words), dates and ministries to filter and count by, ten hits with ids, exact totals, no caches of results. Indexing is quoted in
MB of titles and bodies a CPU second (user and system, all threads); a question's time is the least CPU time of its rounds. Only
ratios of one run mean something.
"""
import argparse
import glob
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

import make_corpus
import make_questions

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
JARS = ("lucene-core-8*", "lucene-analyzers-common-8*", "lucene-analyzers-icu-8*", "lucene-facet-8*", "icu4j", "hppc")
FOREIGN = ("zh", "zh2", "th", "mixed")
OURS = "polsearch"


class Missing(Exception):
    """Why an engine cannot be run."""


class Polsearch:
    """Programs of a build folder."""

    corpus = "corpus.jsonl"

    def __init__(self, binaries, _):
        self.binaries = binaries
        for program in ("polindex", "bench_answers"):
            if not (binaries / program).exists():
                raise Missing(f"{binaries / program} is not built")

    def index(self, corpus, folder):
        return [self.binaries / "polindex", "build", "-o", folder, corpus]

    def ask(self, folder, questions, answers, rounds):
        return [self.binaries / "bench_answers", folder, questions, answers, str(rounds)]


class Peer:
    """A program with the two tasks `index` and `ask`, see xapian_peer.cc."""

    corpus = "corpus.tsv"

    def __init__(self, command):
        self.command = command

    def index(self, corpus, folder):
        return [*self.command, "index", corpus, folder]

    def ask(self, folder, questions, answers, rounds):
        return [*self.command, "ask", folder, questions, answers, str(rounds)]


def xapian(binaries, _):
    if not (binaries / "xapian_peer").exists():
        raise Missing(f"{binaries / 'xapian_peer'} is not built")
    return Peer([binaries / "xapian_peer"])


def sqlite(_binaries, _out):
    import sqlite3  # a Python may come without it
    try:
        sqlite3.connect(":memory:").execute("CREATE VIRTUAL TABLE t USING fts5(x, tokenize = 'trigram')")
    except sqlite3.OperationalError as error:
        raise Missing(f"this SQLite has no FTS5 with trigrams: {error}") from error
    return Peer([sys.executable, HERE / "peers" / "sqlite_peer.py"])


def lucene(_binaries, out):
    jars = [path for name in JARS for path in glob.glob(f"/usr/share/java/{name}.jar")]
    if len(jars) < len(JARS) - 1:  # hppc is not in every version
        raise Missing("needs the packages liblucene8-java and libicu4j-java")
    if not shutil.which("javac"):
        raise Missing("needs a Java compiler: default-jdk-headless")
    classes = out / "lucene"
    path = ":".join([*jars, str(classes)])
    classes.mkdir(exist_ok=True)
    subprocess.run(["javac", "-nowarn", "-cp", path, "-d", classes, HERE / "peers" / "LucenePeer.java"], check=True)
    return Peer(["java", "-Xmx3g", "-XX:+UseParallelGC", "-cp", path, "LucenePeer"])


PEERS = {"xapian": xapian, "lucene": lucene, "sqlite": sqlite}


def run(command):
    """{CPU seconds, wall seconds, peak MB, output} of a program; an error ends the run."""
    begin = time.monotonic()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE)
    output = process.stdout.read().decode("utf-8")
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)  # so that Popen does not wait for it again
    if process.returncode != 0:
        sys.exit(f"{command[0]} ended with {process.returncode}")
    return {"cpu": used.ru_utime + used.ru_stime, "wall": time.monotonic() - begin, "peak_mb": used.ru_maxrss / 1024, "output": output}


def allocated_bytes(path, without=()):
    """Of a file or a folder's files."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file() and file.name not in without]
    return sum(file.stat().st_blocks * 512 for file in files)


def read_answers(path):
    """{question id: {type, us, total, facets}}"""
    answers = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        question, kind, times, total, _, facets = line.split("\t")
        if times:
            answers[question] = {"type": kind, "us": min(map(int, times.split(","))) / 1000, "total": int(total), "facets": facets}
    return answers


def measure(name, engine, out, count, rounds):
    print(f"== {name}", file=sys.stderr)
    corpus, folder = out / f"corpus-{count}", out / f"{name.replace(' ', '-')}-{count}.index"
    if folder.is_dir():
        shutil.rmtree(folder)
    folder.unlink(missing_ok=True)
    built = run(engine.index(corpus / engine.corpus, folder))
    answers = out / f"{name.replace(' ', '-')}-{count}.answers.tsv"
    asked = run(engine.ask(folder, corpus / "questions.tsv", answers, rounds))
    said = json.loads(asked["output"].strip().splitlines()[-1])
    figures = {"name": name, **built, "bytes": allocated_bytes(folder, without=("docdata.glass",)), "version": said["version"]}
    with open(out / f"results-{count}.jsonl", "a", encoding="utf-8") as lines:  # a run that is cut short leaves what it had
        lines.write(json.dumps(figures) + "\n")
    return {**figures, "answers": read_answers(answers)}


def markdown(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def ratio(ours, theirs):
    return f"{ours / theirs:.2f}" if theirs else ""


def index_table(results, corpus_bytes):
    ours = results[0]
    speed = lambda result: corpus_bytes / 1e6 / result["cpu"]
    rows = [[r["name"], r["version"], f"{speed(r):.2f}", ratio(speed(ours), speed(r)), f"{r['wall']:.1f}", f"{r['peak_mb']:.0f}",
             ratio(ours["peak_mb"], r["peak_mb"]), f"{r['bytes'] / corpus_bytes:.2f}", ratio(ours["bytes"], r["bytes"])] for r in results]
    return markdown(["engine", "version", "MB a CPU second", f"{OURS} / it", "wall s", "peak MB", f"{OURS} / it", "index / corpus", f"{OURS} / it"], rows)


def times(result, kinds):
    return [answer["us"] for answer in result["answers"].values() if answer["type"] in kinds]


def mean(values):
    return sum(values) / len(values) if values else 0


def p99(values):
    return sorted(values)[min(len(values) - 1, len(values) * 99 // 100)] if values else 0


def question_groups(results):
    """(label, types) of each row."""
    kinds = list(dict.fromkeys(answer["type"] for answer in results[0]["answers"].values()))
    kinds.sort(key=lambda kind: (kind.startswith("facet"), kind in FOREIGN, kind))
    yield from ((kind, (kind,)) for kind in kinds)
    yield "English, mean", tuple(kind for kind in kinds if kind not in FOREIGN and not kind.startswith("facet"))
    yield "facets, mean", tuple(kind for kind in kinds if kind.startswith("facet"))
    yield "Chinese, Thai, mixed", FOREIGN


def question_table(results):
    ours, others = results[0], results[1:]
    head = ["microseconds", "n", OURS, "p99"]
    for other in others:
        head += [other["name"], "p99", f"{OURS} / it", "p99"]
    rows = []
    for label, kinds in question_groups(results):
        mine = times(ours, kinds)
        row = [label, str(len(mine)), f"{mean(mine):.0f}", f"{p99(mine):.0f}"]
        for other in others:
            its = times(other, kinds)
            row += [f"{mean(its):.0f}", f"{p99(its):.0f}", ratio(mean(mine), mean(its)), ratio(p99(mine), p99(its))]
        rows.append(row)
    return markdown(head, rows)


def agreement_table(results):
    """How many totals and sums are those of polsearch, which finds ministries in the text: the peers are told them."""
    ours = results[0]["answers"]
    asks_ministry = lambda answer: "ministry" in answer["type"]
    columns = {
        "totals, English": (lambda a: a["total"], lambda a: a["type"] not in FOREIGN and not asks_ministry(a)),
        "totals, Chinese and Thai": (lambda a: a["total"], lambda a: a["type"] in FOREIGN),
        "totals by ministry": (lambda a: a["total"], asks_ministry),
        "months": (lambda a: a["facets"].split(" ")[0], lambda a: a["facets"]),
        "ministries": (lambda a: a["facets"].split(" ")[1], lambda a: a["facets"]),
    }
    rows = []
    for other in results[1:]:
        row = [other["name"]]
        for value, is_meant in columns.values():
            pairs = [(value(a), value(other["answers"][q])) for q, a in ours.items() if is_meant(a) and q in other["answers"]]
            row.append(f"{sum(mine == its for mine, its in pairs)}/{len(pairs)}")
        rows.append(row)
    return markdown(["same as " + OURS, *columns], rows)


def engines(arguments, out):
    """(name, engine) of all that can be run, polsearch first; says why one cannot."""
    wanted = [(OURS, Polsearch, arguments.binaries)]
    if arguments.previous:
        wanted.append((OURS + " before", Polsearch, arguments.previous))
    wanted += [(peer, PEERS[peer], arguments.binaries) for peer in arguments.peers or PEERS]
    for name, make, binaries in wanted:
        try:
            yield name, make(binaries.resolve(), out)
        except Missing as reason:
            if name == OURS:
                sys.exit(f"run.py: {reason}")
            print(f"skipped: {name}: {reason}")


def prepare(out, count, share):
    corpus = out / f"corpus-{count}"
    if not (corpus / "stats.json").exists():
        make_corpus.make_corpus(corpus, count)
    if not (corpus / "questions.tsv").exists():
        make_questions.make_questions(corpus / "corpus.tsv", corpus / "questions.tsv", share)
    return json.loads((corpus / "stats.json").read_text(encoding="utf-8"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=int)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("peers", nargs="*", metavar="PEER", help="of " + ", ".join(PEERS))
    parser.add_argument("--binaries", type=pathlib.Path, default=ROOT / "build" / "release")
    parser.add_argument("--previous", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--share", type=float, default=1.0, help="of the questions, when they are made")
    arguments = parser.parse_args()
    for peer in set(arguments.peers) - set(PEERS):
        parser.error(f"unknown peer {peer} (accepted: {', '.join(PEERS)})")
    out = arguments.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    stats = prepare(out, arguments.pages, arguments.share)
    results = [measure(name, engine, out, arguments.pages, arguments.rounds) for name, engine in engines(arguments, out)]
    print(f"{stats['documents']} pages, {stats['bytes'] / 1e6:.1f} MB of titles and bodies\n")
    print(index_table(results, stats["bytes"]))
    print(question_table(results))
    print(agreement_table(results))


if __name__ == "__main__":
    main()
