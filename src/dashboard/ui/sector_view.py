"""Everything a sector's page shows for one choice of filters, made once and kept with the mart."""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from dashboard import queries
from dashboard.catalogue import Catalogue, Sector
from dashboard.figures.bullets import bullets
from dashboard.figures.drawing import MOST_PROVINCES, Drawing
from dashboard.figures.trends import province_lines, spread_lines, trends
from dashboard.filters import Filters
from dashboard.findings import sector_finding
from dashboard.mart import Mart
from dashboard.ui import address, rows
from dashboard.ui.rows import Row
from dashboard.ui.tables import key_line
from dashboard.words import translator

_YEARS_BACK = 9
"""How far back trends go from the chosen year."""


class SectorView:
    """The parts of the page, each made when it is first asked for: the browser draws one while the next is made.

    ``bullets`` and ``trends`` have a picture for each column that has indicators; none at all where no row fits.
    """

    def __init__(self, mart: Mart, catalogue: Catalogue, sector: Sector, filters: Filters, language: str) -> None:
        """Read what the parts are made of, without keeping the mart alive."""
        self._catalogue, self._sector, self._language = catalogue, sector, language
        (self._year,) = filters.years
        self._frame = queries.shown(mart, filters)
        self.is_empty = self._frame.is_empty()
        provinces = [p.id for p in catalogue.provinces if not filters.provinces or p.id in filters.provinces]
        self._is_spread = len(provinces) > MOST_PROVINCES
        self._lines = spread_lines(language) if self._is_spread else province_lines(provinces, catalogue, language)
        all_years = filters.model_copy(update={"years": (), "statuses": ()})
        read = queries.spread if self._is_spread else queries.history
        past = mart.kept((read.__name__, all_years), lambda: read(mart, all_years))
        if filters.statuses and not self._is_spread:
            series = ["indicator", "breakdown", "province"]
            past = past.join(self._frame.select(series).unique(), on=series, how="semi", maintain_order="left")
        self._past = past

    @cached_property
    def finding(self) -> str:
        """The sentence under the title."""
        assessed = self._frame.rows(named=True)
        counts = Counter(row["status"] for row in assessed)
        worst = _farthest_behind(assessed)
        return sector_finding(counts, worst, self._catalogue, self._year, language=self._language)

    @cached_property
    def bullets(self) -> tuple[Drawing, ...]:
        """Actual against target of the year."""
        assessed = self._frame.rows(named=True)
        return tuple(bullets(_of(ids, assessed), self._catalogue, language=self._language) for ids in self._halves)

    @cached_property
    def trends(self) -> tuple[Drawing, ...]:
        """The years before, in the columns of the bullets."""
        past = self._past.rows(named=True)
        known_years = [row["year"] for row in past if row["actual"] is not None]
        last = max([self._year, *(cell.year for cell in self._catalogue.targets)])
        years = (max(min(known_years, default=self._year), self._year - _YEARS_BACK), last)
        return tuple(
            trends(_of(ids, past), self._catalogue, lines=self._lines, years=years, language=self._language)
            for ids in self._halves
        )

    @cached_property
    def key(self) -> str:
        """What the lines of the trends stand for, as HTML."""
        return key_line((line.colour, line.symbol, line.word) for line in self._lines.values())

    @cached_property
    def table(self) -> str:
        """Every row of the pictures, and those they leave out, as HTML."""
        caption = translator(self._language)("{sector}, năm {year}").format(
            sector=self._sector.name(self._language), year=self._year
        )
        if self._is_spread:
            return rows.spread_table(self._frame, self._catalogue, self._language, caption=caption)
        assessed, past = self._frame.rows(named=True), self._past.rows(named=True)
        return rows.sector_table(assessed, past, self._catalogue, self._language, caption=caption)

    @cached_property
    def _halves(self) -> list[set[str]]:
        return [set(ids) for ids in rows.halves(self._frame["indicator"].to_list()) if ids]


def sector_view(mart: Mart, catalogue: Catalogue, sector: Sector, chosen: Filters, language: str) -> SectorView:
    """Return the view of the sector for one year and the chosen provinces, statuses and agencies."""
    filters = of_sector(chosen, sector)
    return mart.kept(
        ("sector", filters, language, address.fingerprint()),
        lambda: SectorView(mart, catalogue, sector, filters, language),
    )


def of_sector(chosen: Filters, sector: Sector) -> Filters:
    """Return the filters of the page's table: what was chosen, in this sector."""
    return chosen.model_copy(update={"sectors": (sector.id,)})


def _farthest_behind(assessed: list[Row]) -> Row | None:
    """Return the red row with the largest relative lag; one with a target of zero, which has none, only for want of another."""
    red = [row for row in assessed if row["status"] in queries.FAR_BEHIND]
    return min(red, key=lambda row: (row["relative_lag"] is None, row["relative_lag"] or 0.0), default=None)


def _of(ids: set[str], of_all: list[Row]) -> Iterator[Row]:
    return (row for row in of_all if row["indicator"] in ids)
