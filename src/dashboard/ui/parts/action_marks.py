"""How an action's state is shown: sign, word and colour; overdue before all else."""

import datetime as dt

from dashboard.method import RED
from dashboard.notation import date
from dashboard.ui.parts.html_tables import muted, word_mark
from dashboard.words.translations import translator
from dashboard.workflow.actions import ACTION_MARKS, ACTION_STATE_WORDS, ActionState


def action_mark(state: ActionState, language: str) -> str:
    """Return sign, word and colour of an action's state as HTML."""
    colour, sign = ACTION_MARKS[state]
    return word_mark(colour, sign, translator(language)(ACTION_STATE_WORDS[state]))


def due_mark(due: dt.date, days_overdue: int, language: str) -> str:
    """Return the due date as HTML, and by how many days it has passed where the action is overdue."""
    say = translator(language)
    told = date(due, language=language)
    if not days_overdue:
        return told
    return f"{told}<br>{word_mark(RED, '▼', say('quá hạn {days} ngày').format(days=days_overdue))}"


def standing_mark(actions: int, overdue: int, state: ActionState | None, due: dt.date | None, language: str) -> str:
    """Return, for a red row, whether an action stands on it: the most pressing one, and how many others."""
    say = translator(language)
    if state is None:
        return word_mark(RED, "✖", say("chưa có việc"))
    told = word_mark(RED, "▼", say("quá hạn")) if overdue else action_mark(state, language)
    words = [say("hạn {date}").format(date=date(due, language=language))]
    if actions > 1:
        words.append(say("và {count} việc khác").format(count=actions - 1))
    return f"{told}<br>{muted(', '.join(words))}"
