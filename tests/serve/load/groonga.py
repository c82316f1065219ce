#!/usr/bin/env python3
"""Requests a second of polserve and of Groonga's HTTP server: the same pages, the same questions, in turns.

  tests/serve/load/groonga.py --binaries build/release --index INDEX --pages pages.jsonl [--seconds 10] [--rounds 3]

Needs wrk and groonga-bin (scripts/install-packages bench; apt-get install groonga-bin). INDEX is built of pages.jsonl
("id", "title", "body", "date", and "ministries" if there). Both give ten hits; "full" with titles, dates, snippets and
counts by month and ministry, "ids" nothing else. Groonga has bigrams of words with positions and no cache of results;
polserve has its defaults: stems, glossary, near-duplicates. Prints a table; the ratio is of the sums over all rounds.
"""
import argparse
import json
import pathlib
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

import questions
from served import Polserve, address, machine_load

ASK = """
local targets = {}
function init(arguments)
  for line in io.lines(arguments[1]) do targets[#targets + 1] = line end
  math.randomseed(os.time())
end
function request() return wrk.format("GET", targets[math.random(#targets)]) end
"""

SCHEMA = """table_create Doc TABLE_HASH_KEY ShortText
column_create Doc title COLUMN_SCALAR ShortText
column_create Doc date COLUMN_SCALAR ShortText
table_create Month TABLE_PAT_KEY ShortText
column_create Doc month COLUMN_SCALAR Month
table_create Ministry TABLE_PAT_KEY ShortText
column_create Doc ministry COLUMN_VECTOR Ministry
column_create Ministry docs COLUMN_INDEX Doc ministry
column_create Doc text COLUMN_SCALAR LongText
table_create Term TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram --normalizer NormalizerAuto
"""


class Groonga:
    def __init__(self, folder, pages, threads):
        self.database = str(pathlib.Path(folder) / "db")
        self.run("-n", SCHEMA)
        self.load(pages)
        self.run("", "column_create Term docs COLUMN_INDEX|WITH_POSITION Doc text\n")  # after the load: sorted, in bulk
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [
                "groonga",
                "--protocol",
                "http",
                "--port",
                str(self.port),
                "--bind-address",
                "127.0.0.1",
                "-t",
                str(threads),
                "-s",
                self.database,
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.wait()
        self.get("/d/cache_limit?max=0")

    def run(self, option, commands):
        command = ["groonga", *([option] if option else []), self.database]
        done = subprocess.run(command, input=commands, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit("groonga: " + done.stderr[:400])

    def load(self, pages):
        process = subprocess.Popen(["groonga", self.database], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        write = process.stdin.write
        write(b"load --table Doc\n[\n")
        with open(pages, encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                page = json.loads(line)
                date = page.get("date") or ""
                row = {
                    "_key": page["id"],
                    "title": page.get("title", ""),
                    "date": date,
                    "month": date[:7],
                    "ministry": page.get("ministries", []),
                    "text": page.get("title", "") + " " + page["body"],
                }
                write((",\n" if number else "").encode() + json.dumps(row, ensure_ascii=False).encode())
        write(b"\n]\n")
        process.stdin.close()
        if process.wait() != 0:
            raise SystemExit("groonga cannot load " + str(pages))

    def wait(self):
        for _ in range(200):
            try:
                return self.get("/d/status")
            except OSError:
                time.sleep(0.05)
        raise SystemExit("groonga does not answer")

    def get(self, target):
        with urllib.request.urlopen(self.address + target, timeout=60) as answer:
            return answer.read()

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)


def both_can(vocabulary, count):
    """Questions that mean the same to both: a sentence typed in is relaxed by one of them only."""
    out = []
    while len(out) < count:
        out += [
            asked
            for asked in questions.questions(vocabulary, 1)
            if not asked["q"].startswith("what did") and set(asked) == {"q"}
        ]
    return out


def polserve_target(asked, is_full):
    return address("/api/v1/search", q=asked["q"], **({} if is_full else {"facets": "none", "snippet_bytes": 0}))


def groonga_target(asked, is_full):
    parameters = {
        "table": "Doc",
        "match_columns": "text",
        "query": asked["q"],
        "sort_keys": "-_score",
        "limit": 10,
        "output_columns": "_key,_score,title,date,ministry,snippet_html(text)" if is_full else "_key,_score",
    }
    if is_full:
        for name in ("month", "ministry"):
            parameters |= {
                f"drilldowns[{name}].keys": name,
                f"drilldowns[{name}].limit": 1000,
                f"drilldowns[{name}].output_columns": "_key,_nsubrecs",
            }
    return "/d/select?" + urllib.parse.urlencode(parameters)


def requests_a_second(where, targets, clients, seconds):
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script, tempfile.NamedTemporaryFile(
        "w", suffix=".txt"
    ) as file:
        script.write(ASK)
        script.flush()
        file.write("\n".join(targets) + "\n")
        file.flush()
        out = subprocess.run(
            [
                "wrk",
                "-t",
                "1",
                "-c",
                str(clients),
                "-d",
                f"{seconds}s",
                "--timeout",
                "30s",
                "-s",
                script.name,
                where,
                "--",
                file.name,
            ],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    if bad:
        raise SystemExit(f"{where}: {bad[1]} answers with other statuses\n{out}")
    return float(re.search(r"Requests/sec:\s+([0-9.]+)", out)[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binaries", required=True)
    parser.add_argument("--index", required=True)
    parser.add_argument("--pages", required=True)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--questions", type=int, default=400)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server, groonga = Polserve(arguments.binaries, arguments.index), None
        try:
            asked = both_can(questions.Vocabulary(server, random.Random(3)), arguments.questions)
            groonga = Groonga(folder, arguments.pages, threads=4)
            for is_full in (True, False):
                sides = (
                    (server.address, [polserve_target(a, is_full) for a in asked]),
                    (groonga.address, [groonga_target(a, is_full) for a in asked]),
                )
                for clients in (1, 8, 64):
                    rates = [[], []]
                    load = machine_load()
                    for _ in range(arguments.rounds):
                        for column, (where, targets) in enumerate(sides):
                            rates[column].append(requests_a_second(where, targets, clients, arguments.seconds))
                    ours, theirs = sum(rates[0]) / len(rates[0]), sum(rates[1]) / len(rates[1])
                    print(
                        f"{'full' if is_full else 'ids '} {clients:3} clients: "
                        f"polserve {ours:7.0f} a second, Groonga {theirs:7.0f}, "
                        f"ratio {ours / theirs:.2f}   ({load})",
                        flush=True,
                    )
        finally:
            if groonga:
                groonga.stop()
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
