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
from wom_tui.domain.policy import Role
from wom_tui.domain.sheets import people
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


COMMANDS: tuple[type[PutRecords], ...] = (PutTechnicians, PutSkills, PutShifts, PutAbsences)
PUTTING: Mapping[str, type[PutRecords]] = {command.sheet.name: command for command in COMMANDS}


def put_records(command: PutRecords, unit: Unit) -> None:
    putting = Putting(command.sheet, unit, command.zone, is_edit=command.is_edit)
    putting.put(command.rows)
    unit.result |= {
        "import": command.import_id or None,
        **{name: putting.counts[name] for name in ("created", "updated", "unchanged")},
        "kept": putting.kept,
        "refused": putting.refused,
    }
