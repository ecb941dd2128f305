"""Each sector of a document: where it stands in a sentence, the way of every indicator as a picture, and its table."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from dashboard.documents.content import cells
from dashboard.documents.content.asked import Asked
from dashboard.documents.model import Block, Column, Heading, Paragraph, Table, Way, Ways
from dashboard.mart import queries
from dashboard.mart.rows import AssessedRow, assessed_rows
from dashboard.method import NOT_ASSESSABLE, RED_STATUSES
from dashboard.notation import measured
from dashboard.reference.catalogue import Indicator, Sector
from dashboard.sentences.findings import sector_finding


def sectors(asked: Asked) -> Iterator[Block]:
    """Yield what is said of each sector that has a row."""
    rows = list(assessed_rows(queries.assessed(asked.mart, asked.filters)))
    for sector in asked.sectors:
        mine = [row for row in rows if row["sector"] == sector.id]
        if mine:
            yield from _sector(sector, mine, asked)


def _sector(sector: Sector, rows: list[AssessedRow], asked: Asked) -> Iterator[Block]:
    red = [row for row in rows if row["status"] in RED_STATUSES]
    yield Heading(sector.name(asked.language), 2)
    yield Paragraph(
        sector_finding(
            Counter(row["status"] for row in rows),
            min(red, key=lambda row: (row["relative_lag"] is None, row["relative_lag"] or 0.0), default=None),
            asked.catalogue,
            asked.year,
            language=asked.language,
            estimates=sum(bool(row["preliminary"]) and row["status"] not in NOT_ASSESSABLE for row in rows),
        )
    )
    for id_, of_indicator in groupby(rows, key=lambda row: row["indicator"]):
        ways = tuple(
            _way(row, asked) for row in of_indicator if row["actual"] is not None and row["target"] is not None
        )
        if ways:
            yield Ways(_title(asked.catalogue.indicator[id_], asked), ways)
    yield _table(sector, rows, asked)


def _title(indicator: Indicator, asked: Asked) -> str:
    unit = asked.catalogue.units[indicator.unit].name(asked.language)
    name = indicator.name(asked.language)
    return f"{name} ({unit})" if unit and indicator.kind == "number" else name


def _way(row: AssessedRow, asked: Asked) -> Way:
    indicator = asked.catalogue.indicator[row["indicator"]]

    def shown(value: float | None) -> str:
        return measured(value, indicator, asked.catalogue, language=asked.language)

    province = asked.catalogue.province[row["province"]].name(asked.language)
    part = "" if row["breakdown"] == "total" else asked.catalogue.breakdowns[row["breakdown"]].name(asked.language)
    is_alone = len(asked.provinces) == 1
    lower, upper = _band(row, indicator)
    return Way(
        label=(part or province) if is_alone else f"{province}, {part.lower()}" if part else province,
        actual=row["actual"],
        target=row["target"] if lower is None else None,
        status=row["status"],
        actual_text=shown(row["actual"]),
        target_text=f"{row['printed_target']} ({row['milestone']})",
        baseline=row["baseline"],
        expected=row["expected"] if row["expected"] != row["target"] else None,
        lower=lower,
        upper=upper,
        baseline_text=f"{shown(row['baseline'])} ({row['baseline_year']})" if row["baseline"] is not None else "",
        lower_is_better=indicator.direction == "decrease",
    )


def _band(row: AssessedRow, indicator: Indicator) -> tuple[float | None, float | None]:
    """Return the ends of the band a target asks for: of a printed range, or of a value to keep with its tolerance."""
    if row["comparator"] == "range":
        return row["lower"], row["upper"]
    if row["comparator"] == "keep" and row["target"] is not None and indicator.tolerance is not None:
        return round(row["target"] - indicator.tolerance, 9), round(row["target"] + indicator.tolerance, 9)
    return None, None


def _table(sector: Sector, rows: list[AssessedRow], asked: Asked) -> Table:
    say = asked.say
    return cells.table(
        say("{sector}, năm {year}").format(sector=sector.name(asked.language), year=asked.year),
        (
            (Column(say("Chỉ tiêu"), 30 if len(asked.provinces) == 1 else 24), lambda row: cells.name(row, asked)),
            *cells.of_provinces(asked, 10),
            (Column(say("Thực hiện"), 11, "right"), lambda row: cells.figure(row, "actual", asked)),
            (Column(say("Mục tiêu in"), 11, "right"), cells.target),
            (Column(say("Khoảng cách"), 10, "right"), lambda row: cells.gap(row, asked)),
            (Column(say("Tiến độ"), 8, "right"), lambda row: cells.pace(row, asked)),
            (Column(say("Trạng thái"), 16), lambda row: cells.status_and_reason(row, asked)),
            (Column(say("Cơ quan chủ trì"), 15), lambda row: cells.answering(row, asked, is_short=True)),
        ),
        rows,
    )
