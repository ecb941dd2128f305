"""Reports as slides for the projector: a slide for each heading, charts and tables that can be edited, sources in the notes."""

from dashboard.documents.deck import Deck
from dashboard.documents.model import Block, Bullets, Document, Heading, Paragraph, StatusBars, Table, Ways
from dashboard.documents.outline import numbered
from dashboard.documents.slide_charts import draw_bars
from dashboard.documents.slide_progress import draw_progress
from dashboard.documents.slide_tables import draw_table
from dashboard.documents.steady import steady


def pptx_file(document: Document) -> bytes:
    """Return the document as PPTX."""
    deck = Deck(document)
    deck.title_slide()
    for title, above, blocks in _sections(document):
        deck.open(title, above)
        pictures = [block for block in blocks if isinstance(block, Ways)]
        has_chart = False
        for block in blocks:
            if isinstance(block, Ways):
                if block is pictures[0]:
                    draw_progress(deck, pictures)
                has_chart = True
            elif not (has_chart and isinstance(block, Table)):  # the chart has its rows, and papers have the table
                _draw(deck, block)
                has_chart = has_chart and not isinstance(block, Heading)
    return steady(deck.save(), document.day)


def _sections(document: Document) -> list[tuple[str, str, list[Block]]]:
    """Return title, title of the part above, and what stands below it, of each part and sector.

    A part with nothing of its own before its first sector has no slide: its title stands above those of its sectors.
    """
    found: list[tuple[str, str, list[Block]]] = [(document.subject, "", [])]
    headings, part = numbered(document), ""
    levels = []
    for block in document.blocks:
        heading = next(headings) if isinstance(block, Heading) else None
        if heading is None or heading.level == 3:
            found[-1][2].append(block)
            continue
        part = heading.text if heading.level == 1 else part
        found.append((heading.text, part if heading.level == 2 else "", []))
        levels.append(heading.level)
    is_told_below = (
        [False, *(after > level for level, after in zip(levels, [*levels[1:], 0], strict=True))] if levels else [True]
    )
    is_told_below[0] = True
    return [section for section, below in zip(found, is_told_below, strict=True) if section[2] or not below]


def _draw(deck: Deck, block: Block) -> None:
    if isinstance(block, Heading):
        deck.write(block.text, is_bold=True)
    elif isinstance(block, Paragraph):
        deck.write(block.text, is_bold=block.role == "finding", size=13 if block.role == "note" else 18)
    elif isinstance(block, Bullets):
        for item in block.items:
            deck.write(f"– {item}")
    elif isinstance(block, Table):
        draw_table(deck, block)
    elif isinstance(block, StatusBars):
        draw_bars(deck, block)
