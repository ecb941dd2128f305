"""The reference data as tables of the method page: plans, provinces, agencies, sources, catalogue."""

import html
from typing import Any

import polars as pl

from dashboard.notation import NO_VALUE, date
from dashboard.reference.catalogue import Catalogue, Indicator, Plan
from dashboard.reference.organisation import Agency, Province
from dashboard.ui.frame import address
from dashboard.ui.frame.navigation import INDICATOR
from dashboard.ui.parts.agency_links import agency_link, held_now
from dashboard.ui.parts.html_tables import linked, muted, table
from dashboard.ui.reading.provenance import DIRECTIONS
from dashboard.words.translations import translator


def plans_table(catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return the plans with what they replace and the reporting dates they print."""
    say = translator(language)

    def state(row: dict[str, Plan]) -> str:
        plan = row["plan"]
        if plan.superseded_by:
            return say("đã thay bằng {number}").format(number=catalogue.plan[plan.superseded_by].number)
        return f"<strong>{say('đang hiệu lực')}</strong>"

    def title(row: dict[str, Plan]) -> str:
        plan = row["plan"]
        known = plan.identified_by_en if language == "en" else plan.identified_by_vi
        text = html.escape(plan.title_en if language == "en" else plan.title_vi)
        return text + (f"<br>{muted(known)}" if known else "")

    def deadline(row: dict[str, Plan]) -> str:
        due = row["plan"].deadlines
        return "<br>".join(
            f"“{html.escape(d.printed)}” {muted(f'({d.where})')}" for d in (due.agencies, due.coordinating)
        )

    return table(
        [
            (say("Kế hoạch"), "kept", lambda row: f"<strong>{html.escape(row['plan'].number)}</strong>"),
            (say("Tỉnh"), "kept", lambda row: catalogue.province[row["plan"].province].name(language)),
            (say("Ngày"), "kept", lambda row: date(row["plan"].date, language=language)),
            (say("Hiệu lực"), "kept", state),
            (say("Tên"), "wide", title),
            (say("Hạn báo cáo in trong kế hoạch"), "wide", deadline),
        ],
        ({"plan": plan} for plan in catalogue.plans),
        caption=caption,
    )


def provinces_table(catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return what each province of the plans became, and by which act."""
    say = translator(language)

    def became(row: dict[str, Province]) -> str:
        new = row["province"].became
        return NO_VALUE if new is None else html.escape(new.name(language))

    def merged(row: dict[str, Province]) -> str:
        new = row["province"].became
        if new is None:
            return NO_VALUE
        known = catalogue.province
        return ", ".join(known[name].name(language) if name in known else name for name in new.with_)

    def basis(row: dict[str, Province]) -> str:
        new = row["province"].became
        return NO_VALUE if new is None else html.escape(new.basis_en if language == "en" else new.basis_vi)

    return table(
        [
            (say("Tỉnh theo kế hoạch"), "kept", lambda row: html.escape(row["province"].name(language))),
            (say("Nay thuộc"), "kept", became),
            (say("Nhập với"), "kept", merged),
            (
                say("Từ ngày"),
                "kept",
                lambda row: date(row["province"].became and row["province"].became.since, language=language),
            ),
            (say("Căn cứ pháp lý"), "text", basis),
        ],
        ({"province": province} for province in catalogue.provinces),
        caption=caption,
    )


def agencies_table(catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return the agencies in charge, their printed spellings and who holds their duties now, with the documents."""
    say = translator(language)

    def source(row: dict[str, Agency]) -> str:
        steps = catalogue.organisation.taken_over(row["agency"].id)
        return "<br>".join(html.escape(basis) for basis in dict.fromkeys(step.basis for step in steps)) or NO_VALUE

    return table(
        [
            (say("Cơ quan chủ trì"), "text", lambda row: agency_link(row["agency"].id, catalogue, language)),
            (say("Các cách in"), "text", lambda row: muted("; ".join(row["agency"].printed))),
            (say("Cơ quan hiện nay"), "text", lambda row: held_now(row["agency"], catalogue, language)),
            (say("Nguồn"), "text", source),
        ],
        ({"agency": agency} for agency in catalogue.agencies_in_charge),
        caption=caption,
    )


def source_counts_table(counts: pl.DataFrame, catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return the sources of the published actuals with how many figures each gave."""
    say = translator(language)

    def indicators(row: dict[str, Any]) -> str:
        return "; ".join(
            linked(catalogue.indicator[id_].name(language), address.link(INDICATOR.path, id=[id_]))
            for id_ in row["indicators"][:6]
        ) + (f" {muted('…')}" if len(row["indicators"]) > 6 else "")

    return table(
        [
            (say("Nguồn"), "text", lambda row: html.escape(say(row["source"]) if row["source"] else NO_VALUE)),
            (say("Bảng"), "text", lambda row: html.escape(row["source_table"] or "") or NO_VALUE),
            (say("Số liệu"), "number", lambda row: str(row["figures"])),
            (say("Năm"), "kept", lambda row: f"{row['first_year']}–{row['last_year']}"),
            (say("Chỉ tiêu"), "text", indicators),
        ],
        counts.iter_rows(named=True),
        caption=caption,
    )


def catalogue_table(catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return every indicator with unit, direction, breakdowns and definition."""
    say = translator(language)

    def unit(row: dict[str, Indicator]) -> str:
        indicator = row["indicator"]
        if indicator.kind == "levels":
            return " &lt; ".join(html.escape(level.name(language)) for level in indicator.levels)
        return html.escape(catalogue.units[indicator.unit].name(language)) or NO_VALUE

    return table(
        [
            (
                say("Chỉ tiêu"),
                "text",
                lambda row: linked(
                    row["indicator"].name(language), address.link(INDICATOR.path, id=[row["indicator"].id])
                ),
            ),
            (
                say("Lĩnh vực"),
                "text",
                lambda row: html.escape(catalogue.sector[row["indicator"].sector].name(language)),
            ),
            (say("Đơn vị hoặc thang mức độ"), "text", unit),
            (say("Chiều mong muốn"), "text", lambda row: say(DIRECTIONS[row["indicator"].direction])),
            (
                say("Phân tổ"),
                "text",
                lambda row: ", ".join(catalogue.breakdowns[id_].name(language) for id_ in row["indicator"].breakdowns),
            ),
            (
                say("Định nghĩa"),
                "text",
                lambda row: html.escape(
                    row["indicator"].definition.text(language) if row["indicator"].definition else ""
                ),
            ),
            ("id", "kept", lambda row: muted(row["indicator"].id)),
        ],
        ({"indicator": indicator} for indicator in catalogue.indicators),
        caption=caption,
    )
