"""Everything a sector's page shows for one choice of filters, made once and kept with the mart."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Literal, TypeVar

import polars as pl
import streamlit as st

from dashboard.figures.drawing import MOST_PROVINCES, Drawing
from dashboard.figures.trends import Line, province_lines, spread_lines, trends, years_of
from dashboard.figures.ways import ways
from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.mart.rows import HistoryRow, ShownRow, history_rows, shown_rows
from dashboard.method import NOT_ASSESSABLE, RED_STATUSES, STATUSES
from dashboard.reference.catalogue import Catalogue, Sector
from dashboard.sentences.findings import sector_finding
from dashboard.ui.frame import address
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import markup, section
from dashboard.ui.parts import red_tables, rows
from dashboard.ui.parts.html_tables import key_line, linked
from dashboard.ui.parts.province_matrix import draw_matrix, province_matrix
from dashboard.words.messages import mark
from dashboard.words.translations import translator

Order = Literal["plan", "worst"]
"""The order of the pictures: as the plans print their indicators, or the farthest behind first."""

_WHERE = mark("Tỉnh nào đỏ ở đâu")


@dataclass(frozen=True)
class SectorView:
    """The parts of the page: ``red``, its red rows with what stands on them, the farthest behind first; ``ways`` and ``trends`` have a picture for each column that has indicators.

    ``matrix`` is who is red where, empty of a single province, whose pictures say it.

    ``table`` is made at the first call: the browser draws the pictures meanwhile.
    """

    finding: str
    ways: tuple[Drawing, ...]
    trends: tuple[Drawing, ...]
    key: str
    table: Callable[[], str]
    matrix: str
    red: pl.DataFrame
    has_many: bool

    @property
    def is_empty(self) -> bool:
        """Whether no row fits the filters."""
        return not self.ways


def draw_red(view: SectorView, mart: Mart, catalogue: Catalogue, sector: Sector, year: int) -> None:
    """Draw the sector's red rows with who is to act, the farthest behind first, and the way to all of them."""
    section(
        say()("Cần xử lý ngay"),
        mart,
        say()("Chỉ tiêu chậm nhiều, đi ngược hoặc không đạt; chậm nhất so với mức cần có đứng trước."),
    )
    caption = say()("{count} chỉ tiêu đỏ, năm {year}").format(count=view.red.height, year=year)
    markup(red_tables.red_table(view.red, catalogue, language(), caption=caption, many=view.has_many))
    if not view.has_many and view.red.height > red_tables.MOST:
        told = say()("Cả {count} chỉ tiêu đỏ của lĩnh vực").format(count=view.red.height)
        markup(f'<p class="plan-keys">{linked(told, address.link(sector.path, status=list(RED_STATUSES)))}</p>')


def draw_who_is_red_where(view: SectorView, mart: Mart) -> None:
    """Draw indicators by provinces; of few provinces behind a fold, for the pictures below show as much."""
    if not view.matrix:
        return
    title = say()(_WHERE)
    if view.has_many:
        note = say()("Tỉnh nhiều chỉ tiêu đỏ nhất đứng trước, số đỏ sau tên tỉnh. Bấm một ô để xem chỉ tiêu ở tỉnh đó.")
        section(title, mart, note)
        draw_matrix(view.matrix, key="sector_matrix")
    else:
        with st.expander(title, icon=":material/grid_on:", key="sector_matrix_fold"):
            draw_matrix(view.matrix, key="sector_matrix")


AnyRow = TypeVar("AnyRow", ShownRow, HistoryRow)


class _Late:
    """A text made at the first call; what it is made from is let go then. Two threads that call at once may both make it."""

    def __init__(self, make: Callable[[], str]) -> None:
        self._make: Callable[[], str] | None = make
        self._text = ""

    def __call__(self) -> str:
        if make := self._make:
            self._text, self._make = make(), None
        return self._text


def sector_view(
    mart: Mart, catalogue: Catalogue, sector: Sector, chosen: Filters, language: str, order: Order
) -> SectorView:
    """Return the view of the sector for one year and the chosen provinces, statuses and agencies, its pictures in the order."""
    filters = of_sector(chosen, sector)
    return mart.kept(
        ("sector", filters, language, order, address.fingerprint()),
        lambda: _make(mart, catalogue, sector, filters, language, order),
    )


def of_sector(chosen: Filters, sector: Sector) -> Filters:
    """Return the filters of the page's table: what was chosen, in this sector."""
    return chosen.model_copy(update={"sectors": (sector.id,)})


def _make(
    mart: Mart, catalogue: Catalogue, sector: Sector, filters: Filters, language: str, order: Order
) -> SectorView:
    (year,) = filters.years
    frame = queries.shown_with_actions(mart, filters)
    red = queries.farthest_first(frame)
    assessed = shown_rows(frame)
    finding = sector_finding(
        Counter(row["status"] for row in assessed),
        _farthest_behind(assessed),
        catalogue,
        year,
        language=language,
        estimates=sum(bool(row["preliminary"]) and row["status"] not in NOT_ASSESSABLE for row in assessed),
    )
    if not assessed:
        return SectorView(finding, (), (), "", str, "", red, has_many=False)
    provinces = [p.id for p in catalogue.provinces if not filters.provinces or p.id in filters.provinces]
    past, lines = _past(mart, catalogue, filters, provinces, assessed, language)
    years = years_of(past, year, catalogue)
    ordered = worst_first(assessed) if order == "worst" else assessed
    halves = [ids for ids in rows.halves(ordered) if ids]
    caption = translator(language)("{sector}, năm {year}").format(sector=sector.name(language), year=year)
    has_many = len(provinces) > MOST_PROVINCES
    if has_many:
        table = partial(rows.spread_table, frame, catalogue, language, caption=caption)
    else:
        table = partial(
            rows.sector_table,
            assessed,
            past,
            catalogue,
            language,
            caption=caption,
        )
    return SectorView(
        finding,
        tuple(ways(_of(ids, ordered), catalogue, language=language) for ids in halves),
        tuple(trends(_of(ids, past), catalogue, lines=lines, years=years, language=language) for ids in halves),
        key_line((line.colour, line.symbol, line.word) for line in lines.values()),
        _Late(table),
        _matrix(ordered, catalogue, language, caption, has_many),
        red,
        has_many,
    )


def _matrix(ordered: list[ShownRow], catalogue: Catalogue, language: str, caption: str, has_many: bool) -> str:
    if len({row["province"] for row in ordered}) < 2:
        return ""
    title = translator(language)(_WHERE)
    return province_matrix(ordered, catalogue, language, caption=f"{title}: {caption}", sorted_by_red=has_many)


def _farthest_behind(assessed: list[ShownRow]) -> ShownRow | None:
    """Return the red row with the largest relative lag; one with a target of zero, which has none, only for want of another."""
    red = [row for row in assessed if row["status"] in RED_STATUSES]
    return min(red, key=lambda row: (row["relative_lag"] is None, row["relative_lag"] or 0.0), default=None)


def worst_first(assessed: list[ShownRow]) -> list[ShownRow]:
    """Return the rows with the indicator first whose worst row is farthest behind, those without a judgement last.

    Rows of one indicator stay together, in the order they have.
    """
    places = {status: place for place, status in enumerate(reversed(STATUSES))}
    worst: dict[str, tuple[bool, int, float]] = {}
    for row in assessed:
        lag = row["relative_lag"] if row["relative_lag"] is not None else 0.0
        bad = (row["status"] in NOT_ASSESSABLE, places[row["status"]], lag)
        worst[row["indicator"]] = min(bad, worst.get(row["indicator"], bad))
    return sorted(assessed, key=lambda row: worst[row["indicator"]])


def _of(ids: list[str], of_all: list[AnyRow]) -> Iterator[AnyRow]:
    """Yield the rows of the indicators, in the order of these."""
    by_id: dict[str, list[AnyRow]] = {id_: [] for id_ in ids}
    for row in of_all:
        if row["indicator"] in by_id:
            by_id[row["indicator"]].append(row)
    return chain.from_iterable(by_id.values())


def _past(
    mart: Mart, catalogue: Catalogue, filters: Filters, provinces: list[str], assessed: list[ShownRow], language: str
) -> tuple[list[HistoryRow], dict[str, Line]]:
    """Return the years behind the assessed rows, and how they are drawn."""
    all_years = filters.model_copy(update={"years": (), "statuses": ()})
    if len(provinces) > MOST_PROVINCES:
        past = mart.kept(("spread", all_years), lambda: queries.spread(mart, all_years))
        return history_rows(past), spread_lines(language)
    past = mart.kept(("history", all_years), lambda: queries.history(mart, all_years))
    lines = province_lines(provinces, catalogue, language)
    if not filters.statuses:
        return history_rows(past), lines
    series = {(row["indicator"], row["breakdown"], row["province"]) for row in assessed}
    kept = [row for row in history_rows(past) if (row["indicator"], row["breakdown"], row["province"]) in series]
    return kept, lines
