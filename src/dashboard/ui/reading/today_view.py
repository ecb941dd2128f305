"""The provinces of today: those that became one side by side, each against its own targets, and what may be put together."""

import html
from collections.abc import Iterable
from functools import partial
from itertools import groupby
from typing import Any

import polars as pl
import streamlit as st

from dashboard.figures.trends import Break, province_lines, trends, years_of
from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.mart.rows import ShownRow, history_rows, shown_rows
from dashboard.notation import NO_VALUE, date
from dashboard.reference.catalogue import Catalogue, Sector
from dashboard.reference.combining import WHY_NOT, Combined, combined
from dashboard.reference.organisation import Successor
from dashboard.ui.frame import address
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import markup, section
from dashboard.ui.parts.filter_bar import view_choice
from dashboard.ui.parts.html_tables import Column, key_line, linked, muted, table
from dashboard.ui.parts.picture import picture
from dashboard.ui.parts.rows import indicator_link, printed_target, status_cell, value_cell
from dashboard.words.translations import translator


def is_chosen(catalogue: Catalogue) -> bool:
    """Draw the choice between the plans' provinces and today's; whether today's are chosen. Not offered where none merged here."""
    if not catalogue.organisation.merged:
        return False
    views = {"plans": say()("Theo tỉnh của kế hoạch"), "today": say()("Theo tỉnh hiện nay")}
    return view_choice(views, say()("Tỉnh nào")) == "today"


def merged_of(filters: Filters, catalogue: Catalogue) -> list[tuple[Successor, tuple[str, ...]]]:
    """Return the provinces of today that the filters mean, wholly or in part, with the plans' provinces that became each."""
    return [
        (new, former)
        for new, former in catalogue.organisation.merged.values()
        if not filters.provinces or set(former) & set(filters.provinces)
    ]


def draw(mart: Mart, catalogue: Catalogue, filters: Filters, *, only_combined: bool = False) -> None:
    """Draw each province of today for one year: a table of its former provinces side by side, and their trends.

    Args:
        mart: Where the figures are.
        catalogue: What they are held against.
        filters: Sector, year, provinces.
        only_combined: Show the indicators that may be combined alone, without trends.
    """
    (year,) = filters.years
    for new, former in merged_of(filters, catalogue):
        mine = filters.model_copy(update={"provinces": former})
        rows = shown_rows(mart.kept(("shown", mine), partial(queries.shown, mart, mine)))
        if only_combined:
            rows = [row for row in rows if row["indicator"] in catalogue.combining]
        section(
            new.name(language()),
            mart,
            say()(
                "Từ {date}. Mục tiêu vẫn là của từng tỉnh cũ, không kế hoạch nào in mục tiêu chung; giá trị chung chỉ có ở chỉ tiêu đã khai báo cách cộng."
            ).format(date=date(new.since, language=language())),
        )
        if not rows:
            st.caption(say()("Không có chỉ tiêu nào với các bộ lọc đang chọn."))
            continue
        caption = say()("{province}, năm {year}").format(province=new.name(language()), year=year)
        markup(side_by_side(rows, new, former, catalogue, language(), year=year, caption=caption))
        if not only_combined:
            _trends(mart, catalogue, mine, new, former)
    alone = [
        one.became for one in catalogue.provinces if one.became and one.became.id not in catalogue.organisation.merged
    ]
    for new in alone:
        others = ", ".join(name for name in new.with_ if name not in catalogue.province)
        text = say()("{province} còn gồm {others}, không có kế hoạch ở đây, nên chưa xem chung được.")
        st.caption(text.format(province=new.name(language()), others=others))


def draw_overview(mart: Mart, catalogue: Catalogue, filters: Filters, counts: pl.DataFrame) -> None:
    """Draw each province of today: by sector what its former provinces reach, side by side, and what may be put together.

    Args:
        mart: Where the figures are.
        catalogue: What they are held against.
        filters: Year and provinces.
        counts: What ``queries.status_counts`` returned for them.
    """
    shares = {
        (row["sector"], row["province"]): row
        for row in queries.shares(counts, "sector", "province").iter_rows(named=True)
    }
    for new, former in merged_of(filters, catalogue):
        section(
            say()("{province}: đúng hướng theo lĩnh vực").format(province=new.name(language())),
            mart,
            say()(
                "Số chỉ tiêu đạt hoặc đúng tiến độ trên số đánh giá được; mỗi tỉnh cũ theo mục tiêu của mình, nên không cộng."
            ),
        )
        markup(_shares(shares, former, catalogue, language(), caption=new.name(language())))
    draw(mart, catalogue, filters, only_combined=True)


def _shares(
    shares: dict[tuple[str, str], dict[str, Any]],
    former: tuple[str, ...],
    catalogue: Catalogue,
    language: str,
    *,
    caption: str,
) -> str:
    def reached(province: str) -> Column:
        def cell(sector: Sector) -> str:
            row = shares.get((sector.id, province))
            return f"<strong>{row['on_course']}</strong>/{row['assessable']}" if row else NO_VALUE

        return catalogue.province[province].name(language), "number", cell

    def name(sector: Sector) -> str:
        return linked(sector.name(language), address.link(sector.path, view=["today"]))

    return table(
        [(translator(language)("Lĩnh vực"), "text", name), *map(reached, former)], catalogue.sectors, caption=caption
    )


def side_by_side(
    rows: Iterable[ShownRow],
    new: Successor,
    former: tuple[str, ...],
    catalogue: Catalogue,
    language: str,
    *,
    year: int,
    caption: str,
) -> str:
    """Return a row per indicator and part: every former province with figure, target and status, then the value of the new one."""
    say = translator(language)
    lines = [
        {"indicator": indicator, "breakdown": part, "year": year, "of": {row["province"]: row for row in members}}
        for (indicator, part), members in groupby(rows, lambda row: (row["indicator"], row["breakdown"]))
    ]

    def of(province: str) -> Column:
        def cell(line: dict[str, Any]) -> str:
            row = line["of"].get(province)
            if row is None:
                return muted(say("không có trong kế hoạch"))
            value = value_cell(row, "actual", catalogue, language)
            return f"<strong>{value}</strong> / {printed_target(row)}<br>{status_cell(row, language)}"

        name = catalogue.province[province].name(language)
        return say("{province}: thực hiện / mục tiêu").format(province=name), "text", cell

    def together(line: dict[str, Any]) -> str:
        found = value_of(line["of"], former, catalogue, line["indicator"], line["breakdown"], year)
        if found.why_not:
            return muted(say("không cộng được: {why}").format(why=say(WHY_NOT[found.why_not])))
        shown = value_cell({**line, "value": found.value}, "value", catalogue, language)
        how = catalogue.combining[line["indicator"]]
        word = say("cộng") if how.denominator is None else catalogue.denominators[how.denominator].name(language)
        basis = html.escape("; ".join(found.sources), quote=True)
        return f'<strong>{shown}</strong><br><span title="{basis}">{muted(word)}</span>'

    return table(
        [
            (say("Chỉ tiêu"), "text", lambda line: indicator_link(line, catalogue, language, with_unit=True)),
            *map(of, former),
            (new.name(language), "text", together),
        ],
        lines,
        caption=caption,
    )


def value_of(
    rows: dict[str, ShownRow], former: tuple[str, ...], catalogue: Catalogue, indicator: str, part: str, year: int
) -> Combined:
    """Return the value of the province of today of one indicator and part, or why there is none."""
    return combined(
        {province: row["actual"] for province, row in rows.items()},
        former,
        catalogue.combining.get(indicator),
        catalogue.denominators,
        breakdown=part,
        year=year,
        is_number=catalogue.indicator[indicator].kind == "number",
    )


def _trends(mart: Mart, catalogue: Catalogue, mine: Filters, new: Successor, former: tuple[str, ...]) -> None:
    """Draw the years of the former provinces, with the day they became one."""
    (year,) = mine.years
    every = mine.model_copy(update={"years": ()})
    past = history_rows(mart.kept(("history", every), partial(queries.history, mart, every)))
    years = years_of(past, year, catalogue)
    lines = province_lines(former, catalogue, language())
    word = say()("{date}: thành {province}").format(
        date=date(new.since, language=language()), province=new.name(language())
    )
    since = Break(new.since.year + (new.since.timetuple().tm_yday - 1) / 365, word)
    section(
        say()("Diễn biến"),
        mart,
        say()("Đường: thực hiện · dấu rỗng: mục tiêu · vạch đứng: {since}.").format(since=word),
    )
    markup(key_line((line.colour, line.symbol, line.word) for line in lines.values()))
    drawing = mart.kept(
        ("trends of today", mine, language()),
        lambda: trends(past, catalogue, lines=lines, years=years, language=language(), since=since),
    )
    alt = say()("Diễn biến từng chỉ tiêu của các tỉnh cũ, có vạch ngày thành tỉnh mới; số liệu trong bảng bên trên")
    picture(drawing, key=f"today_trends_{new.id}", alt=alt)
