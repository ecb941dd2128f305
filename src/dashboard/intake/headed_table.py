"""Cells to a table: the row of headings found, blank and repeated rows taken out, and what was passed over noted."""

import re
from collections.abc import Mapping, Sequence

import polars as pl
from xlsxwriter.utility import xl_cell_to_rowcol

from dashboard.intake.codes import MAX_ROWS
from dashboard.intake.form import Form, is_bare
from dashboard.intake.forms import other_form
from dashboard.intake.issues import Issue, shortened
from dashboard.intake.refusal import Refusal
from dashboard.words.messages import mark

_FIGURE = re.compile(r"(?!(?:19|20)\d\d$)[-+]?\d[\d.,]*\s*%?")
"""A number that is no year: years stand in headings."""
HEADER_WITHIN = 30
"""How far down the headings are looked for."""
IGNORED = "-"
"""What the submitter says of a column that is not to be read."""


class HeadedTable:
    """Cells with the header found, blank and repeated rows taken out, and what was passed over noted.

    Attributes:
        headings: Every column's heading.
        places: The position of each known column among them; of several columns of values the first.
        spread: The position of each column of values that stands for a year or a province of its own, and ``year=2024`` or
            ``province=…``: what its figures are of.
        table: ``row``, ``c0``, ``c1`` …, ``overflow``.
        notices: What was passed over.
    """

    def __init__(self, cells: pl.DataFrame, width: int, form: Form, columns: Mapping[str, str] | None = None) -> None:
        """Find the headings and what stands below them.

        Args:
            cells: ``row`` and a column of texts ``c0``, ``c1`` … for each column.
            width: How many columns there are.
            form: Whose headings are looked for.
            columns: What the submitter said of the columns (``Decisions``); their headings decide without it.

        Raises:
            Refusal: There are no headings we know, not all that are needed, or those of another form.
        """
        self._form = form
        texts = [f"c{place}" for place in range(width)]
        cells = cells.with_columns(pl.col(texts).fill_null("").str.strip_chars())
        filled = cells.filter(pl.any_horizontal(pl.col(texts) != "")) if texts else cells.clear()
        at, names = self._said(filled, columns) if columns else self._recognised(filled.select(texts))
        top = filled.head(at + 1)
        self._all_headings = top.select(texts).row(at)
        last = max(place for place, heading in enumerate(self._all_headings) if heading or names[place])
        self.headings = self._all_headings[: last + 1]
        self.spread = {place: name.split("@")[1] for place, name in enumerate(names) if name and "@" in name}
        first = min(self.spread, default=-1)
        self.places = self._placed(
            [
                name if not name or "@" not in name else "value" if place == first else None
                for place, name in enumerate(names)
            ]
        )
        self.notices: tuple[Issue, ...] = ()
        body = filled.slice(at + 1)
        if at:
            self._note("rows_above_header", top.head(at)["row"].to_list())
        body = self._without_repeated_headers(body, texts)
        if body.is_empty():
            raise Refusal(form.code("no_rows"))
        if body.height > MAX_ROWS:
            raise Refusal("too_many_rows", limit=MAX_ROWS)
        if form.number and not columns:
            self._need_own_heading(body)
        self._note_blank_rows(cells["row"], filled["row"].slice(at))
        if not columns:
            self._note_extra_columns()
        beyond = texts[last + 1 :]
        overflow = pl.concat_str(pl.col(beyond), separator=" ").str.strip_chars() if beyond else pl.lit("")
        self.table = body.select("row", *texts[: last + 1], overflow=overflow)

    def _recognised(self, filled: pl.DataFrame) -> tuple[int, list[str | None]]:
        """Return the row near the top with the most headings we know, and what each of its cells names."""
        top = filled.head(HEADER_WITHIN).rows()
        if other := other_form(top, self._form):
            raise Refusal("other_form", what=other.name, form=self._form.name)
        names = [[self._form.column_of(cell) for cell in row] for row in top]
        counts = [len({name for name in row if name}) for row in names]
        if not counts or max(counts) < 2:
            rows = filled.head(HEADER_WITHIN * 10).rows() if filled.width else []
            raise Refusal(self._form.code("no_header"), limit=HEADER_WITHIN, why=why_no_header(rows, self._form))
        at = counts.index(max(counts))
        return at, names[at]

    def _said(self, filled: pl.DataFrame, columns: Mapping[str, str]) -> tuple[int, list[str | None]]:
        """Return the row of headings and the columns as the submitter named them."""
        rows = filled["row"].to_list()
        row = int(columns.get("row", 0))
        if row not in rows:
            raise Refusal(self._form.code("no_rows"))
        places = {xl_cell_to_rowcol(f"{letters}1")[1]: name for letters, name in columns.items() if letters != "row"}
        width = filled.width - 1
        return rows.index(row), [
            None if places.get(place, "") in ("", IGNORED) else places[place] for place in range(width)
        ]

    def _note(self, code: str, rows: list[int], **values: object) -> None:
        self.notices += (Issue(code, None, tuple(rows), values=values),)

    def _placed(self, names: list[str | None]) -> dict[str, int]:
        places: dict[str, int] = {}
        for place, name in enumerate(names):
            if name is None:
                continue
            if name in places and f"{name}_name" in self._form.columns and f"{name}_name" not in names:
                # “Province” holds ids, unless “Province id” stands beside it: then it holds names.
                if is_bare(self.headings[place], name):
                    places[f"{name}_name"] = place
                    continue
                if is_bare(self.headings[places[name]], name):
                    places[f"{name}_name"], places[name] = places[name], place
                    continue
            if name in places:
                raise Refusal(
                    "doubled_column",
                    column=self._form.columns[name].heading,
                    first=shortened(self.headings[places[name]]),
                    second=shortened(self.headings[place]),
                )
            places[name] = place
        if lacking := self._form.lacks(places):
            raise Refusal("missing_column", column=self._form.columns[lacking].heading)
        return places

    def _need_own_heading(self, body: pl.DataFrame) -> None:
        """Refuse a heading merged over several columns of figures: whichever was taken, another may be meant."""
        place = self.places[self._form.number]
        for beside in range(place + 1, len(self.headings)):
            if self.headings[beside]:
                return
            if body.select(pl.col(f"c{beside}").str.contains(r"\d").any()).item():
                raise Refusal("unclear_heading", column=shortened(self.headings[place]))

    def _without_repeated_headers(self, body: pl.DataFrame, texts: list[str]) -> pl.DataFrame:
        same = pl.all_horizontal(
            pl.col(column) == heading for column, heading in zip(texts, self._all_headings, strict=True)
        )
        repeated = body.select(same).to_series()
        if repeated.any():
            self._note("repeated_header", body.filter(repeated)["row"].to_list())
            return body.filter(~repeated)
        return body

    def _note_blank_rows(self, rows: pl.Series, filled: pl.Series) -> None:
        """Note blank rows between filled ones; those below the last are every spreadsheet's."""
        if filled.len() and int(filled[-1]) - int(filled[0]) + 1 > filled.len():
            blank = rows.filter((rows > filled[0]) & (rows < filled[-1]) & ~rows.is_in(filled.implode()))
            self._note("blank_rows", blank.to_list())

    def _note_extra_columns(self) -> None:
        known = {*self.places.values(), *self.spread}
        extra = [heading or "?" for place, heading in enumerate(self.headings) if place not in known]
        if extra:
            self._note("extra_columns", [], words=shortened(", ".join(extra), 200))


def why_no_header(rows: Sequence[Sequence[str]], form: Form) -> str:
    """Return why no row near the top has headings we know: what a person would look for first.

    Args:
        rows: The cells of the rows near the top, and some below.
        form: Whose headings were looked for.
    """
    filled = [[cell for cell in map(str.strip, row) if cell] for row in rows]
    filled = [row for row in filled if row]
    if not filled:
        return mark("tệp không có ô nào được điền")
    if max(map(len, filled)) < 2:
        return mark(
            "mỗi dòng chỉ có một ô; các ô phải ngăn nhau bằng dấu chấm phẩy, dấu phẩy, dấu tab hoặc dấu gạch đứng"
        )
    if any(len(form.known(row)) > 1 for row in filled[HEADER_WITHIN:]):
        return mark("dòng tiêu đề nằm quá thấp; xoá bớt các dòng phía trên")
    if any(_FIGURE.fullmatch(cell) for cell in filled[0]):
        return mark("dòng đầu đã là số liệu, chưa có tiêu đề")
    return mark("các tiêu đề trong tệp không phải tiêu đề của biểu mẫu")
