"""The library as it is installed: a project finds it by CMake and by pkg-config, builds, and runs.

usage: library_test.py CMAKE GENERATOR BUILD COMPILER FIXTURES
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
CMAKE = GENERATOR = BUILD = COMPILER = FIXTURES = ""


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}:\n{done.stdout}{done.stderr}")
    return done.stdout


class InstalledLibrary(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="feedarc-library-")
        cls.place = pathlib.Path(cls.folder.name)
        run(CMAKE, "--install", BUILD, "--component", "library", "--prefix", cls.place / "usr")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def check(self, reader):
        snapshot = pathlib.Path(FIXTURES) / "snapshots" / "text" / "20260111T083000Z.txt"
        texts = run(reader, self.place / f"{reader.parent.name}.db", snapshot).splitlines()
        self.assertEqual(len(texts), 7)
        whole = snapshot.read_text(encoding="utf-8")
        for text in texts:
            self.assertIn(text, whole)

    def test_is_found_by_cmake(self):
        build = self.place / "cmake"
        run(CMAKE, "-G", GENERATOR, "-S", HERE, "-B", build, f"-DCMAKE_PREFIX_PATH={self.place / 'usr'}",
            f"-DCMAKE_CXX_COMPILER={COMPILER}", "-DCMAKE_BUILD_TYPE=Debug")
        run(CMAKE, "--build", build)
        self.check(build / "reader")

    def test_is_found_by_pkg_config(self):
        found = next(self.place.rglob("feedarc.pc"))
        environment = dict(os.environ, PKG_CONFIG_PATH=str(found.parent))
        flags = run("pkg-config", "--cflags", "--libs", "feedarc", env=environment).split()
        build = self.place / "pkg-config"
        build.mkdir()
        run(COMPILER, "-std=c++20", HERE / "reader.cpp", "-o", build / "reader", *flags)
        self.check(build / "reader")


if __name__ == "__main__":
    CMAKE, GENERATOR, BUILD, COMPILER, FIXTURES = sys.argv[1:]
    unittest.main(argv=sys.argv[:1])
