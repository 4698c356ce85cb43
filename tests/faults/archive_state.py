"""What an archive holds, read past the program by SQLite alone, and whether it is whole."""

import dataclasses
import shutil
import sqlite3
import tempfile

# By what they are, not by their ids, which depend on who came first.
_DUMPED = {
    "entries": "SELECT source, title, url, category, published, published_precision, excerpt, first_seen,"
               " last_seen, sightings, revisions FROM entries",
    "runs": "SELECT e.source, e.title, r.page_url, r.first_seen, r.last_seen, r.ended, r.ended_at"
            " FROM runs r JOIN entries e ON e.id = r.record",
    "sightings": "SELECT e.source, e.title, s.position, s.captured_at, s.page_url"
                 " FROM sightings s JOIN entries e ON e.id = s.record",
    "timeline": "SELECT source, page_url, captured_at, entries, refusal, health FROM timeline",
}
# What depends neither on when it was captured nor on how often.
_DUMPED_WITHOUT_TIMES = {"entries": "SELECT source, title, url FROM entries"}


class Damaged(Exception):
    """The archive is not whole."""


@dataclasses.dataclass(frozen=True)
class State:
    """An archive at one moment. `snapshots` are (source, page, time, hash of the body) by id; `bodies` are
    (hash of its base, data that it is packed as) by hash."""

    version: int = 0  # of the schema; 0 where there is none
    dump: str = ""
    dump_without_times: str = ""
    snapshots: dict = dataclasses.field(default_factory=dict)
    bodies: dict = dataclasses.field(default_factory=dict)

    def keeps_bytes_of(self, snapshot):
        """False for one whose bytes were pruned."""
        return self.bodies[self.snapshots[snapshot][3]][1] is not None


def _dump(db, queries):
    return "\n".join(f"{name} {row}" for name, query in queries.items() for row in sorted(map(repr, db.execute(query))))


def _check(db):
    for pragma in ("integrity_check", "foreign_key_check"):
        found = db.execute(f"PRAGMA {pragma}").fetchall()
        if found not in ([], [("ok",)]):
            raise Damaged(f"{pragma}: {found[:3]}")


def read(path, dumped=True):
    """The state of the archive at `path`, an empty one where nothing has been stored; without dumps where they are not
    needed, which take their time."""
    if not path.exists():
        return State()
    # A copy of it and of its logs: opening finishes what a killed process began.
    with tempfile.TemporaryDirectory(dir=path.parent.parent) as folder:
        for suffix in ("", "-wal", "-journal"):
            file = path.with_name(path.name + suffix)
            if file.exists():
                shutil.copyfile(file, f"{folder}/{file.name}")
        db = sqlite3.connect(f"{folder}/{path.name}")
        try:
            return _read(db, dumped)
        except sqlite3.Error as error:
            raise Damaged(f"SQLite: {error}") from error
        finally:
            db.close()


def _read(db, dumped):
    _check(db)
    version, = db.execute("PRAGMA user_version").fetchone()
    if version == 0:
        return State()
    snapshots = {row[0]: row[1:] for row in db.execute(
        "SELECT n.id, s.name, n.page_url, strftime('%Y-%m-%dT%H:%M:%SZ', n.captured_at, 'unixepoch'), b.hash"
        " FROM snapshots n JOIN sources s ON s.id = n.source JOIN bodies b ON b.id = n.body")}
    if len(set(snapshots.values())) != len(snapshots):
        raise Damaged("a snapshot is there twice")
    # Since version 2 a body may be packed with a block.
    block = "coalesce((SELECT data FROM blocks WHERE id = b.block), x'')"
    data = f"CAST(b.data || {block} AS BLOB)" if version > 1 else "b.data"
    bodies = {row[0]: row[1:] for row in db.execute(
        f"SELECT b.hash, d.hash, {data} FROM bodies b LEFT JOIN bodies d ON d.id = b.base")}
    dumps = [_dump(db, queries) if dumped else "" for queries in (_DUMPED, _DUMPED_WITHOUT_TIMES)]
    return State(version, *dumps, snapshots, bodies)
