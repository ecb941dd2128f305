"""Filters: what part of the table is meant. The URL, the pages, exports and the command line all parse into it."""

import datetime as dt
import difflib
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict

from dashboard.method import STATUSES
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
    "as_of": "as_of",
}
"""The name of each filter in a URL and on the command line, and its field."""

_CONDITIONS = {
    "provinces": "list_contains($provinces::VARCHAR[], province)",
    "sectors": "list_contains($sectors::VARCHAR[], sector)",
    "indicators": "list_contains($indicators::VARCHAR[], indicator)",
    "breakdowns": "list_contains($breakdowns::VARCHAR[], breakdown)",
    "years": "list_contains($years::INTEGER[], year)",
    "statuses": "list_contains($statuses::VARCHAR[], status)",
    "agencies": "list_has_any($agencies::VARCHAR[], agencies)",
}
"""What each field asks of an assessed row; ``as_of`` chooses the mart instead."""


_SHOWN = 60


def shortened(text: str) -> str:
    """Return what a message quotes of a text somebody gave: all of it, or its beginning."""
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _known_status(status: str) -> str:
    if status not in STATUSES:
        raise ValueError(f"no status {status}")
    return status


class Filters(BaseModel):
    """Which rows are meant: an empty list means all. ``as_of`` None means what is known now."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    provinces: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    breakdowns: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    statuses: tuple[Annotated[str, AfterValidator(_known_status)], ...] = ()
    agencies: tuple[str, ...] = ()
    as_of: dt.date | None = None

    @classmethod
    def parse(cls, given: Mapping[str, Iterable[str]], catalogue: Catalogue) -> tuple[Self, list[Problem]]:
        """Read filters from texts under the names in ``KEYS``; values may be joined by commas.

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
            if key == "as_of":
                for value in values[-1:]:
                    try:
                        fields["as_of"] = dt.date.fromisoformat(value)
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
            fields[KEYS[key]] = tuple(dict.fromkeys(map(int, good) if key == "year" else good))
        return cls(**fields), problems

    def query(self) -> dict[str, list[str]]:
        """Return the texts ``parse`` reads back, without what is not set: the URL form."""
        texts = {}
        for key, field in KEYS.items():
            value = getattr(self, field)
            if value:
                texts[key] = [value.isoformat()] if key == "as_of" else [str(item) for item in value]
        return texts

    @property
    def condition(self) -> str:
        """The SQL condition on assessed rows: of what is set only, and made of constants; ``parameters`` binds its names."""
        return " AND ".join(text for field, text in _CONDITIONS.items() if getattr(self, field)) or "true"

    @property
    def parameters(self) -> dict[str, Any]:
        """The values ``condition`` binds."""
        return {field: list(getattr(self, field)) for field in _CONDITIONS if getattr(self, field)}


def _known_values(catalogue: Catalogue) -> dict[str, dict[str, Any]]:
    return {
        "province": dict(catalogue.province),
        "sector": dict(catalogue.sector),
        "indicator": dict(catalogue.indicator),
        "breakdown": dict(catalogue.breakdowns),
        "year": {str(year): year for year in range(1990, 2051)},
        "status": dict.fromkeys(STATUSES),
        "agency": dict(catalogue.agency),
    }


def _unknown(text: str, value: str, known: Iterable[str], /, **values: object) -> Problem:
    near = difflib.get_close_matches(value[:_SHOWN], list(known), n=1, cutoff=0.6)
    return Problem(text, {"text": shortened(value), "near": f" → {near[0]}?" if near else "", **values})
