"""How to read one system's files: which column means what, which value means what, and what its places look
like.

A preset is a file that a person can read, copy and share; wom_tui/presets reads it into these values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from types import MappingProxyType

from wom_tui.domain.intake.cell import folded
from wom_tui.domain.intake.dates import DateOrder
from wom_tui.domain.intake.recipe import MARK, Recipe, recipe_of
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
    *("resolution_code", "duplicate_of"),
)
# What may stand for a field that a file says nothing of.
DEFAULT_FIELDS = ("status", "work_type", "channel", "requester")
ANY_GROUP = "*"  # the template for types of any group
ANY_COLUMN = "*"  # among the optional ones: all but those of the needed fields
ANY_TEXT = "*"  # among outcomes and values: any text that no other one fits
# A work order's field → the fields of a preset that tell of it.
_TOLD_BY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "title": ("title",),
        "description": ("description",),
        "channel": ("channel",),
        "requester": ("requester",),
        "territory_id": ("territory",),
        "site_id": ("address", "site_id", "site_name", "lat"),
        "imported_due_at": ("due_at",),
        "cancel_reason": ("outcome", "resolution_code"),
        "resolution_code": ("outcome", "resolution_code"),
        "resolution_text": ("outcome",),
        **dict.fromkeys(("completed_at", "closed_at", "cancelled_at"), ("outcome",)),
    }
)
_OF_THE_END = frozenset({"completed_at", "closed_at", "cancelled_at"})
UNTOLD_ZONE = "UTC"  # of a preset whose system is used everywhere: it cannot know where a clock hangs
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
class Fold:
    """How an event log is read: rows with one number are one order, and the last of them says how it stands.

    Attributes:
        at: the column that says when a row was written.
        sort: the column by whose numbers the rows of an order are sorted; those without one by `at`.
        events: what makes an event of the order's history when it changes from row to row: `status`, `priority`,
            or the name of a tag.
    """

    at: str
    sort: str = ""
    events: tuple[str, ...] = ("status",)


@dataclass(frozen=True, kw_only=True)
class OtherFile:
    """A file that people take for one of this preset: by the columns that it has, and what it is."""

    columns: frozenset[str]
    what: str


@dataclass(frozen=True, kw_only=True)
class Preset:
    """One system's files.

    Attributes:
        source: what its orders carry as their source; (source, external id) names an order for ever.
        zone: where its clocks hang, unless the import says otherwise.
        time_format: of every time, as `strptime` has it; empty where `dates` says how each is written.
        time_formats: several, in the order in which they are tried; see `moments`. The first is `time_format`.
        columns: field → the file's column, or a recipe (`={Street}, {City}`); see `recipe`.
        optional: columns that a file may lack; `*` is all but those of the needed fields.
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
        files: what a file is about → the column that says where it is; a file may lack any of them.
        bounds: south, west, north, east in degrees: no real position lies outside.
        fake_positions: what the system writes when it does not know.
        number_prefix: what stands before a short number of an order where people quote it.
        calendar, holidays: the hours that its dues are counted in.
        fold: set where the file is an event log.
        other_files: what people take for a file of this preset.
        note: what a person should know before they use it.
        is_partial: its files tell only a part of what is known of an order, a list of who did it for one: what they
            have no column for is left as it stands, and so is the end.
        is_remote: a place without a position is no obstacle: the work is done from afar, or nobody has to find it.
        lists: tags whose cell names several, with `;` between them.
        html: fields whose cells hold HTML; its words are taken.
        silent: fields for which this preset has a column and a file has none; see `fitted`.
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
    files: Mapping[str, str] = field(default_factory=dict)
    bounds: tuple[float, float, float, float] = (-90.0, -180.0, 90.0, 180.0)
    fake_positions: frozenset[tuple[float, float]] = frozenset()
    number_prefix: str = ""
    calendar: Calendar | None = None
    holidays: tuple[Holiday, ...] = ()
    time_formats: tuple[str, ...] = ()
    optional: frozenset[str] = frozenset()
    fold: Fold | None = None
    other_files: tuple[OtherFile, ...] = ()
    note: str = ""
    is_partial: bool = False
    is_remote: bool = False
    lists: frozenset[str] = frozenset()
    html: frozenset[str] = frozenset()
    silent: frozenset[str] = frozenset()

    @property
    def moment_forms(self) -> tuple[str, ...]:
        """The forms of its times, in the order in which they are tried."""
        return self.time_formats or ((self.time_format,) if self.time_format else ())

    @property
    def work_calendar(self) -> WorkCalendar | None:
        """Hours and holidays in one value."""
        return WorkCalendar.of(self.calendar, self.holidays) if self.calendar else None

    # -- columns -------------------------------------------------------------------------------------------

    @cached_property
    def _told(self) -> tuple[str, ...]:
        """Columns and recipes, whatever they are for."""
        fold = (self.fold.at, self.fold.sort) if self.fold else ()
        told = (*self.columns.values(), *self.tags.values(), *fold, *self.files.values())
        return tuple(filter(None, dict.fromkeys(told)))

    @cached_property
    def _recipes(self) -> Mapping[str, Recipe]:
        """What is written in place of a column's name → how such a column is made."""
        return {text: recipe_of(text) for text in self._told if text.startswith(MARK)}

    @cached_property
    def read_columns(self) -> frozenset[str]:
        """The columns of the file that this preset reads."""
        return self.sources_of(self._told)

    def sources_of(self, told: Iterable[str]) -> frozenset[str]:
        """The columns of the file behind columns and recipes."""
        recipes = self._recipes
        return frozenset(
            column for text in told for column in (recipes[text].columns if text in recipes else (text,))
        )

    def cell(self, row: Mapping[str, str], column: str) -> str:
        """What a row has in a column, or what a recipe makes of it."""
        recipe = self._recipes.get(column)
        return recipe.of(row, self.empty) if recipe else row.get(column, "")

    def shown(self, column: str) -> str:
        """A column's name for people: of several it is any of them."""
        recipe = self._recipes.get(column)
        return recipe.shown if recipe else column

    def with_made(self, row: Mapping[str, str]) -> Mapping[str, str]:
        """The row with the columns that are made of others."""
        if not self._recipes:
            return row
        return {**row, **{text: recipe.of(row, self.empty) for text, recipe in self._recipes.items()}}

    def missing_columns(self, header: Collection[str]) -> tuple[str, ...]:
        """The columns that this preset cannot do without and the file does not have."""
        needed = {self.columns.get(name) for name in NEEDED_FIELDS} | ({self.fold.at} if self.fold else set())
        optional = self.optional | frozenset(self.files.values())
        missing: dict[str, None] = {}
        for text in self._told:
            if text in needed or not (ANY_COLUMN in optional or text in optional):
                missing.update(dict.fromkeys(self._lacking(text, header)))
        return tuple(missing)

    def _lacking(self, text: str, header: Collection[str]) -> tuple[str, ...]:
        recipe = self._recipes.get(text)
        return recipe.lacks(header) if recipe else () if text in header else (text,)

    def mistaken(self, header: Collection[str]) -> str:
        """What a file with that header is, where people take it for one of this preset; else empty."""
        return next((one.what for one in self.other_files if one.columns <= set(header)), "")

    def fitted(self, header: Collection[str]) -> Preset:
        """The preset without the columns that a file lacks: of what they tell it says nothing.

        Of several columns the first of which that is filled counts, those that are there are left.
        """
        if not self.optional and not self._recipes:
            return self
        there, tagged, attached = (
            {name: found for name, text in told.items() if (found := self._fitted(text, header))}
            for told in (self.columns, self.tags, self.files)
        )
        fold = self.fold and replace(
            self.fold, at=self._fitted(self.fold.at, header), sort=self._fitted(self.fold.sort, header)
        )
        untagged = (f"tag {name}" for name in self.tags.keys() - tagged.keys())
        silent = frozenset((*(self.columns.keys() - there.keys()), *untagged))
        if (there, tagged, attached, fold) == (self.columns, self.tags, self.files, self.fold):
            return self
        return replace(self, columns=there, tags=tagged, files=attached, fold=fold, silent=silent)

    def _fitted(self, text: str, header: Collection[str]) -> str:
        recipe = self._recipes.get(text)
        if recipe is None:
            return text if text in header else ""
        return "" if recipe.lacks(header) else recipe.among(header, text)

    @property
    def tells_all(self) -> bool:
        """Nothing is left as it stands."""
        return not self.is_partial and not self.silent

    def tells(self, name: str) -> bool:
        """Whether a file says anything of that field of an order."""
        told_by = _TOLD_BY.get(name)
        if told_by is None or any(column in self.columns for column in told_by):
            return True
        if self.is_partial:
            return False
        return name in _OF_THE_END or self.silent.isdisjoint(told_by)

    # -- values --------------------------------------------------------------------------------------------

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

    @cached_property
    def _values(self) -> Mapping[str, Mapping[str, str]]:
        """The value maps, in which capitals and outer blanks make no other word."""
        return {name: _loosened(known) for name, known in self.values.items()}

    @cached_property
    def _aliases(self) -> Mapping[str, Mapping[str, str]]:
        return {name: _loosened(known) for name, known in self.aliases.items()}

    def alias_of(self, field_name: str, text: str) -> str:
        """Our spelling of a name of theirs; as it is where the preset has none."""
        known = self._aliases.get(field_name)
        return (known.get(text) or known.get(text.casefold()) or text) if known else text

    def values_of(self, field_name: str) -> Mapping[str, str]:
        """The value map of a field; empty where any value will do."""
        return self._values.get(field_name, _NONE)


def _loosened(known: Mapping[str, str]) -> Mapping[str, str]:
    """The words as they are written, and in small letters without outer blanks."""
    small = ((folded(theirs), ours) for theirs, ours in known.items())
    return {**known, **{theirs: ours for theirs, ours in small if theirs not in known}}
