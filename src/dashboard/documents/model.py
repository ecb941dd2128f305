"""What a document is made of: headings, paragraphs, tables and pictures, with every word and number already as it is read.

``content`` makes a ``Document`` from the mart's answers; the writers lay it out and know nothing of provinces, figures or
filters. A writer that meets a block it cannot draw is a fault; none leaves one out.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["report", "one-page", "annex"]
Language = Literal["vi", "en"]
Align = Literal["left", "right", "centre"]


@dataclass(frozen=True)
class Heading:
    """A heading of the body; level 1 is a numbered part (I, II, …), 2 a sector or section of it, 3 a group."""

    text: str
    level: Literal[1, 2, 3] = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``role`` says how it stands out: the answer in one sentence, plain text, or a note in small print."""

    text: str
    role: Literal["finding", "body", "note"] = "body"


@dataclass(frozen=True)
class Bullets:
    """Sentences that stand one below the other, each with a dash before it."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, its share of the width, and how its cells are set."""

    title: str
    width: float
    align: Align = "left"


@dataclass(frozen=True)
class Cell:
    """One cell.

    Attributes:
        text: What is read, with unit and notation of the document's language; lines are kept.
        value: What a workbook puts in its place so that it can be reckoned with; None where the text is all there is.
        status: An id of ``method.STATUS`` whose sign and colour the cell has; the sign stands before the text.
        is_strong: Whether it is set bold.
    """

    text: str
    value: float | int | dt.date | None = None
    status: str | None = None
    is_strong: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a table; a ``group`` row is one heading over all columns, in its only cell."""

    cells: tuple[Cell, ...]
    is_group: bool = False


@dataclass(frozen=True)
class Table:
    """A table. Its head is repeated on every page it reaches, and no row of it is cut by a page's end.

    Attributes:
        title: What it is about, one line above it; also the name of its sheet in a workbook.
        columns: Its columns.
        rows: Its rows; a row that is no group has as many cells as there are columns.
        empty: The sentence that stands in its place where it has no rows.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str = ""


@dataclass(frozen=True)
class Part:
    """Part of a bar: how many rows have the status."""

    status: str
    count: int


@dataclass(frozen=True)
class StatusBar:
    """One bar of the statuses: whose it is, its parts best first, and what stands at its end (such as “12/18 đúng hướng”)."""

    label: str
    parts: tuple[Part, ...]
    told: str = ""


@dataclass(frozen=True)
class StatusBars:
    """Bars of one length each, so that shares are compared; every part has its count and its sign, the key the words.

    ``words`` gives the word of every status that occurs, in the order of the key.
    """

    title: str
    bars: tuple[StatusBar, ...]
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Way:
    """One indicator of one province on a scale of its own: where it began, where it is, where it should be by now, the target.

    Attributes:
        label: The province, or indicator and part.
        actual: Where it is; None while nothing is published: only the target is drawn.
        target: What is to be reached; None for a band: ``lower`` and ``upper`` are drawn.
        baseline: Where it began; None where unknown.
        expected: Where it should be by now; None where no pace is computed.
        lower: The lower end of a band.
        upper: The upper end of a band.
        status: An id of ``method.STATUS``.
        actual_text: The figure as it is read, with its unit.
        target_text: The target as printed, with its year.
        baseline_text: The baseline as it is read with its year; empty without one.
        lower_is_better: The scale then runs the same way; the way goes to the left.
    """

    label: str
    actual: float | None
    target: float | None
    status: str
    actual_text: str
    target_text: str
    baseline: float | None = None
    expected: float | None = None
    lower: float | None = None
    upper: float | None = None
    baseline_text: str = ""
    lower_is_better: bool = False


@dataclass(frozen=True)
class Ways:
    """The ways of one indicator, or of one group of them; all ``ways`` of one picture have the same unit and one scale."""

    title: str
    ways: tuple[Way, ...]


Block = Heading | Paragraph | Bullets | Table | StatusBars | Ways


@dataclass(frozen=True)
class Letterhead:
    """The head of an administrative document (Decree 30/2020/NĐ-CP, Phụ lục I).

    Attributes:
        above: The body above the one that issues it, in capitals; empty where there is none.
        issuer: The body that issues it, in capitals.
        number: Its number and sign with what is left to fill in, such as ``Số: …/BC-SNV``; empty in English.
        place_and_date: Place and day with what is left to fill in, such as ``…, ngày … tháng … năm 2026``.
        signatory: The office of whoever signs, in capitals; the name is left to fill in.
        recipients: Who gets it (``Nơi nhận``).
    """

    above: str
    issuer: str
    number: str
    place_and_date: str
    signatory: str
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """A whole document.

    Attributes:
        kind: Which of the three it is; writers choose page set-up by it (``one-page`` is one side of A4).
        language: What it is written in; told to readers' programs.
        letterhead: Its head.
        title: What kind of paper it is, in capitals: ``BÁO CÁO``.
        subject: What it is about, the line below the title.
        blocks: Its body, in order.
        marked: What stands across the head in a box, such as “Số liệu minh hoạ” or “Bản nháp”; empty for nothing.
        stamp: What its figures were known at, in one line: snapshot, day, plans in force; stands at the foot of every page.
        permalink: Where the same figures are on the screen.
        day: The day the figures are known at; files date themselves by it, so that their bytes stay the same.
        file_name: The name of the file, without ending.
        keywords: For the properties of the file.
    """

    kind: Kind
    language: Language
    letterhead: Letterhead
    title: str
    subject: str
    blocks: tuple[Block, ...]
    stamp: str
    permalink: str
    day: dt.date
    file_name: str
    marked: str = ""
    keywords: tuple[str, ...] = field(default=())
