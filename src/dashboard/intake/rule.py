"""What stands behind a code: how serious it is, what it says and how to put it right."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["refusal", "error", "warning", "notice"]


@dataclass(frozen=True)
class Rule:
    """What a code means.

    Attributes:
        severity: A refusal stops the reading, an error the submission; a warning needs a word of explanation; a notice
            only tells.
        text: What is wrong, with ``{names}`` of values.
        fix: How to put it right.
        is_choice: Whether it tells what the submitter chose or changed by hand: the reviewer is told, too.
    """

    severity: Severity
    text: str
    fix: str
    is_choice: bool = False
