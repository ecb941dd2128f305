"""The same report as offices script it: pandas tables, matplotlib pictures, laid out with docxtpl and python-docx, PDF by LibreOffice.

Tables are filled a cell at a time and pictures drawn one by one, as their documentation shows; what is said, drawn and tabled is the same.
"""

import io
import subprocess
from pathlib import Path

import docx
import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from docx.shared import Mm, Pt
from docxtpl import DocxTemplate

from dashboard.documents.model import Bullets, Document, Heading, Paragraph, StatusBars, Table, Ways
from dashboard.method import STATUS, TASK_STATUS

_SIGNS = {id_: status.sign for id_, status in (STATUS | TASK_STATUS).items()}


def write_docx(document: Document, path: Path) -> None:
    """Write the report: title and subject by a template, then block by block."""
    mpl.use("Agg")
    template = docx.Document()
    template.add_paragraph("{{ title }}", style="Title")
    template.add_paragraph("{{ subject }}", style="Subtitle")
    held = io.BytesIO()
    template.save(held)
    filled = DocxTemplate(held)
    filled.render({"title": document.title, "subject": document.subject}, autoescape=True)
    word = filled.docx
    for block in document.blocks:
        if isinstance(block, Heading):
            word.add_heading(block.text, block.level)
        elif isinstance(block, Paragraph):
            word.add_paragraph(block.text)
        elif isinstance(block, Bullets):
            for item in block.items:
                word.add_paragraph(item, style="List Bullet")
        elif isinstance(block, Table):
            word.add_paragraph(block.title, style="Caption")
            _add_table(word, block)
        else:
            word.add_paragraph(block.title, style="Caption")
            picture = _bars(block) if isinstance(block, StatusBars) else _ways(block)
            word.add_picture(picture, width=Mm(160))
    word.save(str(path))


def write_pdf(document: Document, path: Path) -> None:
    """Write the report as DOCX and have LibreOffice print it."""
    write_docx(document, path.with_suffix(".docx"))
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = [
        "soffice",
        "--headless",
        profile,
        "--convert-to",
        "pdf",
        "--outdir",
        str(path.parent),
        str(path.with_suffix(".docx")),
    ]
    subprocess.run(command, check=True, capture_output=True)


def _add_table(word: docx.document.Document, table: Table) -> None:
    titles = [column.title for column in table.columns]
    frame = pd.DataFrame(
        [
            [f"{_SIGNS.get(cell.status or '', '')} {cell.text}".strip() for cell in row.cells]
            for row in table.rows
            if not row.is_group
        ],
        columns=titles,
    )
    made = word.add_table(rows=1, cols=len(titles), style="Table Grid")
    for cell, title in zip(made.rows[0].cells, titles, strict=True):
        cell.paragraphs[0].add_run(title).bold = True
    for values in frame.itertuples(index=False):
        for cell, value in zip(made.add_row().cells, values, strict=True):
            run = cell.paragraphs[0].add_run(value)
            run.font.size = Pt(10)


def _bars(picture: StatusBars) -> io.BytesIO:
    figure, axes = plt.subplots(figsize=(6.3, 0.4 + 0.35 * len(picture.bars)))
    for line, bar in enumerate(picture.bars):
        total, start = sum(part.count for part in bar.parts) or 1, 0.0
        for part in bar.parts:
            axes.barh(line, part.count / total, left=start, color=STATUS[part.status].shade, edgecolor="black")
            axes.text(
                start + part.count / total / 2,
                line,
                f"{_SIGNS[part.status]} {part.count}",
                ha="center",
                va="center",
                fontsize=7,
            )
            start += part.count / total
    axes.set_yticks(range(len(picture.bars)), [bar.label for bar in picture.bars])
    axes.invert_yaxis()
    axes.set_xticks([])
    return _saved(figure)


def _ways(picture: Ways) -> io.BytesIO:
    figure, axes = plt.subplots(figsize=(6.3, 0.4 + 0.3 * len(picture.ways)))
    for line, way in enumerate(picture.ways):
        for value, marker, fill in ((way.baseline, "o", "white"), (way.expected, "|", "grey"), (way.actual, "o", STATUS[way.status].colour), (way.target, "|", "black")):  # fmt: skip
            if value is not None:
                axes.scatter(value, line, marker=marker, s=60, c=fill, edgecolors="black" if marker == "o" else None)
        if way.actual is not None:
            axes.text(way.actual, line - 0.2, way.actual_text, fontsize=7)
        axes.text(1.01, line, way.target_text, fontsize=7, transform=axes.get_yaxis_transform())
    axes.set_yticks(range(len(picture.ways)), [way.label for way in picture.ways])
    axes.invert_yaxis()
    return _saved(figure)


def _saved(figure: plt.Figure) -> io.BytesIO:
    held = io.BytesIO()
    figure.savefig(held, dpi=200, bbox_inches="tight")
    plt.close(figure)
    held.seek(0)
    return held
