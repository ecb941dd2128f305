"""Reference files and stores that cannot be used: the page says why, in the visitor's language, with file and line."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.documents import fonts
from dashboard.settings import StoreLocation
from dashboard.store.store import SCHEMA_VERSION, open_store
from dashboard.words.translations import translator
from tests import stores
from tests.pages.reading import words
from tests.pages.site import Site

Change = Callable[[Path], None]


def _replace(name: str, old: str, new: str) -> Change:
    def change(folder: Path) -> None:
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), "utf-8")

    return change


BROKEN: dict[str, tuple[Change, str]] = {
    "YAML that is none": (_replace("indicators.yaml", "sectors:\n", "sectors: [\n"), "indicators.yaml:"),
    "a key twice": (
        _replace("indicators.yaml", "    unit: percent\n", "    unit: percent\n    unit: percent\n"),
        "unit",
    ),
    "an unknown unit": (_replace("indicators.yaml", "unit: percent\n", "unit: furlong\n"), "furlong"),
    "a key nobody knows": (_replace("indicators.yaml", "decimals: 1\n", "decimal: 1\n"), "decimal"),
    "a sector path twice": (_replace("indicators.yaml", "path: y-te", "path: giao-duc"), "giao-duc"),
    "a sector path that is another page's": (_replace("indicators.yaml", "path: y-te", "path: so-sanh"), "so-sanh"),
    "a missing file": (lambda folder: (folder / "data" / "plans.yaml").unlink(), "plans.yaml"),
    "a target nobody can read": (_replace("data/targets.csv", ",Tối thiểu ", ",Chừng chừng "), "targets.csv:"),
    "a line cut off": (lambda folder: _cut(folder / "data" / "targets.csv"), "targets.csv:"),
    "not UTF-8": (lambda folder: (folder / "data" / "agencies.yaml").write_bytes(b"\xff\xfe\x00"), "agencies.yaml"),
    "an actual out of bounds": (lambda folder: _spoil_actual(folder, "-5"), "gso-tables.csv:2"),
    "an actual that is no number": (lambda folder: _spoil_actual(folder, "12,5"), "gso-tables.csv:2"),
}


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200] + b'\n"')


def _spoil_actual(folder: Path, value: str) -> None:
    path = folder / "data" / "actuals" / "gso-tables.csv"
    lines = path.read_text("utf-8").split("\n")
    cells = lines[1].split(",")
    cells[4] = f'"{value}"'
    path.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]), "utf-8")


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_reference_file_is_told_with_its_place_and_no_page_is_drawn(tmp_path: Path, what: str):
    change, expected = BROKEN[what]
    reference = stores.copied_reference(tmp_path)
    change(reference)
    site = Site(stores.location_in(tmp_path, "official"), reference)
    for path, language in (("", "vi"), ("y-te", "en")):
        page = site.open(path, lang=language)
        _tells_why(page, expected)
        assert translator(language)("Có {count} lỗi trong dữ liệu.").format(count=1) in page.error[0].value


def test_every_problem_of_the_files_is_listed_a_line_each(tmp_path: Path):
    reference = stores.copied_reference(tmp_path)
    BROKEN["a key nobody knows"][0](reference)
    BROKEN["a missing file"][0](reference)
    told = Site(stores.location_in(tmp_path, "official"), reference).open().error[0].value
    assert "decimal" in told
    assert "plans.yaml" in told
    # Markdown runs lines together unless they are a list or parted by blank lines.
    assert "\n- " in told or "\n\n" in told or "  \n" in told


def test_the_page_opens_once_the_file_is_put_right(tmp_path: Path):
    reference = stores.copied_reference(tmp_path)
    site = Site(stores.location_in(tmp_path, "official"), reference)
    shutil.copyfile(reference / "data" / "plans.yaml", tmp_path / "kept")
    BROKEN["a missing file"][0](reference)
    assert site.open().error
    shutil.copyfile(tmp_path / "kept", reference / "data" / "plans.yaml")
    page = site.open()
    assert not page.error
    assert page.title


def test_a_missing_font_is_told_before_any_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fonts, "_TEXT_FILES", (*fonts._TEXT_FILES, "LiberationSerif-Black.ttf"))
    fonts.faces.cache_clear()
    try:
        _tells_why(Site(stores.location_in(tmp_path, "official")).open("y-te"), "LiberationSerif-Black.ttf")
    finally:
        fonts.faces.cache_clear()


def _rubbish(store: StoreLocation) -> None:
    Path(store.catalogue).write_bytes(b"This is not a database." * 50)


def _empty_file(store: StoreLocation) -> None:
    Path(store.catalogue).write_bytes(b"")


def _folder(store: StoreLocation) -> None:
    Path(store.catalogue).mkdir()


def _other_database(store: StoreLocation) -> None:
    connection = sqlite3.connect(store.catalogue)
    connection.execute("CREATE TABLE visitors (name TEXT)")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("spoil", [_rubbish, _folder])
def test_an_unreadable_store_is_told_and_no_page_is_drawn(
    tmp_path: Path, spoil: Callable[[StoreLocation], None], language: str
):
    store = stores.location_in(tmp_path, "official")
    spoil(store)
    _tells_why(Site(store).open("y-te", lang=language), "official.sqlite")


@pytest.mark.parametrize("spoil", [_empty_file, _other_database])
def test_a_catalogue_without_our_tables_becomes_a_store_or_is_told(
    tmp_path: Path, spoil: Callable[[StoreLocation], None]
):
    store = stores.location_in(tmp_path, "official")
    spoil(store)
    page = Site(store).open("y-te")
    assert bool(page.error) != bool(page.title)


def test_a_store_without_its_files_is_told(tmp_path: Path, demo: Site):
    store = stores.copied_store(demo.store, tmp_path)
    shutil.rmtree(store.files)
    _tells_why(Site(store).open("y-te"), "")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_store_of_a_newer_version_is_told_and_left_alone(tmp_path: Path, demo: Site, language: str):
    store = stores.copied_store(demo.store, tmp_path)
    opened = open_store(store)
    with opened._reading() as cursor:
        cursor.execute(
            "UPDATE store.store_info SET value = $version WHERE key = 'schema_version'",
            {"version": str(SCHEMA_VERSION + 1)},
        )
    snapshot = opened.snapshot()
    opened.close()
    _tells_why(Site(store).open("y-te", lang=language), "copy.sqlite")
    reopened = sqlite3.connect(store.catalogue)
    assert reopened.execute("SELECT max(snapshot_id) FROM ducklake_snapshot").fetchone() == (snapshot,)
    reopened.close()


@pytest.mark.parametrize("named", ["mysql:x", "sqlite:", "nonsense"])
def test_a_setting_nobody_understands_is_told(tmp_path: Path, named: str):
    kind, _, catalogue = named.partition(":")
    _tells_why(Site(StoreLocation(kind, catalogue, f"{tmp_path}/files/")).open(), "DASHBOARD_STORE")


def test_an_uncaught_error_is_logged_with_the_id_the_visitor_sees(caplog: pytest.LogCaptureFixture):
    def script() -> None:
        from dashboard.ui.frame import address
        from dashboard.web import serving

        address.open_address()
        serving.script_error(RuntimeError("the secret reason"))

    page = AppTest.from_function(script).run()
    (told,) = page.error
    (logged,) = [record for record in caplog.records if record.name == "dashboard"]
    id_ = logged.getMessage().split()[-1]
    assert id_ in told.value
    assert "the secret reason" not in told.value
    assert "the secret reason" in str(logged.exc_info)


def _tells_why(page: AppTest, expected: str) -> None:
    """The page is one message with the expected words, no part of a page, no traceback."""
    (told,) = page.error
    assert expected in told.value
    assert "Traceback" not in words(page)
    assert not page.title
    assert not page.get("html")
