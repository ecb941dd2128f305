"""The report on a plan that was read, to be read by a person: what is still to be settled, what was settled, what was noted."""

from collections.abc import Sequence

from dashboard.plans.findings import NOTED
from dashboard.plans.questions import KINDS, Question
from dashboard.plans.settling import Outcome
from dashboard.reference.targets import NOT_SET
from dashboard.words.messages import Problem, Translate, mark


def report(outcome: Outcome, problems: Sequence[Problem], translate: Translate) -> str:
    """Return the report as Markdown.

    Args:
        outcome: What the reading came to.
        problems: What would be wrong with the reference data with the plan in it; empty while something is open.
        translate: Into the reader's language.
    """
    lines = [f"# {translate(mark('Bản đọc kế hoạch'))} {outcome.plan}", "", *counts(outcome, translate), ""]
    if outcome.open:
        lines += [f"## {translate(mark('Còn phải quyết định'))}", ""]
        lines += [
            translate(
                mark("Ghi câu trả lời vào cột answer của decisions.csv; “ok” nhận đề xuất. Rồi chạy lại plan check.")
            ),
            "",
        ]
        lines += _questions(outcome.open, translate)
    if problems:
        lines += [
            f"## {translate(mark('Dữ liệu gốc sẽ có lỗi'))}",
            "",
            *(f"- {one.tell(translate)}" for one in problems),
            "",
        ]
    settled = [one for one in outcome.questions if one.is_settled]
    if settled:
        lines += [f"## {translate(mark('Đã quyết định'))}", ""]
        lines += [
            f"- {one.place.tell(translate)} · {translate(KINDS[one.kind])} {_quoted(one.printed)}: **{one.answer}**"
            for one in settled
        ]
        lines.append("")
    for heading, told in notes(outcome, translate):
        lines += [f"## {heading} ({len(told)})", "", *(f"- {one}" for one in told), ""]
    return "\n".join(lines)


def notes(outcome: Outcome, translate: Translate) -> list[tuple[str, list[str]]]:
    """Return what was noted and need not be answered: headings with their lines, each with its place."""
    found = []
    for kind, heading in NOTED.items():
        told = [
            f"{one.place.tell(translate)}: {one.text.tell(translate)}" for one in outcome.findings if one.kind == kind
        ]
        if told:
            found.append((translate(heading), told))
    return found


def counts(outcome: Outcome, translate: Translate) -> list[str]:
    """Return what was read and what is open, in numbers."""
    new = outcome.additions
    filled = [line for line in new.targets if line["printed"] not in NOT_SET]
    read = translate(
        mark(
            "Đã đọc {rows} hàng chỉ tiêu, {cells} ô có chỉ tiêu, {tasks} nhiệm vụ; mới: {indicators} chỉ tiêu, {agencies} cơ quan."
        )
    )
    state = translate(mark("Quyết định: {settled} đã xong, {open} còn lại."))
    return [
        read.format(
            rows=outcome.rows,
            cells=len(filled),
            tasks=len(new.tasks),
            indicators=len(new.indicators),
            agencies=len(new.agencies),
        ),
        state.format(settled=len(outcome.questions) - len(outcome.open), open=len(outcome.open)),
    ]


def _questions(questions: Sequence[Question], translate: Translate) -> list[str]:
    lines = []
    for kind, heading in KINDS.items():
        of_kind = [one for one in questions if one.kind == kind]
        if not of_kind:
            continue
        lines += [f"### {translate(heading)} ({len(of_kind)})", ""]
        before = ""
        for one in of_kind:
            ask = one.ask.tell(translate)
            if ask != before:
                lines += [ask, ""]
            before = ask
            told = filter(None, (f"`{one.key}`", one.place.tell(translate), _quoted(one.printed), one.context))
            lines.append(f"- {' · '.join(told)}")
            if one.proposal:
                lines.append(f"  - {translate(mark('Đề xuất'))}: `{one.proposal}`")
            if one.choices:
                lines.append(
                    f"  - {translate(mark('Lựa chọn'))}: {' · '.join(f'`{choice}`' for choice in one.choices)}"
                )
            if one.problem:
                lines.append(f"  - **{one.answer}**: {one.problem.tell(translate)}")
        lines.append("")
    return lines


def _quoted(text: str) -> str:
    return f"“{text}”" if text else ""
