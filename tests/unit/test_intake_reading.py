"""Files an office produces: read whatever their encoding, delimiter, line ends and order, or refused with the reason."""

import csv
import io
import struct
import unicodedata
import zipfile
import zlib

import pytest
import xlsxwriter

from dashboard.intake.codes import MAX_ROWS
from dashboard.intake.legacy import TCVN3
from dashboard.intake.reading import read
from dashboard.intake.refusal import Refusal

HEADER = "Mã tỉnh;Mã chỉ tiêu;Mã phân tổ;Năm;Giá trị thực hiện;Nguồn số liệu;Ghi chú"
ROW = "bac_ninh;trained_labour;total;2024;78,1;Sở Y tế;Điều tra lao động"
TEXT = f"{HEADER}\n{ROW}\n"


def rows(content, *columns):
    sheet = read(content if isinstance(content, bytes) else content.encode(), "tệp.csv")
    return sheet.rows.select(*(columns or ("indicator", "value", "note"))).rows()


def refused(content):
    with pytest.raises(Refusal) as error:
        read(content if isinstance(content, bytes) else content.encode(), "tệp.csv")
    assert error.value.tell()
    return error.value


def codes(content):
    return [issue.code for issue in read(content if isinstance(content, bytes) else content.encode(), "x.csv").notices]


def windows_1258(text):
    """Encode as Windows does: letters with their shape, tones as signs of their own behind them."""
    encoded = b""
    for sign in unicodedata.normalize("NFC", text):
        try:
            encoded += sign.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", sign)
            tone = next(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
            letter = unicodedata.normalize("NFC", parts.replace(tone, ""))
            encoded += letter.encode("cp1258") + tone.encode("cp1258")
    return encoded


def workbook(*sheets, **options):
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **options})
    for cells in sheets:
        sheet = book.add_worksheet()
        for line, row in enumerate(cells):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(line, place, cell)
                elif cell is not None:
                    sheet.write(line, place, cell)
    book.close()
    return buffer.getvalue()


# ---- encodings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode("utf-8"), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8 BOM"),
        (TEXT.encode("utf-16"), "UTF-16-LE"),
        ("\ufeff".encode("utf-16-be") + TEXT.encode("utf-16-be"), "UTF-16-BE"),
        (TEXT.encode("utf-16-le"), "UTF-16-LE"),
        (TEXT.encode("utf-16-be"), "UTF-16-BE"),
        (windows_1258(TEXT), "Windows-1258"),
    ],
    ids=["utf8", "utf8-bom", "utf16-le", "utf16-be", "utf16-le-no-mark", "utf16-be-no-mark", "windows1258"],
)
def test_every_encoding_of_an_office_is_read(content, encoding):
    sheet = read(content, "x.csv")
    assert sheet.encoding == encoding
    assert sheet.rows.select("indicator", "value", "source", "note").rows() == [
        ("trained_labour", "78,1", "Sở Y tế", "Điều tra lao động")
    ]
    assert sheet.notices == ()


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKD"])
def test_words_are_composed_whatever_the_writer_used(form):
    assert rows(unicodedata.normalize(form, TEXT), "source", "note") == [("Sở Y tế", "Điều tra lao động")]


def test_invisible_signs_within_cells_are_taken_out():
    assert rows(TEXT.replace("trained", "\u200btrained\ufeff").replace("78,1", "\u00a078,1\u00a0"))[0][:2] == (
        "trained_labour",
        "78,1",
    )


TO_TCVN3 = {letter: code for code, letter in sorted(TCVN3.items())}
VNI_TEXT = (
    "Maõ tænh;Maõ chæ tieâu;Giaù trò thöïc hieän;Ghi chuù\nbac_ninh;trained_labour;78,1;Soá lieäu cuûa Sôû Y teá\n"
)


@pytest.mark.parametrize("as_bytes", [True, False], ids=["as bytes", "pasted into Unicode"])
@pytest.mark.parametrize(
    ("text", "name"),
    [("".join(TO_TCVN3.get(sign, sign) for sign in TEXT), "TCVN3"), (VNI_TEXT, "VNI")],
    ids=["tcvn3", "vni"],
)
def test_legacy_alphabets_are_recognised_and_refused(text, name, as_bytes):
    error = refused(text.encode("latin-1") if as_bytes else text.encode())
    assert error.code == "legacy_encoding"
    assert name in error.tell()


def test_text_that_was_garbled_and_saved_again_is_refused():
    assert refused(TEXT.encode().decode("cp1252", "replace")).code == "garbled_text"


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("Sở Y tế", "UBND xã Ea Súp, Đắk Lắk; TT. Krông Năng".replace(";", ",")),
        TEXT.replace("Sở Y tế", "Báo cáo số 12/BC-SYT của José Müller"),
        TEXT.upper().replace("BAC_NINH;TRAINED_LABOUR;TOTAL", "bac_ninh;trained_labour;total"),
        HEADER + "\nbac_ninh;hdi;total;2024;0,7;;Đã đối chiếu: “đạt” – 95 %, mục 3.1a…\n",
    ],
)
def test_unicode_is_not_taken_for_a_legacy_alphabet(text):
    assert len(rows(text)) == 1
    assert len(rows(windows_1258(text))) == 1


def test_utf_8_with_a_broken_sign_is_refused_with_its_line():
    error = refused(TEXT.encode() + b"bac_ninh;hdi;total;2024;0,7;\xff\xfe;\n" + ROW.encode())
    assert (error.code, error.values["line"]) == ("unknown_encoding", 3)


# ---- delimiters, line ends, quotes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_every_delimiter_and_line_end_is_read(delimiter, end):
    text = TEXT.replace("78,1", '"78,1"').replace(";", delimiter).replace("\n", end)
    assert rows(text) == [("trained_labour", "78,1", "Điều tra lao động")]
    assert read(text.encode(), "x").delimiter == delimiter


def test_excels_hint_line_is_obeyed_and_counted():
    sheet = read(f"sep=;\r\n{TEXT}".encode(), "x.csv")
    assert (sheet.rows["row"].to_list(), sheet.notices) == ([3], ())


def test_quoted_cells_keep_line_breaks_delimiters_and_quotes():
    text = f'{HEADER}\n{ROW}\nbac_ninh;hdi;total;2024;0,7;"Cục; Thống kê";"dòng một\r\ndòng ""hai"""\n{ROW}\n'
    assert rows(text, "row", "source", "note")[1] == (3, "Cục; Thống kê", 'dòng một\ndòng "hai"')
    assert rows(text, "row") == [(2,), (3,), (4,)]  # as a spreadsheet counts, not as an editor does


def test_quotes_on_some_lines_read_as_if_all_lines_were_parsed_alike():
    quoted = f'{HEADER}\n{ROW}\n"bac_ninh";hdi;"total";2024;"0,7";"a;b";"say ""x"""\n{ROW}\n'
    assert rows(quoted) == rows(quoted + '"bac_ninh";hdi;total;2023;"0,\n7";;\n')[:3]


def test_a_quotation_mark_that_never_closes_is_refused_rather_than_swallowing_rows():
    assert refused(f'{HEADER}\nbac_ninh;hdi;total;2024;0,7;"Sở;\n{ROW}\n{ROW}\n').code == "broken_csv"


@pytest.mark.parametrize("limit", [131_072, 2**31 - 1])
def test_an_endless_cell_is_refused_whatever_limit_a_library_has_set(limit):
    endless = "a\n" * 100_000
    before = csv.field_size_limit(limit)
    try:
        code = refused(f'{HEADER}\nbac_ninh;hdi;total;2024;0,7;"{endless}";\n').code
    finally:
        csv.field_size_limit(before)
    assert code == "broken_csv"


def test_a_row_with_more_cells_than_the_header_keeps_what_is_beyond():
    text = "Mã chỉ tiêu,Giá trị thực hiện\nhdi,0,735\n"
    assert rows(text, "value", "overflow") == [("0", "735")]


# ---- headers and rows ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        "Province,Indicator,Breakdown,Year,Value,Source,Note",
        "province,indicator,breakdown,year,value,source,note",
        "MÃ TỈNH,MÃ CHỈ TIÊU,MÃ PHÂN TỔ,NĂM,GIÁ TRỊ,NGUỒN,GHI CHÚ",
        "Ma tinh, Ma chi tieu ,Ma phan to,Nam,Thực hiện năm 2024,Nguon so lieu,Ghi chu",
        "Mã tỉnh,Mã chỉ tiêu,Mã phân tổ,Năm,Giá trị thực hiện (%),Nguồn,Giải trình",
    ],
)
def test_headings_are_known_in_both_languages_and_many_spellings(header):
    line = 'bac_ninh,hdi,total,2024,"0,7",Sở,chú'
    columns = ("province", "indicator", "breakdown", "year", "value", "source", "note")
    assert rows(f"{header}\n{line}\n", *columns) == [("bac_ninh", "hdi", "total", "2024", "0,7", "Sở", "chú")]


def test_columns_may_stand_in_any_order_and_extra_ones_are_kept_aside():
    sheet = read(
        b"Ghi ch\xc3\xba;Gi\xc3\xa1 tr\xe1\xbb\x8b;STT;M\xc3\xa3 ch\xe1\xbb\x89 ti\xc3\xaau\nx;0,7;1;hdi\n", "x"
    )
    assert sheet.rows.select("indicator", "value", "note").rows() == [("hdi", "0,7", "x")]
    assert sheet.extra.rows() == [(2, "1")]
    assert [(issue.code, issue.values) for issue in sheet.notices] == [("extra_columns", {"words": "STT"})]


def test_blank_rows_repeated_headers_and_titles_are_passed_over_with_a_notice():
    text = f"BÁO CÁO SỐ LIỆU;;;;;;\n;;;;;;\n{HEADER}\n{ROW}\n;;;;;;\n  ; ;\t;;;;\n{HEADER}\n{ROW}\n;;;;;;\n\n"
    sheet = read(text.encode(), "x")
    assert sheet.rows["row"].to_list() == [4, 8]
    assert {issue.code: issue.rows for issue in sheet.notices} == {
        "rows_above_header": (1,),
        "repeated_header": (7,),
        "blank_rows": (5, 6),
    }


def test_blank_rows_at_the_end_are_no_news():
    assert codes(TEXT + ";;;;;;\n" * 50) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty_file"),
        ("\ufeff\n \n", "empty_file"),
        ("một hai ba\nbốn năm sáu\n", "no_header"),
        ("Mã chỉ tiêu;Năm\nhdi;2024\n", "missing_column"),
        ("Giá trị;Năm\n1;2024\n", "missing_column"),
        ("Mã chỉ tiêu;Giá trị;Thực hiện\nhdi;1;2\n", "doubled_column"),
        (HEADER + "\n", "no_rows"),
        (f"{HEADER}\n{HEADER}\n;;;\n", "no_rows"),
    ],
)
def test_what_is_no_table_of_figures_is_refused_with_its_code(text, code):
    assert refused(text).code == code


def test_the_limits_are_kept():
    assert refused(HEADER + "\n" + "a;b;c;2024;1;;\n" * 400_000).code == "too_large"
    assert refused("indicator;value\n" + "hdi;1\n" * (MAX_ROWS + 1)).code == "too_many_rows"
    assert read(("indicator;value\n" + "hdi;1\n" * MAX_ROWS).encode(), "x").rows.height == MAX_ROWS
    assert refused("indicator;value" + ";x" * 300 + "\nhdi;1\n").code == "too_many_columns"


# ---- what is no text -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
        b"\xff\xd8\xff\xe0" + bytes(range(256)),
        b"GIF89a" + bytes(range(256)),
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
        b"{\\rtf1\\ansi text}",
        b"\x1f\x8b\x08\x00" + b"x" * 40,
        b"<!DOCTYPE html><p>1</p>",
        b'<?xml version="1.0"?><Workbook/>',
        bytes(range(256)) * 8,
    ],
)
def test_other_files_renamed_to_csv_are_refused(content):
    assert refused(content).code == "not_a_table"


def test_old_and_encrypted_workbooks_are_refused():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
    assert refused(ole).code == "broken_workbook"
    assert refused(ole + "EncryptedPackage".encode("utf-16-le")).code == "encrypted_workbook"


# ---- workbooks -------------------------------------------------------------------------------------------------------


def test_a_workbook_is_read_whatever_its_name_and_numbers_in_it_are_plain():
    content = workbook(
        [["Mã chỉ tiêu", "Năm", "Giá trị", "Ghi chú"], ["hdi", 2024, 30.671, "số"], ["hdi", "2024", "30.671", "chữ"]]
    )
    sheet = read(content, "x.csv")
    assert sheet.rows.select("row", "year", "value", "plain", "note").rows() == [
        (2, "2024", "30.671", 30.671, "số"),
        (3, "2024", "30.671", None, "chữ"),
    ]
    assert (sheet.kind, sheet.notices) == ("xlsx", ())


def test_rows_of_a_workbook_keep_the_numbers_the_spreadsheet_shows():
    cells = [
        [None],
        [None, "Tiêu đề"],
        [None, "Mã chỉ tiêu", "Giá trị"],
        [None, "hdi", 0.7],
        [None],
        [None, "hdi", 0.8],
    ]
    sheet = read(workbook(cells), "x.xlsx")
    assert sheet.rows.select("row", "plain").rows() == [(4, 0.7), (6, 0.8)]
    assert {issue.code: issue.rows for issue in sheet.notices} == {"rows_above_header": (2,), "blank_rows": (5,)}


def test_the_first_sheet_with_a_header_is_taken():
    content = workbook([["Hướng dẫn"], ["điền"]], [["Mã chỉ tiêu", "Giá trị"], ["hdi", 0.7]])
    assert read(content, "x.xlsx").rows["indicator"].to_list() == ["hdi"]


def test_a_workbook_without_a_header_says_so():
    assert refused(workbook([["a", "b"], [1, 2]])).code == "no_header"
    assert refused(workbook([["Mã chỉ tiêu", "Năm"], ["hdi", 2024]])).code == "missing_column"


def repacked(content, change):
    """Return the workbook with the bytes of its parts changed."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, change(name, source.read(name)))
    return target.getvalue()


GOOD = workbook([["Mã chỉ tiêu", "Giá trị"], ["hdi", 0.7]])


def test_a_zip_bomb_is_refused_before_it_is_opened():
    bomb = repacked(GOOD, lambda name, part: part + b" " * 200_000_000 if name.endswith("sheet1.xml") else part)
    assert len(bomb) < 1_000_000
    assert refused(bomb).code == "zip_bomb"


def test_a_zip_bomb_that_lies_about_its_size_is_refused_too():
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(b" " * 200_000_000) + packer.flush()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", packed)
    content = bytearray(buffer.getvalue())
    place = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 4)
    content[place + 10 : place + 12] = struct.pack("<H", zipfile.ZIP_DEFLATED)
    content[place + 24 : place + 28] = struct.pack("<I", 100)
    assert refused(bytes(content)).code == "zip_bomb"


def test_a_cell_far_out_is_refused_as_the_reader_would_make_room_for_all_between():
    far = repacked(
        GOOD,
        lambda name, part: (
            part.replace(b"</sheetData>", b'<row r="90000"><c r="XFD90000"><v>1</v></c></row></sheetData>')
            if name.endswith("sheet1.xml")
            else part
        ),
    )
    assert refused(far).code == "too_many_columns"
    deep = repacked(
        GOOD,
        lambda name, part: (
            part.replace(b"</sheetData>", b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>')
            if name.endswith("sheet1.xml")
            else part
        ),
    )
    assert refused(deep).code == "too_many_rows"


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04", GOOD[: len(GOOD) // 2], GOOD[:100] + bytes(100) + GOOD[200:], b"PK\x05\x06" + bytes(18)]
)
def test_a_broken_workbook_is_refused(content):
    assert refused(content).code in ("broken_workbook", "not_a_table")


def test_other_archives_and_documents_are_refused():
    for name in ("word/document.xml", "content.xml", "xl/workbook.bin", "bảng.csv"):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(name, "x")
        assert refused(buffer.getvalue()).code == "not_a_table"
