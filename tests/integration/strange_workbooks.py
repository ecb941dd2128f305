"""Workbooks as offices have them, generated from a seed: number formats of every kind, dates, texts, hidden and merged cells."""

import datetime as dt
import io
import random
from dataclasses import dataclass
from typing import Any

import xlsxwriter

HEADINGS = ("Mã chỉ tiêu", "Năm", "Giá trị thực hiện", "Nguồn số liệu")
COUNTED, SHARE = "poor_household_income", "trained_labour"
"""An indicator that counts, and one in per cent."""
YEARS = range(1990, 2020)

PLAIN_FORMATS = (
    "General", "0", "0.0", "0.00", "#,##0", "#,##0.00", "#,##0.000", "0.0_)", "_(* #,##0.00_)", "0.00;[Red]-0.00",
    "0.0;(0.0)", "#,##0.0_-;-#,##0.0", "[Blue]0.0", "0.0;-0.0;0", "[$-42A]#,##0.0", "0000.0", "?0.0?", "# ##0.00", "0.0###",
)  # fmt: skip
UNIT_FORMATS = (
    '0.0" lần"',
    '0.0 "lần"',
    '"khoảng "0.0',
    "$#,##0.00",
    '#,##0.0\\ "₫"',
    "[$€-2] #,##0.00",
    '0.0" (sơ bộ)"',
)
PER_CENT_FORMATS = ("0%", "0.0%", "0.00%", "#,##0.0 %", '0.0"%"', "0.0\\%", "[Red]0.0%", "0.0%;[Red]-0.0%", "0.0%_)")
SCALED_FORMATS = ("#,##0,", "0.0,", "#,##0.0,,", '0.0,"k"', "#,##0,;-#,##0,")
HIDING = ("0;;", ";;;")
SECTION_FORMATS = (
    '[<1]0.0%;0.0', "[>=1000]#,##0,;0.0", "0.0;-0.0%", '[<0]"âm" 0.0;0.0', *HIDING, '0.0;-0.0;"không"',
    '0.0;"-"',
)  # fmt: skip
DATE_FORMATS = ("dd/mm/yyyy", "d-mmm", "mmm-yy", "yyyy-mm-dd", "d/m", "hh:mm", "[h]:mm", 'd" tháng "m')
FRACTIONS, CODES, UNSIGNED = ("# ?/?", "# ??/??"), ("00-00",), ("0.0;0.0", '[>100]"nhiều";0.0')
OTHER_FORMATS = (*FRACTIONS, *CODES, *UNSIGNED, "0.00E+00", "##0.0E+0", "@")
TEXTS: dict[str, tuple[float, ...]] = {
    "12,5": (12.5,), "12.5": (12.5,), "1.234,5": (1234.5,), "1 234,5": (1234.5,), "  12,5 ": (12.5,), "12,5%": (12.5,),
    "1.234": (1.234, 1234.0), "1,234": (1.234, 1234.0), "−12,5": (-12.5,), "12,5 lần": (12.5,), "1e3": (1000.0,),
    "１２,５": (12.5,), "12\u00a0345": (12345.0,), "12,5\n": (12.5,), "'12,5": (), "(12,5)": (), "12,5*": (), "–": (), "…": (), "N/A": (),
    "15/6": (), "khoảng 12": (), "#N/A": (), "12..5": (), "12-15": (), "12 đến 15": (), "12 - 15 lần": (), "12:30": (), "": (),
}  # fmt: skip
"""Texts, and what a figure may be read as without asking: the number they say to everybody, or none."""


@dataclass(frozen=True)
class Cell:
    """What was put into a cell: a number, a day or a text, and the format it is shown in."""

    form: str
    what: float | str | dt.datetime
    is_formula: bool = False
    is_quoted: bool = False


def workbook(seed: int) -> tuple[bytes, dict[str, Cell]]:
    """Return the workbook of the seed, and what its cells hold by the words in their rows' column of sources."""
    chance = random.Random(seed)
    buffer, cells = io.BytesIO(), {}
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        indicators = chance.sample((COUNTED, SHARE), chance.choice((1, 2)))
        for indicator in indicators:
            cells |= _sheet(book, chance, indicator)
    return buffer.getvalue(), cells


def _sheet(book: Any, chance: random.Random, indicator: str) -> dict[str, Cell]:
    sheet = book.add_worksheet(f"Trang {indicator}")
    top = chance.choice((0, 0, 1, 3))
    if top:
        sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, "BÁO CÁO THỰC HIỆN", book.add_format({"align": "center"}))
    sheet.write_row(top, 0, HEADINGS)
    merged = chance.random() < 0.3
    if merged:
        sheet.merge_range(top + 1, 0, top + len(YEARS), 0, indicator)
    cells = {}
    for line, year in enumerate(YEARS, top + 1):
        if not merged:
            sheet.write_string(line, 0, indicator)
        sheet.write_number(line, 1, year)
        cell = cells[f"{indicator}/{year}"] = _cell(chance)
        _write(sheet, line, cell, book.add_format({"num_format": cell.form, "quote_prefix": cell.is_quoted}))
        sheet.write_string(line, 3, f"{indicator}/{year}")
    for line in chance.sample(range(top + 1, top + 1 + len(YEARS)), 2):
        sheet.set_row(line, None, None, {"hidden": True})
    if chance.random() < 0.2:
        sheet.set_column(2, 2, None, None, {"hidden": True})
    return cells


def _cell(chance: random.Random) -> Cell:
    """Return a cell of a kind by chance."""
    formats = (
        PLAIN_FORMATS, PLAIN_FORMATS, UNIT_FORMATS, PER_CENT_FORMATS, SCALED_FORMATS, SECTION_FORMATS, DATE_FORMATS, OTHER_FORMATS,
    )  # fmt: skip
    kind = chance.randrange(len(formats) + 5)
    if kind < len(formats):
        return Cell(chance.choice(formats[kind]), _number(chance))
    if kind == len(formats):
        day = dt.datetime(
            chance.randint(2000, 2026), chance.randint(1, 12), chance.randint(1, 28), chance.choice((0, 0, 14))
        )
        return Cell(chance.choice(DATE_FORMATS), day)
    if kind == len(formats) + 1:
        return Cell(chance.choice(PLAIN_FORMATS + PER_CENT_FORMATS + SCALED_FORMATS), _number(chance), is_formula=True)
    text = chance.choice(list(TEXTS))
    return Cell(chance.choice(("General", "@", "0.0", "0%")), text, is_quoted=chance.random() < 0.3)


def _write(sheet: Any, line: int, cell: Cell, form: Any) -> None:
    if isinstance(cell.what, str):
        sheet.write_string(line, 2, cell.what, form)
    elif isinstance(cell.what, dt.datetime):
        sheet.write_datetime(line, 2, cell.what, form)
    elif cell.is_formula:
        sheet.write_formula(line, 2, f"={cell.what!r}*1", form, cell.what)
    else:
        sheet.write_number(line, 2, cell.what, form)


def _number(chance: random.Random) -> float:
    return chance.choice(
        (
            round(chance.uniform(0, 1), 3),
            round(chance.uniform(0, 100), chance.randint(0, 3)),
            float(chance.randint(0, 100)),
            round(chance.uniform(1000, 90_000), 1),
            float(chance.randint(1_000, 5_000_000)),
            -round(chance.uniform(0, 50), 2),
            0.0,
            chance.uniform(0, 100),
        )
    )
