"""Deadlines and due dates as an iCalendar feed (RFC 5545) that Outlook, Google and telephones subscribe to."""

import datetime as dt
import uuid
from typing import Any

import polars as pl
from icalendar import Calendar, Event, vDuration

from dashboard.changes import words
from dashboard.changes.atom import id_of
from dashboard.reference.catalogue import Catalogue
from dashboard.words.messages import mark
from dashboard.words.translations import translator

MEDIA_TYPE = "text/calendar; charset=utf-8"
_DAYS_BACK = 366
_READ_AGAIN = dt.timedelta(hours=12)


def upcoming(days: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Return the days a calendar shows: of what is not over, from a year back on, so that what is late stays in sight."""
    return days.filter(~pl.col("is_over"), pl.col("on") >= as_of - dt.timedelta(days=_DAYS_BACK))


def calendar(days: pl.DataFrame, catalogue: Catalogue, *, name: str, language: str, site: str) -> bytes:
    """Return the days (``queries.deadlines``) as whole-day events: they stand on the same date in every time zone.

    Args:
        days: What is shown.
        catalogue: Names, and the plans' own words.
        name: Of the calendar.
        language: Of the words.
        site: The address of the installation, with a slash at its end.
    """
    made = Calendar()
    made.add("prodid", "-//social-policy-dashboard//deadlines//VI")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("name", name)
    made.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    made.add("refresh-interval", vDuration(_READ_AGAIN), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(_READ_AGAIN))
    for row in days.iter_rows(named=True):
        made.add_component(_event(row, catalogue, language, site))
    written: bytes = made.to_ical()
    return written


def _event(row: dict[str, Any], catalogue: Catalogue, language: str, site: str) -> Event:
    say = translator(language)
    event = Event()
    key = (row["kind"], row["plan"], row["year"], row["number"], row["task"], row["action"])
    event.add("uid", str(uuid.UUID(id_of("deadline", *key))))
    changed = row["changed_at"].replace(microsecond=0, tzinfo=dt.UTC)
    event.add("dtstamp", changed)  # of what is published once, the same however often it is fetched
    event.add("last-modified", changed)
    event.add("dtstart", row["on"])
    event.add("dtend", row["on"] + dt.timedelta(days=1))
    title = words.deadline_title(row, catalogue, language)
    kinds = {"task": say(mark("Hạn nhiệm vụ, {title}")), "action": say(mark("Hạn của việc, {title}"))}
    event.add("summary", kinds.get(row["kind"], "{title}").format(title=title))
    event.add("description", "\n".join(_description(row, catalogue, language)))
    event.add("url", f"{site}{words.deadline_link(row, language)}")
    event.add("categories", [say(_CATEGORIES[row["kind"]])])
    event.add("transp", "TRANSPARENT")
    return event


_CATEGORIES = {
    "report": mark("Hạn báo cáo"),
    "summary": mark("Hạn báo cáo"),
    "review": mark("Hạn báo cáo"),
    "task": mark("Nhiệm vụ"),
    "action": mark("Việc phải làm"),
}


def _description(row: dict[str, Any], catalogue: Catalogue, language: str) -> list[str]:
    """Return who is asked, and the print the day stands in."""
    say = translator(language)
    asked = say("{count} cơ quan").format(count=len(row["holders"]))
    if row["kind"] != "report":
        asked = words.agency_names(row["holders"], catalogue, language)
    lines = [say("Cơ quan: {agencies}.").format(agencies=asked)] if row["holders"] else []
    if row["kind"] in ("report", "summary"):
        deadlines = catalogue.plan[row["plan"]].deadlines
        printed = deadlines.agencies if row["kind"] == "report" else deadlines.coordinating
        lines.append(_printed(printed.printed, row, catalogue, language))
    elif row["kind"] == "review":
        lines.append(_printed(catalogue.plan[row["plan"]].reviews[row["number"]].printed, row, catalogue, language))
    elif row["kind"] == "task":
        lines.append(_printed(catalogue.task[row["task"]].timing_printed, row, catalogue, language))
    return lines


def _printed(text: str, row: dict[str, Any], catalogue: Catalogue, language: str) -> str:
    plan = catalogue.plan[row["plan"]].number
    return translator(language)("Chữ in: “{text}” ({plan}).").format(text=text, plan=plan)
