"""Printed target text to the values that meet it: one parser for every cell of every plan.

The printed text is the truth and is kept unchanged; what this module returns is derived from it.
Numbers are read in Vietnamese notation and strictly: what could mean two things is an error.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from dashboard.words.messages import DashboardError, mark

Direction = Literal["increase", "decrease", "keep"]
Comparator = Literal[">=", ">", "<=", "<", "range", "about", "keep", "level"]

NOT_SET = ("", "-", "–")
"""Printed cells that set no target."""

_NUMBER = r"\d[\d.,]*"
_WORDS: tuple[tuple[str, str], ...] = (
    (rf"(?:từ\s+)(?P<low>{_NUMBER})\s+trở\s+lên", ">="),
    (rf"(?:tối thiểu|ít nhất|có ít nhất|>=|≥)\s*(?P<low>{_NUMBER})", ">="),
    (rf"(?:tối đa|không quá|<=|≤)\s*(?P<low>{_NUMBER})", "<="),
    (rf"(?:trên|>)\s*(?P<low>{_NUMBER})", ">"),
    (rf"(?:dưới|<)\s*(?P<low>{_NUMBER})", "<"),
    (rf"(?:khoảng)\s*(?P<low>{_NUMBER})", "about"),
    (rf"(?P<low>{_NUMBER})\s*%?\s*[-–]\s*(?P<high>{_NUMBER})", "range"),
    (rf"(?P<low>{_NUMBER})", "bare"),
)
_FORMS = tuple((re.compile(form + r"\s*%?", re.IGNORECASE), kind) for form, kind in _WORDS)
_INTEGER = re.compile(r"\d+")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_WORSE_SIDE = {"increase": (">=", ">"), "decrease": ("<=", "<")}


@dataclass(frozen=True)
class Target:
    """The values that meet one printed target.

    Attributes:
        comparator: How an actual is held against the target; a bare number has taken the meaning of its
            direction.
        anchor: The end of the interval that counts, in the indicator's unit; for levels the position on the
            scale, from 0.
        lower: The lower end of a printed range; None for other forms.
        upper: The upper end of a printed range; None for other forms.
    """

    comparator: Comparator
    anchor: float
    lower: float | None = None
    upper: float | None = None


def collapse(text: str) -> str:
    """Return the text in NFC with runs of white space collapsed to one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def parse_number(text: str, *, share: bool, integral: bool) -> float:
    """Read a printed number in Vietnamese notation: ``1.234,5``, ``30.671``, ``99,9``.

    Args:
        text: The number alone, without sign or unit.
        share: Whether the unit is a share of 100: a thousands mark makes no sense there.
        integral: Whether the unit counts whole things: decimals make no sense there.

    Raises:
        DashboardError: The text is no such number, or could mean two numbers.
    """
    whole, comma, decimals = text.partition(",")
    grouped = "." in whole
    if comma and not _INTEGER.fullmatch(decimals):
        raise DashboardError(mark("“{text}” không phải là số."), text=text)
    if not (_GROUPED if grouped else _INTEGER).fullmatch(whole):
        raise DashboardError(
            mark("“{text}” không phải là số: dấu chấm ngăn hàng nghìn, dấu phẩy ngăn phần thập phân."), text=text
        )
    if grouped and share:
        raise DashboardError(
            mark(
                "“{text}” có hai cách đọc: một tỉ lệ không có dấu ngăn hàng nghìn; viết dấu phẩy trước phần thập phân."
            ),
            text=text,
        )
    if comma and integral:
        raise DashboardError(
            mark("“{text}” có hai cách đọc: đơn vị này đếm số nguyên; viết dấu chấm giữa các hàng nghìn."), text=text
        )
    return float(whole.replace(".", "") + "." + (decimals or "0"))


def parse_target(
    printed: str,
    *,
    direction: Direction,
    levels: tuple[tuple[str, ...], ...] = (),
    share: bool = False,
    integral: bool = False,
) -> Target | None:
    """Return what the printed cell asks for; None where it sets no target.

    Args:
        printed: The text of the cell as printed.
        direction: The indicator's direction: it gives a bare number its meaning.
        levels: For an indicator of ordered levels, the printed spellings of each level, worst first.
        share: Whether the indicator's unit is a share of 100.
        integral: Whether the indicator's unit counts whole things.

    Raises:
        DashboardError: The text has a form the parser does not know, or goes against the direction.
    """
    text = collapse(printed)
    if text in NOT_SET:
        return None
    if levels:
        return Target("level", float(level_rank(text, levels)))
    for form, kind in _FORMS:
        if found := form.fullmatch(text):
            low = parse_number(found["low"], share=share, integral=integral)
            high = parse_number(found["high"], share=share, integral=integral) if kind == "range" else None
            return _interval(text, kind, low, high, direction)
    raise DashboardError(mark("Chưa đọc được chỉ tiêu “{text}”: dạng viết này chưa có trong quy tắc đọc."), text=text)


def level_rank(text: str, levels: tuple[tuple[str, ...], ...]) -> int:
    """Return where the text stands on the scale, from 0 for the worst level.

    Raises:
        DashboardError: The scale has no such level; the message offers the scale.
    """
    wanted = collapse(text).casefold()
    for rank, spellings in enumerate(levels):
        if wanted in (collapse(spelling).casefold() for spelling in spellings):
            return rank
    scale = " < ".join(spellings[0] for spellings in levels)
    raise DashboardError(mark("“{text}” không có trên thang mức độ: {scale}."), text=text, scale=scale)


def _interval(text: str, kind: str, low: float, high: float | None, direction: Direction) -> Target:
    """Hold the form against the direction and find the end that counts."""
    if direction == "keep":
        if kind != "bare":
            raise DashboardError(mark("Chỉ tiêu giữ ổn định cần một số, không phải “{text}”."), text=text)
        return Target("keep", low)
    if kind == "bare":
        kind = _WORSE_SIDE[direction][0]
    elif kind == "range":
        assert high is not None  # the form has two numbers
        if low >= high:
            raise DashboardError(mark("Khoảng “{text}” có đầu dưới không nhỏ hơn đầu trên."), text=text)
        return Target("range", low if direction == "increase" else high, low, high)
    elif kind != "about" and kind not in _WORSE_SIDE[direction]:
        raise DashboardError(mark("“{text}” ngược với chiều mong muốn của chỉ tiêu."), text=text)
    return Target(kind, low)  # type: ignore[arg-type]  # every kind left is a comparator
