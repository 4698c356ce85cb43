"""Shows that scripts/check-layers finds what it is there to find."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "check-layers"
LAYERS = ["base:", "text:base", "read:text,base", "archive:base", "app:archive,read,base",
          "cli:app,base"]


class CheckLayers(unittest.TestCase):
    def check(self, files, layers=None):
        """Runs the script on a tree of {path: first line}; returns its output, empty when it passes."""
        with tempfile.TemporaryDirectory() as root:
            for path, line in {"src/base/a.hpp": "", **files}.items():
                file = pathlib.Path(root, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(line + "\n", encoding="utf-8")
            run = subprocess.run([sys.executable, SCRIPT, root, *(layers or LAYERS)],
                                 capture_output=True, text=True, check=False)
            self.assertEqual(run.stderr, "")
            self.assertIn(run.returncode, (0, 1))
            return run.stdout if run.returncode else ""

    def test_passes_what_the_layers_allow(self):
        self.assertEqual(self.check({
            "src/main.cpp": '#include "cli/run.hpp"',
            "src/app/a.cpp": '#include "read/readers.hpp"',
            "src/archive/sqlite/a.cpp": "#include <sqlite3.h>",
            "src/read/html/a.cpp": "#include <gumbo.h>",
            "src/text/a.cpp": "#include <unicode/uchar.h>",
            "include/feedarc/a.hpp": "#include <feedarc/b.hpp>\n#include <string_view>",
        }), "")

    def test_finds_what_they_do_not(self):
        for path, line, said in [
            ("src/read/a.cpp", '#include "archive/a.hpp"', "read must not include archive"),
            ("src/base/a.cpp", '  #  include "text/a.hpp"', "base must not include text"),
            ("src/app/a.cpp", '#include "cli/a.hpp"', "app must not include cli"),
            ("src/main.cpp", '#include "archive/a.hpp"', "main.cpp must not include archive"),
            ("src/app/a.cpp", '#include "../read/a.hpp"', "quotes are for"),
            ("src/app/a.cpp", '#include "a.hpp"', "quotes are for"),
            ("src/archive/a.cpp", "#include <sqlite3.h>", "only for archive/sqlite/"),
            ("src/read/text/a.cpp", "#include <gumbo.h>", "only for read/html/"),
            ("src/app/a.cpp", "#include <curl/curl.h>", "only for capture/"),
            ("src/app/a.cpp", "#include <CLI/CLI.hpp>", "only for cli/"),
            ("src/stray/a.cpp", "", "stray is no layer"),
            ("include/feedarc/a.hpp", "#include <fmt/format.h>", "public headers"),
            ("include/feedarc/a.hpp", '#include "base/a.hpp"', "public headers"),
        ]:
            with self.subTest(path=path, line=line):
                output = self.check({path: line})
                self.assertIn(said, output)
                self.assertIn(path, output)

    def test_names_the_line(self):
        self.assertIn("src/read/a.cpp:3:", self.check({
            "src/read/a.cpp": '#include <string>\n\n#include "archive/a.hpp"'}))

    def test_holds_the_layers_themselves_to_the_rules(self):
        for layers, said in [
            (["base:", "read:archive", "archive:"], "station read must not use"),
            (["base:read", "read:"], "base must not use"),
            (["base:", "app:cli", "cli:base"], "app must not use cli"),
            (["base:", "app:reed"], "reed, which is no layer"),
        ]:
            with self.subTest(layers=layers):
                self.assertIn(said, self.check({}, layers))

    def test_does_not_pass_on_nothing(self):
        run = subprocess.run([sys.executable, SCRIPT, "/nonexistent", *LAYERS],
                             capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 1)


if __name__ == "__main__":
    unittest.main()
