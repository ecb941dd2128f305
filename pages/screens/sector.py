"""Which indicators of one sector are off track, where, and by how much? One script for every sector."""

import polars as pl
import streamlit as st

from dashboard import exports, queries
from dashboard.figures.bullets import bullets
from dashboard.figures.trends import province_key, trends
from dashboard.findings import sector_finding
from dashboard.ui import rows
from dashboard.ui.filter_bar import filter_bar, filters_of_address
from dashboard.ui.house import house
from dashboard.ui.language import language, say
from dashboard.ui.navigation import current_sector
from dashboard.ui.page import download, heading, markup, notices, picture, section, stamp
from dashboard.ui.tables import key_line

_ = say()
shared = house()
catalogue = shared.catalogue
sector = current_sector(catalogue)
given = filters_of_address(catalogue)
mart = shared.mart(given.as_of)
head = st.container()
chosen = filter_bar(mart, catalogue, ("year", "province", "status", "agency"), given)
(year,) = chosen.years
filters = chosen.model_copy(update={"sectors": (sector.id,)})
history = filters.model_copy(update={"years": (), "statuses": ()})

frame = mart.kept(("assessed", filters), lambda: queries.assessed(mart, filters))
counts = mart.kept(("counts", filters), lambda: queries.status_counts(mart, filters))
worst = mart.kept(("worst", filters), lambda: queries.farthest_behind(mart, filters, limit=1))
with head:
    notices(mart, given.as_of)
    heading(
        f"{sector.number}. {sector.name(language())}",
        sector_finding(counts, worst, catalogue, year, language=language()),
    )

if frame.is_empty():
    st.info(_("Không có chỉ tiêu nào với các bộ lọc đang chọn. Bỏ bớt trạng thái hoặc cơ quan để thấy nhiều hơn."))
    stamp(shared, mart)
    st.stop()

past = mart.kept(("history", history), lambda: queries.history(mart, history))
past = past.join(
    frame.select("indicator", "breakdown", "province").unique(),
    on=["indicator", "breakdown", "province"],
    how="semi",
    maintain_order="left",
)
order = frame["indicator"].unique(maintain_order=True).to_list()
halves = rows.halves(frame)

section(_("Thực hiện so với mục tiêu năm {year}").format(year=year), mart,
        _("Thanh màu: thực hiện · vạch đậm: mục tiêu · vạch mảnh: mức cần có theo lộ trình · ↑ cao hơn là tốt, ↓ thấp hơn là tốt."))  # fmt: skip
for side, (column, ids) in enumerate(zip(st.columns(2, gap="large"), halves, strict=True)):
    if ids:
        with column:
            part = frame.filter(pl.col("indicator").is_in(ids))
            picture(
                mart.kept(
                    ("bullets", filters, side, language()), lambda: bullets(part, catalogue, language=language())
                ),  # noqa: B023  called at once
                key=f"sector_bullets_{side}",
                alt=_(
                    "Thực hiện, mục tiêu và mức cần có của từng chỉ tiêu và tỉnh năm {year}; số liệu trong bảng bên dưới"
                ).format(year=year),
            )

provinces = [
    province.id for province in catalogue.provinces if not filters.provinces or province.id in filters.provinces
]
section(_("Diễn biến"), mart, _("Đường: thực hiện · dấu rỗng: mục tiêu."))
markup(
    key_line(
        (colour, sign, catalogue.province[id_].name(language()))
        for id_, (colour, sign) in province_key(provinces).items()
    )
)
first = max(int(past.drop_nulls("actual")["year"].min() or year), year - 9) if past["actual"].count() else year
for side, (column, ids) in enumerate(zip(st.columns(2, gap="large"), halves, strict=True)):
    if ids:
        with column:
            part = past.filter(pl.col("indicator").is_in(ids))
            picture(
                mart.kept(
                    ("trends", history, filters, side, language()),
                    lambda: trends(part, catalogue, provinces=provinces, years=(first, 2030), language=language()),
                ),  # noqa: B023
                key=f"sector_trends_{side}",
                alt=_("Diễn biến từng chỉ tiêu qua các năm ở từng tỉnh; số liệu trong bảng bên dưới"),
            )

section(_("Bảng chỉ tiêu"), mart)
markup(
    rows.sector_table(
        frame,
        past,
        catalogue,
        language(),
        caption=_("{sector}, năm {year}").format(sector=sector.name(language()), year=year),
    )
)
download(
    _("Tải đúng bảng này (CSV)"),
    lambda: exports.gaps_csv(queries.gaps(mart, catalogue, filters)),
    file_name=exports.file_name(mart, filters, "csv"),
    key="sector_download",
)
stamp(shared, mart)
