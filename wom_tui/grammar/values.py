"""What does a word mean as a value: a priority, an amount, skills, materials, a status that is only begun?"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TypeVar

from wom_tui.domain.work_order import MaterialLine, Priority, SkillNeed
from wom_tui.errors import InvalidInput

E = TypeVar("E", bound=StrEnum)


def is_nothing(text: str) -> bool:
    """`none` and `-` empty a field."""
    return text.strip().lower() in ("none", "-")


def list_of(text: str) -> tuple[str, ...]:
    """`a, b` → ("a", "b"); nothing for `none`."""
    return () if is_nothing(text) else tuple(part.strip() for part in text.split(",") if part.strip())


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


def priority(text: str) -> Priority:
    """`2`, `P2` → P2.

    Raises:
        InvalidInput: there is no such priority.
    """
    found = re.fullmatch(r"p?([1-4])", text.strip(), re.IGNORECASE | re.ASCII)
    if not found:
        raise InvalidInput("priority", text, "P1 to P4, or 1 to 4")
    return Priority(int(found[1]))


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


def order_number(text: str, field: str) -> int:
    """`4417`, `WO-004417` → 4417.

    Raises:
        InvalidInput: it is no number of an order.
    """
    found = re.fullmatch(r"(?:wo-?)?0*(\d{1,12})", text.strip(), re.IGNORECASE | re.ASCII)
    if not found:
        raise InvalidInput(field, text, "the number of an order, such as 4417")
    return int(found[1])


def cents(text: str, field: str) -> int:
    """`12`, `12.5`, `12.50` → cents.

    Raises:
        InvalidInput: it is no amount of money.
    """
    found = re.fullmatch(r"(\d{1,9})(?:[.](\d{1,2}))?", text.strip(), re.ASCII)
    if not found:
        raise InvalidInput(field, text, "an amount such as 12.50")
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def skills(text: str) -> tuple[SkillNeed, ...]:
    """`lights:2, trees` → lights at level 2 and trees at level 1; `none` → no skill is needed.

    Raises:
        InvalidInput: a level is not 1 to 5.
    """
    return tuple(_skill(part) for part in list_of(text))


def _skill(text: str) -> SkillNeed:
    name, _, level = text.partition(":")
    if not re.fullmatch(r"[1-5]?", level, re.ASCII) or not name.strip():
        raise InvalidInput("skills", text, "names with a level from 1 to 5, such as lights:2, trees")
    return SkillNeed(name=name.strip(), level=int(level or 1))


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
    if not found:
        raise InvalidInput("materials", text, "names with quantity and price, such as valve, washer*2@1.50")
    price_cents = cents(found["price"], "materials") if found["price"] else 0
    return MaterialLine(name=found["name"], quantity=float(found["count"] or 1), price_cents=price_cents)
