#!/usr/bin/env python3
"""What one would write instead of feedarc for a single site: lxml and sqlite3, with the page's own
class names. It keeps no bodies, finds no listing by itself and knows only exact repeats.

usage: peer_lxml.py ARCHIVE FOLDER
"""

import hashlib
import pathlib
import sqlite3
import sys
import unicodedata

import lxml.html


def entries(data):
    for post in lxml.html.fromstring(data.decode()).iter("article"):
        link = post.find(".//h2/a")
        yield (link.text_content(), link.get("href"),
               "".join(post.xpath('.//span[@class="category"]//text()')),
               post.find(".//time").get("datetime"),
               "".join(post.xpath('.//div[@class="excerpt"]//text()')))


def fingerprint(text):
    folded = unicodedata.normalize("NFKC", text).casefold()
    return hashlib.md5("".join(folded.split()).encode()).digest()


def main(archive, folder):
    db = sqlite3.connect(archive)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("""CREATE TABLE record (fingerprint BLOB PRIMARY KEY, title, url, category, published,
                  excerpt, first_seen, last_seen) WITHOUT ROWID""")
    for number, file in enumerate(sorted(pathlib.Path(folder).rglob("*.html"))):
        rows = [(fingerprint(entry[4]), *entry, file.stem, file.stem)
                for entry in entries(file.read_bytes())]
        db.executemany("""INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                          ON CONFLICT DO UPDATE SET last_seen = excluded.last_seen""", rows)
        if number % 1000 == 999:
            db.commit()
    db.commit()
    print(db.execute("SELECT count(*) FROM record").fetchone()[0], "records")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
