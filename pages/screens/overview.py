"""Where do we stand this year? Statuses by province, sectors at a glance, what needs action, what changed."""

import polars as pl
import streamlit as st

from dashboard.figures.drawing import MOST_PROVINCES
from dashboard.figures.overview import share_map, share_strips, status_bars, status_key
from dashboard.mart import queries
from dashboard.sentences.findings import overview_finding, red_finding
from dashboard.ui.frame import address
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import end_page, heading, markup, notices, section, stamp
from dashboard.ui.frame.services import services
from dashboard.ui.handing_in.due import draw_due
from dashboard.ui.parts import red_tables, rows
from dashboard.ui.parts.filter_bar import filter_bar, filters_of_address
from dashboard.ui.parts.html_tables import key_line
from dashboard.ui.parts.picture import picture
from dashboard.ui.reading import day_one, today_view
from dashboard.ui.reading.completeness import draw_completeness

SHOWN, MOST = 6, 100
"""How many changes stand open, and how many at most behind the fold."""

_ = say()
shared = services()
catalogue = shared.catalogue
given = filters_of_address(catalogue)
mart = shared.mart(given.as_of)
head = st.container()
filters = filter_bar(mart, catalogue, ("year", "province"), given)
(year,) = filters.years
is_today = today_view.is_chosen(catalogue)

counts = mart.kept(("counts", filters), lambda: queries.status_counts(mart, filters))
red = mart.kept(("red", filters), lambda: queries.red_counts(mart, filters))
with head:
    notices(mart, given.as_of)
    heading(
        _("Tổng quan"),
        " ".join(
            filter(
                None,
                (
                    overview_finding(
                        queries.by_status(counts), year, language=language(), estimates=int(counts["estimates"].sum())
                    ),
                    red_finding(red, language=language()),
                ),
            )
        ),
    )

if is_today:
    today_view.draw_overview(mart, catalogue, filters, counts)
    stamp(shared, mart)
    end_page()

if day_one.has_few_figures(mart, filters):
    left, right = st.columns([5, 4], gap="large")
    with left:
        day_one.draw_targets(mart, catalogue, filters)
        day_one.draw_ambition(mart, catalogue, filters)
    with right:
        draw_due(mart, catalogue, filters)
    stamp(shared, mart)
    end_page()

has_many = len(filters.provinces or catalogue.provinces) > MOST_PROVINCES
left, right = st.columns([5, 4], gap="large")
with left:
    section(
        _("Tỉ lệ đúng hướng theo lĩnh vực và tỉnh"),
        mart,
        _("Số chỉ tiêu đạt hoặc đúng tiến độ trên số đánh giá được. Bấm tên lĩnh vực để xem chi tiết."),
    )
    picture(
        mart.kept(("share_map", filters, language(), address.fingerprint()), lambda: (share_strips if has_many else share_map)(queries.shares(counts, "sector", "province"), catalogue, language=language(), link=address.link)),
        key="overview_share_map",
        alt=_("Tỉ lệ chỉ tiêu đúng hướng của từng lĩnh vực ở từng tỉnh năm {year}").format(year=year),
        is_followed=True,
    )  # fmt: skip
with right:
    section(_("Trạng thái theo tỉnh"), mart)
    markup(key_line((colour, "square", words) for colour, words in status_key(counts, language())))
    by_province = counts.group_by("province", "status", maintain_order=True).agg(pl.col("rows").sum())
    picture(
        mart.kept(
            ("status_bars", filters, language()), lambda: status_bars(by_province, catalogue, language=language())
        ),
        key="overview_status_bars",
        alt=_("Số chỉ tiêu theo trạng thái của từng tỉnh năm {year}").format(year=year),
    )
with left if has_many else right:  # where the picture above leaves room
    section(_("Mức độ báo cáo"), mart)
    received = mart.kept(("completeness", filters), lambda: queries.completeness(mart, filters))
    draw_completeness(received, catalogue)

section(
    _("Cần xử lý ngay"),
    mart,
    _("Các chỉ tiêu chậm nhất so với mức cần có đến năm này, cơ quan chủ trì theo kế hoạch, và việc phải làm đang có."),
)
if has_many:
    worst = mart.kept(("all_red", filters), lambda: queries.farthest_first(queries.shown_with_actions(mart, filters)))
else:
    worst = mart.kept(("largest_gaps", filters), lambda: queries.farthest_behind(mart, filters, limit=10))
if worst.is_empty():
    st.caption(_("Không có chỉ tiêu nào chậm nhiều, đi ngược hoặc không đạt trong các số liệu đã có."))
else:
    caption = _("Cần xử lý ngay, năm {year}").format(year=year)
    markup(red_tables.red_table(worst, catalogue, language(), caption=caption, many=has_many, most=10))

section(_("Chuyển biến so với năm trước"), mart)
changes = mart.kept(("changes", filters), lambda: queries.status_changes(mart, filters))
worse, better = queries.changes_by_direction(changes)
if changes.is_empty():
    st.caption(_("Không có chỉ tiêu nào đổi trạng thái giữa hai năm có số liệu."))
else:
    span = {"before": year - 1, "year": year}
    for column, moved, caption in zip(
        st.columns(2, gap="large"),
        (worse, better),
        (_("Xấu đi, {before} – {year}: {count} chỉ tiêu"), _("Tốt lên, {before} – {year}: {count} chỉ tiêu")),
        strict=True,
    ):
        with column:
            markup(
                rows.change_table(
                    moved.head(SHOWN), catalogue, language(), caption=caption.format(count=moved.height, **span)
                )
            )
            if moved.height > SHOWN:
                with st.expander(_("Xem thêm {count} chỉ tiêu").format(count=min(moved.height, MOST) - SHOWN)):
                    markup(
                        rows.change_table(
                            moved[SHOWN:MOST], catalogue, language(), caption=caption.format(count=moved.height, **span)
                        )
                    )
stamp(shared, mart)
