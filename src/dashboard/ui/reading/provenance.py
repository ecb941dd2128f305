"""Where every figure comes from: inputs of a status, printed cells, sources, revisions, discrepancies."""

import datetime as dt
import html
from collections.abc import Callable, Iterable
from typing import Any, Literal

import polars as pl

from dashboard.mart.rows import AssessedRow
from dashboard.method import REASONS, SHORT_STEP
from dashboard.notation import DEFINITION_PARTS, NO_VALUE, date, definition_parts, measured, number, part_name, signed
from dashboard.reference.catalogue import Catalogue, Indicator, PrintedTarget
from dashboard.reference.register import Discrepancy, OpenReading
from dashboard.sentences.findings import rule_in_words
from dashboard.store.schema import VIETNAM, today
from dashboard.ui.frame import address
from dashboard.ui.frame.navigation import INDICATOR
from dashboard.ui.parts.agency_links import then_and_now
from dashboard.ui.parts.html_tables import linked, muted, status_mark, table
from dashboard.words.messages import mark
from dashboard.words.translations import translator

DIRECTIONS = {
    "increase": mark("càng cao càng tốt"),
    "decrease": mark("càng thấp càng tốt"),
    "keep": mark("giữ ổn định"),
}
KINDS = {
    "one_value_two_columns": mark("Một giá trị cho hai cột"),
    "text_against_appendix": mark("Lời văn khác phụ lục"),
    "parts_against_total": mark("Thành phần khác tổng thể"),
    "plan_against_plan": mark("Kế hoạch khác kế hoạch"),
    "numbering": mark("Đánh số"),
    "wording": mark("Câu chữ"),
    "definition": mark("Định nghĩa"),
    "superseded_change": mark("Kế hoạch thay thế đổi chỉ tiêu"),
    "aim_without_row": mark("Mục tiêu chỉ có trong lời văn"),
    "hard_to_believe": mark("Chỉ tiêu in khó tin"),
    "open_reading": mark("Hai cách đọc, chưa được xác nhận"),
    "timing": mark("Thời gian của nhiệm vụ"),
    "assignment": mark("Phân công nhiệm vụ"),
}


def indicator_line(indicator: Indicator, catalogue: Catalogue, language: str) -> str:
    """Return sector, unit, direction and definition in a line."""
    say = translator(language)
    unit = catalogue.units[indicator.unit].name(language)
    parts = [catalogue.sector[indicator.sector].name(language)]
    if unit:
        parts.append(say("đơn vị: {unit}").format(unit=unit))
    parts.append(say(DIRECTIONS[indicator.direction]))
    if indicator.definition:
        parts.append(indicator.definition.text(language))
    return " · ".join(parts)


def definition_table(indicator: Indicator, language: str) -> str:
    """Return what the indicator measures, part by part, and on what the definition rests."""
    say = translator(language)
    headings = {"definition": mark("Đo cái gì"), **DEFINITION_PARTS}
    parts = [(say(headings[name]), text) for name, text in definition_parts(indicator, language).items() if text]
    return table(
        [
            (say("Phần"), "kept", lambda row: html.escape(row["name"])),
            (say("Nội dung"), "wide", lambda row: html.escape(row["text"])),
        ],
        ({"name": name, "text": text} for name, text in parts),
        caption=say("Định nghĩa và căn cứ"),
    )


def open_reading(opened: OpenReading, catalogue: Catalogue, language: str) -> str:
    """Return both readings of a target as markdown, and whether one was confirmed."""
    say = translator(language)
    where = catalogue.province[opened.province].name(language)
    readings = "".join(f"\n- {reading.text(language)}" for reading in opened.readings)
    if opened.settled is None:
        text = say(
            "{province}: mục tiêu có hai cách đọc, chưa cách nào được xác nhận; từ năm {year} chưa đánh giá.{readings}"
        )
        return text.format(province=where, year=opened.from_year, readings=readings)
    chosen = next(reading for reading in opened.readings if reading.id == opened.settled.reading)
    return say("{province}: cách đọc đã được xác nhận ngày {date} ({basis}): {reading}").format(
        province=where,
        date=date(opened.settled.since, language=language),
        basis=opened.settled.basis,
        reading=chosen.text(language),
    )


def inputs_table(
    rows: pl.DataFrame, catalogue: Catalogue, language: str, *, caption: str, with_indicator: bool = False
) -> str:
    """Return the figures behind each status and the rule that gave it."""
    say = translator(language)

    def value(row: AssessedRow, column: Literal["actual", "baseline", "expected"]) -> str:
        indicator = catalogue.indicator[row["indicator"]]
        if row[column] is None or indicator.kind == "levels":
            return f'<span class="plan-level">{html.escape(measured(row[column], indicator, catalogue, language=language))}</span>'
        return number(row[column], decimals=indicator.decimals + 2, language=language)

    def baseline(row: AssessedRow) -> str:
        if row["baseline_year"] is None:
            return NO_VALUE
        year = muted(f"({row['baseline_year']})")
        return f"{value(row, 'baseline')} {year}"

    def target(row: AssessedRow) -> str:
        if row["printed_target"] is None:
            return NO_VALUE
        year = muted(f"({row['milestone']})")
        return f'<span class="plan-level">“{html.escape(row["printed_target"])}”</span> {year}'

    def gap(row: AssessedRow) -> str:
        return signed(row["gap"], decimals=max(catalogue.indicator[row["indicator"]].decimals, 2), language=language)

    first = (
        (say("Chỉ tiêu, tỉnh, năm"), "text", lambda row: _named(row, catalogue, language))
        if with_indicator
        else (say("Tỉnh"), "kept", lambda row: html.escape(catalogue.province[row["province"]].name(language)))
    )
    return table(
        [
            first,
            (say("Trạng thái và quy tắc đã dùng"), "wide", lambda row: _status_and_rule(row, catalogue, language)),
            (say("Thực hiện"), "number", lambda row: value(row, "actual")),
            (say("Mục tiêu in"), "number", target),
            (say("Khoảng cách"), "number", gap),
            (say("Năm gốc"), "number", baseline),
            (say("Mức cần có"), "number", lambda row: value(row, "expected")),
            (say("Tiến độ"), "number", lambda row: number(row["pace"], decimals=4, language=language)),
        ],
        rows.iter_rows(named=True),
        caption=caption,
    )


def targets_table(targets: Iterable[PrintedTarget], catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return every printed row with its cells as printed, the agency then and its successor now."""
    say = translator(language)
    cells = list(targets)
    rows: dict[tuple[str, str, str], list[PrintedTarget]] = {}
    for cell in cells:
        rows.setdefault((cell.plan, cell.row, cell.printed_name), []).append(cell)
    years = sorted({cell.year for cell in cells})

    def plan(row: dict[str, Any]) -> str:
        entry = catalogue.plan[row["cells"][0].plan]
        where = f"{entry.number}<br>{muted(date(entry.date, language=language))}"
        if entry.superseded_by:
            text = say("đã thay bằng {number}").format(number=catalogue.plan[entry.superseded_by].number)
            return f"{where}<br>{muted(text)}"
        return where

    def printed(year: int) -> Callable[[dict[str, Any]], str]:
        def cell_of(row: dict[str, Any]) -> str:
            found = next((cell for cell in row["cells"] if cell.year == year), None)
            if found is None:
                return muted(say("không in"))
            return f'<span class="plan-level"><strong>{html.escape(found.printed)}</strong></span>'

        return cell_of

    def name(row: dict[str, Any]) -> str:
        first = row["cells"][0]
        return f"{html.escape(first.printed_name)} {muted(first.printed_unit)}"

    def agencies(row: dict[str, Any]) -> str:
        first = row["cells"][0]
        if not first.agencies:
            return NO_VALUE
        held = then_and_now(catalogue.holders(first, today().year), catalogue, language)
        return f"“{html.escape(first.agency_in_charge)}”<br>{held}"

    return table(
        [
            (say("Tỉnh"), "kept", lambda row: html.escape(catalogue.province[row["cells"][0].province].name(language))),
            (say("Kế hoạch"), "kept", plan),
            (say("Hàng"), "kept", lambda row: html.escape(row["cells"][0].row)),
            (say("Tên và đơn vị in"), "wide", name),
            *((say("Đến năm {year}").format(year=year), "number", printed(year)) for year in years),
            (say("Cơ quan chủ trì khi đó và nay"), "wide", agencies),
        ],
        ({"cells": found} for found in rows.values()),
        caption=caption,
    )


def sources_table(actuals: pl.DataFrame, catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return every published actual with its source, newest first."""
    say = translator(language)

    def value(row: dict[str, Any]) -> str:
        shown = measured(row["actual"], catalogue.indicator[row["indicator"]], catalogue, language=language)
        marks = [
            say(word)
            for word, is_so in ((mark("sơ bộ"), row["preliminary"]), (mark("tính từ số đã công bố"), row["derived"]))
            if is_so
        ]
        return f"<strong>{html.escape(shown)}</strong>" + (f"<br>{muted(', '.join(marks))}" if marks else "")

    return table(
        [
            (say("Tỉnh"), "kept", lambda row: html.escape(catalogue.province[row["province"]].name(language))),
            (say("Năm"), "number", lambda row: str(row["year"])),
            (say("Thực hiện"), "number", value),
            (
                say("Nguồn"),
                "text",
                lambda row: (
                    "<br>".join(
                        filter(
                            None,
                            (
                                html.escape(say(row["source"]) if row["source"] else ""),
                                muted(row["source_table"] or ""),
                            ),
                        )
                    )
                    or NO_VALUE
                ),
            ),
            (say("Nơi tra cứu"), "text", lambda row: _locator(row["locator"])),
            (say("Ghi chú"), "text", lambda row: html.escape(row["note"] or "") or NO_VALUE),
            (say("Công bố"), "kept", lambda row: _moment(row["approved_at"], language)),
        ],
        actuals.sort("province", "year", descending=[False, True], maintain_order=True).iter_rows(named=True),
        caption=caption,
    )


def revisions_table(
    revisions: pl.DataFrame, indicator: Indicator, catalogue: Catalogue, language: str, *, caption: str
) -> str:
    """Return each value that was replaced, with the one that replaced it and why; its day leads to the page as it was then."""
    say = translator(language)

    def as_it_was(row: dict[str, Any]) -> str:
        day = row["approved_at"].replace(tzinfo=dt.UTC).astimezone(VIETNAM).date()
        target = address.link(INDICATOR.path, as_of=[day.isoformat()] if row["recency"] > 1 else [])
        return linked(_moment(row["approved_at"], language), target)

    return table(
        [
            (say("Tỉnh"), "kept", lambda row: html.escape(catalogue.province[row["province"]].name(language))),
            (say("Phân tổ"), "kept", lambda row: html.escape(catalogue.breakdowns[row["breakdown"]].name(language))),
            (say("Năm"), "number", lambda row: str(row["year"])),
            (say("Giá trị"), "number", lambda row: measured(row["actual"], indicator, catalogue, language=language)),
            (
                say("Hiện trạng"),
                "kept",
                lambda row: say("đang công bố") if row["recency"] == 1 else muted(say("đã thay")),
            ),
            (say("Duyệt lúc"), "kept", as_it_was),
            (say("Người nộp"), "text", lambda row: html.escape(row["submitted_by"])),
            (say("Lý do, ghi chú"), "text", lambda row: html.escape(row["reason"] or row["note"] or "") or NO_VALUE),
        ],
        revisions.iter_rows(named=True),
        caption=caption,
    )


def discrepancies_table(found: Iterable[Discrepancy], catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return each contradiction: what is printed where, how it is read and why."""
    say = translator(language)

    def what(entry: dict[str, Any]) -> str:
        item: Discrepancy = entry["item"]
        name = ""
        if item.indicator:
            name = linked(
                catalogue.indicator[item.indicator].name(language), address.link(INDICATOR.path, id=[item.indicator])
            )
        provinces = ", ".join(catalogue.province[id_].name(language) for id_ in item.provinces)
        return f"{html.escape(say(KINDS[item.kind]))}<br>{muted(provinces)}" + (f"<br>{name}" if name else "")

    def places(entry: dict[str, Any]) -> str:
        return "<br>".join(
            f"{muted(place.where + ':')} “{html.escape(place.printed)}”" for place in entry["item"].places
        )

    def reading(entry: dict[str, Any]) -> str:
        return html.escape(entry["item"].reading_en if language == "en" else entry["item"].reading_vi)

    def why(entry: dict[str, Any]) -> str:
        return html.escape(entry["item"].why_en if language == "en" else entry["item"].why_vi)

    return table(
        [
            (say("Loại"), "text", what),
            (say("Chỗ in và chữ in"), "wide", places),
            (say("Cách đọc"), "wide", reading),
            (say("Vì sao"), "wide", why),
        ],
        ({"item": item} for item in found),
        caption=caption,
    )


def kin_list(indicator: Indicator, catalogue: Catalogue, language: str) -> str:
    """Return links to the indicators that measure the same idea in another way."""
    items = "".join(
        f"<li>{linked(catalogue.indicator[id_].name(language), address.link(INDICATOR.path, id=[id_]))}</li>"
        for id_ in indicator.kin
    )
    return f"<ul>{items}</ul>"


def _named(row: AssessedRow, catalogue: Catalogue, language: str) -> str:
    target = address.link(INDICATOR.path, id=[row["indicator"]], year=[str(row["year"])])
    place = catalogue.province[row["province"]].name(language)
    unit = (
        catalogue.unit_of(row["indicator"]).name(language)
        if catalogue.indicator[row["indicator"]].kind == "number"
        else ""
    )
    where = muted(f"{place}, {row['year']}")
    return f"{linked(part_name(row, catalogue, language), target)} {muted(unit)}<br>{where}"


def _locator(text: str | None) -> str:
    if not text:
        return NO_VALUE
    first = text.split()[0]
    if first.startswith(("https://", "http://")):
        short = first.removeprefix("https://").removeprefix("http://").split("/")[0]
        return f'<a href="{html.escape(first, quote=True)}" target="_blank" rel="noopener noreferrer">{html.escape(short)}</a>{html.escape(text[len(first) :])}'
    return f'<span style="overflow-wrap:anywhere">{html.escape(text)}</span>'


def _moment(moment: dt.datetime | None, language: str) -> str:
    if moment is None:
        return NO_VALUE
    return date(moment.replace(tzinfo=dt.UTC).astimezone(VIETNAM).date(), language=language)


def _status_and_rule(row: AssessedRow, catalogue: Catalogue, language: str) -> str:
    say = translator(language)
    rule = rule_in_words(row, catalogue, language=language)
    if row["status"] in ("no_data", "no_target"):
        rule += f" ({say(REASONS[str(row['reason'])])})"
    if row["preliminary"]:
        rule += " " + say("Số liệu ước (sơ bộ); kết luận khi có số chính thức.")
    if row["near_threshold"]:
        rule += " " + say(
            "Sát ngưỡng: một đơn vị ở chữ số cuối có thể đổi kết luận, hoặc quãng đường cần đi không quá {steps} đơn vị như vậy."
        ).format(steps=SHORT_STEP)
    mark_ = status_mark(row["status"], language, preliminary=row["preliminary"])
    return f"{mark_}<br>{html.escape(rule)}"
