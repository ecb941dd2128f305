"""The questions about a plan in words: what each is about, and its answers by the names that people know instead of ids."""

import re

from dashboard.plans.fields import NEW, options_of
from dashboard.plans.indicators import AS_IS
from dashboard.plans.questions import UNKNOWN, Question
from dashboard.reference.catalogue import Catalogue
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import plain
from dashboard.words.messages import mark

ACCEPT = "ok"
CHOICES = {
    NEW: mark("Mới, theo những mục chọn dưới đây"),
    "leave_out": mark("Không lấy vào kế hoạch"),
    "general": mark("Không chỉ cơ quan nào"),
    "all": mark("Mọi năm"),
    AS_IS: mark("Giữ như in, đã đối chiếu"),
}
VALUES = {
    "increase": mark("càng cao càng tốt"),
    "decrease": mark("càng thấp càng tốt"),
    "keep": mark("giữ ổn định (ghi thêm tolerance=… ở ô trả lời khác)"),
    "since_start": mark("cộng dồn từ đầu kế hoạch"),
    "plan_period": mark("tính lại mỗi kỳ"),
    "open": mark("kế hoạch không nói"),
    "none": mark("không cộng dồn"),
    "yes": mark("có"),
    "no": mark("không"),
}
NAMES = {
    "direction": mark("Chiều mong muốn"),
    "accumulates": mark("Cộng dồn thế nào"),
    "unit_integral": mark("Đơn vị đếm số nguyên?"),
    "levels": mark("Các mức, thấp nhất trước (thay dấu ?)"),
    "sector": mark("Lĩnh vực"),
    "unit": mark("Đơn vị tính"),
    "vi": mark("Tên ngắn"),
}
_TOLD = ("sector", "unit", "direction", "accumulates")
"""What of a proposed entry is told first; its bounds and decimals follow, its ids stay with those who write answers by hand."""
_SHORT = 50


def can_accept(question: Question) -> bool:
    """Whether what is proposed can be taken as it is."""
    return bool(question.proposal) and UNKNOWN not in question.proposal


def asks_itself(question: Question) -> bool:
    """Whether the question is what it is about, as for facts of the whole plan; else what is printed is."""
    return question.kind == "plan" or not question.printed


def head(question: Question) -> str:
    """Return what is asked: the question or the text in print, what helps to decide, and where it stands. Markdown."""
    translate = say()
    printed = f"“{plain(question.printed)}”" if question.printed else ""
    place = f":small[:gray[{plain(question.place.tell(translate))}]]"
    if asks_itself(question):
        about, more = plain(first_words(question)), printed
    else:
        about, more = printed, plain(question.context)
    return " · ".join(filter(None, (f"**{about}**", more, place)))


def first_words(question: Question) -> str:
    """Return what is asked without how to answer it: up to the first question mark, or the first end of a sentence."""
    asked = question.ask.tell(say())
    return asked[: end.end()].rstrip(".;") if (end := re.search(r"\?|[.;](?= |$)", asked)) else asked


def short(question: Question) -> str:
    """Return in few words which question it is, for what is filled in beside its answer: its row, and the beginning of what is asked."""
    translate = say()
    about = first_words(question) if asks_itself(question) else f"“{question.printed}”"
    about = about if len(about) <= _SHORT else f"{about[:_SHORT].rstrip()}…"
    row = question.place.values.get("label")
    return f"{translate('hàng {row}').format(row=row)}: {about}" if row else about


def spoken(question: Question) -> str:
    """Return what is asked as it is read aloud: ``head`` without markup."""
    translate = say()
    about = first_words(question) if asks_itself(question) else f"“{question.printed}”"
    return f"{about}, {question.place.tell(translate)}"


def choice(question: Question, option: str, catalogue: Catalogue) -> str:
    """Return an answer in words. Markdown."""
    translate = say()
    if option == ACCEPT:
        proposed = translate(CHOICES[AS_IS]) if question.proposal == AS_IS else _entry(question.proposal, catalogue)
        return f"{translate('Nhận đề xuất')}: {plain(proposed)}"
    if option in CHOICES:
        return translate(CHOICES[option])
    return plain(_entry(option, catalogue))


def proposal(question: Question, catalogue: Catalogue) -> str:
    """Return what is proposed in words, for a proposal that a person must fill up; empty for one that says nothing. Markdown."""
    return (
        ""
        if can_accept(question) or question.proposal in ("", UNKNOWN)
        else plain(_entry(question.proposal, catalogue))
    )


def _entry(text: str, catalogue: Catalogue) -> str:
    """Return an answer in words: what a new entry is to be, or the name of what is there."""
    translate, lang = say(), language()
    word, fields = options_of(text)
    if word == NEW:
        units, sectors = catalogue.units, catalogue.sector
        names = {
            "sector": sectors[id_].short_name(lang) if (id_ := fields.get("sector", "")) in sectors else id_,
            "unit": units[unit].name(lang)
            if (unit := fields.get("unit", "")) in units
            else fields.get("unit_vi", unit),
        }
        values = {name: translate(VALUES[value]) for name, value in fields.items() if value in VALUES} | names
        told = [values[name] for name in _TOLD if fields.get(name) and values.get(name)]
        if "minimum" in fields or "maximum" in fields:
            low, high = fields.get("minimum", "−∞"), fields.get("maximum")
            bounds = translate("từ {low} đến {high}") if high else translate("từ {low} trở lên")
            told.append(bounds.format(low=low, high=high))
        return " · ".join(filter(None, (translate("mới"), *told, *(() if told else (fields.get("vi", ""),)))))
    if where := fields.get("where"):
        return translate("{answer}, mục {section}").format(answer=word, section=where)
    id_, _, part = word.partition("/")
    known = catalogue.indicator.get(id_) or catalogue.agency.get(id_) or catalogue.theme.get(id_)
    if known is None and not (part and not id_):
        return text
    name = known.name(lang) if known else translate("phần của hàng trên")
    below = catalogue.breakdowns[part].name(lang) if part in catalogue.breakdowns else part
    return f"{name}{f', {below}' if part else ''} ({word})"
