"""Numbers, dates and statuses as people read them; files and URLs never pass through here."""

import datetime as dt
from collections.abc import Mapping

from dashboard.method import NOT_ASKED, STATUS
from dashboard.reference.catalogue import Catalogue, Indicator
from dashboard.reference.entries import Named
from dashboard.words.messages import Translate, mark
from dashboard.words.translations import translator

MINUS = "−"
NO_VALUE = "–"
_SWAP = str.maketrans(",.", ".,")


def number(value: float | None, *, decimals: int = 2, language: str = "vi", exact: bool = False) -> str:
    """Return the number as the language writes it: ``1.234,5`` or ``1,234.5``; a dash for None.

    Args:
        value: The raw number.
        decimals: How many decimals at most.
        language: ``vi`` or ``en``.
        exact: Keep trailing zeros, so that a column lines up.
    """
    if value is None:
        return NO_VALUE
    text = f"{value:,.{decimals}f}"
    if decimals and not exact:
        text = text.rstrip("0").rstrip(".")
    if text in ("-0", "0") or not text.strip("-0.,"):
        text = text.lstrip("-")
    text = text.replace("-", MINUS)
    return text if language == "en" else text.translate(_SWAP)


def count_of(count: int, language: str) -> str:
    """Return a count as the language writes it: ``1.234`` or ``1,234``."""
    return number(count, decimals=0, language=language)


def signed(value: float | None, *, decimals: int = 2, language: str = "vi") -> str:
    """Return the number with its sign, plus included."""
    text = number(value, decimals=decimals, language=language)
    return f"+{text}" if value is not None and value > 0 and text != "0" else text


def share(value: float | None, *, language: str = "vi") -> str:
    """Return a share of 1 in whole per cent: ``72 %``."""
    return NO_VALUE if value is None else per_cent(number(value * 100, decimals=0, language=language), language)


def per_cent(text: str, language: str) -> str:
    """Return the written number as a percentage: ``72 %``, in English ``72%``."""
    return f"{text}%" if language == "en" else f"{text}\u00a0%"


def measured(value: float | None, indicator: Indicator, catalogue: Catalogue, *, language: str = "vi") -> str:
    """Return an actual or target with its unit, or the level's name: ``99,9 %``, ``Hoàn thành``."""
    if value is None:
        return NO_VALUE
    if indicator.kind == "levels":
        return indicator.levels[int(value)].name(language)
    unit = catalogue.units[indicator.unit].name(language)
    text = number(value, decimals=indicator.decimals, language=language)
    if unit == "%":
        return per_cent(text, language)
    return f"{text}\u00a0{unit}" if unit else text


def date(day: dt.date | None, *, language: str = "vi") -> str:
    """Return the day as 31/7/2024, or 31 Jul 2024 in English."""
    if day is None:
        return NO_VALUE
    return f"{day.day}/{day.month}/{day.year}" if language == "vi" else f"{day.day} {day:%b %Y}"


DEFINITION_PARTS = {
    "numerator": mark("Tử số"),
    "denominator": mark("Mẫu số"),
    "period": mark("Thời điểm, thời kỳ"),
    "source": mark("Nguồn và cơ quan thường lập"),
    "confused": mark("Hay nhầm với"),
    "basis": mark("Căn cứ"),
}
"""The parts of a definition besides its sentence, in the order in which they are told."""


def definition_parts(indicator: Indicator, language: str) -> dict[str, str]:
    """Return the sentence (``definition``) and every part of an indicator's definition; empty text where there is none."""
    known = indicator.definition
    if known is None:
        return dict.fromkeys(("definition", *DEFINITION_PARTS), "")
    parts = {name: getattr(known, name) for name in DEFINITION_PARTS}
    return {"definition": known.text(language)} | {
        name: part.text(language) if part else "" for name, part in parts.items()
    }


def wrapped(text: str, width: int, *, lines: int = 2) -> list[str]:
    """Break a name at spaces into at most ``lines`` lines of about ``width`` characters, the rest cut with an ellipsis."""
    words, out = text.split(), [""]
    for word in words:
        if out[-1] and len(out[-1]) + 1 + len(word) > width:
            out.append(word)
        else:
            out[-1] = f"{out[-1]} {word}".strip()
    if len(out) > lines:
        out = [*out[: lines - 1], out[lines - 1].rstrip(" ,;") + "…"]
    return out


def status_word(status: str, language: str, *, preliminary: bool | None = False) -> str:
    """Return the word of a status; of one that rests on a preliminary figure with the mark that it is an estimate."""
    say = translator(language)
    word = say(STATUS[status].word)
    if not preliminary or status in NOT_ASKED or status == "no_data":
        return word
    if status in ("achieved", "missed"):
        return say("Ước {status}").format(status=word.lower())
    return say("{status} (ước)").format(status=word)


def part_name(row: Mapping[str, object], catalogue: Catalogue, language: str) -> str:
    """Return the indicator's name, with the breakdown where it is not the whole province."""
    name = catalogue.indicator[str(row["indicator"])].name(language)
    if row["breakdown"] == "total":
        return name
    return f"{name} ({catalogue.breakdowns[str(row['breakdown'])].name(language).lower()})"


def in_names(catalogue: Catalogue, language: str) -> Translate:
    """Return the translator into the language that also names the catalogue's things, given by id or by Vietnamese name."""
    say = translator(language)
    parts = catalogue.breakdowns
    names = {unit.vi: unit.name(language) for unit in catalogue.units.values()}
    for indicator in catalogue.indicators:
        names |= {level.vi: level.name(language) for level in indicator.levels}
        for part in indicator.breakdowns:
            of_part = f"{indicator.name(language)} ({parts[part].name(language)})"
            names[f"{indicator.vi} ({parts[part].vi})"] = of_part
    of_id: list[tuple[str, Named]] = [*parts.items(), *((thing.id, thing) for thing in catalogue.agencies)]
    of_id += [(thing.id, thing) for thing in catalogue.provinces] + [
        (thing.id, thing) for thing in catalogue.indicators
    ]
    names |= {task.title_vi: task.title(language) for task in catalogue.tasks}
    for id_, named in of_id:
        names |= dict.fromkeys((id_, named.vi), named.name(language))
    return lambda text: names.get(text) or say(text)
