"""The feeds that `feedarc export` writes, against the specifications and against readers: our own and, where they are
installed, feedparser and newsboat. FEEDARC names the program, FIXTURES the folder of the fixtures."""

import contextlib
import json
import os
import pathlib
import shutil
import sqlite3
import stat
import subprocess
import tempfile
import unittest

import feed_checks
from feed_checks import CHECKS, entries_of

try:
    import feedparser
except ImportError:
    feedparser = None

PROGRAM = os.environ["FEEDARC"]
FIXTURES = pathlib.Path(os.environ["FIXTURES"])
FILES = {"atom": "atom.xml", "rss": "rss.xml", "jsonfeed": "feed.json"}
SITE = "https://blog.example/"
# What a page may say to break out of a document, or to break it.
HOSTILE = [
    "<script>alert(1)</script> & &amp; &lt;b&gt;",
    "]]> <![CDATA[ <!-- -- --> <?php ?> <!DOCTYPE x [<!ENTITY e 'x'>]> &e;",
    "\x1b[31m red \u202e reversed \u200f \u009b31m \x07 \ufeff",
    "\ufffe \uffff \ufdd0 \U0001fffe nothing of these is a character",
    "\"quotes\" 'and' `more` {braces} %s %n \\u001b \\",
    "汉字 かな 한글 😀 👩‍👩‍👧 é ñ",
]


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def article(title, url, category="Notes", date="2026-01-05", text=None):
    text = text or f"What there is to say about it at some length, and it is this: {title} and more words."
    return (f'<article><h2><a href="{escaped(url)}">{escaped(title)}</a></h2><a rel=tag class=category href=/c>'
            f"{escaped(category)}</a> <time datetime={date}>{date}</time><p>{escaped(text)}</p></article>")


def page(articles):
    return "<!DOCTYPE html><meta charset=utf-8><title>Blog</title><main>" + "".join(articles) + "</main>"


class Archive:
    """An archive in a folder of its own."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="feedarc-feeds-"))
        self.environment = {"HOME": str(self.folder), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}

    def close(self):
        shutil.rmtree(self.folder)

    def run(self, *arguments, status=0, data=b""):
        done = subprocess.run([PROGRAM, *map(str, arguments)], input=data, env=self.environment, cwd=self.folder,
                              capture_output=True, check=False)
        if done.returncode != status:
            raise AssertionError(f"{arguments}: {done.returncode} {done.stderr.decode(errors='replace')}")
        return done.stdout

    def ingest(self, html, time, source="blog", url=SITE):
        path = self.folder / "page.html"
        path.write_text(html, encoding="utf-8", errors="surrogatepass")
        self.run("ingest", "--source", source, "--url", url, "--captured-at", time, path)

    def feed(self, kind, *options):
        return self.run("export", "--format", kind, *options)


class Feeds(unittest.TestCase):
    def setUp(self):
        self.archive = Archive()
        self.addCleanup(self.archive.close)

    def check(self, kind, data):
        self.assertEqual(CHECKS[kind](data), [], data.decode(errors="replace"))

    def exported(self, kind, *options):
        data = self.archive.feed(kind, *options)
        self.check(kind, data)
        return data

    def test_of_an_archive_without_records_are_valid(self):
        self.archive.ingest("<!DOCTYPE html><title>Nothing</title><p>There is nothing here yet.", "2026-01-01")
        for kind in CHECKS:
            self.assertEqual(entries_of(kind, self.exported(kind)), [])

    def test_of_the_fixtures_are_valid_and_read_back(self):
        self.archive.run("ingest", FIXTURES / "snapshots" / "text")
        pages = sorted((FIXTURES / "snapshots" / "html").glob("*.html"))
        self.archive.run("ingest", "--source", "pages", "--url", SITE, *pages)
        for options in ([], ["--limit", "100000"], ["--changes", "--limit", "100000"], ["--present"],
                        ["--at", "2026-01-12"], ["--feed-url", "https://a.example/feed", "--home-url", SITE]):
            for kind in CHECKS:
                data = self.exported(kind, *options)
                self.assertGreater(len(entries_of(kind, data)), 0)
                self.read_by_feedparser(kind, data)
                self.read_by_feedarc(kind, data)

    def test_of_hostile_pages_are_valid_and_read_back(self):
        urls = ["/a b|c^d[e]{f}", "javascript:alert(1)", "https://münchen.example/straße?q=ü&x=<>\"'",
                "/%zz%41", "//user:pass@host.example:8080/#fragment\\", "data:text/html,x"]
        articles = [article(text, url, category=text[:20]) for text, url in zip(HOSTILE, urls)]
        self.archive.ingest(page(articles), "2026-01-06")
        articles[0] = article(HOSTILE[0] + " edited", urls[0], category="]]>")
        self.archive.ingest(page(articles[:-1]), "2026-01-07")
        for options in ([], ["--changes"], ["--title", HOSTILE[2], "--source", "blog"]):
            for kind in CHECKS:
                data = self.exported(kind, *options)
                self.read_by_feedparser(kind, data)
                self.read_by_feedarc(kind, data)
        entry = next(entry for entry in entries_of("atom", self.exported("atom")) if "<script>" in entry["title"])
        self.assertEqual(entry["title"], HOSTILE[0] + " edited")
        self.assertEqual(entry["url"], "https://blog.example/a%20b%7Cc%5Ed%5Be%5D%7Bf%7D")

    def read_by_feedarc(self, kind, data):
        path = self.archive.folder / FILES[kind]
        path.write_bytes(data)
        found = json.loads(self.archive.run("extract", "--format", "json", path))
        wanted = entries_of(kind, data)
        self.assertEqual([entry["guid"] for entry in found], [entry["id"] for entry in wanted])
        for entry, other in zip(found, wanted):
            # What has no link leads to the front page of its site.
            self.assertIn(entry["url"] or "", [other["url"]] if other["url"] else ["", SITE], f"{kind}: {entry}")

    def read_by_feedparser(self, kind, data):
        if feedparser is None or kind == "jsonfeed":
            return
        read = feedparser.parse(data)
        self.assertFalse(read.bozo, read.get("bozo_exception"))
        self.assertEqual(read.version, {"atom": "atom10", "rss": "rss20"}[kind])
        wanted = entries_of(kind, data)
        self.assertEqual([entry.id for entry in read.entries], [entry["id"] for entry in wanted])
        for found, entry in zip(read.entries, wanted):
            # It takes the id for the link of an Atom entry that has none.
            instead = ["", entry["id"]] if kind == "atom" else [""]
            self.assertIn(found.get("link", ""), [entry["url"]] if entry["url"] else instead)
        if kind == "atom":
            self.assertEqual([entry.title for entry in read.entries], [entry["title"] for entry in wanted])
        self.assertTrue(all(entry.published_parsed for entry in read.entries))

    def test_keep_the_id_of_an_article_whose_title_is_edited(self):
        others = [article(f"Article {number} of some", f"/p/{number}") for number in range(3)]
        self.archive.ingest(page(others + [article("First words on a matter", "/p/9")]), "2026-01-06T08:00:00Z")
        before = {kind: self.exported(kind) for kind in CHECKS}
        self.archive.ingest(page(others + [article("Second thoughts on a matter", "/p/9")]), "2026-01-07T09:00:00Z")
        after = {kind: self.exported(kind) for kind in CHECKS}
        for kind in CHECKS:
            old = {entry["id"]: entry for entry in entries_of(kind, before[kind])}
            new = {entry["id"]: entry for entry in entries_of(kind, after[kind])}
            self.assertEqual(old.keys(), new.keys())
            edited = [key for key in old if old[key]["title"] != new[key]["title"]]
            self.assertEqual([new[key]["title"] for key in edited], ["Second thoughts on a matter"])
            for key, entry in new.items():
                self.assertEqual(entry["published"], old[key]["published"])
                if kind != "rss":
                    wanted = "2026-01-07T09:00:00Z" if key in edited else "2026-01-06T08:00:00Z"
                    self.assertEqual(entry["updated"], wanted)
        # Seen again: nothing is new. Derived again: nothing is, either.
        self.archive.ingest(page(others + [article("Second thoughts on a matter", "/p/9")]), "2026-01-08")
        self.archive.run("rebuild")
        for kind in CHECKS:
            self.assertEqual(self.archive.feed(kind), after[kind])
        # What happened is an entry each, which stays.
        changes = [entry["title"] for entry in entries_of("atom", self.exported("atom", "--changes"))]
        self.assertEqual(changes[0], "Revised: Second thoughts on a matter")
        self.assertEqual(len(changes), 5)

    def test_name_dates_as_precisely_as_pages_do(self):
        self.archive.ingest(page([article("An article with a day", "/1", date="2026-01-05"),
                                  article("An article with a month", "/2", date="2026-01"),
                                  article("An article with a time", "/3", date="2026-01-04T10:20:30+02:00")]),
                            "2026-01-06T08:00:00Z")
        published = {entry["title"][-5:].strip(): entry["published"] for entry in entries_of("atom", self.exported("atom"))}
        self.assertEqual(published, {"a day": "2026-01-05T00:00:00Z", "month": "2026-01-06T08:00:00Z",
                                     "time": "2026-01-04T08:20:30Z"})
        self.assertIn("Sun, 04 Jan 2026 08:20:30 GMT",
                      [entry["published"] for entry in entries_of("rss", self.exported("rss"))])

    def test_have_the_newest_first_and_as_many_as_one_asks_for(self):
        for day in range(1, 8):
            articles = [article(f"Article {number} of day {day}", f"/{day}/{number}") for number in range(10)]
            self.archive.ingest(page(articles), f"2026-01-0{day}")
        entries = entries_of("jsonfeed", self.exported("jsonfeed"))
        self.assertEqual(len(entries), 50)
        self.assertIn("day 7", entries[0]["title"])
        self.assertIn("day 3", entries[-1]["title"])
        self.assertEqual(len(entries_of("rss", self.exported("rss", "--limit", "70"))), 70)
        oldest = entries_of("atom", self.exported("atom", "--limit", "1", "--reverse"))
        self.assertIn("day 1", oldest[0]["title"])

    def head(self, *options):
        root = feed_checks.ElementTree.fromstring(self.exported("atom", *options))
        links = {link.get("rel"): link.get("href") for link in root.findall(feed_checks.ATOM + "link")}
        return {"id": root.find(feed_checks.ATOM + "id").text, "title": root.find(feed_checks.ATOM + "title").text,
                **links}

    def test_say_what_they_are(self):
        self.archive.ingest(page([article(f"Article {number}", f"/{number}") for number in range(3)]), "2026-01-06")
        whole = self.head()
        self.assertEqual(whole["title"], "feedarc")
        blog = self.head("--source", "blog", "--category", "Notes")
        self.assertEqual((blog["title"], blog["alternate"]), ("blog: Notes", SITE))
        self.assertNotEqual(whole["id"], blog["id"])
        self.assertEqual(blog["id"], self.head("--source", "blog", "--category", "Notes", "--limit", "1")["id"])
        own = self.head("--feed-url", "https://a.example/x y", "--home-url", "https://a.example", "--title", "Mine")
        self.assertEqual({key: own[key] for key in ("title", "self", "alternate")},
                         {"title": "Mine", "self": "https://a.example/x%20y", "alternate": "https://a.example/"})

    def files(self):
        folder = self.archive.folder / "out"
        return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())

    def test_go_into_a_folder_where_only_what_changes_is_written(self):
        folder = self.archive.folder / "out"
        others = [article(f"Article {number} of some", f"/p/{number}") for number in range(3)]
        last = article("One of the sciences", "/p/9", category="../科技/x")
        self.archive.ingest(page(others + [last]), "2026-01-06")
        export = ["export", "--out", folder, "--per-category", "--per-source", "--feed-url", "https://a.example/f"]
        for kind in ["atom", "rss", "jsonfeed", "csv", "json", "jsonl", "tsv", "markdown"]:
            export += ["--format", kind]
        self.archive.run(*export)
        names = ["atom.xml", "feed.json", "records.csv", "records.json", "records.jsonl", "records.md", "records.tsv",
                 "rss.xml"]
        science = "_2e._2f_e7_a7_91_e6_8a_80_2fx"
        self.assertEqual(self.files(), sorted(
            names + [f"{part}/{name}" for part in (f"category/{science}", "category/notes", "source/blog")
                     for name in names]))
        for path in folder.rglob("*"):
            mode = stat.S_IMODE(path.stat().st_mode)
            self.assertEqual(mode, 0o755 if path.is_dir() else 0o644)
        for kind, name in FILES.items():
            for path in folder.rglob(name):
                self.check(kind, path.read_bytes())
        self.assertIn("https://a.example/f/source/blog/atom.xml", (folder / "source/blog/atom.xml").read_text())
        self.assertEqual(len(json.loads((folder / f"category/{science}/records.json").read_text())), 1)

        for path in folder.rglob("*"):
            os.utime(path, (1, 1))
        self.archive.run(*export)
        self.assertEqual({path.stat().st_mtime for path in folder.rglob("*") if path.is_file()}, {1})
        self.archive.ingest(page(others + [last, article("One more of the notes", "/p/10")]), "2026-01-07")
        self.archive.run(*export)
        same = {str(path.relative_to(folder)) for path in folder.rglob("*.*") if path.is_file()
                and path.stat().st_mtime == 1}
        self.assertEqual(same, {f"category/{science}/{name}" for name in ("atom.xml", "feed.json", "rss.xml")})

    @unittest.skipUnless(shutil.which("newsboat"), "newsboat is not installed")
    def test_are_read_by_newsboat(self):
        self.archive.ingest(page([article(text, f"/{number}") for number, text in enumerate(HOSTILE)]), "2026-01-06")
        folder = self.archive.folder
        self.archive.run("export", "--out", folder / "out", "--format", "atom", "--format", "rss")
        for name in ("atom.xml", "rss.xml"):
            urls = folder / "urls"
            urls.write_text(f"file://{folder}/out/{name}\n")
            cache = folder / (name + ".db")
            log = folder / "log"
            done = subprocess.run(["newsboat", "-u", urls, "-c", cache, "-C", "/dev/null", "-d", log, "-l", "3",
                                   "-x", "reload"], env=self.archive.environment, capture_output=True, check=False)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"", b""))
            with contextlib.closing(sqlite3.connect(cache)) as database:
                self.assertEqual(database.execute("SELECT count(*) FROM rss_item").fetchone()[0], len(HOSTILE))
            self.assertEqual([line for line in log.read_text().splitlines() if "ERROR" in line or "WARN" in line], [])


class Checks(unittest.TestCase):
    """The checks themselves: what a feed must not be is found."""

    ATOM = ('<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x:1</id>'
            "<title>T</title><updated>2026-01-01T00:00:00Z</updated><author><name>A</name></author><entry>"
            "<id>urn:uuid:00000000-0000-8000-8000-000000000000</id><title>E</title>"
            "<updated>2026-01-01T00:00:00Z</updated><content type=\"text\">C</content></entry></feed>\n")
    RSS = ('<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>T</title>'
           "<link>https://a.example/</link><description>D</description><item><title>E</title>"
           '<guid isPermaLink="false">urn:uuid:00000000-0000-8000-8000-000000000000</guid>'
           "<pubDate>Thu, 01 Jan 2026 00:00:00 GMT</pubDate></item></channel></rss>\n")
    JSON = ('{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":'
            '"urn:uuid:00000000-0000-8000-8000-000000000000","content_text":"C","date_published":"2026-01-01T00:00:00Z"}]}')

    def test_find_what_is_wrong(self):
        wrong = {
            "atom": [("<id>urn:x:1</id>", ""), ("<title>T</title>", "<title>T</title><title>T</title>"),
                     ("<author><name>A</name></author>", ""), ("<name>A</name>", "<name> </name>"),
                     ("2026-01-01T00:00:00Z", "2026-02-30T00:00:00Z"), ("2026-01-01T00:00:00Z", "2026-01-01"),
                     ('<content type="text">C</content>', ""), (">C<", "><b>C</b><"), ("urn:x:1", "x y"),
                     (">C<", ">\u202e<"), (">C<", ">&#x1b;<"), (">C<", ">\ufffe<"), (">C<", "><"[:1] + "&nope;<"),
                     ("</entry>", "<link href='javascript:x'/></entry>"), ("</entry>", "<category/></entry>"),
                     ("<entry>", "<entry><x/>")],
            "rss": [("<link>https://a.example/</link>", ""), ("<title>E</title>", ""), ("Thu,", "Fri,"),
                    ("GMT", "CET"), ("<title>E</title>", "<title>E</title><description>&lt;b&gt;</description>"),
                    ('isPermaLink="false"', ""), ("<item>", "<item><author>x</author>"), ("2.0", "0.91")],
            "jsonfeed": [('"title":"T",', ""), ("version/1.1", "version/1"), (',"content_text":"C"', ""),
                         ("2026-01-01T", "2026-13-01T"), ('"content_text"', '"text":1,"content_text"'),
                         ("]}", "]"), ("urn:uuid:", "")],
        }
        good = {"atom": self.ATOM, "rss": self.RSS, "jsonfeed": self.JSON}
        for kind, changes in wrong.items():
            self.assertEqual(CHECKS[kind](good[kind].encode()), [])
            for old, new in changes:
                self.assertIn(old, good[kind])
                self.assertNotEqual(CHECKS[kind](good[kind].replace(old, new).encode()), [], f"{kind}: {old} -> {new}")


if __name__ == "__main__":
    unittest.main()
