"""Pieces of WordprocessingML that python-docx has no words for: fields, bookmarks, fill-in fields, borders, numbering."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

_TEXT = "{http://www.w3.org/XML/1998/namespace}space"


def element(tag: str, *children: Any, **attributes: object) -> Any:
    """Return an element; attributes are of the namespace of the text, without its prefix."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def run(text: str, **looks: Any) -> Any:
    """Return a run of text, whose lines are kept.

    Args:
        text: What is read.
        looks: ``b``, ``i``: bold, italic; ``sz``: the size in points; ``color``: as “B91C1C”; ``noProof``.
    """
    made = element("r")
    properties = [
        element(name) if value is True else element(name, val=round(2 * value) if name == "sz" else value)
        for name, value in looks.items()
        if value
    ]
    if properties:
        made.append(element("rPr", *properties))
    for number, line in enumerate(text.split("\n")):
        if number:
            made.append(element("br"))
        words = element("t")
        words.text = line
        words.set(_TEXT, "preserve")
        made.append(words)
    return made


def paragraph(*content: Any, style: str = "", align: str = "", keep: bool = False) -> Any:
    """Return a paragraph; ``keep`` holds it on one page with the next."""
    properties = element("pPr")
    if style:
        properties.append(element("pStyle", val=style))
    if keep:
        properties.append(element("keepNext"))
    if align:
        properties.append(element("jc", val=align))
    return element("p", properties, *content)


def field(code: str, shown: str = "1") -> list[Any]:
    """Return the runs of a field, with what it shows until it is reckoned anew."""
    instruction = element("instrText")
    instruction.text = f" {code} "
    instruction.set(_TEXT, "preserve")
    return [
        element("r", element("fldChar", fldCharType="begin")),
        element("r", instruction),
        element("r", element("fldChar", fldCharType="separate")),
        run(shown),
        element("r", element("fldChar", fldCharType="end")),
    ]


def bookmark(at: Paragraph, name: str, number: int) -> None:
    """Put a bookmark round what stands in the paragraph."""
    start = element("bookmarkStart", id=number, name=name)
    content = at._p.get_or_add_pPr()
    content.addnext(start)
    at._p.append(element("bookmarkEnd", id=number))


def fill_in(text: str, name: str, number: int) -> Any:
    """Return a field to be filled in, with what stands there until then; its look is its paragraph's."""
    return element(
        "sdt",
        element("sdtPr", element("alias", val=name), element("id", val=number), element("text")),
        element("sdtContent", run(text)),
    )


def borders(kind: str, *sides: str, size: int = 6, space: int = 1) -> Any:
    """Return borders (``pBdr``, ``tcBorders``, ``tblBorders``) on the sides."""
    return element(kind, *(element(side, val="single", sz=size, space=space, color="000000") for side in sides))


def line_below(across: float, length: float) -> Any:
    """Return a paragraph that is a thin line in the middle, ``length`` of ``across`` points long."""
    aside = round(10 * (across - length))
    made = paragraph(run("", sz=2))
    made.pPr.append(borders("pBdr", "top", space=2))
    made.pPr.append(element("spacing", before=20, after=0, line=120, lineRule="exact"))
    made.pPr.append(element("ind", left=aside, right=aside, firstLine=0))
    return made
