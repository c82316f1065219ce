"""A polserve of its own for a test or a measurement, and an index folder that is published anew while it runs."""
import http.client
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
import urllib.parse


class Polserve:
    """Started on a free port of 127.0.0.1; quiet, so that no pipe fills up."""

    def __init__(self, binaries, index, *options):
        command = [str(pathlib.Path(binaries) / "polserve"), "-i", str(index), "--listen", "127.0.0.1:0", "--quiet"]
        self.process = subprocess.Popen(
            [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        line = self.process.stdout.readline()
        found = re.match(r"listening on (http://([0-9.]+):([0-9]+))", line)
        if not found:
            raise SystemExit(f"polserve did not start on {index} (exit code {self.process.wait()})")
        self.address, self.host, self.port = found[1], found[2], int(found[3])

    def get(self, target, timeout=30):
        """Status, headers, body of one request on a connection of its own."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        try:
            connection.request("GET", target)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def json(self, target):
        status, _, body = self.get(target)
        if status != 200:
            raise SystemExit(f"{target}: {status} {body[:200]}")
        return json.loads(body)

    def memory(self):
        """Resident MiB: all of it, and what is not a mapped file (an index that is read stays in the page cache)."""
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        kib = {name: int(number) for name, number in re.findall(r"^(VmRSS|RssAnon):\s+(\d+) kB", text, re.M)}
        return kib["VmRSS"] / 1024, kib["RssAnon"] / 1024

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self):
        self.process.terminate()
        try:
            return self.process.wait(timeout=30)
        finally:
            self.process.kill()
            self.process.stdout.close()


class PublishedIndex:
    """A folder whose generations are copies (hard links where they can be) of prepared indexes, published as a build
    publishes: the new folder, one rename of `current`, then the old folder goes."""

    def __init__(self, prepared):
        self.prepared = [pathlib.Path(folder).resolve() for folder in prepared]
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="polsearch-load-", dir=self.prepared[0].parent))
        self.number = 0
        self.publish()

    def which(self, number):
        """The prepared index behind generation `number`."""
        return (number - 1) % len(self.prepared)

    def publish(self):
        self.number += 1
        source = self.prepared[self.which(self.number)]
        pointer = (source / "current").read_text(encoding="ascii")
        generation = re.search(r"^generation (\S+)$", pointer, re.M)[1]
        name = f"{self.number:06d}"
        shutil.copytree(source / generation, self.folder / name, copy_function=link_or_copy)
        (self.folder / "current.tmp").write_text(pointer.replace(f"generation {generation}", f"generation {name}"))
        (self.folder / "current.tmp").rename(self.folder / "current")
        shutil.rmtree(self.folder / f"{self.number - 1:06d}", ignore_errors=True)

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def link_or_copy(source, target):
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def address(path, **parameters):
    return path + "?" + urllib.parse.urlencode(parameters)


def machine_load():
    """What else goes on here: a latency that was measured beside other work says little."""
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


def now():
    return time.monotonic()
