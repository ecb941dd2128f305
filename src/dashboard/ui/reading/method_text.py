"""The published method: the text of the method page."""

from dashboard.reference.files import PROJECT


def text(language: str) -> str:
    """Return the method as Markdown, the same text as in ``docs/``."""
    return (PROJECT / "docs" / f"method.{language}.md").read_text("utf-8")
