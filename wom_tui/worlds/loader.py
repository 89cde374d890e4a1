"""Which worlds are there, and what does one consist of?

A world is a folder of `sample_data`; its format stands in the README there. Reading one touches no database.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from wom_tui.domain.fact import Fact
from wom_tui.domain.work_calendar import zone_of
from wom_tui.errors import InvalidInput, NotFound
from wom_tui.resources import resource_dir
from wom_tui.worlds.roster import roster
from wom_tui.worlds.row import Row
from wom_tui.worlds.tale import ToldOrder, told_orders

Tables = Mapping[str, list[Row]]

_HEAD = frozenset("name title zone begins_at ends_at opens_at travel imports attribution".split())
_TABLES = frozenset(
    "world calendar territory work_type sla_policy queue shift_pattern technician site work_order".split()
)


@dataclass(frozen=True)
class WorldFile:
    """Orders of a world that come from a file, as some other system wrote it."""

    path: Path
    preset: str


@dataclass(frozen=True, kw_only=True)
class World:
    """One named world.

    Attributes:
        zone: the zone in which its office reads the clock.
        begins_at, ends_at: what it tells about, aware UTC.
        opens_at: the clock of a demonstration that is not told another.
        roads: the world's name when it has a road graph in `roads/`, else None: straight lines.
        files: orders to be imported.
        orders: orders that it tells itself.
        facts: all else: roster, templates, rules, sites; new ones, in an order that may be written.
        attribution: who is to be named wherever the world is shown; empty when all of it is ours.
    """

    name: str
    title: str
    zone: str
    begins_at: datetime
    ends_at: datetime
    opens_at: datetime
    roads: str | None = None
    files: tuple[WorldFile, ...] = ()
    orders: tuple[ToldOrder, ...] = ()
    facts: tuple[Fact, ...] = field(default=(), repr=False)
    attribution: tuple[str, ...] = ()

    @property
    def founded_at(self) -> datetime:
        """When its office was set up: before anything that is told."""
        return min([self.begins_at, *(order.opened_at for order in self.orders)])

    def day_of(self, at: datetime) -> date:
        """The local day of a moment."""
        return at.astimezone(zone_of(self.zone)).date()


def world_names() -> tuple[str, ...]:
    """The worlds that ship with this program."""
    return tuple(sorted(path.parent.name for path in resource_dir("sample_data").glob("*/world.toml")))


def open_world(name: str) -> World:
    """Read one of the worlds that ship with this program.

    Raises:
        NotFound: there is none of that name; tells the nearest.
        InvalidInput: one of its files says what cannot be: names file, table, row and field.
    """
    known = world_names()
    if name not in known:
        raise NotFound("world", name, difflib.get_close_matches(name, known, cutoff=0.3) or known)
    return read_world(resource_dir("sample_data") / name)


def about_world(name: str) -> str:
    """What a world is, what in it is real and under which licence it stands: its README and its notices."""
    folder = resource_dir("sample_data") / open_world(name).name
    notices = folder / "LICENCES" / "NOTICE.md"
    parts = [folder / "README.md", *([notices] if notices.is_file() else [])]
    return "\n".join(part.read_text(encoding="utf-8") for part in parts)


def read_world(folder: Path) -> World:
    """Read the world in a folder.

    Raises:
        InvalidInput: see `open_world`.
    """
    tables = _tables(folder)
    head = _head(folder, tables)
    zone_of(head.need("zone", str))
    return World(
        name=head.need("name", str),
        title=head.need("title", str),
        zone=head.need("zone", str),
        begins_at=head.need("begins_at", datetime),
        ends_at=head.need("ends_at", datetime),
        opens_at=head.need("opens_at", datetime),
        roads=_roads(folder, head),
        files=tuple(_file(folder, row) for row in head.rows("imports")),
        orders=told_orders(tables, source=head.need("name", str)),
        facts=roster(tables),
        attribution=head.get("attribution", tuple[str, ...], ()),
    )


def _tables(folder: Path) -> Tables:
    """All tables of the folder's files; each table stands in one of them."""
    tables: dict[str, list[Row]] = {}
    origin: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        file = f"{folder.name}/{path.name}"
        for table, rows in _read(path, file).items():
            if table not in _TABLES:
                raise InvalidInput(f"{file}: table", table, f"one of {', '.join(sorted(_TABLES))}")
            if table in tables:
                raise InvalidInput(f"{file}: table", table, f"it once; it stands in {origin[table]} already")
            tables[table], origin[table] = _rows(file, table, rows), file
    return tables


def _read(path: Path, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidInput(f"{file}", str(error), "a TOML file") from error


def _rows(file: str, table: str, rows: Any) -> list[Row]:
    listed = [rows] if table == "world" else rows
    if not isinstance(listed, list) or not all(isinstance(values, dict) for values in listed):
        raise InvalidInput(f"{file}: {table}", type(rows).__name__, f"rows headed [[{table}]]")
    return [
        Row(f"{file} [[{table}]] {_title(values, number)}", values)
        for number, values in enumerate(listed, start=1)
    ]


def _title(values: Mapping[str, Any], number: int) -> str:
    names = (values.get(key) for key in ("code", "name", "external_id"))
    return next((name for name in names if isinstance(name, str)), f"row {number}")


def _head(folder: Path, tables: Tables) -> Row:
    if "world" not in tables:
        raise InvalidInput(folder.name, "no [world]", "a table [world] in one of its files")
    (head,) = tables["world"]
    if unknown := head.values.keys() - _HEAD:
        raise head.refusal(min(unknown), f"one of {', '.join(sorted(_HEAD))}")
    if head.need("name", str) != folder.name:
        raise head.refusal("name", f"{folder.name}, the name of the folder")
    return head


def _roads(folder: Path, head: Row) -> str | None:
    travel = Row(f"{head.place}: travel", head.need("travel", dict))
    match travel.need("kind", str):
        case "geodesic":
            return None
        case "road_graph" if travel.need("folder", str) == "roads" and (folder / "roads").is_dir():
            return folder.name
        case "road_graph":
            raise travel.refusal("folder", 'a folder of the world, named "roads"')
        case _:
            raise travel.refusal("kind", "geodesic or road_graph")


def _file(folder: Path, row: Row) -> WorldFile:
    path = folder / row.need("file", str)
    if not path.is_file():
        raise row.refusal("file", "a file of the world's folder")
    return WorldFile(path, row.need("preset", str))
