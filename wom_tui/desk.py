"""What every door holds: run a command, ask a question, watch for changes, make a plan.

The composition root: here, and only here, a database, an actor, a clock and the travel times come together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine

from wom_tui.config import TravelConfig
from wom_tui.domain.event import Event
from wom_tui.domain.lease import Fence
from wom_tui.domain.place import TravelTime, at_once
from wom_tui.domain.policy import Actor, Role
from wom_tui.domain.presence import Present
from wom_tui.domain.receipt import Receipt
from wom_tui.domain.travel_hours import HourFactors
from wom_tui.errors import InvalidInput, WomError
from wom_tui.planning.effort import REPAIRING, Effort
from wom_tui.store import journal, office, presence, schema
from wom_tui.store.engine import database_url, open_engine, translated, writing
from wom_tui.store.past import reader_as_of
from wom_tui.store.reader import Reader
from wom_tui.store.watch import Watcher

if TYPE_CHECKING:
    from wom_tui.commands.bus import Bus, Mode, Origin
    from wom_tui.commands.command import Command
    from wom_tui.domain.plan import Plan
    from wom_tui.gateways.travel import Travel
    from wom_tui.planning.effort import Searcher, Watch
    from wom_tui.planning.planner import Planner
    from wom_tui.planning.repair import Repair, Trouble
    from wom_tui.planning.snapshot import Snapshot
    from wom_tui.queries.room import Room

__all__ = ["Clock", "Desk", "Watcher", "create_office", "open_desk", "real_clock"]

P = ParamSpec("P")
R = TypeVar("R")
Clock = Callable[[], datetime]


def real_clock() -> datetime:
    """The time it really is, aware UTC."""
    return datetime.now(UTC)


@dataclass
class Desk:
    """One actor at one database.

    Attributes:
        actor: who acts; every event carries the name.
        door: `console`, `cli`, `import`, `demo` …
        session: this console or this shell: whose last act `undo` takes back.
        clock: business time. The real one, except in a demonstration.
        travel: seconds on the road.
        searcher: who searches for better plans; None = this process. `close_searcher` lets go of it.
        planner: who makes whole plans; None = this process.
        fence: for a desk that acts for everybody: the right to.
    """

    engine: Engine
    actor: Actor
    door: str = "cli"
    session: str = ""
    clock: Clock = real_clock
    travel: TravelTime = at_once
    searcher: Searcher | None = None
    planner: Planner | None = None
    close_searcher: Callable[[], None] | None = None
    fence: Fence | None = None

    @property
    def travel_source(self) -> str:
        """Where the travel times come from, as the user reads it."""
        name = getattr(self.travel, "name", None)
        return str(name) if name else "no travel times"

    @property
    def address(self) -> str:
        """Where the database is, without its password."""
        return self.engine.url.render_as_string(hide_password=True)

    @cached_property
    def _bus(self) -> Bus:
        # Loaded by the first act: a desk that only answers needs no handlers, and opens a third sooner.
        from wom_tui.commands.bus import Bus

        return Bus(self.engine, self.clock, real_clock, self.travel)

    def _origin(self, cause: int | None = None) -> Origin:
        from wom_tui.commands.bus import Origin

        return Origin(actor=self.actor, door=self.door, session=self.session, cause=cause, fence=self.fence)

    def now(self) -> datetime:
        """Business time."""
        return self.clock()

    def run(self, command: Command, *, dry_run: bool = False, cause: int | None = None) -> Receipt:
        """Do one thing; see `Bus.run` for what it may raise."""
        return self._bus.run(command, self._origin(cause), dry_run=dry_run)

    def run_all(self, commands: Sequence[Command], *, mode: Mode = "all", dry_run: bool = False) -> Receipt:
        """Do several things as one act."""
        return self._bus.run_all(commands, self._origin(), mode=mode, dry_run=dry_run)

    def run_together(self, acts: Sequence[tuple[Command, int | None]]) -> list[Receipt]:
        """Do several things in one transaction, all or none: each is an act of its own, with its cause."""
        return self._bus.run_together([(command, self._origin(cause)) for command, cause in acts])

    def ask(self, query: Callable[Concatenate[Reader, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Answer a query on the tables as they are."""
        with self._reading() as reader:
            return query(reader, *args, **kwargs)

    def ask_as_of(
        self, at: datetime, query: Callable[Concatenate[Reader, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Answer a query on the tables as they stood at that business time."""
        with translated(), self.engine.connect() as connection:
            return query(reader_as_of(connection, at), *args, **kwargs)

    @contextmanager
    def _reading(self) -> Iterator[Reader]:
        with translated(), self.engine.connect() as connection:
            yield Reader(connection)

    def events(self, since: int = 0, limit: int | None = None, until: datetime | None = None) -> list[Event]:
        """What happened after an event, and by a moment of business time, oldest first."""
        with translated(), self.engine.connect() as connection:
            return list(journal.events(connection, since=since, limit=limit, until=until))

    def latest_events(self, most: int, until: datetime | None = None) -> list[Event]:
        """What happened last, and by a moment of business time, oldest first."""
        with translated(), self.engine.connect() as connection:
            return journal.latest(connection, most, until)

    def last_seq(self) -> int:
        """The number of the last event."""
        with translated(), self.engine.connect() as connection:
            return journal.count(connection)

    def announce(self, key: str, me: Present, *, tells: bool) -> tuple[Present, ...]:
        """Say that a console is there, and with which order; answers who else is. See `store/presence.py`."""
        return presence.beat(self.engine, key, me, tells=tells)

    def others(self, key: str) -> tuple[Present, ...]:
        """Who else is there."""
        return presence.others(self.engine, key)

    def leave(self, key: str) -> None:
        """That console is not there any more."""
        presence.leave(self.engine, key)

    def watch(self, wake: Callable[[], None]) -> Watcher:
        """Call `wake` from another thread after every act of anybody, this desk included, until stopped."""
        watcher = Watcher(self.engine, wake)
        watcher.start()
        return watcher

    def plan(
        self, on: date, *, territory: str | None = None, go_on: Callable[[int, int], bool] | None = None
    ) -> Plan:
        """Propose visits for the ready orders of a day, each in turn. Nothing is booked: `AcceptPlan` does that.

        Args:
            go_on: told how many orders of how many are done; False stops there.
        """
        return self.propose(on, territory=territory, go_on=go_on)[0]

    def propose(
        self, on: date, *, territory: str | None = None, go_on: Callable[[int, int], bool] | None = None
    ) -> tuple[Plan, Snapshot]:
        """The same, with the facts that it was made from: what would it be without some of its lines?"""
        from wom_tui.planning.solve import solve

        seen = self._snapshot(on, territory)
        # Where a server was silent the estimate has stood in, which is known only now.
        return replace(solve(seen, go_on), travel_source=self.travel_source), seen

    def search(
        self,
        on: date,
        *,
        territory: str | None = None,
        policy: str = "balanced",
        effort: Effort | None = None,
        go_on: Callable[[int, int], bool] | None = None,
        watch: Watch | None = None,
    ) -> tuple[Plan, Snapshot]:
        """The best plan that is found for a day, by a policy.

        Args:
            go_on: as in `plan`, before the search begins; False ends all.
            watch: told of steps and cost as they come; False ends the search with the best so far.
        """
        seen = self._snapshot(on, territory)
        (plan,) = self._planned([seen], policy, effort, go_on, watch)
        return plan, seen

    def search_days(
        self,
        on: date,
        days: int,
        *,
        territory: str | None = None,
        policy: str = "balanced",
        effort: Effort | None = None,
        go_on: Callable[[int, int], bool] | None = None,
        watch: Watch | None = None,
    ) -> list[Plan]:
        """The best plans that are found for several days from one on, the earliest first.

        Args:
            effort: of all days together.
        """
        from wom_tui.queries.snapshot import snapshots

        seen = self.ask(snapshots, on, days, self.now(), self.travel, self.travel_source, territory=territory)
        return self._planned(seen, policy, effort, go_on, watch)

    def _planned(
        self,
        seen: Sequence[Snapshot],
        policy: str,
        effort: Effort | None,
        go_on: Callable[[int, int], bool] | None,
        watch: Watch | None,
    ) -> list[Plan]:
        from wom_tui.gateways.engine_here import search_here
        from wom_tui.gateways.policies import policy_named
        from wom_tui.planning.effort import Effort
        from wom_tui.planning.planner import Asked

        asked = Asked(snapshots=seen, policy=policy_named(policy), effort=effort or Effort())
        if self.planner is None:
            plans = asked.planned(self.searcher or search_here, go_on, watch)
        else:
            plans = self.planner.plan(asked, go_on, watch)
        # Where a server was silent the estimate has stood in, which is known only now.
        return [replace(plan, travel_source=self.travel_source) for plan in plans]

    def repair(
        self,
        on: date,
        trouble: Trouble,
        *,
        policy: str = "stable-day",
        effort: Effort | None = None,
        watch: Watch | None = None,
        is_named: bool = True,
    ) -> Repair:
        """What has to change so that the day can be done again. Nothing is booked: `AcceptPlan` does that.

        Args:
            is_named: somebody has said what the trouble is; else what is not of that day is left out of it.

        Raises:
            InvalidInput: what the trouble is about is not of that day.
        """
        from wom_tui.gateways.engine_here import search_here
        from wom_tui.gateways.policies import policy_named
        from wom_tui.planning.repair import repaired, with_trouble
        from wom_tui.queries.movable import with_movable

        meant = policy_named(policy)
        seen = self._snapshot(on, None, trouble.to_place)
        trouble = trouble if is_named else trouble.on_day(seen)
        seen = with_trouble(seen, trouble)
        frozen_until = seen.now + timedelta(minutes=meant.frozen)
        freed = self.ask(with_movable, seen, frozen_until, lost=trouble.sick, free=trouble.free)
        return repaired(
            freed,
            trouble,
            self.searcher or search_here,
            policy=meant,
            effort=effort or REPAIRING,
            watch=watch,
        )

    def _snapshot(self, on: date, territory: str | None, only: frozenset[int] | None = None) -> Snapshot:
        from wom_tui.queries.snapshot import snapshot

        source = self.travel_source
        return self.ask(snapshot, on, self.now(), self.travel, source, territory=territory, only=only)

    @cached_property
    def room(self) -> Room:
        """The gaps of everybody's days, for queries that rank slots: kept until somebody writes something."""
        from wom_tui.queries.room import Room

        return Room(self.travel)

    def close(self) -> None:
        """Let the database go, and who searches for us."""
        self.engine.dispose()
        if self.close_searcher is not None:
            self.close_searcher()


def open_desk(
    address: str,
    *,
    os_user: str,
    door: str = "cli",
    session: str = "",
    on_behalf_of: str | None = None,
    now: datetime | None = None,
    travel: TravelConfig | None = None,
) -> Desk:
    """Open a database as the user that the operating system says is there.

    Args:
        address: URL or path.
        now: business time instead of the office's clock; for demonstrations and tests only.
        travel: whom to ask how long a drive takes; default nobody outside.

    Raises:
        StoreError, SchemaBehind: the database is not there, not ours, or of another age.
        Forbidden: the office has users, and this is none of them.
        InvalidInput: `now` was given for an office that works for real.
    """
    engine = open_engine(database_url(address))
    try:
        schema.check(engine)
        with translated(), engine.connect() as connection:
            actor = office.actor_of(Reader(connection), os_user, on_behalf_of)
            settings = office.read(connection)
        clock = _clock_of(settings, now)
        times = travel_of(settings.roads, travel or TravelConfig())
    except WomError:
        engine.dispose()  # who is not let in leaves no connection behind
        raise
    return Desk(
        engine,
        actor,
        door=door,
        session=session or door,
        clock=clock,
        travel=times,
    )


def create_office(address: str, *, name: str, zone: str, admin: str) -> None:
    """Make an office in an empty database.

    Args:
        zone: IANA name of the zone in which the office reads its clock.
        admin: the operating system's name of the first user.

    Raises:
        StoreError: the database is not empty, or cannot be written.
    """
    from wom_tui.commands.roster import AddUser

    engine = open_engine(database_url(address))
    schema.create(engine)
    with writing(engine) as connection:
        office.write(connection, office.Office(name=name, zone=zone))
    desk = Desk(engine, Actor(name=admin, role=Role.ADMIN))
    desk.run(AddUser(name=admin, role=Role.ADMIN, os_user=admin))
    desk.close()


def _clock_of(settings: office.Office, now: datetime | None) -> Clock:
    if now is not None and settings.world is None:
        raise InvalidInput(
            "now", now.isoformat(), "nothing: only a demonstration can be told what time it is"
        )
    if now is not None:
        return lambda: now
    return settings.demo_clock.now if settings.demo_clock else real_clock


def travel_of(roads: str | None, config: TravelConfig) -> Travel:
    """The travel times that the settings ask for.

    Raises:
        InvalidInput: a setting is not what it should be; names it.
    """
    from wom_tui.gateways.travel import travel_source

    hours = HourFactors.read(config.hours)
    if not config.url:
        return travel_source(roads, hours)
    from wom_tui.gateways.osrm import OsrmServer

    server = OsrmServer(config.url, config.profile, config.timeout_s, config.places_at_once)
    return travel_source(roads, hours, server)
