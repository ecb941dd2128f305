"""The same sheet as XLSX, XLS, ODS and in LibreOffice's own CSV: one figure, the one a person sees."""

import io
import subprocess

import pytest
import xlsxwriter

from dashboard.intake.checking import check
from dashboard.intake.context import Context
from dashboard.intake.reading import read

ROWS = [
    ("trained_labour", 0.803, "0.0%"), ("certified_labour", 34.6, "General"), ("it_skilled_labour", 83.125, "0.000"),
    ("social_housing", 30671, "#,##0"), ("beds_per_10000", 35.8, "0.00"), ("unemployment_rate", 0.022, "0.00%"),
    ("older_people_health_insurance", 1, "0%"), ("life_expectancy", 75.9, "General"), ("poverty_reduction", -0.5, "0.0"),
]  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The sheet in each format, converted by LibreOffice."""
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
    for form in ("xls", "ods", "csv:Text - txt - csv (StarCalc):59,34,76"):
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [
            "soffice",
            "--headless",
            profile,
            "--convert-to",
            form,
            "--outdir",
            str(folder),
            str(folder / "a.xlsx"),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder


@pytest.fixture(scope="module")
def figures(files, mart_of, catalogue):
    mart = mart_of([])

    def figures(ending):
        sheet = read((files / f"a.{ending}").read_bytes(), f"a.{ending}")
        result = check(sheet, Context(("bac_ninh",), (), 2024), catalogue, mart)
        assert result.errors == ()
        return dict(result.observations.select("indicator", "value").rows())

    return figures


@pytest.mark.parametrize("ending", ["xls", "ods", "csv"])
def test_every_format_of_a_sheet_says_the_same(figures, ending):
    of_workbook = figures("xlsx")
    assert of_workbook["trained_labour"] == 80.3
    assert of_workbook["older_people_health_insurance"] == 100.0
    assert figures(ending) == of_workbook
