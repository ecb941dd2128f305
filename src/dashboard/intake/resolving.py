"""Rows with the texts of a file to rows with ids: each distinct text is looked up once."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from dashboard.intake.context import Context, Decisions
from dashboard.intake.issues import Issue
from dashboard.intake.matching import Names, Place
from dashboard.intake.row_findings import Finding, found, place_name
from dashboard.intake.template_columns import COLUMNS
from dashboard.reference.catalogue import Catalogue
from dashboard.words.folding import normal

_YEAR = re.compile(
    r"(?:nam )?(?:\d\d? ){0,2}((?:19|20)\d\d)(?: 0)?|((?:19|20)\d\d) \d\d \d\d(?: 00 00 00)?|(?:nam )?((?:19|20)\d\d) \d{1,2}"
)
"""A year, alone or as the year of a date."""

Lookup = Callable[..., tuple[str | None, ...]]


def year_in(text: str) -> int | None:
    """Return the year the text says, alone or as that of a date; None where it says none."""
    match = _YEAR.fullmatch(normal(text))
    return int(match[match.lastindex or 1]) if match else None


def looked_up(rows: pl.DataFrame, by: Sequence[str], into: Sequence[str], lookup: Lookup) -> pl.DataFrame:
    """Return the rows with the columns ``into``: what the function makes of each distinct combination of ``by``."""
    distinct = rows.select(by).unique(maintain_order=True)
    answers = [lookup(*row) for row in distinct.rows()]
    columns = [
        pl.Series(name, [answer[place] for answer in answers], dtype=pl.String) for place, name in enumerate(into)
    ]
    return rows.join(distinct.with_columns(columns), on=by, how="left", nulls_equal=True, maintain_order="left")


class Resolving:
    """One pass over the rows of a file that turns texts into ids.

    Attributes:
        rows: The rows with ``province``, ``indicator``, ``breakdown`` as ids and ``year`` as a number, null where the text
            means none; the texts themselves stand in ``province_text``, ``indicator_text``, ``breakdown_text``.
        findings: What could not be resolved, and contradictions between id and name.
        notices: What was assumed.
    """

    def __init__(
        self,
        rows: pl.DataFrame,
        has: frozenset[str],
        context: Context,
        catalogue: Catalogue,
        names: Names,
        decisions: Decisions,
    ) -> None:
        """Resolve at once.

        Args:
            rows: The sheet's rows that hold something.
            has: The columns the file has.
            context: Who hands in.
            catalogue: Whose ids are meant.
            names: Whose names.
            decisions: What the submitter accepted.
        """
        self.findings: list[Finding] = []
        self.notices: list[Issue] = []
        self.names = names
        self._catalogue = catalogue
        self._context = context
        self._accepted = decisions.get("accepted", {})
        self.rows = rows
        self._provinces(has)
        self._indicators()
        self._breakdowns()
        self._years(has)
        self._tell_accepted()

    # ---- province ----------------------------------------------------------------------------------------------------

    def _provinces(self, has: frozenset[str]) -> None:
        only = self._context.provinces[0] if len(self._context.provinces) == 1 else None
        if only and not {"province", "province_name"} & has:
            self._assume("province", self._catalogue.province[only].vi)

        def province(id_: str, name: str) -> tuple[str | None, ...]:
            for text in filter(None, (id_, name)):
                if known := self._id("province", text, self._catalogue.province) or self.names.province(text):
                    return known, id_ or name
            return (only if not id_ and not name else None), id_ or name

        self._look_up(("province", "province_name"), ("province_id", "province_text"), province)
        self._unresolved("unknown_province", "province")

    # ---- indicator ---------------------------------------------------------------------------------------------------

    def _indicators(self) -> None:
        def by_id(id_: str, name: str) -> tuple[str | None, ...]:
            accepted = next(
                (self._id("indicator", text, {}) for text in (id_, name) if self._id("indicator", text, {})), None
            )
            indicator, _, breakdown = (accepted or (id_ if id_ in self._catalogue.indicator else "")).partition("/")
            return indicator or None, breakdown or None, id_ or name

        self._look_up(("indicator", "indicator_name"), ("indicator_id", "printed_breakdown", "indicator_text"), by_id)
        unknown = pl.col("indicator_id").is_null()
        if self.rows.select(unknown.any()).item():
            rest = looked_up(
                self.rows.filter(unknown).drop("indicator_id", "printed_breakdown"),
                ("province_id", "indicator", "indicator_name"),
                ("indicator_id", "printed_breakdown"),
                self._by_name,
            )
            self.rows = pl.concat([self.rows.filter(~unknown), rest], how="diagonal").sort("row")
        self._unresolved("unknown_indicator", "indicator")
        self._contradictions()

    def _by_name(self, province: str | None, id_: str, name: str) -> tuple[str | None, ...]:
        for text in filter(None, (id_, name)):
            places = self.names.places(text, province)
            if len({indicator for indicator, _ in places}) == 1:
                indicator = next(iter(places))[0]
                parts = {breakdown for _, breakdown in places}
                return indicator, next(iter(parts)) if len(parts) == 1 else None
        return None, None

    def _contradictions(self) -> None:
        """Find rows whose id and name are both known and mean different indicators, as after sorting one column alone."""
        both = self.rows.filter((pl.col("indicator") != "") & (pl.col("indicator_name") != ""))
        if both.is_empty():
            return

        def against(province: str | None, id_: str | None, name: str) -> tuple[str | None, ...]:
            if id_ is None or name == self._catalogue.indicator[id_].vi:
                return (None,)
            places: frozenset[Place] = self.names.places(name, province)
            return (name if places and id_ not in {indicator for indicator, _ in places} else None,)

        checked = looked_up(both, ("province_id", "indicator_id", "indicator_name"), ("against",), against)
        self.findings.append(
            found(
                "id_against_name",
                checked.filter(pl.col("against").is_not_null()).select("row", "indicator", "against"),
                column="indicator",
                found=pl.col("indicator"),
                words=pl.col("against"),
            )
        )

    # ---- breakdown ---------------------------------------------------------------------------------------------------

    def _breakdowns(self) -> None:
        known = self._catalogue.breakdowns

        def breakdown(indicator: str | None, printed: str | None, id_: str, name: str) -> tuple[str | None, ...]:
            parts = self._catalogue.indicator[indicator].breakdowns if indicator else tuple(known)
            for text in filter(None, (id_, name)):
                part = self._id("breakdown", text, known) or self.names.breakdown(text)
                return part if part in parts else None, text
            if printed in parts:
                return printed, ""
            if "total" in parts:
                return "total", ""
            return parts[0] if len(parts) == 1 else None, ""

        self._look_up(
            ("indicator_id", "printed_breakdown", "breakdown", "breakdown_name"),
            ("breakdown_id", "breakdown_text"),
            breakdown,
        )
        self._unresolved("unknown_breakdown", "breakdown")

    # ---- year --------------------------------------------------------------------------------------------------------

    def _years(self, has: frozenset[str]) -> None:
        given = self._context.year
        if "year" not in has and given is not None:
            self._assume("year", str(given))
            self.rows = self.rows.with_columns(year_number=pl.lit(given, pl.Int16))
            return
        texts = self.rows["year"].unique()
        read = pl.DataFrame({"year": texts, "year_number": pl.Series(map(year_in, texts), dtype=pl.Int16)})
        self.rows = self.rows.join(read, on="year", how="left", maintain_order="left")

    # ---- what the submitter chose ------------------------------------------------------------------------------------

    def _tell_accepted(self) -> None:
        """Tell which names were taken for what, as the submitter chose."""
        for kind, texts in self._accepted.items():
            for text, meant in texts.items():
                id_, _, part = meant.partition("/")
                of_text = (pl.col(kind) == text) | (pl.col(f"{kind}_name") == text)
                rows = self.rows.filter(of_text & (pl.col(f"{kind}_id") == id_))["row"]
                if rows.len():
                    words = {"words": self._name_of(kind, id_, part)}
                    self.notices.append(Issue("chosen_name", kind, tuple(rows), text, words))

    def _name_of(self, kind: str, id_: str, part: str) -> str:
        if kind == "indicator":
            return place_name(self._catalogue, id_, part)
        return (self._catalogue.province if kind == "province" else self._catalogue.breakdowns)[id_].vi

    # ---- how texts are looked up -------------------------------------------------------------------------------------

    def _id(self, kind: str, text: str, known: dict[str, Any]) -> str | None:
        """Return what the submitter said the text means, or the text where it is an id itself."""
        accepted = self._accepted.get(kind, {}).get(text)
        return accepted or (text if text in known else None)

    def _assume(self, column: str, words: str) -> None:
        self.notices.append(Issue("assumed", None, (), values={"column": COLUMNS[column].heading, "words": words}))

    def _look_up(self, by: Sequence[str], into: Sequence[str], lookup: Lookup) -> None:
        self.rows = looked_up(self.rows, by, into, lookup)

    def _unresolved(self, code: str, column: str) -> None:
        rows = self.rows.filter(pl.col(f"{column}_id").is_null())
        if column == "breakdown":
            rows = rows.filter(pl.col("indicator_id").is_not_null())
        if rows.is_empty():
            return
        shown = {"text": pl.col(f"{column}_text").str.head(300)}
        if column != "province":
            shown["province"] = pl.col("province_id")
        if column == "breakdown":
            shown["indicator"] = pl.col("indicator_id")
        named = rows.select("row", **shown)
        self.findings.append(found(code, named, column=column, found=pl.col("text")))
