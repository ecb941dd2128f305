"""Files saved by LibreOffice from our own template: they come back without a word, and as what was filled in."""

import csv
from pathlib import Path

import pytest

from dashboard.intake.checking import check
from dashboard.intake.comparing import compare
from dashboard.intake.context import Context
from dashboard.intake.reading import read
from tests.conftest import GOLDEN

FOLDER = GOLDEN / "intake"
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix in (".csv", ".xlsx") and path.name != "filled.csv")
PUBLISHED = [
    ("bac_giang", "beds_per_10000", "total", 2023, 33.25),
    ("bac_giang", "clean_water", "urban", 2023, 95.5),
    ("bac_giang", "clean_water", "rural", 2023, 71),
]
SCOPE = Context(("bac_giang",), (), 2024)


@pytest.fixture(scope="module")
def mart(mart_of):
    return mart_of(PUBLISHED)


@pytest.fixture(scope="module")
def filled():
    with (FOLDER / "filled.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_there_is_a_file_of_every_encoding_and_delimiter_in_both_locales():
    names = {path.name for path in FILES}
    dialects = (
        "semicolon-utf8",
        "semicolon-utf8-bom",
        "comma-utf8",
        "tab-utf16",
        "semicolon-windows1258",
        "tab-windows1258",
    )
    wanted = {f"{language}-{dialect}.csv" for language in ("vi", "en") for dialect in dialects}
    assert names == wanted | {"vi-libreoffice.xlsx", "en-libreoffice.xlsx"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_comes_back_as_what_was_filled_in_and_without_a_word(path: Path, mart, catalogue, filled):
    sheet = read(path.read_bytes(), path.name)
    assert sheet.notices == ()
    checked = check(sheet, SCOPE, catalogue, mart)
    assert [issue.tell() for issue in checked.issues if issue.severity != "warning"] == []
    got = checked.observations.select("indicator", "breakdown", "value", "level", "source", "note").rows()
    assert got == [
        (
            row["indicator"],
            row["breakdown"],
            float(row["value"]) if row["value"] else None,
            row["level"] or None,
            row["source"],
            row["note"],
        )
        for row in filled
    ]
    assert set(checked.observations.select("province", "year").rows()) == {("bac_giang", 2024)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_names_are_read_as_they_are_written_in_whatever_encoding(path: Path, catalogue):
    sheet = read(path.read_bytes(), path.name)
    names = sheet.rows.select("indicator", "indicator_name").rows()
    assert names == [(id_, catalogue.indicator[id_].vi) for id_, _ in names]
    assert sheet.headings[:3] == ("Mã tỉnh", "Mã chỉ tiêu", "Mã phân tổ")


def test_the_golden_files_are_in_the_dialects_their_names_say():
    read_as = {
        path.stem: (sheet.encoding, sheet.delimiter)
        for path in FILES
        for sheet in [read(path.read_bytes(), path.name)]
        if path.stem.startswith("vi-")
    }
    assert read_as == {
        "vi-semicolon-utf8": ("UTF-8", ";"),
        "vi-semicolon-utf8-bom": ("UTF-8 BOM", ";"),
        "vi-comma-utf8": ("UTF-8", ","),
        "vi-tab-utf16": ("UTF-16-LE", "\t"),
        "vi-semicolon-windows1258": ("Windows-1258", ";"),
        "vi-tab-windows1258": ("Windows-1258", "\t"),
        "vi-libreoffice": ("XLSX", ""),
    }


def test_what_would_change_is_the_same_for_all_of_them(mart, catalogue):
    counts = {
        path.name: compare(
            check(read(path.read_bytes(), path.name), SCOPE, catalogue, mart).observations, mart, catalogue, SCOPE
        ).counts
        for path in FILES
    }
    assert len({str(count) for count in counts.values()}) == 1
    assert next(iter(counts.values()))["new"] == 12
