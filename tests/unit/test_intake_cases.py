"""Files that went wrong elsewhere, one of each kind: what each is answered (see docs/intake)."""

from dataclasses import dataclass

import pytest

from dashboard.intake.checking import check
from dashboard.intake.context import Context
from dashboard.intake.reading import read
from dashboard.intake.refusal import Refusal
from tests.conftest import GOLDEN

CASES = GOLDEN / "cases"
ALWAYS = ("assumed", "taken_as_estimate")
"""Notices that follow from the province and year handed in, not from the file."""


@dataclass(frozen=True)
class Answer:
    """What a file handed in for a province and a year (None: several) comes to: a refusal, or errors, what else is told, and figures."""

    province: str
    year: int | None
    refusal: str = ""
    errors: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    figures: int = 0


ANSWERS = {
    "01-decimal-comma-unquoted.csv": Answer("bac_giang", 2026, errors=("split_decimal",)),
    "02a-formula-without-result.xlsx": Answer("bac_ninh", 2026, errors=("not_a_number",), figures=2),
    "02b-error-cells.xlsx": Answer(
        "bac_ninh",
        2026,
        errors=(
            "not_a_number",
            "not_a_number",
        ),
        figures=1,
    ),
    "03-two-sheets-with-figures.xlsx": Answer("bac_ninh", 2026, figures=3),
    "04a-percent-format.xlsx": Answer("bac_ninh", 2026, also=("percent_cells",), figures=1),
    "04b-number-became-date.xlsx": Answer("bac_ninh", 2026, errors=("became_date",), figures=1),
    "04c-year-as-text-and-date.xlsx": Answer("bac_ninh", 2026, figures=3),
    "05-far-blank-cell.xlsx": Answer("bac_ninh", 2026, figures=3),
    "06a-years-across.csv": Answer("bac_ninh", 2026, refusal="missing_column"),
    "06b-provinces-across.csv": Answer("bac_ninh", 2026, refusal="no_header"),
    "06c-own-headings-and-short-names.csv": Answer("bac_ninh", 2026, also=("extra_columns",), figures=2),
    "07-total-and-signature-rows.csv": Answer(
        "bac_ninh",
        2026,
        errors=("total_row",),
        also=(
            "blank_rows",
            "text_rows",
        ),
        figures=3,
    ),
    "08a-heading-names-another-year.xlsx": Answer("bac_ninh", 2025, errors=("heading_year",)),
    "08b-heading-names-another-year.csv": Answer("bac_ninh", 2022, errors=("heading_year",)),
    "09a-six-months-in-brackets.csv": Answer("bac_ninh", 2025, errors=("heading_not_annual",)),
    "09b-plan-in-brackets.csv": Answer("bac_ninh", 2025, errors=("heading_not_annual",)),
    "10a-thousands-in-heading.xlsx": Answer("bac_ninh", 2025, errors=("other_unit",)),
    "10b-per-mille-unit.xlsx": Answer("bac_ninh", 2025, errors=("other_unit",)),
    "11-hidden-first-sheet.xlsx": Answer("bac_ninh", 2025, also=("hidden_sheets",), figures=7),
    "12-a-sheet-per-topic.xlsx": Answer("bac_ninh", 2025, figures=3),
    "13-merged-heading-over-two-years.xlsx": Answer("bac_ninh", 2025, refusal="unclear_heading"),
    "14a-per-cent-cells-mixed.xlsx": Answer("bac_ninh", 2025, also=("percent_cells",), figures=2),
    "14b-hundred-per-cent-cell.xlsx": Answer("bac_ninh", 2025, also=("percent_cells",), figures=2),
    "15a-tcvn3-in-workbook.xlsx": Answer("bac_ninh", 2025, refusal="legacy_encoding"),
    "15b-letters-lost-as-question-marks.csv": Answer("bac_ninh", 2025, errors=("lost_letters",)),
    "16-invisible-signs.xlsx": Answer("bac_ninh", 2025, also=("wide_digits",), figures=7),
    "17-dash-means-none.csv": Answer("bac_ninh", 2025, errors=("dash",), figures=1),
    "18-cells-merged-downwards.xlsx": Answer("bac_ninh", 2025, also=("filled_down",), figures=3),
    "19-parts-under-their-total.xlsx": Answer(
        "bac_ninh",
        2025,
        also=(
            "missing_source",
            "extra_columns",
            "part_of_above",
            "text_rows",
        ),
        figures=4,
    ),
    "20-marked-file-corrected.xlsx": Answer(
        "bac_ninh",
        2026,
        errors=(
            "ambiguous_number",
            "ambiguous_number",
        ),
        figures=2,
    ),
    "21-whole-province.csv": Answer("bac_ninh", 2025, also=("empty_value",), figures=91),
    "22-several-years.csv": Answer("bac_ninh", None, figures=28),
    "23-preliminary-words.csv": Answer("bac_ninh", 2025, figures=7),
}


def test_every_case_has_its_answer():
    assert sorted(path.name for path in CASES.iterdir()) == list(ANSWERS)


@pytest.fixture(scope="module")
def mart(mart_of):
    return mart_of([])


@pytest.mark.parametrize("name", ANSWERS)
def test_each_file_gets_its_answer(name, mart, catalogue):
    answer = ANSWERS[name]
    content = (CASES / name).read_bytes()
    if answer.refusal:
        with pytest.raises(Refusal) as error:
            read(content, name)
        assert error.value.code == answer.refusal
        return
    result = check(read(content, name), Context((answer.province,), (), answer.year), catalogue, mart)
    assert tuple(issue.code for issue in result.errors) == answer.errors
    told = [issue.code for issue in result.issues if issue not in result.errors]
    assert tuple(code for code in told if code not in ALWAYS) == answer.also
    assert result.observations.height == answer.figures
