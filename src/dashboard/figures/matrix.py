"""Provinces against years: one indicator's values coloured by status, or one sector's share on course."""

from typing import Any

import polars as pl

from dashboard.figures.drawing import NO_SHARE, Drawing, axis, escaped, share_scale
from dashboard.figures.ways import hover_text
from dashboard.mart.rows import AssessedRow
from dashboard.method import STATUS, STATUSES, WITHHELD
from dashboard.notation import NO_VALUE, number, share, wrapped
from dashboard.reference.catalogue import Catalogue, Indicator
from dashboard.words.translations import translator


def value_matrix(frame: pl.DataFrame, indicator: Indicator, catalogue: Catalogue, *, language: str) -> Drawing:
    """Draw province × year of one indicator and breakdown: value, sign of the status, tint of the status."""
    steps = len(STATUSES)
    scale: list[list[Any]] = []
    for position, status in enumerate(STATUSES):
        scale += [[position / steps, STATUS[status].tint], [(position + 1) / steps, STATUS[status].tint]]

    def cell(row: AssessedRow) -> tuple[float, str, str]:
        if row["actual"] is None:
            text = NO_VALUE
        elif indicator.kind == "levels":
            level = indicator.levels[int(row["actual"])].name(language)
            text = "<br>" + "<br>".join(map(escaped, wrapped(level, 10, lines=3)))
        else:
            text = number(row["actual"], decimals=indicator.decimals, language=language)
        if row["preliminary"]:
            estimate = translator(language)("ước")
            text = (
                f"{estimate}{text}" if text.startswith("<br>") else f"{estimate}<br>{text}"
            )  # a line more fits a phone
        return (
            STATUSES.index(row["status"]) + 0.5,
            f"{STATUS[row['status']].sign} {text}",
            hover_text(row, catalogue, language),
        )

    colours = {"zmin": 0, "zmax": steps, "colorscale": scale}
    return _matrix(frame, cell, colours, catalogue, language, has_words=indicator.kind == "levels")


def share_matrix(frame: pl.DataFrame, catalogue: Catalogue, *, language: str) -> Drawing:
    """Draw province × year of one sector: ``on_course``, ``assessable``, ``not_assessable``, ``share``."""
    say = translator(language)
    scale = share_scale((0, "#e79a95"), (0.35, "#f3c4c1"), (0.6, "#f6dcb6"), (0.8, "#cfe8e4"), (1, "#9fd3cb"))

    def cell(row: dict[str, Any]) -> tuple[float, str, str]:
        right = say("{good} trong {all} chỉ tiêu đánh giá được đang đúng hướng")
        left = say("{count} chưa đánh giá được").format(count=row["not_assessable"])
        name = f"<b>{escaped(catalogue.province[row['province']].name(language))}, {row['year']}</b>"
        hover = f"{name}<br>{right.format(good=row['on_course'], all=row['assessable'])}<br>{left}"
        if not row["assessable"]:
            return NO_SHARE, NO_VALUE, f"{name}<br>{left}"
        part = f"{row['on_course']}/{row['assessable']}"
        if row["share"] is None:
            return NO_SHARE, part, f"{hover}<br>{say(WITHHELD)}"
        return row["share"], f"{share(row['share'], language=language)}<br>{part}", hover

    return _matrix(frame, cell, scale, catalogue, language)


def _matrix(
    frame: pl.DataFrame,
    cell: Any,
    colours: dict[str, Any],
    catalogue: Catalogue,
    language: str,
    *,
    has_words: bool = False,
) -> Drawing:
    provinces = [p for p in catalogue.provinces if p.id in set(frame["province"])]
    years = sorted(set(frame["year"]))
    found = {(row["province"], row["year"]): cell(row) for row in frame.iter_rows(named=True)}
    grid = [[found.get((p.id, year), (None, "", "")) for year in years] for p in provinces]
    height = 72 if has_words else 44 if len(provinces) <= 12 else 28
    return Drawing(
        [
            {
                "type": "heatmap",
                "x": [str(year) for year in years],
                "y": [f"{escaped(p.name(language))} " for p in provinces],
                "z": [[entry[0] for entry in line] for line in grid],
                "text": [[entry[1] for entry in line] for line in grid],
                "hovertext": [[entry[2] for entry in line] for line in grid],
                "texttemplate": "%{text}",
                "textfont": {"size": 11 if has_words else 12},
                "hoverinfo": "text",
                **colours,
                "showscale": False,
                "xgap": 3,
                "ygap": 3,
            }
        ],
        {
            "height": height * len(provinces) + 34,
            "meta": {"least": 90 + 66 * len(years) if has_words else 0},
            "margin": {"l": 0, "r": 0, "t": 28, "b": 4},
            "xaxis": axis(side="top", type="category", tickfont={"size": 12}),
            "yaxis": axis(autorange="reversed", tickfont={"size": 13}, automargin=True),
        },
    )
