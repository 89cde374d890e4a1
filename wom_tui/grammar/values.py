"""What does a word mean as a value: a priority, an amount, skills, materials, a status that is only begun?"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TypeVar

from wom_tui.domain.place import Place
from wom_tui.domain.values import cents, is_nothing, list_of, priority, skills
from wom_tui.domain.work_order import MaterialLine
from wom_tui.errors import InvalidInput

__all__ = [
    "cents",
    "count",
    "is_nothing",
    "list_of",
    "materials",
    "order_number",
    "position",
    "priority",
    "skills",
    "word_of",
]

E = TypeVar("E", bound=StrEnum)


def word_of(words: type[E], text: str, field: str) -> E:
    """The one member whose value begins like the text.

    Raises:
        InvalidInput: none does, or several do.
    """
    said = re.sub(r"[\s-]+", "_", text.strip().lower())
    found = [w for w in words if w.value == said] or [w for w in words if said and w.value.startswith(said)]
    if len(found) != 1:
        raise InvalidInput(field, text, f"one of {', '.join(w.value for w in found or words)}")
    return found[0]


def count(text: str, field: str, *, least: int = 0) -> int:
    """A whole number.

    Raises:
        InvalidInput: it is none, or below the least.
    """
    if not re.fullmatch(r"\d{1,12}", text.strip(), re.ASCII) or int(text) < least:
        raise InvalidInput(field, text, f"a whole number, {least} or more")
    return int(text)


def yes_or_no(text: str, field: str) -> bool:
    """`yes`, `no`, or as much of it.

    Raises:
        InvalidInput: it is neither.
    """
    said = text.strip().lower()
    if not said or not ("yes".startswith(said) or "no".startswith(said)):
        raise InvalidInput(field, text, "yes or no")
    return "yes".startswith(said)


def position(text: str) -> Place | None:
    """A position in degrees: `42.35 -71.06`, `42.35, -71.06`; None where it is none.

    Raises:
        InvalidInput: there are no such degrees.
    """
    found = _POSITION.fullmatch(text.strip())
    return Place(float(found[1]), float(found[2])) if found else None


def order_number(text: str, field: str) -> int:
    """`4417`, `WO-004417` → 4417.

    Raises:
        InvalidInput: it is no number of an order.
    """
    found = re.fullmatch(r"(?:wo-?)?0*(\d{1,12})", text.strip(), re.IGNORECASE | re.ASCII)
    if not found:
        raise InvalidInput(field, text, "the number of an order, such as 4417")
    return int(found[1])


_DEGREES = r"([+-]?\d{1,3}(?:\.\d+)?)"
_POSITION = re.compile(rf"{_DEGREES}(?:\s*,\s*|\s+){_DEGREES}", re.ASCII)
_MATERIAL = re.compile(
    r"(?P<name>[^*@]+?)\s*(?:\*\s*(?P<count>\d+(?:\.\d+)?))?\s*(?:@\s*(?P<price>\S+))?", re.ASCII
)


def materials(text: str) -> tuple[MaterialLine, ...]:
    """`valve, washer*2@1.50` → a valve and two washers at 1.50 each; `none` → none was used.

    Raises:
        InvalidInput: a line that cannot be read.
    """
    return tuple(_material(part) for part in list_of(text))


def _material(text: str) -> MaterialLine:
    found = _MATERIAL.fullmatch(text)
    if not found or re.fullmatch(r"[\d.]+", found["name"], re.ASCII):  # `0` is no name of anything
        raise InvalidInput("materials", text, "names with quantity and price: valve, washer*2@1.50; or none")
    price_cents = cents(found["price"], "materials") if found["price"] else 0
    return MaterialLine(name=found["name"], quantity=float(found["count"] or 1), price_cents=price_cents)
