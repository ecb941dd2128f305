"""Actual against target: a bar per series on its indicator's own scale, the target and the expected value as ticks."""

import math
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any, Literal

from dashboard.figures.drawing import INK, MOST_PROVINCES, MUTED, TRACK, Drawing, coloured, escaped, hidden_axis, texts
from dashboard.mart.rows import ShownRow
from dashboard.method import ON_COURSE, STATUS
from dashboard.notation import measured, number, signed, status_word, wrapped
from dashboard.reference.catalogue import Catalogue, Indicator
from dashboard.words.translations import translator

Row = ShownRow
"""An assessed row by column."""

_GUTTERS = {"left": 92, "right": 124}  # the words' room on both sides of the bar, in pixels
_NAME_LINE, _ROW, _LEVEL_ROW, _GAP = 18, 36, 48, 16  # heights in pixels
_LEAST_SPREAD = 0.1  # values closer than this share of the largest are not pulled farther apart


def bullets(assessed: Iterable[Row], catalogue: Catalogue, *, language: str) -> Drawing:
    """Draw one year's assessed rows, a block per indicator; rows that have neither actual nor target are left out.

    Args:
        assessed: Rows of ``queries.shown`` of one year, in catalogue order.
        catalogue: Names, units and scales.
        language: ``vi`` or ``en``.
    """
    rows = [row for row in assessed if row["actual"] is not None or row["target"] is not None]
    draw = _strips if len({row["province"] for row in rows}) > MOST_PROVINCES else _bars
    page = _Page(catalogue, language)
    for id_, members in groupby(rows, itemgetter("indicator")):
        block = list(members)
        indicator = catalogue.indicator[id_]
        scale = Scale(indicator, block)
        page.heading(indicator, scale)
        draw(page, indicator, scale, block)
        page.skip(_GAP)
        page.breaks.append(round(-page.y))
    return page.drawing()


class Scale:
    """The part of the number line an indicator is drawn on; it starts at zero unless all values lie far from it."""

    def __init__(self, indicator: Indicator, block: list[Row]) -> None:
        """Fit the scale to everything the block shows."""
        if indicator.kind == "levels":
            self.low, self.high = -1.0, float(len(indicator.levels) - 1)
            return
        shown = [value for row in block for value in (row["actual"], row["target"], row["expected"], row["upper"])]
        values = [value for value in shown if value is not None]
        low, high = min(values), max(values)
        spread = max(high - low, _LEAST_SPREAD * abs(high)) or 1.0
        if 0 <= low <= 0.6 * high or low - spread / 2 <= 0 <= low:
            self.low, self.high = 0.0, high * 1.06 or 1.0
        else:
            step = 10 ** math.floor(math.log10(spread))
            self.low = math.floor((low - 0.25 * spread) / step) * step
            self.high = high + 0.06 * spread
        if indicator.maximum is not None and high <= indicator.maximum:
            self.high = min(self.high, indicator.maximum)

    @property
    def decimals(self) -> int:
        """How many decimals tell the ends apart."""
        return max(0, 1 - math.floor(math.log10(self.high - self.low)))

    def place(self, value: float) -> float:
        """Return where the value stands, 0 to 1."""
        return (value - self.low) / (self.high - self.low)


class _Page:
    """The traces while they are gathered, and how far down the page the next one comes."""

    def __init__(self, catalogue: Catalogue, language: str) -> None:
        self.catalogue, self.language, self.say = catalogue, language, translator(language)
        self.y = 0.0
        self.breaks: list[int] = []
        self.words: dict[str, dict[str, list[Any]]] = {
            kind: {"x": [], "y": [], "text": []} for kind in ("name", "scale", "unit", "row", "value")
        }
        self.bars: dict[str, list[Any]] = {key: [] for key in ("x", "y", "colour", "hover")}
        self.tracks: list[float] = []
        self.dots: dict[str, list[Any]] = {key: [] for key in ("x", "y", "colour", "hover")}
        self.targets: dict[str, list[float]] = {"x": [], "y": []}
        self.expected: dict[str, list[float]] = {"x": [], "y": []}

    def skip(self, pixels: float) -> None:
        self.y -= pixels

    def write(self, kind: str, x: float, y: float, text: str) -> None:
        self.words[kind]["x"].append(x)
        self.words[kind]["y"].append(y)
        self.words[kind]["text"].append(text)

    def heading(self, indicator: Indicator, scale: Scale) -> None:
        arrow = {"increase": "↑", "decrease": "↓", "keep": "↔"}[indicator.direction]
        lines = wrapped(indicator.name(self.language), 50)
        for position, line in enumerate(lines):
            text = f"<b>{escaped(line)}</b>" + (f" {coloured(arrow, MUTED)}" if position == len(lines) - 1 else "")
            self.write("name", 0, self.y - _NAME_LINE / 2, text)
            self.skip(_NAME_LINE)
        if indicator.kind == "number":
            low, high = (number(v, decimals=scale.decimals, language=self.language) for v in (scale.low, scale.high))
            self.write("scale", 0, self.y - 7, low)
            unit = escaped(self.catalogue.units[indicator.unit].name(self.language))
            self.write("unit", 0.93, self.y - 7, f"{high} {unit}")
            self.skip(14)

    def drawing(self) -> Drawing:
        bottom = min(self.y, -60.0)
        styles = (
            ("name", 13, "middle right", INK),
            ("scale", 10, "middle center", MUTED),
            ("unit", 10, "middle right", MUTED),
            ("row", 11, "middle left", INK),
            ("value", 11, "middle right", INK),
        )
        traces = [
            {
                "type": "bar",
                "orientation": "h",
                "x": [1] * len(self.tracks),
                "y": self.tracks,
                "width": 14,
                "marker": {"color": TRACK, "line": {"width": 0}},
                "hoverinfo": "skip",
            },
            {
                "type": "bar",
                "orientation": "h",
                "x": self.bars["x"],
                "y": self.bars["y"],
                "width": 14,
                "marker": {"color": self.bars["colour"], "line": {"width": 0}},
                "hovertext": self.bars["hover"],
                "hoverinfo": "text",
            },
            _markers(self.dots["x"], self.dots["y"], symbol="circle", size=10, colour=self.dots["colour"], line=1)
            | {"hovertext": self.dots["hover"], "hoverinfo": "text"},
            _markers(self.expected["x"], self.expected["y"], symbol="line-ns", size=12, colour=MUTED, line=1.5),
            _markers(self.targets["x"], self.targets["y"], symbol="line-ns", size=20, colour=INK, line=3),
            *(
                texts(**self.words[kind], size=size, position=position, colour=colour)
                | ({"xaxis": "x2"} if kind == "name" else {})
                for kind, size, position, colour in styles
            ),
        ]
        return Drawing(
            [trace for trace in traces if trace["x"]] or traces[:1],
            {
                "height": round(-bottom),
                "barmode": "overlay",
                "meta": {"gutters": _GUTTERS, "breaks": self.breaks},
                "xaxis": hidden_axis(-0.5, 1.7),  # how it looks on a page of middling width; see ``Drawing``
                "xaxis2": {**hidden_axis(0, 1), "overlaying": "x"},  # names begin at the left edge
                "yaxis": hidden_axis(bottom, 0),
            },
        )


def _bars(page: _Page, indicator: Indicator, scale: Scale, block: list[Row]) -> None:
    many_parts = len({row["breakdown"] for row in block}) > 1
    height = _LEVEL_ROW if indicator.kind == "levels" else _ROW
    for row in block:
        y = page.y - height / 2
        page.tracks.append(y)
        if row["actual"] is not None:
            page.bars["x"].append(max(scale.place(row["actual"]), 0.004))
            page.bars["y"].append(y)
            page.bars["colour"].append(STATUS[row["status"]].colour)
            page.bars["hover"].append(hover_text(row, page.catalogue, page.language))
        _ticks(page, scale, row, y)
        province = escaped(page.catalogue.province[row["province"]].name(page.language))
        if many_parts or row["breakdown"] != "total":
            part = page.catalogue.breakdowns[row["breakdown"]].name(page.language)
            province += "<br>" + coloured(escaped(wrapped(part, 13, lines=1)[0]), MUTED)
        page.write("row", -0.03, y, province)
        page.write("value", 1.03, y, _value_text(row, indicator, page))
        page.skip(height)


def _strips(page: _Page, indicator: Indicator, scale: Scale, block: list[Row]) -> None:
    """Draw many provinces as dots on one line a breakdown."""
    for part, members in groupby(sorted(block, key=itemgetter("breakdown")), itemgetter("breakdown")):
        rows = list(members)
        y = page.y - _ROW / 2
        page.tracks.append(y)
        on_course = 0
        for row in rows:
            if row["actual"] is not None:
                page.dots["x"].append(scale.place(row["actual"]))
                page.dots["y"].append(y)
                page.dots["colour"].append(STATUS[row["status"]].colour)
                page.dots["hover"].append(hover_text(row, page.catalogue, page.language))
            on_course += row["status"] in ON_COURSE
        page.write(
            "row", -0.03, y, escaped(wrapped(page.catalogue.breakdowns[part].name(page.language), 15, lines=1)[0])
        )
        page.write("value", 1.03, y, page.say("{good}/{all} tỉnh đúng hướng").format(good=on_course, all=len(rows)))
        page.skip(_ROW)


def _ticks(page: _Page, scale: Scale, row: Row, y: float) -> None:
    if row["target"] is not None:
        page.targets["x"].append(scale.place(row["target"]))
        page.targets["y"].append(y)
    if row["expected"] is not None and row["expected"] != row["target"]:
        page.expected["x"].append(min(max(scale.place(row["expected"]), 0), 1))
        page.expected["y"].append(y)


def _value_text(row: Row, indicator: Indicator, page: _Page) -> str:
    status = row["status"]
    named = status_word(status, page.language, preliminary=row["preliminary"])
    word = coloured(f"{STATUS[status].sign} {named}", STATUS[status].colour)
    if indicator.kind == "levels":
        level = measured(row["actual"], indicator, page.catalogue, language=page.language)
        shown = "<br>".join(escaped(line) for line in wrapped(level, 18))
    else:
        actual = number(row["actual"], decimals=indicator.decimals, language=page.language)
        shown = f"<b>{actual}</b>" + (f" / {escaped(row['printed_target'])}" if row["printed_target"] else "")
    return f"{shown}<br>{word}"


def hover_text(row: Row, catalogue: Catalogue, language: str) -> str:
    """Return everything behind one bar, a line each."""
    say = translator(language)
    indicator = catalogue.indicator[row["indicator"]]

    def value(column: Literal["actual", "expected"]) -> str:
        return escaped(measured(row[column], indicator, catalogue, language=language))

    part = "" if row["breakdown"] == "total" else f", {catalogue.breakdowns[row['breakdown']].name(language)}"
    lines = [
        f"<b>{escaped(catalogue.province[row['province']].name(language) + part)}, {row['year']}</b>",
        f"{STATUS[row['status']].sign} {status_word(row['status'], language, preliminary=row['preliminary'])}",
        f"{say('Thực hiện')}: {value('actual')}",
    ]
    if row["printed_target"]:
        lines.append(f"{say('Mục tiêu in')} {row['milestone']}: {escaped(row['printed_target'])}")
    if row["expected"] is not None:
        lines.append(f"{say('Mức cần có theo lộ trình')}: {value('expected')}")
    if row["gap"] is not None:
        lines.append(f"{say('Khoảng cách')}: {signed(row['gap'], decimals=indicator.decimals + 1, language=language)}")
    if row["pace"] is not None:
        lines.append(f"{say('Tiến độ')}: {number(row['pace'], language=language)}")
    return "<br>".join(lines)


def _markers(x: list[float], y: list[float], *, symbol: str, size: int, colour: Any, line: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": x,
        "y": y,
        "marker": {
            "symbol": symbol,
            "size": size,
            "color": colour,
            "line": {"width": line, "color": "#ffffff" if symbol == "circle" else colour},
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
