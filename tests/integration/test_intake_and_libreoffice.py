"""What we read is what LibreOffice shows of the same workbook: a figure is one that a person sees, or is asked about."""

import csv
import datetime as dt
import io
import re
import subprocess

import pytest
import xlsxwriter

from dashboard.intake.checking import check
from dashboard.intake.context import Context
from dashboard.intake.reading import read
from tests.integration.strange_workbooks import CODES, FRACTIONS, HIDING, PLAIN_FORMATS, TEXTS, UNSIGNED, workbook

ROWS = [
    ("trained_labour", 0.803, "0.0%"), ("certified_labour", 34.6, "General"), ("it_skilled_labour", 83.125, "0.000"),
    ("social_housing", 30671, "#,##0"), ("beds_per_10000", 35.8, "0.00"), ("unemployment_rate", 0.022, "0.00%"),
    ("older_people_health_insurance", 1, "0%"), ("life_expectancy", 75.9, "General"), ("poverty_reduction", -0.5, "0.0"),
]  # fmt: skip


SEEDS = range(30)
AS_ODS = range(6)
"""Those of the seeds that are compared as ODS, too: LibreOffice takes long to write it."""
AS_SHOWN = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,true,false,false,-1"
"""Every sheet, cells as they are shown."""


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The sheet and the generated workbooks in each format, converted by LibreOffice: many files in one call."""
    folder = tmp_path_factory.mktemp("libreoffice")
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Số liệu")
        sheet.write_row(0, 0, ["Mã chỉ tiêu", "Giá trị thực hiện", "Nguồn số liệu"])
        for line, (indicator, value, form) in enumerate(ROWS, 1):
            sheet.write_string(line, 0, indicator)
            sheet.write_number(line, 1, value, book.add_format({"num_format": form}))
            sheet.write_string(line, 2, "Sở")
    (folder / "a.xlsx").write_bytes(buffer.getvalue())
    for seed in SEEDS:
        (folder / f"{seed}.xlsx").write_bytes(workbook(seed)[0])
    for form, names in ((AS_SHOWN, ["a", *SEEDS]), ("ods", ["a", *AS_ODS]), ("xls", ["a"])):
        profile = f"-env:UserInstallation=file://{folder}/profile"
        given = [str(folder / f"{name}.xlsx") for name in names]
        command = ["soffice", "--headless", profile, "--convert-to", form, "--outdir", str(folder), *given]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    (folder / "a-Số liệu.csv").rename(folder / "a.csv")
    return folder


@pytest.fixture(scope="module")
def checked(files, mart_of, catalogue):
    mart = mart_of([])

    def checked(name, year=None):
        sheet = read((files / name).read_bytes(), name)
        return check(sheet, Context(("bac_ninh",), (), year), catalogue, mart)

    return checked


# ---- every format of one sheet ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["xls", "ods", "csv"])
def test_every_format_of_a_sheet_says_the_same(checked, ending):
    def figures(ending):
        result = checked(f"a.{ending}", 2024)
        assert result.errors == ()
        return dict(result.observations.select("indicator", "value").rows())

    of_workbook = figures("xlsx")
    assert of_workbook["trained_labour"] == 80.3
    assert of_workbook["older_people_health_insurance"] == 100.0
    assert figures(ending) == of_workbook


# ---- generated workbooks ---------------------------------------------------------------------------------------------


def shown(files, seed):
    """Return what LibreOffice shows in each cell, by the words in its row."""
    seen = {}
    for path in files.glob(f"{seed}-*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            seen |= {row[3]: row[2] for row in csv.reader(file, delimiter=";") if "/" in row[3]}
    return seen


def outcome(result):
    """Return by the words in each row the figure that was read, and the codes of what was asked or told instead."""
    words = dict(result.sheet.rows.select("row", "source").rows())
    figures = dict(zip(map(words.get, result.observed_rows), result.observations["value"], strict=True))
    codes = {}
    for issue in result.issues:
        if issue.severity == "error" or issue.code in ("empty_value", "text_rows"):
            for row in issue.rows:
                codes.setdefault(words[row], set()).add(issue.code)
    return figures, codes


def number_seen(text, form):
    """Return the number a text shows, and how far it may be from what is stored: half of its last digit, and a fraction's part."""
    if form.startswith("[$-42A]"):
        text = text.translate(str.maketrans(".,", ",."))
    if form in FRACTIONS and (found := re.fullmatch(r"\s*(-?)(?:(\d+) +)?(\d+)/(\d+)\s*", text)):
        sign, whole, part, of = found.groups()
        return (-1 if sign else 1) * (int(whole or 0) + int(part) / int(of)), 1 / int(of)
    found = re.search(r"\d[\d, ]*(?:\.\d+)?(?:E[+-]?\d+)?", text)
    if not found:
        return None
    digits, _, power = found[0].replace(",", "").replace(" ", "").partition("E")
    half = 0.5 * 10.0 ** (int(power or 0) - len(digits.partition(".")[2]))
    number = float(f"{digits}e{power or 0}")
    is_negative = re.match(r"\s*(?:-|âm|\()", text)
    return -number if is_negative else number, half * 1.001


def is_seen(figure, cell, text):
    """Whether the figure is what a person sees in the cell.

    Differences that stay: a fraction shows the nearest one, and its number is read; a number shown without its sign, as red
    letters or a column of losses have it, is read with it; a format that writes a sign between the digits, as of codes, is passed over.
    """
    if isinstance(cell.what, dt.datetime):
        return False
    if isinstance(cell.what, str):
        return figure in TEXTS[cell.what]
    if cell.form in CODES:
        return figure == pytest.approx(cell.what)
    seen = number_seen(text, cell.form)
    stood = abs(figure) if cell.form in UNSIGNED else figure
    return seen is not None and abs(seen[0] - stood) <= seen[1] + 1e-9 * abs(figure)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_figure_is_read_that_a_person_does_not_see(files, checked, seed):
    seen, cells = shown(files, seed), workbook(seed)[1]
    figures, codes = outcome(checked(f"{seed}.xlsx"))
    assert set(seen) == set(cells)
    wrong = {
        words: (seen[words], figure, cells[words])
        for words, figure in figures.items()
        if figure is not None and not is_seen(figure, cells[words], seen[words])
    }
    assert wrong == {}
    silent = {
        words: text for words, text in seen.items() if text.strip() and words not in figures and words not in codes
    }
    assert silent == {}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_number_shown_as_it_is_stored_is_read_without_a_question(checked, seed):
    figures, codes = outcome(checked(f"{seed}.xlsx"))
    plain = {
        words: cell
        for words, cell in workbook(seed)[1].items()
        if cell.form in PLAIN_FORMATS and isinstance(cell.what, float)
    }
    asked = {words: codes[words] for words in plain if codes.get(words, set()) - {"outside_bounds"}}
    assert asked == {}
    assert {words: figures[words] for words in plain if words in figures} == {
        words: pytest.approx(cell.what, rel=1e-9) for words, cell in plain.items() if words in figures
    }


@pytest.mark.parametrize("seed", AS_ODS)
def test_the_same_workbook_as_ods_says_the_same(checked, seed):
    of_workbook, of_ods = (outcome(checked(f"{seed}.{ending}")) for ending in ("xlsx", "ods"))
    both = set(of_workbook[0]) & set(of_ods[0])
    cells = workbook(seed)[1]
    assert len(both) > len(cells) / 4
    assert {words: of_ods[0][words] for words in both} == {
        words: pytest.approx(of_workbook[0][words], rel=1e-9) for words in both
    }
    # A number that its format hides stands in this format without words, as one of a simple writer's does; and what is shown as 0
    # is that in thousands as well.
    hidden = {words for words in set(of_ods[0]) - both if cells[words].form in HIDING or abs(of_ods[0][words]) < 0.5}
    assert set(of_ods[0]) - both == hidden
