"""Trends as small multiples: every indicator in a cell of one pair of axes, drawn many times faster than subplots."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from dashboard.figures.drawing import (
    INK,
    LINE,
    MUTED,
    PROVINCE_COLOURS,
    PROVINCE_SYMBOLS,
    Drawing,
    escaped,
    hidden_axis,
    stroke,
    texts,
)
from dashboard.mart.rows import HistoryRow
from dashboard.notation import measured, number, wrapped
from dashboard.reference.catalogue import Catalogue, Indicator
from dashboard.words.translations import translator

_YEARS_BACK = 9
"""How far back trends go from the chosen year."""
Row = HistoryRow
"""An assessed row by column."""
Points = dict[str, list[Any]]
"""What a trace is made of: x, y and words, in this order."""

_COLUMNS_OF_CELLS = 2
_CELL, _TITLE, _FOOT = 112, 46, 20  # heights in pixels
_LEFT, _RIGHT = 0.24, 0.05  # room at the sides of a cell, in widths of the cell


@dataclass(frozen=True)
class Line:
    """How one line of every cell is drawn: its word, colour, sign and dash."""

    word: str
    colour: str
    symbol: str = "circle"
    dash: str = "solid"


@dataclass(frozen=True)
class Break:
    """A day at which the series change, in years (1 July 2025 is about 2025.5), and what happened then."""

    at: float
    word: str


def years_of(past: Iterable[Row], year: int, catalogue: Catalogue) -> tuple[int, int]:
    """Return the first and last year trends show: from the first figure, a few years back at most, to the last target."""
    first = min((row["year"] for row in past if row["actual"] is not None), default=year)
    return max(first, year - _YEARS_BACK), max([year, *(cell.year for cell in catalogue.targets)])


def province_lines(provinces: Sequence[str], catalogue: Catalogue, language: str) -> dict[str, Line]:
    """Return a line a province, told apart by colour and sign."""
    return {
        id_: Line(catalogue.province[id_].name(language), PROVINCE_COLOURS[place], PROVINCE_SYMBOLS[place])
        for place, id_ in enumerate(provinces)
    }


def spread_lines(language: str) -> dict[str, Line]:
    """Return the lines of ``queries.spread``, for more provinces than can be told apart."""
    say = translator(language)
    return {
        "low": Line(say("thấp nhất"), MUTED, dash="dot"),
        "median": Line(say("trung vị các tỉnh"), INK),
        "high": Line(say("cao nhất"), MUTED, dash="dot"),
    }


def trends(
    past: Iterable[Row],
    catalogue: Catalogue,
    *,
    lines: Mapping[str, Line],
    years: tuple[int, int],
    language: str,
    since: Break | None = None,
) -> Drawing:
    """Draw the actuals over the years, a cell per indicator and breakdown, milestones as hollow signs.

    Args:
        past: Rows of ``queries.history`` or ``queries.spread``, in catalogue order; levels are left out.
        catalogue: Names and units.
        lines: How each value of the column ``province`` is drawn; the same for all figures of a page.
        years: First and last year of every cell.
        language: ``vi`` or ``en``.
        since: A day marked in every cell.
    """
    sheet = _Sheet(catalogue, years, language, lines, since)
    rows = [
        row
        for row in past
        if years[0] <= row["year"] <= years[1] and catalogue.indicator[row["indicator"]].kind == "number"
    ]
    for (indicator, part), members in groupby(rows, itemgetter("indicator", "breakdown")):
        sheet.cell(catalogue.indicator[indicator], part, list(members))
    return sheet.drawing()


class _Sheet:
    """The traces while they are gathered, and the number of cells so far."""

    def __init__(
        self,
        catalogue: Catalogue,
        years: tuple[int, int],
        language: str,
        lines: Mapping[str, Line],
        since: Break | None,
    ) -> None:
        self.catalogue, self.years, self.language, self.line = catalogue, years, language, lines
        self.since = since if since and years[0] <= since.at <= years[1] else None
        self.day = _points("hover")
        self.milestone_word = translator(language)("mục tiêu")
        self.lines: dict[str, Points] = {key: _points("hover") for key in lines}
        self.goals: dict[str, Points] = {key: _points("hover") for key in lines}
        self.titles = _points("text")
        self.ends = {side: _points("text") for side in ("left", "right", "top", "bottom")}
        self.floor: Points = {"x": [], "y": []}
        self.count = 0

    def cell(self, indicator: Indicator, part: str, block: list[Row]) -> None:
        """Put one indicator's part in the next cell."""
        column, row = self.count % _COLUMNS_OF_CELLS, self.count // _COLUMNS_OF_CELLS
        self.count += 1
        left, right = column + _LEFT, column + 1 - _RIGHT
        top = -row * (_TITLE + _CELL + _FOOT) - _TITLE
        goals = [
            (row["province"], row["year"], row["target"], row["printed_target"] or "")
            for row in block
            if row["year"] == row["milestone"] and row["target"] is not None
        ]
        known = [(row["province"], row["year"], row["actual"]) for row in block if row["actual"] is not None]
        values = [value for _, _, value in known] + [target for _, _, target, _ in goals]
        least, most = min(values), max(values)
        pad = (most - least) * 0.12 or abs(most) * 0.1 or 1.0
        low, high = least - pad, most + pad
        first, last = self.years
        across, up = (right - left) / max(last - first, 1), _CELL / (high - low)

        def place(year: float, value: float) -> tuple[float, float]:
            return left + across * (year - first), top - _CELL + up * (value - low)

        def written(value: float) -> str:
            return escaped(measured(value, indicator, self.catalogue, language=self.language))

        self._label(indicator, part, column, left, right, top)
        if self.since:
            ends = [(*place(self.since.at, value), escaped(self.since.word)) for value in (low, high)]
            _extend(self.day, [*ends, (None, None, None)])
        for side, value, shown in self._ends(least, most, indicator):
            _add(self.ends[side], left - 0.02, place(first, value)[1], shown)
        for key, points in groupby(known, itemgetter(0)):
            word = self.line[key].word
            _extend(
                self.lines[key],
                [(*place(year, value), f"{word}, {year}: <b>{written(value)}</b>") for _, year, value in points],
            )
            _add(self.lines[key], None, None, None)
        for key, year, target, printed in goals:
            text = f"{self.line[key].word}, {self.milestone_word} {year}: <b>{escaped(printed)}</b>"
            _add(self.goals[key], *place(year, target), text)

    def _ends(self, least: float, most: float, indicator: Indicator) -> list[tuple[str, float, str]]:
        """Return the labels of the scale: where, the value, the words; one for a flat line."""
        if least == most:
            return [("bottom", least, number(least, decimals=indicator.decimals, language=self.language))]
        decimals = indicator.decimals + (round(least, indicator.decimals) == round(most, indicator.decimals))
        return [
            (side, value, number(value, decimals=decimals, language=self.language))
            for side, value in (("bottom", least), ("top", most))
        ]

    def _label(self, indicator: Indicator, part: str, column: int, left: float, right: float, top: float) -> None:
        name = indicator.name(self.language)
        if part != "total":
            name += f" ({self.catalogue.breakdowns[part].name(self.language).lower()})"
        _add(self.titles, column + 0.01, top + _TITLE / 2 + 4, "<br>".join(map(escaped, wrapped(name, 27, lines=3))))
        self.floor["x"] += [left, right, None]
        self.floor["y"] += [top - _CELL, top - _CELL, None]
        _add(self.ends["left"], left, top - _CELL - 9, str(self.years[0]))
        _add(self.ends["right"], right, top - _CELL - 9, str(self.years[1]))

    def drawing(self) -> Drawing:
        """Return the gathered cells as one figure."""
        rows = -(-self.count // _COLUMNS_OF_CELLS) or 1
        height = rows * (_TITLE + _CELL + _FOOT)
        traces: list[dict[str, Any]] = [stroke(self.floor["x"], self.floor["y"], LINE, width=1)]
        if self.since:
            traces.append(
                stroke(self.day["x"], self.day["y"], MUTED, width=1, dash="dash")
                | {"hovertext": self.day["hover"], "hoverinfo": "text"}
            )
        for key, line in self.line.items():
            points, goals = self.lines[key], self.goals[key]
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines+markers",
                    "x": points["x"],
                    "y": points["y"],
                    "connectgaps": False,
                    "line": {"color": line.colour, "width": 2, "dash": line.dash},
                    "marker": {"size": 6, "symbol": line.symbol, "color": line.colour},
                    "hovertext": points["hover"],
                    "hoverinfo": "text",
                }
            )
            if goals["x"]:
                traces.append(
                    {
                        "type": "scatter",
                        "mode": "markers",
                        "x": goals["x"],
                        "y": goals["y"],
                        "marker": {
                            "size": 9,
                            "symbol": f"{line.symbol}-open",
                            "color": line.colour,
                            "line": {"width": 1.5, "color": line.colour},
                        },
                        "hovertext": goals["hover"],
                        "hoverinfo": "text",
                    }
                )
        traces.append(texts(**self.titles, size=11, position="middle right", colour=INK))
        traces.append(texts(**self.ends["left"], size=10, position="middle right", colour=MUTED))
        traces += [
            texts(**self.ends[side], size=10, position="middle left", colour=MUTED)
            for side in ("right", "bottom", "top")
        ]
        return Drawing(
            traces,
            {
                "height": height + 10,
                "meta": {"breaks": [10 + (row + 1) * (_TITLE + _CELL + _FOOT) for row in range(rows)]},
                "xaxis": hidden_axis(0, _COLUMNS_OF_CELLS),
                "yaxis": hidden_axis(-height, 10),
            },
        )


def _points(words: str) -> Points:
    return {"x": [], "y": [], words: []}


def _add(points: Points, x: float | None, y: float | None, words: str | None) -> None:
    _extend(points, [(x, y, words)])


def _extend(points: Points, more: Iterable[tuple[float | None, float | None, str | None]]) -> None:
    for column, values in zip(points.values(), zip(*more, strict=True), strict=True):
        column.extend(values)
