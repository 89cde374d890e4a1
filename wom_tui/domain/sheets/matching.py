"""Which record does a row of a sheet mean: one that is there just so, one that changes, or a new one?

By natural keys only. Where several records share a key (two shifts of the same days), rows that say just what a
record says take these first; the rest go in order, and only where it is clear which is which.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from wom_tui.domain.fact import Fact
from wom_tui.domain.intake.cell import BadCell, folded
from wom_tui.domain.sheets.row import SheetRow
from wom_tui.domain.sheets.sheet import Sheet
from wom_tui.domain.sheets.shown import Shower, on_paper

Key = tuple[str, ...]


@dataclass
class Matches:
    """What the rows come to.

    Attributes:
        changed: each with its record, which says something else.
        refused: each with the reason.
    """

    unchanged: list[SheetRow] = field(default_factory=list)
    changed: list[tuple[SheetRow, Any]] = field(default_factory=list)
    new: list[SheetRow] = field(default_factory=list)
    refused: list[tuple[SheetRow, BadCell]] = field(default_factory=list)


class Matching:
    """Rows against the records that are there."""

    def __init__(self, sheet: Sheet[Any], shower: Shower, facts: Iterable[Fact]) -> None:
        self._sheet, self._shower = sheet, shower
        self._exact: dict[tuple[Key, Key], list[Any]] = defaultdict(list)
        self._folded: dict[tuple[Key, Key], list[Any]] = defaultdict(list)
        for fact in facts:
            for names in sheet.keys:
                key = tuple(shower.text(sheet.column(name), fact) for name in names)
                self._exact[names, key].append(fact)
                self._folded[names, tuple(map(folded, key))].append(fact)
        self._takers: dict[int, int] = {}  # record → line of the row that means it
        self._made: dict[Any, int] = {}  # what a new record is told apart by → line
        self._matches = Matches()

    def of(self, rows: Iterable[SheetRow]) -> Matches:
        """Decide for every row."""
        open_rows = [(row, found) for row in rows if (found := self._candidates_or_refused(row)) is not None]
        moved = [(row, found) for row, found in open_rows if not self._is_just_so(row, found)]
        rivals = Counter(_ids(found) for _, found in moved)
        for row, found in moved:
            self._decide(row, found, rivals)
        return self._matches

    def _candidates_or_refused(self, row: SheetRow) -> list[Any] | None:
        try:
            return self._candidates(row)
        except BadCell as bad:
            self._matches.refused.append((row, bad))
            return None

    def _candidates(self, row: SheetRow) -> list[Any]:
        """The records that the row may mean, by the first key that it has and that finds any."""
        unfound: list[str] = []
        for names in self._sheet.keys:
            key = self._key(names, row)
            if not all(key) and names is not self._sheet.keys[-1]:
                continue
            found = self._exact.get((names, key)) or self._folded.get((names, tuple(map(folded, key)))) or []
            # A record that has another number already is another one, whatever it is called.
            found = [fact for fact in found if not any(self._says(name, fact) for name in unfound)]
            if found:
                return found
            unfound += names
        return []

    def _says(self, name: str, fact: Any) -> str:
        return self._shower.text(self._sheet.column(name), fact)

    def _key(self, names: Sequence[str], row: SheetRow) -> Key:
        """What the row says in the columns of a key, as a record would."""
        return tuple(self._said(name, row) for name in names)

    def _said(self, name: str, row: SheetRow) -> str:
        column, value = self._sheet.column(name), row.values.get(name)
        if value is None or value == "":
            return ""
        if (cls := column.kind.refers) is not None:
            try:
                return self._shower.directory(cls).own_name(value.text)
            except BadCell as bad:
                raise BadCell(name, bad.value, bad.reason) from None
        return on_paper(str(column.kind.write(value, self._shower.zone)))

    def _is_just_so(self, row: SheetRow, found: Sequence[Any]) -> bool:
        """A record is there that says all of it; the row takes that one."""
        for fact in found:
            if fact.id not in self._takers and not differing(self._sheet, self._shower, row, fact):
                self._takers[fact.id] = row.line
                self._matches.unchanged.append(row)
                return True
        return False

    def _decide(self, row: SheetRow, found: Sequence[Any], rivals: Counter[frozenset[int]]) -> None:
        free = [fact for fact in found if fact.id not in self._takers]
        if not free:
            self._make(row, found)
        elif len(free) > 1 and rivals[_ids(found)] < len(free):
            said = f"could be any of {len(free)} {self._sheet.one}s; the sheet has to name all of them"
            self._refuse(row, said)
        else:
            rivals[_ids(found)] -= 1
            self._takers[free[0].id] = row.line
            self._matches.changed.append((row, free[0]))

    def _make(self, row: SheetRow, found: Sequence[Any]) -> None:
        """A new record, unless an earlier row is about the same one."""
        if self._sheet.part:
            self._refuse(row, self._unknown(row))
            return
        told = tuple(map(folded, row.texts.values())) if self._sheet.can_share else self._identity(row)
        earlier = self._made.get(told)
        if not self._sheet.can_share:
            earlier = earlier or next((self._takers[fact.id] for fact in found), None)
        if earlier is not None:
            self._refuse(row, f"line {earlier} is about the same {self._sheet.one} already")
            return
        self._made[told] = row.line
        self._matches.new.append(row)

    def _unknown(self, row: SheetRow) -> str:
        names = self._sheet.keys[0]
        known = [key[0] for names_of, key in self._exact if names_of == names]
        near = get_close_matches(row.texts[names[0]], known, n=3, cutoff=0.6)
        return f"no {self._sheet.one} is called that" + (f"; is it {' or '.join(near)}?" if near else "")

    def _identity(self, row: SheetRow) -> tuple[str, Key]:
        for names in self._sheet.keys:
            key = tuple(map(folded, self._key(names, row)))
            if all(key) or names is self._sheet.keys[-1]:
                return ",".join(names), key
        raise AssertionError("a sheet has a key")

    def _refuse(self, row: SheetRow, reason: str) -> None:
        names = self._sheet.keys[0]
        self._matches.refused.append((row, BadCell(names[0], row.texts.get(names[0], ""), reason)))


def differing(sheet: Sheet[Any], shower: Shower, row: SheetRow, fact: Any) -> list[str]:
    """The columns in which the row says something else than the record, but for those that tell it apart."""
    named = sheet.keys[-1] if len(sheet.keys) == 1 else ()
    return [
        column.name
        for column in sheet.columns
        if column.name in row.values
        and column.name not in named
        and not (column.name in sheet.identity and not row.texts[column.name])
        and not shower.says(column, row, fact)
    ]


def _ids(facts: Sequence[Any]) -> frozenset[int]:
    return frozenset(fact.id for fact in facts)
