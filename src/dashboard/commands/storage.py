"""The commands backup and restore."""

import argparse
from pathlib import Path

from dashboard.commands.shared import Commands
from dashboard.settings import language, store_location
from dashboard.store.backup import Manifest, back_up, restore
from dashboard.words.messages import Translate, mark
from dashboard.words.translations import translator


def add_to(commands: Commands, translate: Translate) -> None:
    """Add the commands to the parser."""
    backup = commands.add_parser(
        "backup", help=translate(mark("sao lưu kho số liệu vào một thư mục mới, cả khi ứng dụng đang chạy"))
    )
    backup.add_argument("folder", type=Path, metavar="DIR")
    backup.set_defaults(run=_backup)

    restored = commands.add_parser(
        "restore", help=translate(mark("dựng lại kho số liệu từ một bản sao lưu, tại nơi chưa có kho"))
    )
    restored.add_argument("folder", type=Path, metavar="DIR")
    restored.set_defaults(run=_restore)


def _backup(options: argparse.Namespace) -> None:
    """Write a backup of the store of this installation."""
    _say(
        mark("Đã sao lưu {rows} dòng của phiên bản {snapshot} vào {folder}, đã đọc lại và khớp."),
        options,
        back_up(store_location(), options.folder.resolve()),
    )


def _restore(options: argparse.Namespace) -> None:
    """Make the store of this installation from a backup."""
    _say(
        mark("Đã khôi phục {rows} dòng của phiên bản {snapshot} từ {folder}, đã đọc lại và khớp."),
        options,
        restore(options.folder.resolve(), store_location()),
    )


def _say(text: str, options: argparse.Namespace, manifest: Manifest) -> None:
    told = translator(language())(text)
    print(told.format(rows=manifest.rows, snapshot=manifest.snapshot, folder=options.folder))
