"""Texts in the value column that are no plain number and yet mean one: dates Excel made, footnote marks, full-width digits, units.

Where one reading is left the number is read and said so; else the submitter chooses among the readings.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from dashboard.intake.sheet_details import SCALED
from dashboard.intake.units import split_unit

Kind = Literal["became_date", "scaled_cell", "footnote_mark", "wide_digits", "unit_behind"]

_ISO = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)(?:[ T]00:00:00(?:\.0+)?)?")
_DAY_MONTH = re.compile(r"(\d{1,2})[/-](\d{1,2})(?:[/-]((?:19|20)?\d\d))?")
_MONTHS = {
    name: place
    for place, names in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
    for name in (names, f"thg {place}", f"thg{place}")
}
_NAMED = re.compile(r"(\d{1,4})[- /]([a-z]{3,9}(?: ?\d{1,2})?)|([a-z]{3,9}(?: ?\d{1,2})?)[- /](\d{1,4})")
_NUMBER = r"[-+−–]?[0-9][0-9.,]*"
_FOOTNOTE = re.compile(
    rf"({_NUMBER}\s*%?)\s*(?:[*†‡]+|[¹²³⁴⁵⁶⁷⁸⁹⁰]+|[(\[][\dA-Za-z*]{{1,3}}[)\]])|[(\[]\s*({_NUMBER}\s*%?)\s*[)\]]"
)


@dataclass(frozen=True)
class Odd:
    """How such a text may be read.

    Attributes:
        kind: What is odd about it, a code of ``RULES``.
        readings: The numbers it may mean, as plain numbers; for a kind with one reading the text left.
        unit: The unit written behind the number.
    """

    kind: Kind
    readings: tuple[str, ...]
    unit: str = ""


def odd_text(text: str) -> Odd | None:
    """Return how a text that is no plain number may be read; None where nothing is known of it."""
    if readings := _date_readings(text):
        return Odd("became_date", readings)
    if scaled := SCALED.fullmatch(text):
        shown = float(scaled[1].replace(",", "."))
        return Odd("scaled_cell", (_plain(shown), _plain(shown * int(scaled[2]))))
    if found := _FOOTNOTE.fullmatch(text):
        return Odd("footnote_mark", _number_readings(found[1] or found[2]))
    narrow = unicodedata.normalize("NFKC", text)
    if narrow != text and re.fullmatch(rf"{_NUMBER}\s*%?", narrow):
        return Odd("wide_digits", (narrow,))
    if behind := split_unit(text):
        return Odd("unit_behind", (behind[0],), behind[1])
    return None


def _plain(number: float) -> str:
    return f"{number:.12g}"


def _number_readings(text: str) -> tuple[str, ...]:
    """Return the one or two numbers a bare text can be."""
    bare = text.rstrip("% ").replace("−", "-").replace("–", "-")
    as_comma, as_point = bare.replace(".", "").replace(",", "."), bare.replace(",", "")
    if re.fullmatch(r"[-+]?\d+[.,]\d+", bare) and not re.fullmatch(r"[-+]?[1-9]\d{0,2}[.,]\d{3}", bare):
        return (_plain(float(bare.replace(",", "."))),)
    readings = []
    for reading in (as_comma, as_point):
        try:
            readings.append(_plain(float(reading)))
        except ValueError:
            continue
    return tuple(dict.fromkeys(readings))


def _date_readings(text: str) -> tuple[str, ...]:
    """Return the decimals that Excel makes this date of: 15.6 and 15.06 become 15 June, 3.25 becomes March 2025."""
    lowered = text.lower().strip()
    if found := _ISO.fullmatch(lowered):
        year, month, day = map(int, found.groups())
        return _decimals(day, month) if day > 1 else (*_decimals(month, year % 100), *_decimals(day, month))
    if found := _DAY_MONTH.fullmatch(lowered):
        day, month = int(found[1]), int(found[2])
        if day == 1 and found[3]:
            return (*_decimals(month, int(found[3]) % 100), *_decimals(day, month))
        return _decimals(day, month) if day <= 31 and month <= 31 else ()
    if found := _NAMED.fullmatch(lowered):
        number, name = int(found[1] or found[4]), found[2] or found[3]
        month = _MONTHS.get(name, _MONTHS.get(name[:3], 0))
        if not month:
            return ()
        return _decimals(number, month) if found[1] else (*_decimals(month, number % 100), *_decimals(number, month))
    return ()


def _decimals(whole: int, part: int) -> tuple[str, ...]:
    return (f"{whole}.{part}", f"{whole}.0{part}") if part < 10 else (f"{whole}.{part}",)
