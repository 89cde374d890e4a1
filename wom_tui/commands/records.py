"""Bringing the office's own records up to date, many at once: technicians, places, agreements, row by row.

One command for each noun, all carried out alike: a row finds its record by the sheet's key; what it says differently
is put in, and what somebody here has changed meanwhile stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from wom_tui.commands.command import Command
from wom_tui.commands.put import Putting
from wom_tui.commands.put_effects import settle_effects
from wom_tui.domain.policy import Role
from wom_tui.domain.sheets import agreements, doors, people, places
from wom_tui.domain.sheets.row import SheetRow
from wom_tui.domain.sheets.sheet import Sheet
from wom_tui.errors import InvalidInput
from wom_tui.store.unit import Unit

_MOST_ROWS = 5000  # more in one transaction would keep the other consoles waiting


@dataclass(frozen=True, kw_only=True)
class PutRecords(Command):
    """Make records, or bring those that are there up to date."""

    sheet: ClassVar[Sheet[Any]]

    rows: tuple[SheetRow, ...]
    zone: str  # of the office: where the clock of the rows hangs
    import_id: str = ""  # the batches of one import share it, and are taken back together
    file_name: str = ""
    is_edit: bool = False  # said by somebody who sees the records: a refusal refuses all, and nothing stays

    def check(self) -> None:
        super().check()
        if len(self.rows) > _MOST_ROWS:
            raise InvalidInput("rows", len(self.rows), f"at most {_MOST_ROWS} in one batch")

    @property
    def summary(self) -> str:
        if self.file_name:
            return f"import {self.sheet.name} from {self.file_name}"
        return f"put {self.sheet.one if len(self.rows) == 1 else f'{len(self.rows)} {self.sheet.name}'}"


class PutCalendars(PutRecords):
    """Say when an office or a contract is open."""

    needs: ClassVar[Role] = Role.MANAGER
    sheet = agreements.CALENDARS


class PutHolidays(PutRecords):
    """Say on which days a calendar stays closed."""

    needs: ClassVar[Role] = Role.MANAGER
    sheet = agreements.HOLIDAYS


class PutTerritories(PutRecords):
    """Say which parts the map has."""

    needs: ClassVar[Role] = Role.MANAGER
    sheet = places.TERRITORIES


class PutWorkTypes(PutRecords):
    """Say what kinds of work there are, and what a new order takes from its kind."""

    needs: ClassVar[Role] = Role.MANAGER
    sheet = agreements.WORK_TYPES


class PutChecklists(PutRecords):
    """Say what is asked on site, point by point."""

    needs: ClassVar[Role] = Role.MANAGER
    sheet = agreements.CHECKLISTS


class PutSla(PutRecords):
    """Say how soon somebody has to respond and to resolve; open orders get their dues anew."""

    needs: ClassVar[Role] = Role.MANAGER
    sheet = agreements.SLA


class PutTechnicians(PutRecords):
    """Take in technicians, or change what is known of them."""

    needs: ClassVar[Role] = Role.MANAGER
    sheet = people.TECHNICIANS


class PutSkills(PutRecords):
    """Say what technicians can do, at which level, from when until when."""

    needs: ClassVar[Role] = Role.MANAGER
    sheet = people.SKILLS


class PutShifts(PutRecords):
    """Say when technicians work."""

    needs: ClassVar[Role] = Role.MANAGER
    sheet = people.SHIFTS


class PutAbsences(PutRecords):
    """Say when technicians are away."""

    sheet = people.ABSENCES


class PutCustomers(PutRecords):
    """Take in customers, or change what is known of them."""

    sheet = places.CUSTOMERS


class PutContacts(PutRecords):
    """Take in people to talk to, or change what is known of them."""

    sheet = places.CONTACTS


class PutSites(PutRecords):
    """Take in places, or change what is known of them; orders that waited for a position go on."""

    sheet = places.SITES


class PutAssets(PutRecords):
    """Take in the things that are looked after, or change what is known of them."""

    sheet = places.ASSETS


class PutUsers(PutRecords):
    """Let people in, or change what they may do."""

    needs: ClassVar[Role] = Role.ADMIN
    sheet = doors.USERS


COMMANDS: tuple[type[PutRecords], ...] = (
    *(PutCalendars, PutHolidays, PutTerritories, PutWorkTypes, PutChecklists, PutSla),
    *(PutTechnicians, PutSkills, PutShifts, PutAbsences),
    *(PutCustomers, PutContacts, PutSites, PutAssets, PutUsers),
)
PUTTING: Mapping[str, type[PutRecords]] = {command.sheet.name: command for command in COMMANDS}


def put_records(command: PutRecords, unit: Unit) -> None:
    putting = Putting(command.sheet, unit, command.zone, is_edit=command.is_edit)
    putting.put(command.rows)
    settle_effects(command.sheet.fact, unit)
    unit.result |= {
        "import": command.import_id or None,
        **{name: putting.counts[name] for name in ("created", "updated", "unchanged")},
        "kept": putting.kept,
        "refused": putting.refused,
    }
