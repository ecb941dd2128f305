"""Days as people write them: the day stands before the month; what can be read in two ways is asked, never guessed."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from dashboard.intake.row_findings import Finding, found
from dashboard.words.folding import folded

_TIME = r"(?:[ t]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?"
_ISO = re.compile(rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_TIME}")
_WORDS = re.compile(r"(?:ngay )?(?P<day>\d{1,2}) thang (?P<month>\d{1,2}) nam (?P<year>\d{4})")
_DAY_FIRST = re.compile(
    rf"(?:ngay )?(?P<day>\d{{1,2}})\s*[/.-]\s*(?P<month>\d{{1,2}})\s*[/.-]\s*(?P<year>\d{{4}}|\d\d){_TIME}"
)
_SERIAL = re.compile(r"(\d{5})(?:\.0+)?")
_SERIAL_START = dt.date(1899, 12, 30)
_FIRST, _LAST = dt.date(1990, 1, 1), dt.date(2099, 12, 31)


@dataclass(frozen=True)
class DateText:
    """What a text says of a day.

    Attributes:
        day: The day it says; None where it says none for sure.
        other: The other day it may say, where the month stands first; None where there is one reading.
        readings: What it may mean where it says none for sure.
        is_month_first: Whether it can only be read with the month first.
    """

    day: dt.date | None = None
    other: dt.date | None = None
    readings: tuple[dt.date, ...] = ()
    is_month_first: bool = False


def date_text(text: str) -> DateText:
    """Return what the text says of a day."""
    words = folded(" ".join(text.split()))
    if match := _ISO.fullmatch(words) or _WORDS.fullmatch(words):
        return DateText(_day(match["year"], match["month"], match["day"]))
    if match := _SERIAL.fullmatch(words):
        return DateText(readings=_within(_SERIAL_START + dt.timedelta(int(match[1]))))
    if not (match := _DAY_FIRST.fullmatch(words)):
        return DateText()
    first, second = (
        _day(match["year"], *order) for order in ((match["month"], match["day"]), (match["day"], match["month"]))
    )
    if len(match["year"]) == 2:
        return DateText(readings=tuple(day for day in (first or second,) if day))
    if first is None:
        return DateText(readings=(second,), is_month_first=True) if second else DateText()
    return DateText(first, second if second != first else None)


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        found = dt.date(int(year) if len(year) == 4 else 2000 + int(year), int(month), int(day))
    except ValueError:
        return None
    return found if _FIRST <= found <= _LAST else None


def _within(day: dt.date) -> tuple[dt.date, ...]:
    return (day,) if _FIRST <= day <= _LAST else ()


def dates_read(rows: pl.DataFrame, column: str, said: Mapping[str, str]) -> tuple[pl.DataFrame, list[Finding]]:
    """Return the rows with the days a column's texts say (``…_day``, null where they say none), and what is wrong with them.

    A day that can be read with the month first is read with the day first, and told; it is asked about where another text of the
    column has the month first beyond doubt.

    Args:
        rows: ``row`` and the column, empty where nothing stands.
        column: Its name.
        said: What the submitter said that texts mean (``Decisions``).
    """
    texts = [text for text in rows[column].unique(maintain_order=True) if text]
    read = {text: date_text(text) for text in texts}
    chosen = {text: DateText(day) for text in texts if (day := _chosen(said.get(text)))}
    has_month_first = any(one.is_month_first for one in read.values())
    read |= chosen
    asked = {text: one for text, one in read.items() if one.other and has_month_first}
    days = {text: one.day for text, one in read.items() if one.day and text not in asked}
    text = pl.col(column)
    said_day = text.replace_strict(days, default=None, return_dtype=pl.Date) if days else pl.lit(None, pl.Date)
    findings = []
    for one_text, one in read.items():
        of_text = rows.filter(text == one_text)
        if one.day is None:
            readings = " ".join(map(str, one.readings))
            findings.append(
                found("unreadable_date", of_text.select("row"), column=column, found=one_text[:300], readings=readings)
            )
        elif one_text in asked:
            old, new = str(one.day), str(one.other)
            findings.append(
                found(
                    "ambiguous_date", of_text.select("row"), column=column, found=one_text,
                    old_words=old, new_words=new, readings=f"{old} {new}",
                )
            )  # fmt: skip
    told = {one_text: one.day for one_text, one in read.items() if one.other and one_text not in asked}
    if told:
        example, meant = next(iter(told.items()))
        of_these = rows.filter(text.is_in(list(told))).select("row")
        findings.append(found("day_first", of_these, column=column, found=example, words=str(meant)))
    return rows.with_columns(said_day.alias(f"{column}_day")), findings


def _chosen(day: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(day or "")
    except ValueError:
        return None
