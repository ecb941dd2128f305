"""One question about a plan on the page: named by what it asks, with its answers to choose from or a text of one's own."""

from collections.abc import Mapping

import streamlit as st

from dashboard.plans.fields import NEW, fields_of, open_fields, told
from dashboard.plans.questions import UNKNOWN, Question
from dashboard.reference.catalogue import Catalogue
from dashboard.ui.frame.language import say
from dashboard.ui.frame.page import plain
from dashboard.ui.planning.wording import (
    ACCEPT,
    NAMES,
    VALUES,
    can_accept,
    choice,
    head,
    proposal,
    short,
    spoken,
)

OF_CHOICES = ("number", "one_value", "unit", "target", "parts", "eases", "superseded")
"""Kinds of questions that have no answer but their choices."""
_FIELDS = {
    "direction": ("increase", "decrease", "keep"),
    "accumulates": ("since_start", "plan_period", "open", "none"),
    "unit_integral": ("yes", "no"),
}
_MOST_SHOWN = 6
"""So many choices are shown at once; more are a list to open."""


def draw(question: Question, catalogue: Catalogue, key: str) -> str:
    """Draw one question and return its answer, empty while there is none."""
    translate = say()
    options = [ACCEPT] if can_accept(question) else []
    options += [one for one in question.choices if one != "split" and not (options and one in (NEW, question.proposal))]
    has_own = question.kind not in OF_CHOICES
    ask = plain(question.ask.tell(translate))
    with st.container(border=True, gap="xsmall"):
        st.markdown(head(question))
        if question.problem:
            words = f"“{question.answer}”: {question.problem.tell(translate)}"
            st.error(plain(words), icon=":material/error:")
        if not has_own:
            st.markdown(ask)
        chosen = _draw_choices(question, catalogue, options, key) if options else None
        if (proposed := proposal(question, catalogue)) and options:
            st.caption(f"{translate('Đề xuất')}: {proposed}")
        fields = _draw_fields(question, key)
        own, given = "", "" if question.answer in options or _is_chosen(question) else question.answer
        if has_own and options:
            with st.expander(
                translate("Trả lời khác: {question}").format(question=plain(short(question))), expanded=bool(given)
            ):
                st.caption(ask)
                own = _typed(
                    translate("Trả lời khác: {question}").format(question=spoken(question)), given, f"plan_own_{key}"
                )
        elif has_own:
            st.caption(ask)
            own = _typed(spoken(question), given, f"plan_own_{key}")
    if own and not (own == given and chosen):
        return _together(own, fields)
    return _together(chosen or own or (NEW if fields else ""), fields)


def _draw_choices(question: Question, catalogue: Catalogue, options: list[str], key: str) -> str | None:
    """Draw the answers to choose from; the question is what they are called where they are read aloud."""
    index = options.index(question.answer) if question.answer in options else None
    worded = {option: choice(question, option, catalogue) for option in options}
    if len(options) <= _MOST_SHOWN:
        return st.radio(
            spoken(question),
            options,
            index,
            format_func=worded.__getitem__,
            key=f"plan_choice_{key}",
            label_visibility="collapsed",
        )
    chosen: str | None = st.selectbox(
        spoken(question),
        options,
        index,
        format_func=worded.__getitem__,
        placeholder=say()("Chưa quyết định"),
        key=f"plan_choice_{key}",
        label_visibility="collapsed",
    )
    return chosen


def _typed(label: str, given: str, key: str) -> str:
    return st.text_input(label, given, key=key, label_visibility="collapsed").strip()


def _is_chosen(question: Question) -> bool:
    """Whether the answer is but what is chosen in boxes of their own."""
    answered = fields_of(question.answer, "") if question.answer else None
    return answered is not None and answered.keys() <= open_fields(question.proposal).keys()


def _together(answer: str, fields: Mapping[str, str]) -> str:
    """Return an answer with the fields chosen beside it, which count only for a new entry."""
    written = fields_of(answer, "") if answer else {}
    if written is None or not fields:
        return answer
    return told(written | dict(fields))


def _draw_fields(question: Question, key: str) -> dict[str, str]:
    """Draw what a proposed new entry leaves open and return what was filled in."""
    translate, filled = say(), {}
    answered = (fields_of(question.answer, "") if question.answer else None) or {}
    for name, proposed in open_fields(question.proposal).items():
        title = translate(NAMES[name]) if name in NAMES else name
        st.markdown(title)
        label = f"{title}, {short(question)}"
        if name in _FIELDS:
            value = st.radio(
                label,
                _FIELDS[name],
                _FIELDS[name].index(answered[name]) if answered.get(name) in _FIELDS[name] else None,
                format_func=lambda one: translate(VALUES[one]),
                horizontal=True,
                key=f"plan_{name}_{key}",
                label_visibility="collapsed",
            )
        else:
            shown = answered.get(name, "" if proposed == UNKNOWN else proposed)
            value = _typed(label, shown, f"plan_{name}_{key}")
            value = "" if value == proposed else value
        if value:
            filled[name] = value
    return filled
