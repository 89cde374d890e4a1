"""The shift change on one page: counts, and the few orders that matter, each with the reason; at most 60 lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from wom_tui.domain.states import Sla
from wom_tui.domain.visit import REROUTED
from wom_tui.present.cells import cut, fit, width_of, wrap
from wom_tui.present.durations import clock, count, duration, minutes_of, moment, span
from wom_tui.present.labels import CLOCKS, state_label
from wom_tui.present.safe_text import safe
from wom_tui.queries.decisions import Decision, Reason

if TYPE_CHECKING:
    from wom_tui.queries.handover import Handover, Promise
    from wom_tui.queries.orders import OrderRow

WIDTH = 80
_TITLE = 30
_MOST_DECISIONS, _MOST_PROMISES, _MOST_HOLDS, _MOST_MINE = 14, 7, 6, 6
T = TypeVar("T")

_FOLLOWING = ("ready", "scheduled", "dispatched", "in_progress", "responded")

# What is worth a word of what was done; all else is counted together. Each fits 1 as well as 7.
_DONE: Mapping[str, str] = {
    "order.created": "opened",
    "order.imported": "imported",
    "order.completed": "completed",
    "order.closed": "closed",
    "order.cancelled": "cancelled",
    "order.reopened": "reopened",
    "order.held": "put on hold",
    "order.released": "released",
    "order.prioritised": "prioritised",
    "visit.assigned": "assigned",
    "visit.dispatched": "dispatched",
    "visit.declined": "declined",
    "visit.promised": "promised",
    "visit.done": "done on site",
    "visit.incomplete": "left unfinished",
    "visit.missed": "missed",
}
# What only follows from something that is counted already.
_FOLLOWS = frozenset({REROUTED, "requirement.created", *(f"order.{word}" for word in _FOLLOWING)})


def handover_lines(seen: Handover, zone: ZoneInfo) -> list[str]:
    """The page, 80 columns wide."""
    parts = (_head, _decisions, _promises, _holds, _mine, _since)
    return [line for part in parts for line in part(seen, zone)]


def _head(seen: Handover, zone: ZoneInfo) -> Iterator[str]:
    local = seen.now.astimezone(zone)
    since = moment(seen.since, seen.now, zone)
    yield cut(
        f"HANDOVER  {local:%a} {local.day} {local:%b %Y %H:%M}, {safe(seen.user)} on since {since}", WIDTH
    )
    states = sorted(seen.states.items(), key=lambda pair: (-pair[1], pair[0]))
    yield from _listed(
        f"{count(seen.open_count)} open: ", (f"{count(n)} {state_label(s).word}" for s, n in states)
    )
    clocks = [
        f"{count(seen.clocks.get(s, 0))} {CLOCKS[s].word}" for s in (Sla.BREACHED, Sla.WARNING, Sla.AT_RISK)
    ]
    oldest = f"; the oldest since {moment(seen.oldest_at, seen.now, zone)}" if seen.oldest_at else ""
    yield from wrap(f"{', '.join(clocks)}; {count(seen.nobody)} that nobody has{oldest}", WIDTH)


def _decisions(seen: Handover, zone: ZoneInfo) -> Iterator[str]:
    found = seen.decisions
    yield from _section("NEEDS A DECISION", len(found))
    counts = {reason: sum(1 for one in found if one.reason is reason) for reason in Reason}
    yield from _listed("", (f"{count(n)} {_COUNTED[reason]}" for reason, n in counts.items() if n))
    yield from _first(found, _MOST_DECISIONS, lambda one: _line(one.row, reason_words(one, seen.now, zone)))


# Orders are counted: each fits 1 as well as 7.
_COUNTED: Mapping[Reason, str] = {
    Reason.PROMISE_BROKEN: "with a promise broken",
    Reason.PROMISE_OPEN: "with a promise in danger",
    Reason.NOT_UNDER_WAY: "not under way",
    Reason.GIVEN_BACK: "given back",
    Reason.PAST_DUE: "past due with nobody",
    Reason.HOLD_OVER: "with a hold to look at",
    Reason.APPROVAL: "to approve",
    Reason.DUE_SOON: "due soon with nobody",
    Reason.HOLD_ENDLESS: "with a hold without an end",
}


def reason_words(one: Decision, now: datetime, zone: ZoneInfo) -> str:
    """Why somebody has to decide, in a few words."""
    at = moment(one.at, now, zone) if one.at else ""
    window = span(one.at, one.until_at, zone) if one.at else ""
    match one.reason:
        case Reason.PROMISE_BROKEN:
            return f"promised {window}, nobody has come"
        case Reason.PROMISE_OPEN:
            start_at = one.row.planned_start_at
            return f"promised {window}, " + (
                f"planned at {clock(start_at, zone)}" if start_at else "nobody has it"
            )
        case Reason.NOT_UNDER_WAY:
            return f"{safe(one.row.technician_name or '')} was to begin at {at}".strip()
        case Reason.GIVEN_BACK:
            who = f" by {safe(one.row.technician_name)}" if one.row.technician_name else ""
            return f"{state_label(one.row.state).word}{who}, nobody has it"
        case Reason.PAST_DUE:
            late = duration(minutes_of(now - one.at)) if one.at else ""
            return f"{late} past due, nobody has it"
        case Reason.HOLD_OVER:
            return f"{safe(one.row.hold_reason or '')} was to be looked at {at}"
        case Reason.APPROVAL:
            return "waits for approval"
        case Reason.DUE_SOON:
            return f"due {at}, nobody has it"
        case Reason.HOLD_ENDLESS:
            return f"on hold for {safe(one.row.hold_reason or '')}, no end said"


def _promises(seen: Handover, zone: ZoneInfo) -> Iterator[str]:
    yield from _section("PROMISED", len(seen.promises))
    yield from _first(
        seen.promises, _MOST_PROMISES, lambda one: _line(one.row, _promised(one, seen.now, zone))
    )


def _promised(one: Promise, now: datetime, zone: ZoneInfo) -> str:
    begin = moment(one.window.start_at, now, zone)
    who = (
        f"{safe(one.technician)} at {clock(one.start_at, zone)}"
        if one.technician and one.start_at
        else "nobody"
    )
    return f"{begin}–{clock(one.window.end_at, zone)}, {who}"


def _holds(seen: Handover, zone: ZoneInfo) -> Iterator[str]:
    yield from _section("ON HOLD", len(seen.holds))
    yield from _first(seen.holds, _MOST_HOLDS, lambda row: _line(row, _held(row, seen.now, zone)))


def _held(row: OrderRow, now: datetime, zone: ZoneInfo) -> str:
    until = f"until {moment(row.held_until_at, now, zone)}" if row.held_until_at else "no end said"
    since = f", since {moment(row.held_since_at, now, zone)}" if row.held_since_at else ""
    return f"{safe(row.hold_reason or '')} {until}{since}"


def _mine(seen: Handover, zone: ZoneInfo) -> Iterator[str]:
    yield from _section("MINE", len(seen.mine))
    yield from _first(
        seen.mine,
        _MOST_MINE,
        lambda one: _line(
            one[0], f"{state_label(one[0].state).word}, last touched {moment(one[1], seen.now, zone)}"
        ),
    )


def _since(seen: Handover, zone: ZoneInfo) -> Iterator[str]:
    yield ""
    yield f"SINCE {moment(seen.since, seen.now, zone)}"
    yield from _listed("  all: ", _acts(seen.acts))
    yield from _listed(f"  {safe(seen.user)}: ", _acts(seen.my_acts))


def _acts(acts: Mapping[str, int]) -> list[str]:
    told = [f"{count(acts[kind])} {word}" for kind, word in _DONE.items() if acts.get(kind)]
    other = sum(n for kind, n in acts.items() if kind not in _FOLLOWS | _DONE.keys())
    return [*told, *([f"{count(other)} changed otherwise"] if other else [])]


def _section(head: str, size: int) -> Iterator[str]:
    yield ""
    yield f"{head}  {count(size) if size else 'none'}"


def _first(found: Sequence[T], most: int, line: Callable[[T], str]) -> Iterator[str]:
    yield from map(line, found[:most])
    if len(found) > most:
        yield f"  and {count(len(found) - most)} more"


def _line(row: OrderRow, words: str) -> str:
    """`  4417 P2 Water leak in Park      promised 13:00–15:00, nobody has it`."""
    head = f"{row.number:>7} P{row.priority} {fit(safe(row.title), _TITLE)}  "
    return head + cut(words, WIDTH - width_of(head))


def _listed(head: str, parts: Iterable[str]) -> list[str]:
    """A head and what follows it, wrapped; `nothing` where there is nothing. No head, nothing to say: no line."""
    said = ", ".join(parts)
    if not said and not head:
        return []
    room = WIDTH - width_of(head)
    first, *rest = wrap(said or "nothing", room)
    return [f"{head}{first}".rstrip(), *(f"{' ' * width_of(head)}{line}" for line in rest)]
