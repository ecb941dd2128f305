"""Numbers in a workbook shown as the document writes them: with its decimals, its unit and the words around it."""

import re

_NUMBER = {
    "vi": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"),
    "en": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"),
}
_PLAIN = "#,##0.########"


def number_format(text: str, value: float, language: str, sign: str = "") -> str:
    """Return the number format that shows the value as the text has it; a plain one where the text has another number.

    Args:
        text: What stands in the document, such as “80,3 %”.
        value: The number.
        language: Whose notation the text has.
        sign: What stands before it.
    """
    found = _NUMBER[language].search(text)
    mark, point = (",", ".") if language == "en" else (".", ",")
    if not found:
        return _literal(f"{sign} " if sign else "") + _PLAIN
    digits = found[0].replace(mark, "")
    decimals = len(digits.partition(point)[2])
    if f"{abs(value):.{decimals}f}" != digits.replace(point, "."):
        return _literal(f"{sign} " if sign else "") + _PLAIN
    whole = "#,##0" if mark in found[0] else "0"
    shown = whole + ("." + "0" * decimals if decimals else "")
    before, after = text[: found.start()], text[found.end() :]
    has_plus = before.rstrip().endswith("+")
    if value < 0 or has_plus:
        before = re.sub(r"[-+−–]\s*$", "", before)
    prefix = _literal(f"{sign} {before}" if sign else before)
    suffix = _literal(after)
    form = f"{prefix}{shown}{suffix}"
    form = f"{prefix}+{shown}{suffix};{prefix}-{shown}{suffix}" if has_plus else form
    return form if len(form) <= 250 else _PLAIN


def _literal(text: str) -> str:
    """Return the text as it stands in a number format; quotation marks cannot."""
    text = text.replace("\n", " ").replace('"', "”")
    return f'"{text}"' if text else ""
