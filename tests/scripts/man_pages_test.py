"""The man pages: one for every command, in step with the parser, the configuration and the schema.

usage: man_pages_test.py FEEDARC FEEDARC_MAN_PAGES
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "man"
PROGRAM = MAKER = ""


def names_of_commands():
    """As the overview lists them."""
    help_text = subprocess.run([PROGRAM, "--help"], capture_output=True, check=True, text=True).stdout
    commands = help_text.partition("\nCommands:\n")[2].partition("\n\n")[0]
    return [line[2:19].strip() for line in commands.splitlines()]


def read(name):
    return (PAGES / name).read_text(encoding="utf-8")


class ManPages(unittest.TestCase):
    def test_every_command_has_one(self):
        names = names_of_commands()
        self.assertIn("list", names)
        for name in names:
            page = PAGES / f"feedarc-{name.split()[0]}.1"
            with self.subTest(name):
                self.assertTrue(page.exists(), f"feedarc {name} has no man page: write {page.relative_to(ROOT)}")
                for part in ("synopsis", "options", "examples"):
                    self.assertIn(f'.\\" @{part} {name}\n', page.read_text(), f"{page.name}: it lacks this")

    def test_every_page_is_of_a_command(self):
        known = {name.split()[0] for name in names_of_commands()}
        for page in PAGES.glob("feedarc-*.1"):
            self.assertIn(page.name.removeprefix("feedarc-").removesuffix(".1"), known, f"{page.name} is of no command")

    def test_they_fit_the_parser_and_are_well_formed(self):
        pages = [*PAGES.glob("*.1"), *PAGES.glob("*.5")]
        with tempfile.TemporaryDirectory() as folder:
            made = subprocess.run(
                [MAKER, PAGES / "shared-options.mdoc", folder, *pages], capture_output=True, check=True, text=True
            )
            self.assertEqual(made.stderr, "", "docs/man does not fit the options that there are")
            if not shutil.which("mandoc"):
                self.skipTest("mandoc is not installed")
            lint = subprocess.run(
                ["mandoc", "-T", "lint", "-W", "warning", *pathlib.Path(folder).iterdir()],
                capture_output=True, check=False, text=True,
            )
            self.assertEqual(lint.stdout, "")
            shown = subprocess.run(
                ["mandoc", "-T", "ascii", pathlib.Path(folder) / "feedarc-list.1"], capture_output=True, check=True, text=True
            ).stdout
            plain = re.sub(".\b", "", shown)
            self.assertIn("--sort last-seen | first-seen | published | sightings | title", plain)
            self.assertIn("$ feedarc list --category NLP", plain)

    def test_all_keys_of_the_configuration_are_described(self):
        keys = set()
        for file in ("config.cpp", "config_source.cpp", "config_retention.cpp"):
            text = (ROOT / "src" / "app" / file).read_text()
            for row in re.findall(r"kKeys\{(.*?)\};|kKnown\{(.*?)\};|Rule\{(\"\w+\")", text, re.DOTALL):
                keys.update(re.findall(r'"(\w+)"', "".join(row)))
        self.assertIn("every", keys)
        self.assertIn("keep_daily", keys)
        page = read("feedarc-config.5")
        for key in sorted(keys):
            self.assertRegex(page, rf"\b{key}\b", "feedarc-config(5) does not name this key")

    def test_all_tables_and_views_are_described(self):
        names = set()
        for file in sorted((ROOT / "src" / "archive" / "sqlite" / "migrations").glob("*.sql")):
            sql = file.read_text()
            for verb, name in re.findall(r"^(CREATE|DROP) (?:(?:VIRTUAL )?TABLE|VIEW) (\w+)", sql, re.MULTILINE):
                (names.add if verb == "CREATE" else names.discard)(name)
        self.assertIn("entries", names)
        page, document = read("feedarc-archive.5"), (ROOT / "docs" / "schema.md").read_text()
        for name in sorted(names):
            self.assertIn(f".It Li {name}\n", page, "docs/man/feedarc-archive.5 does not describe this")
            self.assertIn(f"| `{name}` |", document, "docs/schema.md does not describe this")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    MAKER = sys.argv.pop(2)
    PROGRAM = sys.argv.pop(1)
    unittest.main()
