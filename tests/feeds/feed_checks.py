"""What the specifications of Atom (RFC 4287), RSS 2.0 (with the RSS Advisory Board's profile) and JSON Feed 1.1 ask of
a feed, as far as feedarc's feeds go. Each function gives what is wrong, or an empty list."""

import datetime
import html.parser
import json
import re
import xml.etree.ElementTree as ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
# RFC 3339, 5.6, with the letters in upper case (RFC 4287, 3.3).
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
# RFC 822, 5, with a year of four digits.
RFC822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
                    r"\d\d:\d\d:\d\d) GMT")
# RFC 3986, 3: a scheme and what follows it; every percent sign begins an escape.
URI = re.compile(r"[a-z][a-z0-9+.-]*:(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?#\[\]]|%[0-9A-Fa-f]{2})+")
WEB = re.compile(r"https?://(?:[A-Za-z0-9\-._~!$&'()*+,;=:@%]+|(?:[^@/]*@)?\[[0-9a-f:.]+\](?::\d+)?)"
                 r"(?:[/?#](?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?#]|%[0-9A-Fa-f]{2})*)?")
UUID = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def is_time(text):
    if not RFC3339.fullmatch(text or ""):
        return False
    try:
        datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return text.startswith("0000")  # a year that RFC 3339 has and Python has not
    return True


def is_mail_date(text):
    match = RFC822.fullmatch(text or "")
    if not match:
        return False
    try:
        return datetime.datetime.strptime(match[2], "%d %b %Y %H:%M:%S").strftime("%a") == match[1]
    except ValueError:
        return False


def unsafe_characters(text, xml_alone=True):
    """Characters that XML 1.0, 2.2 does not have, and those that take over a terminal or the direction of a line."""
    wrong = []
    for character in text:
        code = ord(character)
        xml = code in (9, 10, 13) or 0x20 <= code <= 0xd7ff or 0xe000 <= code <= 0xfffd or code >= 0x10000
        trick = 0x7f <= code <= 0x9f or code in (0x61c, 0x200e, 0x200f, 0xfeff) or 0x2028 <= code <= 0x202e \
            or 0x2066 <= code <= 0x2069 or 0xe0000 <= code <= 0xe007f
        if (xml_alone and not xml) or trick or (code < 32 and code != 10):
            wrong.append(f"U+{code:04X} in it")
    return wrong


class Problems(list):
    """What is wrong, each with its place."""

    def check(self, right, problem):
        if not right:
            self.append(problem)
        return right

    def one(self, element, name, least=1, most=1):
        found = element.findall(name)
        self.check(least <= len(found) <= most, f"{len(found)} of {name} in {element.tag}")
        return found[0] if found else None


def text_of(element):
    return (element.text or "") if element is not None else ""


def tree_of(data, problems):
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        problems.append(str(error))
        return None
    problems.extend(unsafe_characters(text))
    if not problems.check(text.startswith('<?xml version="1.0" encoding="utf-8"?>\n'), "no XML declaration"):
        return None
    problems.check("<!DOCTYPE" not in text and "<!ENTITY" not in text, "a DTD")
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        problems.append(f"not well-formed: {error}")
        return None
    for element in root.iter():
        for value in [element.text or "", *element.attrib.values()]:
            problems.extend(unsafe_characters(value))
    return root


def check_atom_person(problems, person):
    name = problems.one(person, ATOM + "name")
    problems.check(text_of(name).strip(), "a person without a name")
    problems.check({child.tag for child in person} <= {ATOM + part for part in ("name", "uri", "email")},
                   "what no person has")


def check_atom_text(problems, element):
    kind = element.get("type", "text")
    problems.check(kind in ("text", "html", "xhtml"), f"a text of type {kind}")
    problems.check(kind != "text" or not len(element), "elements in a plain text")


def check_atom_links(problems, parent):
    alternates = set()
    for link in parent.findall(ATOM + "link"):
        problems.check(WEB.fullmatch(link.get("href", "")), f"a link to {link.get('href')!r}")
        problems.check(set(link.attrib) <= {"href", "rel", "type", "hreflang", "title", "length"},
                       f"attributes {sorted(link.attrib)} of a link")
        problems.check(link.get("rel", "alternate") in ("alternate", "self"), f"a link {link.get('rel')}")
        if link.get("rel", "alternate") == "alternate":
            key = (link.get("type"), link.get("hreflang"))
            problems.check(key not in alternates, "two alternate links of one type")
            alternates.add(key)
    return bool(alternates)


def check_atom_head(problems, parent, known, least=1):
    """What feeds, entries and sources have alike (RFC 4287, 4.1.1, 4.1.2 and 4.2.11)."""
    problems.check({child.tag for child in parent} <= {ATOM + name for name in known},
                   f"{[child.tag for child in parent]} in {parent.tag}")
    identity = problems.one(parent, ATOM + "id", least)
    if identity is not None:
        problems.check(URI.fullmatch(text_of(identity)), f"the id {text_of(identity)!r}")
    title = problems.one(parent, ATOM + "title", least)
    if title is not None:
        check_atom_text(problems, title)
    updated = problems.one(parent, ATOM + "updated", least)
    if updated is not None:
        problems.check(is_time(text_of(updated)), f"updated {text_of(updated)!r}")
    for person in parent.findall(ATOM + "author"):
        check_atom_person(problems, person)
    return check_atom_links(problems, parent)


def check_atom_entry(problems, entry):
    linked = check_atom_head(problems, entry, ("id", "title", "updated", "published", "author", "link", "category",
                                               "content", "summary", "source", "rights", "contributor"))
    published = problems.one(entry, ATOM + "published", 0)
    if published is not None:
        problems.check(is_time(text_of(published)), f"published {text_of(published)!r}")
    problems.check(UUID.fullmatch(text_of(entry.find(ATOM + "id"))), "an entry whose id is no UUID of version 8")
    content = problems.one(entry, ATOM + "content", 0)
    if content is None:
        problems.check(linked, "an entry with neither a content nor a link")
    else:
        check_atom_text(problems, content)
    for category in entry.findall(ATOM + "category"):
        problems.check(category.get("term"), "a category without a term")
    source = problems.one(entry, ATOM + "source", 0)
    if source is not None:
        check_atom_head(problems, source, ("id", "title", "updated", "author", "link", "generator"), 0)


def check_atom(data):
    problems = Problems()
    root = tree_of(data, problems)
    if root is None or not problems.check(root.tag == ATOM + "feed", "the root is no feed"):
        return problems
    check_atom_head(problems, root, ("id", "title", "updated", "author", "link", "generator", "subtitle", "entry"))
    problems.one(root, ATOM + "generator", 0)
    entries = root.findall(ATOM + "entry")
    for entry in entries:
        check_atom_entry(problems, entry)
        problems.check(entry.find(ATOM + "author") is not None or root.find(ATOM + "author") is not None,
                       "nobody wrote an entry")
    problems.check(root.find(ATOM + "author") is not None, "nobody wrote the feed")
    ids = [text_of(entry.find(ATOM + "id")) for entry in entries]
    problems.check(len(set(ids)) == len(ids), "two entries with one id")
    if entries:
        latest = max(text_of(entry.find(ATOM + "updated")) for entry in entries)
        problems.check(text_of(root.find(ATOM + "updated")) == latest, "the feed is not as new as its entries")
    return problems


class Markup(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.found.append(tag)

    def handle_decl(self, decl):
        self.found.append(decl)

    def handle_comment(self, data):
        self.found.append(data)

    def handle_data(self, data):
        self.text += data


def check_rss_item(problems, item):
    known = {"title", "link", "description", "category", "guid", "pubDate", "source"}
    tags = [child.tag for child in item]
    problems.check(set(tags) <= known, f"{tags} in an item")
    for name in known - {"category"}:
        problems.check(tags.count(name) <= 1, f"{tags.count(name)} of {name} in an item")
    problems.check("title" in tags or "description" in tags, "an item with neither a title nor a description")
    for child in item:
        problems.check(not len(child), f"elements in {child.tag}")
    link = item.find("link")
    problems.check(link is None or WEB.fullmatch(text_of(link)), f"the link {text_of(link)!r}")
    guid = problems.one(item, "guid")
    if guid is not None:
        problems.check(guid.get("isPermaLink") == "false" and UUID.fullmatch(text_of(guid)), "the guid of an item")
    problems.check(is_mail_date(text_of(problems.one(item, "pubDate"))), "the date of an item")
    description = item.find("description")
    if description is not None:
        problems.check(not Markup(text_of(description)).found, "markup in a description")
    source = item.find("source")
    if source is not None:
        problems.check(WEB.fullmatch(source.get("url", "")) and text_of(source), "the source of an item")


def check_rss(data):
    problems = Problems()
    root = tree_of(data, problems)
    if root is None or not problems.check(root.tag == "rss" and root.get("version") == "2.0", "no RSS 2.0"):
        return problems
    channel = problems.one(root, "channel")
    if channel is None or not problems.check(len(root) == 1, "more than a channel"):
        return problems
    known = {"title", "link", "description", ATOM + "link", "lastBuildDate", "generator", "item"}
    problems.check({child.tag for child in channel} <= known, f"{[child.tag for child in channel]} in the channel")
    for name in ("title", "description"):
        problems.check(text_of(problems.one(channel, name)).strip(), f"an empty {name}")
    problems.check(URI.fullmatch(text_of(problems.one(channel, "link"))), "the link of the channel")
    built = problems.one(channel, "lastBuildDate", 0)
    problems.check(built is None or is_mail_date(text_of(built)), "when the channel was built")
    own = problems.one(channel, ATOM + "link", 0)
    if own is not None:
        problems.check(own.get("rel") == "self" and own.get("type") == "application/rss+xml"
                       and WEB.fullmatch(own.get("href", "")), "where the feed can be had")
    items = channel.findall("item")
    problems.check(list(channel)[len(channel) - len(items):] == items, "an item before the end of the channel")
    for item in items:
        check_rss_item(problems, item)
    guids = [text_of(item.find("guid")) for item in items]
    problems.check(len(set(guids)) == len(guids), "two items with one guid")
    return problems


def check_json_authors(problems, authors):
    for author in authors if isinstance(authors, list) else [None]:
        problems.check(isinstance(author, dict) and author and set(author) <= {"name", "url", "avatar"}
                       and all(isinstance(value, str) and value for value in author.values()), f"the author {author}")


def check_json_item(problems, item):
    if not problems.check(isinstance(item, dict), "an item that is no object"):
        return
    known = {"id", "url", "title", "content_text", "date_published", "date_modified", "authors", "tags"}
    names = {name for name in item if not name.startswith("_")}
    problems.check(names <= known, f"{sorted(names - known)} in an item")
    problems.check(isinstance(item.get("id"), str) and UUID.fullmatch(item["id"]), "the id of an item")
    problems.check(isinstance(item.get("content_text"), str), "an item without a content")
    problems.check("title" not in item or (isinstance(item["title"], str) and item["title"]), "the title of an item")
    problems.check("url" not in item or WEB.fullmatch(item["url"]), f"the URL {item.get('url')!r}")
    for name in ("date_published", "date_modified"):
        problems.check(name not in item or is_time(item[name]), f"{name} {item.get(name)!r}")
    tags = item.get("tags", [])
    problems.check(isinstance(tags, list) and all(isinstance(tag, str) for tag in tags), "the tags of an item")
    check_json_authors(problems, item.get("authors", []))


def check_jsonfeed(data):
    problems = Problems()
    try:
        feed = json.loads(data.decode("utf-8"))
    except ValueError as error:
        return Problems([str(error)])
    problems.extend(unsafe_characters(data.decode("utf-8"), xml_alone=False))
    if not problems.check(isinstance(feed, dict), "no object"):
        return problems
    problems.check(feed.get("version") == "https://jsonfeed.org/version/1.1", "another version")
    problems.check(isinstance(feed.get("title"), str) and feed["title"], "no title")
    names = {name for name in feed if not name.startswith("_")}
    problems.check(names <= {"version", "title", "home_page_url", "feed_url", "authors", "items"},
                   f"{sorted(names)} in the feed")
    for name in ("home_page_url", "feed_url"):
        problems.check(name not in feed or WEB.fullmatch(feed[name]), f"{name} {feed.get(name)!r}")
    check_json_authors(problems, feed.get("authors", []))
    if not problems.check(isinstance(feed.get("items"), list), "no items"):
        return problems
    for item in feed["items"]:
        check_json_item(problems, item)
    ids = [item.get("id") for item in feed["items"] if isinstance(item, dict)]
    problems.check(len(set(ids)) == len(ids), "two items with one id")
    return problems


CHECKS = {"atom": check_atom, "rss": check_rss, "jsonfeed": check_jsonfeed}


def entries_of(kind, data):
    """The id, title, URL, text, category and dates of each entry, as the formats have them."""
    if kind == "jsonfeed":
        return [{"id": item["id"], "title": item.get("title", ""), "url": item.get("url", ""),
                 "text": item["content_text"], "category": (item.get("tags") or [""])[0],
                 "published": item["date_published"], "updated": item["date_modified"]}
                for item in json.loads(data)["items"]]
    root = ElementTree.fromstring(data)
    if kind == "atom":
        def link_of(entry):
            return next((link.get("href") for link in entry.findall(ATOM + "link")), "")

        def term_of(entry):
            category = entry.find(ATOM + "category")
            return "" if category is None else category.get("term")
        return [{"id": text_of(entry.find(ATOM + "id")), "title": text_of(entry.find(ATOM + "title")),
                 "url": link_of(entry), "text": text_of(entry.find(ATOM + "content")), "category": term_of(entry),
                 "published": text_of(entry.find(ATOM + "published")),
                 "updated": text_of(entry.find(ATOM + "updated"))} for entry in root.findall(ATOM + "entry")]
    return [{"id": text_of(item.find("guid")), "title": text_of(item.find("title")), "url": text_of(item.find("link")),
             "text": Markup(text_of(item.find("description"))).text, "category": text_of(item.find("category")),
             "published": text_of(item.find("pubDate"))} for item in root.iter("item")]
