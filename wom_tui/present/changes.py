"""What did an event change, field by field, in words: `priority P3 → P1`, `start 14:30 → 15:00`?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from wom_tui.domain.habits import date_text
from wom_tui.domain.words import some
from wom_tui.present.cells import Line, Piece, cut, line_width
from wom_tui.present.durations import duration, moment
from wom_tui.present.labels import WGL4, Signs
from wom_tui.present.safe_text import safe

if TYPE_CHECKING:
    from wom_tui.queries.names import Names

_LONGEST = 40  # cells of one value
# Counters, what is worked out again each time, and what a record belongs to: nobody has decided these.
_SILENT = frozenset(
    {"id", "version", "policies", "travel_s", "ordinal", "order_id", "respond_warn_at", "resolve_warn_at"}
)
_HIDDEN = "hidden:"  # how the journal begins where it keeps no value


class Change(NamedTuple):
    """One field: its name, and how it was and is, as people say it; an empty text = there was, is none."""

    name: str
    before: str
    after: str


class Teller:
    """Turns values of the journal into words."""

    def __init__(self, names: Names | None, now: datetime, zone: ZoneInfo) -> None:
        self.names, self.now, self.zone = names, now, zone

    def changes(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
        """What differs; of a record that is new all that it was given."""
        found = [
            Change(_word(name), self.value(name, before.get(name)), self.value(name, value))
            for name, value in sorted(after.items(), key=_rank)
            if name not in _SILENT
        ]
        return [change for change in found if change.before != change.after]

    def value(self, name: str, value: Any) -> str:
        """One value; empty where there is none."""
        return cut(safe(self._value(name, value)), _LONGEST)

    def _value(self, name: str, value: Any) -> str:
        if value is None or value in ("", [], {}):
            return ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, str):
            return self._text(name, value)
        if isinstance(value, list):
            return _listed(name, value)
        if isinstance(value, dict):
            return some(len(value), "entry", "entries")
        return self._number(name, value)

    def _text(self, name: str, value: str) -> str:
        if value.startswith(_HIDDEN):
            return "(personal, not kept)"
        if name.endswith("_at"):
            return moment(datetime.fromisoformat(value), self.now, self.zone)
        if name.endswith("_on"):
            return date_text(date.fromisoformat(value))
        return value.replace("_", " ") if name in ("status", "state") else value

    def _number(self, name: str, value: Any) -> str:
        if name.endswith("_id"):
            return self._called(name.removesuffix("_id"), int(value))
        if name.endswith("_min"):
            return duration(int(value))
        return f"P{value}" if name == "priority" else str(value)

    def _called(self, noun: str, id: int) -> str:
        names = self.names
        if names is None:
            return str(id)
        if noun == "technician" and (technician := names.technicians.get(id)):
            return technician.name
        if noun == "work_type" and (work_type := names.work_types.get(id)):
            return work_type.name
        if noun == "site" and (site := names.sites.get(id)):
            return site.label
        listed = {"territory": names.territories, "customer": names.customers}.get(noun, {})
        return listed.get(id, str(id))


_FIRST = ("technician_id", "start_at", "priority", "status", "holds")  # what is looked for first


def _rank(field: tuple[str, Any]) -> tuple[int, str]:
    name, _ = field
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST)), name


def _word(name: str) -> str:
    for end in ("_id", "_at", "_on", "_min"):
        name = name.removesuffix(end)
    return "hold" if name == "holds" else name.removeprefix("is_").replace("_", " ")


def _listed(name: str, value: list[Any]) -> str:
    if say := _LISTS.get(name):
        return say(value)
    if all(isinstance(one, str) for one in value):
        return ", ".join(value)
    named = [str(one["name"]) for one in value if isinstance(one, dict) and "name" in one]
    return ", ".join(named) if len(named) == len(value) else some(len(value), "entry", "entries")


def _holds(value: list[Any]) -> str:
    last = value[-1]
    return f"{str(last.get('reason', '')).replace('_', ' ')}{', ended' if last.get('to_at') else ''}"


def _checked(value: list[Any]) -> str:
    done = sum(1 for one in value if one.get("answer") is not None or one.get("is_done"))
    return f"{done} of {len(value)}"


_LISTS: Mapping[str, Callable[[list[Any]], str]] = {"holds": _holds, "checklist": _checked}


def change_pieces(change: Change, signs: Signs = WGL4) -> Line:
    """`priority P3 → P1`, the new value loudest."""
    name = f"{change.name} " if change.name else ""
    before: tuple[Piece, ...] = ((f"{change.before} {signs.arrow} ", "text"),) if change.before else ()
    after: Piece = (change.after, "bright") if change.after else ("none", "dim")
    return ((name, "dim"), *before, after)


def change_lines(
    changes: Iterable[Change], lead: Line, further: Line, width: int, signs: Signs
) -> Iterator[Line]:
    """`order 4407   priority P3 → P1   due 16:00 → 15:10`, in as many lines as that takes; none without a change.

    Args:
        lead: begins the first line, `further` all others.
    """
    line, is_first = lead, True
    for change in changes:
        pieces = change_pieces(change, signs)
        if is_first:
            line = (*line, *pieces)
        elif line_width(line) + line_width(pieces) + 3 > width:
            yield line
            line = (*further, *pieces)
        else:
            line = (*line, ("   ", ""), *pieces)
        is_first = False
    if not is_first:
        yield line
