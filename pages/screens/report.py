"""Which paper for the meeting? A report, one page, or an agency's annex: what it will say, and its files."""

from typing import cast

import streamlit as st

from dashboard.documents.content import TITLES, document, problems_of
from dashboard.documents.model import Kind
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import end_page, heading, markup, notices, plain, section, stamp
from dashboard.ui.frame.services import services
from dashboard.ui.parts.document_downloads import asked_here, offer
from dashboard.ui.parts.filter_bar import agency_choice, filter_bar, filters_of_address, many_named, view_choice
from dashboard.ui.reading.contents import contents_table, finding_of

_ = say()
shared = services()
catalogue = shared.catalogue
given = filters_of_address(catalogue, "sector", "indicator", "agency")
mart = shared.mart(given.as_of)
head = st.container()
kind = cast(Kind, view_choice({kind: _(title) for kind, title in TITLES.items()}, _("Tài liệu")))
if kind == "annex":
    agency = agency_choice(catalogue)
    filters = filter_bar(mart, catalogue, ("year", "province"), given).model_copy(update={"agencies": (agency.id,)})
else:
    filters = filter_bar(mart, catalogue, ("year", "province"), given)
    is_narrowed = bool(given.sectors or given.indicators or given.agencies)
    with st.expander(_("Lĩnh vực, chỉ tiêu, cơ quan"), expanded=is_narrowed):
        leads = {agency.id: agency for agency in catalogue.agencies_in_charge}
        narrower = {
            "sectors": many_named("sector", catalogue.sector, _("Lĩnh vực"), given.sectors),
            "indicators": many_named("indicator", catalogue.indicator, _("Chỉ tiêu"), given.indicators),
            "agencies": many_named("agency", leads, _("Cơ quan chủ trì"), given.agencies),
        }
    filters = filters.model_copy(update=narrower)

with head:
    notices(mart, given.as_of)
if problems := problems_of(kind, filters, catalogue):
    with head:
        heading(_("Báo cáo"), _("Chưa làm được tài liệu với các bộ lọc đang chọn."))
    st.warning("\n".join(f"- {plain(problem.tell(_))}" for _name, problem in problems), icon=":material/filter_alt:")
    stamp(shared, mart)
    end_page()

asked = asked_here(mart, catalogue, filters)
what = (kind, filters, language(), asked.site)
made = mart.kept(("document", *what), lambda: document(kind, asked))
with head:
    heading(_("Báo cáo"), finding_of(made))

section(
    _("Làm tài liệu"),
    mart,
    _("Word để sửa tiếp, PDF để gửi, Excel để tính; số văn bản, ngày và người ký do cơ quan điền."),
)
offer(lambda: made, (mart.key, *what), kind=kind, key="document")

section(_("Tài liệu sẽ nói gì"), mart, made.subject)
markup(contents_table(made, language(), caption=_("Các phần của tài liệu")))
stamp(shared, mart)
