"""Whatever bytes come in: rows, issues or a refusal, nothing else; and every dialect says the same."""

import csv
import io
import re
import unicodedata
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from dashboard.intake.checking import check
from dashboard.intake.codes import RULES
from dashboard.intake.comparing import compare
from dashboard.intake.context import Context
from dashboard.intake.issue_files import issues_csv, issues_xlsx
from dashboard.intake.reading import read
from dashboard.intake.refusal import Refusal
from dashboard.intake.templates import HEADER, TO_FILL, expected_rows, template_csv, template_xlsx
from dashboard.intake.text_tables import _all_records, _framed, split_into_cells
from dashboard.intake.workbooks import sheets
from tests.unit.test_intake_reading import GOOD, TEXT, windows_1258

SCOPE = Context(("bac_giang",), (), 2024)
QUICK = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def mart(mart_of):
    return mart_of(
        [("bac_giang", "beds_per_10000", "total", 2023, 33.25), ("bac_giang", "clean_water", "urban", 2023, 95)]
    )


def goes_through(content, catalogue, mart):
    """Take the bytes all the way; anything but a refusal with a known code fails."""
    sheet, refusal = None, None
    try:
        sheet = read(content, "x")
    except Refusal as error:
        refusal = error
    if sheet is None:
        assert refusal.tell()
        assert RULES[refusal.code].severity == "refusal"
        return
    checked = check(sheet, SCOPE, catalogue, mart)
    for issue in checked.issues:
        assert issue.tell()
        assert issue.key
    assert issues_csv(checked.issues)
    assert issues_xlsx(checked)
    compare(checked.observations.unique(["province", "indicator", "breakdown", "year"]), mart, catalogue, SCOPE)


@QUICK
@given(st.binary(max_size=2000))
@example(b"\xff\xfe")
@example(b"\xff\xfe\x00")
@example(b"\xef\xbb\xbf")
@example(b"PK\x03\x04")
@example(b'indicator;value\n"')
@example(b"indicator;value\nhdi;\xcc\n")
def test_arbitrary_bytes_never_crash_the_reader(catalogue, mart, content):
    goes_through(content, catalogue, mart)


@QUICK
@given(st.data())
def test_a_good_file_with_bytes_changed_never_crashes_the_reader(catalogue, mart, data):
    start = data.draw(st.sampled_from([TEXT.encode(), TEXT.encode("utf-16"), windows_1258(TEXT), GOOD]))
    content = bytearray(start)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    goes_through(bytes(content[: data.draw(st.integers(1, len(content)))]), catalogue, mart)


CELLS = st.one_of(
    st.sampled_from(
        ["bac_giang", "Bắc Giang", "hdi", "Tỉ lệ thất nghiệp", "total", "thành thị", "2024", "1.234", "99,9", "N/A", "-", "", " ", "95%", "=1+1", "\u00a0"]
    ),
    st.text(max_size=12),
    st.floats().map(str),
)  # fmt: skip


@QUICK
@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=9), max_size=12),
    st.sampled_from([";", ",", "\t"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]),
)
def test_any_cells_under_a_good_header_never_crash_the_checks(catalogue, mart, rows, delimiter, end, encoding):
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=end)
    writer.writerow(["Mã tỉnh", "Mã chỉ tiêu", "Mã phân tổ", "Năm", "Giá trị", "Nguồn", "Ghi chú", "Chỉ tiêu", "Sơ bộ"])
    writer.writerows(rows)
    goes_through(buffer.getvalue().encode(encoding, "replace"), catalogue, mart)


@QUICK
@given(
    st.text(st.sampled_from(list('ab";,\n')), max_size=60),
    st.sampled_from([";", ","]),
)
def test_splitting_line_by_line_gives_what_the_csv_module_gives(text, delimiter):
    text = f"x{delimiter}y\n{text}"

    def outcome(split):
        try:
            frame, width = split()
        except Refusal as refusal:
            return refusal.code
        texts = [f"c{place}" for place in range(width)]
        return [
            row for row in frame.with_columns(pl.col(texts).fill_null("")).select("row", *texts).rows() if any(row[1:])
        ]

    def at_once():
        records = _all_records(text, delimiter)
        return _framed(records, range(len(records)))

    assert outcome(lambda: split_into_cells(text, delimiter)) == outcome(at_once)


# ---- round trip ------------------------------------------------------------------------------------------------------

WORDS = st.text(st.sampled_from(list("aăâbcdđeêghikỉlmnoôơợpqrstuưửvxyỹ ABĐ019.,;:-–“”\"'()/%\n")), max_size=30).map(
    lambda text: unicodedata.normalize("NFC", " ".join(text.split(" ")).strip())
)
# A source of digits alone behind a whole number is asked about in a comma-delimited file (test_intake_second_edition.py).
SOURCES = WORDS.filter(lambda text: not re.fullmatch(r"\d+\s*%?", text))
VALUES = st.one_of(
    st.integers(0, 100).map(float), st.decimals(0, 100, places=1).map(float), st.decimals(0, 100, places=2).map(float)
)
DIALECTS = [
    (delimiter, encoding, decimal)
    for delimiter in (";", ",", "\t")
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "windows-1258")
    for decimal in (",", ".")
]


def as_excel_saves(content, typed, dialect):
    """Return the template with the cells filled in, saved in the dialect; texts it cannot write become question marks."""
    delimiter, encoding, decimal = dialect
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    for row, (value, source, note) in zip(lines[1:], typed, strict=True):
        text = value if isinstance(value, str) else repr(value).removesuffix(".0").replace(".", decimal)
        row[-4:] = [text, source, note, ""]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerows(lines)
    return windows_1258(buffer.getvalue()) if encoding == "windows-1258" else buffer.getvalue().encode(encoding)


@pytest.fixture(scope="module")
def expected(mart, catalogue):
    rows = expected_rows(mart, catalogue, province="bac_giang", agency=None, year=2024)
    shares = [item.id for item in catalogue.indicators if catalogue.units[item.unit].share or item.kind == "levels"]
    return rows.filter(pl.col("indicator").is_in(shares)).head(24)


@FEW
@given(st.data())
def test_a_filled_template_says_the_same_in_every_dialect(catalogue, mart, expected, data):
    typed = []
    for id_ in expected["indicator"]:
        levels = [level.vi for level in catalogue.indicator[id_].levels]
        value = data.draw(st.sampled_from([*levels, "N/A"]) if levels else st.one_of(VALUES, st.just("N/A")))
        note = data.draw(WORDS)
        typed.append((value, data.draw(SOURCES), note or "lý do" if value == "N/A" else note))
    template = template_csv(expected, catalogue)
    wanted, sheets_read = None, {}
    for dialect in DIALECTS:
        delimiter, _, decimal = dialect
        sheet = read(as_excel_saves(template, typed, dialect), "x.csv")
        if first := sheets_read.get((delimiter, decimal)):
            # The same cells in another encoding: the checks would see what they saw.
            assert_frame_equal(sheet.table, first.table)
            assert replace(sheet, table=first.table, encoding=first.encoding) == first
            continue
        sheets_read[delimiter, decimal] = sheet
        checked = check(sheet, SCOPE, catalogue, mart)
        assert [issue.tell() for issue in checked.issues if issue.severity != "warning"] == []
        assert checked.observations.height == expected.height
        if wanted is None:
            wanted = checked.observations
            numbers = [None if isinstance(value, str) else value for value, _, _ in typed]
            assert wanted["value"].to_list() == numbers
            assert wanted["source"].to_list() == [source for _, source, _ in typed]
        assert_frame_equal(checked.observations, wanted)


def test_the_two_templates_hold_the_same_cells(catalogue, expected):
    from_csv = read(template_csv(expected, catalogue), "x.csv")
    from_xlsx = read(template_xlsx(expected, catalogue), "x.xlsx")
    assert from_csv.headings == from_xlsx.headings
    names = [name for name in HEADER if name not in TO_FILL and name != "last_value"]
    for name in names:
        assert (
            from_csv.table[f"c{from_csv.places[name]}"].to_list()
            == from_xlsx.table[f"c{from_xlsx.places[name]}"].to_list()
        )


def test_the_workbooks_sheets_come_in_order(catalogue, expected):
    first, *_ = sheets(template_xlsx(expected, catalogue))
    assert first.cells()["c0"][0] == "Mã tỉnh"
