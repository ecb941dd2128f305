"""The page, the styles and the numbering of a Word document by Decree 30/2020/NĐ-CP, Phụ lục I."""

import re
from typing import Any

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from dashboard.documents.word_xml import element

FONT = "Times New Roman"
_BASE = 13.0
_BLACK = RGBColor(0, 0, 0)
_LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}
_NUMBERING, _DASHES = "90", "91"


def prepare(word: Word, language: str, scale: float) -> None:
    """Set page, fonts, language, styles and numbering; ``scale`` is 1, less where a document must fit one page."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.top_margin = section.bottom_margin = Mm(22)
    section.header_distance, section.footer_distance = Mm(10), Mm(8)
    section.different_first_page_header_footer = True
    _theme(word)
    _language(word, _LANGUAGES[language])
    base = _BASE if scale == 1 else 11 * scale
    _styles(word, base, scale)
    _numbering(word)


def _theme(word: Word) -> None:
    part = word.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    part._blob = re.sub(rb'(<a:latin typeface=")[^"]*', rb"\g<1>" + FONT.encode(), part.blob)


def _language(word: Word, language: str) -> None:
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(element("lang", val=language, eastAsia=language, bidi="ar-SA"))
    settings = word.settings.element
    for name in ("themeFontLang", "compat"):
        for old in settings.findall(qn(f"w:{name}")):
            settings.remove(old)
    # Without it Word takes the file for one of Word 2007 and says so in its title.
    mode = element("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val="15")
    settings.find(qn("w:rsids")).addprevious(element("compat", mode))
    settings.find(qn("w:clrSchemeMapping")).addprevious(element("themeFontLang", val=language))


def _styles(word: Word, base: float, scale: float) -> None:
    normal = _style(word, "Normal", base)
    normal.paragraph_format.space_after = Pt(0.45 * base)
    normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.line_spacing = 1.1 if base == _BASE else 1.0
    normal.paragraph_format.widow_control = True
    body = _style(word, "Body Text", base)
    body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    body.paragraph_format.first_line_indent = Mm(10 if base == _BASE else 0)
    body.paragraph_format.space_after = Pt(0.45 * base)
    _headings(word, base)
    _lists_and_titles(word, base)
    _own(word, base, scale)


def _headings(word: Word, base: float) -> None:
    for level in (1, 2, 3):
        heading = _style(word, f"Heading {level}", base, bold=True, italic=level == 3)
        heading.font.all_caps = level == 1
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(0.8 * base), Pt(0.4 * base)
        heading.paragraph_format.keep_with_next = True
        properties = heading.element.get_or_add_pPr()
        for old in properties.findall(qn("w:numPr")):
            properties.remove(old)
        numbering = element("numPr", element("ilvl", val=level - 1), element("numId", val=_NUMBERING))
        properties.insert_element_before(numbering, *_AFTER_NUMBERING)


def _lists_and_titles(word: Word, base: float) -> None:
    title = _style(word, "Title", base + 1, bold=True)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(2)
    for border in title.element.get_or_add_pPr().findall(qn("w:pBdr")):
        title.element.pPr.remove(border)
    subtitle = _style(word, "Subtitle", base + 1, bold=True)
    subtitle.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    subtitle.paragraph_format.space_after = Pt(0)
    caption = _style(word, "Caption", 0.92 * base, bold=True)
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(0.6 * base), Pt(3)
    bullet = _style(word, "List Bullet", base)
    properties = bullet.element.get_or_add_pPr()
    for name in ("numPr", "contextualSpacing", "ind", "tabs"):
        for old in properties.findall(qn(f"w:{name}")):
            properties.remove(old)
    properties.insert_element_before(element("numPr", element("numId", val=_DASHES)), *_AFTER_NUMBERING)
    bullet.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    bullet.paragraph_format.space_after = Pt(3)


def _own(word: Word, base: float, scale: float) -> None:
    normal = word.styles["Normal"]
    for name, size, looks in (
        ("Finding", base, {"bold": True}), ("Note", 0.85 * base, {"italic": True}), ("Cell", 0.8 * base, {}),
        ("Number", _BASE * scale, {}), ("Place", _BASE * scale, {"italic": True}), ("Signatory", _BASE * scale, {"bold": True}),
    ):  # fmt: skip
        made = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = normal
        _look(made, size, **looks)
        if name in ("Finding", "Note"):
            made.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        else:
            made.paragraph_format.space_after, made.paragraph_format.line_spacing = Pt(0), 1.0
        if name in ("Number", "Place", "Signatory"):
            made.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for level in (1, 2):
        contents = word.styles.add_style(f"TOC {level}", WD_STYLE_TYPE.PARAGRAPH)
        contents.base_style = normal
        _look(contents, 12, bold=level == 1)
        contents.paragraph_format.space_after = Pt(1)
        contents.paragraph_format.left_indent = Mm(6 * (level - 1))
        contents.paragraph_format.tab_stops.add_tab_stop(Mm(160), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    for name in ("Header", "Footer"):
        _style(word, name, _BASE if name == "Header" else 8)


_AFTER_NUMBERING = (
    "w:suppressLineNumbers", "w:pBdr", "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind",
    "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr",
)  # fmt: skip
"""What follows the numbering among the properties of a paragraph."""


def _style(word: Word, name: str, size: float, **looks: bool) -> Any:
    return _look(word.styles[name], size, **looks)


def _look(style: Any, size: float, *, bold: bool = False, italic: bool = False) -> Any:
    font = style.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(round(2 * size) / 2), bold, italic
    font.color.rgb = _BLACK
    font.underline = False
    fonts = style.element.rPr.rFonts
    for attribute in list(fonts.attrib):
        if "Theme" in attribute:
            del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    for spacing in style.element.rPr.findall(qn("w:spacing")) + style.element.rPr.findall(qn("w:kern")):
        style.element.rPr.remove(spacing)
    return style


def _numbering(word: Word) -> None:
    """Number headings I., 1., a) and begin items of lists with a dash."""
    numbering = word.part.numbering_part.element
    levels = [
        element(
            "lvl",
            element("start", val=1), element("numFmt", val=form), element("pStyle", val=f"Heading{level + 1}"),
            element("suff", val="space"), element("lvlText", val=text), element("lvlJc", val="left"),
            element("pPr", element("ind", left=0, firstLine=0)),
            ilvl=level,
        )
        for level, (form, text) in enumerate((("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)")))
    ]  # fmt: skip
    dash = element(
        "lvl",
        element("start", val=1), element("numFmt", val="bullet"), element("lvlText", val="-"), element("lvlJc", val="left"),
        element("pPr", element("ind", left=680, hanging=340)),
        ilvl=0,
    )  # fmt: skip
    for id_, kind, content in ((_NUMBERING, "multilevel", levels), (_DASHES, "singleLevel", [dash])):
        abstract = element("abstractNum", element("multiLevelType", val=kind), *content, abstractNumId=id_)
        first = numbering.find(qn("w:num"))
        if first is not None:
            first.addprevious(abstract)
        else:
            numbering.append(abstract)
        numbering.append(element("num", element("abstractNumId", val=id_), numId=id_))
