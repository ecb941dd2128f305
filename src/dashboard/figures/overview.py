"""The overview's pictures: counts per status by province, and the share on course by sector and province."""

from collections.abc import Callable
from typing import Any

import polars as pl

from dashboard.figures.drawing import (
    INK,
    LINE,
    LINK,
    MOST_PROVINCES,
    MUTED,
    NO_SHARE,
    TRACK,
    Drawing,
    axis,
    coloured,
    escaped,
    share_scale,
    stroke,
    texts,
)
from dashboard.method import RED_STATUSES, STATUS, STATUSES, WITHHELD
from dashboard.notation import NO_VALUE, share, wrapped
from dashboard.reference.catalogue import Catalogue, Sector
from dashboard.words.translations import translator


def status_bars(counts: pl.DataFrame, catalogue: Catalogue, *, language: str) -> Drawing:
    """Draw a bar per province with a part per status, each with its sign and count; of many, those with the most red first.

    Args:
        counts: ``province``, ``status``, ``rows``; one row a pair.
        catalogue: Names.
        language: ``vi`` or ``en``.
    """
    say = translator(language)
    provinces = [p.id for p in catalogue.provinces if p.id in set(counts["province"])]
    totals = dict(counts.group_by("province").agg(pl.col("rows").sum()).iter_rows())
    found = {(row["province"], row["status"]): row["rows"] for row in counts.iter_rows(named=True)}
    if len(provinces) > MOST_PROVINCES:
        red = {id_: sum(found.get((id_, status), 0) for status in RED_STATUSES) / totals[id_] for id_ in provinces}
        provinces.sort(key=lambda id_: -red[id_])
    names = [f"{escaped(catalogue.province[id_].name(language))}  " for id_ in provinces]
    traces = []
    for status in STATUSES:
        rows = [found.get((id_, status), 0) for id_ in provinces]
        parts = [rows_ / totals[id_] if totals[id_] else 0 for id_, rows_ in zip(provinces, rows, strict=True)]
        word = say(STATUS[status].word)
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": f"{STATUS[status].sign} {word}",
                "y": names,
                "x": parts,
                "marker": {"color": STATUS[status].shade, "line": {"color": "#ffffff", "width": 1.5}},
                "text": [
                    f"{STATUS[status].sign} {n}" if part >= 0.07 else (str(n) if part >= 0.03 else "")
                    for n, part in zip(rows, parts, strict=True)
                ],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "textfont": {"size": 12, "color": INK if STATUS[status].with_dark_words else "#ffffff"},
                "hovertext": [
                    f"{name.strip()}: <b>{n}</b> {word.lower()}" for name, n in zip(names, rows, strict=True)
                ],
                "hoverinfo": "text",
            }
        )
    row_height = 64 if len(provinces) <= 4 else 40 if len(provinces) <= 8 else 26
    return Drawing(
        traces,
        {
            "height": row_height * len(provinces) + 4,
            "barmode": "stack",
            "bargap": 0.32,
            "margin": {"l": 0, "r": 0, "t": 2, "b": 2},
            "xaxis": axis(range=[0, 1], showticklabels=False),
            "yaxis": axis(autorange="reversed", tickfont={"size": 13}, automargin=True),
        },
    )


def status_key(counts: pl.DataFrame, language: str) -> list[tuple[str, str]]:
    """Return the colour and the words of each status the bars show, in their order."""
    say = translator(language)
    found = set(counts["status"])
    return [(STATUS[s].shade, f"{STATUS[s].sign} {say(STATUS[s].word)}") for s in STATUSES if s in found]


def share_map(shares: pl.DataFrame, catalogue: Catalogue, *, language: str, link: Callable[[str], str]) -> Drawing:
    """Draw the share on course of each sector in each province; a sector's name leads to its page.

    Args:
        shares: ``sector``, ``province``, ``on_course``, ``assessable``, ``not_assessable``, ``share``.
        catalogue: Names and paths.
        language: ``vi`` or ``en``.
        link: Gives the address of a page that keeps the filters.
    """
    say = translator(language)
    provinces = [p for p in catalogue.provinces if p.id in set(shares["province"])]
    sectors = [s for s in catalogue.sectors if s.id in set(shares["sector"])]
    cells = {(row["sector"], row["province"]): row for row in shares.iter_rows(named=True)}
    colours, words, hovers = [], [], []
    for sector in sectors:
        row_colours, row_words, row_hovers = [], [], []
        for province in provinces:
            cell = cells.get((sector.id, province.id))
            value = cell["share"] if cell else None
            shade = NO_SHARE if cell is None or value is None else restrained(value, cell["assessable"])
            row_colours.append(shade)
            name = f"<b>{escaped(sector.name(language))}</b>, {escaped(province.name(language))}"
            if cell is None:
                row_words.append("")
                row_hovers.append(f"{name}<br>{say('không có chỉ tiêu')}")
                continue
            left = say("{count} chưa đánh giá được").format(count=cell["not_assessable"])
            if not cell["assessable"]:
                row_words.append(NO_VALUE)
                row_hovers.append(f"{name}<br>{left}")
                continue
            part = coloured(f"{cell['on_course']}/{cell['assessable']}", _on(shade))
            right = say("{good} trong {all} chỉ tiêu đánh giá được đang đúng hướng")
            hover = f"{name}<br>{right.format(good=cell['on_course'], all=cell['assessable'])}<br>{left}"
            if value is None:
                row_words.append(part)
                row_hovers.append(f"{hover}<br>{say(WITHHELD)}")
                continue
            row_words.append(f"<b>{share(value, language=language)}</b><br>{part}")
            row_hovers.append(hover)
        colours.append(row_colours)
        words.append(row_words)
        hovers.append(row_hovers)
    return Drawing(
        [
            {
                "type": "heatmap",
                "z": colours,
                "x": [escaped(p.name(language)).replace(" ", "<br>") for p in provinces],
                "y": list(range(len(sectors))),
                **share_scale((0, "#b91c1c"), (0.35, "#e5a3a0"), (0.6, "#f3e3c3"), (0.8, "#a7d3cd"), (1, "#0f766e")),
                "showscale": False,
                "xgap": 3,
                "ygap": 3,
                "text": words,
                "texttemplate": "%{text}",
                "textfont": {"size": 12},
                "hovertext": hovers,
                "hoverinfo": "text",
                "hoverongaps": True,
            }
        ],
        {
            "height": 46 * len(sectors) + 44,
            "margin": {"l": 138, "r": 0, "t": 40, "b": 4},
            "plot_bgcolor": "#f1f5f9",
            "xaxis": axis(side="top", tickfont={"size": 12}),
            "yaxis": _sector_axis(sectors, language, link, autorange="reversed"),
        },
    )


def share_strips(shares: pl.DataFrame, catalogue: Catalogue, *, language: str, link: Callable[[str], str]) -> Drawing:
    """Draw the same for many provinces: a line a sector from 0 to 100 per cent, a dot a province, the ends named.

    A province whose share is withheld has no dot; how many there are is said.

    Args:
        shares: As for ``share_map``.
        catalogue: Names and paths.
        language: ``vi`` or ``en``.
        link: Gives the address of a page that keeps the filters.
    """
    say = translator(language)
    sectors = [s for s in catalogue.sectors if s.id in set(shares["sector"])]
    dots: dict[str, list[Any]] = {key: [] for key in ("x", "y", "hover", "colour", "size")}
    words: dict[str, list[Any]] = {key: [] for key in ("x", "y", "text")}
    lines: dict[str, list[float | None]] = {"x": [], "y": []}
    for place, sector in enumerate(sectors):
        y = float(place)
        lines["x"] += [0.0, 1.0, None]
        lines["y"] += [y, y, None]
        rows = shares.filter(pl.col("sector") == sector.id).sort("share", nulls_last=True, maintain_order=True)
        known = rows.filter(pl.col("share").is_not_null())
        for row in known.iter_rows(named=True):
            name = escaped(catalogue.province[row["province"]].name(language))
            right = say("{good} trong {all} chỉ tiêu đánh giá được đang đúng hướng")
            dots["x"].append(row["share"])
            dots["y"].append(y)
            dots["colour"].append(_shade_of(row["share"]))
            dots["size"].append(12 if row["assessable"] >= _FEW else 7)
            dots["hover"].append(
                f"<b>{name}</b> {share(row['share'], language=language)}<br>"
                + right.format(good=row["on_course"], all=row["assessable"])
            )
        ends = [known.head(1), known.tail(1)] if known.height > 1 else [known]
        told = " – ".join(
            f"{escaped(catalogue.province[row['province']].name(language))} {share(row['share'], language=language)}"
            for end in ends
            for row in end.iter_rows(named=True)
        )
        if left := rows.height - known.height:
            told += f" · {say('{count} tỉnh chưa đánh giá được').format(count=left)}"
        words["x"].append(0.0)
        words["y"].append(y - 0.36)
        words["text"].append(told)
    return Drawing(
        [
            stroke(lines["x"], lines["y"], LINE, width=1),
            {
                "type": "scatter",
                "mode": "markers",
                "x": dots["x"],
                "y": dots["y"],
                "marker": {
                    "size": dots["size"],
                    "color": dots["colour"],
                    "opacity": 0.75,
                    "line": {"width": 1, "color": "#ffffff"},
                },
                "hovertext": dots["hover"],
                "hoverinfo": "text",
                "cliponaxis": False,
            },
            texts(**words, size=11, position="middle right", colour=MUTED),
        ],
        {
            "height": 52 * len(sectors) + 34,
            "margin": {"l": 138, "r": 12, "t": 26, "b": 4},
            "xaxis": axis(
                side="top",
                range=[-0.02, 1.02],
                tickmode="array",
                tickvals=[0, 0.25, 0.5, 0.75, 1],
                ticktext=[share(value, language=language) for value in (0, 0.25, 0.5, 0.75, 1)],
                tickfont={"size": 11, "color": MUTED},
                showgrid=True,
                gridcolor=TRACK,
            ),
            "yaxis": _sector_axis(sectors, language, link, range=[len(sectors) - 0.4, -0.6]),
        },
    )


def _sector_axis(sectors: list[Sector], language: str, link: Callable[[str], str], **settings: Any) -> dict[str, Any]:
    """Return the axis of sectors, one below the other from 0 on; a name leads to its page."""
    labels = []
    for sector in sectors:
        name = "<br>".join(map(escaped, wrapped(f"{sector.number}. {sector.short_name(language)}", 22)))
        labels.append(f'<a href="{escaped(link(sector.path))}" target="_self">{coloured(name, LINK)}</a>')
    places = list(range(len(sectors)))
    font = {"size": 12, "color": INK}
    return axis(tickmode="array", tickvals=places, ticktext=labels, tickfont=font, **settings)


def _shade_of(value: float) -> str:
    """Return the colour of a share, the same as on the map of few provinces, in three steps."""
    return (
        STATUS["achieved"].shade
        if value >= 0.75
        else STATUS["behind"].shade
        if value >= 0.5
        else STATUS["off_track"].shade
    )


_FEW = 5
"""Of fewer indicators than these a share jumps by a fifth or more with each: it is drawn quietly."""
_MIDDLE, _QUIET = 0.6, 0.35


def restrained(share: float, assessable: int) -> float:
    """Return where the colour of a share stands on the scale: of few indicators near its middle, so that 0/1 does not shout as 2/18 does."""
    return share if assessable >= _FEW else _MIDDLE + (share - _MIDDLE) * _QUIET


def _on(value: float) -> str:
    """Return the colour of small words that can be read on the cell."""
    return "#ffffff" if NO_SHARE < value < 0.15 or value > 0.92 else INK
