"""The commands for those who hand in: template, submit."""

import argparse
import sys
from pathlib import Path

import polars as pl

from dashboard import workflow
from dashboard.access import Rights
from dashboard.commands.shared import Commands, opened_store, rights_by, write_out
from dashboard.intake.checked import Checked, CheckedReports, Found
from dashboard.intake.checking import check
from dashboard.intake.context import Context, Decisions
from dashboard.intake.issues import spans
from dashboard.intake.own_columns import columns_said
from dashboard.intake.reading import read
from dashboard.intake.task_checking import check_task_reports
from dashboard.intake.task_reading import read_task_reports
from dashboard.intake.task_templates import task_template_csv, task_template_xlsx
from dashboard.intake.templates import expected_rows, template_csv, template_xlsx
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.notation import in_names
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.files import load_catalogue
from dashboard.settings import language, reference_folder
from dashboard.store.ledger import NO_FIGURES, NO_TASK_REPORTS
from dashboard.store.store import Store
from dashboard.words.messages import DashboardError, Problem, ProblemsError, Translate, mark
from dashboard.words.translations import translator


def add_to(commands: Commands, translate: Translate) -> None:
    """Add the commands to the parser."""
    template = commands.add_parser("template", help=translate(mark("ghi biểu mẫu nộp số liệu của một cơ quan")))
    _add_scope(template, translate)
    template.add_argument("--tasks", action="store_true", help=translate(mark("báo cáo nhiệm vụ thay vì số liệu")))
    template.add_argument("--format", choices=("csv", "xlsx"), default="xlsx")
    template.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    template.set_defaults(run=_template)

    submit = commands.add_parser("submit", help=translate(mark("kiểm tra và nộp một tệp số liệu để duyệt")))
    submit.add_argument("file", type=Path)
    _add_scope(submit, translate)
    submit.add_argument(
        "--by",
        required=True,
        metavar="EMAIL",
        help=translate(mark("người thực hiện, ghi vào nhật ký; quyền theo tệp phân quyền")),
    )
    submit.add_argument("--tasks", action="store_true", help=translate(mark("báo cáo nhiệm vụ thay vì số liệu")))
    submit.add_argument("--note", default="", help=translate(mark("lý do, ghi vào lịch sử")))
    submit.add_argument(
        "--replaces",
        action="append",
        default=[],
        metavar="ID",
        help=translate(mark("lần nộp bị trả lại mà tệp này thay thế")),
    )
    submit.add_argument(
        "--explain",
        action="append",
        default=[],
        metavar="CODE=TEXT",
        help=translate(mark("giải trình cho mọi cảnh báo có mã này")),
    )
    submit.add_argument(
        "--columns",
        nargs="+",
        default=[],
        metavar="COLUMN=MEANING",
        help=translate(mark("cột nào là gì trong tệp không theo biểu mẫu, ví dụ row=1 B=indicator_name D=value")),
    )
    submit.set_defaults(run=_submit)


def _add_scope(parser: argparse.ArgumentParser, translate: Translate) -> None:
    parser.add_argument(
        "--province", required=True, metavar="ID", help=translate(mark("tỉnh của kế hoạch, hoặc tỉnh hiện nay"))
    )
    parser.add_argument("--agency", metavar="ID", help=translate(mark("bỏ trống là cả tỉnh")))
    parser.add_argument("--year", type=int, help=translate(mark("bỏ trống là nhiều năm trong một tệp")))


def _template(options: argparse.Namespace) -> None:
    """Write the rows an agency answers for, to be filled in."""
    catalogue = load_catalogue(reference_folder())
    _require_known(options, catalogue)
    with opened_store(catalogue) as store:
        mart = Mart(catalogue, store)
    rows = _expected(options, mart, catalogue)
    if rows.is_empty():
        raise DashboardError(
            mark("Kế hoạch của tỉnh “{province}” không giao chỉ tiêu nào cho cơ quan “{agency}”.")
            if not options.tasks
            else mark("Kế hoạch của tỉnh “{province}” không giao nhiệm vụ nào cho cơ quan “{agency}” chủ trì."),
            province=options.province,
            agency=options.agency,
        )
    of_figures = {"csv": template_csv, "xlsx": template_xlsx}
    of_tasks = {"csv": task_template_csv, "xlsx": task_template_xlsx}
    write = (of_tasks if options.tasks else of_figures)[options.format]
    content = write(rows, catalogue, translate=translator(language()), language=language())
    write_out(content, options.output)


def _expected(options: argparse.Namespace, mart: Mart, catalogue: Catalogue) -> pl.DataFrame:
    """Return what the template asks for."""
    if not options.tasks:
        return expected_rows(mart, catalogue, province=options.province, agency=options.agency, year=options.year)
    if options.year is None:
        raise DashboardError(mark("Báo cáo nhiệm vụ cần --year: mỗi tệp là báo cáo của một năm."))
    agencies = (options.agency,) if options.agency else ()
    provinces = catalogue.organisation.former(options.province)
    return queries.expected_tasks(mart, provinces=provinces, agencies=agencies, year=options.year)


def _submit(options: argparse.Namespace) -> None:
    """Check a file and hand it in, or print every issue."""
    catalogue = load_catalogue(reference_folder())
    _require_known(options, catalogue)
    rights = rights_by(options.by, catalogue)
    try:
        content = options.file.read_bytes()
    except OSError as error:
        raise ProblemsError([Problem(mark("Không đọc được tệp: {error}"), {"error": error}, options.file)]) from error
    agencies = (options.agency,) if options.agency else ()
    decisions: Decisions = {"explanations": _explanations(options.explain)}
    with opened_store(catalogue) as store:
        provinces = catalogue.organisation.former(options.province)
        context = Context(provinces, agencies, options.year)
        mart = Mart(catalogue, store)
        checked: Checked | CheckedReports
        if options.tasks:
            sheet = read_task_reports(content, options.file.name)
            waiting = workflow.waiting_reports(store)
            checked = check_task_reports(sheet, context, catalogue, mart, decisions, waiting=waiting)
        else:
            sheet = read(content, options.file.name, columns_said(options.columns))
            waiting = pl.concat(workflow.waiting(store, province) for province in provinces)
            checked = check(sheet, context, catalogue, mart, decisions, waiting=waiting)
        _print_issues(checked, catalogue, options.file)
        if not checked.can_be_submitted:
            raise DashboardError(
                mark(
                    "Chưa nộp: còn {errors} lỗi phải sửa và {warnings} cảnh báo chưa giải trình "
                    '(thêm --explain MÃ="lý do").'
                ),
                errors=len(checked.errors),
                warnings=len(checked.unexplained),
            )
        handover = workflow.Handover(
            options.province,
            options.agency,
            options.year,
            options.file.name,
            content,
            note=options.note,
            explanations=checked.explanations(),
            observations=checked.observations if isinstance(checked, Checked) else NO_FIGURES,
            task_reports=checked.reports if isinstance(checked, CheckedReports) else NO_TASK_REPORTS,
        )
        ids = workflow.submit_by_province(
            store, rights, catalogue, handover, _answers(options.replaces, store, rights, provinces)
        )
    words = (
        mark("Đã nộp {count} số liệu để duyệt, lần nộp {id}.")
        if handover.subject == "figures"
        else mark("Đã nộp {count} báo cáo nhiệm vụ để duyệt, lần nộp {id}.")
    )
    count = handover.observations.height + handover.task_reports.height
    print(translator(language())(words).format(count=count, id=", ".join(ids)))


def _answers(replaced: list[str], store: Store, rights: Rights, provinces: tuple[str, ...]) -> dict[str, str]:
    """Return the returned submissions that are answered by their provinces; one of another province goes with the first, where it is refused."""
    held = {id_: workflow.standing(store, rights, id_).province for id_ in replaced}
    return {place if place in provinces else provinces[0]: id_ for id_, place in held.items()}


def _require_known(options: argparse.Namespace, catalogue: Catalogue) -> None:
    """Refuse ids the catalogue does not know, all at once."""
    problems = [
        Problem(mark("Không có {key} “{text}”{near}."), {"key": key, "text": given, "near": ""})
        for key, given, known in (
            ("province", options.province, {**catalogue.province, **catalogue.organisation.merged}),
            ("agency", options.agency, catalogue.agency),
        )
        if given is not None and given not in known
    ]
    if problems:
        raise ProblemsError(problems)


def _explanations(given: list[str]) -> dict[str, str]:
    """Read ``CODE=TEXT``; the code may also be the key of one issue."""
    explanations = {}
    for text in given:
        code, equals, words = text.partition("=")
        if not (code.strip() and equals and words.strip()):
            raise DashboardError(mark('--explain phải viết dạng MÃ="lý do"; đang là “{text}”.'), text=text)
        explanations[code.strip()] = words.strip()
    return explanations


def _print_issues(checked: Found, catalogue: Catalogue, file: Path) -> None:
    """Print each issue on a line of stderr: file, rows, severity, code, what is wrong, how to fix it."""
    translate = in_names(catalogue, language())
    for issue in checked.issues:
        rows = f"{spans(issue.rows, issue.sheets)}:" if issue.rows else ""
        told = issue.tell(translate, language=language())
        print(f"{file}:{rows} {issue.severity} {issue.code}: {told} {issue.tell_fix(translate)}", file=sys.stderr)
