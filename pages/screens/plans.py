"""Which plans hold, and since when; for administrators: a new one from its document into the reference files."""

from dashboard.ui.frame import told
from dashboard.ui.frame.language import say
from dashboard.ui.frame.page import heading, markup, notices, stamp
from dashboard.ui.frame.person import rights
from dashboard.ui.frame.services import services
from dashboard.ui.planning import in_force, taking_in

_ = say()
shared = services()
notices(shared.mart(), None)
heading(_("Kế hoạch"), in_force.finding(shared.catalogue))
told.tell()
markup(in_force.plans_table(shared.catalogue))
if rights().is_administrator:
    taking_in.draw(shared)
stamp(shared, shared.mart())
