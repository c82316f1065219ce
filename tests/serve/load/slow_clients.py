#!/usr/bin/env python3
"""Hundreds of clients that send or read a byte now and then must not keep a normal one waiting.

  tests/serve/load/slow_clients.py --binaries build/release --index INDEX [--slow 500] [--seconds 20]

Half of the slow ones never finish their request, half ask for a long answer and read it byte by byte. A normal client
asks one question after the other, as fast as it is answered. Exit code 1 when its p99 is above --p99 milliseconds.
"""
import argparse
import asyncio
import statistics
import sys
import threading
import time

import questions
from served import Polserve, machine_load

DRIP_SECONDS = 0.5


async def sends_slowly(server, is_over):
    """A header that never ends; a new one when the server has had enough."""
    while not is_over.is_set():
        try:
            _, writer = await asyncio.open_connection(server.host, server.port)
            writer.write(b"GET /api/v1/search?q=industry HTTP/1.1\r\nHost: localhost\r\nX: ")
            while not is_over.is_set():
                writer.write(b"a")
                await writer.drain()
                await asyncio.sleep(DRIP_SECONDS)
            writer.close()
        except OSError:
            await asyncio.sleep(DRIP_SECONDS)


async def reads_slowly(server, is_over):
    while not is_over.is_set():
        try:
            reader, writer = await asyncio.open_connection(server.host, server.port, limit=1)
            writer.write(b"GET /api/v1/export?q=*&n=300&format=json HTTP/1.1\r\nHost: localhost\r\n\r\n")
            while not is_over.is_set() and await reader.read(1):
                await asyncio.sleep(DRIP_SECONDS)
            writer.close()
        except OSError:
            await asyncio.sleep(DRIP_SECONDS)


def run_slow(server, count, is_over):
    async def everyone():
        await asyncio.gather(*[(sends_slowly if i % 2 else reads_slowly)(server, is_over) for i in range(count)])

    asyncio.run(everyone())


def ask(server, targets, seconds):
    """Milliseconds of each answer to a client that keeps its connection; fails on anything but 200 and 404."""
    import http.client

    connection = http.client.HTTPConnection(server.host, server.port, timeout=30)
    out, end, i = [], time.monotonic() + seconds, 0
    while time.monotonic() < end:
        started = time.monotonic()
        connection.request("GET", targets[i % len(targets)])
        answer = connection.getresponse()
        answer.read()
        out.append((time.monotonic() - started) * 1000)
        if answer.status not in (200, 404):
            raise SystemExit(f"{targets[i % len(targets)]}: {answer.status}")
        i += 1
    connection.close()
    return sorted(out)


def share(values, part):
    return values[min(len(values) - 1, int(len(values) * part))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binaries", required=True)
    parser.add_argument("--index", required=True)
    parser.add_argument("--slow", type=int, default=500)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--p99", type=float, default=100, help="milliseconds")
    arguments = parser.parse_args()
    server = Polserve(arguments.binaries, arguments.index)
    is_over = threading.Event()
    try:
        targets = [t for t in questions.targets(server, 300) if not t.startswith("/timeline")]
        for target in targets:
            server.get(target)
        load = machine_load()
        alone = ask(server, targets, arguments.seconds / 2)
        slow = threading.Thread(target=run_slow, args=(server, arguments.slow, is_over))
        slow.start()
        time.sleep(2)  # until they are connected and their exports are made
        connected = int(server.get("/metrics")[2].decode().split("\npolserve_connections ")[1].split("\n")[0])
        beside = ask(server, targets, arguments.seconds)
    finally:
        is_over.set()
        slow.join()
        code = server.stop()
    for name, values in (("alone", alone), (f"beside {connected} slow connections", beside)):
        print(
            f"{name}: {len(values)} answers, milliseconds: median {statistics.median(values):.1f},"
            f" p99 {share(values, .99):.1f}, highest {values[-1]:.1f}"
        )
    good = share(beside, 0.99) < arguments.p99 and connected >= arguments.slow * 0.9 and code == 0
    print(f"{'ok' if good else 'FAILED'} p99 under {arguments.p99} ms beside {arguments.slow} slow clients; {load}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
