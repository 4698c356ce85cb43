"""The commands that meet faults: each with what is there before, what must be there after, and what puts things
right. A further command is a function that prepares its workspace, and a row of SCENARIOS."""

import contextlib
import dataclasses
import pathlib
import shutil
import sqlite3
import typing

from page_server import PageServer
import pages


@dataclasses.dataclass(frozen=True)
class Scenario:
    """A command and its surroundings. {inputs} and {data} stand for the folders of its workspace."""

    name: str
    prepare: typing.Callable  # makes the archive and the inputs of a workspace
    command: list
    recovery: list | None = None  # succeeds after any fault; the command itself, if nothing is said
    several: bool = False  # it commits several times, so that a part may be there
    same_times: bool = True  # what it leaves does not depend on the clock
    works_on_input: bool = False  # what it reads is in {data} as well, and meets faults
    reads_folder: bool = False  # for which the C++ library ends a process without memory
    checked_before: bool = True  # what is there before passes the program's check
    drops: bool = False  # bytes, which need not be there after it
    copy: str = ""  # an archive that it makes in {data}, with all that the one before had: whole, or not there
    salvages: bool = False  # to a copy that must not be there yet; what the disk does not give it names, and ends with 4

    def available(self, programs):
        return programs.has(self.command[0])

    def dump(self, state):
        """What two archives have in common that hold the same."""
        return state.dump if self.same_times else state.dump_without_times


def _ingested(workspace, first, more, form="html"):
    """An archive of the days `first`; those of `more` are yet to come."""
    pages.folder(workspace.inputs / "more", more, form)
    if first:
        pages.folder(workspace.inputs / "first", first, form)
        workspace.must("ingest", "-q", str(workspace.inputs / "first"))


def prepare_empty(workspace):
    _ingested(workspace, [], [1, 2, 3, 4])


def prepare_text(workspace):
    _ingested(workspace, [1, 2, 3], [4, 5, 6], "text")


def prepare_pages(workspace):
    _ingested(workspace, [1, 2, 3, 4], [5, 6, 7])


def prepare_late_pages(workspace):
    """What comes is older than what is there, so that the source is derived again."""
    _ingested(workspace, [5, 6, 7], [1, 2, 3, 4])


def prepare_warc(workspace):
    prepare_pages(workspace)
    pages.warc(workspace.inputs / "more.warc.gz", [5, 6, 7, 8])


def prepare_input_on_bad_disk(workspace):
    prepare_pages(workspace)
    shutil.move(workspace.inputs / "more", workspace.data / "more")


def prepare_log_left_behind(workspace):
    """The run before was killed once it had committed."""
    _ingested(workspace, [1, 2, 3, 4], [8, 9])
    pages.folder(workspace.inputs / "killed", [5, 6, 7])
    left = workspace.data.with_name("left")
    # While someone reads, who closes last is not the one who writes.
    with contextlib.closing(sqlite3.connect(workspace.archive)) as reader:
        reader.execute("SELECT count(*) FROM sources").fetchone()
        workspace.must("ingest", "-q", str(workspace.inputs / "killed"))
        shutil.copytree(workspace.data, left)
    shutil.rmtree(workspace.data)
    left.rename(workspace.data)
    if not workspace.archive.with_name("archive.db-wal").stat().st_size:
        raise RuntimeError("there is no log")


def prepare_older_reading(workspace):
    """An archive as a reader would have left it that passes over the last entry of each page."""
    prepare_pages(workspace)
    with contextlib.closing(sqlite3.connect(workspace.archive)) as archive, archive:
        archive.execute("UPDATE pages SET contents = json_remove(contents, '$[#-1]'), entries = entries - 1,"
                        " hash = CAST(substr(hash, 2) || x'00' AS BLOB)")


def prepare_two_archives(workspace):
    """One of another machine, with a page that both have."""
    pages.folder(workspace.inputs / "other", [4, 5, 6])
    workspace.must("ingest", "-q", "{inputs}/other")
    other = workspace.inputs / "other.db"
    workspace.archive.rename(other)
    prepare_pages(workspace)


def prepare_version_1(workspace):
    """An archive as the first version of the program made it."""
    shutil.copyfile(_FIXTURES / "archives/version-1.db", workspace.archive)
    _ingested(workspace, [], [1, 2])


def prepare_many_pages(workspace):
    """So many that they are worth packing."""
    _ingested(workspace, list(range(1, 25)), [])


def prepare_packed(workspace):
    """Old pages share a block, and new ones are packed with the last of them."""
    prepare_many_pages(workspace)
    workspace.must("pack", "-q")
    pages.folder(workspace.inputs / "later", range(25, 29))
    workspace.must("ingest", "-q", "{inputs}/later")


def prepare_ruled(workspace):
    """There were no rules yet when its pages came."""
    prepare_pages(workspace)
    workspace.config.write_text('[[category]]\nname = "All"\nregex = "."\n')


def prepare_joined(workspace):
    prepare_pages(workspace)
    workspace.must("join", "1", "2")


def prepare_watched(workspace):
    """Two sources, captured once; since then their pages have moved on."""
    server = PageServer.instance()
    server.day = 1
    workspace.config.write_text('[capture]\nevery = "1m"\ndelay = "0s"\n' + "".join(
        f'[[source]]\nname = "{name}"\nurl = "{server.url(name)}"\n' for name in ("news", "blog")))
    workspace.must("capture", "-q", "--allow-private", "--all")
    server.day = 2


_FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "fixtures"
_KNOWN = ["ingest", "-q", "{inputs}/first/*"]  # writes, and changes nothing

SCENARIOS = {scenario.name: scenario for scenario in [
    Scenario("ingest-first", prepare_empty, ["ingest", "--json", "{inputs}/more/*"]),
    Scenario("ingest-text", prepare_text, ["ingest", "--json", "{inputs}/more"], reads_folder=True),
    Scenario("ingest-html", prepare_pages, ["ingest", "--json", "{inputs}/more/*"]),
    Scenario("ingest-late", prepare_late_pages, ["ingest", "--json", "{inputs}/more/*"]),
    Scenario("ingest-warc", prepare_warc, ["ingest", "--json", "{inputs}/more.warc.gz"]),
    Scenario("ingest-bad-input", prepare_input_on_bad_disk, ["ingest", "--json", "{data}/more/*"],
             several=True, works_on_input=True),
    Scenario("ingest-after-kill", prepare_log_left_behind, ["ingest", "--json", "{inputs}/more/*"]),
    Scenario("capture", prepare_watched, ["capture", "--json", "--allow-private", "--all"],
             several=True, same_times=False),
    Scenario("rebuild", prepare_older_reading, ["rebuild"], checked_before=False),
    Scenario("join", prepare_pages, ["join", "1", "2"], recovery=_KNOWN),
    Scenario("forget", prepare_pages, ["forget", "2"], recovery=_KNOWN),
    Scenario("amend", prepare_pages, ["amend", "2", "--source", "other"], recovery=_KNOWN),
    Scenario("undo", prepare_joined, ["undo"], recovery=_KNOWN),
    Scenario("categorize", prepare_ruled, ["categorize", "--json"]),
    Scenario("migrate", prepare_version_1, ["ingest", "--json", "{inputs}/more/*"], copy="archive.db.version-1"),
    Scenario("backup", prepare_pages, ["backup", "{data}/copy.db"], copy="copy.db"),
    Scenario("salvage", prepare_pages, ["salvage", "{data}/copy.db"], copy="copy.db", salvages=True),
    Scenario("merge", prepare_two_archives, ["merge", "{inputs}/other.db"]),
    Scenario("pack", prepare_many_pages, ["pack"]),
    Scenario("pack-shrink", prepare_packed, ["pack", "--shrink"]),
    Scenario("prune", prepare_many_pages, ["prune", "--keep-last", "3"], drops=True),
    Scenario("prune-packed", prepare_packed, ["prune", "--keep-weekly", "3"], drops=True),
]}
