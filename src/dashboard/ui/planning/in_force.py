"""The plans in force and before, as a table and as a sentence."""

import html

from dashboard.notation import NO_VALUE, date, number
from dashboard.reference.catalogue import Catalogue, Plan
from dashboard.ui.frame.language import language, say
from dashboard.ui.parts.html_tables import muted, table


def finding(catalogue: Catalogue) -> str:
    """Return in a sentence how many plans are in force, and how many were superseded."""
    in_force = [plan for plan in catalogue.plans if plan.in_force]
    text = say()("{count} kế hoạch đang hiệu lực của {provinces} tỉnh; {before} kế hoạch trước đó đã được thay thế.")
    provinces = len({plan.province for plan in in_force})
    return text.format(count=len(in_force), provinces=provinces, before=len(catalogue.plans) - len(in_force))


def plans_table(catalogue: Catalogue) -> str:
    """Return each plan with what it supersedes, its period, and how much it sets; those in force first."""
    translate, lang = say(), language()
    predecessor = {plan.superseded_by: plan for plan in catalogue.plans if plan.superseded_by}

    def state(plan: Plan) -> str:
        if plan.superseded_by is None:
            since = translate("từ {date}").format(date=date(plan.date, language=lang))
            return f"<strong>{translate('đang hiệu lực')}</strong> {muted(since)}"
        successor = catalogue.plan[plan.superseded_by]
        gone = translate("đã thay bằng {number}").format(number=successor.number)
        if successor.from_year:
            until = translate("đánh giá đến hết năm {year}").format(year=successor.from_year - 1)
        else:
            until = translate("từ {date}").format(date=date(successor.date, language=lang))
        return f"{html.escape(gone)} {muted(until)}"

    def supersedes(plan: Plan) -> str:
        old = predecessor.get(plan.id)
        return html.escape(old.number) if old else NO_VALUE

    def period(plan: Plan) -> str:
        years = [cell.year for cell in catalogue.targets if cell.plan == plan.id]
        return f"{plan.from_year or plan.date.year}–{max(years)}" if years else NO_VALUE

    def targets(plan: Plan) -> str:
        cells = [cell for cell in catalogue.targets if cell.plan == plan.id and cell.target]
        rows = len({(cell.indicator, cell.breakdown) for cell in cells})
        told = translate("{count} mục tiêu theo năm").format(count=number(len(cells), language=lang))
        return f"{number(rows, language=lang)}<br>{muted(told)}"

    def tasks(plan: Plan) -> str:
        return number(sum(task.plan == plan.id for task in catalogue.tasks), language=lang)

    return table(
        [
            (translate("Kế hoạch"), "kept", lambda plan: f"<strong>{html.escape(plan.number)}</strong>"),
            (translate("Tỉnh"), "kept", lambda plan: catalogue.province[plan.province].name(lang)),
            (translate("Ngày"), "kept", lambda plan: date(plan.date, language=lang)),
            (translate("Hiệu lực"), "text", state),
            (translate("Thay thế"), "kept", supersedes),
            (translate("Kỳ"), "kept", period),
            (translate("Chỉ tiêu"), "number", targets),
            (translate("Nhiệm vụ"), "number", tasks),
        ],
        sorted(catalogue.plans, key=lambda plan: (not plan.in_force, plan.date), reverse=False),
        caption=translate("Kế hoạch đang hiệu lực và trước đó"),
    )
