"""Spreadsheets that are no XLSX: OpenDocument, HTML and XML under the name of Excel; what they may cost is limited."""

import io
import zipfile

import pytest

from dashboard.intake.reading import read
from dashboard.intake.refusal import Refusal

HTML = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset="utf-8"></head><body><p>Báo cáo</p><table border=1>
<tr><th>Mã chỉ tiêu</th><th>Năm</th><th>Giá trị<br>thực hiện</th><th>Nguồn</th></tr>
<tr><td>trained_labour</td><td rowspan=2>2024</td><td>80,3</td><td>Sở&nbsp;A &amp; B</td></tr>
<tr><td>certified_labour</td><td> 34,6 </td><td></td></tr></table></body></html>"""
XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles>
<Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style><Style ss:ID="k"><NumberFormat ss:Format="#,##0,"/></Style></Styles>
<Worksheet ss:Name="A"><Table><Row><Cell><Data ss:Type="String">Mã chỉ tiêu</Data></Cell><Cell><Data ss:Type="String">Giá trị thực hiện</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">trained_labour</Data></Cell><Cell ss:StyleID="p"><Data ss:Type="Number">0.803</Data></Cell></Row>
<Row ss:Index="5" ss:Hidden="1"><Cell ss:Index="2"><Data ss:Type="Number">35.8</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">social_housing</Data></Cell><Cell ss:StyleID="k"><Data ss:Type="Number">28000</Data></Cell></Row></Table></Worksheet></Workbook>"""
ODS = """<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s">
<office:automatic-styles>{style}</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="A"{of}>
<table:table-row><table:table-cell><text:p>Mã chỉ tiêu</text:p></table:table-cell><table:table-cell><text:p>Giá trị thực hiện</text:p></table:table-cell></table:table-row>
{rows}</table:table></office:spreadsheet></office:body></office:document-content>"""
CELL = '<table:table-cell office:value-type="{kind}" office:value="{value}"><text:p>{shown}</text:p></table:table-cell>'
NAMED = "<table:table-cell><text:p>{}</text:p></table:table-cell>"


def ods(*rows, style="", of=""):
    """Return a document with these rows of (indicator, kind, value, shown), or rows of XML."""
    written = [
        row if isinstance(row, str)
        else f"<table:table-row>{NAMED.format(row[0])}{CELL.format(kind=row[1], value=row[2], shown=row[3])}</table:table-row>"
        for row in rows
    ]  # fmt: skip
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.format(rows="".join(written), style=style, of=of))
    return buffer.getvalue()


def cells(content):
    return read(content, "x.xls").rows.select("row", "indicator", "value", "plain").rows()


def code(content):
    with pytest.raises(Refusal) as error:
        read(content, "x")
    return error.value.code


def test_a_table_of_html_is_read_as_it_is_seen():
    sheet = read(HTML.encode(), "baocao.xls")
    assert sheet.encoding == "HTML"
    assert sheet.rows.select("indicator", "year", "value", "source").rows() == [
        ("trained_labour", "2024", "80,3", "Sở A & B"),
        ("certified_labour", "2024", "34,6", ""),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_html_in_other_encodings(encoding):
    assert read(HTML.encode(encoding), "x").rows["value"].to_list() == ["80,3", "34,6"]


def test_a_page_without_a_table_is_none():
    assert code(b"<html><body><p>404</p></body></html>") == "not_a_table"


def test_the_xml_of_excel_2003_is_read_as_it_is_seen():
    assert cells(XML.encode()) == [
        (2, "trained_labour", "80,3%", 80.3),
        (5, "", "35.8", 35.8),
        (6, "social_housing", "28 (×1000)", None),
    ]
    notices = {issue.code: issue.rows for issue in read(XML.encode(), "x").notices}
    assert (notices["hidden_rows"], notices["percent_cells"]) == ((5,), (2,))


def test_an_open_document_is_read_as_it_is_seen():
    content = ods(
        ("trained_labour", "percentage", "0.803", "80,3%"), ("beds_per_10000", "float", "35.8", "36"), ("social_housing", "float", "28000", "28")
    )  # fmt: skip
    assert cells(content) == [
        (2, "trained_labour", "80,3%", 80.3),
        (3, "beds_per_10000", "35.8", 35.8),
        (4, "social_housing", "28 (×1000)", None),
    ]
    assert read(content, "x").encoding == "ODS"


def test_a_hidden_sheet_of_an_open_document_is_not_read():
    style = '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    assert code(ods(("trained_labour", "float", "80", "80"), style=style, of=' table:style-name="h"')) == "no_header"


def test_blank_cells_to_the_last_row_are_no_rows():
    far = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    assert len(cells(ods(("trained_labour", "float", "80", "80"), far))) == 1


@pytest.mark.parametrize(
    ("rows", "columns", "expected"), [("1048000", "1", "too_many_rows"), ("1", "16000", "too_many_columns")]
)
def test_one_cell_repeated_without_end_is_refused(rows, columns, expected):
    far = f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell table:number-columns-repeated="{columns}"><text:p>x</text:p></table:table-cell></table:table-row>'
    assert code(ods(("trained_labour", "float", "80", "80"), far)) == expected


def test_rows_repeated_within_the_limits_of_each_are_still_too_many_together():
    wide = '<table:table-row table:number-rows-repeated="90000"><table:table-cell table:number-columns-repeated="150"><text:p>x</text:p></table:table-cell></table:table-row>'
    assert code(ods(("trained_labour", "float", "80", "80"), wide)) == "too_many_rows"


def test_hidden_rows_repeated_without_end_are_refused():
    hidden = '<table:table-row table:visibility="filter" table:number-rows-repeated="99999"><table:table-cell/></table:table-row>'
    content = ods(*[hidden] * 2000, ("trained_labour", "float", "80", "80"))
    assert code(content) == "too_many_rows"


def test_cells_of_html_over_many_rows_and_columns_are_limited():
    cell = "<td rowspan=200 colspan=200>x</td>"
    assert code(f"<table><tr>{cell * 2000}</tr></table>".encode()) in ("too_many_rows", "too_many_columns")


def test_a_document_that_unpacks_to_too_much_is_refused():
    assert code(ods("<!--" + " " * 160_000_000 + "-->")) == "zip_bomb"


def test_entities_are_not_unfolded():
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    assert code(XML.replace("<?mso-application", f"{bomb}<?mso-application", 1).encode()) == "broken_workbook"


def test_broken_files_are_refused():
    assert code(XML[:-30].encode()) == "broken_workbook"
    assert code(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600) == "broken_workbook"
    assert code(XML.replace("0.803", "x").encode()) == "broken_workbook"
