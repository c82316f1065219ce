#!/usr/bin/env python3
"""Faults while an index is written or read: after each, the old index or the new one is there, complete.

  tests/faults/run.py --binaries build/release            about 60 faults
  tests/faults/run.py --binaries build/release --full     every call of every kind of build, and 1,000 random kills
  tests/faults/run.py --binaries build/release --only kill --seed 7

strace kills polindex at its n-th write, fsync, rename..., or lets that call fail (no space, I/O error, no descriptor
left, nothing written). Builds are deterministic, so "complete" means: byte for byte what a build without a fault makes.
Prints its seed, each failure with the strace options that repeat it, a table, and `N passed, N failed`.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = SOURCE / "corpus" / "samples"
TIMEOUT = 120  # seconds; a build takes 0.3: whatever needs this long hangs
KILL_CALLS = ("write", "pwrite64", "fsync", "fdatasync", "rename", "mkdir", "unlink", "unlinkat", "rmdir", "ftruncate")
READ_CALLS = ("openat", "read", "pread64", "close", "getdents64", "flock")  # killed at in full runs only
ERRORS = (  # call, error, "+": from there on always
    ("write", "ENOSPC", ""), ("write", "ENOSPC", "+"), ("write", "EIO", ""), ("write", "EINTR", ""),
    ("pwrite64", "ENOSPC", ""), ("pwrite64", "ENOSPC", "+"), ("pwrite64", "EIO", ""), ("pwrite64", "EINTR", ""),
    ("fsync", "EIO", ""), ("fsync", "ENOSPC", "+"), ("rename", "EIO", ""), ("rename", "ENOSPC", ""),
    ("mkdir", "ENOSPC", ""), ("mkdir", "EROFS", ""), ("openat", "EMFILE", ""), ("openat", "EMFILE", "+"),
    ("openat", "ENFILE", ""), ("openat", "EROFS", "+"), ("read", "EIO", ""), ("pread64", "EIO", ""),
    ("pread64", "EINTR", ""), ("unlinkat", "EIO", ""), ("unlink", "EIO", ""), ("ftruncate", "EIO", ""),
    ("mmap", "ENOMEM", ""), ("getdents64", "EIO", ""), ("flock", "ENOLCK", ""), ("close", "EIO", ""),
)
SHORT_WRITES = (("write", "retval=0", ""), ("write", "retval=0", "+"),
                ("pwrite64", "retval=0", ""), ("pwrite64", "retval=0", "+"))
SEARCH_ERRORS = (("read", "EIO", ""), ("pread64", "EIO", ""), ("openat", "EMFILE", ""), ("openat", "EIO", ""),
                 ("openat", "ENFILE", "+"), ("mmap", "ENOMEM", ""), ("newfstatat", "EIO", ""), ("read", "EINTR", ""))


class Failed(Exception):
    """A promise that was not kept."""


def expect(holds, message):
    if not holds:
        raise Failed(message)


def run(command, limit_file_size=None, timeout=TIMEOUT):
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit_file_size, limit_file_size))
    command = [str(part) for part in command]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          errors="replace", restore_signals=False, start_new_session=True,
                          preexec_fn=limit if limit_file_size is not None else None) as process:
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired as late:
            os.killpg(process.pid, signal.SIGKILL)  # what strace traced outlives it
            process.communicate()
            raise Failed(f"hung for {timeout} s") from late
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def strace(options, command):
    return ["strace", "-f", "-qq", "-o", "/dev/null", *options, *command]


def contents(folder):
    """{path: digest} of every file below."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found[str(path.relative_to(folder))] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def generation_of(index):
    try:
        text = (index / "current").read_text()
    except FileNotFoundError:
        return None
    match = re.fullmatch(r"polsearch index \d+\ngeneration (\d+)\nmanifest [0-9a-f]{32}\n", text)
    expect(match, f"torn pointer: {text!r}")
    return index / match[1]


class Scenario:
    """One way of writing an index: from nothing or from the old pages' index to that of the new pages."""

    def __init__(self, lab, name, verb, is_first=False, options=()):
        self.lab, self.name, self.verb, self.is_first, self.options = lab, name, verb, is_first, list(options)
        self.old, self.old_ids = (None, None) if is_first else self.reference("old")
        self.new, self.new_ids = self.reference("new")
        self.calls = self.record()

    def reference(self, pages):
        files, answer = self.lab.reference(pages, self.options)
        return self.comparable(files), answer

    def comparable(self, files):
        """Xapian's own writer gives each database a random UUID, of which the manifest has the checksum."""
        random = ("xapian/iamglass", "manifest.json") if "xapian" in self.options else ()
        return {name: digest for name, digest in files.items() if name not in random}

    def command(self, index, pages="new"):
        where = [index] if self.verb == "update" else ["-o", index]
        jobs = [] if "--jobs" in self.options else ["--jobs", "1"]
        return [self.lab.polindex, self.verb, *jobs, *self.options, *where, self.lab.pages[pages]]

    def start(self, folder):
        index = folder / "index"
        if not self.is_first:
            shutil.copytree(self.lab.reference_folder("old", self.options), index)
        return index

    def record(self):
        """{call: (calls of a thread before the index is touched, most calls of one thread)}"""
        with tempfile.TemporaryDirectory(dir=self.lab.folder) as name:
            folder = pathlib.Path(name)
            index, log = self.start(folder), folder / "calls"
            done = run(["strace", "-f", "-qq", "-o", log, *self.command(index)])
            expect(done.returncode == 0, f"{self.name} fails without a fault: {done.stderr}")
            return count_calls(log.read_text(errors="replace"), str(index))


def count_calls(log, mark):
    threads, begin = {}, None
    for line in log.splitlines():
        match = re.match(r"(\d+)\s+(\w+)\(", line)
        if not match:
            continue
        counts = threads.setdefault(match[1], {})
        if begin is None and mark in line and "execve(" not in line:
            begin = dict(counts)
        counts[match[2]] = counts.get(match[2], 0) + 1
    names = {call for counts in threads.values() for call in counts}
    return {call: ((begin or {}).get(call, 0), max(counts.get(call, 0) for counts in threads.values()))
            for call in names}


class Lab:
    """Pages, reference indexes, programs."""

    def __init__(self, binaries, folder):
        self.folder = folder
        self.polindex, self.polsearch = binaries / "polindex", binaries / "polsearch"
        self.pages = {"old": folder / "old-pages", "new": folder / "new-pages"}
        self.references = {}
        names = sorted(path.name for path in SAMPLES.iterdir() if path.suffix in (".txt", ".html"))[:14]
        for pages, chosen in (("old", names[:12]), ("new", names[2:])):
            self.pages[pages].mkdir()
            for name in chosen:
                shutil.copy(SAMPLES / name, self.pages[pages] / name)
        changed = self.pages["new"] / names[3]
        changed.write_text(changed.read_text() + "\nA line that only the new page has: 5G factory.\n")

    def reference_folder(self, pages, options):
        return self.folder / "-".join(["reference", pages, *(option.strip("-") for option in options)])

    def reference(self, pages, options):
        folder = self.reference_folder(pages, options)
        if folder not in self.references:
            done = run([self.polindex, "build", "--jobs", "1", *[o for o in options], "-o", folder, self.pages[pages]])
            expect(done.returncode == 0, f"cannot build: {done.stderr}")
            self.references[folder] = (contents(generation_of(folder)), self.answer(folder))
        return self.references[folder]

    def answer(self, index):
        done = run([self.polsearch, "-i", index, "--format", "json", "-n", "100", "factory OR 5G OR 工业 OR โรงงาน"])
        expect(done.returncode == 0, f"polsearch exits {done.returncode}: {done.stderr}")
        found = json.loads(done.stdout)
        return found["total"], [(hit["id"], hit["score"]) for hit in found["hits"]]


def state_of(scenario, index):
    """"old", "new" or "none"; anything else fails."""
    generation = generation_of(index) if index.exists() else None
    if generation is None:
        return "none"
    found = scenario.comparable(contents(generation))
    if found == scenario.new:
        return "new"
    if found == scenario.old:
        return "old"
    raise Failed(f"neither the old index nor the new one: {sorted(found)}")


def check_index(scenario, index):
    """The old index or the new one, complete; it verifies and answers so. Returns which."""
    lab, state = scenario.lab, state_of(scenario, index)
    verified = run([lab.polindex, "verify", index])
    if state == "none":
        expect(scenario.is_first, "the old index is gone")
        expect(verified.returncode == 3 and verified.stderr, f"verify of no index exits {verified.returncode}")
        return state
    expect(verified.returncode == 0, f"verify exits {verified.returncode}: {verified.stderr}")
    wanted = scenario.new_ids if state == "new" else scenario.old_ids
    expect(lab.answer(index) == wanted, f"the {state} index answers otherwise than before")
    return state


def check_next_run(scenario, index, state):
    """The next run succeeds and leaves nothing but one generation."""
    if state == "none":
        command = scenario.command(index)
    else:
        command = [scenario.lab.polindex, "update", *scenario.options, index, scenario.lab.pages[state]]
    done = run(command)
    expect(done.returncode == 0, f"the next run exits {done.returncode}: {done.stderr}")
    expect(state_of(scenario, index) in (state, "new"), "the next run made another index")
    left = sorted(path.name for path in index.iterdir())
    wanted = sorted(["current", "lock", generation_of(index).name])
    expect(left == wanted, f"litter after the next run: {left}")


def kill_at(scenario, folder, call, when):
    index = scenario.start(folder)
    options = ["-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={when}"]
    done = run(strace(options, scenario.command(index)))
    expect(done.returncode in (0, -9, 137), f"exits {done.returncode}: {done.stderr}")
    state = check_index(scenario, index)
    if done.returncode == 0:
        expect(state == "new", "exit 0 and still the old index")
    check_next_run(scenario, index, state)


def kill_after(scenario, folder, seconds):
    index = scenario.start(folder)
    with subprocess.Popen([str(part) for part in scenario.command(index)], stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    check_next_run(scenario, index, check_index(scenario, index))


def check_told(scenario, index, done, can_speak=True):
    """After a call that failed: told (where nothing can be printed, by the exit code), nothing lost; or overcome."""
    expect(done.returncode in (0, 1, 2, 3), f"exits {done.returncode}: {done.stderr}")
    if done.returncode == 0 and "skipped" in done.stderr:  # a page that could not be read: told, the others are there
        verified = run([scenario.lab.polindex, "verify", index])
        expect(verified.returncode == 0, f"verify exits {verified.returncode}: {verified.stderr}")
        return
    state = check_index(scenario, index)
    if done.returncode == 0:
        expect(state == "new", "exit 0 and still the old index")
    else:
        expect("polindex: " in done.stderr or not can_speak,
               f"exit {done.returncode} without a reason: {done.stderr!r}")
    check_next_run(scenario, index, state)


def fail_at(scenario, folder, call, error, when):
    index = scenario.start(folder)
    what = error if error.startswith("retval=") else f"error={error}"
    options = ["-e", f"trace={call}", "-e", f"inject={call}:{what}:when={when}"]
    check_told(scenario, index, run(strace(options, scenario.command(index))),
               can_speak=not (call == "write" and when.endswith("+")))


def limit_files(scenario, folder, size):
    """Real short writes: the kernel takes what fits, then refuses."""
    index = scenario.start(folder)
    check_told(scenario, index, run(scenario.command(index), limit_file_size=size))


def fill_disk(scenario, folder, kilobytes):
    """A real disk with so many kilobytes left."""
    disk = folder / "disk"
    disk.mkdir()
    index, copy = disk / "index", folder / "copy"
    old = "" if scenario.is_first else f"cp -r {scenario.lab.reference_folder('old', scenario.options)} {index} && "
    used = 0 if scenario.is_first else 260
    command = " ".join(str(part) for part in scenario.command(index))
    done = run(["unshare", "-m", "sh", "-c",
                f"mount -t tmpfs -o size={used + kilobytes}k none {disk} && {old}{{ {command}; status=$?; "
                f"cp -r {index} {copy}; exit $status; }}"])
    check_told(scenario, copy, done)


def search_with(scenario, folder, call, error, when):
    lab = scenario.lab
    options = ["-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={when}"]
    query = [lab.polsearch, "-i", lab.reference_folder("new", scenario.options), "--format", "json", "-n", "100",
             "factory OR 5G OR 工业 OR โรงงาน"]
    done = run(strace(options, query))
    expect(done.returncode in (0, 1, 3, 4), f"polsearch exits {done.returncode}: {done.stderr}")
    if done.returncode == 0:
        found = json.loads(done.stdout)
        answer = (found["total"], [(hit["id"], hit["score"]) for hit in found["hits"]])
        expect(answer == scenario.new_ids or "polsearch: " in done.stderr, "another answer, and no warning")
    else:
        expect("polsearch: " in done.stderr, f"exit {done.returncode} without a reason: {done.stderr!r}")
    del folder


def second_writer(scenario, folder):
    """The first is held in its first fsync; the second says who holds the lock."""
    index = scenario.start(folder)
    options = ["-e", "trace=fsync", "-e", "inject=fsync:delay_enter=3000000:when=2"]
    with subprocess.Popen([str(part) for part in strace(options, scenario.command(index))], stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as first:
        lock, pid = index / "lock", ""
        before = lock.read_text() if lock.exists() else ""
        while first.poll() is None and (not pid.endswith("\n") or pid == before):
            pid = lock.read_text() if lock.exists() else ""
        second = run([scenario.lab.polindex, "build", "-o", index, scenario.lab.pages["old"]])
        first.wait(TIMEOUT)
    expect(second.returncode == 3, f"the second writer exits {second.returncode}")
    expect(f"process {pid.strip()}" in second.stderr, f"the second writer says: {second.stderr!r}, not {pid.strip()}")
    expect(check_index(scenario, index) == "new", "the first writer was disturbed")
    check_next_run(scenario, index, "new")


def readers_write_nothing(scenario, folder):
    """An index on a read-only disk: read as ever; a build is refused and told why."""
    lab, index, log = scenario.lab, scenario.start(folder), folder / "calls"
    for command in ([lab.polindex, "verify", index], [lab.polindex, "info", index], [lab.polsearch, "-i", index, "5G"]):
        done = run(["strace", "-f", "-qq", "-e", "trace=%file,ftruncate", "-o", log, *command])
        expect(done.returncode == 0, f"exits {done.returncode}: {done.stderr}")
        for line in log.read_text(errors="replace").splitlines():
            expect(str(index) not in line or not re.search(r"O_WRONLY|O_RDWR|O_CREAT|unlink|mkdir|rename", line),
                   f"a reader writes: {line}")
    # Root may write whatever the mode says, so the disk itself is made read-only.
    mounted = run(["unshare", "-m", "sh", "-c", f"mount --bind {index} {index} && mount -o remount,ro,bind {index} && "
                   + " ".join(str(part) for part in scenario.command(index))])
    expect(mounted.returncode != 0 and mounted.stderr, "a build on a read-only disk succeeds")
    expect(check_index(scenario, index) == "old", "a read-only index changed")


def spread(ranks, count, dice):
    """`count` of them, one from each of `count` equal parts."""
    if count is None or count >= len(ranks):
        return list(ranks)
    return [ranks[dice.randrange(i * len(ranks) // count, (i + 1) * len(ranks) // count)] for i in range(count)]


def kill_points(scenarios, calls):
    for scenario in scenarios:
        for call in calls:
            for when in range(1, scenario.calls.get(call, (0, 0))[1] + 1):
                yield f"{scenario.name} {call}:signal=SIGKILL:when={when}", kill_at, (scenario, call, when)


def error_points(scenarios, errors):
    for scenario in scenarios:
        for call, error, more in errors:
            if call == "pwrite64" and error == "retval=0" and more and "xapian" in scenario.options:
                continue  # Xapian's own writer asks such a disk again, without end
            begin, end = scenario.calls.get(call, (0, 0))
            for when in range(begin + 1, end + 1):
                yield f"{scenario.name} {call}:{error}:when={when}{more}", fail_at, (scenario, call, error,
                                                                                    f"{when}{more}")


def search_points(scenario):
    with tempfile.TemporaryDirectory(dir=scenario.lab.folder) as name:
        log, index = pathlib.Path(name) / "calls", scenario.lab.reference_folder("new", scenario.options)
        run(["strace", "-f", "-qq", "-o", log, scenario.lab.polsearch, "-i", index, "5G"])
        calls = count_calls(log.read_text(errors="replace"), str(index))
    for call, error, more in SEARCH_ERRORS:
        begin, end = calls.get(call, (0, 0))
        for when in range(begin + 1, end + 1):
            yield f"search {call}:{error}:when={when}{more}", search_with, (scenario, call, error, f"{when}{more}")


def can_mount():
    return subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode == 0


def plan(lab, full, dice):
    """{group: [(name, check, arguments)]}"""
    first = Scenario(lab, "first build", "build", is_first=True)
    build, update = Scenario(lab, "build", "build"), Scenario(lab, "update", "update")
    scenarios = [first, build, update]
    if full:
        scenarios += [Scenario(lab, "build --stock", "build", options=["--stock"]),
                      Scenario(lab, "build --builder xapian", "build", options=["--builder", "xapian"])]
    sizes = range(0, 120_000, 2_500) if full else (0, 3_000, 20_000, 60_000, 100_000)
    seconds = [dice.uniform(0, .6) for _ in range(1000 if full else 6)]
    kinds = scenarios[1:] if full else [build, update]
    groups = {
        "kill": spread(list(kill_points(scenarios, KILL_CALLS)), None if full else 24, dice),
        "kill while reading": list(kill_points([build, update], READ_CALLS)) if full else [],
        "random kill": [(f"{(build, update)[i % 2].name} killed after {s:.3f} s", kill_after, ((build, update)[i % 2], s))
                        for i, s in enumerate(seconds)],
        "error": spread(list(error_points(kinds, ERRORS)), None if full else 20, dice),
        "short write": spread(list(error_points(kinds, SHORT_WRITES)), None if full else 4, dice)
        + [(f"build, files of {size} bytes at most", limit_files, (build, size)) for size in sizes],
        "search": spread(list(search_points(build)), None if full else 6, dice),
        "two writers": [(f"second writer, {one.name}", second_writer, (one,)) for one in (build, update)],
    }
    if can_mount():
        room = range(20, 600, 20) if full else (60, 260)
        groups["full disk"] = [(f"{one.name}, {k} kB left", fill_disk, (one, k)) for k in room for one in (build,)]
        groups["read-only"] = [("read-only disk", readers_write_nothing, (build,))]
    else:
        print("full disk, read-only: skipped, they need the right to mount")
    return groups


def attempt(lab, name, check, arguments):
    with tempfile.TemporaryDirectory(dir=lab.folder) as folder:
        try:
            check(arguments[0], pathlib.Path(folder), *arguments[1:])
            return None
        except Failed as failure:
            return f"FAILED {name}: {failure}"
        except Exception as surprise:  # pylint: disable=broad-except; one broken check must not hide the others
            return f"FAILED {name}: {type(surprise).__name__}: {surprise}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binaries", type=pathlib.Path, required=True)
    parser.add_argument("--full", action="store_true", default=os.environ.get("POLSEARCH_TEST_MODE") == "full")
    parser.add_argument("--seed", type=int, default=20260101)
    parser.add_argument("--only", help="names of groups, comma-separated")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    if shutil.which("strace") is None:
        sys.exit("tests/faults: strace is missing (scripts/install-packages test)\n0 passed, 1 failed")
    print(f"seed {options.seed}")
    passed = failed = 0
    table = []
    with tempfile.TemporaryDirectory(prefix="polsearch-faults-") as name:
        lab = Lab(options.binaries.resolve(), pathlib.Path(name))
        groups = plan(lab, options.full, random.Random(options.seed))
        wanted = options.only.split(",") if options.only else list(groups)
        for group in wanted:
            points, start = groups[group], time.monotonic()
            with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
                failures = [f for f in pool.map(lambda point: attempt(lab, *point), points) if f]
            for failure in failures:
                print(failure, flush=True)
            table.append((group, len(points) - len(failures), len(failures), time.monotonic() - start))
            passed, failed = passed + len(points) - len(failures), failed + len(failures)
    print(f"{'group':<20}{'passed':>8}{'failed':>8}{'seconds':>9}")
    for group, good, bad, seconds in table:
        print(f"{group:<20}{good:>8}{bad:>8}{seconds:>9.1f}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
