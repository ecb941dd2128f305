"""How do the provinces compare, and since when? One indicator's values, or one sector's share on course."""

import polars as pl
import streamlit as st

from dashboard.figures.matrix import share_matrix, value_matrix
from dashboard.filters import Filters
from dashboard.mart import queries
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import heading, markup, notices, plain, section, stamp
from dashboard.ui.frame.services import services
from dashboard.ui.parts import rows
from dashboard.ui.parts.filter_bar import (
    filter_bar,
    filters_of_address,
    indicator_choice,
    part_choice,
    sector_choice,
    view_choice,
)
from dashboard.ui.parts.picture import picture

_ = say()
shared = services()
catalogue = shared.catalogue
given = filters_of_address(catalogue, "sector", "breakdown", "indicator")
mart = shared.mart(given.as_of)
head = st.container()
what = view_choice({"indicator": _("Một chỉ tiêu"), "sector": _("Một lĩnh vực")}, _("So sánh theo"))
if what == "indicator":
    indicator = indicator_choice(catalogue)
    part = part_choice(indicator, catalogue)
    chosen = filter_bar(mart, catalogue, ("year", "province"), given)
    (year,) = chosen.years
    scope = Filters(provinces=chosen.provinces, indicators=(indicator.id,), breakdowns=(part,))
    frame = mart.kept(("assessed", scope), lambda: queries.assessed(mart, scope)).filter(pl.col("year") <= year)
    now = frame.filter(pl.col("year") == year)
    comparison, because = catalogue.comparison(indicator.id, part, now["province"].to_list())
    ranks = rows.ranks(now, indicator, comparison=comparison)
    with head:
        notices(mart, given.as_of)
        heading(
            _("So sánh"), rows.comparison_finding(ranks, indicator, catalogue, year, language(), comparison=comparison)
        )
    section(
        indicator.name(language()), mart, _("Số: thực hiện · dấu và màu: trạng thái so với mục tiêu của chính tỉnh đó.")
    )
    for found in because:
        st.warning(
            _("Lưu ý khi so sánh: {why} ({id})").format(why=plain(found.why(language())), id=found.id),
            icon=":material/balance:",
        )
    if frame.is_empty():
        st.info(_("Không có kế hoạch nào giao chỉ tiêu này với các bộ lọc đang chọn."))
    else:
        picture(
            mart.kept(
                ("value_matrix", scope, year, language()),
                lambda: value_matrix(frame, indicator, catalogue, language=language()),
            ),
            key="compare_values",
            alt=_("Thực hiện của từng tỉnh qua các năm, kèm trạng thái"),
        )
        section(
            _("Thứ hạng năm {year}").format(year=year),
            mart,
            _(
                "Chỉ xếp hạng khi mọi tỉnh có chỉ tiêu đều có số liệu và đo cùng một đối tượng; bằng nhau thì cùng hạng."
            ),
        )
        markup(
            rows.rank_table(ranks, indicator, catalogue, language(), caption=_("Thứ hạng năm {year}").format(year=year))
        )
else:
    sector = sector_choice(catalogue)
    chosen = filter_bar(mart, catalogue, ("year", "province"), given)
    (year,) = chosen.years
    scope = Filters(provinces=chosen.provinces, sectors=(sector.id,))
    counts = mart.kept(("counts", scope), lambda: queries.status_counts(mart, scope)).filter(pl.col("year") <= year)
    shares = queries.shares(counts, "province", "year")
    with head:
        notices(mart, given.as_of)
        heading(
            _("So sánh"), rows.share_finding(shares.filter(pl.col("year") == year), sector, catalogue, year, language())
        )
    section(
        sector.name(language()),
        mart,
        _(
            "Tỉ lệ chỉ tiêu đạt hoặc đúng tiến độ trên số đánh giá được, kèm hai số ấy; không nêu tỉ lệ khi đánh giá được dưới một nửa."
        ),
    )
    picture(
        mart.kept(
            ("share_matrix", scope, year, language()), lambda: share_matrix(shares, catalogue, language=language())
        ),
        key="compare_shares",
        alt=_("Tỉ lệ chỉ tiêu đúng hướng của từng tỉnh qua các năm"),
    )
stamp(shared, mart)
