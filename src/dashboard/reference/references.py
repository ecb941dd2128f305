"""Which ids the entries of the reference files use of one another."""

from collections.abc import Container, Iterable, Iterator

from dashboard.reference.catalogue import Catalogue
from dashboard.words.messages import mark

_SECTOR = mark("lĩnh vực")
_UNIT = mark("đơn vị tính")
_PART = mark("phân tổ")
_INDICATOR = mark("chỉ tiêu")
_PROVINCE = mark("tỉnh")
_PLAN = mark("kế hoạch")
_AGENCY = mark("cơ quan")
_THEME = mark("chủ đề")
_DENOMINATOR = mark("mẫu số")

Uses = Iterator[tuple[str, str, str, Iterable[str | None]]]
"""For each: the list of the entry that uses ids, its own id, the kind of the ids, and the ids."""


def references(known: Catalogue) -> Iterator[tuple[str, str, str, str, Container[str]]]:
    """Yield every id one entry uses of another: kind, id of the user, its list, the id used, the known ids."""
    declared: dict[str, Container[str]] = {
        _SECTOR: known.sector,
        _UNIT: known.units,
        _PART: known.breakdowns,
        _INDICATOR: known.indicator,
        _PROVINCE: known.province,
        _PLAN: known.plan,
        _AGENCY: known.agency,
        _THEME: known.theme,
        _DENOMINATOR: known.denominators,
    }
    for uses in (_of_indicators(known), _of_plans(known), _of_organisation(known), _of_register(known)):
        for part, user, kind, ids in uses:
            for id_ in filter(None, ids):
                yield kind, user, part, id_, declared[kind]


def _of_indicators(known: Catalogue) -> Uses:
    for indicator in known.indicators:
        yield "indicators", indicator.id, _SECTOR, [indicator.sector]
        yield "indicators", indicator.id, _UNIT, [indicator.unit]
        yield "indicators", indicator.id, _PART, indicator.breakdowns
        yield "indicators", indicator.id, _INDICATOR, indicator.kin
    for how in known.combining.values():
        yield "combining", how.id, _INDICATOR, [how.id]
        yield "combining", how.id, _DENOMINATOR, [how.denominator]
    for denominator in known.denominators.values():
        yield "denominators", denominator.id, _PROVINCE, dict.fromkeys(one.province for one in denominator.values)
        yield "denominators", denominator.id, _PART, dict.fromkeys(one.breakdown for one in denominator.values)


def _of_plans(known: Catalogue) -> Uses:
    for plan in known.plans:
        yield "plans", plan.id, _PROVINCE, [plan.province]
        yield "plans", plan.id, _AGENCY, [plan.coordinating_agency]
        yield "plans", plan.id, _PLAN, [plan.superseded_by]
        yield "plans", plan.id, _AGENCY, [review.by for review in plan.reviews]
    for theme in known.themes:
        yield "themes", theme.id, _PLAN, [heading.plan for heading in theme.headings]


def _of_organisation(known: Catalogue) -> Uses:
    for agency in known.agencies:
        yield "agencies", agency.id, _PROVINCE, [agency.province]
    for step in known.successions:
        yield "successions", step.id, _AGENCY, [step.from_, step.to]
        yield "successions", step.id, _SECTOR, step.sectors
        yield "successions", step.id, _INDICATOR, step.indicators
        yield "successions", step.id, _THEME, step.themes
        yield "successions", step.id, _PROVINCE, step.provinces


def _of_register(known: Catalogue) -> Uses:
    for found in known.discrepancies:
        yield "discrepancies", found.id, _PLAN, found.plans
        yield "discrepancies", found.id, _PROVINCE, found.provinces
        yield "discrepancies", found.id, _INDICATOR, [found.indicator]
        yield "discrepancies", found.id, _PART, [found.breakdown]
        if found.open:
            yield "discrepancies", found.id, _PROVINCE, [found.open.province]
            yield "discrepancies", found.id, _INDICATOR, [found.open.indicator]
            yield "discrepancies", found.id, _PART, [found.open.breakdown]
