"""A document held against the catalogue and the answers given so far: what it adds, what is still asked, what is noted."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from dashboard.plans import places
from dashboard.plans.additions import Additions
from dashboard.plans.context import Head, Settling
from dashboard.plans.contradictions import ask_about_contradictions, compare_with_superseded, note_missing_baselines
from dashboard.plans.definitions import definition_of
from dashboard.plans.documents import Document, Table
from dashboard.plans.fields import id_of
from dashboard.plans.findings import Finding
from dashboard.plans.headings import Layout, layout_at
from dashboard.plans.indicator_rows import read_indicator_table
from dashboard.plans.indicators import IndicatorRows, ask_about_numbers, lines_of
from dashboard.plans.numbering import annex_name
from dashboard.plans.plan_facts import plan_entry
from dashboard.plans.prose import note_aims
from dashboard.plans.questions import Asking, Question
from dashboard.plans.task_rows import read_task_table
from dashboard.plans.tasks import lines_of_tasks
from dashboard.reference.catalogue import Catalogue, Indicator
from dashboard.words.folding import folded, normal
from dashboard.words.messages import DashboardError, Problem, mark

Piece = tuple[Table, Layout, int, int]


@dataclass(frozen=True)
class Outcome:
    """What a reading came to.

    Attributes:
        plan: The plan's id.
        questions: Everything that was asked, settled or not.
        findings: Everything that was noted.
        additions: What goes into the reference files; whole only when no question is open.
        rows: How many printed rows of indicators were read.
    """

    plan: str
    questions: tuple[Question, ...]
    findings: tuple[Finding, ...]
    additions: Additions
    rows: int

    @property
    def open(self) -> tuple[Question, ...]:
        """The questions that are not settled."""
        return tuple(one for one in self.questions if not one.is_settled)


def settle(
    document: Document,
    head: Head,
    catalogue: Catalogue,
    answers: Mapping[str, str],
    observed: Collection[tuple[str, str, str]] = (),
) -> Outcome:
    """Hold the document against the catalogue and the answers.

    Args:
        document: What was read.
        head: What was said of the plan.
        catalogue: The reference data it is to go into.
        answers: The answers given so far, by question.
        observed: Province, indicator and part of every figure there is.

    Raises:
        DashboardError: The document has no table of indicators, or the catalogue has the plan.
    """
    province = _province_id(head.province, catalogue)
    plan = f"{province}_{re.sub(r'[^0-9].*', '', head.number)}".rstrip("_")
    if plan in catalogue.plan:
        raise DashboardError(mark("Kế hoạch “{plan}” đã có trong dữ liệu gốc."), plan=plan)
    settling = Settling(head, catalogue, Asking(answers), plan, province)
    _province(settling)
    indicators, tasks = _joined(_pieces(document, settling))
    if not indicators:
        raise DashboardError(
            mark("Không thấy bảng chỉ tiêu nào: cần một bảng có cột tên chỉ tiêu và ít nhất một cột mục tiêu, nêu năm ở tiêu đề. Đã xem {count} bảng."),
            count=len(document.tables),
        )  # fmt: skip
    lines: list[dict[str, str]] = []
    rows: dict[str, Problem] = {}
    for pieces in indicators:
        table = read_indicator_table(pieces)
        ask_about_numbers(settling, table)
        rows |= {row.label + row.name: places.of_row(row) for row in table.rows}
        lines += lines_of(settling, table, IndicatorRows(settling, table).settled())
    settling.additions.targets = lines
    _declare_new(settling, lines)
    ask_about_contradictions(settling, lines, rows)
    old = _superseded(settling)
    if old:
        settling.additions.superseded = old
        compare_with_superseded(settling, lines, rows, old)
    for pieces in tasks:
        settling.additions.tasks += lines_of_tasks(settling, read_task_table(pieces))
    if settling.additions.tasks:
        text = mark(
            "{count} nhiệm vụ được lấy; lĩnh vực và chỉ tiêu liên quan để trống, tên tiếng Anh là tên tiếng Việt."
        )
        settling.findings.note("tasks", places.whole(), text, count=len(settling.additions.tasks))
    settling.additions.plans.append(plan_entry(settling, document, annex_name(indicators[0][0][0].annex) or "-"))
    note_missing_baselines(settling, lines, observed)
    note_aims(settling, document.paragraphs)
    return Outcome(
        plan, tuple(settling.asking.questions.values()), tuple(settling.findings.items), settling.additions, len(rows)
    )


def _province_id(named: str, catalogue: Catalogue) -> str:
    words = normal(named).removeprefix("tinh ").removeprefix("thanh pho ")
    known = next(
        (one.id for one in catalogue.provinces if words in (normal(one.id), normal(one.vi), normal(one.en))), None
    )
    return known or id_of(re.sub(r"^(tinh|thanh pho) ", "", folded(named)))


def _province(settling: Settling) -> None:
    """Add the province where it is new."""
    if settling.province in settling.catalogue.province:
        return
    key = "plan:province"
    ask = Problem(mark("Tỉnh mới trong dữ liệu: tên tiếng Việt của tỉnh."))
    answer = settling.asking.ask(
        Question(key, "plan", places.whole(), settling.head.province, ask, (), settling.head.province)
    )
    if answer:
        settling.additions.provinces.append({"id": settling.province, "vi": answer, "en": answer, "became": None})


def _superseded(settling: Settling) -> str:
    named = settling.head.supersedes
    if not named:
        in_force = [one for one in settling.catalogue.plans if one.province == settling.province and one.in_force]
        if in_force:
            raise DashboardError(
                mark("Tỉnh “{province}” đang có kế hoạch {number} hiệu lực; kế hoạch mới phải nêu kế hoạch bị thay thế (--supersedes {id})."),
                province=settling.province, number=in_force[0].number, id=in_force[0].id,
            )  # fmt: skip
        return ""
    for one in settling.catalogue.plans:
        if named in (one.id, one.number) and one.province == settling.province and one.in_force:
            return one.id
    raise DashboardError(
        mark("Không có kế hoạch “{plan}” nào của tỉnh “{province}” đang hiệu lực để thay thế."),
        plan=named,
        province=settling.province,
    )


def _pieces(document: Document, settling: Settling) -> list[Piece]:
    """Return the tables, or the parts of them under headings of their own, that are of indicators or tasks."""
    found: list[Piece] = []
    for table in document.tables:
        layouts: list[Layout] = []
        line = 0
        while line < len(table.rows):
            layout = layout_at(table.rows, line)
            if layout:
                layouts.append(layout)
            line = layout.body if layout else line + 1
        before = found[-1] if found else None
        first = layouts[0].top if layouts else len(table.rows)
        if before and table.may_go_on and first and len(table.rows[0]) == len(before[1].columns):
            found.append((table, before[1], 0, first))
        for at, layout in enumerate(layouts):
            end = layouts[at + 1].top if at + 1 < len(layouts) else len(table.rows)
            found.append((table, layout, layout.body, end))
            _note_columns(settling, table, layout)
        if not layouts and not (before and found[-1][0] is table) and len(table.rows) > 3:
            text = mark("Bảng có {rows} dòng không phải bảng chỉ tiêu hay bảng nhiệm vụ: “{first}”.")
            first_words = " · ".join(dict.fromkeys(cell.text for cell in table.rows[0] if cell.text))[:120]
            settling.findings.note(
                "columns", places.of_table(table.number), text, rows=len(table.rows), first=first_words
            )
    return found


def _note_columns(settling: Settling, table: Table, layout: Layout) -> None:
    for column in layout.columns:
        if column.heading and (column.meaning in (None, "actual", "note")):
            text = mark("Cột “{heading}” không lấy vào.")
            settling.findings.note("columns", places.of_table(table.number), text, heading=column.heading)


def _joined(pieces: Sequence[Piece]) -> tuple[list[list[Piece]], list[list[Piece]]]:
    """Return the tables of indicators and those of tasks, each with its pieces: what goes on in the same annex is one table."""
    indicators: list[list[Piece]] = []
    tasks: list[list[Piece]] = []
    before: Piece | None = None
    for piece in pieces:
        into = indicators if piece[1].kind == "indicators" else tasks
        same = before and before[1].kind == piece[1].kind and before[0].annex == piece[0].annex
        if into and same and before and _goes_on(before[1], piece[1]):
            into[-1].append(piece)
        else:
            into.append([piece])
        before = piece
    return indicators, tasks


def _goes_on(before: Layout, after: Layout) -> bool:
    return {column.meaning for column in before.columns} == {column.meaning for column in after.columns}


def _declare_new(settling: Settling, lines: Sequence[Mapping[str, str]]) -> None:
    """Add the new indicators with the parts that their rows have, and what can be said of their definitions."""
    for id_, entry in settling.answers.new.items():
        own = [line for line in lines if line["indicator"] == id_]
        parts = list(dict.fromkeys(line["breakdown"] for line in own)) or ["total"]
        order = list(settling.catalogue.breakdowns) + list(settling.additions.breakdowns)
        whole = entry | {"breakdowns": sorted(parts, key=order.index)}
        Indicator.model_validate(whole)
        settling.additions.indicators.append(whole)
        if own:
            settling.additions.definitions[id_] = definition_of(whole, own[0])
        if entry["en"] == entry["vi"]:
            settling.findings.note("names", places.whole(), mark("“{id}”: {name}"), id=id_, name=entry["vi"])
