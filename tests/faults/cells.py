"""A cell of the table of faults: a scenario, or none, and a kind of fault; and what came of it."""

import collections
import dataclasses
import pathlib
import typing


@dataclasses.dataclass
class Tally:
    """What was tried, how it ended, and what failed."""

    tried: int = 0
    endings: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    failures: list = dataclasses.field(default_factory=list)
    skipped: str = ""

    def add(self, other):
        self.tried += other.tried
        self.endings += other.endings
        self.failures += other.failures
        self.skipped = self.skipped or other.skipped

    def count(self, ending, problems=(), where=""):
        """One try that ended so, with what was wrong with it."""
        self.tried += 1
        self.endings[ending] += 1
        self.failures += [f"{where}: {problem}" for problem in problems]


@dataclasses.dataclass(frozen=True)
class Run:
    """What a cell is told when it runs. Part `part` of `parts`, which run at the same time, maybe in other
    processes; each takes a share of the tries."""

    programs: typing.Any
    folder: pathlib.Path  # for all that is made on the way
    long: bool
    seed: int
    part: int = 0
    parts: int = 1
    keep: pathlib.Path | None = None  # for the archives that failed

    def share(self, tries):
        """How many of so many tries are those of this part."""
        return tries // self.parts + (self.part < tries % self.parts)


@dataclasses.dataclass(frozen=True)
class Cell:
    name: str  # SCENARIO/FAULT
    run: typing.Callable  # (Run) -> Tally
    parts: int = 1  # of a long run

    @property
    def scenario(self):
        return self.name.partition("/")[0]
