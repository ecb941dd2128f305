"""The template of reports on tasks: what it holds, how it is filled in, and that whatever is filled in comes back as it was."""

import csv
import datetime as dt
import io
import re
import unicodedata
import zipfile
from xml.sax.saxutils import escape

import fastexcel
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from dashboard.filters import Filters
from dashboard.intake.reading import read
from dashboard.intake.refusal import Refusal
from dashboard.intake.task_checking import check_task_reports
from dashboard.intake.task_columns import TASK_COLUMNS, TO_FILL
from dashboard.intake.task_comparing import compare_reports
from dashboard.intake.task_reading import read_task_reports
from dashboard.intake.task_templates import HEADER, task_template_csv, task_template_xlsx
from dashboard.intake.templates import expected_rows, template_csv, template_xlsx
from dashboard.mart import queries
from dashboard.method import REPORT_STATES, TASK_STATUS
from dashboard.store.schema import TASK_REPORT_SCHEMA
from dashboard.words.translations import translator
from tests.unit.task_reports import SCOPE, TODAY, mart_of_reports
from tests.unit.test_intake_reading import windows_1258

FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LANGUAGES = pytest.mark.parametrize("language", ["vi", "en"])
DAY_ZERO = dt.date(1899, 12, 30)


@pytest.fixture(scope="module")
def mart(catalogue, reused_store):
    return mart_of_reports(catalogue, reused_store, [])


@pytest.fixture(scope="module")
def rows(mart):
    """The tasks of Bắc Ninh as the template takes them; the first was reported on before."""
    tasks = queries.tasks(mart, Filters(provinces=("bac_ninh",)))
    first = pl.int_range(pl.len()) == 0
    return tasks.select(
        "task",
        year=pl.lit(2025),
        last_state=pl.when(first).then(pl.lit("under_way")),
        last_year=pl.when(first).then(pl.lit(2024)),
    )


def of(kind, rows, catalogue, language, typed=None):
    """Return the template of a kind, filled in."""
    say = translator(language)
    if kind == "csv":
        return task_template_csv(rows, catalogue, translate=say, language=language, typed=typed)
    return filled(task_template_xlsx(rows, catalogue, translate=say, language=language), typed or {})


def filled(workbook, typed):
    """Return the workbook with cells typed into it, days as spreadsheets keep them."""
    taken, buffer = zipfile.ZipFile(io.BytesIO(workbook)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as put:
        for name in taken.namelist():
            content = taken.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = content.decode()
                for place, cells in typed.items():
                    for column, cell in cells.items():
                        at = f"{chr(65 + HEADER.index(column))}{place + 2}"
                        text = re.sub(rf'<c r="{at}" s="(\d+)"/>', lambda found, cell=cell: _cell(found, cell), text)
                content = text.encode()
            put.writestr(name, content)
    return buffer.getvalue()


def _cell(found, cell):
    opened = found[0].removesuffix("/>")
    if isinstance(cell, dt.date):
        return f"{opened}><v>{(cell - DAY_ZERO).days}</v></c>"
    return f'{opened} t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'


# ---- what it holds ---------------------------------------------------------------------------------------------------


@LANGUAGES
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_blank_template_is_read_back_and_says_nothing(catalogue, mart, rows, kind, language):
    sheet = read_task_reports(of(kind, rows, catalogue, language), "x")
    assert (sheet.kind, sheet.notices, tuple(sheet.places)) == (kind, (), HEADER)
    assert sheet.rows["task"].to_list() == rows["task"].to_list()
    assert set(sheet.rows["year"]) == {"2025"}
    checked = check_task_reports(sheet, SCOPE, catalogue, mart)
    assert [issue.code for issue in checked.issues] == ["no_report", "task_not_reported"]


@LANGUAGES
def test_both_templates_hold_the_same_cells(catalogue, rows, language):
    of_csv, of_xlsx = (read_task_reports(of(kind, rows, catalogue, language), "x") for kind in ("csv", "xlsx"))
    assert_frame_equal(of_csv.table, of_xlsx.table)
    first = dict(zip(HEADER, of_csv.table.select(pl.exclude("row", "overflow", "plain")).row(0), strict=True))
    say = translator(language)
    task = catalogue.task[rows["task"][0]]
    assert first["task_name"] == task.title(language)
    assert first["number"] == "Mục IV, 1"
    assert first["due"] == task.timing_printed
    assert first["last_state"] == f"{say(TASK_STATUS['under_way'].word)} (2024)"
    times = [cell for cell in of_csv.table[f"c{HEADER.index('due')}"] if not cell]
    assert times == []


def test_titles_in_either_language_name_the_task(catalogue, mart, rows):
    some = rows.filter(pl.col("task").str.contains("_a3_"))
    for language in ("vi", "en"):
        lines = list(csv.reader(io.StringIO(of("csv", some, catalogue, language).decode("utf-8-sig")), delimiter=";"))
        for line in lines[1:]:
            line[0], line[HEADER.index("state")], line[HEADER.index("what_hinders")] = "", "under_way", "x"
        text = "\n".join(";".join(f'"{cell}"' for cell in line) for line in lines)
        checked = check_task_reports(read_task_reports(text.encode(), "x"), SCOPE, catalogue, mart)
        assert checked.errors == ()
        assert checked.reports["task"].to_list() == some["task"].to_list()


def test_the_workbook_is_locked_but_for_the_cells_to_fill_in_and_offers_the_states(catalogue, rows):
    archive = zipfile.ZipFile(io.BytesIO(task_template_xlsx(rows, catalogue)))
    sheet, styles, book = (
        archive.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "styles", "workbook")
    )
    assert "<sheetProtection" in sheet
    formats = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", styles.split("<cellXfs")[1].split("</cellXfs>")[0])
    unlocked = {str(number) for number, xf in enumerate(formats) if 'locked="0"' in xf}
    cells = re.findall(r'<c r="([A-Z])2" s="(\d+)"', sheet)
    assert len(cells) == len(HEADER)
    assert {HEADER[ord(letter) - 65] for letter, style in cells if style in unlocked} == set(TO_FILL)
    (states,) = re.findall(r"<formula1>\"(.*?)\"</formula1>", sheet)
    assert states.split(",") == [TASK_STATUS[state].word for state in REPORT_STATES]
    (area,) = re.findall(r"Print_Area[^>]*>'Nhiệm vụ'!\$([A-Z])\$1:\$([A-Z])\$(\d+)<", book)
    assert area == ("B", chr(64 + len(HEADER)), str(rows.height + 1))  # no ids


def test_the_help_sheet_names_every_column_to_fill_in(catalogue, rows):
    reader = fastexcel.read_excel(task_template_xlsx(rows, catalogue))
    assert reader.sheet_names == ["Nhiệm vụ", "Hướng dẫn"]
    steps = reader.load_sheet(1, header_row=None, dtypes="string").to_polars()["__UNNAMED__1"].drop_nulls()
    for language, step in (("vi", steps[0]), ("en", steps[len(steps) // 2])):
        assert [name for name in TO_FILL if translator(language)(TASK_COLUMNS[name].heading) not in step] == []


@LANGUAGES
def test_every_heading_is_known_to_the_reader(language):
    say = translator(language)
    header = ";".join(say(column.heading) for column in TASK_COLUMNS.values())
    sheet = read_task_reports(f"{header}\n{';'.join('x' for _ in TASK_COLUMNS)}\n".encode(), "x")
    assert tuple(sheet.places) == HEADER


@LANGUAGES
def test_one_form_handed_in_as_the_other_is_refused_with_its_name(catalogue, mart, rows, language):
    say = translator(language)
    figures = expected_rows(mart, catalogue, province="bac_ninh", agency=None, year=2025)
    files = {
        read: [of(kind, rows, catalogue, language) for kind in ("csv", "xlsx")],
        read_task_reports: [make(figures, catalogue, translate=say) for make in (template_csv, template_xlsx)],
    }
    for reader, contents in files.items():
        for content in contents:
            with pytest.raises(Refusal) as refused:
                reader(content, "x")
            assert refused.value.code == "other_form"
            own, other = say("biểu mẫu số liệu thực hiện"), say("biểu mẫu báo cáo nhiệm vụ")
            told = refused.value.tell(say)
            assert (told.index(own) < told.index(other)) == (reader is read_task_reports)


# ---- round trip ------------------------------------------------------------------------------------------------------

WORDS = st.text(
    st.sampled_from(list("aăâbcdđeêghikỉlmnoôơợpqrstuưửvxyỹ ABĐ019.,;:-–“”\"'()/%=+@<&\n")), max_size=40
).map(lambda text: unicodedata.normalize("NFC", text.strip()))
SOME_WORDS = WORDS.filter(bool)
DAYS = st.dates(dt.date(2024, 8, 1), dt.date(2025, 12, 31))
FORMS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y-%m-%d 00:00:00")


@st.composite
def reports(draw):
    """Draw what a lead can say of a task."""
    state = draw(st.sampled_from(REPORT_STATES))
    number = draw(WORDS)
    return {
        "state": state,
        "date_done": draw(DAYS) if state == "done" else None,
        "document_number": number or None,
        "document_date": draw(st.none() | DAYS) if number else None,
        "what_was_done": draw(WORDS) or None,
        "what_hinders": draw(SOME_WORDS if state == "cannot_be_done" else WORDS) or None,
    }


def as_typed(report, say, form):
    """Return the cells of a report: the state in words, days in a form (None: as spreadsheets keep them)."""

    def cell(name, value):
        if name == "state":
            return say(TASK_STATUS[value].word)
        return value.strftime(form) if form and isinstance(value, dt.date) else value

    return {name: cell(name, value) for name, value in report.items() if value is not None}


@FEW
@given(st.data())
def test_whatever_is_filled_in_comes_back_equal(catalogue, mart, rows, data):
    rows = rows.filter(pl.col("task").str.contains("_a3_"))
    places = sorted(data.draw(st.sets(st.integers(0, rows.height - 1), min_size=1, max_size=6)))
    said = {place: data.draw(reports()) for place in places}
    wanted = pl.DataFrame(
        [{"task": rows["task"][place], "year": 2025, **report} for place, report in said.items()],
        schema=TASK_REPORT_SCHEMA,
    )
    form = data.draw(st.sampled_from(FORMS))
    for language in ("vi", "en"):
        say = translator(language)
        typed = {place: as_typed(report, say, form) for place, report in said.items()}
        in_cells = {place: as_typed(report, say, None) for place, report in said.items()}
        text = of("csv", rows, catalogue, language, typed)
        files = [
            *saved_again(text),
            of("xlsx", rows, catalogue, language, typed),
            of("xlsx", rows, catalogue, language, in_cells),
        ]
        for content in files:
            checked = check_task_reports(read_task_reports(content, "x"), SCOPE, catalogue, mart)
            assert [issue.tell() for issue in checked.errors] == []
            assert_frame_equal(checked.reports, wanted)
            assert checked.report_rows.to_list() == [place + 2 for place in places]


def saved_again(content):
    """Yield the CSV as it is, and as other programs save it."""
    yield content
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    for delimiter, encode in ((",", str.encode), ("\t", lambda text: text.encode("utf-16")), (";", windows_1258)):
        buffer = io.StringIO(newline="")
        csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerows(lines)
        yield encode(buffer.getvalue())


CELLS = st.one_of(
    st.sampled_from(["bac_ninh_246_a2_i_1", "tuyen_quang_103_a2_i_2", "2025", "xong", "Đang thực hiện", "25/3/2025", "3/25/2025", "4/3/25", "45741", "", "?", "–"]),
    st.text(max_size=12),
    st.dates().map(str),
)  # fmt: skip


@settings(FEW, max_examples=150)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=14), max_size=10), st.sampled_from([";", ",", "\t"]))
def test_any_cells_end_with_reports_issues_or_a_refusal(catalogue, mart, lines, delimiter):
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter)
    writer.writerow(column.heading for column in TASK_COLUMNS.values())
    writer.writerows(lines)
    try:
        sheet = read_task_reports(buffer.getvalue().encode("utf-8", "replace"), "x")
    except Refusal:
        return
    checked = check_task_reports(sheet, SCOPE, catalogue, mart)
    assert all(issue.tell() and issue.key for issue in checked.issues)
    reports = checked.reports
    assert reports.is_duplicated().sum() == 0
    assert reports["state"].is_in(REPORT_STATES).all()
    assert reports.filter((pl.col("state") == "done") != pl.col("date_done").is_not_null()).is_empty()
    assert reports.filter(pl.any_horizontal(pl.col("date_done", "document_date") > TODAY)).is_empty()
    kinds = compare_reports(reports, mart, catalogue, SCOPE, wrong=checked.wrong)["kind"]
    assert (kinds == "new").sum() == reports.height
