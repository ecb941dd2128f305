"""The commands of the review: submissions, show, approve, return, withdraw."""

import argparse
import json
from pathlib import Path
from typing import Any, get_args

import polars as pl

from dashboard import workflow
from dashboard.access import Rights
from dashboard.commands.shared import Commands, opened_store, rights_by, write_out
from dashboard.intake.issues import split_choices, told_of
from dashboard.notation import in_names
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.files import load_catalogue
from dashboard.settings import language, reference_folder
from dashboard.store.ledger import State
from dashboard.store.store import Store
from dashboard.words.messages import Translate, mark
from dashboard.words.translations import translator

LISTED = (
    "submission", "state", "province", "agency", "year", "submitted_by", "submitted_at", "changed_by", "changed_at",
    "figures", "not_available", "comments", "file_name",
)  # fmt: skip
"""The columns of the list of submissions, in the order printed."""
_COMPARED = (
    "province", "indicator", "breakdown", "year", "value", "level", "published_value", "published_level", "change",
)  # fmt: skip


def add_to(commands: Commands, translate: Translate) -> None:
    """Add the commands to the parser."""
    by = translate(mark("người thực hiện, ghi vào nhật ký; quyền theo tệp phân quyền"))

    listed = commands.add_parser("submissions", help=translate(mark("liệt kê các lần nộp và tình trạng")))
    listed.add_argument("--state", choices=get_args(State), action="append", default=[])
    listed.add_argument("--province", action="append", default=[], metavar="ID")
    listed.add_argument("--format", choices=("csv", "json"), default="csv")
    listed.add_argument("--by", metavar="EMAIL", help=by)
    listed.set_defaults(run=_submissions)

    show = commands.add_parser("show", help=translate(mark("in một lần nộp: tình trạng, số liệu, ý kiến, tệp gốc")))
    show.add_argument("submission", metavar="ID")
    show.add_argument("--original", type=Path, metavar="FILE", help=translate(mark("ghi tệp gốc ra đây")))
    show.add_argument("--by", metavar="EMAIL", help=by)
    show.set_defaults(run=_show)

    for name, help_, needs_note in (
        ("approve", translate(mark("duyệt và công bố một lần nộp")), False),
        ("return", translate(mark("trả lại một lần nộp để sửa")), True),
        ("withdraw", translate(mark("rút một lần nộp đang chờ duyệt")), False),
    ):
        decide = commands.add_parser(name, help=help_)
        decide.add_argument("submission", metavar="ID")
        decide.add_argument("--by", required=True, metavar="EMAIL", help=by)
        decide.add_argument("--note", required=needs_note, default="", help=translate(mark("lý do, ghi vào lịch sử")))
        decide.set_defaults(run=_decide, act=name)


def _submissions(options: argparse.Namespace) -> None:
    """Print the submissions the person may see, the one moved last first."""
    catalogue = load_catalogue(reference_folder())
    rights = rights_by(options.by, catalogue)
    with opened_store(catalogue) as store:
        frame = workflow.submissions(store, rights).select(LISTED)
    if options.state:
        frame = frame.filter(pl.col("state").is_in(options.state))
    if options.province:
        meant = [one for province in options.province for one in catalogue.organisation.former(province)]
        frame = frame.filter(pl.col("province").is_in(meant))
    text = _json(frame.to_dicts()) if options.format == "json" else frame.write_csv()
    write_out(text.encode(), None)


def _show(options: argparse.Namespace) -> None:
    """Print everything about a submission as JSON, and write its original file where asked to."""
    catalogue = load_catalogue(reference_folder())
    rights = rights_by(options.by, catalogue)
    with opened_store(catalogue) as store:
        told = _told(store, rights, catalogue, options.submission)
        if options.original:
            write_out(workflow.original_file(store, rights, options.submission)[1], options.original)
    write_out(_json(told).encode(), None)


def _told(store: Store, rights: Rights, catalogue: Catalogue, submission: str) -> dict[str, Any]:
    standing = workflow.standing(store, rights, submission)
    facts = ("submission", "state", "province", "agency", "year", "file_name", "file_hash", "submitted_by", "replaces")
    explained, chosen = split_choices(standing.explanations)
    return {
        **{name: getattr(standing, name) for name in facts},
        "note": standing.note,
        "explanations": explained,
        "choices": [told_of(key, in_names(catalogue, language()), language=language()) for key in chosen],
        "history": workflow.history(store, rights, submission).to_dicts(),
        "figures": workflow.published_values(store, rights, submission).select(_COMPARED).to_dicts(),
        "task_reports": workflow.published_reports(store, rights, submission).to_dicts(),
        "comments": workflow.comments(store, rights, submission).to_dicts(),
    }


def _decide(options: argparse.Namespace) -> None:
    """Approve, return or withdraw a submission."""
    catalogue = load_catalogue(reference_folder())
    rights = rights_by(options.by, catalogue)
    with opened_store(catalogue) as store:
        if options.act == "approve":
            workflow.approve(store, rights, options.submission, note=options.note)
        elif options.act == "return":
            workflow.return_(store, rights, options.submission, note=options.note)
        else:
            workflow.withdraw(store, rights, options.submission, note=options.note)
        state = workflow.standing(store, rights, options.submission).state
    translate = translator(language())
    text = translate(mark("Lần nộp {id}: {state}."))
    print(text.format(id=options.submission, state=translate(workflow.STATE_WORDS[state])))


def _json(content: Any) -> str:
    """Return JSON for programs; moments are UTC in ISO 8601."""
    return json.dumps(content, ensure_ascii=False, indent=1, default=lambda moment: f"{moment.isoformat()}Z") + "\n"
