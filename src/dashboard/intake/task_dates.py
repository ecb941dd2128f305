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
    read = {text: date_text(text) for text in rows[column].unique(maintain_order=True) if text}
    has_month_first = any(one.is_month_first for one in read.values())
    read |= {text: DateText(day) for text in read if (day := _chosen(said.get(text)))}

    def judged(text: str, one: DateText) -> tuple[str, dt.date | None, str | None, str, str, str]:
        if one.day is None:
            return text, None, "unreadable_date", "", "", " ".join(map(str, one.readings))
        if one.other is None:
            return text, one.day, None, "", "", ""
        old, new = str(one.day), str(one.other)
        code = "ambiguous_date" if has_month_first else "day_first"
        return text, None if has_month_first else one.day, code, old, new, f"{old} {new}"

    schema = dict.fromkeys((column, "day", "code", "old_words", "new_words", "days"), pl.String) | {"day": pl.Date}
    texts = pl.DataFrame([judged(text, one) for text, one in read.items()], schema=schema, orient="row")
    rows = rows.join(texts, on=column, how="left", maintain_order="left")
    shown = {"found": pl.col(column).str.head(300), "days": pl.col("days")}
    both = {name: pl.col(name) for name in ("old_words", "new_words")}
    of = {code: rows.filter(code=code) for code in ("unreadable_date", "ambiguous_date", "day_first")}
    findings = [
        found("unreadable_date", of["unreadable_date"].select("row", column, "days"), column=column, **shown),
        found(
            "ambiguous_date",
            of["ambiguous_date"].select("row", column, *both, "days"),
            column=column,
            **shown,
            **both,
        ),
    ]
    if (told := of["day_first"]).height:
        findings.append(
            found("day_first", told.select("row"), column=column, found=told[column][0], words=told["old_words"][0])
        )
    return rows.drop("code", "old_words", "new_words", "days").rename({"day": f"{column}_day"}), findings


def _chosen(day: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(day or "")
    except ValueError:
        return None
