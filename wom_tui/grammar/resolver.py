"""Who and what does a word mean? Orders, visits, technicians, templates and times, looked up in the facts.

A line is resolved inside the act that it makes: what it finds is what it changes, and the second line of a
batch sees what the first one did.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from wom_tui.domain.habits import weekday_and_clock
from wom_tui.domain.merge import merged_violations
from wom_tui.domain.moments import Moment, span
from wom_tui.domain.part import Part, StockPlace, Warehouse
from wom_tui.domain.place import TravelTime, at_once
from wom_tui.domain.plan import Plan
from wom_tui.domain.rule import Rule
from wom_tui.domain.sheets.asking import Record, the_one
from wom_tui.domain.sheets.sheet import Sheet
from wom_tui.domain.site import Contact, Customer, Site
from wom_tui.domain.technician import Technician, local_instant
from wom_tui.domain.told_days import closing, opening
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_calendar import WorkCalendar
from wom_tui.domain.work_order import WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.errors import InvalidInput, NotFound, Rejected
from wom_tui.grammar.intent import NOWHERE, Here
from wom_tui.grammar.names import MOST_LISTED, begins, only_one, technician_named
from wom_tui.planning.insertion import earliest_slot
from wom_tui.presets.shipped import shipped_rules
from wom_tui.queries.placing import placing
from wom_tui.queries.sheets import sheet_records
from wom_tui.store import office
from wom_tui.store.days import job_of, local_day, requirement_of, roster_days, technician_day
from wom_tui.store.reader import Reader
from wom_tui.store.rules import read_rules

F = TypeVar("F", Technician, WorkType, Site, Contact, Customer)

DAYS_AHEAD = 14  # how far a slot is looked for


class Resolver(Protocol):
    """What a verb may ask to become a command.

    Every method raises NotFound where there is no such thing, and InvalidInput where there is more than one.
    """

    @property
    def reader(self) -> Reader:
        """Through which it is looked up."""
        ...

    @property
    def here(self) -> Here:
        """Where the line was typed."""
        ...

    @property
    def now(self) -> datetime:
        """Business time, aware UTC."""
        ...

    @property
    def zone(self) -> str:
        """The office's zone."""
        ...

    def time(self, text: str, field: str = "time") -> Moment:
        """The moment that a text means in the office's zone."""
        ...

    def opening(self, text: str, field: str, number: int | None = None) -> datetime:
        """When something begins or is looked at again; a day alone means when its calendar opens.

        Args:
            number: the order, whose agreement has a calendar; None = the office's.
        """
        ...

    def closing(self, text: str, field: str, number: int | None = None) -> datetime:
        """By when something is due; a day alone means when its calendar closes."""
        ...

    def shown(self, at: datetime) -> str:
        """A moment as the office's clock shows it."""
        ...

    def day(self, said: Moment) -> date:
        """The office's day on which a moment lies."""
        ...

    def same_time(self, at: datetime, said: Moment) -> datetime:
        """The time of day of `at`, on the day that was said."""
        ...

    def order(self, number: int) -> WorkOrder:
        """The order of that number; Rejected where another goes on in its place."""
        ...

    def visits(self, number: int) -> tuple[Visit, ...]:
        """All visits of an order, in the order of their numbers."""
        ...

    def crew_size(self, number: int) -> int:
        """How many technicians an order takes at the same time."""
        ...

    def resolution_codes(self, number: int) -> tuple[str, ...] | None:
        """The codes that an order's work type lists; None where it takes any."""
        ...

    def cancel_reasons(self, number: int) -> tuple[str, ...]:
        """The reasons that an order's work type lists."""
        ...

    def technician(self, text: str) -> Technician:
        """The technician with that code or name, or the only one whose code or name begins like it."""
        ...

    def code(self, technician_id: int | None) -> str:
        """What a dispatcher types for a technician; empty for nobody."""
        ...

    def person(self, technician_id: int | None) -> Technician | None:
        """The technician with that number, active or not."""
        ...

    def work_type(self, text: str) -> WorkType:
        """The work type of that name, or the only one that begins like it."""
        ...

    def site(self, text: str) -> Site:
        """The site of that name, or the only one that begins like it."""
        ...

    def customer(self, text: str) -> Customer:
        """The customer of that name, or the only one that begins like it."""
        ...

    def contact(self, text: str) -> Contact:
        """The contact of that name, or the only one that begins like it."""
        ...

    def part(self, text: str) -> Part:
        """The part of that code, or the only one whose code or name begins like it."""
        ...

    def stock_place(self, text: str, field: str) -> StockPlace:
        """The warehouse of that name, or the van of that technician; nothing said means the only warehouse."""
        ...

    def records(self, sheet: Sheet[Any]) -> list[Record]:
        """All records of a noun, as its sheet has them."""
        ...

    def record(self, sheet: Sheet[Any], text: str) -> Record:
        """The record of a noun that a text means: what it is told apart by."""
        ...

    def rule(self, name: str) -> str:
        """The text of the rule of that name: as the office keeps it, else as it comes with the program."""
        ...

    def earliest_start(
        self, order: WorkOrder, visit: Visit | None, technician: Technician, on: date | None
    ) -> datetime | None:
        """When the technician could begin at the earliest: on that day, or from now on. None = not at all."""
        ...

    def anyone(
        self, order: WorkOrder, visit: Visit | None, on: date | None
    ) -> tuple[Technician, datetime] | None:
        """Who could take it and begin when: on that day, or on the first on which somebody can. None = nobody."""
        ...

    def end_of_work(self, technician: Technician, at: datetime) -> datetime:
        """When the shift ends that runs at that time, or comes later that day; midnight where there is none."""
        ...

    def plan(self, on: date | None) -> Plan:
        """A proposal for a day; None = today."""
        ...


def no_plan(on: date) -> Plan:
    """Stands where nothing can be planned: in the middle of an act."""
    raise InvalidInput("plan", on.isoformat(), "plan on a line of its own")


@dataclass(frozen=True)
class FactResolver:
    """Looks everything up through one reader: that of the act, or that of a question."""

    reader: Reader
    now: datetime
    here: Here = NOWHERE
    travel: TravelTime = at_once
    planner: Callable[[date], Plan] = no_plan

    @cached_property
    def zone(self) -> str:
        """The office's zone: the one that the board shows, so what is typed means what is seen."""
        return office.read(self.reader.connection).zone

    def time(self, text: str, field: str = "time") -> Moment:
        return span(text, now=self.now, zone=self.zone, default_day=self.here.day, field=field)

    def opening(self, text: str, field: str, number: int | None = None) -> datetime:
        said = self.time(text, field)
        calendar = self._calendar(number) if said.is_day else None
        return opening(said, now=self.now, zone=self.zone, calendar=calendar)

    def closing(self, text: str, field: str, number: int | None = None) -> datetime:
        said = self.time(text, field)
        return closing(said, zone=self.zone, calendar=self._calendar(number) if said.is_day else None)

    def _calendar(self, number: int | None) -> WorkCalendar | None:
        """The calendar of the agreement that an order falls under; else the office's first one, if it has any."""
        rules = read_rules(self.reader)
        order = self.reader.find(WorkOrder, number)
        policy = rules.policies.get(order.policies[-1].policy_id or 0) if order and order.policies else None
        first = min(rules.calendars, default=0)
        return rules.calendars.get(policy.calendar_id if policy else first)

    def shown(self, at: datetime) -> str:
        return weekday_and_clock(at.astimezone(ZoneInfo(self.zone)))

    def day(self, said: Moment) -> date:
        return local_day(said.start_at, self.zone)

    def same_time(self, at: datetime, said: Moment) -> datetime:
        clock = at.astimezone(ZoneInfo(self.zone)).time()
        return datetime.combine(self.day(said), clock, ZoneInfo(self.zone)).astimezone(UTC)

    def order(self, number: int) -> WorkOrder:
        order = self.reader.get(WorkOrder, number)
        if merged := tuple(merged_violations(order, lambda other: self.reader.find(WorkOrder, other))):
            raise Rejected(merged)
        return order

    def visits(self, number: int) -> tuple[Visit, ...]:
        return tuple(sorted(self.reader.select(Visit, order_id=number), key=lambda visit: visit.ordinal))

    def crew_size(self, number: int) -> int:
        return requirement_of(self.reader, number).crew_size

    def kind_of(self, number: int) -> WorkType | None:
        """The work type of an order, if it has one."""
        order = self.reader.find(WorkOrder, number)
        return self.reader.find(WorkType, order.work_type_id) if order else None

    def resolution_codes(self, number: int) -> tuple[str, ...] | None:
        kind = self.kind_of(number)
        return kind.resolution_codes if kind else None

    def cancel_reasons(self, number: int) -> tuple[str, ...]:
        kind = self.kind_of(number)
        return (kind.cancel_reasons if kind else None) or ()

    @cached_property
    def _technicians(self) -> tuple[Technician, ...]:
        return self.reader.select(Technician)

    def technician(self, text: str) -> Technician:
        return technician_named(text, self._technicians)

    def person(self, technician_id: int | None) -> Technician | None:
        """The technician with that number, active or not."""
        return next((t for t in self._technicians if t.id == technician_id), None)

    def code(self, technician_id: int | None) -> str:
        return next((t.code for t in self._technicians if t.id == technician_id), "")

    def work_type(self, text: str) -> WorkType:
        return self._named(WorkType, "work type", text)

    def site(self, text: str) -> Site:
        return self._named(Site, "site", text)

    def customer(self, text: str) -> Customer:
        return self._named(Customer, "customer", text)

    def contact(self, text: str) -> Contact:
        return self._named(Contact, "contact", text)

    def _named(self, cls: type[F], kind: str, text: str) -> F:
        """By `#12`, by its whole name, or by the beginning of it."""
        if text.startswith("#") and text[1:].isdecimal():
            return self.reader.get(cls, int(text[1:]))
        # Names are read without the rest: there may be a hundred thousand sites.
        exact = self.reader.select(cls, name=text)
        names = [] if exact else list(self.reader.rows(cls, ("name",)))
        found = only_one(
            kind,
            text,
            (
                ((f.id, f.name) for f in exact),
                (row for row in names if row[1].casefold() == text.casefold()),
                (row for row in names if begins(row[1], text)),
            ),
            lambda row: f"{row[1]} (#{row[0]})" if len(exact) > 1 else str(row[1]),
            {row[1]: row[1] for row in names},
        )
        return self.reader.get(cls, found[0])

    def part(self, text: str) -> Part:
        there = self.reader.select(Part, is_active=True)
        return only_one(
            "part",
            text,
            (
                (p for p in there if p.code.casefold() == text.casefold()),
                (p for p in there if begins(p.code, text)),
                (p for p in there if begins(p.name, text)),
            ),
            lambda p: p.code,
            {p.code: p.code for p in there},
        )

    def rule(self, name: str) -> str:
        texts = shipped_rules() | {rule.name: rule.text for rule in self.reader.select(Rule)}
        if name not in texts:
            raise NotFound("rule", name, sorted(texts))
        return texts[name]

    def stock_place(self, text: str, field: str) -> StockPlace:
        stores = [(house.name, StockPlace(warehouse=house.id)) for house in self.reader.select(Warehouse)]
        if not text and len(stores) == 1:
            return stores[0][1]
        vans = [(t.code, StockPlace(technician=t.id)) for t in self._technicians if t.is_active]
        there = (*stores, *vans)
        if not text:
            raise InvalidInput(field, text, f"one of {', '.join(name for name, _ in there[:MOST_LISTED])}")
        said = text.casefold()
        _, place = only_one(
            field,
            text,
            (
                (one for one in there if one[0].casefold() == said),
                (one for one in there if begins(one[0], text)),
                ((t.name, StockPlace(technician=t.id)) for t in self._technicians if begins(t.name, text)),
            ),
            lambda one: one[0],
            {name: name for name, _ in there},
        )
        return place

    def records(self, sheet: Sheet[Any]) -> list[Record]:
        return sheet_records(self.reader, sheet, ZoneInfo(self.zone))

    def record(self, sheet: Sheet[Any], text: str) -> Record:
        return the_one(sheet, self.records(sheet), text, now=self.now, zone=self.zone)

    def earliest_start(
        self, order: WorkOrder, visit: Visit | None, technician: Technician, on: date | None
    ) -> datetime | None:
        without = visit.id if visit else None
        job = job_of(self.reader, order, but=without)
        first = on or local_day(self.now, technician.zone)
        for ahead in range(1 if on else DAYS_AHEAD):
            day = first + timedelta(days=ahead)
            free = technician_day(self.reader, technician, day, self.travel, without=without)
            if slot := earliest_slot(job, free, self.now):
                return slot.start_at
        return None

    def anyone(
        self, order: WorkOrder, visit: Visit | None, on: date | None
    ) -> tuple[Technician, datetime] | None:
        from wom_tui.queries.room import Room  # with numpy, which a line that names somebody does without
        from wom_tui.queries.slots import openings_for

        asked = placing(self.reader, order.id, self.now, visit=visit.id if visit else None)
        if asked.violations:
            raise Rejected(asked.violations)
        first, room = on or local_day(self.now, asked.zone), Room(self.travel)
        for ahead in range(1 if on else DAYS_AHEAD):
            day = first + timedelta(days=ahead)
            found, _ = openings_for(self.reader, asked, self.now, room, day, days=1, limit=1)
            if found:
                return found[0].day.technician, found[0].slot.start_at
        return None

    def end_of_work(self, technician: Technician, at: datetime) -> datetime:
        on = local_day(at, technician.zone)
        shifts = [span.window for span in roster_days(self.reader, technician, [on])[on].spans]
        left = [shift for shift in shifts if shift.end_at > at]
        since_yesterday = [shift for shift in left if local_day(shift.start_at, technician.zone) < on]
        midnight = local_instant(on + timedelta(days=1), 0, technician.zone)
        return max((shift.end_at for shift in since_yesterday or left), default=midnight)

    def plan(self, on: date | None) -> Plan:
        return self.planner(on or local_day(self.now, self.zone))
