"""Signals at random moments: those that end a program end it in order, the others do nothing."""

import functools
import os
import random
import signal
import time

from cells import Cell, Tally
import program
from scenarios import SCENARIOS
from verdict import Expected

# With what a run may end; one that was over before ends with 0.
_ENDINGS = {
    (signal.SIGINT,): {0, 130},
    (signal.SIGTERM,): {0, 143},
    (signal.SIGINT, signal.SIGTERM): {0, 130, 143},  # who asks twice need not wait
    (signal.SIGPIPE,): {0},
    (signal.SIGXFSZ,): {0},
    (signal.SIGKILL,): {0, -9},
}
_TRIES = {False: 1, True: 40}


def ignores(process, number):
    """Whether a process ignores a signal, as the program does once it has seen to signals."""
    try:
        with open(f"/proc/{process.pid}/status") as status:
            ignored = next(line for line in status if line.startswith("SigIgn:"))
    except (OSError, StopIteration):
        return False
    return int(ignored.split()[1], 16) >> (number - 1) & 1 == 1


def wait_until_ready(process):
    while not ignores(process, signal.SIGXFSZ) and process.poll() is None:
        time.sleep(0.0002)


def duration(expected):
    expected.workspace.restore()
    start = time.monotonic()
    expected.workspace.feedarc(*expected.scenario.command)
    return time.monotonic() - start


def try_signals(expected, numbers, longest, dice, tally):
    workspace = expected.workspace
    workspace.restore()
    process = program.start(workspace.words(expected.scenario.command))
    wait_until_ready(process)
    for number in numbers:
        time.sleep(dice.uniform(0, longest))
        if process.poll() is None:
            os.killpg(process.pid, number)
    outcome = program.finish(process)
    allowed = _ENDINGS[numbers]
    problems = [] if outcome.status in allowed else [f"exit {outcome.status}: {outcome.err.strip()[-300:]}"]
    problems += expected.after_fault(outcome) + expected.after_recovery(outcome)
    tally.count(outcome.status, problems, " ".join(number.name for number in numbers))


def run(name, task):
    tally = Tally()
    dice = random.Random(f"{task.seed} {name} {task.part}")
    expected = Expected.of(name, task)
    longest = duration(expected)
    for numbers in _ENDINGS:
        for _ in range(task.share(_TRIES[task.long])):
            try_signals(expected, numbers, longest, dice, tally)
    return tally


def cells():
    return [Cell(f"{name}/signals", functools.partial(run, name), parts=2) for name in SCENARIOS]
