"""The overview's pictures: counts per status by province, and the share on course by sector and province."""

from collections.abc import Callable

import polars as pl

from dashboard.figures.drawing import INK, LINK, NO_SHARE, Drawing, axis, coloured, escaped, share_scale
from dashboard.method import STATUS, STATUSES, WITHHELD
from dashboard.notation import NO_VALUE, share, wrapped
from dashboard.reference.catalogue import Catalogue
from dashboard.words.translations import translator


def status_bars(counts: pl.DataFrame, catalogue: Catalogue, *, language: str) -> Drawing:
    """Draw a bar per province with a part per status, each with its sign and count.

    Args:
        counts: ``province``, ``status``, ``rows``; one row a pair.
        catalogue: Names.
        language: ``vi`` or ``en``.
    """
    say = translator(language)
    provinces = [p.id for p in catalogue.provinces if p.id in set(counts["province"])]
    totals = dict(counts.group_by("province").agg(pl.col("rows").sum()).iter_rows())
    found = {(row["province"], row["status"]): row["rows"] for row in counts.iter_rows(named=True)}
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
            row_colours.append(NO_SHARE if value is None else value)
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
            part = coloured(f"{cell['on_course']}/{cell['assessable']}", _on(value))
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
    labels = []
    for sector in sectors:
        name = "<br>".join(map(escaped, wrapped(f"{sector.number}. {sector.short_name(language)}", 22)))
        labels.append(f'<a href="{escaped(link(sector.path))}" target="_self">{coloured(name, LINK)}</a>')
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
            "yaxis": axis(
                autorange="reversed",
                tickmode="array",
                tickvals=list(range(len(sectors))),
                ticktext=labels,
                tickfont={"size": 12, "color": INK},
            ),
        },
    )


def _on(value: float | None) -> str:
    """Return the colour of small words that can be read on the cell."""
    return "#ffffff" if value is not None and (value < 0.15 or value > 0.92) else INK
