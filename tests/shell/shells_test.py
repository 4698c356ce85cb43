"""What bash, zsh and fish complete for feedarc, on a terminal as a person has it; the pager; sql.

usage: shells_test.py FEEDARC [TEST...]
"""

import fcntl
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import termios
import time
import unittest

from terminal import Terminal

PROGRAM = ""

# Each begins with a letter of its own, and would touch a file if a shell evaluated it.
HOSTILE = [
    "a b",
    "c$(touch pwned)",
    "d`touch pwned`",
    "e'; touch pwned; '",
    'f"; touch pwned; "',
    "g\\back slash",
    "h*?[x]{y,z}",
    "i!bang",
    "j:colon@at=equals",
    "k$HOME",
    "l;touch pwned&",
    "m~#%^|<>()",
    "原理 分析",
]

# A page of one record, of a category.
PAGE = """<!DOCTYPE html><title>A page</title><main><article><h2><a href="https://x.example/{number}">
Title number {number} of them all</a></h2><a rel=tag class=category href=/c/{number}>{category}</a>
<time datetime=2026-01-02>2026-01-02</time><p>What there is to say about number {number}.</p></article>
<article><h2><a href="https://x.example/o{number}">Another title, {number}</a></h2>
<time datetime=2026-01-02>2026-01-02</time><p>What there is to say about another one.</p></article></main>"""


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


class Home:
    """A home folder with an archive, and a `feedarc` in its PATH that writes down how it was called."""

    def __init__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="feedarc-shells-"))
        self.calls = self.path / "calls"
        self.work = self.path / "work"
        self.work.mkdir()
        self.environment = {
            "HOME": str(self.path),
            "PATH": f"{self.path}/bin:/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm",
            "FEEDARC_ARCHIVE": str(self.path / "archive.db"),
        }
        (self.path / "bin").mkdir()
        wrapper = self.path / "bin" / "feedarc"
        wrapper.write_text(
            f'#!/bin/sh\ncase " $* " in *" complete-values "*) exec {PROGRAM} "$@" ;; esac\n'
            f"printf '%s\\0' \"$@\" >{self.calls}.new && mv {self.calls}.new {self.calls}\n"
        )
        wrapper.chmod(0o755)

    def run(self, *words, **more):
        return subprocess.run(
            [PROGRAM, *words], env=self.environment, cwd=self.work, capture_output=True, check=False, **more
        )

    def fill(self, archive, names):
        for number, name in enumerate(names):
            page = PAGE.format(number=number, category=escaped(name))
            done = self.run("--archive", str(archive), "ingest", "-q", "--source", name, "-", input=page.encode())
            assert done.returncode == 0, done.stderr

    def remove(self):
        shutil.rmtree(self.path)


HOME = None


def setUpModule():
    global HOME
    HOME = Home()
    HOME.fill(HOME.path / "archive.db", [*HOSTILE, "z\x1b[31mred", "zz\u202eback", "zebra"])
    HOME.fill(HOME.path / "other place.db", ["only here"])
    for shell in ("bash", "zsh", "fish"):
        script = HOME.run("completions", shell)
        assert script.returncode == 0, script.stderr
        (HOME.path / f"_feedarc.{shell}").write_bytes(script.stdout)
    (HOME.path / "zsh").mkdir()
    shutil.copy(HOME.path / "_feedarc.zsh", HOME.path / "zsh" / "_feedarc")


def tearDownModule():
    HOME.remove()


class Shell:
    """What the tests of each shell have in common: one terminal for all of them."""

    @classmethod
    def setUpClass(cls):
        if not shutil.which(cls.arguments[0]):
            raise unittest.SkipTest(f"{cls.arguments[0]} is not installed")
        cls.terminal = Terminal(cls.arguments, HOME.environment, HOME.work)
        cls.terminal.settle(cls.begin)
        for line in cls.settings:
            cls.terminal.type(line.format(home=HOME.path) + "\r")
        cls.terminal.type("echo rea''dy\r")
        cls.terminal.expect("ready")
        cls.terminal.settle()

    @classmethod
    def tearDownClass(cls):
        cls.terminal.close()

    def setUp(self):
        HOME.calls.unlink(missing_ok=True)

    def tearDown(self):
        self.assertFalse((HOME.work / "pwned").exists(), "a name was evaluated")

    def called(self, line):
        """Types a line, in which \\t asks for completion, and gives the words that feedarc got."""
        HOME.calls.unlink(missing_ok=True)
        self.terminal.read_to = len(self.terminal.seen)
        self.terminal.type(line + "\r")
        end = time.monotonic() + 20
        while not HOME.calls.exists() and time.monotonic() < end:
            self.terminal.settle(0.01)
        if not HOME.calls.exists():
            self.terminal.type("\x03")
            self.terminal.settle()
            self.fail(f"feedarc was not called: {self.terminal.text()!r}")
        words = HOME.calls.read_bytes().decode().split("\0")[:-1]
        # The prompt of the next line.
        while not self.terminal.text().rstrip().endswith("$") and time.monotonic() < end:
            self.terminal.settle(0.01)
        return words

    def offered(self, line):
        """What is shown for a line; the line is then thrown away."""
        self.terminal.read_to = len(self.terminal.seen)
        self.terminal.type(line + "\t" + self.again)
        self.terminal.settle(0.2)
        shown = self.terminal.text()
        self.terminal.type("\x15\x03" if self.again else "\x03")
        self.terminal.settle(0.1)
        return shown

    def test_commands(self):
        self.assertEqual(self.called("feedarc li\t"), ["list"])
        self.assertEqual(self.called("feedarc list --source c\t"), ["list", "--source", "c$(touch pwned)"])


class EveryShell(Shell):
    def test_commands_behind_options(self):
        self.assertEqual(self.called("feedarc -q --wait 3 li\t"), ["-q", "--wait", "3", "list"])
        shown = self.offered("feedarc s")
        for word in ("show", "sources", "stats", "snapshots", "split", "salvage"):
            self.assertIn(word, shown)
        self.assertNotIn("complete-values", self.offered("feedarc comp"))

    def test_second_words(self):
        shown = self.offered("feedarc sources ")
        for word in ("add", "check", "import", "list", "remove", "set-url", "show"):
            self.assertIn(word, shown)
        self.assertEqual(self.called("feedarc sources ad\t"), ["sources", "add"])
        self.assertEqual(self.called("feedarc config \t"), ["config", "check"])

    def test_options_and_choices(self):
        self.assertEqual(self.called("feedarc list --cat\t"), ["list", "--category"])
        self.assertEqual(self.called("feedarc list --format jsonl --sort ti\t"), ["list", "--format", "jsonl", "--sort", "title"])
        shown = self.offered("feedarc list --sort ")
        for word in ("last-seen", "first-seen", "published", "sightings", "title"):
            self.assertIn(word, shown)
        self.assertIn("markdown", self.offered("feedarc list --format "))
        self.assertEqual(self.called("feedarc list --format=mark\t"), ["list", "--format=markdown"])
        self.assertEqual(self.called("feedarc sources list --col\t nev\t"), ["sources", "list", "--color", "never"])
        self.assertEqual(self.called("feedarc completions f\t"), ["completions", "fish"])

    def test_names_are_quoted_and_never_evaluated(self):
        for name in HOSTILE:
            with self.subTest(name):
                self.assertEqual(self.called(f"feedarc list --source {name[0]}\t"), ["list", "--source", name])
        self.assertEqual(self.called("feedarc list --category 原\t --category zeb\t"), ["list", "--category", "原理 分析", "--category", "zebra"])

    def test_names_behind_an_equals_sign(self):
        for name in ("a b", "c$(touch pwned)", "j:colon@at=equals", "原理 分析"):
            with self.subTest(name):
                self.assertEqual(self.called(f"feedarc list --source={name[0]}\t"), ["list", f"--source={name}"])

    def test_names_in_quotes_that_are_open(self):
        for quote, names in {"'": HOSTILE, '"': HOSTILE}.items():
            for name in names[:6] + ["i!bang", "原理 分析"]:
                with self.subTest(quote + name):
                    words = self.called(f"feedarc list --source {quote}{name[0]}\t")
                    self.assertEqual(words, ["list", "--source", name])

    def test_names_with_controls_are_left_out(self):
        self.assertEqual(self.called("feedarc list --source z\t"), ["list", "--source", "zebra"])

    def test_arguments(self):
        self.assertEqual(self.called("feedarc sources show zeb\t"), ["sources", "show", "zebra"])
        (HOME.work / "a page.html").touch()
        self.assertEqual(self.called("feedarc extract a\t"), ["extract", "a page.html"])

    def test_the_archive_on_the_line(self):
        for where in ("feedarc --archive '../other place.db' list", "feedarc list --archive=../other\\ place.db",
                      'feedarc list --archive "../other place.db"', "feedarc list --archive ~/other\\ place.db"):
            with self.subTest(where):
                self.assertEqual(self.called(f"{where} --source on\t")[-1], "only here")

    def test_an_archive_that_is_not_there(self):
        self.called("feedarc list --archive ./none.db --source a\t")
        self.assertFalse((HOME.work / "none.db").exists())


class Bash(EveryShell, unittest.TestCase):
    arguments = ["bash", "--norc", "--noprofile", "-i"]
    begin = 0.3
    again = "\t"
    settings = [
        "bind 'set enable-bracketed-paste off'; bind 'set bell-style none'; unset HISTFILE",
        "bind 'set page-completions off'; bind 'set completion-query-items 0'; PS1='$ '",
        ". {home}/_feedarc.bash",
    ]


class BashWithItsCompletions(Shell, unittest.TestCase):
    """Beside the package bash-completion, which loads the script by itself."""

    arguments, begin, again = Bash.arguments, Bash.begin, Bash.again

    settings = [
        *Bash.settings[:2],
        "mkdir -p ~/.local/share/bash-completion/completions",
        "cp ~/_feedarc.bash ~/.local/share/bash-completion/completions/feedarc",
        ". /usr/share/bash-completion/bash_completion",
    ]


class Zsh(EveryShell, unittest.TestCase):
    arguments = ["zsh", "-f", "-i"]
    begin = 0.3
    again = ""
    settings = [
        "PS1='$ '; unsetopt beep promptsp zle_bracketed_paste; unset zle_bracketed_paste; setopt interactivecomments",
        "fpath=({home}/zsh $fpath); autoload -Uz compinit && compinit -D -u",
        "LISTMAX=1000; unset HISTFILE",
    ]


class Fish(EveryShell, unittest.TestCase):
    arguments = ["fish", "--no-config", "-i"]
    begin = 0.6
    again = ""
    settings = [
        "function fish_prompt; printf '$ '; end; set -g fish_autosuggestion_enabled 0; set -g fish_greeting",
        "source {home}/_feedarc.fish",
    ]


class Program(unittest.TestCase):
    """feedarc itself on a terminal."""

    def setUp(self):
        self.environment = {**HOME.environment, "PATH": "/usr/local/bin:/usr/bin:/bin"}
        self.used = HOME.work / "used"
        self.used.unlink(missing_ok=True)
        self.terminals = []

    def tearDown(self):
        for terminal in self.terminals:
            terminal.close()

    def start(self, *words, **variables):
        terminal = Terminal([PROGRAM, *words], {**self.environment, **variables}, HOME.work)
        self.terminals.append(terminal)
        return terminal

    def printed(self, *words, **variables):
        """The status and what stands on the terminal in the end."""
        terminal = self.start(*words, **variables)
        return terminal.wait(20), terminal.text()

    # Writes down what it gets.
    PAGER = "cat >used; cat used"

    def test_the_pager_shows_what_is_data(self):
        for words in (["list"], ["log"], ["snapshots"], ["sources"], ["categories"], ["show", "1"], ["stats"],
                      ["sources", "show", "zebra"], ["sql", "SELECT title FROM entries"]):
            with self.subTest(words):
                self.used.unlink(missing_ok=True)
                self.assertEqual(self.printed(*words, PAGER=self.PAGER)[0], 0)
                self.assertTrue(self.used.exists())
        self.used.unlink()
        for words in (["doctor"], ["completions", "bash"], ["list", "--help"]):
            self.printed(*words, PAGER=self.PAGER)
            self.assertFalse(self.used.exists(), words)

    def test_less_is_the_default_and_leaves_the_terminal_as_it_was(self):
        terminal = self.start("list")
        before = termios.tcgetattr(terminal.descriptor)
        terminal.expect("ID", 20)
        terminal.settle()
        self.assertNotEqual(termios.tcgetattr(terminal.descriptor), before, "less reads keys")
        terminal.type("\x03")
        terminal.settle()
        terminal.type("q")
        self.assertEqual(terminal.wait(20), 0)
        self.assertEqual(termios.tcgetattr(terminal.descriptor), before)

    def test_less_ends_by_itself_where_all_fits(self):
        status, text = self.printed("list", "--limit", "2")
        self.assertEqual(status, 0)
        self.assertIn("Title number", text)

    def test_what_is_said_comes_behind_the_rows(self):
        status, text = self.printed("list", "--limit", "3", PAGER="sleep 0.2; cat; echo END")
        self.assertEqual(status, 0)
        self.assertLess(text.index("END"), text.index("there are more"))

    def test_no_pager_where_none_is_wanted(self):
        for words, variables in (
            (["--no-pager", "list"], {"PAGER": self.PAGER}),
            (["list", "--no-pager"], {"PAGER": self.PAGER}),
            (["list"], {"PAGER": ""}),
            (["list"], {"PAGER": " "}),
            (["list"], {"PAGER": "cat"}),
            (["list"], {"TERM": "dumb"}),
            (["list"], {"PAGER": "/no/such/program -x"}),
        ):
            with self.subTest(f"{words} {variables}"):
                status, text = self.printed(*words, **variables)
                self.assertEqual(status, 0)
                self.assertIn("Title number", text)
                self.assertFalse(self.used.exists())

    def test_no_pager_into_a_pipe(self):
        done = HOME.run("list")
        with_pager = subprocess.run([PROGRAM, "list"], env={**self.environment, "PAGER": self.PAGER}, cwd=HOME.work,
                                    capture_output=True, check=True)
        self.assertEqual(with_pager.stdout, done.stdout)
        self.assertFalse(self.used.exists())

    def test_the_exit_status_stays_ours(self):
        self.assertEqual(self.printed("list", PAGER="cat; exit 7")[0], 0)
        self.assertEqual(self.printed("list", PAGER="head -n 1")[0], 0)
        self.assertEqual(self.printed("list", PAGER="true")[0], 0)
        status, text = self.printed("show", "999", PAGER=self.PAGER)
        self.assertEqual(status, 1)
        self.assertIn("there is no record 999", text)
        self.assertFalse(self.used.exists(), "nothing was printed")

    def test_sql_asks_on_a_terminal_and_changes_nothing(self):
        terminal = self.start("sql")
        terminal.expect("sqlite> ", 20)
        terminal.type("SELECT 40 + count(*) * 0 + 2 AS n FROM records;\r")
        terminal.expect("42", 20)
        terminal.type("DELETE FROM records;\r")
        terminal.expect("readonly", 20)
        terminal.type("\x03")  # means sqlite3 alone
        terminal.settle()
        terminal.type("SELECT 'still ' || 'here';\r")
        terminal.expect("still here", 20)
        terminal.type(".quit\r")
        self.assertEqual(terminal.wait(20), 1, "sqlite3 says so where a query failed")

    def test_sql_works_while_others_write(self):
        # The lock of who writes is held here.
        with open(HOME.path / "archive.db.lock", "a", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.assertEqual(HOME.run("sql", "SELECT 7 AS n", "--wait", "0").stdout, b"n\n7\n")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
