"""The commands about a plan that is taken in from its document: plan start, read, check, apply."""

import argparse
import datetime as dt
import sys
from pathlib import Path

from dashboard.commands.shared import Commands, write_out
from dashboard.plans.applying import difference, recover
from dashboard.plans.context import Head
from dashboard.plans.draft import DECISIONS, REPORT, Draft, apply, check, observed_in, read_into
from dashboard.plans.report import counts
from dashboard.plans.starting import start
from dashboard.reference.files import load_catalogue
from dashboard.reference.folder import writing
from dashboard.settings import language, reference_folder
from dashboard.words.folding import folded
from dashboard.words.messages import DashboardError, ProblemsError, Translate, mark
from dashboard.words.translations import translator


def add_to(commands: Commands, translate: Translate) -> None:
    """Add the commands to the parser."""
    plan = commands.add_parser(
        "plan", help=translate(mark("đưa một kế hoạch vào dữ liệu gốc từ văn bản in: start, read, check, apply"))
    )
    steps = plan.add_subparsers(required=True, metavar="BƯỚC" if language() == "vi" else "STEP")

    started = steps.add_parser(
        "start", help=translate(mark("tạo dữ liệu gốc chưa có kế hoạch nào, trong một thư mục mới"))
    )
    started.add_argument("folder", type=Path, metavar="DIR")
    started.set_defaults(run=_start)

    read = steps.add_parser(
        "read", help=translate(mark("đọc văn bản kế hoạch (.docx, .xlsx, .csv) vào một thư mục nháp"))
    )
    read.add_argument("file", type=Path)
    read.add_argument("--province", required=True, metavar="ID", help=translate(mark("mã hoặc tên của tỉnh")))
    read.add_argument("--number", required=True, metavar="246/KH-UBND")
    read.add_argument("--date", required=True, type=dt.date.fromisoformat, metavar="YYYY-MM-DD")
    read.add_argument(
        "--supersedes", default="", metavar="ID", help=translate(mark("mã hoặc số của kế hoạch bị thay thế"))
    )
    period = mark("năm đầu của kỳ kế hoạch mới; các năm trước vẫn theo kế hoạch bị thay thế")
    read.add_argument("--from-year", type=int, metavar="YYYY", help=translate(period))
    read.add_argument("-o", "--output", required=True, type=Path, metavar="DIR")
    read.set_defaults(run=_read)

    checked = steps.add_parser("check", help=translate(mark("nêu những gì còn phải quyết định trong thư mục nháp")))
    checked.add_argument("folder", type=Path, metavar="DIR")
    checked.set_defaults(run=_check)

    applied = steps.add_parser(
        "apply", help=translate(mark("ghi kế hoạch đã quyết định xong vào dữ liệu gốc, tất cả hoặc không gì cả"))
    )
    applied.add_argument("folder", type=Path, metavar="DIR")
    applied.add_argument("--yes", action="store_true", help=translate(mark("ghi mà không hỏi lại")))
    applied.add_argument(
        "--diff", type=Path, metavar="FILE", help=translate(mark("ghi phần thay đổi ra tệp thay vì in ra màn hình"))
    )
    applied.set_defaults(run=_apply)


def _start(options: argparse.Namespace) -> None:
    start(options.folder)
    text = mark("Đã tạo dữ liệu gốc chưa có kế hoạch trong {folder}; đặt DASHBOARD_REFERENCE trỏ tới đó.")
    print(translator(language())(text).format(folder=options.folder))


def _read(options: argparse.Namespace) -> None:
    head = Head(options.province, options.number, options.date, options.supersedes, options.from_year)
    try:
        content = options.file.read_bytes()
    except OSError as error:
        raise DashboardError(mark("Không đọc được tệp: {error}"), error=error) from error
    folder = reference_folder()
    catalogue = load_catalogue(folder)
    draft = read_into(
        options.output, content, head, catalogue, folder, translator(language()), observed_in(catalogue, folder)
    )
    _tell(draft, options.output)


def _check(options: argparse.Namespace) -> None:
    draft = _checked(options.folder)
    _tell(draft, options.folder)
    if not draft.is_ready:
        raise _unsettled(draft)


def _apply(options: argparse.Namespace) -> None:
    folder = reference_folder()
    translate = translator(language())
    with writing(folder):
        undone = recover(folder)
    if undone:
        print(translate(mark("Lần ghi trước bị ngắt giữa chừng đã được hoàn nguyên.")), file=sys.stderr)
    draft = _checked(options.folder)
    if not draft.is_ready:
        raise _unsettled(draft)
    shown = difference(folder, draft.changed)
    write_out(shown.encode(), options.diff)
    if not options.yes and not _confirmed(translate):
        raise DashboardError(mark("Chưa ghi gì."))
    draft = apply(options.folder, folder, translate, shown)
    text = mark("Đã ghi kế hoạch {plan} vào {folder}: {count} tệp. Máy chủ đang chạy tự nhận trong vài giây.")
    print(translate(text).format(plan=draft.outcome.plan, folder=folder, count=len(draft.changed)))


def _checked(folder: Path) -> Draft:
    reference = reference_folder()
    catalogue = load_catalogue(reference)
    return check(folder, catalogue, reference, translator(language()), observed_in(catalogue, reference))


def _confirmed(translate: Translate) -> bool:
    try:
        answer = input(translate(mark("Ghi các thay đổi trên? (co/khong) ")))
    except EOFError:  # nobody is there to be asked
        return False
    return folded(answer.strip()) in ("co", "yes", "y")


def _tell(draft: Draft, folder: Path) -> None:
    translate = translator(language())
    for line in counts(draft.outcome, translate):
        print(line)
    if draft.is_ready:
        print(translate(mark("Không còn gì phải quyết định: chạy plan apply {folder}.")).format(folder=folder))
    else:
        text = mark("Xem {report}, ghi câu trả lời vào {decisions}, rồi chạy plan check {folder}.")
        print(translate(text).format(report=folder / REPORT, decisions=folder / DECISIONS, folder=folder))


def _unsettled(draft: Draft) -> DashboardError:
    if draft.problems:
        return ProblemsError(draft.problems)
    translate = translator(language())
    told = [f"{one.key}: {one.problem.tell(translate) if one.problem else one.printed}" for one in draft.outcome.open]
    return DashboardError(
        mark("Còn {count} điều phải quyết định:\n{list}"),
        count=len(told),
        list="\n".join(f"- {line[:160]}" for line in told),
    )
