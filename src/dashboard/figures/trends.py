"""Trends as small multiples: every indicator in a cell of one pair of axes, which draws many times faster than subplots."""

from collections.abc import Callable
from itertools import groupby
from operator import itemgetter
from statistics import median
from typing import Any

import polars as pl

from dashboard.catalogue import Catalogue, Indicator
from dashboard.figures.drawing import (
    INK,
    LINE,
    MOST_PROVINCES,
    MUTED,
    PROVINCE_COLOURS,
    PROVINCE_SYMBOLS,
    Drawing,
    escaped,
    hidden_axis,
    texts,
)
from dashboard.notation import measured, number, wrapped
from dashboard.words import translator

Row = dict[str, Any]
"""An assessed row by column."""

_COLUMNS = ("province", "indicator", "breakdown", "year", "actual", "target", "milestone", "printed_target")
_COLUMNS_OF_CELLS = 2
_CELL, _TITLE, _FOOT = 112, 46, 20  # heights in pixels
_LEFT, _RIGHT = 0.17, 0.05  # room at the sides of a cell, in widths of the cell


def trends(
    frame: pl.DataFrame, catalogue: Catalogue, *, provinces: list[str], years: tuple[int, int], language: str
) -> Drawing:
    """Draw the actuals of every series over the years, its milestones as hollow signs.

    Args:
        frame: Rows of ``queries.assessed`` over all years, in document order; levels are left out.
        catalogue: Names and units.
        provinces: Which provinces have a colour, in its order; the same for all figures of a page.
        years: First and last year of every cell.
        language: ``vi`` or ``en``.
    """
    sheet = _Sheet(catalogue, years, language, provinces)
    rows = [
        row
        for row in frame.select(_COLUMNS).rows(named=True)
        if years[0] <= row["year"] <= years[1]
        and (row["actual"] is not None or row["year"] == row["milestone"])
        and catalogue.indicator[row["indicator"]].kind == "number"
    ]
    for (indicator, part), members in groupby(rows, itemgetter("indicator", "breakdown")):
        sheet.cell(catalogue.indicator[indicator], part, list(members))
    return sheet.drawing()


class _Sheet:
    def __init__(self, catalogue: Catalogue, years: tuple[int, int], language: str, provinces: list[str]) -> None:
        self.catalogue, self.years, self.language = catalogue, years, language
        self.say = translator(language)
        self.names = {id_: catalogue.province[id_].name(language) for id_ in provinces}
        self.spread = len(provinces) > MOST_PROVINCES
        self.spread_lines: dict[str, tuple[str, Callable[[list[float]], float]]] = {
            "low": (self.say("thấp nhất"), min),
            "median": (self.say("trung vị các tỉnh"), median),
            "high": (self.say("cao nhất"), max),
        }
        self.lines: dict[str, dict[str, list[Any]]] = {
            key: {"x": [], "y": [], "hover": []} for key in (self.spread_lines if self.spread else provinces)
        }
        self.goals: dict[str, dict[str, list[Any]]] = {key: {"x": [], "y": [], "hover": []} for key in provinces}
        self.titles: dict[str, list[Any]] = {"x": [], "y": [], "text": []}
        self.ends: dict[str, dict[str, list[Any]]] = {
            side: {"x": [], "y": [], "text": []} for side in ("left", "right", "top", "bottom")
        }
        self.floor: dict[str, list[Any]] = {"x": [], "y": []}
        self.count = 0

    def cell(self, indicator: Indicator, part: str, block: list[Row]) -> None:
        """Put one indicator's part in the next cell."""
        column, row = self.count % _COLUMNS_OF_CELLS, self.count // _COLUMNS_OF_CELLS
        self.count += 1
        left, right = column + _LEFT, column + 1 - _RIGHT
        top = -row * (_TITLE + _CELL + _FOOT) - _TITLE
        goals = [row for row in block if row["year"] == row["milestone"] and row["target"] is not None]
        values = [row["actual"] for row in block if row["actual"] is not None] + [goal["target"] for goal in goals]
        least, most = min(values), max(values)
        pad = (most - least) * 0.12 or abs(most) * 0.1 or 1.0
        low, high = least - pad, most + pad
        first, last = self.years
        across, up = (right - left) / max(last - first, 1), _CELL / (high - low)

        def place(year: int, value: float) -> tuple[float, float]:
            return left + across * (year - first), top - _CELL + up * (value - low)

        self._label(indicator, part, column, left, right, top)
        for side, value in (("bottom", least), ("top", most)):
            shown = number(value, decimals=indicator.decimals, language=self.language)
            _add(self.ends[side], left - 0.02, place(first, value)[1], shown)

        def line(key: str, points: list[tuple[int, float]], label: str) -> None:
            for year, value in points:
                shown = measured(value, indicator, self.catalogue, language=self.language)
                _add(self.lines[key], *place(year, value), f"{label}, {year}: <b>{escaped(shown)}</b>", words="hover")
            _add(self.lines[key], None, None, None, words="hover")

        known = [row for row in block if row["actual"] is not None]
        if self.spread:
            by_year: dict[int, list[float]] = {}
            for row_ in known:
                by_year.setdefault(row_["year"], []).append(row_["actual"])
            for key, (word, pick) in self.spread_lines.items():
                line(key, [(year, pick(found)) for year, found in sorted(by_year.items())], word)
            return
        for province, rows in groupby(known, itemgetter("province")):
            line(province, [(row["year"], row["actual"]) for row in rows], self.names[province])
        for goal in goals:
            text = f"{self.names[goal['province']]}, {self.say('mục tiêu')} {goal['year']}: <b>{escaped(goal['printed_target'])}</b>"
            _add(self.goals[goal["province"]], *place(goal["year"], goal["target"]), text, words="hover")

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
        traces = [
            {"type": "scatter", "mode": "lines", **self.floor, "line": {"color": LINE, "width": 1}, "hoverinfo": "skip"}
        ]
        for position, (key, points) in enumerate(self.lines.items()):
            colour = _spread_colour(key) if self.spread else PROVINCE_COLOURS[position]
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines+markers",
                    "x": points["x"],
                    "y": points["y"],
                    "connectgaps": False,
                    "line": {
                        "color": colour,
                        "width": 2,
                        "dash": "dot" if self.spread and key != "median" else "solid",
                    },
                    "marker": {"size": 6, "symbol": PROVINCE_SYMBOLS[position], "color": colour},
                    "hovertext": points["hover"],
                    "hoverinfo": "text",
                }
            )
            if not self.spread and self.goals[key]["x"]:
                goals = self.goals[key]
                traces.append(
                    {
                        "type": "scatter",
                        "mode": "markers",
                        "x": goals["x"],
                        "y": goals["y"],
                        "marker": {
                            "size": 9,
                            "symbol": f"{PROVINCE_SYMBOLS[position]}-open",
                            "color": colour,
                            "line": {"width": 1.5, "color": colour},
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
            {"height": height + 10, "xaxis": hidden_axis(0, _COLUMNS_OF_CELLS), "yaxis": hidden_axis(-height, 10)},
        )


def province_key(provinces: list[str]) -> dict[str, tuple[str, str]]:
    """Return the colour and the sign's name of each province, as the pictures use them; empty where there are too many."""
    if len(provinces) > MOST_PROVINCES:
        return {}
    return {id_: (PROVINCE_COLOURS[i], PROVINCE_SYMBOLS[i]) for i, id_ in enumerate(provinces)}


def _spread_colour(key: str) -> str:
    return INK if key == "median" else MUTED


def _add(points: dict[str, list[Any]], x: Any, y: Any, text: Any, *, words: str = "text") -> None:
    points["x"].append(x)
    points["y"].append(y)
    points[words].append(text)
