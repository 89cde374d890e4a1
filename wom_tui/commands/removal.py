"""Taking a record of the office away: a technician's skill, an absence, a site that was typed twice.

It is withdrawn, not erased: kept, hidden, and brought back by undo. What something else points to stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from wom_tui.commands.command import Command
from wom_tui.commands.put_effects import settle_effects
from wom_tui.commands.records import PUTTING
from wom_tui.commands.stranding import stranded
from wom_tui.domain.fact import Fact
from wom_tui.domain.maintenance import MaintenancePlan
from wom_tui.domain.policy import Role, User
from wom_tui.domain.sheets.asking import Record, names_of
from wom_tui.domain.sheets.catalogue import SHEETS, sheet_named
from wom_tui.domain.sheets.sheet import Sheet
from wom_tui.domain.sheets.shown import Shower
from wom_tui.domain.technician import Technician
from wom_tui.domain.violation import Violation
from wom_tui.errors import InvalidInput
from wom_tui.store import office
from wom_tui.store.conflicts import record_name
from wom_tui.store.references import users_of
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class RemoveRecord(Command):
    """Take a record of the office away; refused while something points to it.

    Attributes:
        what: the sheet of its noun.
        called: how whoever takes it away calls it; the receipt shows it.
    """

    what: str
    id: int
    called: str
    expect: int | None = None

    def __post_init__(self) -> None:
        sheet = sheet_named(self.what)
        if not sheet.is_removable:
            raise InvalidInput("what", self.what, "a noun whose records can be taken away one by one")

    @property
    def needed_role(self) -> Role:
        """That which may put in such a record."""
        return PUTTING[sheet_named(self.what).name].needs

    @property
    def summary(self) -> str:
        return f"remove {sheet_named(self.what).one} {self.called}"


def removing(sheet: Sheet[Any], record: Record) -> RemoveRecord:
    """The command that takes a record away as it was seen."""
    return RemoveRecord(
        what=sheet.name, id=record.id, called=names_of(sheet, record)[0], expect=record.version
    )


def remove_record(command: RemoveRecord, unit: Unit) -> None:
    sheet = sheet_named(command.what)
    fact = unit.get(sheet.fact, command.id, expect=command.expect)
    unit.heed(_in_the_way(sheet, fact, command.called, unit))
    unit.save(replace(fact, is_withdrawn=True), f"{fact.noun}.removed")
    settle_effects(sheet.fact, unit)
    unit.heed(stranded(unit))


def _in_the_way(sheet: Sheet[Any], fact: Any, called: str, unit: Unit) -> Iterator[Violation]:
    users = [*users_of(unit, sheet.fact, [fact.id]).values(), *_listing(fact, unit)]
    for user in users[:1]:
        by = _name_of(user, unit)
        yield Violation(
            code="record.used",
            message=f"{sheet.one} {called} cannot go: {by} points to it{_way_on(fact)}",
            facts={"name": called, "by": by},
        )
    if isinstance(fact, User):  # whoever goes can let nobody in any more
        beside = {other.id: other for other in unit.select(User)}
        yield from sheet.rule(replace(fact, is_active=False), beside)


def _name_of(fact: Any, unit: Unit) -> str:
    """What people call it: by the key of its sheet, where it has one."""
    sheet = next((sheet for sheet in SHEETS.values() if sheet.fact is type(fact)), None)
    if sheet is None:
        return record_name(unit, f"{fact.noun}:{fact.id}")
    shower = Shower(ZoneInfo(office.read(unit.connection).zone), unit.scan)
    names = (shower.text(sheet.column(name), fact) for name in sheet.keys[-1])
    return " ".join(filter(None, (sheet.one, *names)))


def _listing(fact: Fact, unit: Unit) -> Iterator[Fact]:
    """Records that name it in a list, which no key of the database watches."""
    for sheet in SHEETS.values():
        for column in sheet.columns:
            if column.kind.refers is type(fact) and column.kind.is_list:
                yield from (one for one in unit.select(sheet.fact) if fact.id in column.value_of(one))


def _way_on(fact: Fact) -> str:
    if isinstance(fact, MaintenancePlan):
        return f"; `wom maintenance end {fact.name}` keeps it from making more orders"
    if isinstance(fact, Technician):
        return f"; `technician {fact.code} active=no` keeps them out of every plan"
    return ""
