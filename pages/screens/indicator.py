"""What happened to one indicator, what will happen, and who says so?"""

from functools import partial

import polars as pl
import streamlit as st

from dashboard.figures.drawing import MOST_PROVINCES, Drawing
from dashboard.figures.history import history, value_range
from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.mart.rows import shown_rows, task_rows
from dashboard.sentences.findings import indicator_finding
from dashboard.ui.acting import actions_view
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import heading, markup, notices, section, stamp
from dashboard.ui.frame.person import rights
from dashboard.ui.frame.services import services
from dashboard.ui.parts import downloads
from dashboard.ui.parts.filter_bar import filter_bar, filters_of_address, indicator_choice, part_choice
from dashboard.ui.parts.picture import picture
from dashboard.ui.parts.task_tables import task_table
from dashboard.ui.reading import provenance
from dashboard.ui.reading.tile_map import tile_map

_ = say()
shared = services()
catalogue = shared.catalogue
given = filters_of_address(catalogue, "breakdown", "indicator")
mart = shared.mart(given.as_of)
head = st.container()
indicator = indicator_choice(catalogue)
part = part_choice(indicator, catalogue)
chosen = filter_bar(mart, catalogue, ("year", "province"), given)
(year,) = chosen.years
scope = Filters(provinces=chosen.provinces, indicators=(indicator.id,), breakdowns=(part,), as_of=chosen.as_of)

series = mart.kept(("assessed", scope), lambda: queries.assessed(mart, scope))
actuals = mart.kept(("actuals", scope), lambda: queries.actuals(mart, scope))
targets = mart.kept(("targets", indicator.id), lambda: queries.printed_targets(mart, indicator.id))
projections = mart.kept(("projections", scope), lambda: queries.projections(mart, scope)).filter(
    pl.col("breakdown") == part
)
now = series.filter(pl.col("year") == year)
with head:
    notices(mart, given.as_of)
    heading(indicator.name(language()), indicator_finding(now, catalogue, year, language=language()))
    st.caption(provenance.indicator_line(indicator, catalogue, language()))

for opened in catalogue.open_readings(indicator.id):
    if opened.breakdown == part and opened.province in (chosen.provinces or catalogue.province):
        st.warning(provenance.open_reading(opened, catalogue, language()), icon=":material/fork_right:")
if now["province"].n_unique() > MOST_PROVINCES:
    section(
        _("Các tỉnh trên bản đồ, năm {year}").format(year=year),
        mart,
        _("Mỗi ô một tỉnh ở vị trí của tỉnh đó, không theo tỉ lệ. Bấm một ô để chỉ xem tỉnh đó."),
    )
    label = _("{name}, năm {year}: các tỉnh từ bắc vào nam").format(name=indicator.name(language()), year=year)
    markup(tile_map(shown_rows(now), indicator, catalogue, language(), label=label))
section(
    _("Thực hiện, mục tiêu và lộ trình"),
    mart,
    _(
        "Đường liền: thực hiện, chấm theo màu trạng thái · hình thoi: mục tiêu in trong kế hoạch · "
        "đường chấm: lộ trình · đường gạch: dự phóng theo năm số liệu gần nhất, không đổi trạng thái."
    ),
)
mine = targets.filter(pl.col("breakdown") == part)
known = {*series["province"], *actuals["province"], *mine["province"]}
provinces = [p.id for p in catalogue.provinces if p.id in (chosen.provinces or known) and p.id in known]
shown = provinces[:MOST_PROVINCES]
if len(provinces) > len(shown):
    st.caption(
        _("Đang vẽ {shown} trong {all} tỉnh; chọn tỉnh ở trên để xem tỉnh khác.").format(
            shown=len(shown), all=len(provinces)
        )
    )
known_years = [*actuals["year"].to_list(), *mine["year"].to_list(), year]
span = (min(known_years), max(known_years))
vertical = value_range(
    [frame.filter(pl.col("province").is_in(shown)) for frame in (actuals, mine, projections)], indicator
)


def drawn(province: str) -> Drawing:
    """Return the panel of one province."""
    of_province = pl.col("province") == province
    return history(
        series.filter(of_province),
        actuals.filter(of_province),
        mine.filter(of_province),
        projections.filter(of_province),
        indicator=indicator,
        catalogue=catalogue,
        vertical=vertical,
        years=span,
        language=language(),
    )


alt = _("{name}, {province}: thực hiện qua các năm, mục tiêu và lộ trình; số liệu trong các bảng bên dưới")
for row in [shown[i : i + 3] for i in range(0, len(shown), 3)]:
    for column, id_ in zip(st.columns(3, gap="medium"), row, strict=False):
        with column:
            name = catalogue.province[id_].name(language())
            st.markdown(f"**{name}**")
            picture(
                mart.kept(("history", scope, id_, span, vertical, language()), partial(drawn, id_)),
                key=f"history_{id_}",
                alt=alt.format(name=indicator.name(language()), province=name),
                is_followed=id_ != shown[-1],
            )

section(_("Con số đằng sau trạng thái năm {year}").format(year=year), mart)
markup(
    provenance.inputs_table(now, catalogue, language(), caption=_("Đầu vào và quy tắc, năm {year}").format(year=year))
)

downloads.offer(mart, catalogue, scope, key="indicator")

actions_view.draw(shared, mart, rights(), scope, provinces, is_now=given.as_of is None)

section(_("Nhiệm vụ gắn với chỉ tiêu này"), mart, _("Nhiệm vụ, đề án của kế hoạch có liên quan, và đang đến đâu."))
of_tasks = Filters(provinces=chosen.provinces, indicators=(indicator.id,), as_of=chosen.as_of)
linked_tasks = mart.kept(("tasks", of_tasks), lambda: task_rows(queries.tasks(mart, of_tasks)))
if linked_tasks:
    caption = _("{count} nhiệm vụ").format(count=len(linked_tasks))
    markup(task_table(linked_tasks, catalogue, language(), caption=caption, with_indicators=False))
else:
    st.caption(_("Không kế hoạch nào in nhiệm vụ gắn với chỉ tiêu này, với các tỉnh đang chọn."))

section(_("Định nghĩa"))
markup(provenance.definition_table(indicator, language()))

section(_("Mục tiêu in trong kế hoạch"))
cells = [cell for cell in catalogue.targets if cell.indicator == indicator.id and cell.province in provinces]
cells.sort(key=lambda cell: (cell.breakdown != part, catalogue.plan[cell.plan].superseded_by is not None))
markup(provenance.targets_table(cells, catalogue, language(), caption=_("Từng ô in, cơ quan khi đó và nay")))

section(_("Nguồn của từng số liệu thực hiện"), mart)
if actuals.is_empty():
    st.caption(_("Chưa có số liệu thực hiện nào được công bố."))
else:
    markup(provenance.sources_table(actuals, catalogue, language(), caption=_("Số liệu thực hiện và nguồn")))
changed = mart.kept(("revisions", indicator.id), lambda: queries.revisions(mart, indicator.id)).filter(
    pl.col("province").is_in(provinces) & (pl.col("breakdown") == part)
)
if not changed.is_empty():
    section(_("Số liệu đã được sửa"), mart)
    markup(
        provenance.revisions_table(
            changed, indicator, catalogue, language(), caption=_("Giá trị đang công bố và các giá trị trước đó")
        )
    )

found = [d for d in catalogue.discrepancies if d.indicator == indicator.id]
if found:
    section(_("Điểm không khớp trong văn bản"))
    markup(provenance.discrepancies_table(found, catalogue, language(), caption=_("Chỗ in, cách đọc và lý do")))
if indicator.kin:
    section(_("Chỉ tiêu gần nghĩa"))
    markup(provenance.kin_list(indicator, catalogue, language()))
stamp(shared, mart)
