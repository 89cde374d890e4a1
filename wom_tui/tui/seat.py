"""What the console asks the desk. Every method here may take its time, so they run on worker threads only."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4
from zoneinfo import ZoneInfo

from wom_tui.domain.branch import LIVE
from wom_tui.domain.event import acting
from wom_tui.domain.presence import Present
from wom_tui.domain.visit import REROUTED
from wom_tui.errors import GatewayError, WomError
from wom_tui.planning.effort import Effort
from wom_tui.tui.changes import Changes
from wom_tui.tui.garbage import Courtesy
from wom_tui.tui.own_bookings import OwnBookings

if TYPE_CHECKING:
    from wom_tui.desk import Desk, Watcher
    from wom_tui.domain.event import Event
    from wom_tui.domain.filter import Filter
    from wom_tui.domain.order_clock import SlaRules
    from wom_tui.domain.receipt import Receipt
    from wom_tui.queries.moves import Move
    from wom_tui.queries.names import Names
    from wom_tui.queries.orders import OrderRow

FIRST_ROWS = 200
FEW_ORDERS = 20
_BUDGET_S = 5.0  # of a search that somebody waits for
FEW_ROWS = 1_000  # at once: under a millisecond


@dataclass
class Seat:
    """One dispatcher's place at one database."""

    open_desk: Callable[[], Desk]
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    office: str = ""
    seq: int = 0
    rules: SlaRules | None = None  # by which time is counted
    requests: int = 0  # how many wait to become an order
    courtesy: Courtesy = field(default_factory=Courtesy)
    bookings: OwnBookings = field(default_factory=OwnBookings)
    first_branch: str | None = None  # where to begin, if not on the live days
    is_announced: bool = False  # the others at the database are told that somebody is here
    key: str = field(default_factory=lambda: uuid4().hex)  # of this console among all
    effort: Effort | None = None  # how long a plan is searched for; None: each order in turn, and that is it
    _desk: Desk | None = None
    _live: Desk | None = None  # the desk of the live days, while the other one is on a branch
    _names: Names | None = None
    _orders_of_visits: dict[int, int] = field(default_factory=dict)
    _watcher: Watcher | None = None

    @staticmethod
    def at(
        address: str,
        now: datetime | None = None,
        on_behalf_of: str | None = None,
        branch: str | None = None,
        *,
        is_announced: bool = True,
    ) -> Seat:
        """A seat at the database of that address, for the user of this terminal, or for another one."""

        def opened() -> Desk:
            from wom_tui.config import os_user, read_settings
            from wom_tui.desk import open_desk
            from wom_tui.gateways.engine_process import EngineProcess

            session = f"console-{os.getpid()}"
            desk = open_desk(
                address,
                os_user=os_user(),
                door="console",
                session=session,
                on_behalf_of=on_behalf_of,
                now=now,
                travel=read_settings().config.travel,  # the console says what of it cannot be read
            )
            searcher = EngineProcess()
            desk.searcher = desk.planner = searcher
            desk.close_searcher = searcher.close
            return desk

        return Seat(opened, effort=Effort(budget_s=_BUDGET_S), first_branch=branch, is_announced=is_announced)

    @property
    def desk(self) -> Desk:
        """The desk, once it is open."""
        assert self._desk is not None, "the desk is not open yet"
        return self._desk

    @property
    def live_desk(self) -> Desk:
        """The desk of the live days, wherever this seat is."""
        return self._live or self.desk

    @property
    def branch(self) -> str:
        """The branch that is worked on; empty on the live days."""
        return str(getattr(self._desk, "branch_name", ""))

    @property
    def as_of(self) -> datetime | None:
        """The moment that is looked at; None = now."""
        return getattr(self._desk, "moment", None)

    def go_to(self, branch: str) -> Changes:
        """Work on a branch from now on, or on the live days again; answers all that is to be drawn then.

        Raises:
            NotFound: nobody works on a branch of that name.
        """
        self._move_to(branch)
        return self.reread()

    def look_back(self, at: datetime | None) -> Changes:
        """Look at how things stood at a moment from now on, or at the live days again; answers as `go_to` does.

        Raises:
            InvalidInput: the moment is still to come, or before the journal begins.
        """
        from wom_tui.past_desk import past_desk

        self._stand(None if at is None else lambda live: past_desk(live, at, self.zone))
        return self.reread()

    def _move_to(self, branch: str) -> None:
        from wom_tui.branch_desk import branch_desk

        self._stand(None if branch == LIVE else lambda live: branch_desk(live, branch))

    def _stand(self, elsewhere: Callable[[Desk], Desk] | None) -> None:
        """Another desk on the same database in front of the live one; None = the live one itself."""
        live = self.live_desk
        self._desk = live if elsewhere is None else elsewhere(live)
        self._live = None if elsewhere is None else live

    @property
    def standing_in(self) -> str:
        """`root as bob` where an admin acts for another; else nothing, for everybody knows who they are."""
        actor = self._desk.actor if self._desk is not None else None
        return acting(actor.name, actor.on_behalf_of) if actor and actor.on_behalf_of else ""

    @property
    def is_open(self) -> bool:
        return self._desk is not None

    def open(self) -> None:
        """Open the database: imports the engine, checks the schema, finds out who we are.

        Raises:
            WomError: it cannot be opened, or we are not known there.
        """
        from wom_tui.queries.office import office_settings

        desk = self.open_desk()
        settings = desk.ask(office_settings)
        self.zone, self.office = ZoneInfo(settings.zone), settings.world or settings.name
        self.seq = desk.last_seq()
        self._desk = desk
        if self.first_branch is not None:
            self._move_to(self.first_branch)
        self._read_rules()

    def warm_up(self) -> None:
        """Compile the engine where that has not been done yet, before somebody waits for a plan."""
        if self.effort is None or self.desk.searcher is None:
            return
        from wom_tui.gateways.compiled_code import keep_compiled_code
        from wom_tui.gateways.warming import warm_up

        with suppress(GatewayError):  # the first plan will say so
            if keep_compiled_code():
                warm_up(self.desk.searcher)

    def _read_rules(self) -> None:
        from wom_tui.queries.clocks import sla_rules

        self.rules = self.desk.ask(sla_rules)

    def _count_requests(self) -> None:
        from wom_tui.queries.requests import new_requests

        self.requests = self.desk.ask(new_requests).waiting

    def first_rows(self) -> list[OrderRow]:
        """The orders that are due first: enough for any screen."""
        from wom_tui.queries.board import urgent_numbers

        return self._rows(self.desk.ask(urgent_numbers, FIRST_ROWS))

    def all_rows(self) -> list[OrderRow]:
        """All open orders, and those that ended today."""
        from wom_tui.queries.names import read_names
        from wom_tui.queries.orders import OPEN, order_rows

        self._count_requests()
        self._names = self.desk.ask(read_names)
        rows = self.desk.ask(
            order_rows,
            self._names,
            status=OPEN,
            ended_since=self.midnight(),
            breathe=self.courtesy.give_way,
        )
        for at in range(0, len(rows), FEW_ROWS):
            self.courtesy.give_way()
            self._orders_of_visits.update(
                {row.visit.id: row.number for row in rows[at : at + FEW_ROWS] if row.visit}
            )
        return rows

    def reread(self) -> Changes:
        """Everything, after the database was away: what happened meanwhile may be told by no event."""
        self.seq = self.desk.last_seq()
        self._orders_of_visits.clear()
        self._read_rules()
        return Changes(rows=tuple(self.all_rows()), is_all=True)

    def changes(self) -> Changes:
        """What changed since the last time, read as few rows as there are changes."""
        from wom_tui.queries.board import dirty_since
        from wom_tui.queries.clocks import changes_rules

        if self.branch:
            return self._changes_on_branch()
        if self.as_of is not None:
            self.live_desk.last_seq()  # what was does not change; but is the database still there?
            return Changes()
        dirty = self.desk.ask(dirty_since, self.seq, self._orders_of_visits)
        self.seq = dirty.seq
        if dirty.is_all or changes_rules(dirty.subjects):
            self._read_rules()
        if any(subject.startswith("request:") for subject in dirty.subjects):
            self._count_requests()
        if not dirty.orders and not dirty.is_all:
            return Changes(subjects=dirty.subjects)
        rows = tuple(self.all_rows() if dirty.is_all else self._rows(dirty.orders))
        return Changes(
            rows,
            gone=dirty.orders - {row.number for row in rows},
            subjects=dirty.subjects,
            is_all=dirty.is_all,
            theirs=self.bookings.others(dirty.events),
            overtaken=self._overtaken(dirty.events),
        )

    def _changes_on_branch(self) -> Changes:
        """Whatever happens, the branch may come to something else; where somebody has ended it, this seat is live."""
        if self.live_desk.last_seq() == self.seq:
            return Changes()
        from wom_tui.commands.branch import open_branch

        is_open = self.live_desk.ask(open_branch, self.branch) is not None
        return self.reread() if is_open else self.go_to(LIVE)

    def _overtaken(self, events: Sequence[Event]) -> tuple[tuple[Move, str], ...]:
        lost = self.bookings.lost(events).values()
        return tuple((move, happened[-1].who) for happened in lost for move in self.moves(happened))

    def moves(self, events: Sequence[Event]) -> tuple[Move, ...]:
        """From whom and when to whom and when these events put visits; events of a dry run as well."""
        from wom_tui.queries.moves import books, moves_of

        if not any(map(books, events)):
            return ()
        return self.desk.ask(moves_of, events, self.known_names())

    def again(self, subject: str) -> Changes:
        """The order behind a record as it is now, once it was said here that it is another."""
        number = self.order_behind(subject)
        if number is None:
            return Changes()
        subjects = frozenset({f"work_order:{number}"})
        return Changes(rows=tuple(self._rows([number])), subjects=subjects, is_told=True)

    def fresh(self, numbers: Iterable[int]) -> list[OrderRow]:
        """These orders as they are in the database just now."""
        return self._rows(frozenset(numbers))

    def left_by(self, receipt: Receipt) -> Changes:
        """The orders of an act of this console as it left them: the next key must not act on older ones."""
        behind = (self.order_behind(event.subject) for event in receipt.events)
        numbers = frozenset(number for number in behind if number is not None)
        if not 0 < len(numbers) <= FEW_ORDERS:  # after an act on many, the news will come as all news do
            return Changes()
        try:
            rows = tuple(self._rows(numbers))
        except WomError:  # the act is done all the same
            return Changes()
        own = tuple(event for event in receipt.events if event.kind != REROUTED)
        return Changes(rows, subjects=frozenset(event.subject for event in receipt.events), own=own)

    def order_behind(self, subject: str) -> int | None:
        """The order that a record belongs to, as far as this seat has seen it."""
        noun, _, id = subject.partition(":")
        if noun == "work_order":
            return int(id)
        return self._orders_of_visits.get(int(id)) if noun == "visit" else None

    def _rows(self, numbers: list[int] | frozenset[int]) -> list[OrderRow]:
        from wom_tui.queries.orders import order_rows

        return self.desk.ask(order_rows, self.known_names(), ids=numbers)

    def known_names(self) -> Names:
        """What ids are called; read once."""
        from wom_tui.queries.names import read_names

        if self._names is None:
            self._names = self.desk.ask(read_names)
        return self._names

    def filter_of(self, text: str, now: datetime) -> Filter:
        """A filter as it is typed, held to the names that were read so far; the database is not asked.

        Raises:
            InvalidInput: it is none, or names what there is not.
        """
        from wom_tui.domain.filter import parse_filter
        from wom_tui.domain.filter_names import check_names

        wanted = parse_filter(text, now=now, zone=self.zone.key)
        if known := self._names.of_filters() if self._names else {}:
            check_names(wanted, known)
        return wanted

    def midnight(self) -> datetime:
        """When today began, where the office is."""
        return midnight(self.desk.now(), self.zone)

    def real_day(self) -> tuple[datetime, datetime]:
        """The time it really is, by which is counted what was done lately; and when that day began here."""
        now = datetime.now(UTC)
        return now, midnight(now, self.zone)

    def watch(self, wake: Callable[[], None]) -> None:
        """Call `wake` from another thread after every act of anybody."""
        self._watcher = self.desk.watch(wake)

    def announce(self, order: int | None, *, tells: bool) -> tuple[Present, ...]:
        """Say that this console is here, and with which order open; answers who else is."""
        actor = self.live_desk.actor
        me = Present(acting(actor.name, actor.on_behalf_of), order)
        return self.live_desk.announce(self.key, me, tells=tells)

    def others(self) -> tuple[Present, ...]:
        """Who else is at this database."""
        return self.live_desk.others(self.key)

    def close(self) -> None:
        """Let the database go."""
        if self._watcher is not None:
            self._watcher.stop()
        if self.is_announced and self._desk is not None:
            with suppress(WomError):  # else the row is forgotten in a minute and a half
                self.live_desk.leave(self.key)
        if self._desk is not None:
            self._desk.close()


def midnight(now: datetime, zone: ZoneInfo) -> datetime:
    """When the day of `now` began in a zone."""
    return now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
