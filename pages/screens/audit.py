"""Who did what, and what was refused: the audit log, for administrators."""

from dashboard import workflow
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import failure, heading, markup, notices, stamp
from dashboard.ui.frame.person import rights
from dashboard.ui.frame.services import services
from dashboard.ui.reviewing.review_tables import audit_table
from dashboard.words.messages import DashboardError

_ = say()
shared = services()
notices(shared.mart(), None)
heading(
    _("Nhật ký thao tác"),
    _("Mọi thao tác ghi vào kho, và mọi thao tác bị từ chối. Nhật ký chỉ thêm, không sửa, không xoá."),
)
try:
    log = workflow.audit_log(shared.store, rights(), limit=300)
except DashboardError as error:
    failure(error)
else:
    markup(audit_table(log, language(), caption=_("{count} thao tác mới nhất").format(count=log.height)))
stamp(shared, shared.mart())
