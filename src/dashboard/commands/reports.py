"""The command report: the documents for meetings."""

import argparse
from functools import partial
from typing import get_args

from dashboard import workflow
from dashboard.commands.figures import add_filters, asked
from dashboard.commands.shared import Commands, opened_store, rights_by, write_out
from dashboard.documents import formats
from dashboard.documents.content import FILTERS, Asked, annex, document, of_submission, problems_of, with_year
from dashboard.documents.content.asked import endings_of
from dashboard.documents.model import Document, Kind
from dashboard.filters import KEYS, Filters
from dashboard.mart.mart import Mart
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.files import load_catalogue
from dashboard.settings import language, reference_folder
from dashboard.words.messages import DashboardError, Problem, Translate, mark
from dashboard.words.translations import LANGUAGES


def add_to(commands: Commands, translate: Translate) -> None:
    """Add the command to the parser."""
    report = commands.add_parser(
        "report", help=translate(mark("làm báo cáo, một trang hoặc phụ lục của một cơ quan, đúng như trang Báo cáo"))
    )
    report.add_argument("document", choices=get_args(Kind))
    add_filters(report, leaving_out=[key for key in KEYS if key not in FILTERS])
    report.add_argument("--lang", choices=tuple(LANGUAGES), default=language())
    report.add_argument("--format", choices=tuple(formats.MEDIA_TYPES), required=True)
    submission = mark("phụ lục theo đúng một lần nộp, thay vì số đã công bố; không cần bộ lọc")
    report.add_argument("--submission", metavar="ID", help=translate(submission))
    report.add_argument("--by", metavar="EMAIL", help=translate(mark("người xem lần nộp; quyền theo tệp phân quyền")))
    report.set_defaults(run=_report)


def _report(options: argparse.Namespace) -> None:
    """Write one document."""
    if options.output is None:
        raise DashboardError(mark("Dạng {format} phải ghi ra tệp: thêm -o TỆP."), format=options.format)
    if options.format not in endings_of(options.document):
        raise DashboardError(
            mark("Tài liệu {kind} không có dạng {format}. Chọn một trong: {known}."),
            kind=options.document, format=options.format, known=", ".join(endings_of(options.document)),
        )  # fmt: skip
    if options.submission:
        write_out(formats.content(_of_submission(options), options.format), options.output)
        return
    catalogue, mart, filters = asked(options, also_wrong=partial(_wrong, options.document))
    made = document(options.document, Asked(mart, catalogue, with_year(filters, mart), options.lang))
    write_out(formats.content(made, options.format), options.output)


def _of_submission(options: argparse.Namespace) -> Document:
    """Return the annex of what a submission holds, as its page offers it."""
    if options.document != "annex":
        raise DashboardError(mark("--submission chỉ dùng cho annex."))
    catalogue = load_catalogue(reference_folder())
    rights = rights_by(options.by, catalogue)
    with opened_store(catalogue) as store:
        standing = workflow.standing(store, rights, options.submission)
        held = of_submission(store, rights, options.submission)
        mart = Mart(catalogue, store)
    filters = Filters(
        provinces=(standing.province,) if standing.province else (),
        agencies=(standing.agency,) if standing.agency else (),
        years=(standing.year,) if standing.year else (),
    )
    return annex(Asked(mart, catalogue, with_year(filters, mart), options.lang), held)


def _wrong(kind: Kind, filters: Filters, catalogue: Catalogue) -> list[Problem]:
    return [problem for _, problem in problems_of(kind, filters, catalogue)]
