"""The commands token create, token list and token revoke: who reads the API with programs."""

import argparse
from pathlib import Path

from dashboard.access import AccessFile
from dashboard.api.tokens import TokenFile, create_token, listed_tokens, revoke_token
from dashboard.commands.shared import Commands, opened_store, rights_by
from dashboard.reference.files import load_catalogue
from dashboard.settings import access_path, language, reference_folder
from dashboard.words.messages import DashboardError, Translate, mark
from dashboard.words.translations import translator


def add_to(commands: Commands, translate: Translate) -> None:
    """Add the commands to the parser."""
    token = commands.add_parser("token", help=translate(mark("mã truy cập API cho chương trình")))
    what = token.add_subparsers(required=True, metavar="create|list|revoke")
    create = what.add_parser("create", help=translate(mark("tạo mã cho một người; mã chỉ in ra một lần")))
    create.add_argument("--for", dest="email", required=True, metavar="EMAIL")
    create.add_argument(
        "--kind", choices=("api", "feed"), default="api",
        help=translate(mark("api: mọi bảng, gửi trong đầu mục; feed: chỉ nguồn tin và lịch, đặt trong địa chỉ")),
    )  # fmt: skip
    create.set_defaults(run=_create)
    listed = what.add_parser("list", help=translate(mark("liệt kê các mã đã tạo")))
    listed.set_defaults(run=_list)
    revoke = what.add_parser("revoke", help=translate(mark("thu hồi một mã")))
    revoke.add_argument("id", metavar="ID")
    revoke.set_defaults(run=_revoke)
    for command in (create, listed, revoke):
        command.add_argument("--by", required=True, metavar="EMAIL", help=translate(mark("người thực hiện")))


def _create(options: argparse.Namespace) -> None:
    """Make a token and print it; only this once."""
    catalogue = load_catalogue(reference_folder())
    access, file = _files()
    with opened_store(catalogue) as store:
        access_file = AccessFile(access, catalogue)
        print(create_token(store, rights_by(options.by, catalogue), file, access_file, options.email, options.kind))


def _list(options: argparse.Namespace) -> None:
    """Print the tokens, one a line: id, owner, when made and by whom, when revoked, of which kind."""
    _, file = _files()
    for token in listed_tokens(rights_by(options.by, load_catalogue(reference_folder())), file):
        print(token.id, token.email, token.created_at, token.created_by, token.revoked_at or "-", token.kind, sep="\t")


def _revoke(options: argparse.Namespace) -> None:
    """Let a token count no longer."""
    catalogue = load_catalogue(reference_folder())
    _, file = _files()
    with opened_store(catalogue) as store:
        token = revoke_token(store, rights_by(options.by, catalogue), file, options.id)
    text = mark("Đã thu hồi mã {id} của {email}.")
    print(translator(language())(text).format(id=token.id, email=token.email))


def _files() -> tuple[Path, TokenFile]:
    path = access_path()
    if path is None:
        raise DashboardError(
            mark("Chưa có tệp phân quyền (DASHBOARD_ACCESS): API chỉ mở trên chính máy này và không cần mã truy cập.")
        )
    return path, TokenFile.beside(path)
