"""The command doctor: whether this installation can work, a line for each part: sign, what was found, what to do.

It changes nothing and creates no store; where files lie it writes a small one and reads it back.
"""

import argparse
import datetime as dt
import os
import platform
import shutil
import tempfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import httpx
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from dashboard.access import read_access
from dashboard.commands.shared import Commands
from dashboard.documents import fonts
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.files import PROJECT, load_catalogue
from dashboard.settings import (
    access_path,
    api_limit,
    api_origins,
    author_may_approve,
    groups_claim,
    language,
    log_as_json,
    mail_server,
    metrics_address,
    reference_folder,
    sign_in_hours,
    site,
    store_location,
)
from dashboard.store.curated import curated_submissions
from dashboard.store.looking import look, try_extensions, try_files
from dashboard.store.schema import utc_now
from dashboard.words.messages import DashboardError, Problem, ProblemsError, Translate, mark
from dashboard.words.translations import translator

_DISTRIBUTION = "social-policy-dashboard"
_LEAST_FREE = 1_000_000_000
"""Bytes below which a disk is told: a copy of the store and the files being made must find room."""
_CLOCKS = dt.timedelta(minutes=1)
"""How far apart the clocks of machines that share a store may be."""
_PATIENCE = 10.0
_NOT_SET = "–"


class _Absent(Problem):
    """What is not set up and need not be."""


def add_to(commands: Commands, translate: Translate) -> None:
    """Add the command to the parser."""
    doctor = commands.add_parser("doctor", help=translate(mark("kiểm tra cả bản cài đặt và nói phải làm gì")))
    doctor.set_defaults(run=_doctor)


def _doctor(options: argparse.Namespace) -> None:
    """Check every part, print a line for each, and fail where one is wrong."""
    translate = translator(language())
    wrong = 0
    for name, check in _CHECKS.items():
        try:
            found = check()
            sign = _NOT_SET if isinstance(found, _Absent) else "✓"
            told = found.tell(translate)
        except DashboardError as error:
            wrong += 1
            sign, told = "✗", "\n    ".join(error.tell(translate).splitlines())
        print(f"{sign} {translate(name)}: {told}")
    if wrong:
        raise DashboardError(mark("Số phần phải sửa: {wrong}."), wrong=wrong)


def _versions() -> Problem:
    """Hold Python and every package against what this version is pinned to."""
    pinned = PROJECT / "requirements.txt"  # in a checkout; a wheel carries the same in its description
    lines = pinned.read_text("utf-8").splitlines() if pinned.exists() else metadata.requires(_DISTRIBUTION) or ()
    python, needed = platform.python_version(), metadata.metadata(_DISTRIBUTION)["Requires-Python"]
    problems = []
    if python not in SpecifierSet(needed):
        text = mark("Python {found} không dùng được; cần {needed}.")
        problems.append(Problem(text, {"found": python, "needed": needed}))
    packages = [Requirement(text) for line in lines if (text := line.partition(" #")[0].strip()) and text[0] != "#"]
    packages = [one for one in packages if one.marker is None or one.marker.evaluate({"extra": ""})]
    for package in packages:
        try:
            found = metadata.version(package.name)
        except metadata.PackageNotFoundError:
            found = ""
        if not found or found not in package.specifier:
            text = mark("Gói {name}: đang có {found}, cần {needed}. Cài lại: pip install -r requirements.lock")
            problems.append(
                Problem(text, {"name": package.name, "found": found or _NOT_SET, "needed": str(package.specifier)})
            )
    if problems:
        raise ProblemsError(problems)
    return Problem(mark("Python {python}, {count} gói đúng phiên bản"), {"python": python, "count": len(packages)})


def _extensions() -> Problem:
    """Load what DuckDB needs for the place of the store."""
    try_extensions(store_location())
    return Problem(mark("nạp được"))


def _reference() -> Problem:
    """Validate the reference files and the published figures."""
    folder = reference_folder()
    catalogue = load_catalogue(folder)
    curated_submissions(catalogue, folder)
    told = {"indicators": len(catalogue.indicators), "plans": len(catalogue.plans), "folder": str(folder)}
    return Problem(mark("{indicators} chỉ tiêu, {plans} kế hoạch trong {folder}"), told)


def _store() -> Problem:
    """Reach the catalogue of the store."""
    location = store_location()
    found = look(location)
    if found is None:
        text = mark("chưa có kho ở {catalogue}; lần mở ứng dụng đầu tiên lập kho ở đó")
        return _Absent(text, {"catalogue": location.shown})
    text = mark("phiên bản {snapshot}, cấu trúc {version}, ở {catalogue}")
    return Problem(text, {"snapshot": found.snapshot, "version": found.version, "catalogue": location.shown})


def _files() -> Problem:
    """Write and read where the store keeps its files."""
    location = store_location()
    if location.is_folder and not Path(location.files).exists():
        return _Absent(mark("chưa có thư mục {files}; lập cùng với kho"), {"files": location.files})
    try_files(location)
    return Problem(mark("đọc, ghi được {files}"), {"files": location.files})


def _disk() -> Problem:
    """Look how much room the disks of catalogue, files and temporary files have left."""
    location = store_location()
    folders = [Path(tempfile.gettempdir())]
    folders += [Path(location.catalogue).parent] if location.kind == "sqlite" else []
    folders += [Path(location.files)] if location.is_folder else []
    free = {folder: shutil.disk_usage(_existing(folder)).free for folder in folders}
    text = mark(
        "Chỉ còn {free} MB trống ở {folder}; cần ít nhất {needed} MB. Dọn đĩa, hoặc chuyển kho sang đĩa lớn hơn."
    )
    problems = [
        Problem(text, {"free": left // 10**6, "folder": str(folder), "needed": _LEAST_FREE // 10**6})
        for folder, left in free.items()
        if left < _LEAST_FREE
    ]
    if problems:
        raise ProblemsError(problems)
    return Problem(mark("còn trống ít nhất {free} GB"), {"free": min(free.values()) // 10**9})


def _existing(folder: Path) -> Path:
    """Return the folder, or the nearest above it that exists: what will be made there lies on the same disk."""
    return next(place for place in (folder, *folder.parents) if place.is_dir())


def _clock() -> Problem:
    """Hold the clock against the latest moment in the store."""
    try:
        found = look(store_location())
    except DashboardError:
        found = None  # told of the store itself
    now = utc_now()
    if found is None or found.latest is None:
        return _Absent(mark("{now} UTC; chưa có kho để so"), {"now": now.isoformat(" ", "seconds")})
    told: dict[str, object] = {"now": now.isoformat(" ", "seconds"), "latest": found.latest.isoformat(" ", "seconds")}
    if found.latest > now + _CLOCKS:
        raise DashboardError(
            mark(
                "Đồng hồ máy là {now} UTC, trước lần ghi cuối của kho ({latest} UTC). Chỉnh đồng hồ (NTP) rồi mới mở ứng dụng."
            ),
            **told,
        )
    return Problem(mark("{now} UTC, sau lần ghi cuối của kho ({latest} UTC)"), told)


def _fonts() -> Problem:
    """Look whether every font for documents is there and whole."""
    return Problem(mark("đủ {count} tệp"), {"count": len(fonts.faces())})


def _access() -> Problem:
    """Validate the access file."""
    path = access_path()
    if path is None:
        return _Absent(mark("không có (DASHBOARD_ACCESS): một người dùng tại máy có mọi vai trò"))
    access = read_access(path, _catalogue(path))
    return Problem(mark("{count} quyền trong {path}"), {"count": len(access.grants), "path": str(path)})


def _catalogue(path: Path) -> Catalogue:
    try:
        return load_catalogue(reference_folder())
    except DashboardError as error:
        text = mark("Chưa kiểm tra được {path} vì dữ liệu gốc có lỗi: sửa dữ liệu gốc trước.")
        raise DashboardError(text, path=str(path)) from error


def _sign_in() -> Problem:
    """Check how people sign in, and that the identity provider's description of itself can be read."""
    # What these import takes a second to load, which the other commands need not wait for.
    from dashboard.ui.frame.provider import check_address, metadata_address, provider
    from dashboard.ui.frame.streamlit_private import read_settings_as

    read_settings_as(PROJECT / "app.py")
    here = provider()
    check_address()
    if here is None:
        return _Absent(mark("không có: chỉ mở trên chính máy này"))
    address = metadata_address()
    try:
        answer = httpx.get(address, timeout=_PATIENCE, follow_redirects=True).raise_for_status().json()
        missing = [
            key for key in ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri") if not answer.get(key)
        ]
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, AttributeError) as error:
        raise DashboardError(
            mark(
                "Không đọc được mô tả của máy chủ đăng nhập ở {address}: {reason}. Kiểm tra mạng, chứng chỉ và server_metadata_url."
            ),
            address=address,
            reason=str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__,
        ) from error
    if missing:
        raise DashboardError(
            mark("Mô tả của máy chủ đăng nhập ở {address} thiếu: {missing}. Kiểm tra server_metadata_url."),
            address=address,
            missing=", ".join(missing),
        )
    return Problem(mark("máy chủ đăng nhập {issuer} trả lời"), {"issuer": str(answer["issuer"])})


def _settings() -> Problem:
    """Read every other setting."""
    problems: list[Problem] = []
    readers: list[Callable[[], object]] = [
        author_may_approve, groups_claim, sign_in_hours, metrics_address, log_as_json, site, api_origins, api_limit,
    ]  # fmt: skip
    if os.environ.get("DASHBOARD_SMTP_HOST", "").strip():
        readers.append(mail_server)
    for read in readers:
        try:
            read()
        except ProblemsError as error:
            problems += error.problems
        except DashboardError as error:
            problems.append(Problem(error.text, error.values))
    if problems:
        raise ProblemsError(problems)
    return Problem(mark("đọc được"))


_CHECKS: dict[str, Callable[[], Problem]] = {
    mark("Phiên bản"): _versions,
    mark("Phần mở rộng của DuckDB"): _extensions,
    mark("Dữ liệu gốc"): _reference,
    mark("Kho số liệu"): _store,
    mark("Tệp của kho"): _files,
    mark("Đĩa"): _disk,
    mark("Đồng hồ"): _clock,
    mark("Phông chữ"): _fonts,
    mark("Tệp phân quyền"): _access,
    mark("Đăng nhập"): _sign_in,
    mark("Thiết lập khác"): _settings,
}
