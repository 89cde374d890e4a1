"""How are the terms of an agreement written in a cell: targets, hold reasons, needed fields, bounds of a territory?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from wom_tui.domain import values
from wom_tui.domain.intake.cell import folded
from wom_tui.domain.sheets.kinds import Kind, plain, refused
from wom_tui.domain.sla.policy import Target, TargetUnit
from wom_tui.domain.states import OrderStatus
from wom_tui.domain.work_order import Requirement, WorkOrder
from wom_tui.domain.work_type import RequiredFields
from wom_tui.errors import InvalidInput

_SAYS_TARGET = (
    "an amount and what it counts, such as 120 business minutes, 4 hours, 2 business days, 3 calendar days"
)
_UNITS = {
    "minute": (1, TargetUnit.MINUTES),
    "hour": (60, TargetUnit.MINUTES),
    "business minute": (1, TargetUnit.BUSINESS_MINUTES),
    "business hour": (60, TargetUnit.BUSINESS_MINUTES),
    "business day": (1, TargetUnit.BUSINESS_DAYS),
    "calendar day": (1, TargetUnit.CALENDAR_DAYS),
}


def _target(text: str) -> Target:
    amount, _, unit = folded(text).partition(" ")
    if not re.fullmatch(r"\d{1,7}", amount, re.ASCII) or unit.removesuffix("s") not in _UNITS:
        raise refused(text, _SAYS_TARGET)
    times, counts = _UNITS[unit.removesuffix("s")]
    return Target(int(amount) * times, counts)


TARGET = plain(_SAYS_TARGET, _target, str)


def several_of(words: type[StrEnum]) -> Kind:
    """Some of the words of an enumeration."""
    says = f"some of {', '.join(words)}, with commas between"

    def read(text: str) -> tuple[str, ...]:
        said = tuple(word.casefold().replace(" ", "_") for word in values.list_of(text))
        if any(word not in set(words) for word in said):
            raise refused(text, says)
        return said

    return plain(says, read, values.list_words)


# -- what an order of a type must have -------------------------------------------------------------------------

_SAYS_REQUIRED = (
    "a state and its fields, such as completed: resolution_code, labour_min; more states behind a semicolon"
)
# What `missing_fields` can ask for.
_FIELDS = {*vars(WorkOrder)["__dataclass_fields__"], *vars(Requirement)["__dataclass_fields__"], "requester"}


def _required(text: str) -> tuple[RequiredFields, ...]:
    return tuple(_required_in(part, text) for part in text.split(";") if part.strip())


def _required_in(part: str, text: str) -> RequiredFields:
    state, colon, names = part.partition(":")
    fields = values.list_of(names)
    try:
        reached = OrderStatus(state.strip().casefold().replace(" ", "_"))
    except ValueError:
        raise refused(text, f"{_SAYS_REQUIRED}; states are {', '.join(OrderStatus)}") from None
    if not colon or not fields:
        raise refused(text, _SAYS_REQUIRED)
    if unknown := [name for name in fields if name not in _FIELDS]:
        raise refused(text, f"fields of an order; {unknown[0]} is none")
    return RequiredFields(state=reached, fields=fields)


def _required_words(rules: Sequence[RequiredFields]) -> str:
    return "; ".join(f"{rule.state.value}: {values.list_words(rule.fields)}" for rule in rules)


REQUIRED = plain(_SAYS_REQUIRED, _required, _required_words)


# -- where a territory lies ------------------------------------------------------------------------------------

_SAYS_BOUNDS = "four numbers of degrees: south, west, north, east, such as 42.2 -71.2 42.4 -70.9"


def _bounds(text: str) -> tuple[float, ...]:
    try:
        south, west, north, east = (float(part) for part in re.split(r"[\s,;]+", text))
    except ValueError:
        raise refused(text, _SAYS_BOUNDS) from None
    if not (-90 <= south < north <= 90 and -180 <= west < east <= 180):
        raise refused(text, _SAYS_BOUNDS)
    return south, west, north, east


BOUNDS = plain(_SAYS_BOUNDS, _bounds, lambda value: " ".join(map(repr, value)))


# -- money that may be missing -----------------------------------------------------------------------------


def share_of(text: str) -> Any:
    """`0.75`, `75%` → 0.75.

    Raises:
        BadCell: it is no share above 0.
    """
    said = text.strip()
    try:
        share = float(said.removesuffix("%")) / (100 if said.endswith("%") else 1)
    except (ValueError, InvalidInput):
        share = 0.0
    if not 0 < share <= 1:
        raise refused(text, "a share above 0 and at most 1, such as 0.75 or 75%")
    return share


SHARE = plain("a share above 0 and at most 1, such as 0.75 or 75%", share_of)
