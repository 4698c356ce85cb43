"""Many writers at a time, none of which may fail, and one that is stopped, for whom the others wait no longer than they
were told to."""

import concurrent.futures
import fcntl
import functools
import os
import signal
import time

from archive_state import Damaged
from cells import Cell, Tally
import pages
import program
from workspace import Workspace

_TRANSACTIONS = {False: 3, True: 100}  # of each writer
_FIRST_RUNS = {False: 2, True: 50}
_AT_ONCE = 16
_WAIT = 1  # seconds
_GRACE = {False: 4, True: 1}  # how much longer they may take; a short run may be on a busy machine


def new_workspace(task, name):
    return Workspace(task.programs, task.folder / f"{os.getpid()}-{name}-{task.part}")


def ingest(workspace, source, file):
    return program.run(workspace.words(["ingest", "--json", "--source", source, str(file)]))


def write(workspace, writer, transactions):
    """One writer: a page after the other, each in a run of its own."""
    folder = workspace.inputs / str(writer)
    pages.folder(folder, range(1, transactions + 1), "text")
    return [ingest(workspace, f"writer-{writer}", file) for file in sorted(folder.iterdir())]


def check(workspace, outcomes, tally):
    """All of them did their work, and all of it is there."""
    for outcome in outcomes:
        tally.count(outcome.status, [] if outcome.status == 0 else [outcome.err.strip()], "a writer")
    try:
        stored = workspace.state(dumped=False).snapshots
    except Damaged as damage:
        tally.failures.append(str(damage))
        return
    told = [snapshot.id for outcome in outcomes for snapshot in outcome.acknowledged()]
    if len(stored) != len(outcomes) or sorted(stored) != sorted(told):
        tally.failures.append(f"{len(stored)} snapshots of {len(outcomes)}, {len(told)} acknowledged")


def many(count, task):
    """Each writer runs the program again and again, as fast as it can."""
    tally = Tally()
    workspace = new_workspace(task, f"writers-{count}")
    with concurrent.futures.ThreadPoolExecutor(count) as threads:
        work = functools.partial(write, workspace, transactions=_TRANSACTIONS[task.long])
        outcomes = [outcome for all_of_one in threads.map(work, range(count)) for outcome in all_of_one]
    check(workspace, outcomes, tally)
    return tally


def first_runs(task):
    """All of them find no archive, and make it."""
    tally = Tally()
    workspace = new_workspace(task, "first-runs")
    for _ in range(task.share(_FIRST_RUNS[task.long])):
        workspace.clear()
        with concurrent.futures.ThreadPoolExecutor(_AT_ONCE) as threads:
            work = functools.partial(write, workspace, transactions=1)
            outcomes = [outcome for all_of_one in threads.map(work, range(_AT_ONCE)) for outcome in all_of_one]
        check(workspace, outcomes, tally)
    return tally


def is_locked(workspace):
    with open(workspace.archive.with_name("archive.db.lock")) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def stop_with_lock(workspace, file):
    """Starts a writer that stops at some moment at which it holds the lock."""
    for number in range(40, 1000, 7):
        process = program.start(workspace.words(["ingest", "-q", "--source", "stopped", str(file)]),
                                workspace.fault_environment(f"stop:{number}"))
        os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        if process.poll() is not None:
            break
        if is_locked(workspace):
            return process
        os.killpg(process.pid, signal.SIGCONT)
        program.finish(process)
        workspace.restore()
    raise RuntimeError("no writer stops with the lock")


def stopped_holder(task):
    tally = Tally()
    workspace = new_workspace(task, "stopped")
    pages.folder(workspace.inputs, range(1, 6), "text")
    files = sorted(workspace.inputs.iterdir())
    workspace.must("ingest", "-q", str(files[0]))
    workspace.keep_as_prepared()
    stopped = stop_with_lock(workspace, files[1])
    start = time.monotonic()
    others = [program.start(workspace.words(["ingest", "-q", str(file)], wait=_WAIT)) for file in files[2:]]
    for other in others:
        outcome = program.finish(other)
        took = time.monotonic() - start
        wrong = [] if outcome.status == 3 else [f"exit {outcome.status}: {outcome.err.strip()}"]
        if took > _WAIT + _GRACE[task.long]:
            wrong.append(f"it waited for {took:.1f} s")
        tally.count(outcome.status, wrong, "behind a stopped writer")
    readable = workspace.feedarc("list", "--count")
    tally.count(readable.status, [] if readable.status == 0 else [readable.err.strip()], "a reader")
    os.killpg(stopped.pid, signal.SIGCONT)
    outcome = program.finish(stopped)
    tally.count(outcome.status, [] if outcome.status == 0 else [outcome.err.strip()], "who was stopped")
    if len(workspace.state(dumped=False).snapshots) != 2:
        tally.failures.append(f"{len(workspace.state(dumped=False).snapshots)} snapshots, not 2")
    return tally


def cells():
    return [Cell("writers/8", functools.partial(many, 8)),
            Cell("writers/32", functools.partial(many, 32)),
            Cell("writers/first-runs", first_runs, parts=2),
            Cell("writers/stopped", stopped_holder)]
