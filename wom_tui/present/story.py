"""What happened, in the words of the trade: one line for one event of the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from wom_tui.domain.event import Event
from wom_tui.domain.visit import REROUTED
from wom_tui.present.durations import moment
from wom_tui.present.safe_text import safe

Names = Mapping[int, str]  # technician id → name
Teller = Callable[[Event, Names, datetime, ZoneInfo], str]


def story(event: Event, technicians: Names, now: datetime, zone: ZoneInfo) -> str:
    """The event in a few words, safe to show.

    Args:
        technicians: names of those who may occur; an id without a name is shown as it is.
    """
    teller = _TELLERS.get(event.kind)
    words = teller(event, technicians, now, zone) if teller else _plain(event)
    if event.undo_of is not None:
        how = "done again" if event.kind.endswith(".redone") else "taken back"
        words = (
            f"{how}: {_restored(event, technicians, now, zone) or _changes(event) or _parts_or(words, event)}"
        )
    return safe(words)


def _restored(event: Event, technicians: Names, now: datetime, zone: ZoneInfo) -> str:
    """What undoing does to a visit or to a whole record, as people say it; nothing where single fields changed."""
    if "is_withdrawn" in event.after:
        return f"the {event.kind.partition('.')[0].replace('_', ' ')}"
    if event.after.get("technician_id") or event.after.get("start_at"):
        return _assigned(event, technicians, now, zone)
    return ""


def _parts_or(words: str, event: Event) -> str:
    """What was taken back is how its parts stood; else these words."""
    state = event.after.get("parts_state")
    return f"parts {state or 'none'}" if "parts_state" in event.after else words


def _plain(event: Event) -> str:
    noun, _, done = event.kind.partition(".")
    fields = _changes(event)
    words = (
        f"{done.replace('_', ' ')}" if noun in ("order", "work_order") else f"{noun} {done.replace('_', ' ')}"
    )
    return (
        f"{words}: {fields}" if done in ("edited", "imported") and fields and not event.is_creation else words
    )


# Following from something else that the line already says.
_SILENT = frozenset({"status", "version", "order_id", "ordinal", "holds", "policies", "travel_s"})
_DUES = frozenset({"respond_due_at", "resolve_due_at", "respond_warn_at", "resolve_warn_at"})
_PARTS = frozenset({"parts_state", "parts_ready_at", "parts_awaited"})  # told in words of their own


def told_fields(after: Mapping[str, Any]) -> list[str]:
    """The fields that a change is told by; what only follows from them, or has words of its own, is left out."""
    return [name for name in after if name not in _SILENT | _DUES | _PARTS]


def _changes(event: Event) -> str:
    return ", ".join(
        _field(name, event.before.get(name), event.after[name]) for name in told_fields(event.after)
    )


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The names of what was changed, as people say them; nothing of a creation, where all is new."""
    return [word_of(name) for name in told_fields(after)] if before else []


def word_of(name: str) -> str:
    """A field as people say it: `required_by_at` → `required by`."""
    return name.removesuffix("_id").removesuffix("_at").removesuffix("_min").replace("_", " ")


def _field(name: str, before: Any, after: Any) -> str:
    word = word_of(name)
    if isinstance(after, str | int) and not name.endswith(("_id", "_at")):
        return f"{word} {after}" if before in (None, "") else f"{word} {before} → {after}"
    return word


def _at(value: Any, now: datetime, zone: ZoneInfo) -> str:
    return moment(datetime.fromisoformat(value), now, zone) if isinstance(value, str) else ""


def _created(event: Event, technicians: Names, now: datetime, zone: ZoneInfo) -> str:
    title, priority = event.after.get("title", ""), event.after.get("priority")
    return f"opened as P{priority}, “{title}”" if priority else f"opened, “{title}”"


def _prioritised(event: Event, technicians: Names, now: datetime, zone: ZoneInfo) -> str:
    return f"priority P{event.before.get('priority')} → P{event.after.get('priority')}"


def _held(event: Event, technicians: Names, now: datetime, zone: ZoneInfo) -> str:
    hold = event.after["holds"][-1] if event.after.get("holds") else {}
    until = _at(hold.get("until_at"), now, zone)
    return f"hold: {hold.get('reason', '')}" + (f", look again {until}" if until else "")


def _released(event: Event, technicians: Names, now: datetime, zone: ZoneInfo) -> str:
    return "hold ended"


def _assigned(event: Event, technicians: Names, now: datetime, zone: ZoneInfo) -> str:
    who = event.after.get("technician_id")
    name = technicians.get(who, f"technician {who}") if who else "same technician"
    when = _at(event.after.get("start_at"), now, zone)
    return f"given to {name}" + (f" for {when}" if when else "")


def _snoozed(event: Event, technicians: Names, now: datetime, zone: ZoneInfo) -> str:
    until, reason = _at(event.after.get("until_at"), now, zone), event.after.get("reason")
    return f"put away{f' until {until}' if until else ''}{f', “{reason}”' if reason else ''}"


def _woken(event: Event, technicians: Names, now: datetime, zone: ZoneInfo) -> str:
    return "taken up again"


def _attached(event: Event, technicians: Names, now: datetime, zone: ZoneInfo) -> str:
    return f"file attached: {event.after.get('name', '')}"


def _noted(event: Event, technicians: Names, now: datetime, zone: ZoneInfo) -> str:
    return f"note: {event.after.get('text', '')}"


def _messaged(event: Event, technicians: Names, now: datetime, zone: ZoneInfo) -> str:
    return f"message: {event.after.get('text', '')}"


def _cancelled(event: Event, technicians: Names, now: datetime, zone: ZoneInfo) -> str:
    if original := event.after.get("duplicate_of_id"):
        return f"merged into {original}"
    return f"cancelled: {event.after.get('cancel_reason') or ''}".removesuffix(": ")


def _completed(event: Event, technicians: Names, now: datetime, zone: ZoneInfo) -> str:
    text = event.after.get("resolution_text") or event.after.get("resolution_code") or ""
    return f"completed{f', “{text}”' if text else ''}"


def _reopened(event: Event, technicians: Names, now: datetime, zone: ZoneInfo) -> str:
    return f"opened again: {event.after.get('reopen_reason') or ''}".removesuffix(": ")


def _parts_counted(event: Event, technicians: Names, now: datetime, zone: ZoneInfo) -> str:
    if "parts_state" not in event.after:  # it waits for something else now, or until another time
        until = _at(event.after.get("parts_ready_at"), now, zone)
        awaited = event.after.get("parts_awaited") or ""
        return " ".join(word for word in ("parts awaited:", awaited, until) if word)
    state, awaited = event.after["parts_state"], event.after.get("parts_awaited")
    if state is None:
        return "needs no parts any more"
    return f"parts {state}{f': {awaited}' if awaited else ''}"


def _retagged(event: Event, technicians: Names, now: datetime, zone: ZoneInfo) -> str:
    """Tags that another system has changed: `group Group 20 → Group 70`."""
    before, after = _by_name(event.before.get("tags")), _by_name(event.after.get("tags"))
    names = [name for name in {**after, **before} if before.get(name) != after.get(name)]
    return ", ".join(f"{name} {before.get(name) or '—'} → {after.get(name) or '—'}" for name in names)


def _by_name(tags: Any) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for tag in tags or ():
        name, _, value = str(tag).partition(":")
        found.setdefault(name, []).append(value)
    return {name: ", ".join(values) for name, values in found.items()}


_TELLERS: Mapping[str, Teller] = MappingProxyType(
    {
        "order.created": _created,
        "order.prioritised": _prioritised,
        "order.held": _held,
        "order.released": _released,
        "order.cancelled": _cancelled,
        "order.completed": _completed,
        "order.reopened": _reopened,
        "order.parts_counted": _parts_counted,
        "order.retagged": _retagged,
        "file.attached": _attached,
        "note.added": _noted,
        "message.sent": _messaged,
        "snooze.set": _snoozed,
        "snooze.ended": _woken,
        "visit.assigned": _assigned,
    }
)


def is_told_elsewhere(event: Event) -> bool:
    """The event only follows from one beside it: a status given by visits, a requirement of a new order."""
    return is_consequence(event.kind, event.after, event.before)


def is_consequence(kind: str, after: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """A change of that kind says nothing by itself: a status given by visits, a requirement of a new order."""
    if kind in ("requirement.created", REROUTED):
        return True
    if kind == "order.edited" and set(after) <= {"status", "version"} | _PARTS:
        return True  # what it needs was edited, and is told of its requirement
    return kind.startswith("order.") and set(after) <= {"status", "version"} and bool(before)
