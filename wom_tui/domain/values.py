"""What does a text mean as a value of the trade: a list, a priority, an amount of money, skills with levels?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from wom_tui.domain.work_order import Priority, SkillNeed
from wom_tui.domain.work_type import UsualPart
from wom_tui.errors import InvalidInput

_ITEM = re.compile(r'\s*(?:"(?P<quoted>(?:[^"]|"")*)"(?P<rest>[^,;]*)|(?P<plain>[^,]*))(?:,|$)')
_QUOTED = re.compile(r'[,;:"\n]|^\s|\s$|^$|^(?:none|-)$', re.IGNORECASE)


def is_nothing(text: str) -> bool:
    """`none` and `-` empty a field."""
    return text.strip().lower() in ("none", "-")


def list_of(text: str) -> tuple[str, ...]:
    """`a, b` → ("a", "b"); nothing for `none`. An item in quotes is taken as it is: `"a, b", c`."""
    return tuple(item for item, _ in _items(text))


def list_words(items: Iterable[str]) -> str:
    """The list as `list_of` reads it."""
    return ", ".join(map(quoted, items))


def quoted(item: str) -> str:
    """The item of a list; in quotes where it would be read as something else."""
    return '"' + item.replace('"', '""') + '"' if _QUOTED.search(item) else item


def _items(text: str) -> Iterable[tuple[str, str]]:
    """Each item, and what stands behind its quotes."""
    if is_nothing(text):
        return
    for found in _ITEM.finditer(text):
        if found["quoted"] is not None:
            yield found["quoted"].replace('""', '"'), found["rest"].strip()
        elif found["plain"].strip():
            yield found["plain"].strip(), ""


def priority(text: str) -> Priority:
    """`2`, `P2` → P2.

    Raises:
        InvalidInput: there is no such priority.
    """
    found = re.fullmatch(r"p?([1-4])", text.strip(), re.IGNORECASE | re.ASCII)
    if not found:
        raise InvalidInput("priority", text, "P1 to P4, or 1 to 4")
    return Priority(int(found[1]))


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
    return tuple(_skill(item, rest) for item, rest in _items(text))


def skill_words(needs: Iterable[SkillNeed]) -> str:
    """The skills as `skills` reads them."""
    return ", ".join(f"{quoted(need.name)}:{need.level}" for need in needs)


def _skill(text: str, rest: str) -> SkillNeed:
    name, _, level = (text, "", rest.removeprefix(":")) if rest else text.partition(":")
    if not re.fullmatch(r"[1-5]?", level, re.ASCII) or not name.strip():
        raise InvalidInput("skills", text, "names with a level from 1 to 5, such as lights:2, trees")
    return SkillNeed(name=name.strip(), level=int(level or 1))


def parts(text: str) -> tuple[UsualPart, ...]:
    """`PUMP-3*2, BELT` → two of the one and one of the other; `none` → no parts are needed.

    Raises:
        InvalidInput: an amount is no whole number above 0.
    """
    return tuple(_part(item, rest) for item, rest in _items(text))


def part_words(needs: Iterable[UsualPart]) -> str:
    """The parts as `parts` reads them."""
    return ", ".join(f"{quoted(need.code)}*{need.quantity}" for need in needs)


def _part(text: str, rest: str) -> UsualPart:
    code, star, count = (text, "*", rest.removeprefix("*")) if rest else text.rpartition("*")
    if not star:
        code, count = text, "1"
    if not re.fullmatch(r"[1-9]\d{0,5}", count.strip(), re.ASCII) or not code.strip():
        raise InvalidInput("parts", text, "codes of parts, with how many where it is not one: PUMP-3*2, BELT")
    return UsualPart(code=code.strip(), quantity=int(count))
