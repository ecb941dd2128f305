"""The whole list of changes as a file for spreadsheets: a line a change, also those a page or a letter leaves out."""

from collections.abc import Iterator, Sequence

from dashboard.changes import words
from dashboard.exports import plain_csv
from dashboard.mart.queries import Changes
from dashboard.reference.catalogue import Catalogue
from dashboard.words.messages import mark
from dashboard.words.translations import translator

_HEADINGS = (mark("Nhóm"), mark("Lúc (giờ UTC)"), mark("Thay đổi"), mark("Chi tiết"), mark("Trang"))


def listed(changes: Changes, catalogue: Catalogue, *, language: str, site: str) -> bytes:
    """Return the list as CSV that Excel opens: subject, moment in UTC, what happened, what stands behind it, and the page."""
    say = translator(language)

    def rows() -> Iterator[Sequence[str]]:
        for one in words.told(changes, catalogue, language):
            at = f"{one.at.isoformat(timespec='seconds')}Z"
            yield say(words.GROUP_WORDS[one.group]), at, one.title, " ".join(one.lines), f"{site}{one.link}"

    return plain_csv([say(heading) for heading in _HEADINGS], rows(), for_excel=True)
