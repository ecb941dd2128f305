"""The page of one agency: the sentence that answers, its indicators by status, and its tasks, what presses first."""

import html

import polars as pl
import streamlit as st

from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.mart.rows import TaskRow, history_rows, shown_rows
from dashboard.method import NOT_ASSESSABLE, RED_STATUSES, STATUSES
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.organisation import Agency
from dashboard.ui.frame import address
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.navigation import SEARCH, TASKS
from dashboard.ui.frame.page import markup, section
from dashboard.ui.parts import downloads, red_tables, rows
from dashboard.ui.parts.agency_links import agency_link, held_now
from dashboard.ui.parts.html_tables import linked
from dashboard.ui.parts.late_table import late_table
from dashboard.ui.parts.task_tables import task_table

MOST = 100
"""How many rows a table of this page has at most; what it leaves out is counted, and led to."""

_ORDER = (*(status for status in reversed(STATUSES) if status not in NOT_ASSESSABLE), *NOT_ASSESSABLE)
"""The statuses worst first, those without a judgement last."""


def draw_agency_line(agency: Agency, catalogue: Catalogue) -> None:
    """Say under which names the plans print the agency, who holds its duties now, and whose duties it took over."""
    lines = []
    if agency.printed:
        printed = "; ".join(f"“{text}”" for text in agency.printed)
        lines.append(html.escape(say()("Các cách in: {printed}.").format(printed=printed)))
        lines.append(f"{say()('Cơ quan hiện nay')}: {held_now(agency, catalogue, language())}")
    taken = [
        f"{agency_link(step.from_, catalogue, language())} ({html.escape(step.duty(language()))})"
        for step in catalogue.successions
        if step.to == agency.id != step.from_
    ]
    if taken:
        lines.append(f"{say()('Nhận nhiệm vụ của')}: {'; '.join(taken)}")
    markup(f'<p class="plan-keys">{"<br>".join(lines)}</p>')


def draw_red(mart: Mart, catalogue: Catalogue, mine: Filters, red: pl.DataFrame) -> None:
    """Draw the agency's red rows (``queries.farthest_first``) with gap and action."""
    section(
        say()("Chỉ tiêu đỏ"),
        mart,
        say()("Chậm nhiều, đi ngược hoặc không đạt; chậm nhất so với mức cần có đứng trước."),
    )
    if red.is_empty():
        st.caption(say()("Không có chỉ tiêu nào chậm nhiều, đi ngược hoặc không đạt trong các số liệu đã có."))
        return
    worst = red.head(MOST)
    (year,) = mine.years
    caption = say()("{count} chỉ tiêu đỏ, năm {year}").format(count=worst.height, year=year)
    markup(red_tables.action_table(worst, catalogue, language(), caption=caption, with_agency=False))
    _tell_left(
        red.height - worst.height, address.link(SEARCH.path, agency=list(mine.agencies), status=list(RED_STATUSES))
    )


def draw_others(mart: Mart, catalogue: Catalogue, mine: Filters, frame: pl.DataFrame) -> None:
    """Draw those of the agency's rows (``queries.shown``) that are not red behind a fold, those to push first; offer all as files."""
    places = {status: place for place, status in enumerate(_ORDER)}
    others = frame.filter(~pl.col("status").is_in(RED_STATUSES)).sort(
        pl.col("status").replace_strict(places, return_dtype=pl.Int8), maintain_order=True
    )
    section(say()("Các chỉ tiêu khác"), mart)
    if others.is_empty():
        st.caption(say()("Không có chỉ tiêu nào khác với các bộ lọc đang chọn."))
    else:
        title = say()("{count} chỉ tiêu theo trạng thái").format(count=others.height)
        with st.expander(title, icon=":material/table_rows:", key="other_indicators"):
            drawn = others.head(MOST)
            of_drawn = {
                "provinces": tuple(drawn["province"].unique(maintain_order=True)),
                "indicators": tuple(drawn["indicator"].unique(maintain_order=True)),
                "years": (),
            }
            everywhen = mine.model_copy(update=of_drawn)
            past = history_rows(mart.kept(("history", everywhen), lambda: queries.history(mart, everywhen)))
            late_table(
                rows.sector_table(shown_rows(drawn), past, catalogue, language(), caption=title, with_agency=False),
                key="agency_table",
            )
            _tell_left(others.height - MOST, address.link(SEARCH.path, agency=list(mine.agencies)))
    downloads.offer(mart, catalogue, mine, key="agency")


def draw_tasks(mart: Mart, catalogue: Catalogue, of_tasks: Filters, of_all: list[TaskRow]) -> None:
    """Draw the tasks the agency leads, ``of_all``: overdue and due this quarter first, the others behind a fold."""
    section(say()("Nhiệm vụ"), mart, say()("Nhiệm vụ, đề án cơ quan chủ trì; quá hạn lâu nhất đứng trước."))
    if not of_all:
        st.caption(say()("Cơ quan này không chủ trì nhiệm vụ nào với các bộ lọc đang chọn."))
        return
    pressing = sorted((row for row in of_all if row["is_pressing"]), key=lambda row: str(row["due"]))
    if pressing:
        caption = say()("{count} nhiệm vụ quá hạn hoặc đến hạn trong quý").format(count=len(pressing))
        markup(task_table(pressing[:MOST], catalogue, language(), caption=caption, with_indicators=False))
    else:
        st.caption(say()("Không có nhiệm vụ nào quá hạn hoặc đến hạn trong quý này."))
    known = {row["task"] for row in pressing}
    others = [row for row in of_all if row["task"] not in known]
    of_agency = address.link(TASKS.path, agency=list(of_tasks.agencies), year=[])
    _tell_left(len(pressing) - MOST, of_agency)
    if others:
        title = say()("{count} nhiệm vụ khác").format(count=len(others))
        with st.expander(title, icon=":material/checklist:", key="other_tasks"):
            late_table(
                task_table(others[:MOST], catalogue, language(), caption=title, with_indicators=False),
                key="agency_tasks",
            )
            _tell_left(len(others) - MOST, of_agency)
    more = linked(say()("Mọi nhiệm vụ của cơ quan, theo chủ đề và trạng thái"), of_agency)
    markup(f'<p class="plan-keys">{more}</p>')


def _tell_left(count: int, link: str) -> None:
    """Say how many rows a table leaves out, and where they are."""
    if count > 0:
        st.markdown(say()("Còn {count} dòng nữa: [xem tất cả]({link}).").format(count=count, link=link))
