"""Why did a rule do that, or somebody who said yes to it? From one cause to the next, back to what people have done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from wom_tui.domain.branch import Branch
from wom_tui.domain.event import Event
from wom_tui.domain.rule import DOOR
from wom_tui.store import journal, rule_state
from wom_tui.store.reader import Reader
from wom_tui.store.rule_state import Action

_DEEPEST = 5  # causes behind one another; nobody reads further
_MOST = 3  # things that an act answers, about one order


def because(reader: Reader, event: Event, number: int, clock: Callable[[datetime], str]) -> str:
    """`: K. Moran is absent (ann, 10:40)`; empty where somebody has done it of their own accord.

    Args:
        number: the order that is asked about: an act may answer what has happened to several.
        clock: how a moment is told.
    """
    return _because(reader, event, number, clock, _DEEPEST)


def _because(
    reader: Reader, event: Event, number: int, clock: Callable[[datetime], str], deepest: int
) -> str:
    answered = _answered(reader, event)
    mine = [action for action in answered if action.order == number] or answered
    said = list(dict.fromkeys(action.said for action in mine if action.said))[:_MOST]
    caused = next((action.cause for action in mine if action.cause is not None), event.cause)
    cause = next(journal.events(reader.connection, since=caused - 1, limit=1), None) if caused else None
    if cause is None or not deepest:
        return f": {'; '.join(said)}" if said else ""
    before = _because(reader, cause, number, clock, deepest - 1)
    what = "; ".join(said) or cause.kind
    return f": {what} ({cause.who}, {clock(cause.at)}{before})"


def _answered(reader: Reader, event: Event) -> Sequence[Action]:
    """What the act of an event was the answer to, whether a rule did it or only proposed it."""
    acts = [event.command_id] if event.door == DOOR else _proposing(reader, event)
    return rule_state.of_acts(reader, acts)


def _proposing(reader: Reader, event: Event) -> Iterator[str]:
    """The acts in which a rule has made the branch that was brought over by this one."""
    for other in journal.events(reader.connection, command_id=event.command_id):
        if other.noun == Branch.noun and other.kind == "branch.merged":
            history = journal.events(reader.connection, subject=other.subject)
            yield from (one.command_id for one in history if one.door == DOOR)
