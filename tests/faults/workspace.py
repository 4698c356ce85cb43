"""Where a scenario runs: a folder in memory that is as prepared again before each fault."""

import glob
import hashlib
import os
import pathlib
import shutil
import tempfile

from archive_state import State
import archive_state
import program


def memory_folder():
    """A folder in memory where there is one: no fault here depends on a disk."""
    shared = pathlib.Path("/dev/shm")
    return shared if os.access(shared, os.W_OK) else pathlib.Path(tempfile.gettempdir())


class Workspace:
    """`data` holds the archive and all that the command writes, and is what faults are for; `inputs` and
    the configuration stand beside it."""

    def __init__(self, programs, root):
        self.programs = programs
        self.root = pathlib.Path(root)
        self.root.mkdir()
        self.run_folder = self.root / "run"
        self.data = self.run_folder / "data"
        self.inputs = self.run_folder / "inputs"
        self.config = self.run_folder / "config.toml"
        self.archive = self.data / "archive.db"
        self.counter = program.Counter(self.root / "count")
        self._prepared = self.root / "prepared"
        self._readable = set()
        self.clear()

    def clear(self):
        shutil.rmtree(self.run_folder, ignore_errors=True)
        self.data.mkdir(parents=True)
        self.inputs.mkdir()
        self.config.write_text("")

    def keep_as_prepared(self):
        shutil.rmtree(self._prepared, ignore_errors=True)
        shutil.copytree(self.run_folder, self._prepared)

    def restore(self):
        """Everything as it was prepared."""
        shutil.rmtree(self.run_folder)
        shutil.copytree(self._prepared, self.run_folder)

    def words(self, words, program_file=None, wait=30):
        """A command line of the program, with the places of this workspace filled in, and * as the shell does."""
        filled = []
        for word in words:
            word = word.replace("{inputs}", str(self.inputs)).replace("{data}", str(self.data))
            filled += sorted(glob.glob(word)) if "*" in word else [word]
        return [program_file or self.programs.feedarc, "--archive", self.archive, "--config", self.config,
                "--wait", wait, *filled]

    def feedarc(self, *words):
        """Runs the program without a fault."""
        return program.run(self.words(words))

    def must(self, *words):
        """Runs a command that cannot go wrong."""
        outcome = self.feedarc(*words)
        if outcome.status != 0:
            raise RuntimeError(f"{' '.join(words)}: exit {outcome.status}: {outcome.err}")
        return outcome

    def fault_environment(self, fault=None, reads=False, log=None):
        """What the program has to be started with, to meet this fault of the file system."""
        self.counter.reset()
        environment = {"LD_PRELOAD": str(self.programs.io_faults), "IO_FAULTS_FOLDER": str(self.data),
                       "IO_FAULTS_COUNT": self.counter.path, "IO_FAULTS_READS": "1" if reads else "0"}
        if fault:
            environment["IO_FAULTS_FAULT"] = fault
        if log:
            environment["IO_FAULTS_LOG"] = str(log)
        return environment

    def state(self, dumped=True, name="archive.db") -> State:
        return archive_state.read(self.data / name, dumped)

    def unreadable(self, state, ids):
        """Of these snapshots those whose bytes the program cannot give. What it could give once need not be asked
        for again as long as the stored bytes are the same."""
        def key(body):
            digest = hashlib.sha256()
            while body is not None:
                base, data = state.bodies.get(body, (None, b""))
                digest.update(body + (data or b""))
                body = base
            return digest.digest()

        found = []
        for number in ids:
            chain = key(state.snapshots[number][3])
            if chain in self._readable:
                continue
            if self.feedarc("cat", "--raw", str(number)).status == 0:
                self._readable.add(chain)
            else:
                found.append(number)
        return found

    def save(self, folder):
        """Copies what is there, for whoever looks into a failure."""
        shutil.copytree(self.run_folder, folder, dirs_exist_ok=True)
