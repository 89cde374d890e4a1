"""How is a list told: which entries, in which order, with which columns; as a table, as JSON or as csv?

Every verb that lists something has the same options, and tells it here.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import wraps
from typing import Annotated, Any, Generic, TypeVar
from zoneinfo import ZoneInfo

import typer

from wom_tui.cli.output import at_text, print_json, say
from wom_tui.cli.paging import page_table
from wom_tui.cli.shell import Shell
from wom_tui.errors import InvalidInput

MOST_LINES = 200  # of a table; nobody reads more at once
_MOST = 1_000  # entries of what has no end, where nobody says how many
T = TypeVar("T")
Document = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What was asked of a list, in the options that all of them have."""

    sort: Annotated[str, typer.Option(help="A column; -column begins with the highest.")] = ""
    columns: Annotated[str, typer.Option(help="Which, with commas between.")] = ""
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Answer with csv on stdout; no cell of it is a formula.")
    ] = False
    limit: Annotated[int | None, typer.Option(min=0, help="At most so many.")] = None
    offset: Annotated[int | None, typer.Option(min=0, help="Leave out so many at the beginning.")] = None

    def is_for_people(self, shell: Shell) -> bool:
        """Neither csv nor JSON; a hint may be said below."""
        return not self.as_csv and not shell.is_json

    @property
    def last(self) -> int:
        """How many have to be read where there may be more than anybody reads: up to the last one that is told."""
        return (self.limit if self.limit is not None else _MOST) + (self.offset or 0)


@dataclass(frozen=True)
class Listing(Generic[T]):
    """A list of some kind.

    Attributes:
        what: one entry, in words.
        columns: what a document has: what can be sorted by, picked, and is written as csv.
        headings: of the table for people.
        document: an entry for programs, cell by column.
        line: an entry for people, below the headings.
        several: many of them, where that is not one with an s.
        headed: heading → column, where the table for people heads it otherwise.
    """

    what: str
    columns: Sequence[str]
    headings: Sequence[str]
    document: Callable[[T], Document]
    line: Callable[[T], Sequence[object]]
    several: str = ""
    headed: Mapping[str, str] = field(default_factory=dict)

    def tell(self, shell: Shell, entries: Sequence[T], wanted: Wanted, zone: ZoneInfo) -> None:
        """Tell the entries in the form that was asked for.

        Raises:
            InvalidInput: there is no such column, or two forms were asked for.
        """
        if wanted.as_csv and shell.is_json:
            raise InvalidInput("--csv", "--json", "one of the two")
        names, offset = self._names("--columns", wanted.columns), wanted.offset or 0
        chosen = self._sorted(entries, wanted.sort)[offset:]
        most = MOST_LINES if wanted.limit is None and wanted.is_for_people(shell) else wanted.limit
        shown = chosen[:most]
        if shell.is_json:
            print_json([_only(self.document(one), names) for one in shown])
        elif wanted.as_csv:
            columns = names or self.columns
            write_csv(columns, (_cells(self.document(one), columns) for one in shown), zone)
        else:
            lines = (
                [_shown(cell, zone) for cell in _cells(self.document(one), names)]
                if names
                else self.line(one)
                for one in shown
            )
            page_table(names or self.headings, lines)
            self._count(len(shown), len(entries))

    def _names(self, option: str, said: str) -> list[str]:
        typed = (name.strip() for name in said.split(","))
        names = [self.headed.get(name, name) for name in typed if name]
        if unknown := [name for name in names if name not in self.columns]:
            raise InvalidInput(option, unknown[0], f"some of {', '.join(self.columns)}")
        return names

    def _sorted(self, entries: Sequence[T], sort: str) -> Sequence[T]:
        """By a column, empty cells last; without one as they come."""
        if not sort:
            return entries
        (name,) = self._names("--sort", sort.removeprefix("-")) or [""]
        keyed = [(_comparable(self.document(one).get(name)), one) for one in entries]
        filled = [pair for pair in keyed if pair[0] is not None]
        filled.sort(key=lambda pair: pair[0], reverse=sort.startswith("-"))
        return [one for _, one in filled] + [one for value, one in keyed if value is None]

    def _count(self, shown: int, all_of_them: int) -> None:
        what = self.what if all_of_them == 1 else self.several or f"{self.what}s"
        said = f"{all_of_them} {what}"
        say(f"{shown} of {said}" if shown < all_of_them else said)


def listing(command: Callable[..., None]) -> Callable[..., None]:
    """A verb that takes `wanted: Wanted`, with an option for each of its fields."""
    own = inspect.signature(command, eval_str=True)
    asked = inspect.signature(Wanted, eval_str=True).parameters.values()
    kept = [one for one in own.parameters.values() if one.name != "wanted"]

    @wraps(command)
    def told(**given: Any) -> None:
        wanted = Wanted(**{one.name: given.pop(one.name) for one in asked})
        command(**given, wanted=wanted)

    told.__dict__["__signature__"] = own.replace(parameters=[*kept, *asked])  # Typer reads it
    told.__annotations__ = {one.name: one.annotation for one in (*kept, *asked)}
    return told


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Any]], zone: ZoneInfo) -> None:
    """Write a table as csv to stdout."""
    import sys

    from wom_tui.gateways.files.form import Form
    from wom_tui.gateways.files.writing import write_to

    write_to(sys.stdout.buffer, Form.CSV, header, rows, zone=zone)


def _only(document: Document, names: Sequence[str]) -> Document:
    return {name: document[name] for name in names} if names else document


def _cells(document: Document, names: Sequence[str]) -> list[Any]:
    return [_cell(document[name]) for name in names]


def _cell(value: Any) -> Any:
    return " ".join(str(one) for one in value) if isinstance(value, list | tuple) else value


def _shown(cell: Any, zone: ZoneInfo) -> object:
    return at_text(cell, zone) if isinstance(cell, datetime) else cell


def _comparable(value: Any) -> Any:
    """None for what is empty; texts whatever the case."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, str):
        return value.casefold() or None
    return _cell(value)
