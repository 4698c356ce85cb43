"""Makes the small captures that the scenarios ingest: a listing that moves on by one entry a day."""

import gzip

ENTRIES = 6
FIRST_DAY = 1


def headline(number):
    return f"Headline number {number} of the listing, with words enough to be an entry of its own"


def entries_of(day, name="listing"):
    return [(f"/{name}/{number}", headline(number)) for number in range(day + ENTRIES, day, -1)]


def text(day):
    return "LATEST UPDATES\n" + "\n".join(title for _, title in entries_of(day)) + "\n"


def html(day, name="listing"):
    items = "".join(f'<article><h2><a href="{link}">{title}</a></h2><p>What it says, on day {day}.</p></article>'
                    for link, title in entries_of(day, name))
    return ("<!DOCTYPE html><html><head><title>Listing</title>"
            f'<link rel="canonical" href="https://blog.example/{name}"></head><body><main>{items}</main></body></html>')


def date(day):
    return f"2026-01-{day:02}"


def folder(path, days, form="html", name="listing"):
    """Writes a capture a day as a file named by its time."""
    path.mkdir(parents=True, exist_ok=True)
    for day in days:
        content = text(day) if form == "text" else html(day, name)
        (path / f"{date(day)}.{'txt' if form == 'text' else 'html'}").write_text(content)


def warc_record(day):
    page = html(day).encode()
    message = (b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
               b"Content-Length: %d\r\n\r\n" % len(page)) + page
    head = (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{day:012}>\r\n"
            f"WARC-Date: {date(day)}T00:00:00Z\r\nWARC-Target-URI: https://blog.example/listing\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(message)}\r\n\r\n").encode()
    return head + message + b"\r\n\r\n"


def warc(path, days):
    """Writes a packed WARC file with a record a day."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(gzip.compress(warc_record(day)) for day in days))
