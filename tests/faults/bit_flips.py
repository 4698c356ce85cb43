#!/usr/bin/env python3
"""Flips single bits of an archive and looks what `check` sees and what `salvage` brings back.

usage: bit_flips.py --build FOLDER [--flips N] [--seed N] [--sequences N] [--jobs N] [--keep FOLDER]

Bits are taken at random from the pages that are in use. A flip counts for `check` where a command prints something else
than before, or fails: `check --data` must see 99 % of those. `salvage` must end by itself each time, its archive must be
whole, and it must hold every snapshot that can be read from the flipped one as before.
"""

import argparse
import collections
import concurrent.futures
import dataclasses
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile

SEEN_AT_LEAST = 0.99
SECONDS = 300
PAGE = 4096


@dataclasses.dataclass
class Flip:
    place: int  # of the byte in the file
    bit: int
    table: str

    def name(self):
        return f"byte {self.place} (page {self.place // PAGE + 1} at {self.place % PAGE}, {self.table}) bit {self.bit}"


@dataclasses.dataclass
class Result:
    changed: bool = False
    seen: bool = False
    seen_quickly: bool = False
    problems: list = dataclasses.field(default_factory=list)
    lost: int = 0  # snapshots of the whole archive that salvage does not bring back


class Programs:
    def __init__(self, build):
        self.feedarc = build / "feedarc"
        self.archive = build / "tests" / "flipped_archive"

    def run(self, *words, **options):
        return subprocess.run([str(word) for word in words], capture_output=True, timeout=SECONDS, check=False, **options)

    def snapshots(self, path):
        """What each snapshot is, with what it shows; nothing where the archive cannot be read."""
        outcome = self.run(self.archive, "snapshots", path)
        return set(outcome.stdout.splitlines()) if outcome.returncode == 0 else set()


class Whole:
    """The archive as it was."""

    def __init__(self, programs, folder, seed, sequences):
        self.programs = programs
        self.path = folder / "whole.db"
        made = programs.run(programs.archive, "make", self.path, seed, sequences)
        if made.returncode != 0:
            raise SystemExit(made.stderr.decode())
        with sqlite3.connect(f"file:{self.path}?mode=ro", uri=True) as db:
            self.pages = dict(db.execute("SELECT pageno, name FROM dbstat"))
            self.records = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'records'").fetchone()[0]
            self.last_snapshot = db.execute("SELECT max(id) FROM snapshots").fetchone()[0]
        db.close()
        for left in (self.path.with_name("whole.db-wal"), self.path.with_name("whole.db-shm")):
            left.unlink(missing_ok=True)
        self.bytes = self.path.read_bytes()
        self.output = self.outputs(self.path)
        self.snapshots = programs.snapshots(self.path)

    def outputs(self, path):
        """What commands print of an archive; other than that of the whole one where they fail."""
        outcome = self.programs.run(self.programs.archive, "read", path, self.records, self.last_snapshot)
        return outcome.stdout if outcome.returncode == 0 else b"ended by %d" % outcome.returncode

    def random_flip(self, dice):
        page = dice.choice(sorted(self.pages))
        return Flip((page - 1) * PAGE + dice.randrange(PAGE), dice.randrange(8), self.pages[page])


def check_salvage(whole, path, folder, result):
    programs = whole.programs
    rescued = folder / "rescued.db"
    before = path.read_bytes()
    outcome = programs.run(programs.feedarc, "--archive", path, "salvage", rescued)
    if outcome.returncode not in (0, 4):
        result.problems.append(f"salvage exits with {outcome.returncode}: {outcome.stderr.decode(errors='replace')[-400:]}")
        return
    if path.read_bytes() != before:
        result.problems.append("salvage wrote to the archive")
    readable = whole.snapshots & programs.snapshots(path)
    brought = programs.snapshots(rescued)
    missing = readable - brought
    if missing:
        result.problems.append(f"salvage does not bring back {len(missing)} intact snapshots, such as {sorted(missing)[0].decode()}")
    result.lost = len(whole.snapshots - brought)
    if (outcome.returncode == 0) != (result.lost == 0) and result.lost:
        result.problems.append(f"salvage exits with 0 and {result.lost} snapshots are missing")
    if brought - whole.snapshots:
        # One whose bytes or entries could not be had is no invention, but all that it still shows is as it was.
        for line in brought - whole.snapshots:
            if not any(line.split(b"\t")[3] == other.split(b"\t")[3] for other in whole.snapshots):
                result.problems.append(f"salvage brings what was not there: {line.decode()}")
    checked = programs.run(programs.feedarc, "--archive", rescued, "check", "--data")
    if checked.returncode != 0:
        result.problems.append(f"what salvage made is damaged: {checked.stderr.decode(errors='replace')[-400:]}")


def try_flip(whole, flip, keep):
    result = Result()
    with tempfile.TemporaryDirectory(dir=whole.path.parent) as name:
        folder = pathlib.Path(name)
        path = folder / "flipped.db"
        flipped = bytearray(whole.bytes)
        flipped[flip.place] ^= 1 << flip.bit
        path.write_bytes(flipped)
        result.changed = whole.outputs(path) != whole.output
        programs = whole.programs
        for option in ("--data", "--quick"):
            outcome = programs.run(programs.feedarc, "--archive", path, "check", option)
            if outcome.returncode not in (0, 4):
                result.problems.append(f"check {option} exits with {outcome.returncode}: {outcome.stderr.decode(errors='replace')[-400:]}")
            if option == "--data":
                result.seen = outcome.returncode == 4
            else:
                result.seen_quickly = outcome.returncode == 4
        check_salvage(whole, path, folder, result)
        if keep and (result.problems or (result.changed and not result.seen)):
            shutil.copy(path, keep / f"flip-{flip.place}-{flip.bit}.db")
    return result


def memory_folder():
    return "/dev/shm" if pathlib.Path("/dev/shm").is_dir() else None


def run(arguments):
    programs = Programs(arguments.build)
    with tempfile.TemporaryDirectory(prefix="feedarc-flips-", dir=memory_folder()) as folder:
        whole = Whole(programs, pathlib.Path(folder), arguments.seed, arguments.sequences)
        if (programs.run(programs.feedarc, "--archive", whole.path, "check", "--data").returncode) != 0:
            raise SystemExit("the archive is damaged before a bit is flipped")
        dice = random.Random(arguments.seed)
        flips = [whole.random_flip(dice) for _ in range(arguments.flips)]
        with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
            results = list(pool.map(lambda flip: try_flip(whole, flip, arguments.keep), flips))
        return report(whole, flips, results)


def report(whole, flips, results):
    changed = [(flip, result) for flip, result in zip(flips, results) if result.changed]
    missed = [flip for flip, result in changed if not result.seen]
    for flip, result in zip(flips, results):
        for problem in result.problems:
            print(f"{flip.name()}: {problem}")
        if result.lost:
            print(f"{flip.name()}: {result.lost} snapshots are lost")
    for flip in missed:
        print(f"{flip.name()}: changes what is read, and check does not see it")
    lost = collections.Counter(result.lost for result in results)
    share = 1 - len(missed) / len(changed) if changed else 1
    print(f"{len(whole.bytes)} bytes, {len(whole.snapshots)} snapshots, {len(flips)} flips: {len(changed)} change what is read; "
          f"check --data sees {len(changed) - len(missed)} of them ({100 * share:.1f} %), check --quick "
          f"{sum(result.seen_quickly for _, result in changed)}; check --data sees {sum(result.seen for result in results)} of all")
    print("snapshots lost by salvage: " + ", ".join(f"{count} in {times} flips" for count, times in sorted(lost.items())))
    problems = sum(len(result.problems) for result in results)
    return 0 if problems == 0 and share >= SEEN_AT_LEAST else 1


def main():
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True, metavar="FOLDER", help="where the programs were built")
    parser.add_argument("--flips", type=int, default=400, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the archive and of the bits")
    parser.add_argument("--sequences", type=int, default=12, metavar="N", help="how much is in the archive, some 15 kB each")
    parser.add_argument("--jobs", type=int, default=2, metavar="N")
    parser.add_argument("--keep", type=pathlib.Path, metavar="FOLDER", help="for archives with a problem")
    sys.exit(run(parser.parse_args()))


if __name__ == "__main__":
    main()
