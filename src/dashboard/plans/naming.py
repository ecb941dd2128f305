"""Which indicator a printed row means: exactly, by the normal form of its name, perhaps the nearest, or one nobody has seen."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from dashboard.intake.matching import Names, Place
from dashboard.intake.units import factor
from dashboard.reference.catalogue import Catalogue, Indicator
from dashboard.reference.targets import NOT_SET, collapse, parse_target
from dashboard.words.folding import normal
from dashboard.words.messages import DashboardError

Sureness = Literal["exact", "normal", "several", "nearest", "none"]

_BEFORE_PARTS = re.compile(r"^(trong do|khu vuc|o khu vuc|rieng|o|cac|doi voi)\b ?")

_SAY_LITTLE = frozenset(("ti", "le", "so", "muc", "chi", "cac", "co", "duoc", "va", "trong", "cua", "cho"))
_LEAST_SHARED = 0.5
"""Which part of an indicator's words a text must have for the indicator to be offered."""


@dataclass(frozen=True)
class Found:
    """What a name can mean: how sure that is, and the places, best first; one where it is ``exact`` or ``normal``."""

    sureness: Sureness
    places: tuple[Place, ...]


class RowNames:
    """The names of one catalogue as plans print them, for one province."""

    def __init__(self, catalogue: Catalogue, province: str) -> None:
        """Take the catalogue, and whose plan is read: its own earlier plan goes before those of others."""
        self._catalogue, self._province = catalogue, province
        self._names = Names(catalogue)

    @cached_property
    def _exact(self) -> dict[str, set[Place]]:
        found: dict[str, set[Place]] = defaultdict(set)
        for indicator in self._catalogue.indicators:
            found[collapse(indicator.vi)].add((indicator.id, "total"))
        for cell in self._catalogue.targets:
            found[collapse(cell.printed_name)].add((cell.indicator, cell.breakdown))
        return found

    @cached_property
    def _parts(self) -> dict[str, str]:
        """The names of parts: their own, how they begin, and those of sub-rows that mean the same part under several indicators."""
        known: dict[str, set[str]] = defaultdict(set)
        under: dict[str, set[str]] = defaultdict(set)
        for id_, part in self._catalogue.breakdowns.items():
            known[normal(part.vi)].add(id_)
        for cell in self._catalogue.targets:
            if cell.breakdown != "total":
                words = _bare(cell.printed_name)
                under[words].add(cell.indicator)
                known[words].add(cell.breakdown)
        own = [normal(part.vi) for part in self._catalogue.breakdowns.values()]
        general = {words for words in known if len(under[words]) > 1 or any(name.startswith(words) for name in own)}
        return {words: next(iter(known[words])) for words in general if len(known[words]) == 1}

    def part(self, text: str) -> str | None:
        """Return the part of the population or territory that a sub-row names."""
        words = _bare(text)
        if found := self._parts.get(normal(text)) or self._parts.get(words):
            return found
        begins = [id_ for id_, one in self._catalogue.breakdowns.items() if normal(one.vi).startswith(f"{words} ")]
        return begins[0] if len(begins) == 1 and len(words.split()) >= 3 else None

    def find(self, text: str, printed: Sequence[str], unit: str) -> Found:
        """Return what the row can mean: a name of several indicators is decided by its unit and the form of its targets.

        Args:
            text: The row's name.
            printed: Its printed targets.
            unit: Its printed unit.
        """
        for sureness, places in (
            ("exact", self._exact.get(collapse(text), set())),
            ("normal", self._by_normal_form(text)),
        ):
            fitting = tuple(sorted((place for place in places if self._fits(place, printed, unit)), key=str))
            if (
                not fitting
                and len(places) == 1
                and any(self._fits(place, [one], unit) for place in places for one in printed)
            ):
                fitting = tuple(places)  # only some of its texts are in no known form: they are asked about
            if len(fitting) == 1:
                return Found("exact" if sureness == "exact" else "normal", fitting)
            if fitting or places:
                return Found("several", fitting or tuple(sorted(places, key=str)))
        near = tuple(
            place
            for place in _whole(self._names.near_indicators(text, self._province))
            if self._is_near(place[0], text)
        )
        return Found("nearest" if near else "none", near)

    def _is_near(self, indicator: str, text: str) -> bool:
        """Return whether the text has a good part of the words of the indicator's name; letters alone make anything near."""
        name, words = set(normal(self._catalogue.indicator[indicator].vi).split()), set(normal(text).split())
        return len((name & words) - _SAY_LITTLE) >= _LEAST_SHARED * len(name - _SAY_LITTLE)

    def _by_normal_form(self, text: str) -> set[Place]:
        provinces = [self._province, *(one.id for one in self._catalogue.provinces if one.id != self._province)]
        return {place for province in provinces for place in _whole(self._names.places(text, province))}

    def _fits(self, place: Place, printed: Sequence[str], unit: str) -> bool:
        indicator = self._catalogue.indicator[place[0]]
        if factor(unit, self._catalogue.unit_of(place[0]).vi) not in (1.0,) and indicator.kind == "number":
            return False
        return all(reads(text, indicator, self._catalogue) for text in printed)


def reads(text: str, indicator: Indicator, catalogue: Catalogue) -> bool:
    """Return whether the printed text is a target of the indicator, or sets none."""
    unit = catalogue.units[indicator.unit]
    try:
        parse_target(
            text, direction=indicator.direction, levels=indicator.spellings, share=unit.share, integral=unit.integral
        )
    except DashboardError:
        return text in NOT_SET
    return True


def _whole(places: Iterable[Place]) -> list[Place]:
    return [(indicator, part or "total") for indicator, part in places]


def _bare(text: str) -> str:
    words = normal(text)
    while (shorter := _BEFORE_PARTS.sub("", words)) != words:
        words = shorter
    return words
