"""What changed in sentences: the one of the whole, and of every change a title, what stands behind it, and where it leads."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

import polars as pl

from dashboard.mart.queries import Changes
from dashboard.method import TASK_STATUS
from dashboard.notation import date, measured, part_name, status_word
from dashboard.reference.catalogue import Catalogue
from dashboard.store.schema import VIETNAM
from dashboard.words.messages import Translate, mark
from dashboard.words.translations import translator
from dashboard.workflow.actions import ACTION_EVENT_WORDS

CHANGES, INDICATOR, TASKS, PROGRESS = "co-gi-moi", "chi-tieu", "nhiem-vu", "bao-cao-tien-do"
"""The pages that changes lead to."""

Group = Literal["statuses", "figures", "tasks", "actions", "passed"]
GROUP_WORDS: dict[Group, str] = {
    "statuses": mark("Trạng thái"),
    "figures": mark("Số liệu"),
    "tasks": mark("Nhiệm vụ"),
    "actions": mark("Việc phải làm"),
    "passed": mark("Hạn báo cáo đã đến"),
}
"""The subjects of changes, in the order in which they are told."""

CAUSE_WORDS = {
    "milestone": mark("số liệu năm {year} được công bố, và {year} là năm đích nên so thẳng với mục tiêu"),
    "other_target": mark("số liệu năm {year} được công bố, và từ năm ấy áp dụng mục tiêu của năm {milestone}"),
    "new_figure": mark("số liệu năm {year} được công bố"),
    "revised": mark("số liệu năm {year} được sửa"),
    "baseline": mark("số liệu năm gốc được sửa"),
    "withdrawn": mark("số liệu năm {year_before} không còn được công bố"),
    "first": mark("lần đầu có đủ số liệu để đánh giá"),
}
"""Why a status moved (``queries.changed_figures.CAUSES``)."""

FIGURE_WORDS = {
    "revised": mark("đã sửa"),
    "withdrawn": mark("đã rút"),
    "not_available": mark("cơ quan báo không có số liệu"),
    "changed_back": mark("đã sửa rồi sửa lại như cũ"),
    "final": mark("sơ bộ thành chính thức"),
    "estimate": mark("chính thức thành sơ bộ"),
    "new": mark("mới"),
}
"""What happened to a figure (``queries.changed_figures.FIGURE_KINDS``)."""


@dataclass(frozen=True)
class Told:
    """One change in words.

    Attributes:
        group: Its subject.
        key: What names it among all changes, the same however often it is told.
        at: When it happened, in UTC; of what a day brought, that day's beginning in Việt Nam.
        title: What happened, in one sentence without its end.
        lines: What stands behind it, a sentence each.
        link: The page that shows it, with its query, below the address of the installation.
    """

    group: Group
    key: str
    at: dt.datetime
    title: str
    lines: tuple[str, ...]
    link: str


def told(changes: Changes, catalogue: Catalogue, language: str) -> Iterator[Told]:
    """Yield every change in words, group by group, what calls for attention first."""
    for row in changes.statuses.iter_rows(named=True):
        yield _status(row, catalogue, language)
    for row in changes.figures.iter_rows(named=True):
        yield _figure(row, catalogue, language)
    for row in changes.tasks.iter_rows(named=True):
        yield _task(row, catalogue, language)
    for row in changes.actions.iter_rows(named=True):
        yield _action(row, catalogue, language)
    for row in changes.passed.iter_rows(named=True):
        key = ("passed", row["kind"], row["plan"], row["year"], row["number"])
        yield Told("passed", _key(*key), _beginning(row["on"]), deadline_title(row, catalogue, language), (), deadline_link(row, language))  # fmt: skip


def summary(changes: Changes, language: str) -> str:
    """Return what changed in a few sentences: how many of what, nothing of what there is none of."""
    say = translator(language)
    since, until = date(changes.since, language=language), date(changes.until, language=language)
    span = (
        say("Trong ngày {date}").format(date=until)
        if changes.since == changes.until
        else say("Từ ngày {since} đến ngày {until}").format(since=since, until=until)
    )
    of_figures = [*_status_counts(changes.statuses, say), *_counts(changes.figures, _FIGURE_COUNTS, say)]
    sentences = [f"{span}: {', '.join(of_figures)}."] if of_figures else []
    for name, counted in (
        (say("Nhiệm vụ"), list(_counts(changes.tasks, _TASK_COUNTS, say))),
        (say("Việc phải làm"), list(_counts(changes.actions, _ACTION_COUNTS, say))),
        (
            say("Hạn báo cáo"),
            [say("{count} đã đến").format(count=changes.passed.height)] * bool(changes.passed.height),
        ),
    ):
        if counted:
            begins = name if sentences else f"{span}, {name[:1].lower()}{name[1:]}"
            sentences.append(f"{begins}: {', '.join(counted)}.")
    return " ".join(sentences) or say("{span} không có thay đổi nào.").format(span=span)


_FIGURE_COUNTS = (
    (mark("{count} số liệu mới"), ("new",)),
    (mark("{count} số liệu được sửa"), ("revised", "changed_back")),
    (mark("{count} số liệu bị rút"), ("withdrawn",)),
    (mark("{count} số liệu cơ quan báo không có"), ("not_available",)),
    (mark("{count} số liệu từ sơ bộ thành chính thức"), ("final",)),
    (mark("{count} số liệu từ chính thức thành sơ bộ"), ("estimate",)),
)
_TASK_COUNTS = (
    (mark("{count} thành quá hạn"), ("overdue",)),
    (mark("{count} báo không thực hiện được"), ("cannot_be_done",)),
    (mark("{count} báo đã xong"), ("done",)),
    (mark("{count} báo cáo khác"), ("reported",)),
    (mark("{count} đến kỳ mà chưa báo cáo"), ("not_reported",)),
    (mark("{count} sắp đến hạn"), ("due_soon",)),
)
_ACTION_COUNTS = (
    (mark("{count} thành quá hạn"), ("overdue",)),
    (mark("{count} mới giao hoặc cam kết"), ("assigned", "committed")),
    (mark("{count} lượt báo xong"), ("done",)),
    (mark("{count} lượt bị trả lại"), ("returned",)),
    (mark("{count} được xác nhận"), ("confirmed",)),
    (mark("{count} bị huỷ"), ("cancelled",)),
)
"""What the sentences count of each subject, and the kinds that count for it; taking on and putting off are told in the tables alone."""


def _counts(frame: pl.DataFrame, counted: tuple[tuple[str, tuple[str, ...]], ...], say: Translate) -> Iterator[str]:
    for text, kinds in counted:
        if found := frame.filter(pl.col("kind").is_in(kinds)).height:
            yield say(text).format(count=found)


def _status_counts(statuses: pl.DataFrame, say: Translate) -> Iterator[str]:
    if moved := statuses.filter(pl.col("steps").is_not_null()).height:
        worse = statuses.filter(pl.col("steps") > 0).height
        text = say("{count} chỉ tiêu đổi trạng thái ({worse} xấu đi, {better} tốt lên)")
        yield text.format(count=moved, worse=worse, better=moved - worse)
    if first := statuses.filter(pl.col("status_before").is_null()).height:
        yield say("{count} chỉ tiêu lần đầu được đánh giá").format(count=first)
    if lost := statuses.filter(pl.col("status").is_null()).height:
        yield say("{count} chỉ tiêu không còn được đánh giá").format(count=lost)


# ---- one change --------------------------------------------------------------------------------------


def cause(row: dict[str, Any], language: str) -> str:
    """Return why a status moved, for the middle of a sentence."""
    values = {name: row[name] for name in ("year", "year_before", "milestone")}
    return translator(language)(CAUSE_WORDS[row["cause"]]).format(**values)


def figure_change(row: dict[str, Any], catalogue: Catalogue, language: str) -> str:
    """Return what a figure was and is, with what happened to it where the two do not say it."""
    say, indicator = translator(language), catalogue.indicator[row["indicator"]]

    def value(name: str) -> str:
        return measured(row[name], indicator, catalogue, language=language)

    word, kind = say(FIGURE_WORDS[row["kind"]]), row["kind"]
    if kind == "new":
        return say("{value}, sơ bộ").format(value=value("value")) if row["preliminary"] else value("value")
    if kind == "revised":
        return f"{value('value_before')} → {value('value')}"
    if kind == "changed_back":
        between = value("value_between") if row["value_between"] is not None else say("không có số liệu")
        stands = value("value") if row["value"] is not None else say("không có số liệu")
        return say("{value}; trong thời gian này từng là {between}").format(value=stands, between=between)
    if kind == "not_available":
        return word
    return f"{value('value_before' if kind == 'withdrawn' else 'value')}, {word}"


def figure_reason(row: dict[str, Any], language: str) -> str:
    """Return why a figure was changed, or that nobody wrote why; empty for one that was simply published."""
    say = translator(language)
    if row["kind"] == "withdrawn" and not row["is_declared"]:
        return say("bản mới của {file} không còn số liệu này").format(file=row["file_name"])
    if row["reason"] or row["kind"] not in ("revised", "withdrawn", "changed_back"):
        return row["reason"] or ""
    return say("không ai ghi lý do")


def deadline_title(row: dict[str, Any], catalogue: Catalogue, language: str) -> str:
    """Return what a day is for, with its province."""
    say, province = translator(language), catalogue.province[row["province"]].name(language)
    if row["kind"] == "report":
        return say("{province}: hạn các cơ quan báo cáo năm {year}").format(province=province, year=row["year"])
    if row["kind"] == "task":
        return f"{province}: {catalogue.task[row['task']].title(language)}"
    if row["kind"] == "action":
        return f"{province}: {row['what']}"
    plan = catalogue.plan[row["plan"]]
    if row["kind"] == "summary":
        to = plan.deadlines.coordinating.to_en if language == "en" else plan.deadlines.coordinating.to_vi
        what = say("Báo cáo tổng hợp năm gửi {to}").format(to=to or "")
        return f"{province}: {what[0].lower()}{what[1:]} ({row['year']})"
    review = plan.reviews[row["number"]]
    return f"{province}: {review.what_en if language == 'en' else review.what_vi}"


def deadline_link(row: dict[str, Any], language: str) -> str:
    """Return the page that shows what a day is for."""
    if row["kind"] == "task":
        return _link(TASKS, language, task=row["task"])
    if row["kind"] == "action":
        return _link(INDICATOR, language, id=row["indicator"], breakdown=_part(row), province=row["province"])
    return _link(PROGRESS, language, year=row["year"], province=row["province"])


def agency_names(ids: list[str], catalogue: Catalogue, language: str) -> str:
    """Return agencies by name."""
    return "; ".join(catalogue.agency[id_].name(language) if id_ in catalogue.agency else id_ for id_ in ids)


def _status(row: dict[str, Any], catalogue: Catalogue, language: str) -> Told:
    say, indicator = translator(language), catalogue.indicator[row["indicator"]]

    def judged(suffix: str) -> str:
        status = row[f"status{suffix}"]
        if status is None:
            return say("không còn được đánh giá")
        word = status_word(status, language, preliminary=row[f"preliminary{suffix}"])
        return f"{word} ({row[f'year{suffix}']})"

    def actual(suffix: str) -> str:
        value = measured(row[f"actual{suffix}"], indicator, catalogue, language=language)
        return f"{value} ({row[f'year{suffix}']})"

    name = _place(row, catalogue, language)
    # Of a first judgement the title says why.
    lines = [] if row["cause"] == "first" else [say("Vì {cause}.").format(cause=cause(row, language))]
    if row["status"] is not None:
        known = [actual("_before")] if row["status_before"] is not None else []
        lines.append(say("Thực hiện: {actual}.").format(actual=" → ".join([*known, actual("")])))
        lines.append(
            say("Mục tiêu in: “{printed}” cho năm {year}.").format(printed=row["printed_target"], year=row["milestone"])
        )
    title = (
        say("{name}: lần đầu được đánh giá, {status}").format(name=name, status=judged(""))
        if row["status_before"] is None
        else f"{name}: {judged('_before')} → {judged('')}"
    )
    year = row["year"] if row["year"] is not None else row["year_before"]
    key = _key("status", *_cell(row), year, row["status"], row["submission"])
    return Told("statuses", key, row["at"], title, tuple(lines), _indicator_link(row, year, language))


def _figure(row: dict[str, Any], catalogue: Catalogue, language: str) -> Told:
    say = translator(language)
    title = say("{name}, năm {year}: {change}").format(
        name=_place(row, catalogue, language), year=row["year"], change=figure_change(row, catalogue, language)
    )
    if row["kind"] in ("new", "revised"):
        title += f" ({say(FIGURE_WORDS[row['kind']])})"
    lines = []
    if reason := figure_reason(row, language):
        lines.append(say("Lý do: {reason}.").format(reason=reason.rstrip(".")))
    if row["status"] != row["status_before"] and row["status"] and row["status_before"]:
        before = status_word(row["status_before"], language, preliminary=row["preliminary_before"])
        now = status_word(row["status"], language, preliminary=row["preliminary"])
        lines.append(say("Trạng thái năm {year}: {before} → {now}.").format(year=row["year"], before=before, now=now))
    if row["source"] and row["value"] is not None:
        lines.append(say("Nguồn: {source}.").format(source=say(row["source"]).rstrip(".")))
    key = _key("figure", *_cell(row), row["year"], row["kind"], row["submission"])
    return Told("figures", key, row["at"], title, tuple(lines), _indicator_link(row, row["year"], language))


def task_change(row: dict[str, Any], language: str) -> str:
    """Return what happened to a task, for the middle of a sentence."""
    say, kind = translator(language), row["kind"]
    if kind == "overdue":
        return say("quá hạn từ ngày {date}").format(date=date(row["on"], language=language))
    if kind == "due_soon":
        return say("sắp đến hạn, ngày {date}").format(date=date(row["due"], language=language))
    if kind == "not_reported":
        return say("đến kỳ báo cáo năm {year} mà chưa báo cáo").format(year=row["year"])
    state = say(TASK_STATUS[row["state"]].word).lower()
    text = say("báo cáo năm {year}: {state}").format(year=row["year"], state=state)
    if row["state_before"] not in (None, row["state"]):
        before = say(TASK_STATUS[row["state_before"]].word).lower()
        text += " " + say("(trước đó báo: {state})").format(state=before)
    return text


def task_details(row: dict[str, Any], language: str) -> list[str]:
    """Return what a report on a task says, a sentence each."""
    say = translator(language)
    lines = []
    if row["date_done"]:
        lines.append(say("Xong ngày {date}.").format(date=date(row["date_done"], language=language)))
    for text, name in (
        (say("Văn bản: {text}."), "document_number"),
        (say("Đã làm: {text}."), "what_was_done"),
        (say("Vướng mắc: {text}."), "what_hinders"),
    ):
        if row[name]:
            lines.append(text.format(text=row[name].rstrip(".")))
    return lines


def _task(row: dict[str, Any], catalogue: Catalogue, language: str) -> Told:
    say = translator(language)
    province = catalogue.province[row["province"]].name(language)
    title = f"{province}, {catalogue.task[row['task']].title(language)}: {task_change(row, language)}"
    leads = say("Chủ trì: {agencies}.").format(agencies=agency_names(row["holders"], catalogue, language))
    key = _key("task", row["task"], row["kind"], row["year"], row["on"], row["submission"])
    at = row["at"] or _beginning(row["on"])
    return Told(
        "tasks", key, at, title, (*task_details(row, language), leads), _link(TASKS, language, task=row["task"])
    )


def action_change(row: dict[str, Any], language: str) -> str:
    """Return what happened to an action, in a word or two."""
    say = translator(language)
    if row["kind"] == "overdue":
        return say("Quá hạn")
    return say(ACTION_EVENT_WORDS[row["kind"]])


def action_due(row: dict[str, Any], language: str) -> str:
    """Return an action's due date after what happened, with the one before where it changed."""
    if row["kind"] == "rescheduled" and row["due_before"] is not None:
        return f"{date(row['due_before'], language=language)} → {date(row['due'], language=language)}"
    return date(row["due"], language=language)


def _action(row: dict[str, Any], catalogue: Catalogue, language: str) -> Told:
    say = translator(language)
    title = f"{action_change(row, language)}: {row['what']} ({_place(row, catalogue, language)})"
    owner = agency_names([row["owner"]], catalogue, language)
    lines = [say("Cơ quan: {agency}; hạn: {date}.").format(agency=owner, date=action_due(row, language))]
    if row["note"]:
        lines.append(say("Ghi chú: {text}.").format(text=row["note"].rstrip(".")))
    key = _key("action", row["action"], row["kind"], row["sequence"], row["on"])
    link = _link(INDICATOR, language, id=row["indicator"], breakdown=_part(row), province=row["province"])
    return Told("actions", key, row["at"] or _beginning(row["on"]), title, tuple(lines), link)


def _place(row: dict[str, Any], catalogue: Catalogue, language: str) -> str:
    return f"{part_name(row, catalogue, language)}, {catalogue.province[row['province']].name(language)}"


def _cell(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["province"], row["indicator"], row["breakdown"]


def _part(row: dict[str, Any]) -> str | None:
    return None if row["breakdown"] == "total" else row["breakdown"]


def _key(*parts: object) -> str:
    return "/".join("" if part is None else str(part) for part in parts)


def _beginning(day: dt.date) -> dt.datetime:
    """Return the moment a day begins in Việt Nam, in UTC."""
    return dt.datetime.combine(day, dt.time(), VIETNAM).astimezone(dt.UTC).replace(tzinfo=None)


def _indicator_link(row: dict[str, Any], year: int, language: str) -> str:
    return _link(INDICATOR, language, id=row["indicator"], breakdown=_part(row), year=year, province=row["province"])


def _link(path: str, language: str, **query: object) -> str:
    given = {name: value for name, value in query.items() if value is not None}
    return f"{path}?{urlencode(given | ({'lang': 'en'} if language == 'en' else {}))}"
