"""Bringing the office's own records up to date, many at once: technicians, places, agreements, row by row.

One command for each noun, all carried out alike: a row finds its record by the sheet's key; what it says differently
is put in, and what somebody here has changed meanwhile stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from wom_tui.commands.batch_end import BatchEnd, note_checkpoint
from wom_tui.commands.command import Command
from wom_tui.commands.put import Putting
from wom_tui.commands.put_effects import settle_effects
from wom_tui.commands.stranding import stranded
from wom_tui.domain.policy import Role
from wom_tui.domain.sheets import agreements, attachments, canned, doors, feedback, people, places, stores
from wom_tui.domain.sheets.row import SheetRow
from wom_tui.domain.sheets.sheet import Sheet
from wom_tui.domain.violation import Violation
from wom_tui.errors import InvalidInput, NotFound, Rejected
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
    end: BatchEnd | None = None  # of a batch of a file
    is_edit: bool = False  # said by somebody who sees the records: a refusal refuses all, and nothing stays
    may_make: bool = True  # a row may be about a record that is not there yet
    may_change: bool = True  # … about one that is

    def check(self) -> None:
        super().check()
        if len(self.rows) > _MOST_ROWS:
            raise InvalidInput("rows", len(self.rows), f"at most {_MOST_ROWS} in one batch")

    @property
    def summary(self) -> str:
        if self.file_name:
            return f"import {self.sheet.name} from {self.file_name}"
        verb = "put" if self.may_make and self.may_change else "create" if self.may_make else "edit"
        if len(self.rows) != 1:
            return f"{verb} {len(self.rows)} {self.sheet.name}"
        names = (self.rows[0].texts.get(name, "") for name in self.sheet.keys[-1])
        return " ".join(filter(None, (verb, self.sheet.one, *names)))


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


class PutParts(PutRecords):
    """Take in parts, or change what is known of them."""

    sheet = stores.PARTS


class PutWarehouses(PutRecords):
    """Take in places for parts that are no vans."""

    sheet = stores.WAREHOUSES


class PutStock(PutRecords):
    """Say how many parts lie where, after a count; never fewer than are reserved there."""

    sheet = stores.STOCK


class PutPurchases(PutRecords):
    """Say what is ordered and when it is expected; the orders that wait for it wait until then."""

    sheet = stores.PURCHASES


class PutFeedback(PutRecords):
    """Take in what customers say of orders that were completed."""

    sheet = feedback.FEEDBACK


class PutAttachments(PutRecords):
    """Say where files of orders are."""

    sheet = attachments.ATTACHMENTS


class PutCanned(PutRecords):
    """Keep texts that are said often, for messages."""

    sheet = canned.CANNED


COMMANDS: tuple[type[PutRecords], ...] = (
    *(PutCalendars, PutHolidays, PutTerritories, PutWorkTypes, PutChecklists, PutSla),
    *(PutTechnicians, PutSkills, PutShifts, PutAbsences),
    *(PutCustomers, PutContacts, PutSites, PutAssets, PutUsers),
    *(PutParts, PutWarehouses, PutStock, PutPurchases, PutFeedback, PutAttachments, PutCanned),
)
PUTTING: Mapping[str, type[PutRecords]] = {command.sheet.name: command for command in COMMANDS}


def put_records(command: PutRecords, unit: Unit) -> None:
    putting = Putting(command.sheet, unit, command.zone, is_edit=command.is_edit)
    putting.put(command.rows)
    _check_only(command, putting)
    settle_effects(command.sheet.fact, unit)
    counts = {name: putting.counts[name] for name in ("created", "updated", "unchanged")}
    if command.is_edit:
        unit.heed(stranded(unit))
        unit.result |= {name: count for name, count in counts.items() if count}
        return
    note_checkpoint(command.end, unit, counts)
    told = {"import": command.import_id or None, "kept": putting.kept, "refused": putting.refused}
    unit.result |= counts | told


def _check_only(command: PutRecords, putting: Putting) -> None:
    """Whoever makes a record does not change one by mistake, and the other way round."""
    if putting.counts["created"] and not command.may_make:
        raise NotFound(command.sheet.one, " ".join(filter(None, command.rows[0].texts.values())))
    if (putting.counts["updated"] or putting.counts["unchanged"]) and not command.may_change:
        said = f"there is such a {command.sheet.one} already; edit it instead"
        raise Rejected([Violation(code="record.exists", message=said)])
