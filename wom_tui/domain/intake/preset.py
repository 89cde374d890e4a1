"""How to read one system's files: which column means what, which value means what, and what its places look
like.

A preset is a file that a person can read, copy and share; wom_tui/presets reads it into these values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import MappingProxyType

from wom_tui.domain.intake.dates import DateOrder
from wom_tui.domain.work_calendar import Calendar, Holiday, WorkCalendar
from wom_tui.domain.work_order import OrderStatus, Priority, SkillNeed

_NONE: Mapping[str, str] = MappingProxyType({})

# What a preset may name a column for. The first line is needed, the rest is taken where it is there.
NEEDED_FIELDS = ("external_id", "opened_at", "status", "work_type")
OTHER_FIELDS = (
    *("due_at", "ended_at", "outcome", "title", "group", "channel", "requester", "territory"),
    *("address", "zipcode", "lat", "lon", "site_id", "site_kind", "site_name", "city"),
    *("description", "priority", "customer", "contact", "phone", "email", "asset", "cost"),
    *("technician", "planned_start_at", "planned_end_at", "earliest_start_at", "duration_min"),
)
# What may stand for a field that a file says nothing of.
DEFAULT_FIELDS = ("status", "work_type", "channel", "requester")
ANY_GROUP = "*"  # the template for types of any group
DURATION_UNITS = {"minutes": 1, "hours": 60}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How an order ended, told by the words that the closing text begins with."""

    says: str
    status: OrderStatus  # completed or cancelled
    code: str  # resolution code, or the reason of a cancellation
    is_duplicate: bool = False


@dataclass(frozen=True, kw_only=True)
class Template:
    """What an order asks for when the office has no work type of that name yet: one per group of types."""

    duration_min: int
    skills: tuple[SkillNeed, ...] = ()
    priority: Priority = Priority.P3  # where no order of the type brings a due


@dataclass(frozen=True, kw_only=True)
class PriorityStep:
    """Orders that are due within so many days on average are this urgent. None: all that are left."""

    within_days: float | None
    priority: Priority


@dataclass(frozen=True, kw_only=True)
class Preset:
    """One system's files.

    Attributes:
        source: what its orders carry as their source; (source, external id) names an order for ever.
        zone: where its clocks hang, unless the import says otherwise.
        time_format: of every time, as `strptime` has it; empty where `dates` says how each is written.
        columns: field → the file's column.
        dates: field of a time → in which order it writes day, month and year; None where the file does not tell:
            what can be read either way is put aside.
        defaults: field → ours, where a row says nothing.
        decimal_commas: fields whose numbers have a comma before their decimals.
        duration_unit: what a bare number of `duration_min` counts: one of DURATION_UNITS.
        values: field → the file's value → ours. A field that is listed here takes no other value.
        aliases: field → the file's spelling → ours. Other spellings are taken as they are.
        empty: what stands in a cell that says nothing.
        widths: column → digits of an id that has lost its leading zeros.
        plain_titles: titles that say nothing; the work type's name stands in.
        closing_noise: beginnings of a closing text that say nothing, in their order.
        tags: tag → the column that it carries.
        bounds: south, west, north, east in degrees: no real position lies outside.
        fake_positions: what the system writes when it does not know.
        number_prefix: what stands before a short number of an order where people quote it.
        calendar, holidays: the hours that its dues are counted in.
    """

    name: str
    title: str
    source: str
    zone: str
    time_format: str
    columns: Mapping[str, str]
    dates: Mapping[str, DateOrder | None] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    decimal_commas: frozenset[str] = frozenset()
    duration_unit: str = "minutes"
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    empty: frozenset[str] = frozenset({""})
    widths: Mapping[str, int] = field(default_factory=dict)
    plain_titles: frozenset[str] = frozenset()
    closing_noise: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    templates: Mapping[str, Template] = field(default_factory=dict)
    priorities: tuple[PriorityStep, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    bounds: tuple[float, float, float, float] = (-90.0, -180.0, 90.0, 180.0)
    fake_positions: frozenset[tuple[float, float]] = frozenset()
    number_prefix: str = ""
    calendar: Calendar | None = None
    holidays: tuple[Holiday, ...] = ()

    @property
    def work_calendar(self) -> WorkCalendar | None:
        """Hours and holidays in one value."""
        return WorkCalendar.of(self.calendar, self.holidays) if self.calendar else None

    @cached_property
    def read_columns(self) -> frozenset[str]:
        """The columns that this preset reads."""
        return frozenset((*self.columns.values(), *self.tags.values()))

    def missing_columns(self, header: tuple[str, ...]) -> tuple[str, ...]:
        """The columns that this preset reads and the file does not have."""
        read = dict.fromkeys((*self.columns.values(), *self.tags.values()))
        return tuple(column for column in read if column not in header)

    def template_for(self, group: str) -> Template | None:
        """What orders of a new type of that group ask for; None where the preset makes no such types."""
        return self.templates.get(group) or self.templates.get(ANY_GROUP)

    def priority_of(self, template: Template, spans: list[tuple[datetime, datetime]]) -> Priority:
        """How urgent a new work type is: by how long its orders may take, in the middle.

        Args:
            spans: (opened, due) of those of its orders that bring a due.
        """
        if not spans or not self.priorities:
            return template.priority
        days = sorted((due - opened).total_seconds() / 86_400 for opened, due in spans)[len(spans) // 2]
        steps = (s for s in self.priorities if s.within_days is None or days <= s.within_days)
        step = next(steps, None)
        return step.priority if step else template.priority

    def values_of(self, field_name: str) -> Mapping[str, str]:
        """The value map of a field; empty where any value will do."""
        return self.values.get(field_name, _NONE)
