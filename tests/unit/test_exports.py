"""Exported tables: raw numbers, readable by Excel, and nothing in them that a spreadsheet would run."""

import csv
import io

import pytest

from dashboard.exports import EXCEL_MARK, FORMATS, gaps_csv
from dashboard.mart.queries import GAP_COLUMNS
from dashboard.ui.parts import downloads

ROW = dict.fromkeys(GAP_COLUMNS) | {"province": "bac_ninh", "year": 2025, "printed_target": "< 2,2"}


def read(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_numbers_are_raw_and_what_is_undefined_is_empty():
    numbers = {"actual": 0.1 + 0.2, "gap": -1234567.891, "pace": 1e-9, "expected": 0.0}
    (row,) = read(gaps_csv([ROW | numbers]))
    assert {column: float(row[column]) for column in numbers} == numbers
    assert row["gap"] == "-1234567.891"
    assert row["target"] == ""


def test_excel_gets_its_mark_and_line_ends_and_programs_do_not():
    for_excel, for_programs = gaps_csv([ROW]), gaps_csv([ROW], for_excel=False)
    assert for_excel.decode().startswith(EXCEL_MARK + "province,sector,")
    assert for_excel.count(b"\r\n") == for_excel.count(b"\n") == 2
    assert for_programs.startswith(b"province,sector,")
    assert b"\r" not in for_programs
    assert read(for_excel) == read(for_programs)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")'])
def test_hostile_words_cannot_run_as_a_formula(text):
    one_kind_of_line_end = text.replace("\r", "\n")
    (row,) = read(gaps_csv([ROW | {"source": text}]))
    assert row["source"] == f"'{one_kind_of_line_end}"
    (row,) = read(gaps_csv([ROW | {"source": text}], for_excel=False))
    assert row["source"] == one_kind_of_line_end


@pytest.mark.parametrize("text", ["Sở Y tế; UBND", 'có "dấu", phẩy', "hai\ndòng", "-", "< 2,2", "≥ 97"])
def test_ordinary_words_stay_as_they_are(text):
    (row,) = read(gaps_csv([ROW | {"source": text, "printed_target": text}]))
    assert row["source"] == row["printed_target"] == text


def test_an_empty_table_has_its_header():
    assert gaps_csv([], for_excel=False).decode() == ",".join(GAP_COLUMNS) + "\n"


def test_every_format_has_a_button_with_a_label_of_its_own():
    assert set(downloads._LABELS) == set(FORMATS) == set(downloads._PREPARE)
