"""Trends as small multiples: every indicator in a cell of one pair of axes, which draws many times faster than subplots."""

from typing import Any

import polars as pl

from dashboard.catalogue import Catalogue
from dashboard.figures.drawing import (
    INK,
    LINE,
    MOST_PROVINCES,
    MUTED,
    PROVINCE_COLOURS,
    PROVINCE_SYMBOLS,
    TRACK,
    Drawing,
    escaped,
    hidden_axis,
    texts,
)
from dashboard.notation import measured, number, wrapped
from dashboard.words import translator

_COLUMNS = 2
_CELL, _TITLE, _FOOT = 118, 36, 18  # heights in pixels
_INSET = 0.06  # room at the sides of a cell, in widths of the cell


def trends(frame: pl.DataFrame, catalogue: Catalogue, *, years: tuple[int, int], language: str) -> Drawing:
    """Draw the actuals of every series over the years, its milestones as hollow signs.

    Args:
        frame: Rows of ``queries.assessed`` over all years, in document order; levels are left out.
        catalogue: Names and units.
        years: First and last year of every cell.
        language: ``vi`` or ``en``.
    """
    numbers = frame.filter(
        pl.col("indicator").is_in([i.id for i in catalogue.indicators if i.kind == "number"])
        & pl.col("year").is_between(*years)
        & (pl.col("actual").is_not_null() | (pl.col("year") == pl.col("milestone")))
    )
    provinces = numbers["province"].unique(maintain_order=True).to_list()
    sheet = _Sheet(catalogue, years, language, provinces)
    for (indicator, part), block in numbers.group_by(["indicator", "breakdown"], maintain_order=True):
        sheet.cell(str(indicator), str(part), block)
    return sheet.drawing()


class _Sheet:
    def __init__(self, catalogue: Catalogue, years: tuple[int, int], language: str, provinces: list[str]) -> None:
        self.catalogue, self.years, self.language = catalogue, years, language
        self.spread = len(provinces) > MOST_PROVINCES
        self.lines: dict[str, dict[str, list[Any]]] = {
            key: {"x": [], "y": [], "hover": []} for key in (("low", "median", "high") if self.spread else provinces)
        }
        self.goals: dict[str, dict[str, list[Any]]] = {key: {"x": [], "y": [], "hover": []} for key in provinces}
        self.titles: dict[str, list[Any]] = {"x": [], "y": [], "text": []}
        self.ends: dict[str, dict[str, list[Any]]] = {
            side: {"x": [], "y": [], "text": []} for side in ("left", "right", "top", "bottom")
        }
        self.floor: dict[str, list[Any]] = {"x": [], "y": []}
        self.count = 0

    def cell(self, id_: str, part: str, block: pl.DataFrame) -> None:
        """Put one indicator's part in the next cell."""
        indicator = self.catalogue.indicator[id_]
        column, row = self.count % _COLUMNS, self.count // _COLUMNS
        self.count += 1
        left, right = column + _INSET, column + 1 - _INSET
        top = -row * (_TITLE + _CELL + _FOOT) - _TITLE
        values = pl.concat([block["actual"].drop_nulls(), block["target"].drop_nulls()])
        low, high = float(values.min()), float(values.max())  # type: ignore[arg-type]  # a cell has a value
        pad = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
        low, high = low - pad, high + pad

        def place(year: int, value: float) -> tuple[float, float]:
            first, last = self.years
            x = left + (right - left) * (year - first) / max(last - first, 1)
            return x, top - _CELL + _CELL * (value - low) / (high - low)

        name = indicator.name(self.language)
        if part != "total":
            name += f" ({self.catalogue.breakdowns[part].name(self.language).lower()})"
        _add(self.titles, left, top + _TITLE - 15, "<br>".join(map(escaped, wrapped(name, 38))))
        self.floor["x"] += [left, right, None]
        self.floor["y"] += [top - _CELL, top - _CELL, None]
        _add(self.ends["left"], left, top - _CELL - 9, str(self.years[0]))
        _add(self.ends["right"], right, top - _CELL - 9, str(self.years[1]))

        def line(key: str, points: list[tuple[int, float]], label: str) -> None:
            for year, value in points:
                x, y = place(year, value)
                shown = measured(value, indicator, self.catalogue, language=self.language)
                _add(self.lines[key], x, y, f"{label}, {year}: <b>{escaped(shown)}</b>", words="hover")
            _add(self.lines[key], None, None, None, words="hover")

        actuals = block.drop_nulls("actual")
        if self.spread:
            self._spread(actuals, line)
            return
        for (province,), rows in block.group_by(["province"], maintain_order=True):
            label = self.catalogue.province[str(province)].name(self.language)
            known = rows.drop_nulls("actual")
            line(str(province), list(zip(known["year"], known["actual"], strict=True)), label)
            for goal in rows.filter((pl.col("year") == pl.col("milestone")) & pl.col("target").is_not_null()).iter_rows(named=True):
                x, y = place(goal["year"], goal["target"])
                text = f"{label}, {translator(self.language)('mục tiêu')} {goal['year']}: <b>{escaped(goal['printed_target'])}</b>"
                _add(self.goals[str(province)], x, y, text, words="hover")

    def _spread(self, actuals: pl.DataFrame, line: Any) -> None:
        say = translator(self.language)
        by_year = actuals.group_by("year").agg(
            pl.col("actual").min().alias("low"), pl.col("actual").median().alias("median"), pl.col("actual").max().alias("high")
        )
        words = {"low": say("thấp nhất"), "median": say("trung vị các tỉnh"), "high": say("cao nhất")}
        for key, label in words.items():
            line(key, list(by_year.sort("year").select("year", key).iter_rows()), label)

    def drawing(self) -> Drawing:
        """Return the gathered cells as one figure."""
        rows = -(-self.count // _COLUMNS) or 1
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
                    "line": {"color": colour, "width": 2, "dash": "dot" if self.spread and key != "median" else "solid"},
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
        traces.append(texts(**self.titles, size=12, position="middle right", colour=INK))
        traces.append(texts(**self.ends["left"], size=10, position="middle right", colour=MUTED))
        traces.append(texts(**self.ends["right"], size=10, position="middle left", colour=MUTED))
        return Drawing(
            traces, {"height": height, "xaxis": hidden_axis(0, _COLUMNS), "yaxis": hidden_axis(-height, 0)}
        )


def province_legend(provinces: list[str], catalogue: Catalogue, language: str) -> list[tuple[str, str]]:
    """Return (name, colour) of each province in the order the pictures use; empty where there are too many."""
    if len(provinces) > MOST_PROVINCES:
        return []
    return [(catalogue.province[id_].name(language), PROVINCE_COLOURS[i]) for i, id_ in enumerate(provinces)]


def _spread_colour(key: str) -> str:
    return INK if key == "median" else MUTED


def _add(points: dict[str, list[Any]], x: Any, y: Any, text: Any, *, words: str = "text") -> None:
    points["x"].append(x)
    points["y"].append(y)
    points[words].append(text)
