"""One indicator in one province through the years: actuals, milestones, the path between them, the projection."""

from typing import Any

import polars as pl

from dashboard.figures.drawing import INK, LINE, MUTED, PROVINCE_COLOURS, Drawing, axis, escaped, stroke
from dashboard.figures.ways import hover_text
from dashboard.mart.rows import assessed_rows
from dashboard.method import STATUS
from dashboard.notation import measured
from dashboard.reference.catalogue import Catalogue, Indicator
from dashboard.words.translations import translator

_HEIGHT = 300
_SUPERSEDED = "#8b98a0"


def value_range(frames: list[pl.DataFrame], indicator: Indicator) -> tuple[float, float]:
    """Return the vertical range that shows all the frames' ``actual``, ``target``, ``anchor`` and ``projected`` alike."""
    if indicator.kind == "levels":
        return -0.4, len(indicator.levels) - 0.6
    values = [
        value
        for frame in frames
        for column in ("actual", "target", "anchor", "projected")
        if column in frame.columns
        for value in frame[column].drop_nulls()
    ]
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    pad = (high - low) * 0.14 or abs(high) * 0.1 or 1.0
    return (min(0.0, low) if 0 <= low < pad else low - pad), high + pad


def history(
    assessed: pl.DataFrame,
    actuals: pl.DataFrame,
    targets: pl.DataFrame,
    projection: pl.DataFrame,
    *,
    indicator: Indicator,
    catalogue: Catalogue,
    vertical: tuple[float, float],
    years: tuple[int, int],
    language: str,
) -> Drawing:
    """Draw one panel.

    Args:
        assessed: The province's rows of ``queries.assessed`` for one breakdown, over the years.
        actuals: Its rows of ``queries.actuals``, also those of years that are not assessed.
        targets: Its rows of ``queries.printed_targets``; those of superseded plans are drawn in grey.
        projection: Its row of ``queries.projections``, or none.
        indicator: What is drawn.
        catalogue: Names and units.
        vertical: The vertical range, shared by the panels.
        years: The horizontal range, shared by the panels.
        language: ``vi`` or ``en``.
    """
    say = translator(language)

    def shown(value: float) -> str:
        return escaped(measured(value, indicator, catalogue, language=language))

    judged = {row["year"]: row for row in assessed_rows(assessed)}
    points = actuals.sort("year").drop_nulls("actual")
    path = assessed.drop_nulls("expected").sort("year")
    traces: list[dict[str, Any]] = [
        stroke(path["year"].to_list(), path["expected"].to_list(), MUTED, width=1.5, dash="dot")
        | {
            "hovertext": [
                f"{say('Mức cần có theo lộ trình')} {y}: <b>{shown(v)}</b>"
                for y, v in path.select("year", "expected").iter_rows()
            ],
            "hoverinfo": "text",
        },
        stroke(points["year"].to_list(), points["actual"].to_list(), PROVINCE_COLOURS[0], width=2.5),
    ]
    for row in projection.iter_rows(named=True):
        traces.append(
            stroke(
                [row["last_year"], row["milestone"]],
                [row["last_value"], row["projected"]],
                PROVINCE_COLOURS[0],
                width=1.5,
                dash="dash",
            )
            | {
                "mode": "lines+markers",
                "marker": {"size": [0, 7], "symbol": "circle-open", "color": PROVINCE_COLOURS[0]},
                "hovertext": ["", f"{say('Dự phóng')} {row['milestone']}: <b>{shown(row['projected'])}</b>"],
                "hoverinfo": "text",
            }
        )
    colours = [STATUS[judged[y]["status"]].colour if y in judged else MUTED for y in points["year"]]
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": points["year"].to_list(),
            "y": points["actual"].to_list(),
            "marker": {"size": 10, "color": colours, "line": {"width": 1.5, "color": "#ffffff"}},
            "hovertext": [
                hover_text(judged[y], catalogue, language) if y in judged else f"{y}: <b>{shown(v)}</b>"
                for y, v in points.select("year", "actual").iter_rows()
            ],
            "hoverinfo": "text",
        }
    )
    for in_force, colour in ((False, _SUPERSEDED), (True, INK)):
        goals = targets.filter((pl.col("in_force") == in_force) & pl.col("anchor").is_not_null())
        word = say("Mục tiêu") if in_force else say("Kế hoạch đã thay thế")
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text" if in_force else "markers",
                "x": goals["year"].to_list(),
                "y": goals["anchor"].to_list(),
                "text": [escaped(text) if len(text) < 16 else "" for text in goals["printed"]],
                "textposition": "top center",
                "textfont": {"size": 11, "color": INK},
                "marker": {
                    "size": 11,
                    "symbol": "diamond-open" if in_force else "x-thin-open",
                    "color": colour,
                    "line": {"width": 2, "color": colour},
                },
                "hovertext": [
                    f"{word} {y}: <b>{escaped(text)}</b>" for y, text in goals.select("year", "printed").iter_rows()
                ],
                "hoverinfo": "text",
                "cliponaxis": False,
            }
        )
    vertical_axis: dict[str, Any] = {
        "range": list(vertical),
        "tickfont": {"size": 11, "color": MUTED},
        "automargin": True,
    }
    if indicator.kind == "levels":
        vertical_axis |= {
            "tickmode": "array",
            "tickvals": list(range(len(indicator.levels))),
            "ticktext": [escaped(level.name(language)) for level in indicator.levels],
        }
    else:
        vertical_axis |= {"nticks": 5, "separatethousands": True}
    return Drawing(
        [trace for trace in traces if trace["x"]] or traces[:1],
        {
            "height": _HEIGHT,
            "margin": {"l": 40, "r": 14, "t": 18, "b": 26},
            "separators": ",." if language == "vi" else ".,",
            "xaxis": axis(
                range=[years[0] - 0.6, years[1] + 0.7],
                tickformat="d",
                nticks=6,
                tickfont={"size": 11, "color": MUTED},
                showline=True,
                linecolor=LINE,
            ),
            "yaxis": axis(showgrid=True, gridcolor="#eef2f4", **vertical_axis),
        },
    )
