"""What may a message name? The facts behind an event, and the closed list of values that come of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from wom_tui.domain.alert import Alert
from wom_tui.domain.event import Event
from wom_tui.domain.letter import clock, weekday
from wom_tui.domain.message import Message
from wom_tui.domain.outbox import Outgoing, apart, promised
from wom_tui.domain.site import Contact, Customer, Site
from wom_tui.domain.technician import Technician
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.domain.worktime import Window
from wom_tui.queries.alerts import about_of
from wom_tui.store import journal, office, outbox
from wom_tui.store.privacy import is_veiled
from wom_tui.store.reader import Reader

_REASONS = (
    "reason",
    "message",
    "text",
    "decline_reason",
    "incomplete_reason",
    "cancel_reason",
    "says",
    "title",
)


@dataclass(frozen=True)
class Told:
    """What is there to be said of an event.

    Attributes:
        contact: of the order, or the only one of its customer.
        technician: of the visit.
        was: what was promised when they were last told.
        alert: the one that the event is about.
        about: what that one is about, as people call it; for any other event its order.
    """

    office: office.Office
    event: Event | None
    order: WorkOrder | None
    visit: Visit | None
    site: Site | None
    work_type: WorkType | None
    customer: Customer | None
    contact: Contact | None
    technician: Technician | None
    was: Window | None = None
    alert: Alert | None = None
    about: str = ""

    @property
    def zone(self) -> str:
        """Of the site, on whose clock whoever waits there looks; the office's where there is none."""
        return self.site.zone if self.site is not None else self.office.zone

    @property
    def window(self) -> Window | None:
        """What was promised, or what is planned."""
        visit = self.visit
        if visit is None:
            return None
        if visit.promised is not None:
            return visit.promised
        both = visit.start_at, visit.end_at
        return Window(both[0], both[1]) if both[0] is not None and both[1] is not None else None

    def has_moved_by_at_most(self, by: timedelta) -> bool:
        """What they were told last is, but for so much, what holds."""
        return self.was is not None and self.window is not None and apart(self.was, self.window) <= by


def read_told(reader: Reader, outgoing: Outgoing) -> Told:
    """The facts behind a message as they are now."""
    event = _event(reader, outgoing.seq)
    told = told_of(reader, event, outgoing.subject, outgoing.order_id, outgoing.technician_id)
    if told.was is None:
        return told
    first = _event(reader, outbox.first_untold(reader.connection, outgoing))
    return replace(told, was=promised(first.before) if first else told.was)


def _event(reader: Reader, seq: int) -> Event | None:
    return next(journal.events(reader.connection, since=seq - 1, limit=1), None)


def told_of(
    reader: Reader, event: Event | None, subject: str, order_id: int | None, whose: int | None = None
) -> Told:
    """The same of an event that is about some record, and the order behind it.

    Args:
        whose: the technician who hears it: where it is not about one visit, theirs is meant.
    """
    order, alert = reader.find(WorkOrder, order_id), _alert(reader, subject)
    named = about_of(reader, alert) if alert else f"order {order.id}" if order else _about_none(subject)
    visit = _visit(reader, subject, order, whose)
    customer = reader.find(Customer, order.customer_id) if order else None
    return Told(
        office=office.read(reader.connection),
        event=event,
        order=order,
        visit=visit,
        site=reader.find(Site, order.site_id) if order else None,
        work_type=reader.find(WorkType, order.work_type_id) if order else None,
        customer=customer,
        contact=_contact(reader, order),
        technician=reader.find(Technician, visit.technician_id) if visit else None,
        was=promised(event.before) if event else None,
        alert=alert,
        about=named,
    )


def _about_none(subject: str) -> str:
    """What was said in the thread of a technician is about the day, and no order of it."""
    return "no order" if subject.partition(":")[0] == Message.noun else ""


def _alert(reader: Reader, subject: str) -> Alert | None:
    noun, _, id = subject.partition(":")
    return reader.find(Alert, int(id)) if noun == Alert.noun else None


def _visit(reader: Reader, subject: str, order: WorkOrder | None, whose: int | None) -> Visit | None:
    noun, _, id = subject.partition(":")
    if noun == Visit.noun:
        return reader.find(Visit, int(id))
    if order is None:
        return None
    live = [one for one in reader.select(Visit, order_id=order.id) if one.is_live]
    live = [one for one in live if one.technician_id == whose] or live
    return min(live, key=lambda one: (one.start_at is None, one.start_at, one.ordinal), default=None)


def _contact(reader: Reader, order: WorkOrder | None) -> Contact | None:
    """Whom the order names; else the only one that its customer has: of several nobody knows which."""
    if order is None:
        return None
    if order.contact_id is not None:
        return reader.find(Contact, order.contact_id)
    all_ = reader.select(Contact, customer_id=order.customer_id) if order.customer_id is not None else ()
    return all_[0] if len(all_) == 1 else None


def values_of(told: Told, language: str, *, has_halves: bool) -> Mapping[str, str]:
    """Every place of `PLACES` with what belongs there; what there is not is left empty."""
    order, zone = told.order, ZoneInfo(told.zone)
    values = {
        "office": told.office.name,
        "order": str(order.id) if order else "",
        "title": order.title if order else "",
        "priority": f"P{order.priority.value}" if order else "",
        "type": told.work_type.name if told.work_type else "",
        "site": told.site.name if told.site else "",
        "address": told.site.address if told.site else "",
        "customer": told.customer.name if told.customer else "",
        "contact": told.contact.name if told.contact else "",
        "technician": told.technician.name if told.technician else "",
        "event": told.event.kind if told.event else "",
        "happened": _happened(told),
        "reason": _reason(told),
        "about": _about(told),
        "severity": told.alert.severity.value if told.alert else "",
        "rule": told.alert.rule if told.alert else "",
    }
    for window, prefix in ((told.window, ""), (told.was, "was_")):
        values |= {f"{prefix}{name}": "" for name in ("weekday", "date", "from", "until")}
        if window is not None:
            begins, ends = (at.astimezone(zone) for at in (window.start_at, window.end_at))
            values[f"{prefix}weekday"] = weekday(begins, language)
            values[f"{prefix}date"] = f"{begins:%Y-%m-%d}"
            values[f"{prefix}from"] = clock(begins, has_halves=has_halves)
            values[f"{prefix}until"] = clock(ends, has_halves=has_halves)
    return values


def _about(told: Told) -> str:
    """Enough to know without a look: `order 4417: No heat, Elm Street 12`."""
    more = (told.order.title if told.order else "", told.site.name if told.site else "")
    return ": ".join(filter(None, (told.about, ", ".join(filter(None, more)))))


def _happened(told: Told) -> str:
    """In words, and of an escalation to whom, as the event has it: the next step may have been taken since."""
    if told.event is None:
        return ""
    words = told.event.kind.partition(".")[2].replace("_", " ")
    steps = told.event.after.get("escalations")
    if told.alert is None or not steps:
        return words
    return f"{words} to {steps[-1]['role'] or steps[-1]['person']}"


def _reason(told: Told) -> str:
    """What was said; an alert's event holds what has changed of it, and what it says never does."""
    if told.alert is not None:
        return "" if is_veiled(told.alert.says) else told.alert.says
    said = (told.event.after.get(name) for name in _REASONS) if told.event else ()
    return next((one for one in said if isinstance(one, str) and one and not is_veiled(one)), "")
