"""What changed as an Atom feed (RFC 4287): an entry a change, with an id that stays and the time of the change."""

import datetime as dt
import re
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.changes.words import GROUP_WORDS, Told
from dashboard.words.messages import mark
from dashboard.words.translations import translator

MEDIA_TYPE = "application/atom+xml"
MOST = 500
"""How many entries a feed has: the latest ones; readers keep those they have had."""
AUTHOR = mark("Chính sách xã hội: mục tiêu và thực hiện")
_NAMESPACE = "http://www.w3.org/2005/Atom"
_IDS = uuid.UUID("7d2c1f0a-3c64-5a0e-9b1d-5a4de2f0c9a7")
"""Under it every id is made, so that the same change has the same id on every day and under every address."""
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that stand in no XML document, whatever somebody pasted into a note."""


@dataclass(frozen=True)
class Feed:
    """What a feed says of itself: its own address and the page's are whole, ``about`` names the filters in words."""

    name: str
    about: str
    address: str
    page: str
    site: str
    since: dt.date
    language: str
    is_illustrative: bool


def id_of(*parts: object) -> str:
    """Return an id that stays the same for the same parts."""
    return uuid.uuid5(_IDS, repr(parts)).urn


def atom(told: Sequence[Told], feed: Feed) -> bytes:
    """Return the feed, the latest change first; without changes it was updated when its first day began."""
    say = translator(feed.language)
    entries = sorted(told, key=lambda one: one.at, reverse=True)[:MOST]
    root = ET.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": feed.language})
    invented = say(mark("Số liệu minh hoạ")) + " – " if feed.is_illustrative else ""
    _text(root, "title", f"{invented}{feed.name}")
    if feed.about:
        _text(root, "subtitle", feed.about)
    _text(root, "id", id_of("feed", feed.address))
    begins = dt.datetime.combine(feed.since, dt.time())
    _text(root, "updated", _moment(entries[0].at if entries else begins))
    ET.SubElement(root, "link", {"rel": "self", "type": MEDIA_TYPE, "href": feed.address})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.page})
    author = ET.SubElement(root, "author")
    _text(author, "name", say(AUTHOR))
    for one in entries:
        entry = ET.SubElement(root, "entry")
        _text(entry, "title", one.title)
        _text(entry, "id", id_of("change", one.key))
        _text(entry, "updated", _moment(one.at))
        category = {"term": one.group, "label": say(GROUP_WORDS[one.group])}
        ET.SubElement(entry, "category", category)
        ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": f"{feed.site}{one.link}"})
        _text(entry, "content", "\n".join(one.lines) or one.title)
    ET.indent(root)
    made: bytes = ET.tostring(root, "utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + made + b"\n"


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _NOT_XML.sub(" ", text)


def _moment(at: dt.datetime) -> str:
    return f"{at.isoformat(timespec='seconds')}Z"
