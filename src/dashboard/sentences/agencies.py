"""Where one agency stands, in a sentence."""

from dashboard.mart.queries import RedCounts
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.organisation import Agency
from dashboard.words.translations import translator


def agency_finding(
    agency: Agency,
    provinces: tuple[str, ...],
    year: int,
    *,
    indicators: int,
    red: RedCounts,
    tasks: int,
    overdue: int,
    catalogue: Catalogue,
    language: str,
) -> str:
    """Return how many of the agency's indicators are red and of its tasks overdue, of how many (``indicators``, ``tasks``)."""
    say = translator(language)
    where = ", ".join([agency.name(language), *(catalogue.province[id_].name(language) for id_ in provinces)])
    if not indicators and not tasks:
        return say("{where}: không chủ trì chỉ tiêu, nhiệm vụ nào của kế hoạch đang hiệu lực.").format(where=where)
    parts = []
    if indicators:
        parts.append(
            say("{red} trong {all} chỉ tiêu năm {year} là đỏ, {without} chưa có việc phải làm").format(
                red=red.red, all=indicators, year=year, without=red.without_action
            )
            if red.red
            else say("không có chỉ tiêu đỏ trong {all} chỉ tiêu năm {year}").format(all=indicators, year=year)
        )
        if red.overdue:
            parts.append(say("{count} chỉ tiêu có việc quá hạn").format(count=red.overdue))
    if tasks:
        parts.append(say("{overdue} trong {all} nhiệm vụ quá hạn").format(overdue=overdue, all=tasks))
    return say("{where}: {parts}.").format(where=where, parts="; ".join(parts))
