"""What is a saved view: a name for a screen and for what the board has been made?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from wom_tui.errors import InvalidInput
from wom_tui.present.columns import ALL_COLUMNS
from wom_tui.present.grouping import Grouping
from wom_tui.present.shape import Shape

SCREENS = ("board", "lanes", "backlog")  # where a view can lead; what is for one order or one day is none
VERBS = ("save", "list", "drop")  # no view is called like them
_NAME = re.compile(r"[^\W\d_][\w .&+-]{0,29}")
_COLUMNS = {column.id for column in ALL_COLUMNS}


@dataclass(frozen=True)
class SavedView:
    """One of them.

    Attributes:
        is_shipped: it is there from the start.
    """

    name: str
    shape: Shape
    screen: str = "board"
    is_shipped: bool = False

    @property
    def words(self) -> str:
        """What it holds: `status=ready, by territory`."""
        where = f"on the {self.screen}" if self.screen != "board" else ""
        return ", ".join(part for part in (self.shape.words(), where) if part) or "all open orders"

    def as_table(self) -> dict[str, Any]:
        """As it is written down: what the board has of its own is left out."""
        shape, own = self.shape, Shape()
        table = {
            "screen": (self.screen, "board"),
            "filter": (shape.filter, own.filter),
            "sort": (shape.sort, own.sort),
            "reversed": (shape.is_reversed, own.is_reversed),
            "group": (shape.grouping.value, own.grouping.value),
            "columns": (list(shape.columns), []),
        }
        return {key: value for key, (value, usual) in table.items() if value != usual}


def _shipped(name: str, filter_: str = "", grouping: Grouping = Grouping.URGENCY) -> SavedView:
    return SavedView(name, Shape(filter_, grouping=grouping), is_shipped=True)


SHIPPED: Mapping[str, SavedView] = MappingProxyType(
    {
        view.name: view
        for view in (
            _shipped("all"),
            _shipped("today", "due_at<=today"),
            _shipped("late", "sla=breached"),
            _shipped("unassigned", "status=ready planned_start_at=none", Grouping.TERRITORY),
            _shipped("waiting for parts", "hold_reason=parts"),
            _shipped("parts missing", "parts=short,waiting"),
            _shipped("by technician", "status=scheduled,dispatched,in_progress", Grouping.TECHNICIAN),
        )
    }
)


def checked_name(name: str, verbs: tuple[str, ...] = VERBS) -> str:
    """A name as it may be given.

    Args:
        verbs: words that mean something else where the name would stand.

    Raises:
        InvalidInput: it begins like a number or a verb, is too long, or holds signs that nobody can type.
    """
    name = " ".join(name.split())
    if not _NAME.fullmatch(name) or name.split()[0] in verbs:
        raise InvalidInput(
            "name", name, f"at most 30 letters, digits, spaces, a letter first; not {', '.join(verbs)}"
        )
    return name


def view_of(name: str, table: Any) -> SavedView:
    """A view as it was written down.

    Raises:
        InvalidInput: it was written otherwise; the field is the key that is wrong.
    """
    if not isinstance(table, dict):
        raise InvalidInput("", table, f"[{name}] and lines below it")
    checked_name(name)
    for key, value in table.items():
        _check(key, value)
    shape = Shape(
        filter=table.get("filter", ""),
        sort=table.get("sort", Shape.sort),
        is_reversed=table.get("reversed", False),
        grouping=Grouping(table.get("group", Grouping.URGENCY)),
        columns=tuple(table.get("columns", ())),
    )
    return SavedView(name, shape, table.get("screen", "board"))


def _check(key: str, value: object) -> None:
    """One line of a table."""
    words = {"screen": SCREENS, "sort": sorted(_COLUMNS), "group": [one.value for one in Grouping]}
    match key:
        case "filter":
            is_right, expected = isinstance(value, str), "a text, as it is typed after /"
        case "reversed":
            is_right, expected = isinstance(value, bool), "true or false"
        case "columns":
            is_right, expected = _are_columns(value), f"number and any of {', '.join(sorted(_COLUMNS))}"
        case "screen" | "sort" | "group":
            is_right, expected = value in words[key], f"one of {', '.join(words[key])}"
        case _:
            raise InvalidInput(key, value, "screen, filter, sort, reversed, group or columns")
    if not is_right:
        raise InvalidInput(key, value, expected)


def _are_columns(value: object) -> bool:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        return False
    return not value or (set(value) <= _COLUMNS and "number" in value and len(set(value)) == len(value))
