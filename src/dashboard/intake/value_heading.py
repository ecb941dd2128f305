"""What the heading of the value column says of the figures below it: their year, and whether they are a whole year's actuals."""

import re

from dashboard.words.folding import folded
from dashboard.words.messages import mark

HEADING_ACCEPTED = mark("Đúng là số thực hiện cả năm đang nộp")
"""What the submitter says where the heading says otherwise."""

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NOT_ANNUAL = re.compile(
    r"\b(\d+ thang|thang \d+|(mot|hai|ba|sau|chin) thang|qu[yi] ?([ivx\d]+|mot|hai|ba|bon)|nua (dau )?nam|dau nam|cuoi ki|"
    r"ke hoach|muc tieu|du kien|du bao|cung ki|plan|planned|target|forecast|months?|quarter|half[ -]year)\b"
)


def years_named(heading: str) -> tuple[int, ...]:
    """Return the years a heading names, in order."""
    return tuple(int(year) for year in dict.fromkeys(_YEAR.findall(heading)))


def not_annual(heading: str) -> bool:
    """Return whether the heading says that these are not the actuals of a whole year: part of one, planned, expected."""
    return _NOT_ANNUAL.search(folded(heading)) is not None
