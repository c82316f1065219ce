#!/usr/bin/env python3
"""Many clients ask a polserve at once while its index is published anew every few seconds.

  tests/serve/load/swap_load.py --binaries build/release --index INDEX [--other INDEX] [--seconds 20] [--clients 64]

Needs wrk (scripts/install-packages bench) and any index; --other is one to alternate with, of the same size or nearly:
without it the same index is published again and again. Every answer is compared with what the index of its generation
says when asked alone: one that mixes two is torn. Exit code 1 when an aim is missed: no answer but 200 and 503, none
torn, 99 of 100 within --p99 milliseconds, memory not grown by 5 %.
"""
import argparse
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import zlib

import questions
from served import Polserve, PublishedIndex, machine_load, now

SCRIPT = pathlib.Path(__file__).with_name("check_answers.lua")


def checksum(server, target):
    """As check_answers.lua makes it."""
    status, _, body = server.get(target)
    if status != 200:
        return "-"
    body = re.sub(rb'"took_us":\d+', b"", body, count=1)
    body = re.sub(rb"pages in index \d+<", b"", body, count=1)
    return str(zlib.adler32(re.sub(rb'("score":\d+\.\d{6})\d*', rb"\1", body)))


def write_targets(file, binaries, indexes, count):
    columns = []
    for index in indexes:
        server = Polserve(binaries, index)
        try:
            if not columns:
                columns.append(list(dict.fromkeys(questions.targets(server, count))))
            columns.append([checksum(server, target) for target in columns[0]])
        finally:
            server.stop()
    file.write("".join("\t".join(row) + "\n" for row in zip(*columns)))
    file.flush()
    return len(columns[0])


def watch(wrk, server, index, seconds_between):
    """Publishes and measures memory until wrk ends: (seconds, resident MiB, anonymous MiB) samples."""
    samples, started = [], now()
    next_swap = started + seconds_between
    while True:
        try:
            wrk.wait(timeout=0.5)
            return samples
        except subprocess.TimeoutExpired:
            samples.append((now() - started, *server.memory()))
        if now() >= next_swap:
            index.publish()
            next_swap += seconds_between


def growth(samples, seconds, column):
    """Middle value of the last fifth of the run against that of its second fifth: the first is warming up."""
    early = [s[column] for s in samples if 0.2 * seconds <= s[0] < 0.4 * seconds]
    late = [s[column] for s in samples if s[0] >= 0.8 * seconds]
    return (statistics.median(early), statistics.median(late)) if early and late else (0, 0)


def numbers(text):
    out = {}
    for kind, name, value in re.findall(r"^(answers|latency)\t(\S+)\t(.*)$", text, re.M):
        out[name if kind == "answers" else f"p{name}"] = value if name.endswith("example") else float(value)
    return out


def report(n, samples, arguments, swaps, server_cpu, load):
    answers = n["same"] + n["torn"] + n["cut"] + n["busy"] + n["bad"]
    print(
        f"{answers:.0f} answers in {n['seconds']:.1f} s from {arguments.clients} clients: "
        f"{answers / n['seconds']:.0f} a second, {n['bytes'] / n['seconds'] / 1e6:.1f} MB/s; {swaps} swaps; "
        f"{load} before, {machine_load()} after; server {server_cpu:.1f} CPU s"
    )
    print(
        f"as alone {n['same']:.0f}, torn {n['torn']:.0f}, stopped by the time limit {n['cut']:.0f}, "
        f"503 {n['busy']:.0f}, "
        f"other statuses {n['bad']:.0f}, socket errors {n['socket_errors']:.0f}"
    )
    print("milliseconds: " + ", ".join(f"{name} {n[name]:.1f}" for name in ("p50", "p90", "p99", "p99.9", "p100")))
    (early, late), (anonymous_early, anonymous_late) = (growth(samples, n["seconds"], column) for column in (1, 2))
    print(
        f"memory: resident {early:.1f} -> {late:.1f} MiB, "
        f"without mapped files {anonymous_early:.1f} -> {anonymous_late:.1f} MiB, "
        f"highest {max(s[1] for s in samples):.1f} MiB"
    )
    aims = (
        ("no status but 200 and 503", n["bad"] == 0 and n["socket_errors"] == 0, n.get("bad_example", "")),
        ("no torn answer", n["torn"] == 0, n.get("torn_example", "")),
        (f"p99 at most {arguments.p99} ms", n["p99"] <= arguments.p99, ""),
        ("resident memory grew by less than 5 %", late < early * 1.05, ""),
    )
    for what, holds, example in aims:
        print(f"{'ok' if holds else 'FAILED'} {what} {example}".rstrip())
    return all(holds for _, holds, _ in aims)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binaries", required=True)
    parser.add_argument("--index", required=True)
    parser.add_argument("--other", help="an index to alternate with")
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--swap-seconds", type=float, default=10)
    parser.add_argument("--questions", type=int, default=400)
    parser.add_argument("--p99", type=float, default=250, help="milliseconds")
    arguments = parser.parse_args()
    indexes = [arguments.index] + ([arguments.other] if arguments.other else [])
    published = PublishedIndex(indexes)
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf-8") as targets:
        count = write_targets(targets, arguments.binaries, indexes, arguments.questions)
        print(f"{count} different requests, {len(indexes)} index(es)", flush=True)
        server = Polserve(arguments.binaries, published.folder)
        try:
            load, cpu = machine_load(), server.cpu_seconds()
            wrk = subprocess.Popen(
                [
                    "wrk",
                    "-t",
                    str(arguments.clients),
                    "-c",
                    str(arguments.clients),
                    "-d",
                    f"{arguments.seconds}s",
                    "--timeout",
                    "30s",
                    "-s",
                    str(SCRIPT),
                    server.address,
                    "--",
                    targets.name,
                    str(len(indexes)),
                ],
                stdout=subprocess.PIPE,
                text=True,
                env={**os.environ, "LC_ALL": "C"},
            )
            samples = watch(wrk, server, published, arguments.swap_seconds)
            output = wrk.stdout.read()
            if wrk.returncode != 0 or "answers\tsame" not in output:
                raise SystemExit("wrk failed:\n" + output)
            good = report(numbers(output), samples, arguments, published.number - 1, server.cpu_seconds() - cpu, load)
        finally:
            code = server.stop()
            published.remove()
    print("ok the server ended with 0" if code == 0 else f"FAILED the server ended with {code}")
    return 0 if good and code == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
