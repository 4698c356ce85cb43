"""Writers on one archive, killed at random moments, round after round."""

import functools
import os
import random
import signal
import time

from archive_state import Damaged
from cells import Cell, Tally
import pages
import program
from workspace import Workspace

_ROUNDS = 8  # on one archive, before the next one is begun
_KILLS = {False: 8, True: 3400}  # of a cell, in a short run and in a long one
_SHARED_DAY = 28


class Writers:
    """So many at a time, each with a source of its own and one page that all of them have."""

    def __init__(self, workspace, count, dice):
        self.workspace = workspace
        self.count = count
        self.dice = dice
        self.window = 0.0  # seconds in which a kill comes

    def prepare(self, number):
        """The inputs of a round."""
        for writer in range(self.count):
            folder = self.workspace.inputs / f"{writer}/{number}"
            pages.folder(folder, range(1 + 2 * number, 3 + 2 * number), name=f"listing-{writer}")
            pages.folder(folder, [_SHARED_DAY], "text")

    def start(self, number):
        return [program.start(self.workspace.words(["ingest", "--json", f"{{inputs}}/{writer}/{number}"]))
                for writer in range(self.count)]

    def measure(self):
        """How long a round takes in which nobody is killed."""
        self.prepare(0)
        start = time.monotonic()
        for process in self.start(0):
            program.finish(process)
        self.window = 1.1 * (time.monotonic() - start)

    def kill_round(self, number):
        """How each of them ended."""
        self.prepare(number)
        start = time.monotonic()
        processes = self.start(number)
        moments = sorted((self.dice.uniform(0, self.window), i) for i in range(self.count))
        for moment, i in moments:
            time.sleep(max(0.0, start + moment - time.monotonic()))
            if processes[i].poll() is None:
                os.killpg(processes[i].pid, signal.SIGKILL)
        return [program.finish(process) for process in processes]


def check(workspace, acknowledged):
    """What is wrong with the archive, of which these snapshots were said to be stored."""
    try:
        state = workspace.state(dumped=False)
    except Damaged as damage:
        return [str(damage)]
    problems = []
    for snapshot in acknowledged:
        stored = state.snapshots.get(snapshot.id)
        if stored is None or (stored[0], stored[2]) != (snapshot.source, snapshot.captured_at):
            problems.append(f"lost, though acknowledged: {snapshot}")
    there = [snapshot.id for snapshot in acknowledged if snapshot.id in state.snapshots]
    return problems + [f"snapshot {number} cannot be read" for number in workspace.unreadable(state, there)]


def dump_of_one_run(workspace):
    """What the archive holds when all is ingested that there is."""
    workspace.must("ingest", "-q", "{inputs}")
    return workspace.state().dump


def go_on(workspace):
    """What is wrong once the work has gone on, in an archive that was killed often."""
    try:
        after_kills = dump_of_one_run(workspace)
        workspace.archive.rename(workspace.archive.with_name("killed.db"))
        if dump_of_one_run(workspace) != after_kills:
            return ["the work goes on, and ends with something else"]
    except (Damaged, RuntimeError) as problem:
        return [str(problem)]
    return []


def run(count, task):
    tally = Tally()
    dice = random.Random(f"{task.seed} {count} {task.part}")
    workspace = Workspace(task.programs, task.folder / f"{os.getpid()}-kills-{count}-{task.part}")
    writers = Writers(workspace, count, dice)
    writers.measure()
    kills = task.share(_KILLS[task.long])
    while tally.endings[-signal.SIGKILL] < kills and not tally.failures:
        workspace.clear()
        acknowledged = []
        for number in range(_ROUNDS):
            outcomes = writers.kill_round(number)
            for outcome in outcomes:
                acknowledged += outcome.acknowledged()
                wrong = [] if outcome.status in (0, -signal.SIGKILL) else [f"exit {outcome.status}: {outcome.err}"]
                tally.count(outcome.status, wrong, f"round {number}")
            tally.failures += check(workspace, acknowledged)
        tally.failures += go_on(workspace)
        if tally.failures and task.keep:
            workspace.save(task.keep / f"kills-{count}-{task.part}")
    return tally


def cells():
    return [Cell(f"kills/{count}-writers", functools.partial(run, count), parts=8) for count in (1, 4, 8)]
