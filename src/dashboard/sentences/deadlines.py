"""When reports are due, with the plans' own words for it."""

import datetime as dt
from typing import Any

from dashboard.mart.queries import deadline
from dashboard.notation import date
from dashboard.reference.catalogue import Catalogue, Plan
from dashboard.reference.organisation import Duty
from dashboard.store.schema import today
from dashboard.words.messages import mark
from dashboard.words.translations import translator

PROGRESS_WORDS = {
    "complete": mark("Đủ"),
    "under_review": mark("Đang duyệt"),
    "not_due": mark("Chưa đến hạn"),
    "late": mark("Trễ hạn"),
    "not_asked": mark("Không phải báo cáo"),
}
"""How far an agency is with the reports of a year (``queries.progress``), in the order in which it is told."""


def deadline_line(province: str, year: int, catalogue: Catalogue, language: str) -> str:
    """Return the deadline with the plan's own words for it."""
    say = translator(language)
    plan = catalogue.plan_in_force(province)
    printed = plan.deadlines.agencies
    if not plan.asks_for(year):
        return say(
            "Năm {year} không có báo cáo đến hạn: {plan} ban hành ngày {date}. Số liệu năm này có thể nộp để làm năm gốc."
        ).format(year=year, plan=plan.number, date=date(plan.date, language=language))
    return say("Hạn báo cáo năm {year}: {date} (“{printed}”, {plan}, {where}).").format(
        year=year,
        date=date(printed.on(year), language=language),
        printed=printed.printed,
        plan=plan.number,
        where=printed.where,
    )


def deadline_short(province: str, year: int, catalogue: Catalogue, language: str) -> str:
    """Return the deadline and how far off it is, without the plan's words."""
    if not catalogue.plan_in_force(province).asks_for(year):
        return deadline_line(province, year, catalogue, language)
    due = deadline(province, year, catalogue)
    text = translator(language)("Hạn báo cáo năm {year}: {date}, {left}.")
    return text.format(year=year, date=date(due, language=language), left=time_left(due, language))


def time_left(day: dt.date, language: str) -> str:
    """Return how many days are left until the day, or that it has passed."""
    say = translator(language)
    left = (day - today()).days
    return say("đã qua hạn") if left <= 0 else say("còn {days} ngày").format(days=left)


def is_overdue(province: str, year: int, catalogue: Catalogue) -> bool:
    """Return whether what is still missing of a year's report is late: from the printed day on ("before …")."""
    return catalogue.plan_in_force(province).asks_for(year) and today() >= deadline(province, year, catalogue)


def other_deadlines(year: int, catalogue: Catalogue, language: str) -> list[dict[str, Any]]:
    """Return what else the plans in force order for a year: the coordinating agency's own report, and reviews of the plan.

    Each has ``province``, ``agency`` (as the plan names it), ``holder`` (who does it now), ``what``, ``due`` (None where no date is printed), ``printed``, ``plan`` and ``where``.
    """
    return [
        row
        | {
            "province": province.id,
            "holder": catalogue.organisation.holder(row["agency"], Duty(province.id, ()), year),
            "plan": plan.number,
            "printed": row["of"].printed,
            "where": row["of"].where,
        }
        for province in catalogue.provinces
        for plan in (catalogue.plan_in_force(province.id),)
        for row in _ordered(plan, year, language)
    ]


def _ordered(plan: Plan, year: int, language: str) -> list[dict[str, Any]]:
    """Return what the plan orders for the year besides the agencies' reports: ``agency``, ``what``, ``due`` and the order it is ``of``."""
    rows: list[dict[str, Any]] = []
    last = plan.deadlines.coordinating
    if plan.date <= last.on(year):
        to = (last.to_en if language == "en" else last.to_vi) or ""
        what = translator(language)("Báo cáo tổng hợp năm gửi {to}").format(to=to)
        rows.append({"agency": plan.coordinating_agency, "what": what, "due": last.on(year), "of": last})
    return rows + [
        {
            "agency": review.by,
            "what": review.what_en if language == "en" else review.what_vi,
            "due": review.due,
            "of": review,
        }
        for review in plan.reviews
        if review.due is None or review.due.year == year
    ]
