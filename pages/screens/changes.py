"""What changed since a day, a meeting, or the reader's last visit: statuses, figures, tasks, actions, deadlines."""

import streamlit as st

from dashboard.changes import words
from dashboard.filters import keys_of
from dashboard.mart import queries
from dashboard.ui.acting import naming
from dashboard.ui.frame import told
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import heading, notices, stamp
from dashboard.ui.frame.person import rights
from dashboard.ui.frame.services import services
from dashboard.ui.parts.filter_bar import filters_of_address
from dashboard.ui.reading import changes_bar, following
from dashboard.ui.reading.changes_view import Groups

_ = say()
shared = services()
catalogue = shared.catalogue
given = filters_of_address(catalogue, *keys_of("changes"))
mart = shared.mart(given.as_of)
mine = rights()
visits = naming.visits(shared, mine)
named = naming.named(shared)
head = st.container()
offered = changes_bar.marks(mart, catalogue, given, visits, named)
filters = changes_bar.choices(mart, catalogue, shared.store, given, offered)
found = queries.changes(mart, catalogue, filters, at=shared.mart)
with head:
    notices(mart, given.as_of)
    heading(_("Có gì mới"), words.summary(found, language()))
    told.tell()
groups = Groups(mart, catalogue, filters, found)
if found.is_empty:
    st.info(
        _("Không có gì thay đổi với các bộ lọc đang chọn. Chọn ngày sớm hơn, hoặc bỏ bớt bộ lọc, để thấy nhiều hơn."),
        icon=":material/check_circle:",
    )
else:
    groups.statuses()
    groups.figures()
    groups.work()
groups.deadlines()
if not found.is_empty:
    groups.download()
following.draw(shared, mart, mine, filters)
if given.as_of is None:
    naming.draw(shared, mine, named)
    naming.remember(shared, mine)
stamp(shared, mart)
