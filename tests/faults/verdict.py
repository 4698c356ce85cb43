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
        self.after = scenario.dump(workspace.state())

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
        readable = self.workspace.feedarc("list", "--count").status
        if readable not in ((0,) if state.snapshots else (0, 4)):
            problems.append(f"it cannot be listed: exit {readable}")
        return problems

    def after_recovery(self, outcome):
        """What is wrong once the work has gone on without a fault."""
        for words in (self.scenario.recovery, self.scenario.command):
            if words is None:
                continue
            recovered = self.workspace.feedarc(*words)
            if recovered.status != 0:
                return [f"{words[0]} then ends with {recovered.status}: {recovered.err.strip()}"]
            try:
                state = self.workspace.state()
            except Damaged as damage:
                return [f"after {words[0]}: {damage}"]
            if self.scenario.dump(state) == self.after:
                return self._lost(state, outcome)
        return ["the work goes on, and ends with something else"]

    def _lost(self, state, outcome):
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
        problems += [f"snapshot {number} cannot be read" for number in self.workspace.unreadable(state, there)]
        return problems
