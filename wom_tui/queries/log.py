"""What was done, by whom, through which door, and can it be taken back? Act by act, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wom_tui.domain.alert import Alert
from wom_tui.domain.attachment import Attachment
from wom_tui.domain.event import Event
from wom_tui.domain.log_filter import LogFilter
from wom_tui.domain.note import Note
from wom_tui.domain.visit import REROUTED, Visit
from wom_tui.domain.work_order import Requirement, WorkOrder
from wom_tui.errors import NotFound
from wom_tui.store import acts, journal, receipts
from wom_tui.store.acts import LoggedAct
from wom_tui.store.attached import ATTACHED
from wom_tui.store.conflicts import record_name
from wom_tui.store.reader import EITHER, Reader

__all__ = ["ActDetail", "LogPage", "LoggedAct", "act_detail", "log_page", "was_taken_back"]

PAGE = 200
MOST_EVENTS = 60  # of one act that are read and told; the rest are counted
_OF_ORDER: tuple[type[Visit | Requirement | Alert | Attachment | Note], ...] = (
    Visit,
    Requirement,
    Alert,
    *ATTACHED,
)


@dataclass(frozen=True)
class LogPage:
    """Some acts, newest first.

    Attributes:
        is_all: there are no older ones, or with `after` no others since.
    """

    acts: tuple[LoggedAct, ...]
    is_all: bool


def log_page(
    reader: Reader,
    wanted: LogFilter,
    *,
    before: int | None = None,
    after: int | None = None,
    until: datetime | None = None,
    limit: int | None = None,
) -> LogPage:
    """A page of the log.

    Args:
        before, after: acts below, above this number of the journal; neither = the newest.
        until: as it was at that moment, in business time.
    """
    limit = limit or PAGE
    subjects = None if wanted.order is None else frozenset(_subjects(reader, wanted.order))
    asked = acts.Wanted(wanted.words, wanted.who, wanted.door, subjects, until)
    if wanted.since is not None:
        first = journal.seq_before(reader.connection, wanted.since, is_business=True)
        after = max(first, after or 0)
    found = acts.page(reader.connection, asked, limit + 1, before=before, after=after)
    return LogPage(acts=tuple(found[:limit]), is_all=len(found) <= limit)


def was_taken_back(reader: Reader, command_id: str) -> bool:
    """Whether an act was undone, by whomever, and not done again since."""
    undone = receipts.fate(reader.connection, command_id).undone_by
    return undone is not None and not was_taken_back(reader, undone[1])


def _subjects(reader: Reader, number: int) -> list[str]:
    """An order and what belongs to it, as the journal names them."""
    found = [f"{WorkOrder.noun}:{number}"]
    for cls in _OF_ORDER:
        rows = reader.stored.rows(cls, (), order_id=number, is_withdrawn=EITHER)
        found += [f"{cls.noun}:{row[0]}" for row in rows]
    return found


@dataclass(frozen=True)
class ActDetail:
    """One act, spelt out.

    Attributes:
        events: each with what people call its record; those that only follow are left out.
        more: events that are not among them.
        orders: the numbers that it touched, in the order of its events.
    """

    act: LoggedAct
    events: tuple[tuple[str, Event], ...]
    more: int
    orders: tuple[int, ...]


def act_detail(reader: Reader, command_id: str) -> ActDetail:
    """What an act changed, record by record.

    Raises:
        NotFound: there is no such act.
    """
    act = acts.one(reader.connection, command_id)
    if act is None:
        raise NotFound("act", command_id)
    happened = list(journal.events(reader.connection, command_id=command_id, limit=MOST_EVENTS))
    told = [event for event in happened if event.kind != REROUTED]
    named = {
        subject: record_name(reader.stored, subject) for subject in dict.fromkeys(e.subject for e in told)
    }
    return ActDetail(
        act=act,
        events=tuple((named[event.subject], event) for event in told),
        more=act.changes - len(happened),
        orders=tuple(dict.fromkeys(_orders(reader.stored, told))),
    )


def _orders(reader: Reader, events: list[Event]) -> list[int]:
    found: list[int] = []
    for event in events:
        if event.noun == WorkOrder.noun:
            found.append(event.subject_id)
            continue
        cls = next((one for one in _OF_ORDER if one.noun == event.noun), None)
        fact = reader.find(cls, event.subject_id) if cls is not None else None
        if fact is not None and fact.order_id is not None:
            found.append(fact.order_id)
    return found
