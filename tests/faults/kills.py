"""Writers on one archive, killed at random moments, round after round."""

import functools
import os
import random
import signal
import time

from archive_state import Damaged
from cells import Cell, Tally
from page_server import PageServer
import pages
import program
from workspace import Workspace

_ROUNDS = 8  # on one archive, before the next one is begun
_KILLS = {False: 8, True: 3400}  # of a cell, in a short run and in a long one
_SHARED_DAY = 28
_WATCHED = ("news", "blog")


class Writers:
    """So many at a time, each with a source of its own and one page that all of them have."""

    endings = {0, -signal.SIGKILL}

    def __init__(self, workspace, count, dice):
        self.workspace = workspace
        self.count = count
        self.dice = dice
        self.window = 0.0  # seconds in which a kill comes

    def begin(self):
        """A new archive."""
        self.workspace.clear()

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
        moments = sorted((self.dice.uniform(0, self.window), i) for i in range(len(processes)))
        for moment, i in moments:
            time.sleep(max(0.0, start + moment - time.monotonic()))
            if processes[i].poll() is None:
                os.killpg(processes[i].pid, signal.SIGKILL)
        return [program.finish(process) for process in processes]

    def go_on(self):
        """What is wrong once the work has gone on, in an archive that was killed often."""
        try:
            after_kills = self.ingest_all()
            self.workspace.archive.rename(self.workspace.archive.with_name("killed.db"))
            if self.ingest_all() != after_kills:
                return ["the work goes on, and ends with something else"]
        except (Damaged, RuntimeError) as problem:
            return [str(problem)]
        return []

    def ingest_all(self):
        """What the archive holds when all is ingested that there is."""
        self.workspace.must("ingest", "-q", "{inputs}")
        return self.workspace.state().dump


class MixedWriters(Writers):
    """Two that ingest, and beside them who captures, corrects, takes corrections back, and derives all anew."""

    # A correction may find that it was made already.
    endings = {0, 1, -signal.SIGKILL}

    def __init__(self, workspace, dice):
        super().__init__(workspace, 2, dice)

    def begin(self):
        super().begin()
        server = PageServer.instance()
        server.day = 1
        self.workspace.config.write_text('[capture]\ndelay = "0s"\n' + "".join(
            f'[[source]]\nname = "{name}"\nurl = "{server.url(name)}"\n' for name in _WATCHED))
        self.workspace.must("capture", "-q", "--allow-private", "--all")

    def start(self, number):
        PageServer.instance().day = number + 1
        corrections = [["forget", str(number + 1)], ["undo"], ["join", str(number + 1), str(number + 2)]]
        others = [["capture", "--json", "--allow-private", "--all"], ["rebuild", "-q"], corrections[number % 3]]
        return super().start(number) + [program.start(self.workspace.words(words)) for words in others]

    def go_on(self):
        """Deriving all anew changes nothing: what was derived through all the kills was right."""
        try:
            before = self.ingest_all()
            self.workspace.must("rebuild", "-q")
            if self.workspace.state().dump != before:
                return ["a rebuild ends with something else"]
        except (Damaged, RuntimeError) as problem:
            return [str(problem)]
        return []


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


def run(kind, task):
    tally = Tally()
    dice = random.Random(f"{task.seed} {kind} {task.part}")
    workspace = Workspace(task.programs, task.folder / f"{os.getpid()}-kills-{kind}-{task.part}")
    writers = MixedWriters(workspace, dice) if kind == "mixed" else Writers(workspace, kind, dice)
    writers.begin()
    writers.measure()
    kills = task.share(_KILLS[task.long])
    while tally.endings[-signal.SIGKILL] < kills and not tally.failures:
        writers.begin()
        acknowledged = []
        for number in range(_ROUNDS):
            outcomes = writers.kill_round(number)
            for outcome in outcomes:
                acknowledged += outcome.acknowledged()
                wrong = [] if outcome.status in writers.endings else [f"exit {outcome.status}: {outcome.err}"]
                tally.count(outcome.status, wrong, f"round {number}")
            tally.failures += check(workspace, acknowledged)
        tally.failures += writers.go_on()
        if tally.failures and task.keep:
            workspace.save(task.keep / f"kills-{kind}-{task.part}")
    return tally


def cells():
    return [Cell(f"kills/{kind}{'-writers' if kind != 'mixed' else ''}", functools.partial(run, kind), parts=8)
            for kind in (1, 4, 8, "mixed")]
