"""Answers of several fields in one cell: ``new | id=… | unit=percent | direction=increase``."""

from collections.abc import Mapping

from dashboard.words.folding import folded

NEW = "new"
BETWEEN = " | "


def told(fields: Mapping[str, str], word: str = NEW) -> str:
    """Return the fields as they are written in a cell."""
    return BETWEEN.join([word, *(f"{name}={value}" for name, value in fields.items() if value)])


def fields_of(answer: str, proposal: str) -> dict[str, str] | None:
    """Return the fields of an answer over those of the proposal; None where the answer names something that exists."""
    pieces = [piece.strip() for piece in answer.split("|")]
    if pieces[0] != NEW and "=" not in pieces[0]:
        return None
    return _pairs(proposal) | _pairs(answer)


def options_of(answer: str) -> tuple[str, dict[str, str]]:
    """Return the first word of an answer, and the fields behind it."""
    return answer.split("|")[0].strip(), _pairs(answer)


def _pairs(text: str) -> dict[str, str]:
    pairs = (piece.partition("=") for piece in text.split("|") if "=" in piece)
    return {name.strip(): value.strip() for name, _, value in pairs}


def open_fields(proposal: str) -> dict[str, str]:
    """Return the fields of a proposal that a person must fill in; empty for a proposal that is no new entry."""
    pieces = [piece.strip() for piece in proposal.split("|")]
    return {name: value for name, value in _pairs(proposal).items() if "?" in value} if pieces[0] == NEW else {}


def id_of(name: str, taken: Mapping[str, object] | frozenset[str] = frozenset()) -> str:
    """Return an id made of the first words of a name, one that is not taken."""
    words = "".join(sign if sign.isalnum() and sign.isascii() else " " for sign in folded(name)).split()
    while words and not words[0][0].isalpha():
        words = words[1:]
    id_ = "_".join(words)[:36].rstrip("_") or "new"
    if len("_".join(words)) > 36 and "_" in id_:
        id_ = id_.rpartition("_")[0]
    id_ = id_ if len(id_) > 1 else f"{id_}x"
    number, tried = 1, id_
    while tried in taken:
        number += 1
        tried = f"{id_}_{number}"
    return tried
