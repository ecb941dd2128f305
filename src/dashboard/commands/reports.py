"""The command report: the documents for meetings."""

import argparse
from functools import partial
from typing import get_args

from dashboard.commands.figures import add_filters, asked
from dashboard.commands.shared import Commands, write_out
from dashboard.documents import formats
from dashboard.documents.content import FILTERS, Asked, document, problems_of, with_year
from dashboard.documents.content.asked import endings_of
from dashboard.documents.model import Kind
from dashboard.filters import KEYS, Filters
from dashboard.reference.catalogue import Catalogue
from dashboard.settings import language
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
    catalogue, mart, filters = asked(options, also_wrong=partial(_wrong, options.document))
    made = document(options.document, Asked(mart, catalogue, with_year(filters, mart), options.lang))
    write_out(formats.content(made, options.format), options.output)


def _wrong(kind: Kind, filters: Filters, catalogue: Catalogue) -> list[Problem]:
    return [problem for _, problem in problems_of(kind, filters, catalogue)]
