"""Invented reports on tasks that show, in the illustrative store, what leads say of them year by year.

About a fifth of what is asked for is missing and some dated tasks are late: holes are what the list of tasks is for. What a lead
says of a task depends on the seed and the task alone; moments are those at which its figures of the year come in.
"""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator

from dashboard.reference.catalogue import Catalogue
from dashboard.reference.tasks import Task

YEARS = (2024, 2025, 2026)
"""The years reported on; the last only where the plan asks for reports before its last month."""
UNASKED = 0.45
"""Share of the tasks without a date on which their lead reports all the same."""
MISSING = 0.2
SILENT, UNDER_REVIEW = 0.12, 0.12
"""Shares of the leads whose reports on the last year never came, or wait for approval."""

_DONE = (
    "Đã ban hành văn bản và triển khai tới các xã, phường (minh hoạ).",
    "Đã hoàn thành và báo cáo UBND tỉnh (minh hoạ).",
)
_UNDER_WAY = (
    "Đã lập kế hoạch, đang lấy ý kiến các sở (minh hoạ).",
    "Đã triển khai ở phần lớn các xã, phường (minh hoạ).",
    "Đã hoàn thành đợt 1, đang thực hiện đợt 2 (minh hoạ).",
)
_HINDERS = (
    "Chờ bố trí kinh phí (minh hoạ).",
    "Chờ hướng dẫn của bộ (minh hoạ).",
    "Thiếu nhân lực ở cấp xã (minh hoạ).",
)
_NUMBER = "Số minh hoạ"
INVENTED_WORDS = (_NUMBER, *_DONE, *_UNDER_WAY, *_HINDERS)
"""What leads of the illustrative store say, in the one language in which it is said."""

Report = dict[str, object]


def illustrative_task_reports(catalogue: Catalogue, *, seed: int) -> Iterator[tuple[str, str, int, list[Report], bool]]:
    """Yield what each lead reports for each year: province, agency, year, the reports, and whether they are approved.

    A report has the columns of ``TASK_REPORT_SCHEMA``. The same seed and catalogue give the same reports.
    """
    led: dict[tuple[str, str], list[Task]] = defaultdict(list)
    for task in catalogue.tasks:
        plan = catalogue.plan[task.plan]
        if plan.in_force:
            led[plan.province, task.lead_agencies[0]].append(task)
    for (province, agency), tasks in led.items():
        deadline = catalogue.plan_in_force(province).deadlines.agencies
        years = YEARS if deadline.month < 12 else YEARS[:-1]
        lateness = random.Random(f"{seed}|{province}|{agency}|task reports").random()
        for year in years:
            is_last = year == years[-1]
            reports = [report for task in tasks if (report := _report(task, year, seed))]
            if reports and not (is_last and lateness < SILENT):
                yield province, agency, year, reports, not (is_last and lateness < SILENT + UNDER_REVIEW)


def _report(task: Task, year: int, seed: int) -> Report | None:
    draw = random.Random(f"{seed}|{task.task}|fate")
    fate, done_in, day = (
        draw.random(),
        draw.choice((*YEARS, None)),
        dt.date(year, draw.randint(3, 9), draw.randint(1, 28)),
    )
    draw = random.Random(f"{seed}|{task.task}|{year}")
    if task.timing == "standing":
        state = "under_way" if draw.random() < 0.85 else "not_begun"
        is_told = draw.random() >= MISSING
    elif task.due is not None:
        done_in = task.due.year if fate < 0.6 else None
        state = "done" if year == done_in else "cannot_be_done" if fate > 0.85 else "under_way"
        is_told = year <= task.due.year and (done_in is None or year <= done_in) and fate < 0.97
        day = min(day, task.due)
    else:
        state = "done" if year == done_in and fate < 0.5 else "under_way" if fate < 0.9 else "not_begun"
        is_told = fate < UNASKED and (done_in is None or fate >= 0.5 or year <= done_in)
    if not is_told:
        return None
    is_done = state == "done"
    return {
        "task": task.task,
        "year": year,
        "state": state,
        "date_done": day if is_done else None,
        "document_number": _NUMBER if is_done and task.product_printed else None,
        "document_date": day if is_done and task.product_printed else None,
        "what_was_done": draw.choice(_DONE) if is_done else draw.choice(_UNDER_WAY) if state == "under_way" else None,
        "what_hinders": draw.choice(_HINDERS) if state == "cannot_be_done" or draw.random() < 0.3 else None,
    }
