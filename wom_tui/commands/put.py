"""How do the rows of a sheet become records? Each finds its record or makes one; what cannot be used is put aside."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from secrets import token_hex
from typing import Any, Union
from zoneinfo import ZoneInfo

from wom_tui.commands.put_known import known_to
from wom_tui.commands.put_saves import save_record
from wom_tui.commands.said_before import SaidBefore
from wom_tui.domain.fact import Fact
from wom_tui.domain.intake.cell import BadCell
from wom_tui.domain.sheets.matching import Matching, differing
from wom_tui.domain.sheets.parts import gathered, whole
from wom_tui.domain.sheets.row import SheetRow, as_typed
from wom_tui.domain.sheets.sheet import Column, Sheet
from wom_tui.domain.sheets.shown import Shower
from wom_tui.errors import InvalidInput, Rejected, WomError
from wom_tui.store.codec import codec_of
from wom_tui.store.unit import Unit

Act = tuple[SheetRow, Callable[[], str]]  # a row, and what is done with it: created, updated, unchanged
Refusal = Union["Unusable", WomError]


class Unusable(Exception):
    """A row that cannot be put in as it is, with every cell that is to blame."""

    def __init__(self, faults: Sequence[BadCell]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(map(str, faults)))


class Putting:
    """The rows of one act against the office as it is.

    Attributes:
        kept: records that differ from their row where somebody here has changed them: line, key, columns.
        refused: rows that cannot be used: line, column, reason, value.
    """

    def __init__(self, sheet: Sheet[Any], unit: Unit, zone: str, *, is_edit: bool) -> None:
        self.rows_sheet, self.sheet, self.unit, self.is_edit = sheet, whole(sheet), unit, is_edit
        self.shower = Shower(ZoneInfo(zone), unit.scan)
        self.counts: Counter[str] = Counter()
        self.kept: list[dict[str, Any]] = []
        self.refused: list[dict[str, Any]] = []
        self.facts: dict[int, Any] = {}
        self._owned: dict[Any, dict[int, Any]] = defaultdict(dict)

    def put(self, rows: Sequence[SheetRow]) -> None:
        """Every row: first those of records that are there, so that an end makes room for a new beginning."""
        self.facts = known_to([row for row in rows if not row.faults], self.sheet, self.shower, self.unit)
        key = self.sheet.column(self.sheet.keys[0][0])
        called = (self.shower.text(key, fact) for fact in self.facts.values())
        told = self._sound(gathered(self.rows_sheet, rows, called))
        if self.sheet.owner:
            for fact in self.facts.values():
                self._owned[getattr(fact, self.sheet.owner)][fact.id] = fact
        matches = Matching(self.sheet, self.shower, self.facts.values()).of(told)
        self._count("unchanged", *matches.unchanged)
        for row, bad in matches.refused:
            self._refuse(row, Unusable([bad]))
        before = SaidBefore(
            self.unit, self.sheet.fact, [(fact, self._version(row, fact)) for row, fact in matches.changed]
        )
        self.unit.reserve_ids(self.sheet.fact, len(matches.new))
        acts: list[Act] = [(row, partial(self._update, row, fact, before)) for row, fact in matches.changed]
        acts += [(row, partial(self._create, row)) for row in matches.new]
        refused = self._all(acts)
        while (
            refused
            and self._names_itself
            and len(again := self._all([act for act, _ in refused])) < len(refused)
        ):
            refused = again  # what was named is there by now
        for (row, _), error in refused:
            self._refuse(row, error)

    def _sound(self, rows: Iterable[SheetRow]) -> list[SheetRow]:
        """The rows all of whose cells can be used."""
        told = []
        for row in rows:
            if row.faults:
                self._refuse(row, Unusable(row.faults))
            else:
                told.append(row)
        return told

    @property
    def _names_itself(self) -> bool:
        """Its records name others of their own kind, which may stand further down."""
        return any(column.kind.refers is self.sheet.fact for column in self.sheet.columns)

    def _all(self, acts: Sequence[Act]) -> list[tuple[Act, Refusal]]:
        """Do what can be done; answers the rest, with the reasons."""
        refused: list[tuple[Act, Refusal]] = []
        for act in acts:
            row, put = act
            mark = self.unit.mark()
            try:
                self._count(put(), row)
            except (Unusable, WomError) as error:
                self.unit.back_to(mark)
                refused.append((act, error))
        return refused

    def _count(self, what: str, *rows: SheetRow) -> None:
        self.counts[what] += sum(len(row.lines) for row in rows)

    def _version(self, row: SheetRow, fact: Fact) -> int | None:
        return fact.version if self.is_edit and row.version is None else row.version

    def _refuse(self, row: SheetRow, error: Refusal) -> None:
        """Put the row aside with all that is wrong with it, also with the names that mean nothing here."""
        if isinstance(error, Unusable):
            blamed = {bad.column for bad in error.faults}
            error = Unusable([*error.faults, *self._unresolved(row, blamed)])
        if self.is_edit:
            raise (as_typed(error.faults[0]) if isinstance(error, Unusable) else error) from None
        for column, value, reason in self._told(error):
            told = {"column": column, "reason": reason, "value": value or row.texts.get(column, "")}
            self.refused += [{"line": line} | told for line in row.lines]

    def _unresolved(self, row: SheetRow, blamed: Collection[str]) -> Iterator[BadCell]:
        """Names of nothing in the other cells; those of its own noun may still come."""
        for column in self.sheet.columns:
            is_open = column.name in row.values and column.name not in blamed
            if is_open and column.kind.refers is not self.sheet.fact:
                try:
                    self.shower.resolved(column, row.values[column.name])
                except BadCell as bad:
                    yield bad

    def _told(self, error: Refusal) -> Iterator[tuple[str, str, str]]:
        """Column, value and reason of everything that a refusal says."""
        match error:
            case Unusable():
                yield from ((bad.column, bad.value, bad.reason) for bad in error.faults)
            case InvalidInput():
                yield self._column_of(error.field), "", f"write {error.expected}"
            case Rejected():
                for violation in error.violations:
                    yield self._column_of(str(violation.facts.get("field", ""))), "", violation.message
            case _:
                yield "", "", str(error)

    def _column_of(self, field: str) -> str:
        found = (column.name for column in self.sheet.columns if field in (column.name, *column.fields))
        return next(found, "")

    def _create(self, row: SheetRow) -> str:
        if missing := [c for c in self.sheet.columns if c.is_required and c.name not in row.values]:
            raise Unusable([self._missing(column) for column in missing])
        values = self._values(row, row.values)
        for column in self.sheet.columns:
            if column.is_office_zone and column.name not in row.values:
                values |= column.values(self.shower.zone.key)
        if codec_of(self.sheet.fact).private:
            values["salt"] = token_hex(16)
        made = self.sheet.fact(id=self.unit.new_id(self.sheet.fact), **values)
        self._save(made, "created")
        return "created"

    def _missing(self, column: Column) -> BadCell:
        said = f"is missing; write what a new {self.sheet.one} needs: {column.kind.says}"
        return BadCell(column.name, "", said)

    def _update(self, row: SheetRow, fact: Any, before: SaidBefore) -> str:
        """Put in what has moved; what somebody here has moved stays."""
        names = differing(self.sheet, self.shower, row, fact)
        version = self._version(row, fact)
        base = before.of(fact, version)
        stays = [name for name in names if not self._is_as_before(name, fact, base)]
        moves = self._values(row, [name for name in names if name not in stays])
        heard = before.heard(fact, version)
        if stays := [name for name in stays if not self._says_again(row, name, heard)]:
            self.kept.append({"line": row.line, "columns": stays})
        if not moves:
            return "unchanged"
        return (
            "updated" if self._save(replace(fact, **moves), "changed").version > fact.version else "unchanged"
        )

    def _is_as_before(self, name: str, fact: Any, base: Mapping[str, Any]) -> bool:
        return all(getattr(fact, field) == base[field] for field in self.sheet.column(name).fields)

    def _says_again(self, row: SheetRow, name: str, heard: Mapping[str, Any]) -> bool:
        """The row says what it has always said: there is nothing to tell about what stays."""
        column = self.sheet.column(name)
        try:
            said = column.values(self.shower.resolved(column, row.values[name]))
        except BadCell:
            return False
        return all(field in heard and heard[field] == value for field, value in said.items())

    def _values(self, row: SheetRow, names: Iterable[str]) -> dict[str, Any]:
        """The row's cells as fields of the fact.

        Raises:
            Unusable: they name records that there are not.
        """
        values: dict[str, Any] = {}
        faults: list[BadCell] = []
        for name in names:
            column = self.sheet.column(name)
            try:
                values |= column.values(self.shower.resolved(column, row.values[name]))
            except BadCell as bad:
                faults.append(bad)
        if faults:
            raise Unusable(faults)
        return values

    def _save(self, fact: Any, how: str) -> Any:
        """The record as it is by now; in its old version where nothing differs."""
        beside = self._owned[getattr(fact, self.sheet.owner)] if self.sheet.owner else self.facts
        if violations := tuple(self.sheet.rule(fact, beside)):
            raise Rejected(violations)
        saved = save_record(self.facts.get(fact.id), fact, how, self.unit)
        self._learn(saved)
        return saved

    def _learn(self, fact: Any) -> None:
        self.facts[fact.id] = fact
        if self.sheet.owner:
            self._owned[getattr(fact, self.sheet.owner)][fact.id] = fact
        self.shower.learn(fact)
