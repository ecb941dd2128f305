"""Workbooks as LibreOffice shows and prints them: A4 across, one page wide, headings on every page, nothing cut or lying over another."""

import csv
import io
import re
import subprocess
import zipfile

import numpy as np
import polars as pl
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from dashboard.exports import Arrangement, content, export_of
from dashboard.exports.page_columns import heading, page_columns
from dashboard.filters import Filters
from dashboard.intake.checking import check
from dashboard.intake.context import Context
from dashboard.intake.issue_files import issues_xlsx
from dashboard.intake.reading import read
from dashboard.intake.task_columns import TASK_COLUMNS
from dashboard.intake.task_templates import task_template_xlsx
from dashboard.intake.template_columns import COLUMNS
from dashboard.intake.templates import expected_rows, template_csv, template_xlsx
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.method import REASONS, STATUS
from dashboard.notation import NO_VALUE, date, number, part_name, signed, status_word
from dashboard.store.store import open_store
from dashboard.words.translations import translator
from tests.stores import demo_store

ACROSS = (842, 595)
"""A4 in points."""
ROWS_A_PAGE = 20
"""How many rows of two lines stand on a page, at least."""
BAC_NINH = Filters(provinces=("bac_ninh",), years=(2024, 2025))
TABLES = {
    "gaps": ("gaps", BAC_NINH, {}, "vi"),
    "everywhere": ("gaps", Filters(years=(2025,)), {}, "vi"),
    "english": ("gaps", BAC_NINH, {}, "en"),
    "across": ("gaps", Filters(provinces=("bac_ninh",)), {"view": "wide"}, "vi"),
    "chosen": ("gaps", BAC_NINH, {"columns": ("status", "year", "indicator", "gap"), "sort": ("-gap",)}, "vi"),
    "actuals": ("actuals", BAC_NINH, {}, "vi"),
    "targets": ("targets", Filters(provinces=("bac_ninh",)), {}, "vi"),
    "tasks": ("tasks", Filters(provinces=("bac_ninh",)), {}, "vi"),
    "actions": ("actions", Filters(), {}, "vi"),
    "empty": ("gaps", Filters(years=(1990,)), {}, "vi"),
}
FORMS = {"figures": COLUMNS, "task reports": TASK_COLUMNS}


@pytest.fixture(scope="module")
def mart(catalogue, tmp_path_factory):
    store = open_store(demo_store(tmp_path_factory.getbasetemp()))
    yield Mart(catalogue, store)
    store.close()


@pytest.fixture(scope="module")
def exported(mart, catalogue):
    def made(table, filters, layout, language):
        return export_of(
            table, mart, catalogue, filters, arrangement=Arrangement(**layout), language=language, site="https://csxh.example.vn"
        )  # fmt: skip

    return {name: made(*asked) for name, asked in TABLES.items()}


@pytest.fixture(scope="module")
def workbooks(mart, catalogue, exported):
    """Every kind of workbook that leaves the dashboard, but for the documents."""
    rows = expected_rows(mart, catalogue, province="bac_ninh", agency="health_department", year=2025)
    tasks = queries.tasks(mart, Filters(provinces=("bac_ninh",))).select(
        "task", year=pl.lit(2025), last_state=pl.lit("under_way"), last_year=pl.lit(2024)
    )
    typed = {0: {"value": "101", "source": "Báo cáo số 12/BC-SYT"}, 1: {"value": "rất tốt"}, 2: {"value": "N/A"}}
    handed_in = read(template_csv(rows, catalogue, typed=typed), "so lieu.csv")
    found = check(handed_in, Context(("bac_ninh",), ("health_department",), 2025), catalogue, mart)
    return {name: content(export, "xlsx") for name, export in exported.items()} | {
        "figures": template_xlsx(rows, catalogue),
        "task reports": task_template_xlsx(tasks, catalogue),
        "issues": issues_xlsx(found),
    }


@pytest.fixture(scope="module")
def shown(workbooks, tmp_path_factory):
    """Each workbook's first sheet, as PDF and as the texts of its cells."""
    folder = tmp_path_factory.mktemp("printed")
    for name, workbook in workbooks.items():
        (folder / f"{name}.xlsx").write_bytes(first_sheet_alone(workbook))
    given = [str(folder / f"{name}.xlsx") for name in workbooks]
    for form in ("pdf", "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,true,false,false,1"):
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", "--headless", profile, "--convert-to", form, "--outdir", str(folder), *given]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder


def first_sheet_alone(workbook):
    """Return the workbook with every sheet hidden but the first: hidden ones are not printed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as given, zipfile.ZipFile(buffer, "w") as made:
        for name in given.namelist():
            part = given.read(name)
            if name == "xl/workbook.xml":
                first, rest = part.decode().split("<sheet ", 1)[0], part.decode().split("<sheet ")[1:]
                others = [text.replace(' state="hidden"', "") for text in rest[1:]]
                part = f"{first}<sheet {rest[0]}{''.join(f'<sheet state={chr(34)}hidden{chr(34)} {text}' for text in others)}"
            made.writestr(name, part)
    return buffer.getvalue()


def pages(shown, name):
    return list(pypdfium2.PdfDocument(shown / f"{name}.pdf"))


def cells(shown, name):
    (path,) = shown.glob(f"{name}*.csv")
    return list(csv.reader(io.StringIO(path.read_text("utf-8"), newline=""), delimiter=";"))


def unspaced(text):
    return "".join(text.split())


def headings_of(exported, name):
    if name in FORMS:
        printed = list(FORMS[name])
        printed = printed[printed.index("year" if name == "figures" else "number") :]
        return [FORMS[name][column].heading for column in printed]
    export = exported[name]
    years = [column.name for column in export.columns if column.name.isdecimal()]
    return [export.say(heading(column)) for column in (*page_columns(export.arrangement, export.table), *years)]


# ---- on paper --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*TABLES, *FORMS, "issues"])
def test_it_prints_on_a4_across_one_page_wide(shown, exported, name):
    printed = pages(shown, name)
    for page in printed:
        assert page.get_size() == pytest.approx(ACROSS, abs=1.5)
    rows = len(cells(shown, name))
    assert len(printed) <= rows / ROWS_A_PAGE + 1


@pytest.mark.parametrize("name", [*TABLES, *FORMS])
def test_its_headings_and_number_stand_on_every_page(shown, exported, name):
    printed = pages(shown, name)
    for number_, page in enumerate(printed, 1):
        text = unspaced(page.get_textpage().get_text_bounded())
        assert [words for words in headings_of(exported, name) if unspaced(words) not in text] == []
        assert f"{number_}/{len(printed)}" in text


@pytest.mark.parametrize("name", [*TABLES, *FORMS, "issues"])
def test_nothing_is_cut_and_no_words_lie_over_others(shown, name):
    for page in pages(shown, name):
        text = page.get_textpage()
        assert "###" not in text.get_text_bounded()
        assert overlaps(text) == []


def overlaps(text):
    """Return signs of a page half of which lies under another one."""
    signs = text.get_text_range()
    places = [place for place in range(text.count_chars()) if chr(pdfium.FPDFText_GetUnicode(text, place)).isalnum()]
    boxes = np.array([text.get_charbox(place) for place in places])
    left, bottom, right, top = boxes.T
    width = np.minimum(right[:, None], right) - np.maximum(left[:, None], left)
    height = np.minimum(top[:, None], top) - np.maximum(bottom[:, None], bottom)
    both = np.clip(width, 0, None) * np.clip(height, 0, None)
    size = (right - left) * (top - bottom)
    under = both > 0.5 * np.minimum(size[:, None], size)
    np.fill_diagonal(under, False)
    return sorted({signs[max(places[place] - 20, 0) : places[place] + 20] for place in np.argwhere(under)[:, 0]})[:5]


def test_illustrative_figures_are_marked_on_every_page_and_plans_are_not(shown):
    for page in pages(shown, "gaps"):
        assert "Số liệu minh hoạ" in page.get_textpage().get_text_bounded()
    for page in pages(shown, "targets"):
        assert "minh hoạ" not in page.get_textpage().get_text_bounded()


# ---- its words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "language"), [("gaps", "vi"), ("english", "en")])
def test_it_shows_the_table_of_the_page_in_the_notation_of_its_language(
    shown, exported, mart, catalogue, name, language
):
    say = translator(language)

    def line(row):
        indicator = catalogue.indicator[row["indicator"]]
        levels = [level.name(language) for level in indicator.levels]

        def figure(value):
            if value is None:
                return NO_VALUE
            return (
                levels[int(value)]
                if levels
                else number(value, decimals=indicator.decimals, language=language, exact=True)
            )

        decimals = max(indicator.decimals, 1)
        gap = signed(row["gap"], decimals=decimals, language=language)
        if row["gap"] and not levels:
            sign = "+" if row["gap"] > 0 else ""
            gap = sign + number(row["gap"], decimals=decimals, language=language, exact=True)
        elif row["gap"]:
            gap = say("{steps} bậc").format(steps=signed(row["gap"], decimals=0, language=language))
        status = status_word(row["status"], language, preliminary=row["preliminary"])
        return [
            part_name(row, catalogue, language),
            catalogue.province[row["province"]].name(language),
            str(row["year"]),
            figure(row["actual"]),
            catalogue.units[indicator.unit].name(language),
            row["printed_target"] or NO_VALUE,
            str(row["milestone"] or NO_VALUE),
            f"{STATUS[row['status']].sign} {status}",
            say(REASONS[row["reason"]]) if row["reason"] else "",
            gap,
            number(row["pace"], decimals=2, language=language, exact=True),
            row["agency_in_charge"] or "",
        ]

    expected = [line(row) for row in queries.shown(mart, BAC_NINH).iter_rows(named=True)]
    found = cells(shown, name)
    place = found.index(headings_of(exported, name))
    assert found[place + 1 : place + 1 + len(expected)] == expected
    assert found[place + 1 + len(expected)] == [""] * len(found[place])


def test_the_head_says_what_it_is_which_filters_and_as_known_when(shown, mart, exported):
    title, illustrative, filters, known, *_ = [row[0] for row in cells(shown, "gaps")]
    assert title == exported["gaps"].title
    assert illustrative.startswith("Số liệu minh hoạ: không dùng")
    assert filters == "Tỉnh: Bắc Ninh · Năm: 2024; 2025"
    assert known == f"Số liệu đến hết ngày {date(mart.as_of)} · bản số liệu {mart.snapshot} · 184 dòng"
    assert [row[0] for row in cells(shown, "actions")][2] == "Bộ lọc: không lọc, toàn bộ bảng"


def test_the_foot_says_where_the_figures_come_from_and_how_they_are_cited(shown, exported):
    foot = [row[0] for row in cells(shown, "gaps")][-4:]
    assert foot[0] == "Nguồn số liệu: Số liệu minh hoạ"
    assert foot[2] == exported["gaps"].citation
    assert foot[3].endswith("https://csxh.example.vn/tra-cuu?province=bac_ninh&year=2024&year=2025")


def test_columns_and_order_are_those_chosen(shown, exported):
    found = cells(shown, "chosen")
    place = found.index(["Chỉ tiêu", "Năm", "Trạng thái", "Khoảng cách"])
    rows = exported["chosen"].frame()
    assert [row[1] for row in found[place + 1 : place + 1 + rows.height]] == [str(year) for year in rows["year"]]
    gaps = [row[3] for row in found[place + 1 : place + 1 + rows.height] if not row[3].endswith("bậc")]
    first = [float(text.replace(".", "").replace(",", ".").replace("−", "-")) for text in gaps if text != NO_VALUE]
    assert first == sorted(first, reverse=True)


def test_years_stand_across_with_levels_by_name(shown, exported, catalogue):
    rows = exported["across"].rows
    found = cells(shown, "across")
    place = found.index(headings_of(exported, "across"))
    of = {name: column for column, name in enumerate(found[place])}
    levels = [row["indicator"] for row in rows.iter_rows(named=True) if row["2025_level"]]
    for row, shown_row in zip(rows.iter_rows(named=True), found[place + 1 :], strict=False):
        indicator = catalogue.indicator[row["indicator"]]
        if row["2025"] is None:
            assert shown_row[of["2025"]] == NO_VALUE
        elif row["indicator"] in levels:
            assert shown_row[of["2025"]] in [level.vi for level in indicator.levels]
        else:
            assert shown_row[of["2025"]] == number(row["2025"], decimals=indicator.decimals, exact=True)


def test_no_id_stands_where_people_read(shown):
    ids = re.compile(r"\b[a-z]+_[a-z_]+\b")
    for name in TABLES:
        for row in cells(shown, name):
            assert [text for text in row if ids.search(text) and "://" not in text] == []
