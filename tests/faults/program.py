"""Starts the program, with a fault or without, and tells how it ended."""

import dataclasses
import json
import mmap
import os
import pathlib
import resource
import signal
import subprocess

# Longer than any run takes on a machine that is busy; a run that hangs is a failure.
TIMEOUT = 120


@dataclasses.dataclass(frozen=True)
class Outcome:
    """How a run ended. A status below zero is the signal that ended it; None: it had to be ended."""

    status: int | None
    out: str
    err: str

    def acknowledged(self):
        """The snapshots of which the run said that they are stored: a line is printed only then."""
        snapshots = []
        for line in self.out.splitlines(keepends=True):
            # Whoever is killed may leave half a line.
            if not line.startswith('{"type":"snapshot"') or not line.endswith("}\n"):
                continue
            said = json.loads(line)
            if said["snapshot"] is not None:
                snapshots.append(Acknowledged(said["snapshot"], said["source"], said["captured_at"]))
        return snapshots


@dataclasses.dataclass(frozen=True)
class Acknowledged:
    """A snapshot that is stored for good."""

    id: int
    source: str
    captured_at: str


class Counter:
    """A file in which a process counts, read by another one also after the process was killed."""

    def __init__(self, path):
        self.path = str(path)
        pathlib.Path(path).write_bytes(bytes(8))
        with open(path, "r+b") as file:
            self._bytes = mmap.mmap(file.fileno(), 8)

    def reset(self):
        self._bytes[:] = bytes(8)

    def value(self):
        return int.from_bytes(self._bytes, "little")


class Programs:
    """The program and what stands between it and the system."""

    def __init__(self, build):
        self.build = build = pathlib.Path(build).resolve()
        self.feedarc = build / "feedarc"
        self.failing_allocations = build / "tests/faults/feedarc_failing_allocations"
        self.io_faults = build / "tests/faults/io_faults.so"
        self._commands = None

    def missing(self):
        return [str(path) for path in (self.feedarc, self.failing_allocations, self.io_faults)
                if not path.exists()]

    def has(self, command):
        """Whether the program has this command."""
        if self._commands is None:
            shown = subprocess.run([self.feedarc, "--help"], capture_output=True, text=True, check=True)
            self._commands = {line.split()[0] for line in shown.stdout.splitlines() if line.strip()}
        return command in self._commands


def start(words, environment=None, file_limit=None):
    """Starts a program of these words, in a group of its own."""

    def limit():
        if file_limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))

    return subprocess.Popen([str(word) for word in words], stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            env={"HOME": "/nonexistent", "PATH": os.environ["PATH"], **(environment or {})},
                            preexec_fn=limit if file_limit is not None else None,
                            start_new_session=True)


def finish(process, timeout=TIMEOUT):
    """Waits for the end of a started program."""
    try:
        out, err = process.communicate(timeout=timeout)
        status = process.returncode
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        status = None
    return Outcome(status, out.decode(errors="replace"), err.decode(errors="replace"))


def run(words, environment=None, file_limit=None):
    return finish(start(words, environment, file_limit))
