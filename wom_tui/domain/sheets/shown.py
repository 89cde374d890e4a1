"""How is a record written into the cells of its sheet, and which record does a name in a cell mean?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property
from math import isclose
from typing import Any
from zoneinfo import ZoneInfo

from wom_tui.domain.fact import Fact
from wom_tui.domain.intake.cell import BadCell, folded
from wom_tui.domain.part import Part, Warehouse
from wom_tui.domain.sheets.kinds import Named, Shown
from wom_tui.domain.sheets.row import SheetRow
from wom_tui.domain.sheets.sheet import Column, Sheet, marked
from wom_tui.domain.site import Asset, Customer, Site, Territory
from wom_tui.domain.technician import Technician
from wom_tui.domain.work_calendar import Calendar
from wom_tui.domain.work_type import WorkType

# By which fields a record can be called in a cell, the shortest first: the first one that only it has is written.
HANDLES: Mapping[type[Fact], tuple[str, ...]] = {
    Technician: ("code",),
    Territory: ("name",),
    WorkType: ("name",),
    Calendar: ("name",),
    Customer: ("external_id", "name"),
    Site: ("external_id", "name", "address"),  # the address only behind the name
    Asset: ("serial", "name"),
    Part: ("code",),
    Warehouse: ("name",),
}
# id and those fields, of all records
NamesOf = Callable[[type[Fact], tuple[str, ...]], Iterable[tuple[Any, ...]]]

# What a name of nothing may mean takes long to find, and a column that is wrong is wrong in every row.
_MOST_HINTS = 50
_MOST_LOOKED_THROUGH = 5_000  # names


def handles(cls: type[Fact], columns: Sequence[Sequence[str | None]]) -> list[list[str]]:
    """What records with these values of `HANDLES` can be called, as a file can hold it, one way after the other.

    Column by column, for every batch of a long sheet needs those of a whole office; empty where a record has none.
    """
    if cls is Site:
        external, names, addresses = columns
        both = [
            f"{name}, {address}" if address else "" for name, address in zip(names, addresses, strict=True)
        ]
        columns = (external, names, both)
    return [_on_paper([value or "" for value in column]) for column in columns]


def _on_paper(texts: list[str]) -> list[str]:
    if "".join(texts).isprintable():
        return list(map(str.strip, texts))
    return list(map(on_paper, texts))


def on_paper(text: str) -> str:
    """The text as every form of file gives it back: without control characters and blanks around it."""
    if text.isprintable():
        return text.strip()
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in lines if char.isprintable() or _is_kept(char)).strip()


def _is_kept(char: str) -> bool:
    return char in "\n\t" or (ord(char) > 0x9F and char not in "\ufffe\uffff")


class Directory:
    """The records of one noun that others name."""

    def __init__(self, cls: type[Fact], rows: Iterable[tuple[Any, ...]]) -> None:
        """Take them all in.

        Args:
            rows: id and the values of `HANDLES`.
        """
        self.cls = cls
        self._names: dict[int, tuple[str, ...]] = {}  # "" where it has none of that kind
        self._first: dict[str, int] = {}  # by name; of several the first
        self._several: dict[str, list[int]] = {}
        self._near: dict[str, list[str]] = {}
        if columns := list(zip(*rows, strict=True)):
            self._add(columns[0], handles(cls, columns[1:]))

    def learn(self, fact: Fact) -> None:
        """Another one, or one that has another name by now."""
        names = handles(self.cls, [[getattr(fact, name)] for name in HANDLES[self.cls]])
        self._add([fact.id], names)
        if "_folded" in self.__dict__:
            for (name,) in names:
                _note(self._folded, folded(name), fact.id)

    def _add(self, ids: Sequence[int], names: Sequence[Sequence[str]]) -> None:
        self._names.update(zip(ids, zip(*names, strict=True), strict=True))
        first = self._first
        for called in names:
            for name, id in zip(called, ids, strict=True):
                if name and first.setdefault(name, id) != id:
                    _note(self._several, name, first[name])
                    _note(self._several, name, id)

    @cached_property
    def _folded(self) -> dict[str, list[int]]:
        """Made when the first cell is spelled in another way."""
        index: dict[str, list[int]] = {}
        for name in self._first:
            for id in self._called(name):
                _note(index, folded(name), id)
        return index

    def _called(self, name: str) -> Sequence[int]:
        """Those that have just this name."""
        return self._several.get(name) or ([self._first[name]] if name in self._first else [])

    def names(self, id: int | None) -> list[str]:
        """All that the record can be called."""
        return [name for name in self._names.get(id or 0, ()) if name]

    def name(self, id: int | None) -> str | None:
        """What a cell calls the record: the first of its names that only it has, else the last."""
        last = None
        for name in self._names.get(id or 0, ()):
            if name and name not in self._several:
                return name
            last = name or last
        return last

    def find(self, text: str) -> int:
        """The record that a cell means.

        Raises:
            BadCell: none, or more than one, has that name.
        """
        found = self.all(text)
        if len(found) > 1:
            said = f"could be any of {len(found)} {self._noun}s; write what only one of them has"
            raise BadCell("", text, said)
        return found[0]

    def own_name(self, text: str) -> str:
        """The name of the record that a cell means, as `name` has it; where it could be several, what they share.

        Raises:
            BadCell: none has that name.
        """
        found = self.all(text)
        return (self.name(found[0]) if len(found) == 1 else None) or on_paper(text)

    def all(self, text: str) -> Sequence[int]:
        """The records that a cell may mean.

        Raises:
            BadCell: none has that name.
        """
        said = on_paper(text)
        if found := self._called(said) or self._folded.get(folded(said)):
            return found
        near = self._like(said)
        hint = f"; is it {' or '.join(near)}?" if near else ""
        raise BadCell("", text, f"no {self._noun} is called that{hint}")

    def _like(self, said: str) -> list[str]:
        """Names like this one, where there are few enough to look through them all."""
        if said not in self._near:
            if len(self._first) > _MOST_LOOKED_THROUGH or len(self._near) >= _MOST_HINTS:
                return []
            self._near[said] = get_close_matches(said, list(self._first), n=3, cutoff=0.6)
        return self._near[said]

    @property
    def _noun(self) -> str:
        return self.cls.noun.replace("_", " ")


def _note(index: dict[str, list[int]], name: str, id: int) -> None:
    ids = index.setdefault(name, [])
    if id not in ids:
        ids.append(id)


class Shower:
    """Writes records as cells, and finds the records that cells mean, in one office."""

    def __init__(self, zone: ZoneInfo, names_of: NamesOf) -> None:
        self.zone = zone
        self._names_of = names_of
        self._directories: dict[type[Fact], Directory] = {}

    def directory(self, cls: type[Fact]) -> Directory:
        """The records of a class by their names, read when the first cell asks."""
        if cls not in self._directories:
            self._directories[cls] = Directory(cls, self._names_of(cls, HANDLES[cls]))
        return self._directories[cls]

    def learn(self, fact: Fact) -> None:
        """A record that has been made or changed since."""
        if type(fact) in self._directories:
            self._directories[type(fact)].learn(fact)

    # -- writing ---------------------------------------------------------------------------------------

    def cell(self, column: Column, fact: Any) -> Shown:
        """What the fact says in a column."""
        value = column.value_of(fact)
        if value is None or value == "":
            return None
        if column.kind.refers is not None:
            names = self.directory(column.kind.refers)
            if column.kind.is_list:
                value = tuple(filter(None, map(names.name, value)))
                return column.kind.write(value, self.zone) if value else None
            return names.name(value)
        written = column.kind.write(value, self.zone)
        return None if written == "" else written

    def rows(self, sheet: Sheet[Any], fact: Any) -> Iterator[list[Shown]]:
        """A record as rows: as one, or as one for each of its parts."""
        for part in getattr(fact, sheet.part.field) if sheet.part else (fact,):
            first, *rest = (
                self.cell(column, fact if column.name in sheet.identity else part) for column in sheet.columns
            )
            yield [marked(first), *rest, fact.version]

    def text(self, column: Column, fact: Any) -> str:
        """The cell as a file gives it back."""
        shown = self.cell(column, fact)
        return "" if shown is None else on_paper(str(shown))

    # -- reading ---------------------------------------------------------------------------------------

    def says(self, column: Column, row: SheetRow, fact: Any) -> bool:
        """The row says of this column what the fact says."""
        value = row.values[column.name]
        if column.kind.refers is None and _is_same(value, column.value_of(fact)):
            return True
        text = on_paper(row.texts[column.name])
        if text == self.text(column, fact):
            return True
        if column.kind.refers is None or not text:
            return False
        try:
            return bool(self.resolved(column, value) == column.value_of(fact))
        except BadCell:  # several have that name: this one may be among them
            names = self.directory(column.kind.refers).names(
                0 if column.kind.is_list else column.value_of(fact)
            )
            return folded(text) in map(folded, names)

    def meant(self, column: Column, row: SheetRow) -> Iterator[Any]:
        """The values that a row may mean in a column: several where a name is shared, none where it is unknown."""
        value = row.values.get(column.name)
        if not isinstance(value, Named):
            yield value
            return
        try:
            yield from self.directory(value.cls).all(value.text)
        except BadCell:
            return

    def resolved(self, column: Column, value: Any) -> Any:
        """The value with names turned into the numbers of the records that they mean.

        Raises:
            BadCell: a name means none, or more than one.
        """
        try:
            match value:
                case Named():
                    return self.directory(value.cls).find(value.text)
                case (Named(), *_):
                    return tuple(self.directory(named.cls).find(named.text) for named in value)
                case _:
                    return value
        except BadCell as bad:
            raise BadCell(column.name, bad.value, bad.reason) from None


def _is_same(said: Any, stands: Any) -> bool:
    """Equal, or one number to the last digits that a workbook keeps."""
    if isinstance(said, float) and isinstance(stands, float):
        return isclose(said, stands, rel_tol=1e-14)
    return bool(said == stands)
