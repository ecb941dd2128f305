"""Numbers, dates and statuses as people read them; files and URLs never pass through here."""

import datetime as dt
import unicodedata

from dashboard.catalogue import Catalogue, Indicator
from dashboard.messages import mark

MINUS = "−"
NO_VALUE = "–"
_SWAP = str.maketrans(",.", ".,")

STATUS_WORDS = {
    "achieved": mark("Đạt"),
    "on_track": mark("Đúng tiến độ"),
    "behind": mark("Cần thúc đẩy"),
    "off_track": mark("Chậm nhiều"),
    "moving_away": mark("Đi ngược"),
    "missed": mark("Không đạt"),
    "no_pace": mark("Chưa đủ căn cứ"),
    "no_data": mark("Chưa có số liệu"),
    "no_target": mark("Không giao chỉ tiêu"),
}
STATUS_ICONS = {
    "achieved": "✔",
    "on_track": "▲",
    "behind": "◆",
    "off_track": "▼",
    "moving_away": "↩",
    "missed": "✖",
    "no_pace": "?",
    "no_data": "○",
    "no_target": "–",
}
"""Signs that tell the statuses apart without colour; each stands in the shipped font."""

GREEN, AMBER, RED, GREY = "#0f766e", "#b45309", "#b91c1c", "#64748b"
STATUS_COLOURS = {
    "achieved": GREEN,
    "on_track": GREEN,
    "behind": AMBER,
    "no_pace": AMBER,
    "off_track": RED,
    "moving_away": RED,
    "missed": RED,
    "no_data": GREY,
    "no_target": GREY,
}

REASON_WORDS = {
    "not_set": mark("kế hoạch không giao chỉ tiêu"),
    "expired": mark("đã qua năm đích cuối cùng"),
    "not_due": mark("chưa đến hạn báo cáo"),
    "awaiting": mark("đã đến hạn, chưa nhận được"),
    "under_review": mark("đang được duyệt"),
    "returned": mark("đã trả lại để sửa"),
    "not_available": mark("cơ quan báo cáo không có số liệu"),
    "qualitative": mark("mức độ định tính, không tính được tiến độ"),
    "single_point": mark("chưa đủ hai thời điểm để tính tiến độ"),
    "no_progress_due": mark("lộ trình chưa đòi hỏi vượt mức gốc"),
}


def number(value: float | None, *, decimals: int = 2, language: str = "vi", exact: bool = False) -> str:
    """Return the number as the language writes it: ``1.234,5`` or ``1,234.5``; a dash for None.

    Args:
        value: The raw number.
        decimals: How many decimals at most.
        language: ``vi`` or ``en``.
        exact: Keep trailing zeros, so that a column lines up.
    """
    if value is None:
        return NO_VALUE
    text = f"{value:,.{decimals}f}"
    if decimals and not exact:
        text = text.rstrip("0").rstrip(".")
    if text in ("-0", "0") or not text.strip("-0.,"):
        text = text.lstrip("-")
    text = text.replace("-", MINUS)
    return text if language == "en" else text.translate(_SWAP)


def signed(value: float | None, *, decimals: int = 2, language: str = "vi") -> str:
    """Return the number with its sign, plus included."""
    text = number(value, decimals=decimals, language=language)
    return f"+{text}" if value is not None and value > 0 and text != "0" else text


def share(value: float | None, *, language: str = "vi") -> str:
    """Return a share of 1 in whole per cent: ``72 %``."""
    return NO_VALUE if value is None else per_cent(number(value * 100, decimals=0, language=language), language)


def per_cent(text: str, language: str) -> str:
    """Return the written number as a percentage: ``72 %``, in English ``72%``."""
    return f"{text}%" if language == "en" else f"{text}\u00a0%"


def measured(value: float | None, indicator: Indicator, catalogue: Catalogue, *, language: str = "vi") -> str:
    """Return an actual or target with its unit, or the level's name: ``99,9 %``, ``Hoàn thành``."""
    if value is None:
        return NO_VALUE
    if indicator.kind == "levels":
        return indicator.levels[int(value)].name(language)
    unit = catalogue.units[indicator.unit].name(language)
    text = number(value, decimals=indicator.decimals, language=language)
    if unit == "%":
        return per_cent(text, language)
    return f"{text}\u00a0{unit}" if unit else text


def date(day: dt.date | None, *, language: str = "vi") -> str:
    """Return the day as 31/7/2024, or 31 Jul 2024 in English."""
    if day is None:
        return NO_VALUE
    return f"{day.day}/{day.month}/{day.year}" if language == "vi" else f"{day.day} {day:%b %Y}"


def wrapped(text: str, width: int, *, lines: int = 2) -> list[str]:
    """Break a name at spaces into at most ``lines`` lines of about ``width`` characters, the rest cut with an ellipsis."""
    words, out = text.split(), [""]
    for word in words:
        if out[-1] and len(out[-1]) + 1 + len(word) > width:
            out.append(word)
        else:
            out[-1] = f"{out[-1]} {word}".strip()
    if len(out) > lines:
        out = [*out[: lines - 1], out[lines - 1].rstrip(" ,;") + "…"]
    return out


def folded(text: str) -> str:
    """Return the text without diacritics and case, đ as d: what searching compares."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
