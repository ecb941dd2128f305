"""What is known before any figures are: the targets, and how far they lie from the last known figure (who must report: ``handing_in.due``)."""

from typing import Any

import streamlit as st

from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.notation import NO_VALUE, signed
from dashboard.reference.catalogue import Catalogue
from dashboard.ui.frame import address
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import markup, section
from dashboard.ui.parts import rows
from dashboard.ui.parts.html_tables import linked, muted, table

FEW = 0.1
"""Below this share of the expected figures a page shows what is known without them."""


def has_few_figures(mart: Mart, filters: Filters) -> bool:
    """Return whether too little of the year is published to speak of where things stand."""
    all_statuses = filters.model_copy(update={"statuses": ()})
    received = mart.kept(("completeness", all_statuses), lambda: queries.completeness(mart, all_statuses))
    return int(received["received"].sum()) < FEW * int(received["expected"].sum())


def draw_targets(mart: Mart, catalogue: Catalogue, filters: Filters) -> None:
    """Draw how many targets each province set itself in each sector, by the year they are to be met."""
    counts = mart.kept(("target_counts", filters), lambda: queries.target_counts(mart, filters))
    found = {(row["sector"], row["province"], row["milestone"]): row["targets"] for row in counts.iter_rows(named=True)}
    milestones = sorted({milestone for _, _, milestone in found})
    shown = [province for province in catalogue.provinces if province.id in set(counts["province"])]

    def cell(province: str) -> Any:
        def of(sector: Any) -> str:
            numbers = [found.get((sector.id, province, milestone)) for milestone in milestones]
            return " · ".join(NO_VALUE if count is None else str(count) for count in numbers)

        return of

    years = " · ".join(map(str, milestones))
    section(
        say()("Mục tiêu theo lĩnh vực và tỉnh"),
        None,
        say()("Số mục tiêu in trong kế hoạch cho các năm {years}. Bấm tên lĩnh vực để xem từng mục tiêu.").format(
            years=years
        ),
    )
    markup(
        table(
            [
                (
                    say()("Lĩnh vực"),
                    "text",
                    lambda sector: linked(f"{sector.number}. {sector.name(language())}", address.link(sector.path)),
                ),
                *((province.name(language()), "number", cell(province.id)) for province in shown),
            ],
            [sector for sector in catalogue.sectors if sector.id in set(counts["sector"])],
            caption=say()("Số mục tiêu cho {years}").format(years=years),
        )
    )


def draw_ambition(mart: Mart, catalogue: Catalogue, filters: Filters) -> None:
    """Draw the way from the last figure that is known to the target, where one is known."""
    known = mart.kept(("ambition", filters), lambda: queries.ambition(mart, filters))
    section(
        say()("Từ số liệu mới nhất đến mục tiêu"),
        mart,
        say()(
            "Chỉ tiêu đã có số liệu công bố của năm bất kỳ, và khoảng cách đến mục tiêu gần nhất kể từ năm đang xem."
        ),
    )
    if known.is_empty():
        st.caption(say()("Chưa có số liệu nào được công bố cho các chỉ tiêu này."))
        return

    def distance(row: dict[str, Any]) -> str:
        indicator = catalogue.indicator[row["indicator"]]
        if indicator.kind == "levels":
            return NO_VALUE
        return signed(row["target"] - row["last"], decimals=indicator.decimals, language=language())

    markup(
        table(
            [
                (say()("Chỉ tiêu"), "text", lambda row: rows.indicator_and_province(row, catalogue, language())),
                (
                    say()("Số liệu mới nhất"),
                    "number",
                    lambda row: f"{rows.value_cell(row, 'last', catalogue, language())} {muted(str(row['last_year']))}",
                ),
                (say()("Mục tiêu in"), "number", rows.printed_target),
                (say()("Cách mục tiêu"), "number", distance),
            ],
            known.iter_rows(named=True),
            caption=say()("Từ số liệu mới nhất đến mục tiêu"),
        )
    )
