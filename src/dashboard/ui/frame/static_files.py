"""The files beside the pages, fonts and scripts, under addresses that change with their content."""

import hashlib
from pathlib import Path

STATIC = Path(__file__).parent / "static"


def address_of(name: str) -> str:
    """Return a file's address below ``app/static/``; browsers may keep what they find there for good."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()
    return f"{name}?v={digest[:12]}"
