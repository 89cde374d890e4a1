"""How is the alert of a rule written? Which keys say when it is raised, when it is cleared, and to whom it goes.

alert = "warning"                               info, warning or critical
when = "status=dispatched waiting>10m"          about each order that meets this
for = "10m"                                     … when that has held so long
clear_when = "status!=dispatched"               cleared only then; else when `when` no longer holds
escalate = ["15m manager", "1h ann"]            while nobody has acknowledged it

about = "certificate"                           or about each certificate, technician, or the office itself
when = "until<+30d"                             … that meets this, with words of their own

count = "status=ready due<now"                  or about a figure: a count of orders,
share_of = "…"                                  percent of those that `of` picks, or hours of work
by = "territory"                                for each territory, type, priority, technician, customer
at_least = 10                                   raised from here on
clear_below = 8                                 and cleared below this
"""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from wom_tui.domain.about import About
from wom_tui.domain.alert import Severity
from wom_tui.domain.alert_rule import AlertSpec, By, Escalation, Figure, Threshold
from wom_tui.domain.filter import Filter
from wom_tui.domain.moments import duration_min
from wom_tui.domain.policy import Role
from wom_tui.domain.rule import Daily, Every, OnEvent, Trigger, Watch
from wom_tui.domain.states import OrderStatus
from wom_tui.domain.toml_page import TomlPage
from wom_tui.errors import InvalidInput

_FIGURES = tuple(figure.value for figure in Figure)
_OF_FIGURES = (*_FIGURES, "by", "at_least", "clear_below")
ALERT_KEYS = ("alert", "about", "for", "clear_when", "escalate", *_OF_FIGURES)
_LONGEST = timedelta(days=90)
_MOST_STEPS = 10
_OVER = {OrderStatus.CLOSED.value, OrderStatus.CANCELLED.value}


def read_alert(page: TomlPage, trigger: Trigger) -> AlertSpec | None:
    """What the file says about an alert; None where the rule raises none.

    Raises:
        InvalidInput: with the file, the line, and what is wrong there.
    """
    if not page.has("alert"):
        page.refuse_beside(ALERT_KEYS, "it goes with alert")
        return None
    severity = page.one_of("alert", Severity)
    if page.has("for") and isinstance(trigger, Every | Daily | OnEvent):
        page.refuse("for", page.table["for"], "nothing: it is raised at that moment")
    about = _about(page, trigger)
    return AlertSpec(
        severity=severity,
        lasting=page.span("for", _LONGEST) if page.has("for") else timedelta(0),
        clear_when=_watched(page, "clear_when").text if page.has("clear_when") else None,
        escalations=_escalations(page),
        threshold=_threshold(page, trigger, about),
        about=about,
    )


def _about(page: TomlPage, trigger: Trigger) -> About:
    if not page.has("about"):
        return About.ORDER
    about = page.one_of("about", About)
    if about is not About.ORDER:
        if not isinstance(trigger, Watch):
            page.refuse("about", about, "no other moment: it is looked at all the time")
        page.refuse_beside((*_OF_FIGURES, "of", "clear_when", "do"), "these are about orders")
    return about


def _threshold(page: TomlPage, trigger: Trigger, about: About) -> Threshold | None:
    named = [key for key in _FIGURES if page.has(key)]
    if not named:
        page.refuse_beside(_OF_FIGURES, f"it goes with one of {', '.join(_FIGURES)}")
        if isinstance(trigger, Watch):
            page.words("when")  # without it there would be an alert about everything there is
        if about is About.ORDER:
            _watched(page, "when")
        return None
    if len(named) > 1:
        page.refuse_both(named, _FIGURES, "says what is counted")
    if not isinstance(trigger, Watch):
        page.refuse(named[0], page.table[named[0]], "no other moment: a figure is looked at all the time")
    page.refuse_beside(("when", "clear_when", "do"), f"{named[0]} says which orders are meant")
    figure = Figure(named[0])
    if figure is Figure.SHARE:
        page.words("of")  # a share is one of something
    else:
        page.refuse_beside(("of",), "it goes with share_of")
    at_least = page.number("at_least")
    clear_below = page.number("clear_below") if page.has("clear_below") else at_least
    if clear_below > at_least:
        page.refuse("clear_below", clear_below, f"at most {at_least:g}, from which on it is raised")
    by = page.one_of("by", By) if page.has("by") else None
    return Threshold(
        figure=figure,
        orders=_watched(page, named[0]).text,
        among=_watched(page, "of").text if figure is Figure.SHARE else "",
        by=by,
        at_least=at_least,
        clear_below=clear_below,
    )


def _watched(page: TomlPage, key: str) -> Filter:
    """A filter of orders that are watched: of what is closed or cancelled there is no end."""
    found = page.condition(key)
    if over := sorted(_OVER & (found.only("status") or set())):
        page.refuse(key, over[0], "orders that are not over")
    return found


def _escalations(page: TomlPage) -> tuple[Escalation, ...]:
    if not page.has("escalate"):
        return ()
    steps = [_escalation(page, said) for said in page.list("escalate")]
    if len(steps) > _MOST_STEPS:
        page.refuse("escalate", f"{len(steps)} steps", f"at most {_MOST_STEPS}")
    if any(later.after < earlier.after for earlier, later in pairwise(steps)):
        page.refuse("escalate", page.table["escalate"], "the earliest step first")
    return tuple(steps)


def _escalation(page: TomlPage, said: str) -> Escalation:
    """`15m manager`: to those of a role; `1h ann`: to somebody."""
    span, _, to = said.strip().partition(" ")
    to = to.strip()
    if not to:
        page.refuse("escalate", said, "how long after, and to whom: 15m manager, 1h ann")
    try:
        after = timedelta(minutes=duration_min(span))
    except InvalidInput as error:
        page.refuse("escalate", said, error.expected)
    if after > _LONGEST:
        page.refuse("escalate", said, f"at most {_LONGEST.days} days")
    if to in set(Role):
        return Escalation(after=after, role=Role(to))
    return Escalation(after=after, person=to)
