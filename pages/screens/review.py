"""Is it right, may it be published? The queue, and one submission with what is unusual first."""

import polars as pl

from dashboard import workflow
from dashboard.ui.frame import told
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.navigation import REVIEW
from dashboard.ui.frame.page import end_page, heading, markup, need_store, notices, section, stamp
from dashboard.ui.frame.person import rights
from dashboard.ui.frame.services import services
from dashboard.ui.reviewing import submission_view
from dashboard.ui.reviewing.review_tables import submissions_table

_ = say()
shared = services()
mart = shared.mart()
need_store(shared, mart, _("Duyệt"))
mine = rights()
notices(mart, None)
frame = workflow.submissions(shared.store, mine).filter(pl.col("kind") == "file", pl.col("province").is_not_null())
mine_to_review = [mine.may_review(province) for province in frame["province"]]
frame = frame.filter(pl.Series(mine_to_review, dtype=pl.Boolean))
waiting = frame.filter(pl.col("state") == "submitted")
if not any(mine.may_review(province.id) for province in shared.catalogue.provinces):
    heading(
        _("Duyệt"), _("Tài khoản này không được giao duyệt số liệu của tỉnh nào. Liên hệ quản trị để được cấp quyền.")
    )
    stamp(shared, mart)
    end_page()
heading(
    _("Duyệt"),
    _("{count} lần nộp đang chờ duyệt.").format(count=waiting.height)
    if waiting.height
    else _("Không có lần nộp nào đang chờ duyệt. Lần nộp mới hiện ở đây ngay khi cơ quan bấm Nộp."),
)
told.tell()
if waiting.height:
    markup(
        submissions_table(
            waiting.sort("submitted_at"),
            shared.catalogue,
            REVIEW.path,
            language(),
            caption=_("Chờ duyệt, lâu nhất trước"),
        )
    )
chosen = submission_view.named()
if chosen in frame["submission"].to_list():
    submission_view.draw(shared, mine, str(chosen))
decided = frame.filter(pl.col("state") != "submitted").head(20)
if decided.height:
    section(_("Đã xử lý gần đây"))
    markup(
        submissions_table(
            decided, shared.catalogue, REVIEW.path, language(), caption=_("20 lần nộp mới nhất, cả đã rút")
        )
    )
stamp(shared, mart)
