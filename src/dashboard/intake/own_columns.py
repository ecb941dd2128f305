"""Files with columns of an office's own: what may be said of them, and what they most likely are."""

import re
from collections.abc import Mapping, Sequence

import polars as pl
from xlsxwriter.utility import xl_col_to_name

from dashboard.intake.headed_table import IGNORED
from dashboard.intake.issues import Issue, shortened
from dashboard.intake.matching import Names
from dashboard.intake.sheet import Sheet
from dashboard.intake.template_columns import COLUMNS, FIGURES, READ
from dashboard.reference.catalogue import Catalogue
from dashboard.words.messages import DashboardError, mark

ASKED = frozenset(("no_header", "missing_column", "doubled_column", "unclear_heading"))
"""Refusals that are settled by saying which column is which."""
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_LETTERS = re.compile(r"[A-Z]{1,3}")


def letters_of(place: int) -> str:
    """Return what spreadsheets call the column at the position: ``A``, ``B`` …, ``AA``."""
    return str(xl_col_to_name(place))


def options(headings: Sequence[str], catalogue: Catalogue) -> list[str]:
    """Return what a column can be: none, a column of the template, the values of a year or of a province."""
    years = sorted({year for heading in headings for year in _YEAR.findall(heading)})
    provinces = [f"value@province={province.id}" for province in catalogue.provinces]
    return [IGNORED, *READ, *(f"value@year={year}" for year in years), *provinces]


def guesses(headings: Sequence[str], catalogue: Catalogue, year: int | None = None) -> dict[str, str]:
    """Return, by the letters of each column, what it most likely is: by its heading; years and provinces across are values of theirs.

    Args:
        headings: The headings of the columns.
        catalogue: Whose provinces.
        year: The year handed in, whose column alone is meant where there is one; None for several.
    """
    names = Names(catalogue)
    found: dict[str, str] = {}
    for place, heading in enumerate(headings):
        said = FIGURES.column_of(heading) or IGNORED
        if (years := _YEAR.findall(heading)) and said in (IGNORED, "value", "year"):
            said = f"value@year={years[-1]}"
        elif said == IGNORED and heading and (province := names.province(heading)):
            said = f"value@province={province}"
        found[letters_of(place)] = said if said == IGNORED or said not in found.values() else IGNORED
    if year is not None and f"value@year={year}" in found.values():
        found = {
            letters: IGNORED if said.startswith("value@year") and said != f"value@year={year}" else said
            for letters, said in found.items()
        }
    years_said = [letters for letters, said in found.items() if said.startswith("value@year")]
    if len(years_said) == 1 and "value" not in found.values():
        found[years_said[0]] = "value"
    return found


def columns_said(words: Sequence[str]) -> dict[str, str]:
    """Return what the command line says of columns: ``row=2``, ``B=indicator``, ``D=value``, ``E=value@year=2024``.

    Raises:
        DashboardError: One of them says nothing that is known.
    """
    found: dict[str, str] = {}
    for text in words:
        key, _, said = text.partition("=")
        column = said.partition("@")[0]
        if not (key == "row" and said.isdigit()) and not (
            _LETTERS.fullmatch(key) and (said == IGNORED or column in COLUMNS)
        ):
            raise DashboardError(
                mark("--columns phải viết như row=2, B=indicator, D=value, E=value@year=2024; đang là “{text}”."),
                text=text,
            )
        found[key] = said
    return {"row": "1", **found} if found else {}


def fault(columns: Mapping[str, str]) -> str:
    """Return what is still missing or doubled among what was said of the columns, as a sentence; empty when nothing."""
    said = [name for key, name in columns.items() if key != "row" and name != IGNORED]
    doubled = [name for name in said if said.count(name) > 1]
    if doubled:
        return mark("Hai cột được chọn cùng một nội dung; mỗi nội dung chỉ chọn cho một cột.")
    kinds = {name.partition("=")[0] for name in said if name.startswith("value")}
    if not kinds:
        return mark("Chưa chọn cột nào là giá trị thực hiện.")
    if len(kinds) > 1:
        return mark("Các cột giá trị phải cùng một loại: một cột, hoặc mỗi năm một cột, hoặc mỗi tỉnh một cột.")
    if not {"indicator", "indicator_name"} & set(said):
        return mark("Chưa chọn cột nào là chỉ tiêu.")
    return ""


def columns_told(sheet: Sheet, catalogue: Catalogue) -> list[Issue]:
    """Return notices of what the submitter said of the columns: the values', others their headings do not name, and those left out."""
    if not sheet.columns:
        return []
    provinces = {province.id: province.vi for province in catalogue.provinces}
    notices, unread = [], []
    for place, heading in enumerate(sheet.headings):
        letters = letters_of(place)
        name, _, part = sheet.columns.get(letters, IGNORED).partition("@")
        if name == IGNORED:
            if place not in sheet.places.values() and sheet.table.select((pl.col(f"c{place}") != "").any()).item():
                unread.append(f"{letters} “{shortened(heading, 40)}”")
        elif name == "value" or FIGURES.column_of(heading) != name:
            meant = part.partition("=")[2]
            values = {
                "letters": letters,
                "column": COLUMNS[name].heading,
                "of": f" ({provinces.get(meant, meant)})" if meant else "",
            }
            notices.append(Issue("chosen_column", None, found=heading, values=values))
    left_out = [Issue("unread_columns", values={"words": shortened(", ".join(unread), 400)})] if unread else []
    return notices + left_out
