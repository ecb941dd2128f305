"""Who hands in what, and what the submitter has decided so far."""

import copy
from dataclasses import dataclass
from typing import Any, TypedDict

from dashboard.intake.issues import Choice


@dataclass(frozen=True)
class Context:
    """Whose figures a submission may hold; an empty tuple or None means that everything is allowed.

    Attributes:
        provinces: Ids of the provinces.
        agencies: Ids of the agencies in charge.
        year: The year handed in.
    """

    provinces: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    year: int | None = None


class Decisions(TypedDict, total=False):
    """What the submitter settled; plain texts only, as drafts keep it as JSON.

    Keys:
        accepted: ``province``, ``indicator``, ``breakdown``, ``task`` or ``state`` → the text in the file → the id it means; of
            an indicator also ``indicator/breakdown``.
        dates: The text in the file → the day it means, ``2024-03-25``.
        levels: Indicator → the text in the file → the id of the level.
        numbers: The text in the file → ``comma`` or ``point``, what stands before its decimals; or the plain number it means.
        missing: The text in the file → ``n/a`` where it says that there is no figure.
        units: The unit in the file → the indicator's own → ``converted``, or ``as_written`` where the figures are in the latter.
        skipped: What a total row says → ``skip``.
        columns: The letters of a column → the column of the template it is, ``-`` for none, ``value@year=2024`` or
            ``value@province=…`` for values of that year or province; and ``row`` → the row of the headings.
        split: Of a number cut at its decimal comma: ``joined``, or ``apart`` where the two cells are two.
        headings: A heading of the value column → ``accepted``, where it says otherwise and the figures are the year's actuals.
        cells: ``row:column`` → the text a cell was put right to on the page.
        explanations: An issue's key, or a code for all its issues → the submitter's words.
    """

    accepted: dict[str, dict[str, str]]
    dates: dict[str, str]
    levels: dict[str, dict[str, str]]
    numbers: dict[str, str]
    missing: dict[str, str]
    units: dict[str, dict[str, str]]
    skipped: dict[str, str]
    columns: dict[str, str]
    cells: dict[str, str]
    split: str
    headings: dict[str, str]
    explanations: dict[str, str]


def accept(decisions: Decisions, choice: Choice) -> Decisions:
    """Return the decisions with the choice among them; those given stay as they are."""
    changed: dict[str, Any] = copy.deepcopy(dict(decisions))
    place = changed
    for step in choice.path[:-1]:
        place = place.setdefault(step, {})
    place[choice.path[-1]] = choice.value
    return changed  # type: ignore[return-value]  # a path names keys of Decisions


def explain(decisions: Decisions, key: str, words: str) -> Decisions:
    """Return the decisions with the explanation of an issue (its key) or of all issues of a code."""
    return accept(decisions, Choice(("explanations", key), words, words))
