#!/usr/bin/env python3
"""What strangers may send to a polserve: endless heads and bodies, bombs, floods, paths, bytes that are no text.

  tests/serve/hostile.py BINARIES PROJECT_ROOT          small, for every run; POLSEARCH_TEST_MODE=full: 300 MB a stream
  tests/serve/hostile.py BINARIES PROJECT_ROOT INDEX    over an index of yours; then mapped files do not count as memory

After each attack the server answers a search within a second and keeps under 256 MB. Last line: N passed, N failed.
"""
import gzip
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent / "load"))
from served import Polserve  # noqa: E402

MOST_MEMORY = 256  # MiB, resident
IS_SANITIZED = (
    b"__asan_init" in (pathlib.Path(sys.argv[1]) / "polserve").read_bytes()
)  # its shadow is no memory of ours
MEMORY_COLUMN = 1 if len(sys.argv) > 3 else 0  # of Polserve.memory()
FULL = os.environ.get("POLSEARCH_TEST_MODE") == "full"
STREAM = (300 if FULL else 12) * 1_000_000  # bytes
HOST = b"Host: localhost\r\n"


class Attack:
    """A connection that sends whatever it likes and gives up when the server does."""

    def __init__(self, server):
        self.socket = socket.create_connection((server.host, server.port), timeout=10)

    def send(self, data):
        try:
            self.socket.sendall(data)
            return True
        except OSError:
            return False

    def stream(self, piece, size):
        """Sends `piece` again and again; returns how many bytes the server took."""
        sent = 0
        while sent < size and self.send(piece):
            sent += len(piece)
        return sent

    def read(self, is_enough):
        """What comes back until `is_enough` says so or the server closes."""
        out = b""
        try:
            while not is_enough(out):
                data = self.socket.recv(65_536)
                if not data:
                    break
                out += data
        except OSError:
            pass
        return out

    def close(self):
        self.socket.close()


def status(answer):
    return answer[9:12].decode("ascii", "replace") if answer.startswith(b"HTTP/1.") else "closed"


def is_whole(answer):
    head, end, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"^Content-Length: (\d+)", head, re.M)
    return bool(end) and len(body) >= (int(length[1]) if length else 0)


def one(server, data, is_enough=is_whole):
    """The status of the first answer to these bytes, and all that came back."""
    attack = Attack(server)
    attack.send(data)
    answer = attack.read(is_enough)
    attack.close()
    return status(answer), answer


def endless_header(server):
    attack = Attack(server)
    attack.send(b"GET / HTTP/1.1\r\n" + HOST + b"X: ")
    taken = attack.stream(b"a" * 1_000_000, STREAM)
    attack.close()
    assert taken < STREAM, f"all of {taken} bytes of a header line were taken"


def endless_target(server):
    attack = Attack(server)
    attack.send(b"GET /?q=")
    taken = attack.stream(b"a" * 1_000_000, STREAM)
    attack.close()
    assert taken < STREAM, f"all of {taken} bytes of an address were taken"


def endless_headers(server):
    attack = Attack(server)
    attack.send(b"GET / HTTP/1.1\r\n" + HOST)
    taken = attack.stream(b"".join(b"X-%d: y\r\n" % i for i in range(50_000)), STREAM)
    attack.close()
    assert taken < STREAM, f"all of {taken} bytes of headers were taken"


def endless_chunks(server):
    attack = Attack(server)
    attack.send(b"GET /api/v1/search?q=a HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n")
    taken = attack.stream(b"10000\r\n" + b"a" * 65_536 + b"\r\n", STREAM)
    attack.close()
    assert taken < STREAM, f"all of {taken} bytes of chunks were taken"


def gzip_bomb(server):
    bomb = gzip.compress(b"\0" * STREAM)
    head = (
        b"POST /api/v1/search HTTP/1.1\r\n" + HOST + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb)
    )
    got, _ = one(server, head + bomb)
    assert got in ("405", "closed"), got  # the refusal may be lost when the rest of the body meets a closed socket
    head = head.replace(b"POST", b"GET")
    got, _ = one(server, head + bomb)
    assert got in ("413", "closed"), got


def pipelining(server):
    """Thousands of requests in one go, and nobody who reads the answers; then somebody who does."""
    request = b"GET /api/v1/search?q=industry&n=50 HTTP/1.1\r\n" + HOST + b"\r\n"
    deaf = [Attack(server) for _ in range(8)]
    for attack in deaf:
        attack.socket.settimeout(0.5)
        attack.stream(request * 1_000, len(request) * (100_000 if FULL else 5_000))
    check_alive(server)
    for attack in deaf:
        attack.close()
    said = b'{"status":"ok"}'
    _, answer = one(server, (b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n") * 200, lambda got: got.count(said) >= 200)
    assert answer.count(said) == 200, answer.count(said)


def bad_encodings(server):
    rows = (
        (b"GET /?q=%00", "400"),
        (b"GET /?q=%zz", "400"),
        (b"GET /?q=%E5%B7", "200"),
        (b"GET /?q=%FF%FE%C0%80", "200"),
        (b"GET /?q=%ED%A0%80", "200"),
        (b"GET /%c0%ae%c0%ae/", "404"),
        (b"GET /?q=\xff\xfe\xe5", "200"),
        (b"GET /?q=%E2%80%AE%EF%BB%BF%0D%0AX-A:%20b", "200"),
        (b"GET /documents/%FF", "404"),
        (b"GET /\x00", None),
        (b"GET /?q=a\x07b", "400"),
    )
    for line, wanted in rows:
        got, answer = one(server, line + b" HTTP/1.1\r\n" + HOST + b"Accept: text/html\r\n\r\n")
        assert wanted is None or got == wanted, f"{line}: {got}"
        head, _, body = answer.partition(b"\r\n\r\n")
        assert b"\nX-A:" not in head, line
        body.decode("utf-8") if got == "200" else None


def paths_out_of_the_index(server):
    for path in (
        b"/../../etc/passwd",
        b"/assets/../../../etc/passwd",
        b"/assets/%2e%2e/%2e%2e/etc/passwd",
        b"//etc/passwd",
        b"/documents/..%2F..%2Fetc%2Fpasswd",
        b"/api/v1/documents/../../../../etc/passwd",
        b"/assets/..\\..\\etc\\passwd",
        b"/documents/%2Fetc%2Fpasswd",
        b"file:///etc/passwd",
        b"/assets//etc/passwd",
        b"/.git/config",
        b"/current",
    ):
        got, answer = one(server, b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"\r\n")
        assert got in ("404", "400"), f"{path}: {got}"
        assert b"root:" not in answer and b"manifest " not in answer, path


def heavy_questions(server):
    """Questions that cost a searcher most. Each is answered, refused or cut off by its time limit."""
    for query in (
        "a* " * 60,
        " OR ".join(f"w{i}*" for i in range(60)),
        "(" * 900 + "a" + ")" * 900,
        '"' + "the " * 60 + '"',
        "the NEAR/100 of " * 20,
        "-a " * 60,
        "* " * 60,
        "industry " * 64,
        "工" * 600,
        '"' * 1_000,
        "a" * 2_048,
    ):
        target = query.strip().replace(" ", "+").replace('"', "%22").encode().replace("工".encode(), b"%E5%B7%A5")
        started = time.monotonic()
        got, _ = one(server, b"GET /api/v1/search?q=" + target + b" HTTP/1.1\r\n" + HOST + b"\r\n")
        assert got in ("200", "400", "414"), f"{query[:40]}: {got}"
        assert time.monotonic() - started < 5, f"{query[:40]} took {time.monotonic() - started:.1f} s"


def many_connections(server):
    """Nearly as many connections as are allowed, each with half a request."""
    attacks = []
    for _ in range(900):
        attacks.append(Attack(server))
        attacks[-1].send(b"GET / HTTP/1.1\r\nHost: loc")
    check_alive(server)
    for attack in attacks:
        attack.close()


def unread_exports(server):
    """Long answers asked for again and again by clients that read nothing."""
    request = b"GET /api/v1/export?q=*&format=json HTTP/1.1\r\n" + HOST + b"\r\n"
    attacks = [Attack(server) for _ in range(200 if FULL else 60)]
    for attack in attacks:
        attack.send(request * 3)
    check_alive(server)
    for attack in attacks:
        attack.close()


def check_alive(server):
    """A search is answered soon, be it after some "come back later"."""
    started, limit = time.monotonic(), 1 if FULL else 5  # small runs share their machine with other tests
    got = 503
    while got == 503 and time.monotonic() - started < limit:
        got, _, _ = server.get("/api/v1/search?q=industry", timeout=10)
    seconds = time.monotonic() - started
    assert got == 200 and seconds < limit, f"a search after it: {got} after {seconds:.1f} s"
    memory = server.memory()[MEMORY_COLUMN]
    assert IS_SANITIZED or memory < MOST_MEMORY, f"{memory:.0f} MiB"


ATTACKS = (
    endless_header,
    endless_target,
    endless_headers,
    endless_chunks,
    gzip_bomb,
    pipelining,
    bad_encodings,
    paths_out_of_the_index,
    heavy_questions,
    many_connections,
    unread_exports,
)


def main():
    binaries, root = sys.argv[1], sys.argv[2]
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        index = sys.argv[3] if len(sys.argv) > 3 else folder + "/index"
        if len(sys.argv) <= 3:
            subprocess.run(
                [binaries + "/polindex", "build", "-o", index, root + "/corpus/samples"],
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        server = Polserve(binaries, index)
        try:
            for attack in ATTACKS:
                started = time.monotonic()
                try:
                    attack(server)
                    check_alive(server)
                    passed += 1
                    verdict = "ok"
                except (AssertionError, OSError, UnicodeDecodeError) as error:
                    failed += 1
                    verdict = f"FAILED ({error})"
                print(
                    f"{verdict} {attack.__name__.replace('_', ' ')}: {time.monotonic() - started:.1f} s,"
                    f" {server.memory()[MEMORY_COLUMN]:.0f} MiB",
                    flush=True,
                )
        finally:
            code = server.stop()
    if code != 0:
        failed += 1
        print(f"FAILED the server ended with {code}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
