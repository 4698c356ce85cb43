"""What must hold once a fault is over."""

import os

from archive_state import Damaged
from scenarios import SCENARIOS
from workspace import Workspace


class Expected:
    """What a scenario leaves when nothing goes wrong, to compare with."""

    _learned = {}

    def __init__(self, workspace, scenario):
        """Prepares the workspace, and runs the command once without a fault."""
        self.workspace = workspace
        self.scenario = scenario
        scenario.prepare(workspace)
        workspace.keep_as_prepared()
        state = workspace.state()
        self.known_at_first = dict(state.snapshots)
        self.before = scenario.dump(state)
        workspace.must(*scenario.command)
        state = workspace.state()
        self.after = scenario.dump(state)
        self.version = state.version

    @classmethod
    def of(cls, name, run):
        """Of the scenario of this name; each process learns it once."""
        if name not in cls._learned:
            workspace = Workspace(run.programs, run.folder / f"{os.getpid()}-{name}")
            cls._learned[name] = cls(workspace, SCENARIOS[name])
        return cls._learned[name]

    def after_fault(self, outcome):
        """What is wrong right after a run that met a fault."""
        try:
            state = self.workspace.state()
        except Damaged as damage:
            return [str(damage)]
        problems = self._lost(state, outcome)
        dump = self.scenario.dump(state)
        if not self.scenario.several and dump not in (self.before, self.after):
            problems.append("a part of the command is there, neither nothing nor all of it")
        if outcome.status == 0 and dump != self.after:
            problems.append("it ended with 0, and not all is there")
        if self.scenario.salvages and outcome.status == 4:
            return problems + self._refused(state) + self._salvaged(outcome)
        return problems + self._refused(state) + self._copy(outcome.status == 0)

    def after_recovery(self, outcome):
        """What is wrong once the work has gone on without a fault."""
        for words in (self.scenario.recovery, self.scenario.command):
            if words is None:
                continue
            if self.scenario.salvages:
                (self.workspace.data / self.scenario.copy).unlink(missing_ok=True)
            recovered = self.workspace.feedarc(*words)
            if recovered.status != 0:
                return [f"{words[0]} then ends with {recovered.status}: {recovered.err.strip()}"]
            try:
                state = self.workspace.state()
            except Damaged as damage:
                return [f"after {words[0]}: {damage}"]
            if self.scenario.dump(state) == self.after:
                return self._lost(state, outcome) + self._refused(state) + self._copy(True)
        return ["the work goes on, and ends with something else"]

    def _lost(self, state, outcome):
        """Snapshots that are gone, or whose bytes are."""
        problems = []
        told = {}
        for snapshot in outcome.acknowledged():
            told[snapshot.id] = snapshot
            stored = state.snapshots.get(snapshot.id)
            if stored is None or (stored[0], stored[2]) != (snapshot.source, snapshot.captured_at):
                problems.append(f"lost, though acknowledged: {snapshot}")
        for number, known in self.known_at_first.items():
            # Its source and its time may be amended, its bytes never.
            if number not in state.snapshots or state.snapshots[number][3] != known[3]:
                problems.append(f"lost: snapshot {number}, of before")
        there = [number for number in {**self.known_at_first, **told} if number in state.snapshots]
        if self.scenario.drops:
            there = [number for number in there if state.keeps_bytes_of(number)]
        if self._is_older(state):
            return problems
        return problems + [f"snapshot {number} cannot be read" for number in self.workspace.unreadable(state, there)]

    def _is_older(self, state):
        """Whether only a writing command reads it, which brings it up to date first."""
        return state.version not in (0, self.version)

    def _refused(self, state):
        """What a reader and the program's own check have against the archive."""
        nothing = not state.snapshots or self._is_older(state)
        commands = [["list", "--count"]]
        passes = self.scenario.checked_before or self.scenario.dump(state) != self.before
        if not nothing and passes and self.workspace.programs.has("check"):
            commands.append(["check", "--data"])
        problems = []
        for words in commands:
            outcome = self.workspace.feedarc(*words)
            if outcome.status not in ((0, 4) if nothing else (0,)):
                problems.append(f"{words[0]} ends with {outcome.status}: {outcome.err.strip()[-300:]}")
        return problems

    def _salvaged(self, outcome):
        """What is wrong with an archive that lacks what the disk did not give."""
        problems = [] if "cannot be read" in outcome.err else ["it ended with 4, and names nothing that cannot be read"]
        copy = self.workspace.data / self.scenario.copy
        if not copy.exists():
            return [*problems, "there is no copy"]
        check = self.workspace.feedarc("--archive", str(copy), "check", "--data")
        return problems + ([f"the copy: {check.err.strip()[-300:]}"] if check.status != 0 else [])

    def _copy(self, must_be_there):
        """What is wrong with the archive that the command makes beside this one."""
        if not self.scenario.copy:
            return []
        if not (self.workspace.data / self.scenario.copy).exists():
            return ["there is no copy"] if must_be_there else []
        try:
            copy = self.workspace.state(name=self.scenario.copy)
        except Damaged as damage:
            return [f"the copy: {damage}"]
        return [] if self.scenario.dump(copy) == self.before else ["the copy holds something else"]
