"""Which column of a file that nobody knows is taken for what, and what is there still to be asked?

It begins with the guess. What that is sure of is taken; of all else there is a doubt, and a person's answer to each.
What nobody answers is left out, and rows that cannot do without it are put aside: nothing unsure is ever taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from wom_tui.domain.intake.dates import DateOrder
from wom_tui.domain.intake.guess import EMPTY, Column, Guess, Kind, Words, guess, guess_as
from wom_tui.domain.intake.preset import ANY_GROUP, DURATION_UNITS, NEEDED_FIELDS, Preset, Template
from wom_tui.domain.intake.recipe import MARK, SIGNS
from wom_tui.domain.intake.row import folded
from wom_tui.domain.intake.states import ENDED, OPEN, STATES
from wom_tui.domain.work_calendar import DAY_MIN
from wom_tui.domain.work_order import Priority
from wom_tui.errors import InvalidInput

LEAVE = "-"  # the answer that leaves something out
SOURCE = "spreadsheet"  # what orders of a file carry whose system nobody named
ONE_TYPE = "General"  # the work type of all orders of a file that has no column for it
_USUAL_MIN = "60"
# What an order of a file without numbers is known again by: of all that it says, what does not change while it is done.
_STANDING = (
    "opened_at",
    "work_type",
    "title",
    "description",
    "customer",
    "address",
    "site_name",
    "zipcode",
    "asset",
)
_OURS = {
    Kind.STATUS: tuple(state for state in STATES if state != ENDED),
    Kind.PRIORITY: tuple(Priority.__members__),
}
_ORDERS = {"d": DateOrder.DAY_FIRST, "m": DateOrder.MONTH_FIRST}


class About(StrEnum):
    """What a doubt is about."""

    FIELD = "field"  # what does the column mean?
    COLUMN = "column"  # which column is the field that an order needs?
    ORDER = "order"  # does the day or the month come first?
    UNIT = "unit"  # minutes or hours?
    VALUE = "value"  # what is their word in ours?
    NEW_TYPES = "new_types"  # shall the office have these work types?
    STRANGERS = "strangers"  # technicians that the office does not have


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """One thing that only a person can tell.

    Attributes:
        column: the file's; empty where one is looked for.
        field: ours.
        meaning: what ours is, for people.
        value: their word.
        samples: cells, or words, to look at.
        choices: the answers that there are, besides LEAVE; none: see `about`.
        default: the likeliest answer.
    """

    about: About
    column: str
    field: str
    meaning: str = ""
    value: str = ""
    samples: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    default: str = LEAVE


@dataclass(frozen=True, kw_only=True)
class Office:
    """What the office has that a file may name.

    Attributes:
        work_types, technicians: folded names; of technicians also codes.
        zone: in which it reads its clock.
    """

    work_types: frozenset[str]
    technicians: frozenset[str]
    zone: str


class FileMap:
    """The map of one file on its way to a preset."""

    def __init__(self, columns: Sequence[Column], words: Words, office: Office) -> None:
        self._columns = {column.name: column for column in columns if column.name}
        self._words, self._office = words, office
        self.guesses = guess(tuple(self._columns.values()), words)
        self._taken = {one.field: one for one in self.guesses if one.field and one.is_sure_of_field}
        self._orders: dict[str, DateOrder] = {}
        self._units: dict[str, str] = {}
        self._values: dict[tuple[str, str], str] = {}
        self._defaults = {"channel": "import"}
        self._new_type_min: int | None = None
        self._is_numbered = False  # a number is made of the cells
        self._answered: set[tuple[About, str, str]] = set()

    # -- doubts --------------------------------------------------------------------------------------------

    def next_doubt(self) -> Doubt | None:
        """The next thing to ask; None when all is answered."""
        return next(
            (
                one
                for one in self._doubts()
                if (one.about, one.column or one.field, one.value) not in self._answered
            ),
            None,
        )

    def _doubts(self) -> Iterator[Doubt]:
        fields = tuple(self._words.names)
        for one in self.guesses:
            if not one.samples:
                continue  # nothing would be lost with it
            if one.field and not one.is_sure_of_field and one.column not in self._taken_columns:
                choices = tuple(name for name in fields if name not in self._taken)
                is_free = one.field in choices
                yield Doubt(
                    about=About.FIELD,
                    column=one.column,
                    field=one.field,
                    meaning=self._words.meanings[one.field],
                    samples=one.samples,
                    choices=choices,
                    default=one.field if is_free else LEAVE,
                )
        yield from self._missing()
        for name, one in tuple(self._taken.items()):
            yield from self._doubts_about(name, one)

    def _missing(self) -> Iterator[Doubt]:
        """Fields that no order can do without, and no column has."""
        free = tuple(name for name in self._columns if name not in self._taken_columns)
        for name in NEEDED_FIELDS:
            if name not in self._taken and name not in self._defaults:
                meaning = self._words.meanings[name]
                yield Doubt(about=About.COLUMN, column="", field=name, meaning=meaning, choices=free)

    def _doubts_about(self, name: str, one: Guess) -> Iterator[Doubt]:
        """What is open about the cells of a column whose meaning is known."""
        if one.verdict is not None and one.verdict.order is None:
            yield Doubt(
                about=About.ORDER, column=one.column, field=name, samples=one.samples, choices=tuple(_ORDERS)
            )
        if one.unit is None:
            units = tuple(DURATION_UNITS)
            yield Doubt(
                about=About.UNIT,
                column=one.column,
                field=name,
                samples=one.samples,
                choices=units,
                default=units[0],
            )
        for theirs, ours in (one.values or {}).items():
            if ours is None:
                choices = _OURS[self._words.kinds[name]]
                yield Doubt(about=About.VALUE, column=one.column, field=name, value=theirs, choices=choices)
        if name == "work_type" and (new := self._unknown(one, self._office.work_types)):
            yield Doubt(about=About.NEW_TYPES, column=one.column, field=name, samples=new, default=_USUAL_MIN)
        if name == "technician" and (strangers := self._unknown(one, self._office.technicians)):
            yield Doubt(about=About.STRANGERS, column=one.column, field=name, samples=strangers, default="")

    def _unknown(self, one: Guess, known: frozenset[str]) -> tuple[str, ...]:
        return tuple(value for value in one.seen if folded(value) not in known)

    @property
    def _taken_columns(self) -> frozenset[str]:
        return frozenset(one.column for one in self._taken.values())

    # -- answers -------------------------------------------------------------------------------------------

    def answer(self, doubt: Doubt, said: str) -> None:
        """Note what a person says to a doubt.

        Raises:
            InvalidInput: it is no answer to it.
        """
        said = said.strip()
        if doubt.choices and said not in (*doubt.choices, LEAVE):
            raise InvalidInput(doubt.column or doubt.field, said, f"{', '.join(doubt.choices)}, or {LEAVE}")
        match doubt.about:
            case About.FIELD if said != LEAVE:
                self._take(doubt.column, said)
            case About.COLUMN if said != LEAVE:
                self._take(said, doubt.field)
            case About.COLUMN:
                self._do_without(doubt.field)
            case About.ORDER if said != LEAVE:
                self._orders[doubt.field] = _ORDERS[said]
            case About.UNIT if said != LEAVE:
                self._units[doubt.field] = said
            case About.VALUE if said != LEAVE:
                self._values[doubt.field, doubt.value] = said
            case About.NEW_TYPES if said != LEAVE:
                self._new_type_min = _minutes(doubt, said)
            case About.STRANGERS if said == LEAVE:
                del self._taken[doubt.field]
            case _:
                pass  # left open: rows that need it are put aside
        self.pass_over(doubt)

    def pass_over(self, doubt: Doubt) -> None:
        """Leave a doubt open, and ask no more."""
        self._answered.add((doubt.about, doubt.column or doubt.field, doubt.value))

    def _take(self, column: str, name: str) -> None:
        self._taken[name] = guess_as(self._columns[column], name, self._words)

    def _do_without(self, name: str) -> None:
        match name:
            case "status":
                self._defaults[name] = OPEN
            case "work_type":
                self._defaults[name] = ONE_TYPE
                if folded(ONE_TYPE) not in self._office.work_types:
                    self._new_type_min = self._new_type_min or int(_USUAL_MIN)
            case "external_id":
                self._is_numbered = True
            case _:
                raise InvalidInput(name, LEAVE, "a column: no order can do without it")

    # -- the map -------------------------------------------------------------------------------------------

    @property
    def left_out(self) -> tuple[str, ...]:
        """The columns that mean nothing to us, or that nobody is sure of."""
        return tuple(name for name in self._columns if name not in self._taken_columns)

    def preset(self, name: str, *, source: str = SOURCE, zone: str | None = None) -> Preset:
        """The map as a preset.

        Raises:
            InvalidInput: no column is surely one that no order can do without.
        """
        if "status" not in self._taken:
            self._defaults.setdefault("status", OPEN)
        made = {"external_id": self._number_made()} if self._is_numbered else {}
        for needed in NEEDED_FIELDS:
            if needed not in {*self._taken, *self._defaults, *made}:
                raise self._lacking(needed)
        taken = {
            name: one for name, one in self._taken.items() if one.unit is not None or name in self._units
        }
        return Preset(
            name=name,
            title=name,
            source=source,
            zone=zone or self._office.zone,
            time_format="",
            columns=made | {name: one.column for name, one in taken.items()},
            dates={name: self._order_of(name, one) for name, one in taken.items() if name.endswith("_at")},
            defaults={name: ours for name, ours in self._defaults.items() if name not in taken},
            decimal_commas=frozenset(name for name, one in taken.items() if one.has_comma),
            duration_unit=self._units.get("duration_min") or self._unit_told(),
            values={
                name: self._values_of(name, one) for name, one in taken.items() if one.values is not None
            },
            empty=EMPTY,
            widths=self._widths(),
            templates={ANY_GROUP: Template(duration_min=self._new_type_min)} if self._new_type_min else {},
        )

    def _number_made(self) -> str:
        """A recipe for a number: the same cells come to the same number in the next file.

        Raises:
            InvalidInput: nothing tells one order from another.
        """
        told = [self._taken[name].column for name in _STANDING if name in self._taken]
        columns = [column for column in dict.fromkeys(told) if not set(column) & set(SIGNS)]
        if len(columns) < 2:
            raise InvalidInput("external_id", LEAVE, "a column: too little else tells one order from another")
        return f"{MARK}{{#{','.join(columns)}}}"

    def _lacking(self, needed: str) -> InvalidInput:
        found = next((one for one in self.guesses if one.field == needed), None)
        meant = f"{needed} ({self._words.meanings[needed]})"
        expected = f"one that is surely {meant}: answer at a terminal, or name it in a map"
        if found is not None:
            expected = f"{found.column}, at {found.score:.0%}, to be {meant} for sure: say so at a terminal or in a map"
        if needed == "external_id":
            expected += f", or there {MARK}{{#Column,Other}}, a number that is made of their cells"
        return InvalidInput("columns", ", ".join(self._columns), expected)

    def _order_of(self, name: str, one: Guess) -> DateOrder | None:
        """How the column writes its days; one without any, as the others do where these agree."""
        if one.verdict is not None:
            return self._orders.get(name) or one.verdict.order
        orders = {self._order_of(*other) for other in self._taken.items() if other[1].verdict is not None}
        return orders.pop() if len(orders) == 1 else None

    def _values_of(self, name: str, one: Guess) -> dict[str, str]:
        said = {theirs: ours for (field, theirs), ours in self._values.items() if field == name}
        return {theirs: ours for theirs, ours in (one.values or {}).items() if ours is not None} | said

    def _unit_told(self) -> str:
        one = self._taken.get("duration_min")
        return (one.unit if one else None) or "minutes"

    def _widths(self) -> dict[str, int]:
        """A zipcode that is shorter than the others has lost its leading zero in a workbook."""
        one = self._taken.get("zipcode")
        lengths = (
            {len(value) for value in self._columns[one.column].values if value.isdigit()} if one else set()
        )
        return {one.column: 5} if one and lengths == {4, 5} else {}


def _minutes(doubt: Doubt, said: str) -> int:
    if not said.isascii() or not said.isdigit() or not 0 < int(said) <= 14 * DAY_MIN:
        raise InvalidInput(doubt.column, said, f"minutes that an order takes, or {LEAVE}")
    return int(said)
