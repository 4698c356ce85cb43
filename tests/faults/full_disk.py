"""A disk that is full: a small file system in memory, and a limit on the size of files."""

import functools
import json
import os
import pathlib
import subprocess
import sys

from cells import Cell, Tally
import pages
import program
from scenarios import SCENARIOS
from verdict import Expected
from workspace import Workspace

_SIZE = 2 << 20  # bytes of the file system
_TAKEN = 5 << 18  # of it by a file of somebody else
_DAYS = range(1, 21)
_LISTINGS = 6
_LIMITS = {False: [1 << 14, 1 << 17], True: [1 << exponent for exponent in range(12, 20)]}  # bytes of a file


def file_limit(name, task):
    """ulimit -f: SIGXFSZ and EFBIG are one more way to be full."""
    tally = Tally()
    expected = Expected.of(name, task)
    workspace = expected.workspace
    for limit in _LIMITS[task.long]:
        workspace.restore()
        outcome = program.run(workspace.words(expected.scenario.command), file_limit=limit)
        problems = [] if outcome.status in (0, 6) else [f"exit {outcome.status}: {outcome.err.strip()[-300:]}"]
        problems += expected.after_fault(outcome) + expected.after_recovery(outcome)
        tally.count(outcome.status, problems, f"files up to {limit} bytes")
    return tally


def in_mount_namespace(words):
    """These words as a command that may mount, or None where the system allows it to nobody."""
    for privilege in ([], ["--user", "--map-root-user"]):
        unshare = ["unshare", *privilege, "--mount", "--propagation", "private"]
        try:
            tried = subprocess.run([*unshare, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True)
        except FileNotFoundError:
            return None
        if tried.returncode == 0:
            return [*unshare, *words]
    return None


def small_disk(task):
    command = in_mount_namespace([sys.executable, "-B", __file__, str(task.programs.build),
                                  str(task.folder / f"{os.getpid()}-small-disk")])
    if command is None:
        return Tally(skipped="no file system may be mounted")
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        return Tally(failures=[f"the driver ended with {done.returncode}: {done.stderr[-500:]}"])
    result = json.loads(done.stdout)
    tally = Tally()
    for status, problems in result:
        tally.count(status, problems, "on a small disk")
    return tally


def fill_and_go_on(build, root):
    """Runs where it may mount. Fills the disk, and gives it space; prints how each step ended."""
    workspace = Workspace(program.Programs(build), root)
    for number in range(_LISTINGS):
        pages.folder(workspace.inputs / f"{number:02}", _DAYS, name=f"listing-{number}")
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "none", workspace.data], check=True)
    other = workspace.data / "other"
    other.write_bytes(bytes(_TAKEN))
    steps = []
    acknowledged = []
    # What is asked before: far too little is free.
    refused = workspace.feedarc("ingest", str(workspace.inputs))
    steps.append((refused.status, [] if refused.status == 6 else [refused.err.strip()]))
    workspace.config.write_text("[archive]\nmin_free = 0\n")

    def step(allowed, *words):
        outcome = workspace.feedarc(*words)
        problems = [] if outcome.status in allowed else [f"{words[0]}: exit {outcome.status}: {outcome.err.strip()}"]
        acknowledged.extend(outcome.acknowledged())
        stored = workspace.state(dumped=False).snapshots
        problems += [f"lost: {snapshot}" for snapshot in acknowledged if snapshot.id not in stored]
        steps.append((outcome.status, problems))
        return outcome.status

    # Until it is full.
    more = iter(range(_LISTINGS))
    while step((0, 6), "ingest", "--json", f"{workspace.inputs}/{next(more):02}") == 0:
        pass
    step((0,), "list", "--count")
    step((0, 6), "rebuild")
    step((6,), "ingest", "--json", str(workspace.inputs))
    other.unlink()
    step((0,), "ingest", "--json", str(workspace.inputs))
    if len(workspace.state(dumped=False).snapshots) != _LISTINGS * len(_DAYS):
        steps.append((None, ["not all is there once there is space"]))
    print(json.dumps(steps))


def cells():
    return [Cell("full-disk/small", small_disk),
            *(Cell(f"{name}/file-limit", functools.partial(file_limit, name)) for name in SCENARIOS)]


if __name__ == "__main__":
    fill_and_go_on(pathlib.Path(sys.argv[1]), sys.argv[2])
