"""Which facts do a world's tables hold: rules, templates, people and places, all but the orders?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from wom_tui.domain.fact import Fact
from wom_tui.domain.site import Site, Territory
from wom_tui.domain.sla.policy import SlaPolicy
from wom_tui.domain.technician import Absence, Break, Shift, SkillGrant, Technician
from wom_tui.domain.work_calendar import Calendar, Holiday
from wom_tui.domain.work_order import OrderStatus, SkillNeed
from wom_tui.domain.work_type import RequiredFields, WorkType
from wom_tui.worlds.row import WEEKDAYS, Row

Tables = Mapping[str, list[Row]]
_DAY_MIN = 1440


def roster(tables: Tables) -> tuple[Fact, ...]:
    """Everything but orders, numbered from 1 within its kind, in an order in which it may be written.

    Raises:
        InvalidInput: a row that cannot be read, or that names what is not there.
    """
    return tuple(_Roster(tables).facts)


def numbers_of(tables: Tables, table: str) -> dict[str, int]:
    """The number that each named row of a table gets: its place.

    Raises:
        InvalidInput: two rows have one name.
    """
    key = "code" if table == "technician" else "name"
    numbers: dict[str, int] = {}
    for number, row in enumerate(tables.get(table, ()), start=1):
        if numbers.setdefault(row.need(key, str), number) != number:
            raise row.refusal(key, "a name of its own")
    return numbers


def number_in(numbers: Mapping[str, int], row: Row, name: str) -> int | None:
    """The number of the row that a field names; None when the field is not there."""
    if name not in row:
        return None
    said = row.get(name, str)
    if said not in numbers:
        raise row.refusal(name, f"one of {', '.join(sorted(numbers)) or 'nothing: there are none'}")
    return numbers[said]


class _Roster:
    """Reads table after table; what a row names must have been read before."""

    def __init__(self, tables: Tables) -> None:
        self.facts: list[Fact] = []
        self._tables = tables
        self._last: dict[type[Fact], int] = defaultdict(int)
        self._numbers = {
            table: numbers_of(tables, table)
            for table in ("calendar", "territory", "work_type", "shift_pattern", "technician", "site")
        }
        self._patterns = {row.need("name", str): row for row in tables.get("shift_pattern", ())}
        for table, read in (
            ("calendar", self._calendar),
            ("territory", self._territory),
            ("work_type", self._work_type),
            ("sla_policy", self._sla_policy),
            ("site", self._site),
            ("technician", self._technician),
        ):
            for row in tables.get(table, ()):
                read(row)

    def _add(self, row: Row, cls: type[Fact], **given: Any) -> int:
        """Read the row as a fact of the class, with the next number; what is given is not read."""
        self._last[cls] += 1
        number = self._last[cls]
        self.facts.append(row.without(*given).record(cls, id=number, **given))
        return number

    def _calendar(self, row: Row) -> None:
        calendar = self._add(row.without("holidays"), Calendar, week=row.week("week"))
        for holiday in row.rows("holidays"):
            self._add(holiday, Holiday, calendar_id=calendar)

    def _territory(self, row: Row) -> None:
        parent = number_in(self._numbers["territory"], row, "parent")
        self._add(row.without("parent", "aliases"), Territory, parent_id=parent)

    def _work_type(self, row: Row) -> None:
        needs = row.need("skills", dict)
        if not all(type(level) is int and 1 <= level <= 5 for level in needs.values()):
            raise row.refusal("skills", "levels from 1 to 5")
        skills = tuple(SkillNeed(name=name, level=level) for name, level in needs.items())
        self._add(row, WorkType, skills=skills, required=self._required(row))

    def _required(self, row: Row) -> tuple[RequiredFields, ...]:
        by_state = row.get("required", dict, {})
        states = Row(f"{row.place}: required", by_state)
        known = {status.value for status in OrderStatus}
        if unknown := by_state.keys() - known:
            raise states.refusal(min(unknown), f"one of {', '.join(sorted(known))}")
        return tuple(
            RequiredFields(state=OrderStatus(state), fields=states.get(state, tuple[str, ...]))
            for state in by_state
        )

    def _sla_policy(self, row: Row) -> None:
        row.need("calendar", str)
        self._add(
            row.without("calendar", "work_type"),
            SlaPolicy,
            calendar_id=number_in(self._numbers["calendar"], row, "calendar"),
            work_type_id=number_in(self._numbers["work_type"], row, "work_type"),
        )

    def _site(self, row: Row) -> None:
        territory = number_in(self._numbers["territory"], row, "territory")
        hours = row.week("access_hours") if "access_hours" in row else ()
        self._add(row.without("territory"), Site, territory_id=territory, access_hours=hours)

    def _technician(self, row: Row) -> None:
        territories = self._numbers["territory"]
        names = row.get("territories", tuple[str, ...], ())
        others = [Row(row.place, {"territories": name}) for name in names]
        number = self._add(
            row.without("territory", "territories", "skills", "shifts", "absences"),
            Technician,
            territory_id=number_in(territories, row, "territory"),
            territory_ids=tuple(number_in(territories, other, "territories") for other in others),
        )
        for grant in row.rows("skills"):
            self._add(grant, SkillGrant, technician_id=number)
        for name in row.get("shifts", tuple[str, ...], ()):
            if name not in self._patterns:
                raise row.refusal("shifts", f"some of {', '.join(sorted(self._patterns))}")
            self._shift(self._patterns[name], number)
        for absence in row.rows("absences"):
            self._add(absence, Absence, technician_id=number)

    def _shift(self, pattern: Row, technician: int) -> None:
        days = pattern.need("weekdays", tuple[str, ...])
        if unknown := set(days) - set(WEEKDAYS):
            raise pattern.refusal("weekdays", f"{', '.join(WEEKDAYS)}, not {min(unknown)}")
        start, end = pattern.minute("start"), pattern.minute("end")
        self._add(
            pattern.without("name", "start", "end"),
            Shift,
            technician_id=technician,
            weekdays=tuple(WEEKDAYS.index(day) for day in days),
            start_min=start,
            end_min=_not_before(start, end),
            breaks=tuple(_break(start, row) for row in pattern.rows("breaks")),
        )


def _not_before(start: int, minute: int) -> int:
    """A minute that is not after the shift's start lies on the next day."""
    return minute if minute > start else minute + _DAY_MIN


def _break(start: int, row: Row) -> Break:
    earliest, latest = row.minute("earliest"), row.minute("latest")
    earliest += _DAY_MIN if earliest < start else 0
    return Break(
        earliest_min=earliest,
        latest_min=_not_before(earliest, latest),
        duration_min=row.need("duration_min", int),
    )
