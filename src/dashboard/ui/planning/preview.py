"""What a settled plan would change, in numbers and line by line; its change as a file, or written into the reference folder."""

import hashlib
from functools import partial

import streamlit as st

from dashboard.notation import number
from dashboard.plans.applying import difference, is_writable, packed
from dashboard.plans.draft import Draft
from dashboard.plans.drafts import Drafts
from dashboard.plans.effects import Effect, effects
from dashboard.reference.catalogue import Catalogue
from dashboard.ui.frame import address, told
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import download, markup, plain, section
from dashboard.ui.frame.services import take_up_reference
from dashboard.ui.parts.html_tables import table

_LONGEST = 40_000
"""How many signs of the difference are drawn; the file has all of it."""


def draw(drafts: Drafts, id_: str, draft: Draft, before: Catalogue) -> None:
    """Draw what a draft without open questions changes, and the ways to have it."""
    translate = say()
    if not draft.is_ready or draft.after is None:
        return
    plan = draft.outcome.plan
    section(
        translate("Điều sẽ thay đổi"),
        None,
        translate("Trên các trang của tỉnh, so với kế hoạch bị thay thế (nếu có); các tỉnh khác không đổi."),
    )
    markup(_effects_table(effects(before, draft.after, plan)))
    shown = difference(drafts.reference, draft.changed)
    with st.expander(translate("Từng dòng trong {count} tệp dữ liệu gốc").format(count=len(draft.changed))):
        st.code(shown[:_LONGEST], language="diff", wrap_lines=True)
        if len(shown) > _LONGEST:
            st.caption(translate("Chỉ hiện phần đầu; tệp tải về có đủ."))
    download(
        translate("Tải phần thay đổi (ZIP)"),
        partial(packed, drafts.reference, draft.changed),
        file_name=f"{plan.replace('_', '-')}.zip",
        key="plan_zip",
    )
    if not is_writable(drafts.reference):
        text = translate(
            "Thư mục dữ liệu gốc {folder} không ghi được từ trang này. Tải phần thay đổi và nhờ người quản trị máy chủ chép vào."
        )
        st.warning(plain(text.format(folder=drafts.reference)), icon=":material/lock:")
        return
    # A difference that is another by now has another button, so that a click never writes what was not seen.
    sign = hashlib.sha256(shown.encode()).hexdigest()[:12]
    if st.button(
        translate("Ghi kế hoạch vào dữ liệu gốc"), key=f"plan_apply_{sign}", type="primary", icon=":material/save:"
    ):
        drafts.apply(id_, shown)
        text = translate(
            "Đã ghi kế hoạch {plan} vào dữ liệu gốc: {count} tệp. Mọi trang dùng kế hoạch mới từ bây giờ; máy chủ khác dùng chung thư mục tự nhận trong vài giây."
        )
        told.keep(text.format(plan=plan, count=len(draft.changed)))
        address.write({"draft": []})
        take_up_reference()
        st.rerun()


def _effects_table(found: tuple[Effect, ...]) -> str:
    translate, lang = say(), language()
    return table(
        [
            (translate("Nội dung"), "text", lambda one: translate(one.what)),
            (translate("Mới"), "number", lambda one: number(one.new, language=lang)),
            (translate("Đổi"), "number", lambda one: number(one.changed, language=lang)),
            (translate("Giữ nguyên"), "number", lambda one: number(one.same, language=lang)),
            (translate("Không còn"), "number", lambda one: number(one.gone, language=lang)),
        ],
        found,
        caption=translate("Số lượng mới, đổi, giữ nguyên và không còn"),
    )
