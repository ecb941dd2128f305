"""Typing figures on the page instead of uploading a file: what is typed becomes a file like any other."""

import polars as pl
import streamlit as st

from dashboard.intake.template_columns import COLUMNS
from dashboard.intake.templates import KINDS_OF_FIGURE, TO_FILL, template_csv
from dashboard.mart.mart import Mart
from dashboard.notation import number
from dashboard.reference.catalogue import Catalogue
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import section
from dashboard.ui.frame.services import Services
from dashboard.ui.handing_in.scope import Scope
from dashboard.ui.handing_in.typed_grid import grid, take_in

_WIDTHS = {"year": 60, "unit": 140, "last_value": 150, "value": 130, "source": 220, "note": 200, "target": 150}


def draw(shared: Services, scope: Scope, rows: pl.DataFrame, mart: Mart) -> None:
    """Draw the expected rows with cells to type into, and the button that checks what was typed.

    Args:
        shared: The store and the catalogue.
        scope: Whose figures.
        rows: What ``expected_rows`` returned.
        mart: What they were asked of.
    """
    _ = say()
    # Drawn when it is asked for: a grid nobody types into costs every drawing of the page.
    if not st.toggle(_("Hoặc gõ số liệu ngay trên trang"), key="types"):
        return
    section(
        _("Gõ số liệu"),
        mart,
        _(
            "Viết số theo đơn vị tính của dòng, ví dụ 99,9. Không có số liệu: ghi N/A và nêu lý do. Dòng để trống là dòng chưa nộp."
        ),
    )
    known = ("year", "name", "unit", "last_value", "target")
    order = ("name", "unit", "last_value", *TO_FILL, "target")
    typed = grid(
        _table(rows, shared.catalogue),
        {
            "name": st.column_config.TextColumn(_("Chỉ tiêu"), width="large", pinned=True),
            **{
                name: st.column_config.TextColumn(_(COLUMNS[name].heading), width=_WIDTHS.get(name, 110))
                for name in (*known, *TO_FILL)
                if name != "name"
            },
            "preliminary": st.column_config.SelectboxColumn(
                _(COLUMNS["preliminary"].heading), options=[_(word) for word in KINDS_OF_FIGURE]
            ),
        },
        key=f"typed_{scope.province}_{scope.agency}_{scope.year}",
        known=known,
        order=("year", *order) if scope.year is None else order,
    )
    pressed = st.button(_("Kiểm tra số liệu đã gõ"), type="primary", icon=":material/check:")
    if not pressed:
        return
    if not (filled := _filled(typed)):
        st.warning(_("Chưa gõ giá trị nào: gõ vào cột {column}.").format(column=_(COLUMNS["value"].heading)))
        return
    content = template_csv(rows, shared.catalogue, translate=_, language=language(), typed=filled)
    take_in(shared, scope, content, "figures")


def _table(rows: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """Return what is known of each row, and its empty cells, as text."""
    parts = {id_: part.name(language()) for id_, part in catalogue.breakdowns.items()}
    names = [
        catalogue.indicator[row["indicator"]].name(language())
        + ("" if row["breakdown"] == "total" else f" ({parts[row['breakdown']]})")
        + (f" – {catalogue.province[row['province']].name(language())}" if rows["province"].n_unique() > 1 else "")
        for row in rows.iter_rows(named=True)
    ]
    last = [_last(row, catalogue) for row in rows.iter_rows(named=True)]
    return pl.DataFrame(
        {
            "year": rows["year"].cast(pl.String),
            "name": names,
            "unit": rows["unit"].fill_null(""),
            "last_value": pl.Series(last, dtype=pl.String),
            "target": rows["target"].fill_null(""),
            **{name: pl.Series([""] * rows.height, dtype=pl.String) for name in TO_FILL},
        }
    )


def _last(row: dict[str, object], catalogue: Catalogue) -> str:
    if row["last_level"]:
        levels = catalogue.indicator[str(row["indicator"])].levels
        return next((level.name(language()) for level in levels if level.id == row["last_level"]), "")
    value = row["last_value"]
    return f"{number(value, decimals=6, language=language())} ({row['last_year']})" if isinstance(value, float) else ""


def _filled(typed: pl.DataFrame) -> dict[int, dict[str, str]]:
    """Return what was typed, by the place of its row: rows with a value alone count."""
    cells = typed.select(pl.col(name).fill_null("").str.strip_chars() for name in TO_FILL).rows(named=True)
    return {place: row for place, row in enumerate(cells) if row["value"]}
