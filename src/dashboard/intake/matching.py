"""Names as people write them to ids: by id, by name on a normal form, else the nearest as suggestions."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import TypeVar

from rapidfuzz import fuzz, process

from dashboard.reference.catalogue import Catalogue, Indicator
from dashboard.words.folding import normal

_NEAR = 60.0
_SHORT_AVERAGE = re.compile(r"\b(TB|tb)\b")
_SUGGESTIONS = 3

Meaning = TypeVar("Meaning")

Place = tuple[str, str | None]
"""An indicator, and the breakdown a printed name means with it (None when it says none)."""


class Names:
    """The names of one catalogue, by what they mean."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Take the catalogue; what is never asked for is never prepared."""
        self._catalogue = catalogue

    @cached_property
    def _provinces(self) -> dict[str, str]:
        return _by_name(
            (province.id, (province.id, province.vi, province.en)) for province in self._catalogue.provinces
        )

    @cached_property
    def _indicators(self) -> dict[str, frozenset[Place]]:
        return _grouped(
            (name, (indicator.id, None))
            for indicator in self._catalogue.indicators
            for name in (indicator.id, indicator.vi, indicator.en)
        )

    @cached_property
    def _printed(self) -> dict[str, dict[str, frozenset[Place]]]:
        by_province: dict[str, list[tuple[str, Place]]] = defaultdict(list)
        for cell in self._catalogue.targets:
            by_province[cell.province].append((cell.printed_name, (cell.indicator, cell.breakdown)))
        return {province: _grouped(names) for province, names in by_province.items()}

    @cached_property
    def _breakdowns(self) -> dict[str, str]:
        return _by_name((id_, (id_, part.vi, part.en)) for id_, part in self._catalogue.breakdowns.items())

    @cached_property
    def _agencies(self) -> dict[str, str]:
        return _by_name(
            (agency.id, (agency.id, agency.vi, agency.en, *agency.printed)) for agency in self._catalogue.agencies
        )

    @cached_property
    def _tasks(self) -> dict[str, frozenset[str]]:
        return _grouped(
            (name, task.task) for task in self._catalogue.tasks for name in (task.task, task.title_vi, task.title_en)
        )

    def province(self, text: str) -> str | None:
        """Return the province's id, with or without ``tỉnh`` before its name."""
        words = normal(text)
        return self._provinces.get(words) or self._provinces.get(words.removeprefix("tinh "))

    def places(self, text: str, province: str | None) -> frozenset[Place]:
        """Return every indicator (and breakdown) the text can mean in the province; empty for an unknown name."""
        printed = self._printed.get(province or "", {})
        for words in _forms(text):
            if found := self._indicators.get(words) or printed.get(words):
                return found
        return frozenset()

    def is_indicator(self, text: str) -> bool:
        """Whether the text names an indicator, in the plan of whichever province."""
        return any(words in known for words in _forms(text) for known in (self._indicators, *self._printed.values()))

    def breakdown(self, text: str) -> str | None:
        """Return the breakdown's id."""
        words = normal(text)
        return self._breakdowns.get(words) or self._breakdowns.get(words.removeprefix("khu vuc "))

    def agency(self, text: str) -> str | None:
        """Return the agency's id, also for a name as some plan prints it."""
        return self._agencies.get(normal(text))

    def tasks(self, text: str) -> frozenset[str]:
        """Return the ids of every task whose id or title the text is; empty for an unknown one."""
        return self._tasks.get(normal(text), frozenset())

    def near_tasks(self, text: str, among: Collection[str]) -> list[str]:
        """Return the ids of those tasks whose ids or titles are nearest, nearest first; a title of several gives them all."""
        known = {name: ids & frozenset(among) for name, ids in self._tasks.items()}
        near = _nearest(text, {name: ids for name, ids in known.items() if ids})
        return list(dict.fromkeys(id_ for ids in near for id_ in sorted(ids)))[:_SUGGESTIONS]

    def level(self, text: str, indicator: Indicator) -> str | None:
        """Return the level's id on the indicator's scale."""
        words = normal(text)
        return next(
            (
                level.id
                for level, names in zip(indicator.levels, indicator.spellings, strict=True)
                if words in map(normal, names)
            ),
            None,
        )

    def near_provinces(self, text: str) -> list[str]:
        """Return the ids of the provinces whose names are nearest, nearest first."""
        return _nearest(text, self._provinces)

    def near_agencies(self, text: str) -> list[str]:
        """Return the ids of the agencies whose names are nearest, nearest first."""
        return _nearest(text, self._agencies)

    def near_indicators(self, text: str, province: str | None) -> list[Place]:
        """Return the nearest indicators by their own or the province's printed names; an ambiguous name gives all it can mean."""
        known: dict[str, frozenset[Place]] = {**self._printed.get(province or "", {}), **self._indicators}
        forms = _forms(text)
        if exact := next((known[words] for words in forms if words in known), None):
            return sorted(exact, key=str)
        found = [
            place for words in forms[-1:] for places in _nearest(words, known) for place in sorted(places, key=str)
        ]
        return list(dict.fromkeys(found))[:_SUGGESTIONS]

    def near_breakdowns(self, text: str, indicator: Indicator) -> list[str]:
        """Return the indicator's breakdowns, the nearest name first."""
        words = normal(text)
        return sorted(
            indicator.breakdowns,
            key=lambda id_: -fuzz.WRatio(words, normal(self._catalogue.breakdowns[id_].vi)),
        )


_PER = re.compile(r"\s*/\s*|\btren\b|\bper\b")
_MYRIAD = re.compile(r"\b(1 )?van\b")
_COUNTED = re.compile(r"^(so|ti le|ti so|ti suat) ")


def _forms(text: str) -> list[str]:
    """Return the normal form of a name, and those of what its short forms may stand for: ``/`` for ``trên``, ``vạn`` for ``10.000``, ``TB`` for ``trung bình``.

    What is counted comes last, with the word people leave out before it.
    """
    words = normal(text)
    spelled = normal(_PER.sub(" tren ", _SHORT_AVERAGE.sub("trung binh", text)))
    spelled = _MYRIAD.sub("10 000", spelled)
    forms = [words, spelled]
    if not _COUNTED.match(spelled):
        forms.append(f"so {spelled}")
    return list(dict.fromkeys(forms))


def _by_name(names: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """Return the id of every name that means one thing only."""
    found = _grouped((name, id_) for id_, spellings in names for name in spellings)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def _grouped(names: Iterable[tuple[str, Meaning]]) -> dict[str, frozenset[Meaning]]:
    found: dict[str, set[Meaning]] = defaultdict(set)
    for name, meaning in names:
        found[normal(name)].add(meaning)
    return {name: frozenset(meanings) for name, meanings in found.items()}


def _nearest(text: str, known: Mapping[str, Meaning]) -> list[Meaning]:
    words = normal(text[:300])
    near = process.extract(words, known.keys(), scorer=fuzz.WRatio, limit=_SUGGESTIONS * 2, score_cutoff=_NEAR)
    return list(dict.fromkeys(known[name] for name, _, _ in near))[:_SUGGESTIONS]
