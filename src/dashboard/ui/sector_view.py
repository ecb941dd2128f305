"""Everything a sector's page shows for one choice of filters, made once and kept with the mart."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from dashboard import queries
from dashboard.catalogue import Catalogue, Sector
from dashboard.figures.bullets import bullets
from dashboard.figures.drawing import MOST_PROVINCES, Drawing
from dashboard.figures.trends import Line, province_lines, spread_lines, trends
from dashboard.filters import Filters
from dashboard.findings import sector_finding
from dashboard.mart import Mart
from dashboard.ui import address, rows
from dashboard.ui.tables import key_line
from dashboard.words import translator

_YEARS_BACK = 9
"""How far back trends go from the chosen year."""


@dataclass(frozen=True)
class SectorView:
    """The parts of the page; ``bullets`` and ``trends`` have a picture for each column that has indicators."""

    finding: str
    bullets: tuple[Drawing, ...]
    trends: tuple[Drawing, ...]
    key: str
    table: str

    @property
    def is_empty(self) -> bool:
        """Whether no row fits the filters."""
        return not self.bullets


def sector_view(mart: Mart, catalogue: Catalogue, sector: Sector, chosen: Filters, language: str) -> SectorView:
    """Return the view of the sector for one year and the chosen provinces, statuses and agencies."""
    filters = of_sector(chosen, sector)
    return mart.kept(
        ("sector", filters, language, address.fingerprint()),
        lambda: _make(mart, catalogue, sector, filters, language),
    )


def of_sector(chosen: Filters, sector: Sector) -> Filters:
    """Return the filters of the page's table: what was chosen, in this sector."""
    return chosen.model_copy(update={"sectors": (sector.id,)})


def _make(mart: Mart, catalogue: Catalogue, sector: Sector, filters: Filters, language: str) -> SectorView:
    (year,) = filters.years
    frame = queries.assessed(mart, filters)
    counts = frame.group_by("status").agg(pl.len().alias("rows"))
    red = frame.filter(pl.col("status").is_in(queries.FAR_BEHIND)).sort("relative_lag", nulls_last=True).head(1)
    finding = sector_finding(counts, red, catalogue, year, language=language)
    if frame.is_empty():
        return SectorView(finding, (), (), "", "")
    provinces = [p.id for p in catalogue.provinces if not filters.provinces or p.id in filters.provinces]
    past, lines = _past(mart, catalogue, filters, provinces, frame, language)
    known_years = past.filter(pl.col("actual").is_not_null())["year"].to_list()
    last = max([year, *(cell.year for cell in catalogue.targets)])
    years = (max(min(known_years, default=year), year - _YEARS_BACK), last)
    halves = [ids for ids in rows.halves(frame) if ids]
    caption = translator(language)("{sector}, năm {year}").format(sector=sector.name(language), year=year)
    if len(provinces) > MOST_PROVINCES:
        table = rows.spread_table(frame, catalogue, language, caption=caption)
    else:
        table = rows.sector_table(frame, past, catalogue, language, caption=caption)
    return SectorView(
        finding,
        tuple(bullets(part, catalogue, language=language) for part in _parts(frame, halves)),
        tuple(trends(part, catalogue, lines=lines, years=years, language=language) for part in _parts(past, halves)),
        key_line((line.colour, line.symbol, line.word) for line in lines.values()),
        table,
    )


def _parts(frame: pl.DataFrame, halves: list[list[str]]) -> Iterator[pl.DataFrame]:
    """Yield the rows of each half; rows and halves are both in the catalogue's order."""
    ids, first = frame["indicator"].to_list(), 0
    for members in map(set, halves):
        count = sum(id_ in members for id_ in ids)
        yield frame.slice(first, count)
        first += count


def _past(
    mart: Mart, catalogue: Catalogue, filters: Filters, provinces: list[str], frame: pl.DataFrame, language: str
) -> tuple[pl.DataFrame, dict[str, Line]]:
    """Return the years behind the frame's rows, and how they are drawn."""
    all_years = filters.model_copy(update={"years": (), "statuses": ()})
    if len(provinces) > MOST_PROVINCES:
        return queries.spread(mart, all_years), spread_lines(language)
    past = queries.history(mart, all_years)
    if filters.statuses:
        series = ["indicator", "breakdown", "province"]
        past = past.join(frame.select(series).unique(), on=series, how="semi", maintain_order="left")
    return past, province_lines(provinces, catalogue, language)
