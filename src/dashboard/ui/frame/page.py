"""What pages are made of: title, finding, pictures with their mark and words, the stamp at the foot."""

import datetime as dt
import html
import mimetypes
import re
from collections.abc import Callable
from typing import NoReturn
from urllib.parse import urljoin

import streamlit as st

from dashboard.mart.mart import Mart
from dashboard.notation import date, in_names
from dashboard.reference.catalogue import Catalogue
from dashboard.store.schema import VIETNAM
from dashboard.ui.frame import address
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.services import Services, services
from dashboard.words.messages import DashboardError
from dashboard.workflow.rules import RefusedError

_MARKDOWN = re.compile(r"[\\`*_{}\[\]()<>#+!|~$:]")


class PageEndedError(Exception):
    """The page has said all it has to say; the frame goes on with the menu."""


def end_page() -> NoReturn:
    """End the page's script here; ``st.stop`` would end the frame's too, and leave the visitor without a menu."""
    raise PageEndedError


def heading(title: str, finding: str) -> None:
    """Draw the page's title and the sentence that says its finding."""
    st.title(title, anchor=False)
    st.markdown(finding)


def plain(text: str) -> str:
    """Return the text so that markdown shows every sign of it as it stands."""
    return _MARKDOWN.sub(r"\\\g<0>", text)


def failure(error: DashboardError) -> None:
    """Tell a failure that somebody can put right, a line for each of its problems."""
    # A refusal speaks of agencies and provinces, and where there is a workflow there is a catalogue that names them.
    names = in_names(services().catalogue, language()) if isinstance(error, RefusedError) else say()
    first, *others = error.tell(names).splitlines()
    st.error("\n".join([first, *(f"- {line}" for line in others)]), icon=":material/error:")


def section(title: str, mart: Mart | None = None, note: str = "") -> None:
    """Draw a section's title and a line on how to read it; ``mart`` where it shows figures, to mark illustrative ones."""
    mark = f" :violet-badge[{say()('Số liệu minh hoạ')}]" if mart is not None and mart.is_illustrative else ""
    st.header(f"{title}{mark}", anchor=False)
    if note:
        st.caption(note)


def markup(made: str) -> None:
    """Draw HTML of our own making."""
    st.html(made)


def on_paper(text: str) -> None:
    """Say in print what the screen shows by controls and links."""
    markup(f'<p class="plan-on-paper">{html.escape(text)}</p>')


def download(label: str, make: Callable[[], bytes], *, file_name: str, key: str) -> None:
    """Offer a file that is made only when it is asked for; ``make`` runs outside any session and must know everything."""
    st.download_button(
        label,
        make,
        file_name=file_name,
        mime=mimetypes.guess_type(file_name)[0] or "application/octet-stream",
        key=key,
        on_click="ignore",
        icon=":material/download:",
    )


def notices(mart: Mart, as_of: dt.date | None) -> None:
    """Say at the top of a page that its figures are invented, or that it shows a day in the past."""
    if mart.is_illustrative:
        st.info(
            say()(
                "**Số liệu minh hoạ.** Mục tiêu là của kế hoạch thật; số liệu thực hiện được dựng để trình diễn, "
                "không phải số liệu chính thức."
            ),
            icon=":material/science:",
        )
    if as_of is not None:
        text = say()(
            "Đang xem số liệu như đã công bố đến hết ngày {date}, đánh giá theo phương pháp hiện nay. [Xem hiện tại]({link})"
        )
        now = address.link(st.session_state["page_path"], as_of=[])
        st.warning(text.format(date=date(as_of, language=language()), link=now), icon=":material/history:")


def province_note(catalogue: Catalogue, year: int) -> None:
    """Say below the filters what the plans' provinces became, for years since they did."""
    merged: dict[str, list[str]] = {}
    since = None
    for province in catalogue.provinces:
        if province.became and province.became.since.year <= year:
            since = province.became.since
            others = [name for name in province.became.with_ if name not in catalogue.province]
            merged.setdefault(province.became.name(language()), []).extend([province.name(language()), *others])
    if since is not None:
        parts = "; ".join(f"{', '.join(dict.fromkeys(names))} → {new}" for new, names in merged.items())
        text = say()("Từ {date}: {parts}. Số liệu ở đây theo địa giới tỉnh của kế hoạch.")
        st.caption(text.format(date=date(since, language=language()), parts=parts))


def _moment(when: dt.datetime) -> dict[str, str]:
    """Return time and date in Việt Nam of a moment in UTC, for a sentence."""
    local = when.replace(tzinfo=dt.UTC).astimezone(VIETNAM)
    return {"time": f"{local:%H:%M}", "date": date(local.date(), language=language())}


def need_store(shared: Services, mart: Mart, title: str) -> None:
    """End a page on which people work where nothing can be kept at the moment, and say since when and what to do."""
    if (since := shared.marts.unreachable_since) is not None:
        text = say()(
            "Kho số liệu không kết nối được từ {time} {date}. Chưa nộp, duyệt hay lưu được gì; chờ nối lại rồi hãy làm. Báo quản trị nếu kéo dài."
        )
        heading(title, text.format(**_moment(since)))
        stamp(shared, mart)
        end_page()


def stamp(shared: Services, mart: Mart) -> None:
    """Draw the foot: snapshot, time, plans in force, and the address of exactly this page."""
    moment = mart.built_at.replace(tzinfo=dt.UTC).astimezone(VIETNAM)
    plans = ", ".join(
        f"{plan.number} ({shared.catalogue.province[plan.province].name(language())})"
        for plan in shared.catalogue.plans
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
    )
    if (since := shared.marts.unreachable_since) is not None:
        st.caption(
            say()("Kho số liệu không kết nối được từ {time} {date}: có thể đã có số liệu mới hơn.").format(
                **_moment(since)
            )
        )
    if (since := shared.marts.went_back_at) is not None:
        text = say()(
            "Lúc {time} {date} kho số liệu đã lùi về một bản cũ hơn, có thể do khôi phục từ bản sao lưu: số liệu duyệt sau bản đó không còn. Báo quản trị."
        )
        st.caption(text.format(**_moment(since)))
    if (since := shared.reference_refused_since) is not None:
        text = say()(
            "Dữ liệu gốc trong thư mục có lỗi từ {time} {date} nên chưa nhận; trang vẫn dùng bản đúng trước đó. Quản trị chạy lệnh check để xem lỗi."
        )
        st.caption(text.format(**_moment(since)))
    here = address.link(st.session_state["page_path"])
    st.markdown(f":small[[{say()('Liên kết tới đúng trang này')}]({here})]")
    on_paper(urljoin(st.context.url or "", here))
