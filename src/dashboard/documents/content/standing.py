"""Where all figures of a document stand: in sentences, as bars and as a table beside the year before."""

from collections import Counter

import polars as pl

from dashboard.documents.content import cells
from dashboard.documents.content.asked import Asked
from dashboard.documents.model import Cell, Column, Part, Row, StatusBar, StatusBars, Table
from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.method import NOT_ASKED, NOT_ASSESSABLE, STATUS, STATUSES
from dashboard.sentences.findings import overview_finding

_JUDGED = tuple(status for status in STATUSES if status not in NOT_ASSESSABLE)


def finding(asked: Asked) -> str:
    """Return where all stand in the year, and how many were on course the year before."""
    now = _counts(asked, asked.filters)
    estimates = int(now["estimates"].sum())
    told = overview_finding(queries.by_status(now), asked.year, language=asked.language, estimates=estimates)
    before = queries.share_of(queries.by_status(_counts(asked, asked.year_before)))
    if not before.assessable:
        return told
    text = asked.say("Năm {year}, trong {all} chỉ tiêu đánh giá được có {good} chỉ tiêu đúng hướng.")
    return f"{told} {text.format(year=asked.year - 1, good=before.on_course, all=before.assessable)}"


def red_sentence(asked: Asked) -> str:
    """Return how many rows are red, for how many of them nobody has anything to do, and how many have something overdue."""
    found = queries.red_counts(asked.mart, asked.filters)
    if not found.red:
        return asked.say("Không có chỉ tiêu nào chậm nhiều, đi ngược hoặc không đạt trong các số liệu đã có.")
    text = asked.say(
        "{red} chỉ tiêu chậm nhiều, đi ngược hoặc không đạt; trong đó {without} chỉ tiêu chưa có việc phải làm, {overdue} chỉ tiêu có việc quá hạn."
    )
    return text.format(red=found.red, without=found.without_action, overdue=found.overdue)


def by_province(asked: Asked) -> tuple[str, ...]:
    """Return how many are on course in each province, a sentence each; nothing where there is one province."""
    if len(asked.provinces) < 2:
        return ()
    found = _counted(_counts(asked, asked.filters), "province")
    text = asked.say(
        "{province}: trong {all} chỉ tiêu đánh giá được có {good} chỉ tiêu đúng hướng; {left} chỉ tiêu chưa đánh giá được."
    )
    none = asked.say("{province}: chưa có chỉ tiêu nào đánh giá được.")
    told = []
    for province in asked.provinces:
        total = queries.share_of(found.get(province.id, Counter()))
        told.append(
            (text if total.assessable else none).format(
                province=province.name(asked.language),
                good=total.on_course,
                all=total.assessable,
                left=total.not_assessable,
            )
        )
    return tuple(told)


def bars(asked: Asked) -> StatusBars:
    """Return a bar a sector: how many rows for which something was asked have each status."""
    found = _counted(_counts(asked, asked.filters), "sector")
    made = []
    for sector in asked.sectors:
        rows = found.get(sector.id, Counter())
        parts = tuple(Part(status, rows[status]) for status in STATUSES if rows[status] and status not in NOT_ASKED)
        if parts:
            total = queries.share_of(rows)
            told = asked.say("{good}/{all} đúng hướng").format(good=total.on_course, all=total.assessable)
            made.append(StatusBar(sector.short_name(asked.language), parts, told if total.assessable else ""))
    shown = {part.status for bar in made for part in bar.parts}
    words = tuple((status, asked.say(STATUS[status].word)) for status in STATUSES if status in shown)
    title = asked.say("Số chỉ tiêu theo trạng thái của từng lĩnh vực, năm {year}").format(year=asked.year)
    return StatusBars(title, tuple(made), words)


def counts_table(asked: Asked) -> Table:
    """Return how many rows of each sector have each judgement, the year before below the year."""
    say = asked.say
    both = (asked.year, asked.year - 1)
    counted = {
        year: _counted(_counts(asked, of_year), "sector")
        for year, of_year in zip(both, (asked.filters, asked.year_before), strict=True)
    }
    rows = []
    for sector in [sector for sector in asked.sectors if counted[asked.year].get(sector.id)]:
        for year in both:
            rows.append(_counts_row(sector.name(asked.language), year, counted[year].get(sector.id, Counter()), asked))
    if len(rows) > len(both):
        rows += [
            _counts_row(say("Tất cả"), year, sum(counted[year].values(), Counter()), asked, is_total=True)
            for year in both
        ]  # fmt: skip
    columns = (
        Column(say("Lĩnh vực"), 24),
        Column(say("Năm"), 8, "right"),
        *(Column(say(STATUS[status].word), 10, "right") for status in _JUDGED),
        Column(say("Chưa đánh giá được"), 10, "right"),
        Column(say("Đúng hướng trên số đánh giá được"), 12, "right"),
    )
    title = say("Số chỉ tiêu theo trạng thái, năm {year} và năm {before}").format(
        year=asked.year, before=asked.year - 1
    )
    return Table(title, columns, tuple(rows), empty=say("Không có chỉ tiêu nào với các bộ lọc đang chọn."))


def _counts_row(name: str, year: int, found: Counter[str], asked: Asked, *, is_total: bool = False) -> Row:
    total = queries.share_of(found)
    told = f"{total.on_course}/{total.assessable}" if total.assessable else asked.say("không có")
    first = (Cell(name, is_strong=True), Cell(str(year), value=year))
    judged = (cells.count(found[status], asked) for status in _JUDGED)
    row = (*first, *judged, cells.count(total.not_assessable, asked), Cell(told))
    return Row(tuple(Cell(cell.text, cell.value, cell.status, is_strong=True) for cell in row) if is_total else row)


def _counts(asked: Asked, filters: Filters) -> pl.DataFrame:
    """Return the rows by status, asked for once: sentence, bars and table count the same, and so does the overview."""
    return asked.mart.kept(("counts", filters), lambda: queries.status_counts(asked.mart, filters))


def _counted(counts: pl.DataFrame, by: str) -> dict[str, Counter[str]]:
    """Return rows by status of every value of the column ``by``, of what ``queries.status_counts`` returned."""
    found: dict[str, Counter[str]] = {}
    for value, status, rows in counts.select(by, "status", "rows").iter_rows():
        found.setdefault(value, Counter())[status] += rows
    return found


def is_empty(asked: Asked) -> bool:
    """Return whether nothing at all of what the year asks for is published."""
    return int(queries.completeness(asked.mart, asked.filters)["received"].sum()) == 0
