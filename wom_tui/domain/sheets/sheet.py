"""What is a sheet of the office? One declaration for each noun: its columns, and what tells its records apart.

Template, import, export and the page of the reference all follow from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, replace
from functools import cached_property
from typing import Any, Generic, TypeVar

from wom_tui.domain.fact import Fact
from wom_tui.domain.sheets.kinds import Kind, whole
from wom_tui.domain.violation import Violation

F = TypeVar("F", bound=Fact)
Values = Mapping[str, Any]  # field → value; names of other records are `Named`

VERSION = "version"
COMMENT = "# "  # a row whose first cell begins so says something about the sheet


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column.

    Attributes:
        fields: of the fact, which the cell holds; several where one cell says them together.
        examples: cells of the template's rows.
        is_required: an empty cell is refused.
        is_office_zone: an empty cell means the zone of the office.
        also: what files of other systems call it.
    """

    name: str
    kind: Kind
    meaning: str
    examples: tuple[str, ...]
    fields: tuple[str, ...] = ()
    is_required: bool = False
    is_office_zone: bool = False
    also: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.fields:
            object.__setattr__(self, "fields", (self.name,))

    def value_of(self, fact: Fact) -> Any:
        """What the fact says in this column."""
        said = tuple(getattr(fact, name) for name in self.fields)
        return said[0] if len(said) == 1 else said

    def values(self, value: Any) -> dict[str, Any]:
        """The value as fields of the fact."""
        return dict(zip(self.fields, value, strict=True)) if len(self.fields) > 1 else {self.fields[0]: value}


def order_column(*examples: str) -> Column:
    """The column of a sheet that is about orders: which one a row is about."""
    return Column(
        name="order",
        fields=("order_id",),
        kind=whole(1, 10**12),
        meaning="the number of the order",
        examples=examples,
        is_required=True,
    )


def no_rule(_fact: Any, _beside: Mapping[int, Any]) -> Iterator[Violation]:
    """Every record of the noun is right as it is."""
    return iter(())


def complete_already(_values: Mapping[str, Any]) -> dict[str, Any]:
    """A row says all that it says in its cells."""
    return {}


@dataclass(frozen=True)
class Part:
    """Of a sheet whose rows are parts of a record: the points of a checklist.

    Attributes:
        field: of the fact, which holds the parts, in the order of the rows.
        cls: of one part; its fields are those of the columns that are not in the key.
    """

    field: str
    cls: type[Any]


@dataclass(frozen=True, kw_only=True)
class Sheet(Generic[F]):
    """One noun.

    Attributes:
        name: what `--what` calls it.
        one: a single record in words.
        help: one sentence: what a row is.
        keys: columns that tell records apart; the first of them whose cells are all filled in counts.
        can_share: several records may have the same key, as shifts of one day may.
        owner: the field by which records belong together; the rule sees those of the same owner.
        rule: what must hold for a record, seen beside all of its owner; itself, as it was, is among them.
        sees_all: the rule looks through all records of the noun, not only at those of the same owner, or by number.
        complete: what a row says besides, where its own cell for it is empty: column → value.
        part: each row is a part of a record that is there; None for most.
        stays: its records are never taken away: a part is set inactive, a stock is counted as 0.
    """

    name: str
    one: str
    help: str
    fact: type[F]
    columns: tuple[Column, ...]
    keys: tuple[tuple[str, ...], ...]
    can_share: bool = False
    owner: str = ""
    rule: Callable[[F, Mapping[int, F]], Iterable[Violation]] = no_rule
    sees_all: bool = False
    complete: Callable[[Values], Values] = complete_already
    part: Part | None = None
    stays: bool = False

    @property
    def is_removable(self) -> bool:
        """Whether a record can be taken away by itself."""
        return not (self.stays or self.part)

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns, as an export has them."""
        return (*(column.name for column in self.columns), VERSION)

    def column(self, name: str) -> Column:
        """The column of that name."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> Mapping[str, Column]:
        return {column.name: column for column in self.columns}

    def named(self, heading: str) -> str:
        """The column that a heading means; the heading itself where it means none."""
        return next((column.name for column in self.columns if heading in column.also), heading)

    @cached_property
    def identity(self) -> frozenset[str]:
        """The columns that are part of any key."""
        return frozenset(name for key in self.keys for name in key)

    def default(self, column: Column, zone: str) -> Any:
        """What an empty cell means."""
        if column.is_office_zone:
            return zone
        defaults = _defaults(self.fact) | (_defaults(self.part.cls) if self.part else {})
        said = tuple(defaults[name] for name in column.fields)
        return said[0] if len(said) == 1 else said


def _defaults(cls: type[Any]) -> dict[str, Any]:
    return {f.name: None if f.default is MISSING else f.default for f in fields(cls)}


def template_rows(sheet: Sheet[Any]) -> Iterator[tuple[str, ...]]:
    """The rows of the template: what the columns mean, what may stand in them, and examples."""
    columns = sheet.columns
    meant = [f"{column.meaning}{' (needed)' if column.is_required else ''}" for column in columns]
    yield (COMMENT + meant[0], *meant[1:])
    said = [f"write {column.kind.says}" for column in columns]
    yield (COMMENT + said[0], *said[1:])
    for row in range(max(len(column.examples) for column in columns)):
        yield tuple(column.examples[row] if row < len(column.examples) else "" for column in columns)


# -- the first cell of a row -------------------------------------------------------------------------------


def is_comment(cells: Sequence[str]) -> bool:
    """The row says something about the sheet."""
    return bool(cells) and cells[0].startswith(COMMENT)


def marked(first: Any) -> Any:
    """The first cell of a record, with an apostrophe where it would be taken for a comment."""
    if isinstance(first, str) and first.lstrip("'").startswith(COMMENT):
        return f"'{first}"
    return first


def unmarked(first: str) -> str:
    """The first cell as it was before `marked`."""
    return first[1:] if first[:1] == "'" and first.lstrip("'").startswith(COMMENT) else first


def with_examples(column: Column, *examples: str) -> Column:
    """The column with other examples: for one that several sheets have."""
    return replace(column, examples=examples)
