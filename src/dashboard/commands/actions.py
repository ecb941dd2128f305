"""The commands about actions on cells: ``actions`` lists them, ``action`` takes one step."""

import argparse
import datetime as dt
import json

import polars as pl

from dashboard.commands.figures import add_filters, asked
from dashboard.commands.shared import Commands, opened_store, rights_by, write_out
from dashboard.exports.building import not_filtered
from dashboard.mart import queries
from dashboard.reference.files import load_catalogue
from dashboard.settings import language, reference_folder
from dashboard.words.messages import DashboardError, Translate, mark
from dashboard.words.translations import translator
from dashboard.workflow import actions
from dashboard.workflow.actions import ACTION_STATE_WORDS, Action

LISTED = (
    "action", "state", "overdue", "due", "province", "indicator", "breakdown", "owner", "what", "expected_effect",
    "entered", "entered_at", "changed_at", "last_note",
)  # fmt: skip
"""The columns of the list of actions, in the order printed."""


def add_to(commands: Commands, translate: Translate) -> None:
    """Add the commands to the parser."""
    listed = commands.add_parser("actions", help=translate(mark("liệt kê việc phải làm trên các chỉ tiêu")))
    add_filters(listed)
    listed.add_argument("--state", choices=tuple(ACTION_STATE_WORDS), action="append", default=[])
    listed.add_argument("--overdue", action="store_true", help=translate(mark("chỉ những việc đã quá hạn")))
    listed.add_argument("--format", choices=("csv", "json"), default="csv")
    listed.set_defaults(run=_actions)

    action = commands.add_parser("action", help=translate(mark("giao, cam kết và xử lý một việc phải làm")))
    steps = action.add_subparsers(required=True, metavar="BƯỚC" if language() == "vi" else "STEP")
    by = translate(mark("người thực hiện, ghi vào nhật ký; quyền theo tệp phân quyền"))

    def step(name: str, help_: str, *, needs_note: bool) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = steps.add_parser(name, help=help_)
        made.add_argument("--by", required=True, metavar="EMAIL", help=by)
        note = translate(mark("lý do, bằng chứng hoặc ghi chú, ghi vào lịch sử"))
        made.add_argument("--note", required=needs_note, default="", help=note)
        made.set_defaults(step=name)
        return made

    for name, help_ in (
        ("assign", translate(mark("lãnh đạo giao việc cho một cơ quan"))),
        ("commit", translate(mark("cơ quan chủ trì cam kết một việc"))),
    ):
        made = step(name, help_, needs_note=False)
        for place in ("province", "indicator", "agency"):
            made.add_argument(f"--{place}", required=True, metavar="ID")
        made.add_argument("--breakdown", default="total", metavar="ID")
        made.add_argument("--what", required=True, help=translate(mark("việc phải làm")))
        made.add_argument("--effect", default="", help=translate(mark("kết quả mong đợi")))
        made.add_argument("--due", required=True, metavar="YYYY-MM-DD")
        made.set_defaults(run=_enter)
    for name, help_, needs_note in (
        ("accept", translate(mark("nhận việc được giao, hoặc đồng ý với việc cam kết")), False),
        ("done", translate(mark("cơ quan báo đã làm xong, kèm bằng chứng")), True),
        ("confirm", translate(mark("lãnh đạo xác nhận đã xong")), False),
        ("return", translate(mark("lãnh đạo trả lại để làm tiếp")), True),
        ("reschedule", translate(mark("đổi hạn, kèm lý do")), True),
        ("cancel", translate(mark("huỷ việc, kèm lý do")), True),
    ):
        made = step(name, help_, needs_note=needs_note)
        made.add_argument("action", metavar="ID")
        if name == "reschedule":
            made.add_argument("--due", required=True, metavar="YYYY-MM-DD")
        made.set_defaults(run=_step)


def _actions(options: argparse.Namespace) -> None:
    """Print the actions on the cells the filters mean, in catalogue order."""
    _, mart, filters = asked(options, also_wrong=lambda filters, _: not_filtered("actions", filters))
    frame = queries.actions(mart, filters).select(LISTED)
    if options.state:
        frame = frame.filter(pl.col("state").is_in(options.state))
    if options.overdue:
        frame = frame.filter("overdue")
    moments = [pl.col(name).dt.strftime("%Y-%m-%dT%H:%M:%SZ") for name in ("entered_at", "changed_at")]
    frame = frame.with_columns(*moments, pl.col("due").cast(pl.String))
    made = (
        frame.write_csv()
        if options.format == "csv"
        else json.dumps(frame.to_dicts(), ensure_ascii=False, indent=1) + "\n"
    )
    write_out(made.encode(), options.output)


def _enter(options: argparse.Namespace) -> None:
    """Assign an action, or commit to one."""
    action = Action(
        options.province, options.indicator, options.breakdown, options.agency, options.what, options.effect
    )
    due = _day(options.due)
    catalogue = load_catalogue(reference_folder())
    rights = rights_by(options.by, catalogue)
    enter = actions.assign if options.step == "assign" else actions.commit
    with opened_store(catalogue) as store:
        id_ = enter(store, rights, catalogue, action, due=due, note=options.note)
        _tell(id_, actions.standing(store, id_).state)


def _step(options: argparse.Namespace) -> None:
    """Take one step with an action."""
    catalogue = load_catalogue(reference_folder())
    rights = rights_by(options.by, catalogue)
    id_, note = options.action, options.note
    with opened_store(catalogue) as store:
        if options.step == "reschedule":
            actions.reschedule(store, rights, catalogue, id_, due=_day(options.due), note=note)
        else:
            _STEPS[options.step](store, rights, catalogue, id_, note=note)
        _tell(id_, actions.standing(store, id_).state)


_STEPS = {
    "accept": actions.accept,
    "done": actions.report_done,
    "confirm": actions.confirm,
    "return": actions.send_back,
    "cancel": actions.cancel,
}


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise DashboardError(mark("Ngày “{text}” phải viết dạng 2026-03-15."), text=text) from None


def _tell(id_: str, state: actions.ActionState) -> None:
    say = translator(language())
    print(say(mark("Việc {id}: {state}.")).format(id=id_, state=say(ACTION_STATE_WORDS[state])))
