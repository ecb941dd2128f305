"""The command ``digest``: what changed as a letter, on the terminal, in a file, or sent."""

import argparse
from pathlib import Path
from urllib.parse import urlencode

from dashboard.changes.digest import digest
from dashboard.changes.mail import send
from dashboard.changes.words import CHANGES
from dashboard.commands.shared import Commands, opened_store, write_out
from dashboard.exports.building import filters_in_words
from dashboard.filters import DAYS, KEYS, Filters, keys_of
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.reference.files import load_catalogue
from dashboard.settings import language, mail_server, reference_folder, site
from dashboard.store.schema import today
from dashboard.words.messages import Problem, ProblemsError, Translate, mark
from dashboard.words.translations import LANGUAGES, translator


def add_to(commands: Commands, translate: Translate) -> None:
    """Add the command to the parser."""
    made = commands.add_parser("digest", help=translate(mark("tóm tắt có gì mới từ một ngày, để in ra hoặc gửi thư")))
    for key in keys_of("changes"):
        metavar = "YYYY-MM-DD" if key in DAYS else "ID"
        made.add_argument(
            f"--{key.replace('_', '-')}", action="append", default=[], metavar=metavar, required=key == "since"
        )
    made.add_argument("--format", choices=("text", "html"), default="text")
    made.add_argument("--lang", choices=tuple(LANGUAGES), default=language())
    made.add_argument("-o", "--output", type=Path, metavar="FILE")
    made.add_argument("--send", action="store_true", help=translate(mark("gửi thư tới những người ở --to qua máy chủ SMTP đã đặt")))  # fmt: skip
    made.add_argument("--to", action="append", default=[], metavar="EMAIL", help=translate(mark("người nhận; nêu nhiều lần được")))  # fmt: skip
    made.set_defaults(run=_digest)


def _digest(options: argparse.Namespace) -> None:
    """Print what changed, or send it; where nothing changed nothing is sent."""
    catalogue = load_catalogue(reference_folder())
    filters, problems = Filters.parse({key: getattr(options, key) for key in keys_of("changes")}, catalogue)
    problems += _wrong(options, filters)
    if problems:
        raise ProblemsError(problems)
    server = mail_server() if options.send else None
    address, about = (
        site(),
        "; ".join(shown for _, shown in filters_in_words(_places(filters), catalogue, options.lang)),
    )
    with opened_store(catalogue) as store:
        mart = Mart(catalogue, store, as_of=filters.as_of)
        found = queries.changes(mart, catalogue, filters, at=lambda day: Mart(catalogue, store, as_of=day))
    query = urlencode(filters.query() | ({"lang": ["en"]} if options.lang == "en" else {}), doseq=True)
    letter = digest(found, mart, catalogue, language=options.lang, about=about, site=address, page=f"{CHANGES}?{query}")
    if server is None:
        write_out((letter.text if options.format == "text" else letter.html).encode(), options.output)
        return
    say = translator(language())
    if letter.is_empty:
        print(say(mark("Không có gì thay đổi, nên không gửi thư.")))
        return
    send(letter, options.to, server, language=options.lang)
    print(say(mark("Đã gửi {count} thư: {subject}")).format(count=len(options.to), subject=letter.subject))


def _wrong(options: argparse.Namespace, filters: Filters) -> list[Problem]:
    """Return what is wrong with the options beside the filters."""
    problems = []
    last = filters.as_of or today()
    if filters.since is not None and filters.since > last:
        text = mark("Ngày “{text}” sau ngày cuối cùng của số liệu, {last}.")
        problems.append(Problem(text, {"text": filters.since.isoformat(), "last": last.isoformat()}))
    if options.send and not options.to:
        problems.append(Problem(mark("Gửi thư cần người nhận: thêm --to EMAIL.")))
    if options.to and not options.send:
        problems.append(Problem(mark("Có người nhận mà chưa có --send; chưa gửi thư nào.")))
    return problems


def _places(filters: Filters) -> Filters:
    return filters.model_copy(update={KEYS[key]: None for key in DAYS})
