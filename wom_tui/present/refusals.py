"""Why was something not done, in the words of the trade and on the office's clock? Every door says it with this.

An error carries facts: who, when as an instant, what as the journal has it. Here they become a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from wom_tui.domain.deed import Deed
from wom_tui.domain.receipt import Refusal
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import VisitStatus
from wom_tui.errors import Conflict, InvalidInput, Rejected, WomError
from wom_tui.present.durations import clock, duration, moment
from wom_tui.present.safe_text import safe
from wom_tui.present.story import changed_fields, is_consequence

_MOST_TOLD = 2  # deeds of one conflict; the rest are counted
Clock = tuple[datetime, ZoneInfo]  # now, and the zone of the office


def refusal_words(error: WomError, now: datetime, zone: ZoneInfo) -> str:
    """The error in one line, safe to show."""
    match error:
        case Conflict():
            return safe(_conflict(error, (now, zone)))
        case Rejected() if error.violations:
            return safe("; ".join(violation_words(v, now, zone) for v in error.violations))
        case InvalidInput():
            return safe(_unusable(error, (now, zone)))
        case _:
            return safe(str(error))


def _unusable(error: InvalidInput, at: Clock) -> str:
    """A field by the name that people type, and a time on the office's clock."""
    if isinstance(error.value, datetime):
        told = f"{_field(error.field)} {moment(error.value, *at)}"
        return f"{told} cannot be; it has to be {error.expected}"
    return str(error).replace(error.field, _field(error.field), 1)


def _field(name: str) -> str:
    """`until_at` → `until`, `labour_min` → `labour`, `end_at` → `end`; a file and its line stay as they are."""
    if not name.isidentifier():
        return name
    return name.removesuffix("_at").removesuffix("_min").replace("_", " ")


def refused_words(refusal: Refusal, now: datetime, zone: ZoneInfo) -> str:
    """Why one command of several was refused; of a receipt from before only its own text is known."""
    return refusal_words(refusal.error, now, zone) if refusal.error else safe(refusal.message)


def violation_words(violation: Violation, now: datetime, zone: ZoneInfo) -> str:
    """What a violation says: its instants on the office's clock, or with the zone whose clock tells them."""
    facts, words = violation.facts, _VIOLATIONS.get(violation.code)
    if words and (told := words(facts, (now, zone))):
        return told
    theirs = facts.get("zone")
    if theirs is None or now.astimezone(ZoneInfo(theirs)).utcoffset() == now.astimezone(zone).utcoffset():
        return violation.message
    return f"{violation.message} ({theirs} time)"


def deed_words(deed: Deed, now: datetime, zone: ZoneInfo) -> str:
    """`kim dispatched it to L. Ortega at 14:02`."""
    at = moment(deed.at, now, zone)
    return f"{deed.actor} {_did(deed, (now, zone))} {'at' if len(at) <= len('14:02') else 'on'} {at}"


def _conflict(error: Conflict, at: Clock) -> str:
    told = told_deeds(error)
    if not told:
        return str(error)
    newest = told[-_MOST_TOLD:]
    more = f", after {_count(len(told) - len(newest))}" if len(told) > len(newest) else ""
    sentence = ", then ".join(deed_words(deed, *at) for deed in newest)
    return f"{error.record} has changed since you saw it: {sentence}{more}"


def told_deeds(error: Conflict) -> Sequence[Deed]:
    """What was done, oldest first, without what only follows from it."""
    return [deed for deed in error.deeds if not _only_follows(deed)] or list(error.deeds)


def _only_follows(deed: Deed) -> bool:
    return deed.kind in _FOLLOWING or is_consequence(deed.kind, deed.after, deed.before)


_FOLLOWING = frozenset({"order.responded", "order.clocked"})


def _count(others: int) -> str:
    return f"{others} other change{'s' if others > 1 else ''}"


def _overlap(facts: Mapping[str, Any], at: Clock) -> str:
    if "end" not in facts:
        return ""
    start_at, end_at = (datetime.fromisoformat(facts[name]) for name in ("start", "end"))
    return f"{facts['name']} already has a visit between {clock(start_at, at[1])} and {clock(end_at, at[1])}"


def _changed(facts: Mapping[str, Any], at: Clock) -> str:
    return f"{facts['record']} has changed since: {deed_words(Deed.from_dict(facts['deed']), *at)}"


def _left(facts: Mapping[str, Any], at: Clock) -> str:
    left_at = moment(datetime.fromisoformat(facts["left_at"]), *at)
    return f"a message has left the house because of it ({left_at}) and cannot be called back"


def _late(facts: Mapping[str, Any], at: Clock) -> str:
    return f"order {facts['number']} would be {duration(facts['minutes'])} past its {facts['clock']} due"


_TELL_THEM = "tell them, they were sent there"


def _released(facts: Mapping[str, Any], at: Clock) -> str:
    visit, name, time = facts["visit"], facts["name"], _from_to(facts, at)
    match VisitStatus(facts["status"]):
        case VisitStatus.PLANNED:
            return f"visit {visit} is struck, {name} is free {time}"
        case VisitStatus.ON_SITE:
            return f"visit {visit} ends incomplete, tell {name}, who is on site"
        case _:
            return f"visit {visit} is struck, {name} is free {time}: {_TELL_THEM}"


def _recalled(facts: Mapping[str, Any], at: Clock) -> str:
    return f"visit {facts['visit']} is taken back from {facts['name']}, {_from_to(facts, at)}: {_TELL_THEM}"


def recalled_words(violations: Iterable[Violation]) -> str:
    """Who has to be told after an act that was done at once; nothing where nobody was sent."""
    names = [str(v.facts["name"]) for v in violations if v.code == "visit.recalled"]
    people = list(dict.fromkeys(names))
    if not people:
        return ""
    if len(people) == 1:
        return f"tell {people[0]}, who was sent there"
    return f"tell the {len(people)} technicians who were sent there"


def _broken(facts: Mapping[str, Any], at: Clock) -> str:
    return f"nobody comes for visit {facts['visit']}, and the customer was promised {_from_to(facts, at)}"


def _from_to(facts: Mapping[str, Any], at: Clock) -> str:
    start_at, end_at = (datetime.fromisoformat(facts[name]) for name in ("start", "end"))
    return f"{moment(start_at, *at)}–{clock(end_at, at[1])}"


_VIOLATIONS: Mapping[str, Callable[[Mapping[str, Any], Clock], str]] = MappingProxyType(
    {
        "visit.overlap": _overlap,
        "visit.released": _released,
        "visit.recalled": _recalled,
        "window.broken": _broken,
        "undo.changed": _changed,
        "undo.left": _left,
        "sla.late": _late,
    }
)


# -- what somebody did -----------------------------------------------------------------------------


def _did(deed: Deed, at: Clock) -> str:
    """`dispatched it to L. Ortega`: a verb in the past, and what it was done to."""
    if deed.is_undo:
        return "took a change back"
    if say := _TOLD.get(deed.kind):
        return say(deed, at)
    if words := _DID.get(deed.kind):
        return words.format(who=deed.technician or "its technician")
    noun, _, done = deed.kind.partition(".")
    fields = changed_fields(deed.before, deed.after)
    if done in ("edited", "imported", "changed", "clocked") and fields:
        return f"changed its {_listed(fields)}"
    return f"{done.replace('_', ' ')} {'it' if noun == 'order' else 'the ' + noun.replace('_', ' ')}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


# Where the kind says it all.
_DID: Mapping[str, str] = MappingProxyType(
    {
        "order.released": "took it off hold",
        "order.reopened": "opened it again",
        "order.completed": "completed it",
        "order.closed": "closed it",
        "order.approval_given": "approved it",
        "order.approval_refused": "refused its approval",
        "order.cancelled": "cancelled it",
        "order.imported": "imported it",
        "order.parts_counted": "changed how its parts stand",
        "stock.received": "put more there",
        "stock.reserved": "reserved some for an order",
        "stock.freed": "let some of them go",
        "stock.used": "used some of them",
        "stock.returned": "put some back",
        "stock.counted": "counted them",
        "stock.moved_out": "took some to another place",
        "stock.moved_in": "brought some from another place",
        "stock.minimum_set": "set the minimum",
        "purchase.reserved": "reserved some for an order",
        "purchase.freed": "let some of them go",
        "purchase.arrived": "said that some have come",
        "purchase.eta_changed": "gave another time for it",
        "purchase.changed": "changed what is ordered",
        "purchase.called_off": "called it off",
        "visit.added": "added a visit",
        "visit.unassigned": "took it back from {who}",
        "visit.dispatched": "dispatched it to {who}",
        "visit.accepted": "reported that {who} takes it",
        "visit.travelling": "reported {who} on the way",
        "visit.arrived": "reported {who} on site",
        "visit.done": "reported {who} done",
        "visit.cancelled": "struck the visit of {who}",
        "visit.pinned": "pinned it",
        "visit.promised": "told the customer a time",
        "visit.unpromised": "took the promise back",
        "visit.corrected": "put a report right",
        "visit.unpinned": "unpinned it",
    }
)


def _prioritised(deed: Deed, at: Clock) -> str:
    return f"made it P{deed.after.get('priority', '?')}"


def _held(deed: Deed, at: Clock) -> str:
    holds = deed.after.get("holds")
    return f"put it on hold for {holds[-1].get('reason')}" if holds else "put it on hold"


def _assigned(deed: Deed, at: Clock) -> str:
    start_at = deed.after.get("start_at")
    when = f" for {moment(datetime.fromisoformat(start_at), *at)}" if start_at else ""
    moved = deed.before and "technician_id" not in deed.after
    return f"moved it{when}" if moved else f"gave it to {deed.technician or 'somebody'}{when}"


def _failed(word: str, field: str) -> Callable[[Deed, Clock], str]:
    def say(deed: Deed, at: Clock) -> str:
        why = deed.after.get(field)
        return f"reported it {word}" + (f" ({why})" if why else "")

    return say


_TOLD: Mapping[str, Callable[[Deed, Clock], str]] = MappingProxyType(
    {
        "order.prioritised": _prioritised,
        "order.held": _held,
        "visit.assigned": _assigned,
        "visit.declined": _failed("declined", "decline_reason"),
        "visit.incomplete": _failed("incomplete", "incomplete_reason"),
        "visit.missed": _failed("missed", "incomplete_reason"),
    }
)
