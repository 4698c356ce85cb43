"""Memory that runs out: the N-th allocation fails, or all from there on. Then also the C and the C++ library find none
where they may not fail, and end the process themselves; whatever ends it, nothing is lost."""

import functools
import random
import signal

from cells import Cell, Tally
import program
from scenarios import SCENARIOS
from verdict import Expected

# All done without it; refused by a limit; none for the file system; none.
_ENDINGS = {0, 5, 6, 70}
# What the C library cannot do without, and says as it ends the process.
_FATAL = ("Fatal glibc error: failed to register TLS destructor: out of memory",
          "cannot allocate memory for thread-local data: ABORT")
_KINDS = ("once", "on")
_TRIES = {False: 2, True: 600}


def environment(expected, fault=None):
    expected.workspace.counter.reset()
    told = {"ALLOCATION_COUNT": expected.workspace.counter.path}
    if fault:
        told["ALLOCATION_FAULT"] = fault
    return told


def start(expected, fault=None):
    workspace = expected.workspace
    workspace.restore()
    words = workspace.words(expected.scenario.command, workspace.programs.failing_allocations)
    return program.run(words, environment(expected, fault))


def ended_by_library(outcome, kind):
    """Whether a library gave up, as it has to where it may not fail."""
    lasts = kind == "on" and outcome.status == -signal.SIGABRT
    return lasts or outcome.err.strip().rpartition("\n")[2] in _FATAL


def try_fault(expected, kind, number, tally, keep=None):
    outcome = start(expected, f"{kind}:{number}")
    problems = []
    if outcome.status not in _ENDINGS and not ended_by_library(outcome, kind):
        problems.append(f"exit {outcome.status}: {outcome.err.strip()[-300:]}")
    problems += expected.after_fault(outcome)
    if problems and keep:
        expected.workspace.save(keep / f"{expected.scenario.name}-{kind}-{number}")
    problems += expected.after_recovery(outcome)
    tally.count(outcome.status, problems, f"{kind}:{number}")


def run(name, kind, task):
    """Some from each stretch of the run, since there are ten thousands."""
    tally = Tally()
    dice = random.Random(f"{task.seed} {name} {kind} {task.part}")
    expected = Expected.of(name, task)
    start(expected)
    allocations = expected.workspace.counter.value()
    tries = task.share(_TRIES[task.long])
    for i in range(tries):
        number = 1 + int((i + dice.random()) * allocations / tries)
        try_fault(expected, kind, number, tally, task.keep)
    if tally.endings[-signal.SIGABRT] > 1 + tries // 20:
        tally.failures.append(f"ended by SIGABRT {tally.endings[-signal.SIGABRT]} times, which is no rare thing")
    return tally


def cells():
    return [Cell(f"{name}/allocation-{kind}", functools.partial(run, name, kind), parts=4)
            for name, scenario in SCENARIOS.items() if not scenario.reads_folder for kind in _KINDS]
