"""Slides while they are filled from top to bottom; what has no room goes on to a further slide of the same title."""

import datetime as dt
import io
import re
from typing import Any

import pptx
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Pt

from dashboard.documents import fonts
from dashboard.documents.fixed_words import fixed_words
from dashboard.documents.model import Document

FONT = "Arial"
WIDE, HIGH = 960.0, 540.0
"""A slide of 16:9, in points."""
LEFT, ACROSS = 40.0, 880.0
TOP, BOTTOM = 104.0, 500.0
"""Where what is shown begins and ends; above stands the title, below the source."""
_LINE = 1.2
_LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}
_INK, _MUTED = RGBColor(0x1A, 0x1A, 0x1A), RGBColor(0x47, 0x55, 0x69)


class Deck:
    """The presentation and the place on its last slide that is still free."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.words = fixed_words(document.language)
        self.file = pptx.Presentation()
        self.file.slide_width, self.file.slide_height = Pt(WIDE), Pt(HIGH)
        for layout in (self.file.slide_master, *self.file.slide_layouts):
            for shape in layout.placeholders:
                shape.left, shape.width = round(shape.left * 4 / 3), round(shape.width * 4 / 3)
        theme = self.file.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        theme._blob = re.sub(rb'(<a:latin typeface=")[^"]*', rb"\g<1>" + FONT.encode(), theme.blob)
        known = self.file.core_properties
        known.title = f"{document.title}: {document.subject}"[:255]
        known.subject, known.author = document.subject[:255], document.letterhead.issuer[:255]
        known.keywords, known.comments = ", ".join(document.keywords)[:255], document.stamp[:255]
        known.language, known.last_modified_by, known.revision = document.language, "", 1
        known.created = known.modified = dt.datetime.combine(document.day, dt.time())
        self.title = self.above = ""
        self.slide: Any = None
        self.notes: list[str] = []
        self.y = TOP
        self.is_fresh = True

    # ---- slides ------------------------------------------------------------------------------------------------------

    def title_slide(self) -> None:
        """Make the first slide: who reports what, on which day."""
        document, slide = self.document, self.file.slides.add_slide(self.file.slide_layouts[0])
        self.slide = slide
        self.text(document.letterhead.above, 40, 16, most=1)
        self.text(document.letterhead.issuer, 62, 18, is_bold=True, most=1)
        if document.marked:
            self.text(document.marked, 108, 16, is_bold=True, most=1)
        self.fill(slide.shapes.title, document.title, LEFT, 150, ACROSS, 50, (40, 32, 24), most=1, is_bold=True)
        self.fill(slide.placeholders[1], document.subject, LEFT, 210, ACROSS, 130, (28, 24, 20, 16), most=4)
        self.text(document.letterhead.place_and_date, 370, 16, most=1)
        self.finish()

    def open(self, title: str, above: str) -> None:
        """Begin the slides of a heading."""
        self.title, self.above = title, above
        self._add(title)

    def go_on(self) -> None:
        """Go on with a further slide of the same title."""
        self._add(f"{self.title} ({self.words['continued']})")

    def _add(self, title: str) -> None:
        self._write_notes()
        self.slide = self.file.slides.add_slide(self.file.slide_layouts[5])
        if self.above:
            self.text(self.above, 18, 12, colour=_MUTED, most=1, align=PP_ALIGN.LEFT)
        self.fill(
            self.slide.shapes.title,
            title,
            LEFT,
            34,
            ACROSS,
            60,
            (26, 22, 18),
            most=2,
            is_bold=True,
            align=PP_ALIGN.LEFT,
        )
        self.y, self.is_fresh = TOP, True
        self.finish()

    def finish(self) -> None:
        """Write the source at the slide's foot and, whole, in its notes."""
        document, number = self.document, len(self.file.slides)
        source = " · ".join(filter(None, (document.marked, document.stamp)))
        self.text(source, 510, 9, colour=_MUTED, most=2, align=PP_ALIGN.LEFT, across=ACROSS - 60)
        self.text(str(number), 510, 11, colour=_MUTED, most=1, align=PP_ALIGN.RIGHT, left=LEFT + ACROSS - 50, across=50)
        self.note(" · ".join(filter(None, (source, document.permalink))))

    def note(self, text: str) -> None:
        """Add a paragraph to the notes of the slide."""
        self.notes.append(text)

    def save(self) -> bytes:
        """Return the presentation as a file."""
        self._write_notes()
        saved = io.BytesIO()
        self.file.save(saved)
        return saved.getvalue()

    def _write_notes(self) -> None:
        if self.notes:
            self.slide.notes_slide.notes_text_frame.text = "\n".join(self.notes)
        self.notes = []

    # ---- what stands on them -----------------------------------------------------------------------------------------

    @property
    def room(self) -> float:
        """How high the free place is, in points."""
        return BOTTOM - self.y

    def make_room(self, high: float) -> None:
        """Go on to a further slide where so much has no room, unless this one is still empty."""
        if high > self.room and not self.is_fresh:
            self.go_on()

    def used(self, high: float) -> None:
        """Move the free place down."""
        self.y, self.is_fresh = self.y + high, False

    def caption(self, text: str) -> None:
        """Write the title of a table or chart, unless the slide has the same."""
        if text != self.title:
            self.write(text, size=16, is_bold=True)

    def write(self, text: str, *, size: float = 18, is_bold: bool = False) -> None:
        """Write a paragraph, on as many slides as it takes."""
        most = int((BOTTOM - TOP - 8) / (size * _LINE))
        for piece in fonts.pieces(text, ACROSS - 8, size, most, family="Sans", is_bold=is_bold):
            high = self.height(piece, size, is_bold=is_bold) + 8
            self.make_room(high)
            self.text(piece, self.y, size, is_bold=is_bold, align=PP_ALIGN.LEFT)
            self.used(high)

    @staticmethod
    def height(text: str, size: float, *, is_bold: bool = False, across: float = ACROSS) -> float:
        """Return how high the text becomes, in points."""
        return fonts.lines(text, across - 8, size, family="Sans", is_bold=is_bold) * size * _LINE

    def text(
        self,
        text: str,
        top: float,
        size: float,
        *,
        is_bold: bool = False,
        colour: Any = _INK,
        most: int = 0,
        align: PP_ALIGN = PP_ALIGN.CENTER,
        left: float = LEFT,
        across: float = ACROSS,
    ) -> None:
        """Write a text at a place; more lines than ``most`` are told in the notes in full."""
        if not text:
            return
        box = self.slide.shapes.add_textbox(Pt(left), Pt(top), Pt(across), Pt(size * _LINE))
        self.fill(box, text, left, top, across, 0, (size,), most=most, is_bold=is_bold, align=align, colour=colour)

    def fill(
        self,
        shape: Any,
        text: str,
        left: float,
        top: float,
        across: float,
        high: float,
        sizes: tuple[float, ...],
        *,
        most: int,
        is_bold: bool = False,
        align: PP_ALIGN = PP_ALIGN.CENTER,
        colour: Any = _INK,
    ) -> None:
        """Fill a shape with the text in the largest size in which it takes at most so many lines."""
        size = sizes[-1]
        for tried in sizes:
            if not most or fonts.lines(text, across - 8, tried, family="Sans", is_bold=is_bold) <= most:
                size = tried
                break
        shown = text
        if most:
            kept = fonts.pieces(text, across - 8 - size, size, most, family="Sans", is_bold=is_bold)
            if len(kept) > 1:
                shown = kept[0].rstrip() + "…"
                self.note(text)
        shape.left, shape.top, shape.width = Pt(left), Pt(top), Pt(across)
        shape.height = Pt(max(high, self.height(shown, size, is_bold=is_bold, across=across)))
        frame = shape.text_frame
        frame.margin_left = frame.margin_right = Pt(4)
        frame.margin_top = frame.margin_bottom = 0
        frame.word_wrap = True
        frame.auto_size = MSO_AUTO_SIZE.NONE
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE if high else MSO_ANCHOR.TOP
        for number, line in enumerate(shown.split("\n")):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            self.say(paragraph, line, size, is_bold=is_bold, colour=colour)
            paragraph.alignment = align

    def say(self, paragraph: Any, text: str, size: float, *, is_bold: bool = False, colour: Any = _INK) -> None:
        """Add a run of text to a paragraph."""
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.name = Pt(size), is_bold, FONT
        run.font.color.rgb = colour
        run._r.get_or_add_rPr().set("lang", _LANGUAGES[self.document.language])
