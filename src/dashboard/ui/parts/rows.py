"""Tables of assessed rows as pages show them."""

import html
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import polars as pl

from dashboard.mart.rows import HistoryRow, SeriesRow, ShownRow
from dashboard.method import NEAR_THRESHOLD, NOT_ASSESSABLE, ON_COURSE, REASONS, RED_STATUSES, WITHHELD
from dashboard.notation import NO_VALUE, measured, number, part_name, share
from dashboard.reference.catalogue import Catalogue, Indicator, Sector
from dashboard.sentences import gaps
from dashboard.ui.frame import address
from dashboard.ui.frame.navigation import INDICATOR
from dashboard.ui.parts.action_marks import standing_mark
from dashboard.ui.parts.agency_links import answering
from dashboard.ui.parts.html_tables import Column, linked, muted, sparkline, status_mark, table
from dashboard.words.messages import mark
from dashboard.words.translations import translator

INDICATOR_AND_AGENCY = mark("Chỉ tiêu, cơ quan chủ trì")
STATUS_AND_ACTION = mark("Trạng thái, việc phải làm")
"""Columns that hold two things, one below the other, so that the answer to “who” is never cut off."""


def halves(assessed: Sequence[ShownRow]) -> tuple[list[str], list[str]]:
    """Split the indicators, in order, into two columns of about as many rows."""
    sizes = {id_: rows + 1.5 for id_, rows in Counter(row["indicator"] for row in assessed).items()}
    half, before = sum(sizes.values()) / 2, 0.0
    left: list[str] = []
    right: list[str] = []
    for id_, size in sizes.items():
        (left if before + size / 2 <= half else right).append(id_)
        before += size
    return left, right


def sector_table(
    assessed: Iterable[ShownRow],
    past: Iterable[HistoryRow],
    catalogue: Catalogue,
    language: str,
    *,
    caption: str,
    with_agency: bool = True,
) -> str:
    """Return the sector's table: every row of the pictures above it, and those they leave out; red ones with their action.

    Args:
        assessed: The rows (``queries.shown_with_actions``).
        past: Their years before.
        catalogue: Names and units.
        language: Of the words.
        caption: What the table shows.
        with_agency: Whether it says who answers for each row.
    """
    say = translator(language)
    lines = _lines(past)
    rows = list(assessed)
    who: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    for row in rows:
        who.setdefault((row["indicator"], row["breakdown"]), set()).add((*row["holders"], *row["agencies"]))

    def indicator(row: ShownRow) -> str:
        name = indicator_link(row, catalogue, language, with_unit=True)
        is_here = with_agency and len(who[row["indicator"], row["breakdown"]]) == 1
        return name + (below(who_answers(row, catalogue, language)) if is_here else "")

    def province(row: ShownRow) -> str:
        is_here = with_agency and len(who[row["indicator"], row["breakdown"]]) > 1
        name = province_name(row, catalogue, language)
        return name + (below(who_answers(row, catalogue, language)) if is_here else "")

    def status(row: Any) -> str:
        return status_cell(row, language) + (f"<br>{standing(row, language)}" if row["actions"] is not None else "")

    def trend(row: ShownRow) -> str:
        points = lines.get((row["indicator"], row["breakdown"], row["province"]), [])
        return sparkline(points, label=say("Diễn biến"))

    return table(
        [
            (say(INDICATOR_AND_AGENCY) if with_agency else say("Chỉ tiêu"), "text", indicator),
            *of_provinces(rows, say("Tỉnh"), "text", province),
            (say(STATUS_AND_ACTION), "text", status),
            (say("Thực hiện"), "number", lambda row: value_cell(row, "actual", catalogue, language)),
            (say("Mục tiêu in"), "number", printed_target),
            (say("Khoảng cách"), "number", lambda row: gaps.gap(row, catalogue, language)),
            (say("Tiến độ"), "number", lambda row: number(row["pace"], language=language)),
            (say("Diễn biến"), "kept", trend),
        ],
        rows,
        caption=with_province(caption, rows, catalogue, language),
        group=lambda row: (row["indicator"], row["breakdown"]),
    )


def spread_table(frame: pl.DataFrame, catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return a row per indicator and breakdown, for more provinces than a table of all their rows could show."""
    say = translator(language)
    red = pl.col("status").is_in(RED_STATUSES)
    last = pl.col("province").filter(red).sort_by(pl.col("relative_lag").filter(red), nulls_last=True).first()
    spread = frame.group_by("indicator", "breakdown", maintain_order=True).agg(
        pl.col("year").first(),
        pl.col("actual").min().alias("low"),
        pl.col("actual").median().alias("median"),
        pl.col("actual").max().alias("high"),
        pl.col("status").is_in(ON_COURSE).sum().alias("on_course"),
        (~pl.col("status").is_in(NOT_ASSESSABLE)).sum().alias("assessable"),
        last.alias("province"),
    )

    def value(column: str) -> Callable[[dict[str, Any]], str]:
        return lambda row: value_cell(row, column, catalogue, language)

    return table(
        [
            (say("Chỉ tiêu"), "text", lambda row: indicator_link(row, catalogue, language, with_unit=True)),
            (say("Đúng hướng"), "number", lambda row: f"<strong>{row['on_course']}</strong>/{row['assessable']}"),
            (say("Thấp nhất"), "number", value("low")),
            (say("Trung vị"), "number", value("median")),
            (say("Cao nhất"), "number", value("high")),
            (
                say("Chậm nhất"),
                "text",
                lambda row: province_name(row, catalogue, language) if row["province"] else NO_VALUE,
            ),
        ],
        spread.iter_rows(named=True),
        caption=caption,
    )


def of_provinces(rows: Sequence[Any], heading: str, kind: str, cell: Callable[[Any], str]) -> list[Column]:
    """Return the column of provinces; none where all rows are of one, which the caption names then."""
    return [] if len({row["province"] for row in rows}) == 1 else [(heading, kind, cell)]


def with_province(caption: str, rows: Sequence[Any], catalogue: Catalogue, language: str) -> str:
    """Return the caption, with the province's name where all rows are of one (``of_provinces``)."""
    provinces = {row["province"] for row in rows}
    return f"{caption} – {catalogue.province[provinces.pop()].name(language)}" if len(provinces) == 1 else caption


def below(cell: str) -> str:
    """Return secondary HTML on a line of its own."""
    return f'<br><span class="plan-below">{cell}</span>'


def who_answers(row: Any, catalogue: Catalogue, language: str) -> str:
    """Return who holds the duty of a row now, the printed agency beside it."""
    return answering(row["holders"], row["agencies"], row["unclear"], catalogue, language)


def standing(row: Any, language: str) -> str:
    """Return, for a red row, whether an action stands on it."""
    return standing_mark(row["actions"], row["actions_overdue"], row["action_state"], row["action_due"], language)


def change_table(frame: pl.DataFrame, catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return the rows whose status changed since the year before."""
    say = translator(language)

    def pair(first: str, second: str) -> str:
        return f"{first}<br>→ {second}"

    return table(
        [
            (say("Chỉ tiêu"), "text", lambda row: indicator_and_province(row, catalogue, language)),
            (
                say("Trạng thái"),
                "kept",
                lambda row: pair(
                    status_mark(row["status_before"], language, preliminary=row["preliminary_before"]),
                    marked(row, language),
                ),
            ),
            (
                say("Thực hiện"),
                "number",
                lambda row: pair(
                    value_cell(row, "actual_before", catalogue, language),
                    value_cell(row, "actual", catalogue, language),
                ),
            ),
        ],
        frame.iter_rows(named=True),
        caption=caption,
    )


def _lines(past: Iterable[HistoryRow]) -> dict[tuple[str, str, str], list[tuple[int, float]]]:
    lines: dict[tuple[str, str, str], list[tuple[int, float]]] = {}
    for row in past:
        if row["actual"] is not None:
            key = (row["indicator"], row["breakdown"], row["province"])
            lines.setdefault(key, []).append((row["year"], row["actual"]))
    return lines


def indicator_link(row: SeriesRow, catalogue: Catalogue, language: str, *, with_unit: bool = False) -> str:
    """Return the name of a row's indicator and part, leading to its page."""
    target = address.link(INDICATOR.path, id=[row["indicator"]], breakdown=_part(row), year=[str(row["year"])])
    unit = catalogue.unit_of(row["indicator"]).name(language) if with_unit else ""
    is_number = catalogue.indicator[row["indicator"]].kind == "number"
    return linked(part_name(row, catalogue, language), target) + (f" {muted(unit)}" if unit and is_number else "")


def indicator_and_province(row: SeriesRow, catalogue: Catalogue, language: str) -> str:
    """Return the indicator, and below it the province, for tables that share their width with another."""
    place = muted(catalogue.province[row["province"]].name(language))
    return f"{indicator_link(row, catalogue, language, with_unit=True)}<br>{place}"


def _part(row: SeriesRow) -> list[str]:
    return [] if row["breakdown"] == "total" else [row["breakdown"]]


def province_name(row: SeriesRow, catalogue: Catalogue, language: str) -> str:
    """Return the name of a row's province."""
    return html.escape(catalogue.province[row["province"]].name(language))


def value_cell(row: Any, column: str, catalogue: Catalogue, language: str) -> str:
    """Return a row's figure without unit; of a level, whose figure is its rank, the name."""
    indicator = catalogue.indicator[row["indicator"]]
    if row[column] is None:
        return NO_VALUE
    if indicator.kind == "levels":
        return f'<span class="plan-level">{html.escape(indicator.levels[int(row[column])].name(language))}</span>'
    return f"<strong>{number(row[column], decimals=indicator.decimals, language=language)}</strong>"


def printed_target(row: Any) -> str:
    """Return the target as printed, with the year it is for where that is another than the row's."""
    if row["printed_target"] is None:
        return NO_VALUE
    text = html.escape(row["printed_target"])
    if len(text) > 14:
        text = f'<span class="plan-level">{text}</span>'
    year = "" if row["milestone"] == row["year"] else f" {muted(str(row['milestone']))}"
    return text + year


def marked(row: ShownRow, language: str) -> str:
    """Return a row's status as sign and word."""
    return status_mark(row["status"], language, preliminary=row["preliminary"])


def status_cell(row: ShownRow, language: str) -> str:
    """Return a row's status with its reason."""
    say = translator(language)
    notes = [REASONS[row["reason"]]] if row["reason"] else []
    if row["near_threshold"]:
        notes.append(NEAR_THRESHOLD)
    why = f"<br>{muted('; '.join(map(say, notes)))}" if notes else ""
    return marked(row, language) + why


def ranks(frame: pl.DataFrame, indicator: Indicator, *, comparison: str) -> pl.DataFrame:
    """Rank one year's rows, ties alike; ``rank`` is null everywhere while any row lacks its actual, or ``comparison`` is ``none``.

    For a value to keep, the nearest to its own target is first.
    """
    if indicator.direction == "keep":
        merit = -(pl.col("actual") - pl.col("target")).abs()
    else:
        merit = pl.col("actual") if indicator.direction == "increase" else -pl.col("actual")
    rank = merit.rank("min", descending=True).cast(pl.Int32)
    complete = frame.height > 1 and frame["actual"].null_count() == 0 and comparison != "none"
    ranked = frame.with_columns((rank if complete else pl.lit(None, pl.Int32)).alias("rank"))
    return ranked.sort("rank", "province", nulls_last=True)


def rank_table(ranked: pl.DataFrame, indicator: Indicator, catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return the provinces by rank, each against its own target."""
    say = translator(language)
    return table(
        [
            (say("Tỉnh"), "kept", lambda row: catalogue.province[row["province"]].name(language)),
            (say("Hạng"), "number", lambda row: NO_VALUE if row["rank"] is None else str(row["rank"])),
            (say("Thực hiện"), "number", lambda row: value_cell(row, "actual", catalogue, language)),
            (say("Mục tiêu in"), "number", printed_target),
            (say("Khoảng cách"), "number", lambda row: gaps.gap(row, catalogue, language)),
            (say("Trạng thái"), "text", lambda row: status_cell(row, language)),
        ],
        ranked.iter_rows(named=True),
        caption=caption,
    )


def comparison_finding(
    ranked: pl.DataFrame, indicator: Indicator, catalogue: Catalogue, year: int, language: str, *, comparison: str
) -> str:
    """Return who is first, or why nobody is; ``comparison`` as the register has it: ``sound``, ``caveat`` or ``none``."""
    say = translator(language)
    name = indicator.name(language)
    missing = [catalogue.province[id_].name(language) for id_ in ranked.filter(pl.col("actual").is_null())["province"]]
    if ranked.height > 1 and comparison == "none":
        return say("{name}: không xếp hạng, vì các kế hoạch không đo cùng một đối tượng; lý do ở dưới.").format(
            name=name
        )
    if ranked.height < 2:
        return say("{name}: không đủ hai tỉnh cùng giao chỉ tiêu này để so sánh.").format(name=name)
    if missing:
        return say("{name}, năm {year}: chưa xếp hạng vì còn thiếu số liệu của {missing}.").format(
            name=name, year=year, missing=", ".join(missing)
        )
    best = ranked.filter(pl.col("rank") == 1)
    who = ", ".join(catalogue.province[id_].name(language) for id_ in best["province"])
    value = measured(best["actual"][0], indicator, catalogue, language=language)
    return say("{name}, năm {year}: {who} đứng đầu với {value}.").format(name=name, year=year, who=who, value=value)


def share_finding(shares: pl.DataFrame, sector: Sector, catalogue: Catalogue, year: int, language: str) -> str:
    """Return each province's share on course in the sector."""
    say = translator(language)
    parts = [
        f"{catalogue.province[row['province']].name(language)} {_share_text(row, language)}"
        for row in shares.iter_rows(named=True)
        if row["assessable"]
    ]
    if not parts:
        return say("{name}, năm {year}: chưa có số liệu để đánh giá.").format(name=sector.name(language), year=year)
    return say("{name}, năm {year}, tỉ lệ chỉ tiêu đúng hướng: {parts}.").format(
        name=sector.name(language), year=year, parts=", ".join(parts)
    )


def _share_text(row: dict[str, Any], language: str) -> str:
    part = f"{row['on_course']}/{row['assessable']}"
    if row["share"] is None:
        return f"{part} ({translator(language)(WITHHELD)})"
    return f"{share(row['share'], language=language)} ({part})"
