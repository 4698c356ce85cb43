"""A fault at each operation on files, one after the other: the process is killed, or the operation fails."""

import functools

from cells import Cell, Tally
import program
from scenarios import SCENARIOS
from verdict import Expected

# With what a run may end that met it.
_KINDS = {
    "kill": {-9},
    "kill-after": {-9},
    "kill-halfway": {-9},
    "half": {0},
    "eio": {0, 6},
    "eio-on": {0, 6},
    "eintr": {0, 6},
    "enospc": {0, 6},
}
# Who is killed while he reads was killed before he went on to write.
_OF_READING_TOO = {"half", "eio", "eio-on", "eintr"}
_SHORT_TRIES = 3


def try_fault(expected, kind, number, tally, keep=None):
    """One run with the fault at this operation. False where the run ended before."""
    workspace = expected.workspace
    workspace.restore()
    environment = workspace.fault_environment(f"{kind}:{number}", reads=kind in _OF_READING_TOO)
    outcome = program.run(workspace.words(expected.scenario.command), environment)
    reached = workspace.counter.value() >= number
    allowed = _KINDS[kind] if reached else {0}
    if expected.scenario.works_on_input and not kind.startswith("kill"):
        allowed = allowed | {1}
    if expected.scenario.salvages and kind in ("eio", "eio-on"):
        allowed = allowed | {4}
    problems = [] if outcome.status in allowed else [f"exit {outcome.status}: {outcome.err.strip()[-300:]}"]
    problems += expected.after_fault(outcome)
    if problems and keep:
        workspace.save(keep / f"{expected.scenario.name}-{kind}-{number}")
    problems += expected.after_recovery(outcome)
    tally.count(outcome.status, problems, f"{kind} at operation {number}")
    return reached


def count_operations(expected, kind):
    workspace = expected.workspace
    workspace.restore()
    environment = workspace.fault_environment(reads=kind in _OF_READING_TOO)
    program.run(workspace.words(expected.scenario.command), environment)
    return workspace.counter.value()


def run(name, kind, task):
    tally = Tally()
    expected = Expected.of(name, task)
    operations = count_operations(expected, kind)
    step = 1 if task.long else max(1, operations // _SHORT_TRIES)
    first = 1 if task.long else 1 + task.seed * 7 % step
    for number in range(first + task.part * step, operations + 1, step * task.parts):
        try_fault(expected, kind, number, tally, task.keep)
    return tally


def cells():
    return [Cell(f"{name}/{kind}", functools.partial(run, name, kind), parts=4)
            for name in SCENARIOS for kind in _KINDS]
