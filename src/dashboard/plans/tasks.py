"""The printed rows of tasks as lines of ``tasks.csv``: themes by their sections' headings, bodies, times."""

from collections.abc import Sequence

from dashboard.plans import places
from dashboard.plans.additions import Entry
from dashboard.plans.context import Settling
from dashboard.plans.fields import NEW, fields_of, id_of, told
from dashboard.plans.indicator_answers import LEAVE_OUT
from dashboard.plans.numbering import annex_code
from dashboard.plans.questions import UNKNOWN, Question
from dashboard.plans.task_rows import TaskRow, TaskSection, TaskTable
from dashboard.reference.tasks import SEPARATOR, TASK_COLUMNS, read_timing
from dashboard.words.folding import normal
from dashboard.words.messages import Problem, mark

_LONGEST_TITLE = 160


def lines_of_tasks(settling: Settling, table: TaskTable) -> list[dict[str, str]]:
    """Return the lines of ``tasks.csv``, and put the questions about themes, bodies, times and long titles."""
    themes = {section.number: _theme(settling, table, section) for section in table.sections}
    lines, taken, before = [], set[str](), ""
    for row in table.rows:
        number = row.number or _next(before)
        before = number
        id_ = id_of_task(settling.plan, table, row.section, number)
        if id_ in taken:
            text = mark("Số {number} của mục {section} in hai lần; mã của hàng này được thêm số dòng.")
            settling.findings.note(
                "tasks", places.of_line(row.table, row.line), text, number=number, section=row.section
            )
            id_ = f"{id_[:34]}_l{row.line}"
        taken.add(id_)
        if line := _line(settling, table, row, id_, themes[row.section]):
            lines.append(line)
    return lines


def id_of_task(plan: str, table: TaskTable, section: str, number: str) -> str:
    """Return the id of a task: plan, annex, section and number."""
    return "_".join([plan, annex_code(table.annex, table.table), section.lower(), number.replace(".", "_")])


def _next(number: str) -> str:
    head, dot, last = number.rpartition(".")
    return f"{head}{dot}{int(last) + 1}" if last.isdecimal() else "1"


def _line(settling: Settling, table: TaskTable, row: TaskRow, id_: str, theme: str | None) -> dict[str, str] | None:
    place = places.of_line(row.table, row.line)
    if not row.number:
        settling.findings.note("tasks", place, mark("Nhiệm vụ không in số."))
    title = _title(settling, row)
    lead = settling.agencies.bodies(row.lead, place)
    coordinating = settling.agencies.bodies(row.coordinating, place)
    timing = _timing(settling, row)
    if None in (title, lead, coordinating, timing, theme) or lead is None or coordinating is None or timing is None:
        return None
    if not lead:
        settling.findings.note(
            "left_out", place, mark("Nhiệm vụ “{text}” không nêu cơ quan nào chủ trì; không lấy được."), text=row.text
        )
        return None
    return dict.fromkeys(TASK_COLUMNS, "") | {
        "task": id_, "plan": settling.plan, "kind": "scheme" if table.is_of_schemes else "task", "place": table.place,
        "section": row.section, "number": row.number, "theme": str(theme), "title_vi": str(title), "title_en": str(title),
        "lead_agencies": SEPARATOR.join(lead), "lead_printed": row.lead, "coordinating_agencies": SEPARATOR.join(coordinating),
        "coordinating_printed": row.coordinating, "timing": timing[0], "timing_printed": row.timing, "due": timing[1],
        "submitted_to_printed": row.submitted_to, "submission_time_printed": row.submission, "product_printed": row.product,
    }  # fmt: skip


def _title(settling: Settling, row: TaskRow) -> str | None:
    """Return the task in few words; a text that is too long for a title is asked about."""
    text = row.text.rstrip(". ")
    if len(text) <= _LONGEST_TITLE:
        return text
    short = text[: _LONGEST_TITLE - 1].rpartition(" ")[0].rstrip(" ,;") + "…"
    key = f"title:{row.key}"
    ask = Problem(
        mark("Tên nhiệm vụ dài hơn {limit} ký tự: viết gọn lại, hoặc nhận cách cắt đề xuất."), {"limit": _LONGEST_TITLE}
    )
    answer = settling.asking.ask(Question(key, "title", places.of_line(row.table, row.line), text, ask, (), short))
    if answer and len(answer) > _LONGEST_TITLE:
        settling.asking.refuse(key, mark("Dài hơn {limit} ký tự."), limit=_LONGEST_TITLE)
        return None
    return answer


def _timing(settling: Settling, row: TaskRow) -> tuple[str, str] | None:
    """Return timing and due date as the print says; a form nobody has printed before is asked about."""
    try:
        read = read_timing(row.timing, row.submission)
    except ValueError:
        read = None
    if read:
        return read[0], read[1].isoformat() if read[1] else ""
    place = places.of_line(row.table, row.line)
    printed = " · ".join(filter(None, (row.timing, row.submission)))
    ask = Problem(
        mark(
            "Thời gian in ở dạng chưa đọc được. “leave_out”: không lấy nhiệm vụ này; hoặc báo để quy tắc đọc được bổ sung."
        )
    )
    if settling.asking.choose(Question(f"timing:{row.key}", "timing", place, printed, ask, (LEAVE_OUT,), UNKNOWN)):
        text = mark("Nhiệm vụ “{text}” không được lấy: thời gian “{printed}” không đọc được.")
        settling.findings.note("left_out", place, text, text=row.text, printed=printed)
    return None


def _theme(settling: Settling, table: TaskTable, section: TaskSection) -> str | None:
    """Return the theme of a section, by its heading: one that some plan prints, else asked."""
    heading = {"plan": settling.plan, "place": table.place, "section": section.number, "printed": section.heading[:400]}
    if section.parts:
        heading |= {"parts": [{"number": number, "printed": text} for number, text in section.parts]}  # type: ignore[dict-item]
    known = {normal(one.printed): theme.id for theme in settling.catalogue.themes for one in theme.headings}
    known |= {normal(one["printed"]): entry["id"] for entry in settling.additions.themes for one in entry["headings"]}
    if id_ := known.get(normal(section.heading)):
        return _put(settling, id_, heading)
    new = {
        "id": id_of(section.heading, frozenset(_themes(settling))),
        "vi": section.heading if len(section.heading) <= _LONGEST_TITLE else UNKNOWN,
    }
    key = f"theme:t{table.table}r{section.line}"
    ask = Problem(mark("Mục này thuộc chủ đề nào? Ghi mã của chủ đề đã có, hoặc “new | id=… | vi=… | en=…”."))
    question = Question(
        key,
        "theme",
        places.of_line(table.table, section.line),
        section.heading,
        ask,
        (*_themes(settling), NEW),
        told(new),
    )
    answer = settling.asking.ask(question)
    if answer is None:
        return None
    fields = fields_of(answer, question.proposal)
    if fields is None:
        if answer in _themes(settling):
            return _put(settling, answer, heading)
        settling.asking.refuse(key, mark("Không có chủ đề nào mang mã “{id}”."), id=answer)
        return None
    if UNKNOWN in fields.get("vi", UNKNOWN) or fields.get("id", "") in _themes(settling):
        settling.asking.refuse(key, mark("Còn phải ghi: {fields}."), fields="id, vi")
        return None
    entry: Entry = {
        "id": fields["id"],
        "vi": fields["vi"],
        "en": fields.get("en") or fields["vi"],
        "headings": [heading],
    }
    settling.additions.themes.append(entry)
    return fields["id"]


def _themes(settling: Settling) -> Sequence[str]:
    return [*settling.catalogue.theme, *(str(entry["id"]) for entry in settling.additions.themes)]


def _put(settling: Settling, theme: str, heading: Entry) -> str:
    for entry in settling.additions.themes:
        if entry["id"] == theme:
            entry["headings"].append(heading)
            return theme
    settling.additions.headings.append((theme, heading))
    return theme
