"""What pages are made of: title, finding, pictures with their mark and words, the stamp at the foot."""

import datetime as dt
from collections.abc import Callable

import streamlit as st

from dashboard.figures.drawing import CONFIG, Drawing
from dashboard.mart import VIETNAM, Mart
from dashboard.notation import date
from dashboard.ui import address
from dashboard.ui.house import House
from dashboard.ui.language import language, say


def heading(title: str, finding: str) -> None:
    """Draw the page's title and the sentence that says its finding."""
    st.title(title, anchor=False)
    st.markdown(finding)


def section(title: str, mart: Mart, note: str = "") -> None:
    """Draw a section's title, marked where the figures are illustrative, and a line on how to read it."""
    mark = f" :violet-badge[{say()('Số liệu minh hoạ')}]" if mart.is_illustrative else ""
    st.subheader(f"{title}{mark}", anchor=False)
    if note:
        st.caption(note)


def picture(drawing: Drawing, *, key: str, alt: str) -> None:
    """Draw a finished figure; ``alt`` says in words what it shows."""
    st.plotly_chart(drawing, key=key, theme=None, config=CONFIG, height=drawing.drawn_height, alt=alt)


def markup(html: str) -> None:
    """Draw HTML of our own making."""
    st.html(html)


def download(label: str, make: Callable[[], bytes], *, file_name: str, key: str) -> None:
    """Offer a file that is made only when it is asked for."""
    st.download_button(
        label, make, file_name=file_name, mime="text/csv", key=key, on_click="ignore", icon=":material/download:"
    )


def illustrative_notice(mart: Mart) -> None:
    """Say at the top of a page that its figures are invented."""
    if mart.is_illustrative:
        st.info(
            say()(
                "**Số liệu minh hoạ.** Mục tiêu là của kế hoạch thật; số liệu thực hiện được dựng để trình diễn, không phải số liệu chính thức."
            ),
            icon=":material/science:",
        )


def stamp(house: House, mart: Mart) -> None:
    """Draw the foot: snapshot, time, plans in force, and the address of exactly this page."""
    moment = mart.built_at.replace(tzinfo=dt.UTC).astimezone(VIETNAM)
    plans = ", ".join(
        f"{plan.number} ({house.catalogue.province[plan.province].name(language())})"
        for plan in house.catalogue.plans
        if plan.in_force
    )
    origin = say()("số liệu minh hoạ") if mart.is_illustrative else say()("số liệu chính thức")
    st.divider()
    st.caption(
        say()("Bản số liệu {snapshot} · {origin} · tính lúc {time} {date} · Kế hoạch đang hiệu lực: {plans}").format(
            snapshot=mart.snapshot,
            origin=origin,
            time=f"{moment:%H:%M}",
            date=date(moment.date(), language=language()),
            plans=plans,
        )
        + f" · [{say()('Liên kết tới đúng trang này')}]({address.link(st.session_state['page_path'])})"
    )
