"""Every text of a document made fit for all writers, before any of them sees it."""

import dataclasses
import re
import unicodedata
from collections.abc import Callable
from typing import TypeVar

_Part = TypeVar("_Part")
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_STEERING = re.compile(r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def clean(text: str) -> str:
    """Return the text composed (NFC), with spaces for tabs and “�” for control characters, which no file can hold.

    Characters that show nothing and only steer how others are shown, such as those that turn the way of writing round, are left
    out: with them a figure could read backwards.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    text = _STEERING.sub("", _UNFIT.sub("\ufffd", text))
    kept = "".join(character for character in text if unicodedata.category(character) != "Cf")
    return unicodedata.normalize("NFC", kept)


def with_texts(part: _Part, change: Callable[[str], str]) -> _Part:
    """Return a document, or a part of one, with every text changed; ids and keys are texts, too, and stay as they are."""
    changed: object = part
    if isinstance(part, str):
        changed = change(part)
    elif isinstance(part, tuple):
        changed = tuple(with_texts(one, change) for one in part)
    elif dataclasses.is_dataclass(part) and not isinstance(part, type):
        values = {field.name: getattr(part, field.name) for field in dataclasses.fields(part)}
        changed = type(part)(**{name: with_texts(value, change) for name, value in values.items()})
    return changed  # type: ignore[return-value]
