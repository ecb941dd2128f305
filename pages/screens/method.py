"""Can I trust it? The method with live examples, the plans, the discrepancies, the sources, the catalogue."""

import streamlit as st

from dashboard.mart import queries
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import heading, markup, notices, section, stamp
from dashboard.ui.frame.services import services
from dashboard.ui.parts.filter_bar import filter_bar, filters_of_address, view_choice
from dashboard.ui.reading import method_text, provenance, reference_tables, trial_view

_ = say()
shared = services()
catalogue = shared.catalogue
given = filters_of_address(catalogue)
mart = shared.mart(given.as_of)
notices(mart, given.as_of)
heading(
    _("Phương pháp và nguồn"),
    _(
        "Một phương pháp cho mọi biểu đồ, bảng và tệp tải về: khoảng cách cho biết còn xa mục tiêu bao nhiêu, tiến độ cho biết đi có đủ nhanh không."
    ),
)

tabs = {
    "method": _("Phương pháp"),
    "plans": _("Các kế hoạch"),
    "discrepancies": _("Điểm không khớp"),
    "sources": _("Nguồn số liệu"),
    "catalogue": _("Danh mục chỉ tiêu"),
    "trial": _("Thử phương pháp"),
}
view = view_choice(tabs, _("Phần"))
if view == "method":
    st.markdown(method_text.text(language()))
    section(_("Ví dụ từ số liệu hiện có"), mart, _("Mỗi trạng thái một dòng thật, với đầu vào và quy tắc đã dùng."))
    rows = mart.kept("examples", lambda: queries.examples(mart))
    markup(
        provenance.inputs_table(
            rows,
            catalogue,
            language(),
            caption=_("Mỗi trạng thái một ví dụ"),
            with_indicator=True,
        )
    )
elif view == "trial":
    trial_view.draw(shared, mart, filter_bar(mart, catalogue, ("year", "province"), given))
elif view == "plans":
    markup(reference_tables.plans_table(catalogue, language(), caption=_("Kế hoạch, hiệu lực và hạn báo cáo")))
    markup(
        reference_tables.provinces_table(
            catalogue, language(), caption=_("Tỉnh theo kế hoạch và tỉnh sau sắp xếp từ 1/7/2025")
        )
    )
    markup(
        reference_tables.agencies_table(
            catalogue, language(), caption=_("Cơ quan in trong kế hoạch và cơ quan kế nhiệm")
        )
    )
elif view == "discrepancies":
    st.markdown(_("Văn bản mâu thuẫn ở đâu thì giữ nguyên chữ in, nêu cách đọc và lý do; không sửa lặng lẽ."))
    markup(
        provenance.discrepancies_table(
            catalogue.discrepancies,
            catalogue,
            language(),
            caption=_("{count} điểm không khớp").format(count=len(catalogue.discrepancies)),
        )
    )
elif view == "sources":
    actuals = mart.kept("all_actuals", lambda: queries.source_counts(mart))
    markup(
        reference_tables.source_counts_table(
            actuals, catalogue, language(), caption=_("Nguồn của các số liệu đang công bố")
        )
    )
else:
    markup(
        reference_tables.catalogue_table(
            catalogue, language(), caption=_("{count} chỉ tiêu").format(count=len(catalogue.indicators))
        )
    )
stamp(shared, mart)
