"""Shows that the drivers find what they are there to find. usage: self_test.py BUILD"""

import contextlib
import pathlib
import random
import sqlite3
import sys
import tempfile
import unittest

import cells
import power_cuts
import program
from verdict import Expected
from workspace import memory_folder


class Drivers(unittest.TestCase):
    build = None

    @classmethod
    def setUpClass(cls):
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory(dir=memory_folder()))
        run = cells.Run(program.Programs(cls.build), pathlib.Path(cls.folder), long=False, seed=1)
        cls.expected = Expected.of("ingest-html", run)
        cls.workspace = cls.expected.workspace

    def ingested(self):
        """An archive in which all is right, and the run that brought it there."""
        self.workspace.restore()
        outcome = self.workspace.must(*self.expected.scenario.command)
        self.assertEqual(self.expected.after_fault(outcome), [])
        self.assertEqual(self.expected.after_recovery(outcome), [])
        return outcome

    def found_after(self, sql):
        """What is said of an archive to which this has been done."""
        outcome = self.ingested()
        with contextlib.closing(sqlite3.connect(self.workspace.archive)) as archive, archive:
            archive.executescript(sql)
        return " ".join(self.expected.after_fault(outcome))

    def test_find_a_snapshot_that_is_lost(self):
        found = self.found_after("UPDATE snapshots SET captured_at = captured_at + 1 WHERE id = 7")
        self.assertIn("lost, though acknowledged: Acknowledged(id=7", found)
        self.assertIn("neither nothing nor all", found)
        found = self.found_after("UPDATE snapshots SET body = 2, captured_at = captured_at + 1 WHERE id = 1")
        self.assertIn("lost: snapshot 1", found)
        self.assertIn("foreign_key_check", self.found_after("DELETE FROM snapshots WHERE id = 1"))

    def test_find_a_body_that_cannot_be_read(self):
        damage = "UPDATE bodies SET data = CAST(x'00' || substr(data, 2) AS BLOB) WHERE id = 1"
        self.assertIn("snapshot 1 cannot be read", self.found_after(damage))

    def test_find_a_record_that_is_another_one(self):
        found = self.found_after("UPDATE records SET last_seen = last_seen + 60 WHERE id = 1")
        self.assertIn("neither nothing nor all", found)

    def test_find_an_archive_that_is_damaged(self):
        self.ingested()
        with open(self.workspace.archive, "r+b") as file:
            file.seek(8192)
            file.write(b"\xff" * 4096)
        self.assertTrue(self.expected.after_fault(program.Outcome(-9, "", "")))

    def test_find_that_a_disk_ignores_syncs(self):
        log, disks = power_cuts.record(self.expected)
        dice = random.Random(1)
        lost = set()
        for model, disk in disks.items():
            for entry in log:
                if entry.operation not in "FD":
                    disk.step(entry)
            power_cuts.put(self.workspace, disk.state("synced", dice))
            printed = "".join(entry.data.decode() for entry in log if entry.operation == "A")
            if self.expected.after_fault(program.Outcome(None, printed, "")):
                lost.add(model)
        self.assertEqual(lost, set(disks))


if __name__ == "__main__":
    Drivers.build = sys.argv.pop(1)
    unittest.main()
