"""Units as people write them, held against the indicator's: thousands for ones, per mille for per cent, people for a share.

Only what can be told from the writing is judged: scales (nghìn, vạn, triệu), per cent and per mille, and what a rate counts by.
What the things counted are called is not: “người” stands for doctors as well.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from dashboard.words.folding import folded

_SCALES = {
    "nghin": 1e3, "ngan": 1e3, "thousand": 1e3, "thousands": 1e3, "van": 1e4, "trieu": 1e6, "million": 1e6, "millions": 1e6,
    "ti": 1e9, "ty": 1e9, "billion": 1e9, "billions": 1e9,
}  # fmt: skip
_NAMES = re.compile(r"^(don vi( tinh)?|dvt|unit)\s*:?\s*")
_PER_CENT = re.compile(r"%|\bphan tram\b|\bper ?cent\b")
_PER_MILLE = re.compile(r"‰|\bphan (nghin|ngan)\b|\bper mill?e\b")
_PER = re.compile(r"/|\btren\b|\bper\b")
_ROUND = re.compile(r"(?<![a-z\d])1(?:[ .,\u00a0]?0{1,3})*(?![\d.,])")
_NO_UNIT = re.compile(r"^(ti le|ty le|share|rate|-+|x)?$")
_NUMBER_BEFORE = re.compile(r"^([-+−–]?[0-9][0-9.,\s]*?)\s*((?:[^\W\d_]|[(‰°$€₫/]).{0,30})$")
_COUNTED_BY = re.compile(r"(?:/|\btren\b|\bper\b)\s*1[0. ]*")


@dataclass(frozen=True)
class Unit:
    """A unit taken apart.

    Attributes:
        share: Whether it is per cent or per mille.
        scale: How many ones are one of it: 1 000 for “nghìn người”, 0.1 for per mille.
        per: What a rate counts by: 10 000 for “người/vạn dân”; None for what is no rate.
        nouns: The words left, folded.
    """

    share: bool
    scale: float
    per: float | None
    nouns: str


@lru_cache(maxsize=1024)
def unit_of(text: str) -> Unit | None:
    """Return the unit a text names; None where it names none."""
    words = _NAMES.sub("", folded(text).strip(" ()[].:")).strip()
    if _NO_UNIT.match(words):
        return None
    if _PER_MILLE.search(words):
        return Unit(True, 0.1, None, "")
    if _PER_CENT.search(words):
        return Unit(True, 1.0, None, "")
    counted, *by = _PER.split(words, maxsplit=1)
    scale, nouns = _scaled(counted)
    per = _scaled(by[0])[0] if by else 1.0
    return Unit(False, scale, per if per > 1 else None, nouns)


def _scaled(words: str) -> tuple[float, str]:
    """Return how many ones the words count in, and the words left."""
    scale = 1.0
    for number in _ROUND.findall(words):
        scale *= float(re.sub(r"\D", "", number))
    nouns = []
    for word in _ROUND.sub(" ", words).split():
        if word in _SCALES:
            scale *= _SCALES[word]
        else:
            nouns.append(word)
    return scale, " ".join(nouns)


def factor(given: str, own: str) -> float | None:
    """Return what a number in the given unit is to be multiplied by to be in the indicator's own.

    1.0 where they are the same, or where nothing can be told; None where one is a share and the other counts.
    """
    told, asked = unit_of(given), unit_of(own)
    if told is None or asked is None:
        return 1.0
    if told.share != asked.share:
        return None
    if told.share:
        return told.scale / asked.scale
    if (told.per is None) != (asked.per is None):
        # “người” for “người/10.000 dân” says nothing, “10.000 dân” the same in short; “nghìn người” is no rate.
        return 1.0 if told.scale in (asked.scale, asked.per) else None
    return float(f"{told.scale / (told.per or 1) / (asked.scale / (asked.per or 1)):.12g}")


def unit_in(heading: str, known: Iterable[str]) -> str:
    """Return the unit a heading names in brackets or behind a comma, empty where it names none.

    Args:
        heading: The heading of the values.
        known: The units of the indicators.
    """
    nouns = {unit.nouns for text in known if (unit := unit_of(text))} - {""}
    for text in [*re.findall(r"[(\[](.*?)[)\]]", heading), *heading.split(",")[1:]]:
        unit = unit_of(text)
        if unit and (unit.share or unit.nouns in nouns or (unit.scale >= 1000 and len(unit.nouns.split()) <= 2)):
            if not unit.share and re.search(r"(19|20)\d\d", text):
                continue  # a year, no scale
            return str(text).strip()
    return ""


def split_unit(text: str) -> tuple[str, str] | None:
    """Return a number and the unit written behind it, as they stand; None where there is no such unit."""
    found = _NUMBER_BEFORE.match(text)
    if not found or not (unit := unit_of(found[2])) or not (unit.nouns or unit.share):
        return None
    if re.search(r"\d", _COUNTED_BY.sub("", folded(found[2]))):
        return None  # “12 đến 15”, a time of day: another number stands there
    return found[1].strip(), found[2].strip()
