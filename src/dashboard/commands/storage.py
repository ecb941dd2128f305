"""The commands backup, restore, maintain and audit: looking after the store."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from dashboard.commands.shared import Commands, write_out
from dashboard.settings import language, store_location
from dashboard.store import audit_chain
from dashboard.store.backup import Manifest, back_up, back_up_dated, restore
from dashboard.store.maintenance import maintain
from dashboard.store.store import Store, open_store
from dashboard.words.messages import Problem, ProblemsError, Translate, mark
from dashboard.words.translations import translator


def add_to(commands: Commands, translate: Translate) -> None:
    """Add the commands to the parser."""
    backup = commands.add_parser(
        "backup", help=translate(mark("sao lưu kho số liệu vào một thư mục mới, cả khi ứng dụng đang chạy"))
    )
    backup.add_argument("folder", type=Path, metavar="DIR")
    backup.add_argument(
        "--keep",
        type=_positive,
        metavar="N",
        help=translate(mark("sao lưu vào một thư mục con mang ngày giờ, và chỉ giữ N bản mới nhất")),
    )
    backup.set_defaults(run=_backup)

    restored = commands.add_parser(
        "restore", help=translate(mark("dựng lại kho số liệu từ một bản sao lưu, tại nơi chưa có kho"))
    )
    restored.add_argument("folder", type=Path, metavar="DIR")
    restored.set_defaults(run=_restore)

    maintained = commands.add_parser(
        "maintain", help=translate(mark("kiểm tra mọi tệp của kho, gộp tệp nhỏ, bỏ các phiên bản cũ không ai đọc nữa"))
    )
    maintained.add_argument(
        "--keep-days",
        type=_positive,
        default=90,
        metavar="N",
        help=translate(mark("giữ các phiên bản của N ngày gần đây (mặc định 90; ít nhất 2)")),
    )
    maintained.set_defaults(run=_maintain)

    audit = commands.add_parser("audit", help=translate(mark("nhật ký thao tác: kiểm tra chuỗi, xuất để lưu trữ")))
    acts = audit.add_subparsers(required=True, metavar="…")
    verified = acts.add_parser("verify", help=translate(mark("kiểm tra không dòng nào bị sửa, xoá hay chèn")))
    verified.add_argument(
        "--known",
        metavar="HASH",
        help=translate(
            mark("mã băm cuối đã ghi lại lần trước: phải còn trong chuỗi, nếu không các dòng cuối đã bị cắt")
        ),
    )
    verified.set_defaults(run=_verify)
    exported = acts.add_parser("export", help=translate(mark("ghi toàn bộ nhật ký, kèm số thứ tự và mã băm, ra CSV")))
    exported.add_argument("output", type=Path, metavar="FILE.csv")
    exported.set_defaults(run=_export)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _backup(options: argparse.Namespace) -> None:
    """Write a backup of the store of this installation."""
    told = mark("Đã sao lưu {rows} dòng của phiên bản {snapshot} vào {folder}, đã đọc lại và khớp.")
    if options.keep is None:
        _say(told, options.folder, back_up(store_location(), options.folder.resolve()))
        return
    manifest, made, removed = back_up_dated(store_location(), options.folder.resolve(), keep=options.keep)
    _say(told, made, manifest)
    for path in removed:
        print(translator(language())(mark("Đã bỏ bản sao lưu cũ {folder}.")).format(folder=path))


def _restore(options: argparse.Namespace) -> None:
    """Make the store of this installation from a backup."""
    _say(
        mark("Đã khôi phục {rows} dòng của phiên bản {snapshot} từ {folder}, đã đọc lại và khớp."),
        options.folder,
        restore(options.folder.resolve(), store_location()),
    )


def _maintain(options: argparse.Namespace) -> None:
    """Check and tidy the store of this installation."""
    done = maintain(store_location(), keep_days=options.keep_days)
    text = mark(
        "Đã kiểm tra {checked} tệp và {originals} tệp gốc: đúng như khi ghi. Gộp {merged} tệp, bỏ {expired} phiên bản cũ, "
        "xoá {removed} tệp không còn ai đọc."
    )
    print(translator(language())(text).format(**asdict(done)))


def _verify(options: argparse.Namespace) -> None:
    """Go through the chain of the audit log.

    Raises:
        ProblemsError: It does not hold; every place is named.
    """
    with _opened() as store, store.one_snapshot() as (_, cursor):
        proof = audit_chain.verify(cursor, known=options.known)
    problems = []
    for place, entry in proof.broken:
        if entry is None:
            problems.append(Problem(mark("Dòng {place} của nhật ký không còn."), {"place": place}))
        else:
            at, actor, action, subject, *_ = entry
            text = mark("Dòng {place} không khớp với chuỗi: {at} UTC, {actor}, {action}, {subject}.")
            told = {
                "place": place,
                "at": at.isoformat(" ", "seconds"),
                "actor": actor,
                "action": action,
                "subject": subject,
            }
            problems.append(Problem(text, told))
    if proof.knows is False:
        problems.append(
            Problem(
                mark("Mã băm {known} không có trong chuỗi: các dòng cuối đã bị cắt hoặc kho đã bị thay."),
                {"known": options.known},
            )
        )
    if problems:
        raise ProblemsError(problems)
    text = mark("{entries} dòng, không dòng nào bị sửa, xoá hay chèn. Mã băm cuối, hãy ghi lại ở nơi khác: {head}")
    print(translator(language())(text).format(entries=proof.entries, head=proof.head or "–"))


def _export(options: argparse.Namespace) -> None:
    """Write the whole audit log, oldest first, with its chain."""
    with _opened() as store:
        log = store.table("audit").sort("happened_at", "sequence", nulls_last=False)
    write_out(log.write_csv().encode(), options.output)


@contextmanager
def _opened() -> Iterator[Store]:
    store = open_store(store_location())
    try:
        yield store
    finally:
        store.close()


def _say(text: str, folder: Path, manifest: Manifest) -> None:
    told = translator(language())(text)
    print(told.format(rows=manifest.rows, snapshot=manifest.snapshot, folder=folder))
