"""What a disk may hold once the power went, by a model of it, and whether the archive stands that.

A run is recorded with io_faults.cpp. For moments of it the disk is put together that a cut would leave: what was
synced is there; of what was written since, any part may be, in any order, each piece torn at a sector. Of the names
(created, renamed, removed) since a sync, the first so many are there. In the model `ordered`, as in ext4 and xfs, a sync
of any file makes all names before it sure; in `strict` only a sync of the folder does."""

import collections
import dataclasses
import functools
import os
import random
import struct

from cells import Cell, Tally
import program
from scenarios import SCENARIOS
from verdict import Expected

_ENTRY = struct.Struct("=c3xIQQI4x")  # LogEntry of io_faults.cpp
_VARIANTS = ("synced", "all", "random", "random", "random")
_STATES = {False: 5, True: 1000}
_RECOVERED = {False: 1, True: 5}  # of so many states the work goes on from one
_MODELS = ("ordered", "strict")


@dataclasses.dataclass(frozen=True)
class Entry:
    """A thing that a process did: C creates, W writes, T truncates, F syncs a file, D a folder, R renames, L links, U
    unlinks, M makes a folder, A prints."""

    operation: str
    path: str
    inode: int
    offset: int
    data: bytes


def read_log(path):
    entries = []
    raw = path.read_bytes()
    at = 0
    while at < len(raw):
        operation, path_size, inode, offset, data_size = _ENTRY.unpack_from(raw, at)
        at += _ENTRY.size
        name = raw[at:at + path_size].decode()
        data = raw[at + path_size:at + path_size + data_size]
        at += path_size + data_size
        entries.append(Entry(operation.decode(), name, inode, offset, data))
    return entries


def apply(content, change):
    """A write or a truncation."""
    if change.operation == "T":
        del content[change.offset:]
        content.extend(bytes(change.offset - len(content)))
        return
    content.extend(bytes(max(0, change.offset - len(content))))
    content[change.offset:change.offset + len(change.data)] = change.data


def torn(change, dice):
    """A run of whole sectors of a write."""
    sector = dice.choice([512, 4096])
    sectors = len(change.data) // sector
    if change.operation != "W" or sectors < 2:
        return change
    first = dice.randrange(sectors)
    last = dice.randint(first, sectors)
    return dataclasses.replace(change, offset=change.offset + first * sector,
                               data=change.data[first * sector:last * sector])


class File:
    def __init__(self, content=b""):
        self.sure = bytearray(content)
        self.unsure = []

    def sync(self):
        for change in self.unsure:
            apply(self.sure, change)
        self.unsure = []

    def content(self, variant, dice):
        content = bytearray(self.sure)
        changes = self.unsure
        if variant == "synced":
            changes = []
        elif variant == "random":
            share = dice.choice([0.0, 0.1, 0.5, 0.9, 1.0])
            changes = [torn(change, dice) if dice.random() < 0.3 else change
                       for change in changes if dice.random() < share]
            if dice.random() < 0.3:
                dice.shuffle(changes)
        for change in changes:
            apply(content, change)
        return bytes(content)


class Disk:
    """Follows a log. `names` are those that are sure."""

    def __init__(self, strict, folder):
        self.strict = strict
        self.files = {}  # by inode; one that is used again is another file
        self.names = {}
        self.unsure_names = []
        for root, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(root, name)
                with open(path, "rb") as file:
                    self.names[path] = File(file.read())
                self.files[os.stat(path).st_ino] = self.names[path]

    def step(self, entry):
        if entry.operation == "C":
            self.files[entry.inode] = File()
            self.unsure_names.append((entry, self.files[entry.inode]))
        elif entry.operation in "WT":
            self.files[entry.inode].unsure.append(entry)
        elif entry.operation == "F":
            self.files[entry.inode].sync()
            if not self.strict:
                self.sync_names(None)
        elif entry.operation == "D":
            self.sync_names(entry.path if self.strict else None)
        elif entry.operation in "RLU":
            self.unsure_names.append((entry, None))

    def sync_names(self, folder):
        """Those in a folder, or all."""
        left = []
        for entry, file in self.unsure_names:
            if folder in (None, os.path.dirname(entry.path.partition("\0")[0])):
                self.change_name(self.names, entry, file)
            else:
                left.append((entry, file))
        self.unsure_names = left

    @staticmethod
    def change_name(names, entry, file):
        if entry.operation == "C":
            names[entry.path] = file
        elif entry.operation == "U":
            names.pop(entry.path, None)
        else:
            old, _, new = entry.path.partition("\0")
            if old in names:
                names[new] = names[old] if entry.operation == "L" else names.pop(old)

    def state(self, variant, dice):
        """A content for each name."""
        names = dict(self.names)
        count = {"synced": 0, "all": len(self.unsure_names)}.get(variant)
        if count is None:
            count = dice.randint(0, len(self.unsure_names))
        for entry, file in self.unsure_names[:count]:
            self.change_name(names, entry, file)
        return {path: file.content(variant, dice) for path, file in names.items()}


def record(expected):
    """The log of the command, and the disk before it."""
    workspace = expected.workspace
    workspace.restore()
    log = workspace.root / "log"
    log.unlink(missing_ok=True)
    disks = {model: Disk(model == "strict", workspace.data) for model in _MODELS}
    outcome = program.run(workspace.words(expected.scenario.command), workspace.fault_environment(log=log))
    if outcome.status != 0:
        raise RuntimeError(f"{expected.scenario.name}: exit {outcome.status}: {outcome.err}")
    return read_log(log), disks


def put(workspace, state):
    """Makes the folder hold this state of the disk, and nothing else."""
    workspace.restore()
    for file in workspace.data.rglob("*"):
        if file.is_file():
            file.unlink()
    for path, content in state.items():
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content)


def run(name, model, task):
    tally = Tally()
    dice = random.Random(f"{task.seed} {name} {model} {task.part}")
    expected = Expected.of(name, task)
    log, disks = record(expected)
    disk = disks[model]
    moments = collections.Counter(dice.choices(range(1, len(log) + 1),
                                               k=task.share(_STATES[task.long]) // len(_VARIANTS)))
    printed = ""
    for moment, entry in enumerate(log, 1):
        disk.step(entry)
        if entry.operation == "A":
            printed += entry.data.decode(errors="replace")
        for variant in moments[moment] * _VARIANTS:
            put(expected.workspace, disk.state(variant, dice))
            outcome = program.Outcome(None, printed, "")
            problems = expected.after_fault(outcome)
            if problems and task.keep:
                expected.workspace.save(task.keep / f"{name}-{model}-{moment}-{variant}")
            if problems or dice.randrange(_RECOVERED[task.long]) == 0:
                problems += expected.after_recovery(outcome)
            tally.count(variant, problems, f"{variant} after operation {moment}")
    return tally


def cells():
    return [Cell(f"{name}/power-cut-{model}", functools.partial(run, name, model), parts=4)
            for name in SCENARIOS for model in _MODELS]
