"""The page of tasks: its filters, the sentence that answers, and which tasks are meant."""

from collections.abc import Mapping

import polars as pl
import streamlit as st

from dashboard.exports.building import filters_in_words
from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.mart.searching import tasks_matching
from dashboard.method import TASK_KINDS, TASK_STATUS
from dashboard.reference.catalogue import Catalogue
from dashboard.sentences.tasks import by_status
from dashboard.ui.frame import address
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.navigation import TASKS
from dashboard.ui.frame.page import markup, on_paper
from dashboard.ui.parts.filter_bar import many, many_named, many_statuses
from dashboard.ui.parts.html_tables import linked


def filters(mart: Mart, catalogue: Catalogue, given: Filters) -> Filters:
    """Draw every filter of tasks and return what is chosen; nothing chosen means all."""
    lang = language()
    years = mart.kept("task_years", lambda: queries.task_years(mart))
    leads = {agency.id: agency for agency in catalogue.task_leads}
    first = st.columns(3, gap="small")
    with first[0]:
        provinces = many_named("province", catalogue.province, say()("Tỉnh"), given.provinces)
    with first[1]:
        themes = many_named("theme", catalogue.theme, say()("Chủ đề"), given.themes)
    with first[2]:
        agencies = many_named("agency", leads, say()("Cơ quan chủ trì"), given.agencies)
    second = st.columns(3, gap="small")
    with second[0]:
        statuses = many_statuses("task_status", TASK_STATUS, given.task_statuses)
    with second[1]:
        kinds = many("kind", list(TASK_KINDS), say()("Loại"), lambda id_: say()(TASK_KINDS[id_]), given.kinds)
    with second[2]:
        chosen_years = many("year", list(map(str, years)), say()("Năm"), str, given.years)
    with st.expander(say()("Lĩnh vực, chỉ tiêu"), expanded=bool(given.sectors or given.indicators)):
        third = st.columns(2, gap="small")
        with third[0]:
            sectors = many_named("sector", catalogue.sector, say()("Lĩnh vực"), given.sectors)
        with third[1]:
            indicators = many_named("indicator", catalogue.indicator, say()("Chỉ tiêu"), given.indicators)
    chosen = Filters(
        provinces=provinces, themes=themes, agencies=agencies, task_statuses=statuses, kinds=kinds,
        years=tuple(map(int, chosen_years)), sectors=sectors, indicators=indicators, tasks=given.tasks, as_of=given.as_of,
    )  # fmt: skip
    on_paper(" · ".join(f"{name}: {shown}" for name, shown in filters_in_words(chosen, catalogue, lang)))
    return chosen


def with_words(chosen: Filters, words: str, catalogue: Catalogue) -> Filters | None:
    """Return the filters narrowed to the tasks that hold the words; None where no task does."""
    if not words:
        return chosen
    found = tuple(id_ for id_ in tasks_matching(words, catalogue) if not chosen.tasks or id_ in chosen.tasks)
    return chosen.model_copy(update={"tasks": found}) if found else None


def by_theme(counts: pl.DataFrame) -> Mapping[tuple[str, str], int]:
    """Return the tasks by theme and status of what ``queries.task_counts`` returned."""
    return {(theme, status): tasks for theme, status, tasks, _ in counts.iter_rows()}


def draw_task_line(mart: Mart, sector: Filters) -> None:
    """Say how many tasks of a sector are overdue, due soon or not reported, and lead to them.

    Args:
        mart: Where the tasks are.
        sector: The sector and the provinces chosen; what else is chosen of figures says nothing about tasks.
    """
    of_tasks = Filters(provinces=sector.provinces, sectors=sector.sectors, as_of=sector.as_of)
    counts = mart.kept(("task_counts", of_tasks), lambda: queries.task_counts(mart, of_tasks))
    by = dict(by_status(counts).select("task_status", "tasks").iter_rows())
    parts = []
    for status in ("overdue", "due_soon", "not_reported"):
        if by.get(status):
            link = address.link(TASKS.path, year=[], sector=list(sector.sectors), task_status=[status])
            parts.append(linked(f"{by[status]} {say()(TASK_STATUS[status].word).lower()}", link))
    if parts:
        text = say()("Nhiệm vụ của lĩnh vực: {parts}, trong {total}.")
        told = text.format(parts=", ".join(parts), total=counts["tasks"].sum())
        markup(f'<div class="plan-keys">{told}</div>')
