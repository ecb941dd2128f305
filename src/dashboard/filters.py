"""Filters: what part of the table is meant. The URL, the pages, exports and the command line all parse into it."""

import datetime as dt
import difflib
from collections.abc import Collection, Iterable, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict

from dashboard.method import STATUSES, TASK_KINDS, TASK_STATUS
from dashboard.reference.catalogue import Catalogue
from dashboard.words.messages import Problem, mark

KEYS = {
    "province": "provinces",
    "sector": "sectors",
    "indicator": "indicators",
    "breakdown": "breakdowns",
    "year": "years",
    "status": "statuses",
    "agency": "agencies",
    "theme": "themes",
    "kind": "kinds",
    "task_status": "task_statuses",
    "task": "tasks",
    "as_of": "as_of",
    "since": "since",
}
"""The name of each filter in a URL and on the command line, and its field."""

DAYS = ("as_of", "since")
"""The filters that are a day: they choose marts, not rows."""

Rows = Literal["assessed", "tasks", "changes"]
"""What is filtered: assessed rows, the plans' tasks, or what changed between two days."""

_CONDITIONS: dict[Literal["assessed", "tasks"], dict[str, str]] = {
    "assessed": {
        "provinces": "list_contains($provinces::VARCHAR[], province)",
        "sectors": "list_contains($sectors::VARCHAR[], sector)",
        "indicators": "list_contains($indicators::VARCHAR[], indicator)",
        "breakdowns": "list_contains($breakdowns::VARCHAR[], breakdown)",
        "years": "list_contains($years::INTEGER[], year)",
        "statuses": "list_contains($statuses::VARCHAR[], status)",
        "agencies": "list_has_any($agencies::VARCHAR[], list_concat(agencies, holders))",
    },
    "tasks": {
        "provinces": "list_contains($provinces::VARCHAR[], province)",
        "sectors": "list_has_any($sectors::VARCHAR[], sectors)",
        "indicators": "list_has_any($indicators::VARCHAR[], indicators)",
        "years": "list_has_any($years::SMALLINT[], years)",
        "agencies": "list_has_any($agencies::VARCHAR[], list_concat(lead_agencies, lead_holders))",
        "themes": "list_contains($themes::VARCHAR[], theme)",
        "kinds": "list_contains($kinds::VARCHAR[], kind)",
        "task_statuses": "list_contains($task_statuses::VARCHAR[], task_status)",
        "tasks": "list_contains($tasks::VARCHAR[], task)",
    },
}
"""What each field asks of a row; ``as_of`` and ``since`` choose marts instead."""

OF_CHANGES = {"provinces": "province", "sectors": "sectors", "indicators": "indicators", "agencies": "agencies"}
"""The fields that say something about changes, and the column of each; ``queries.changes`` keeps what has one of the values."""


def keys_of(rows: Rows) -> tuple[str, ...]:
    """Return the names of the filters that say something about the rows, ``as_of`` included, of changes ``since``, too."""
    if rows == "changes":
        return tuple(key for key, field in KEYS.items() if key in DAYS or field in OF_CHANGES)
    return tuple(key for key, field in KEYS.items() if key == "as_of" or field in _CONDITIONS[rows])


_SHOWN = 60


def shortened(text: str) -> str:
    """Return what a message quotes of a text somebody gave: all of it, or its beginning."""
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _of(known: Collection[str]) -> AfterValidator:
    def check(id_: str) -> str:
        if id_ not in known:
            raise ValueError(f"{id_} is none of {', '.join(known)}")
        return id_

    return AfterValidator(check)


class Filters(BaseModel):
    """Which rows are meant: an empty list means all.

    ``as_of`` None means what is known now; ``since`` is the first day of which changes are meant, None means no day in particular.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    provinces: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    breakdowns: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    statuses: tuple[Annotated[str, _of(STATUSES)], ...] = ()
    agencies: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    kinds: tuple[Annotated[str, _of(TASK_KINDS)], ...] = ()
    task_statuses: tuple[Annotated[str, _of(TASK_STATUS)], ...] = ()
    tasks: tuple[str, ...] = ()
    as_of: dt.date | None = None
    since: dt.date | None = None

    @classmethod
    def parse(cls, given: Mapping[str, Iterable[str]], catalogue: Catalogue) -> tuple[Self, list[Problem]]:
        """Read filters from texts under the names in ``KEYS``; values may be joined by commas. A province of today means those that became it.

        Returns:
            The filters made of everything that could be read, and a problem for each value or name that could not.
        """
        known = _known_values(catalogue)
        fields: dict[str, Any] = {}
        problems = []
        for key, texts in given.items():
            if key not in KEYS:
                problems.append(_unknown(mark("Không có bộ lọc “{text}”{near}."), key, KEYS))
                continue
            values = [value.strip() for text in texts for value in text.split(",") if value.strip()]
            if key in DAYS:
                for value in values[-1:]:
                    try:
                        fields[key] = dt.date.fromisoformat(value)
                    except ValueError:
                        problems.append(
                            Problem(mark("Ngày “{text}” phải viết dạng 2026-03-15."), {"text": shortened(value)})
                        )
                continue
            good = [value for value in values if value in known[key]]
            problems += [
                _unknown(mark("Không có {key} “{text}”{near}."), value, known[key], key=key)
                for value in values
                if value not in known[key]
            ]
            if key == "province":
                good = [one for value in good for one in catalogue.organisation.former(value)]
            fields[KEYS[key]] = tuple(dict.fromkeys(map(int, good) if key == "year" else good))
        return cls(**fields), problems

    def query(self) -> dict[str, list[str]]:
        """Return the texts ``parse`` reads back, without what is not set: the URL form."""
        texts = {}
        for key, field in KEYS.items():
            value = getattr(self, field)
            if value:
                texts[key] = [value.isoformat()] if key in DAYS else [str(item) for item in value]
        return texts

    def condition(self, rows: Literal["assessed", "tasks"] = "assessed") -> str:
        """Return the SQL condition on the rows: of what is set only, and made of constants; ``parameters`` binds its names.

        Raises:
            KeyError: A filter is set that says nothing about the rows.
        """
        return " AND ".join(_CONDITIONS[rows][field] for field in self.parameters) or "true"

    @property
    def parameters(self) -> dict[str, Any]:
        """The values ``condition`` binds."""
        fields = (field for field in KEYS.values() if field not in DAYS)
        return {field: list(getattr(self, field)) for field in fields if getattr(self, field)}


def _known_values(catalogue: Catalogue) -> dict[str, dict[str, Any]]:
    return {
        "province": {**catalogue.province, **catalogue.organisation.merged},
        "sector": dict(catalogue.sector),
        "indicator": dict(catalogue.indicator),
        "breakdown": dict(catalogue.breakdowns),
        "year": {str(year): year for year in range(1990, 2051)},
        "status": dict.fromkeys(STATUSES),
        "agency": dict(catalogue.agency),
        "theme": dict(catalogue.theme),
        "kind": dict(TASK_KINDS),
        "task_status": dict(TASK_STATUS),
        "task": dict(catalogue.task),
    }


def _unknown(text: str, value: str, known: Iterable[str], /, **values: object) -> Problem:
    near = difflib.get_close_matches(value[:_SHOWN], list(known), n=1, cutoff=0.6)
    return Problem(text, {"text": shortened(value), "near": f" → {near[0]}?" if near else "", **values})
