"""What documents say, made once from the queries: the report, the one page, an agency's annex."""

from dashboard.documents.content.annex import annex
from dashboard.documents.content.asked import FILTERS, MOST_PROVINCES, TITLES, Asked, problems_of, with_year
from dashboard.documents.content.handed_in import HandedIn, of_draft, of_submission
from dashboard.documents.content.report import one_page, report
from dashboard.documents.model import Document, Kind

__all__ = [
    "FILTERS", "MOST_PROVINCES", "TITLES", "Asked", "HandedIn", "annex", "document", "of_draft", "of_submission", "one_page", "problems_of", "report",
    "with_year",
]  # fmt: skip


def document(kind: Kind, asked: Asked) -> Document:
    """Return a document of what is published; ``problems_of`` has found nothing wrong with its filters."""
    return {"report": report, "one-page": one_page, "annex": annex}[kind](asked)
