"""The console beside its peers: 100,000 open orders and 500 technicians on 200×50, all in one run.

The same rows in Textual's `DataTable`, and in visidata and harlequin where they are there (see `peers.py`). Ratios
are what counts: times on a shared machine vary.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle, islice
from pathlib import Path
from statistics import mean, median
from zoneinfo import ZoneInfo

from benchmarks import peers
from benchmarks.figures import Figure, percentiles
from benchmarks.office import ZONE, open_office, sqlite_office
from benchmarks.peers import CURSOR
from benchmarks.process import memory_mb, processor_s
from benchmarks.slots import booked_visits
from benchmarks.start import WOM
from benchmarks.terminal import DOWN, UP, Answer, Terminal
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.order import EditOrder
from wom_tui.queries.board import urgent_numbers

ORDERS, TECHNICIANS, DAYS, SEED = 100_000, 500, 1, 1
FEW_ORDERS = 10_000
STARTS, KEYS = 3, 200
IN_VIEW, PAGE_DOWN, CTRL_Q = 15, b"\x1b[6~", b"\x11"
HELD_HZ, HELD_S = 30, 3
IDLE_S, SEATS, QUIET_PERCENT = 20, 8, 5
BOARD, LANES = b"1", b"2"
BELOW_CURSOR, IN_SIGHT = 5, 25
VIEWS = (
    ("lanes", LANES),
    ("backlog", b"3"),
    ("order", b"4"),
    ("triage", b"7"),
    ("map", b"8"),
    ("log", b"9"),
)
LIVE = r"live +\d\d:\d\d"
SIZE = f"{ORDERS:,} open orders, {TECHNICIANS} technicians, SQLite, 200×50"


@dataclass(frozen=True)
class Target:
    """What is aimed at beside a peer."""

    in_view: str
    scrolling: str
    sooner: str
    fewer_bytes: str = ""


BESIDE_TABLE = Target(in_view="≤ 0.05", scrolling="≤ 0.25", sooner="≥ 20", fewer_bytes="≥ 50")
BESIDE_VISIDATA = Target(in_view="≤ 0.1", scrolling="≤ 0.5", sooner="≥ 1.5")


@dataclass(frozen=True)
class Program:
    """One that shows the rows.

    Attributes:
        first: what is on the screen when something of them is.
        loaded: what is on the screen when all of them are.
        leave: the key that ends it.
        usable: what is on the screen when a key moves the cursor; empty = when all of them are there.
    """

    name: str
    command: Sequence[str]
    environ: dict[str, str]
    first: str
    loaded: str
    leave: bytes = b"q"
    usable: str = ""


@dataclass(frozen=True)
class Found:
    """What was measured of a program."""

    first_s: float
    usable_s: float
    loaded_s: float
    in_view: list[Answer]
    scrolling: list[Answer]
    paging: list[Answer]

    @property
    def view_ms(self) -> tuple[float, float]:
        return _ms(self.in_view)

    @property
    def scroll_ms(self) -> tuple[float, float]:
        return _ms(self.scrolling)


def figures() -> list[Figure]:
    """Each program in turn, then what only the console is asked."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office = sqlite_office(ORDERS, TECHNICIANS, SEED, folder)
        rows = peers.rows_file(office, folder)
        _book(office)
        own = _own(office, folder, ORDERS)
        table = Program("DataTable", peers.data_table(rows, folder), {}, "Dorchester", "Dorchester", CTRL_Q)
        _compile_engine(own)
        ours, theirs = _raced(own), _raced(table)
        found = [*_alone(ours), *_beside(ours, theirs, "DataTable", BESIDE_TABLE)]
        if command := peers.visidata(rows):
            theirs = _raced(_visidata(command))
            found += [*_beside(ours, theirs, "visidata", BESIDE_VISIDATA), *_against_visidata(ours, theirs)]
        if command := peers.harlequin(office):
            starts = [_first(Program("harlequin", command, {}, "Run Query", "")) for _ in range(STARTS)]
            found.append(_ratio("first text, wom / harlequin", ours.first_s, median(starts), "≤ 0.5"))
        small = _own(sqlite_office(FEW_ORDERS, TECHNICIANS, SEED, folder), folder, FEW_ORDERS)
        return [*found, *_stock(own, ours), *_live(own, table, office), *_seats(own, small, rows)]


def _own(office: Path, folder: Path, orders: int) -> Program:
    """The console; before it is live, the frame of the last time stands there, which has all rows in its head."""
    loaded = rf"(?s)(?=.*{LIVE}).*{orders:,} of {orders:,}"
    command = [WOM, "--db", str(office)]
    return Program("wom", command, _own_environ(folder), "Light out|Pole|Tree", loaded, usable=LIVE)


def _visidata(command: Sequence[str]) -> Program:
    return Program("visidata", command, {}, "Dorchester", f"{ORDERS} rows")


def _own_environ(folder: Path) -> dict[str, str]:
    return {"XDG_CACHE_HOME": str(folder / "cache")}


def _compile_engine(own: Program) -> None:
    """As on any day but the first: a console that finds no compiled engine compiles it beside the keys."""
    with _loaded(own) as terminal:
        _until_quiet(terminal)


def _until_quiet(terminal: Terminal) -> None:
    """Until it has nothing to do by itself: no engine is compiled, no view read before somebody opens it."""
    while _used_percent(terminal, 3) > QUIET_PERCENT:
        pass


def _book(office: Path) -> None:
    """Five visits today for everybody, so that the lanes are full."""
    desk = open_office(str(office))
    desk.run(LoadFacts(facts=tuple(booked_visits(datetime.now(ZoneInfo(ZONE)).date(), DAYS)), what="visits"))
    desk.close()


# ------------------------------------------------------------------------------------------------ each program


def _first(program: Program) -> float:
    with Terminal(program.command, program.environ) as terminal:
        return terminal.until(program.first)


def _raced(program: Program) -> Found:
    firsts, usable, loads = [], [], []
    for _ in range(STARTS):
        with Terminal(program.command, program.environ, cursor=CURSOR) as terminal:
            firsts.append(terminal.until(program.first))
            if program.usable:
                terminal.until(program.usable)
                usable.append(terminal.moves_cursor())
            loads.append(terminal.until(program.loaded))
            terminal.rest()
            terminal.leave(program.leave)  # the console keeps its board for the next start
    with _loaded(program) as terminal:
        in_view = list(_pressed(terminal, [DOWN] * IN_VIEW + [UP] * IN_VIEW, KEYS))
        _go_to_the_edge(terminal)
        scrolling = list(_pressed(terminal, [DOWN], KEYS))
        paging = list(_pressed(terminal, [PAGE_DOWN], 30))
    return Found(median(firsts), median(usable or loads), median(loads), in_view, scrolling, paging)


def _go_to_the_edge(terminal: Terminal) -> None:
    for _ in range(60):
        terminal.press(DOWN)


def _pressed(terminal: Terminal, keys: Sequence[bytes], count: int) -> Iterator[Answer]:
    for place, key in enumerate(islice(cycle(keys), count)):
        yield terminal.press(key)
        if not place % 10:
            terminal.rest(0.4)  # until the order under the cursor has been read


def _ms(answers: Sequence[Answer]) -> tuple[float, float]:
    p50, p99 = percentiles([answer.seconds for answer in answers if answer.seconds is not None])
    return p50 * 1e3, p99 * 1e3


def _bytes(answers: Sequence[Answer]) -> float:
    """The mean: at the edge the list goes on by half a page, once in so many keys."""
    return mean(answer.size for answer in answers)


# ------------------------------------------------------------------------------------------------- what is told


def _ratio(name: str, ours: float, theirs: float, target: str) -> Figure:
    return Figure(name, ours / theirs, "×", target, SIZE)


def _alone(ours: Found) -> Iterator[Figure]:
    yield Figure("first text on the screen", ours.first_s, "s", "", SIZE)
    yield Figure("the first key that moves the cursor", ours.usable_s, "s", "", SIZE)
    yield Figure("all orders there", ours.loaded_s, "s", "", SIZE)
    for name, (p50, p99) in (("in view", ours.view_ms), ("scrolling", ours.scroll_ms)):
        yield Figure(f"key {name}, p50", p50, "ms", "", f"{SIZE}, {KEYS} keys")
        yield Figure(f"key {name}, p99", p99, "ms", "", f"{SIZE}, {KEYS} keys")
    yield Figure("bytes of a scrolling key", _bytes(ours.scrolling), "B", "≤ 600", SIZE)
    yield Figure("bytes of a page", _bytes(ours.paging), "B", "≤ 6,600", SIZE)


def _beside(ours: Found, theirs: Found, name: str, target: Target) -> Iterator[Figure]:
    yield Figure(f"key in view, {name}, p99", theirs.view_ms[1], "ms", "", SIZE)
    yield Figure(f"key scrolling, {name}, p99", theirs.scroll_ms[1], "ms", "", SIZE)
    yield _ratio(f"key in view, p99, wom / {name}", ours.view_ms[1], theirs.view_ms[1], target.in_view)
    yield _ratio(
        f"key scrolling, p99, wom / {name}", ours.scroll_ms[1], theirs.scroll_ms[1], target.scrolling
    )
    scrolled = _bytes(theirs.scrolling), _bytes(ours.scrolling)
    yield _ratio(f"bytes of a scrolling key, {name} / wom", *scrolled, target.fewer_bytes)
    yield _ratio(f"a key that moves the cursor, {name} / wom", theirs.loaded_s, ours.usable_s, target.sooner)


def _against_visidata(ours: Found, theirs: Found) -> Iterator[Figure]:
    yield _ratio("first text, wom / visidata", ours.first_s, theirs.first_s, "≤ 0.9")
    yield _ratio("all rows there, visidata / wom", theirs.loaded_s, ours.loaded_s, "")
    yield _ratio("key in view, p50, wom / visidata", ours.view_ms[0], theirs.view_ms[0], "≤ 0.15")
    yield _ratio("bytes of a page, wom / visidata", _bytes(ours.paging), _bytes(theirs.paging), "≤ 1")


def _stock(own: Program, ours: Found) -> Iterator[Figure]:
    """The same console as Textual sends it, whole regions at once; and the lanes, both ways."""
    plain = Program(own.name, own.command, {**own.environ, "WOM_OUTPUT": "plain"}, own.first, own.loaded)
    with _loaded(plain) as terminal:
        _go_to_the_edge(terminal)
        board = _bytes(list(_pressed(terminal, [DOWN], 40)))
        lanes = _lanes_bytes(terminal)
    with _loaded(own) as terminal:
        own_lanes = _lanes_bytes(terminal)
    yield _ratio("bytes of a scrolling key, sent as Textual sends / wom", board, _bytes(ours.scrolling), "")
    yield Figure("bytes of a scrolling key on the lanes", own_lanes, "B", "≤ 2,500", SIZE)
    yield _ratio("… Textual's own / wom", lanes, own_lanes, "≥ 20")


def _lanes_bytes(terminal: Terminal) -> float:
    terminal.press(LANES)
    terminal.until("sorted by trouble")
    terminal.rest()
    _go_to_the_edge(terminal)
    return _bytes(list(_pressed(terminal, [DOWN], 40)))


@contextmanager
def _loaded(program: Program) -> Iterator[Terminal]:
    """The program when it has all its rows."""
    with Terminal(program.command, program.environ, cursor=CURSOR) as terminal:
        terminal.until(program.loaded)
        terminal.rest(1.0)
        yield terminal


# --------------------------------------------------------------------------------- what others do, and nobody


def _live(own: Program, table: Program, office: Path) -> Iterator[Figure]:
    """A change of somebody else, a key that is held, views that are opened, and silence."""
    with _loaded(own) as terminal:
        yield from _changed(terminal, table, office)
        yield from _held(terminal)
        yield from _opened(terminal)
        terminal.press(BOARD)
        terminal.rest(1.0)
        yield from _idle(terminal)


def _changed(terminal: Terminal, table: Program, office: Path) -> Iterator[Figure]:
    """A title is another; as the due is counted anew with it, the row then goes to another line."""
    desk, sizes, moved = open_office(str(office)), [], []
    numbers = desk.ask(urgent_numbers, IN_SIGHT)[BELOW_CURSOR:]
    for count, number in enumerate(numbers):
        terminal.rest(1.0)
        desk.run(EditOrder(order=number, changes=(("title", f"Another {count:03}"),)))
        sizes.append(terminal.frame())
        moved.append(terminal.received(0.6))
    desk.close()
    with _loaded(table) as other:
        theirs = median(other.press(b"u").size for _ in numbers)
    on = f"{SIZE}, {len(numbers)} titles"
    yield Figure("bytes of another's change, where it stands", median(sizes), "B", "≤ 300", on)
    yield Figure("… and of the row's way to another line", median(moved), "B", "", on)
    yield _ratio("… a changed cell of a DataTable / of wom", theirs, median(sizes), "≥ 40")


def _held(terminal: Terminal) -> Iterator[Figure]:
    """A key that repeats, and how long the screen still moves when it is let go."""
    size = 0
    for _ in range(HELD_HZ * HELD_S):
        terminal.send(DOWN)
        size += terminal.received(1 / HELD_HZ)
    answer = terminal.press(DOWN)
    size += answer.size
    yield Figure("a held key, bytes", size / HELD_S / 1e3, "kB/s", "≤ 25", f"{SIZE}, {HELD_HZ} a second")
    lag = answer.seconds or 0.0
    yield Figure("… the last one is on the screen after", lag * 1e3, "ms", "≤ 50", SIZE)
    terminal.rest()


def _opened(terminal: Terminal) -> Iterator[Figure]:
    """Each view, the first time and again: until the screen is still."""
    _until_quiet(terminal)
    for name, key in VIEWS:
        firsts = terminal.press(key)
        terminal.rest(1.0)
        again = []
        for _ in range(5):
            terminal.press(BOARD)
            terminal.rest(0.5)
            again.append(terminal.press(key).seconds or 0.0)
            terminal.rest(0.5)
        yield Figure(f"{name}, opened for the first time", (firsts.seconds or 0.0) * 1e3, "ms", "< 100", SIZE)
        yield Figure(f"{name}, opened again", median(again) * 1e3, "ms", "< 100", SIZE)


def _idle(terminal: Terminal) -> Iterator[Figure]:
    used, size = _used_percent(terminal, IDLE_S), terminal.received(IDLE_S)
    yield Figure("processor while nothing happens", used, "%", "≤ 0.5", f"{SIZE}, {IDLE_S} s")
    yield Figure(
        "bytes while nothing happens",
        size / IDLE_S,
        "B/s",
        "0",
        f"{SIZE}, {IDLE_S} s; the clock ticks once a minute",
    )


def _used_percent(terminal: Terminal, seconds: float) -> float:
    before = processor_s(terminal.pid)
    terminal.listen(seconds)
    return (processor_s(terminal.pid) - before) / seconds * 100


def _seats(own: Program, small: Program, rows: Path) -> Iterator[Figure]:
    """What one of several programs takes, each with all its rows."""
    share, few = _share_mb(own), _share_mb(small)
    yield Figure("memory of a seat (PSS)", share, "MB", "", f"{SIZE}, {SEATS} seats")
    on = f"{FEW_ORDERS:,} open orders, {TECHNICIANS} technicians, SQLite, 200×50, {SEATS} seats"
    yield Figure("memory of a seat (PSS), fewer orders", few, "MB", "", on)
    if command := peers.visidata(rows):
        visidata = _share_mb(_visidata(command))
        yield _ratio("memory of a seat, wom / visidata", share, visidata, "")
        yield Figure(
            "memory of a seat with fewer orders, wom / visidata with all", few / visidata, "×", "≤ 0.25", on
        )


def _share_mb(program: Program) -> float:
    with ExitStack() as stack:
        seats = [stack.enter_context(_loaded(program)) for _ in range(SEATS)]
        return median(memory_mb(seat.pid) for seat in seats)
