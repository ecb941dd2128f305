"""What a document is asked about: its filters, with the one year chosen, and what is wrong with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from dashboard.documents.model import Kind, Language
from dashboard.exports.building import filters_in_words
from dashboard.filters import KEYS, Filters
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.reference.catalogue import Catalogue, Sector
from dashboard.reference.organisation import Province
from dashboard.words.messages import Problem, Translate, mark
from dashboard.words.translations import translator

FILTERS = ("province", "sector", "indicator", "year", "agency", "as_of")
"""The filters of every document: those that say something about figures and about tasks."""
MOST_PROVINCES = 6
"""A document compares up to so many provinces: more would make neither a table nor a picture that can be read on paper."""
TITLES: dict[Kind, str] = {
    "report": mark("Báo cáo kết quả thực hiện"),
    "one-page": mark("Một trang"),
    "annex": mark("Phụ lục số liệu của cơ quan"),
}
"""What each document is called where it is chosen."""


@dataclass(frozen=True)
class Asked:
    """What everything in a document is made from.

    Attributes:
        mart: The figures, known at the end of its day.
        catalogue: Names, units, plans.
        filters: What is meant; they name exactly one year.
        language: Of the words.
        site: The address of the installation, empty where it is not known.
    """

    mart: Mart
    catalogue: Catalogue
    filters: Filters
    language: Language
    site: str = ""

    @property
    def year(self) -> int:
        """The year the figures are of."""
        return self.filters.years[0]

    @property
    def say(self) -> Translate:
        """The translator into the document's language."""
        return translator(self.language)

    @cached_property
    def provinces(self) -> tuple[Province, ...]:
        """The provinces it is about, in catalogue order."""
        chosen = self.filters.provinces
        return tuple(province for province in self.catalogue.provinces if not chosen or province.id in chosen)

    @cached_property
    def sectors(self) -> tuple[Sector, ...]:
        """The sectors it is about, in catalogue order."""
        chosen = self.filters.sectors
        return tuple(sector for sector in self.catalogue.sectors if not chosen or sector.id in chosen)

    @property
    def of_tasks(self) -> Filters:
        """The same filters as tasks take them: a task is asked about whatever its year, or what is overdue since an earlier one is left out."""
        return self.filters.model_copy(update={"years": ()})

    @property
    def year_before(self) -> Filters:
        """The same filters for the year before."""
        return self.filters.model_copy(update={"years": (self.year - 1,)})

    def names(self, key: str) -> str:
        """Return what a filter keeps, in catalogue names; empty where it is not set."""
        only = Filters(**{KEYS[key]: getattr(self.filters, KEYS[key])})
        return "".join(text for _, text in filters_in_words(only, self.catalogue, self.language))


def with_year(filters: Filters, mart: Mart) -> Filters:
    """Return the filters with a year: where they name none, the last one with figures, this one in an empty store."""
    return (
        filters
        if filters.years
        else filters.model_copy(update={"years": (queries.latest_year(mart) or mart.as_of.year,)})
    )


def problems_of(kind: Kind, filters: Filters, catalogue: Catalogue) -> Sequence[tuple[str, Problem]]:
    """Return what is wrong with the filters of a document: the filter's name, and what to do about it."""
    found: list[tuple[str, Problem]] = []
    unknown = mark("Bộ lọc “{key}” không dùng được với tài liệu này. Bỏ bộ lọc này.")
    found += [
        (key, Problem(unknown, {"key": key}))
        for key, field in KEYS.items()
        if key not in FILTERS and getattr(filters, field)
    ]
    if len(filters.years) > 1:
        found.append(("year", Problem(mark("Tài liệu là của một năm; đang chọn {count} năm. Chọn một năm."), {"count": len(filters.years)})))  # fmt: skip
    provinces = len(filters.provinces or catalogue.provinces)
    if provinces > MOST_PROVINCES:
        text = mark("Tài liệu nêu tối đa {most} tỉnh; đang chọn {count}. Chọn bớt tỉnh.")
        found.append(("province", Problem(text, {"most": MOST_PROVINCES, "count": provinces})))
    if kind == "annex" and len(filters.agencies) != 1:
        text = mark("Phụ lục là của một cơ quan; đang chọn {count}. Chọn một cơ quan.")
        found.append(("agency", Problem(text, {"count": len(filters.agencies)})))
    return found
