"""How is a demonstration opened: in which database, at which moment, and is it there already?"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import NamedTuple, TextIO
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from wom_tui.domain.letter import one_line
from wom_tui.errors import InvalidInput, StoreError
from wom_tui.folders import cache_folder
from wom_tui.store import journal, office, schema
from wom_tui.store.engine import database_url, open_engine, translated
from wom_tui.store.office import DemoClock
from wom_tui.worlds import prepared
from wom_tui.worlds.arrivals import Arrivals
from wom_tui.worlds.feed import Feed, running
from wom_tui.worlds.founding import found_office, set_clock, tell_orders, teller
from wom_tui.worlds.loader import World
from wom_tui.worlds.morning import hold_some, plan_dawn, planned_at, send_first, sent_at
from wom_tui.worlds.reports import due_reports

Say = Callable[[str], None]
_MOST_SPEED = 3600.0
_MOST_AT_ONCE = 9
_LONGEST_HOLDER = 120  # characters


@dataclass(frozen=True, kw_only=True)
class Demo:
    """A demonstration that is open.

    Attributes:
        address: of its database: what another console is opened with.
        at: the moment of its clock when it was opened, aware UTC.
        is_cached: a file in the user's cache, as opposed to a database that the user has named.
        is_continued: it was there, and goes on.
        seconds: how long opening it took.
    """

    address: str
    world: World
    at: datetime
    speed: float
    is_cached: bool
    is_continued: bool
    seconds: float

    @property
    def shown_address(self) -> str:
        """The address without a password."""
        if "://" not in self.address:
            return self.address
        return database_url(self.address).render_as_string(hide_password=True)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is to be opened.

    Attributes:
        os_user: who opens it, and becomes the admin of a new one.
        at: moment to open it at; None = the world's own, or where it was left.
        speed: business seconds per real second; 0 = the clock stands still.
        database: address; None = a file in the user's cache, new each time.
        is_kept: go on with the file in the cache, if there is one.
    """

    world: World
    os_user: str
    at: datetime | None = None
    speed: float = 1.0
    database: str | None = None
    is_kept: bool = False

    def __post_init__(self) -> None:
        world = self.world
        if self.at is not None and not world.founded_at <= self.at <= world.ends_at:
            zone = ZoneInfo(world.zone)
            first, last = (f"{t.astimezone(zone):%Y-%m-%dT%H:%M}" for t in (world.founded_at, world.ends_at))
            raise InvalidInput("at", self.at.astimezone(zone).isoformat(), f"a time from {first} to {last}")
        if not 0 <= self.speed <= _MOST_SPEED:
            raise InvalidInput("speed", self.speed, f"0 to {_MOST_SPEED:g} business seconds a second")


def moment(world: World, text: str) -> datetime:
    """A moment as `--at` takes it: ISO, in the world's zone unless it names its own; aware UTC.

    Raises:
        InvalidInput: it is no date and time.
    """
    try:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(world.zone))).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidInput("at", text, "a date and time such as 2015-05-12T09:00") from error


@contextmanager
def open_demo(wish: Wish, say: Say) -> Iterator[Demo]:
    """Open a demonstration; its file in the cache is nobody else's until the block is left.

    Args:
        say: told what is going on, line by line.

    Raises:
        StoreError: the database holds something else, or cannot be written.
        InvalidInput: the demonstration that is there has gone past that moment.
    """
    began = monotonic()
    with _place(wish, say) as address:
        at, is_continued = _ready(address, wish, say)
        yield Demo(
            address=address,
            world=wish.world,
            at=at,
            speed=wish.speed,
            is_cached=wish.database is None,
            is_continued=is_continued,
            seconds=monotonic() - began,
        )


def _ready(address: str, wish: Wish, say: Say) -> tuple[datetime, bool]:
    """See to it that the demonstration is there and its clock runs: its time, and whether it was there."""
    opens_at = wish.at or wish.world.opens_at
    copy, path = None, Path(address)
    if wish.database is None and not path.exists():
        copy = prepared.copy_for(path.parent, wish.world, opens_at, wish.os_user)
    is_fetched = copy is not None and prepared.fetch(copy, path)
    engine = open_engine(database_url(address))
    try:
        left = None if is_fetched else _left(engine, wish)
        if left is None and not is_fetched:
            build(engine, wish, opens_at, say)
        at = wish.at or (left.at if left else opens_at)
        first_at = left.demonstration_at if left else None
        set_clock(engine, wish.world, DemoClock(at, datetime.now(UTC), wish.speed, first_at))
    finally:
        engine.dispose()
    if copy is not None and not is_fetched:
        prepared.keep(path, copy, wish.world)
    return at, left is not None


def build(engine: Engine, wish: Wish, at: datetime, say: Say) -> None:
    """Make the office of a world in an empty database, with all that had happened by a moment."""
    world = wish.world
    say(f"{world.title}: setting up the office")
    found_office(engine, world, os_user=wish.os_user)
    tell_orders(engine, world, at)
    desk = teller(engine, world, at)
    for file in world.files:
        for done, of in Arrivals(desk, file).bring_known(desk, at):
            say(f"{file.path.name}: {done} of {of} orders")
    if world.files and planned_at(world, at) < at:
        say("planning the day")
        _tell_day(engine, world, at)


def _tell_day(engine: Engine, world: World, at: datetime) -> None:
    hold_some(teller(engine, world, at), world, at)
    plan_dawn(teller(engine, world, planned_at(world, at)), world, at)
    sent = sent_at(world, at)
    send_first(teller(engine, world, sent), at)
    desk = teller(engine, world, at)
    desk.run_all(desk.ask(due_reports, sent, sent, at))


@contextmanager
def feeding(demo: Demo, on_trouble: Say) -> Iterator[None]:
    """Bring the rest while the clock runs, until the block is left; nothing where world or clock stand still.

    Args:
        on_trouble: told, once, what has stopped it.
    """
    if not demo.world.files or demo.speed == 0:
        yield
        return
    engine = open_engine(database_url(demo.address))
    try:
        with translated(), engine.connect() as connection:
            clock = office.read(connection).demo_clock
        assert clock is not None, "a demonstration that is open has a clock"
        with running(Feed(teller(engine, demo.world, clock.now), demo.world, demo.at), on_trouble):
            yield
    finally:
        engine.dispose()


class _Left(NamedTuple):
    """A demonstration that is there: at which moment it was left, and when it was started for the first time."""

    at: datetime
    demonstration_at: datetime


def _left(engine: Engine, wish: Wish) -> _Left | None:
    """The demonstration that is there; None where there is none."""
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    if file is not None and not Path(file).exists():
        return None  # asking would make the file, and for everybody to read
    with translated(), engine.connect() as connection:
        if schema.version_of(connection) is None:
            return None
        settings = office.read(connection)
        last_at = journal.last_at(connection)
    schema.check(engine)
    advice = "choose another --db, or leave it out: then a file in your cache is used"
    if settings.world is None:
        raise StoreError("this database holds an office that works for real", advice)
    if settings.world != wish.world.name:
        raise StoreError(f"this database holds the world {settings.world}", advice)
    if settings.demo_clock is None or last_at is None:
        raise StoreError("a demonstration was being set up here and did not get ready", advice)
    if wish.at is not None and wish.at < last_at:
        zone = ZoneInfo(wish.world.zone)
        left = f"{last_at.astimezone(zone):%Y-%m-%dT%H:%M}"
        raise InvalidInput(
            "at", wish.at.astimezone(zone).isoformat(), f"a time after {left}, where it was left"
        )
    return _Left(last_at, settings.demo_clock.demonstration_at)


@contextmanager
def _place(wish: Wish, say: Say) -> Iterator[str]:
    """The address of the database. A file in the cache is locked for as long as the demonstration is open.

    One that is open already is left to whoever has it, which is said, and the next one is taken.
    """
    if wish.database is not None:
        yield wish.database
        return
    folder = cache_folder() / "demo"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreError(f"{folder} cannot be made: {error.strerror}", "give a place with --db") from error
    for number in range(1, _MOST_AT_ONCE + 1):
        path = folder / (f"{wish.world.name}.db" if number == 1 else f"{wish.world.name}-{number}.db")
        with path.with_suffix(".lock").open("a+") as lock:  # not emptied: it says who has it
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say(f"{path.name} is open already{_holder(lock)}; look at it too: wom console --db {path}")
                continue
            _sign(lock, wish.os_user)
            if not wish.is_kept:
                _put_aside(path)
            elif number > 1:
                say(f"{'going on with' if path.exists() else 'beginning'} {path.name} instead")
            yield str(path)
            return
    raise StoreError(f"{_MOST_AT_ONCE} demonstrations of {wish.world.name} are open", "close one of them")


def _sign(lock: TextIO, os_user: str) -> None:
    """Say who has it, for whoever finds it locked."""
    lock.truncate(0)
    lock.write(f"{os_user}, process {os.getpid()}, since {datetime.now(UTC).astimezone():%Y-%m-%d %H:%M}")
    lock.flush()


def _holder(lock: TextIO) -> str:
    """Who has it, as far as they have said so by now."""
    lock.seek(0)
    said = one_line(lock.readline(_LONGEST_HOLDER)).strip()
    return f", by {said}" if said else ""


def _put_aside(path: Path) -> None:
    """Begin anew; what somebody did in the one before stays there until the next: `NAME.before.db`."""
    before = path.with_suffix(".before.db")
    for suffix in ("", "-wal", "-shm", "-journal"):
        old, kept = path.with_name(path.name + suffix), before.with_name(before.name + suffix)
        kept.unlink(missing_ok=True)
        if old.exists():
            old.rename(kept)
