"""What is said again and again? Texts that the office keeps, with places for the facts of an order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from wom_tui.domain.fact import Fact
from wom_tui.errors import InvalidInput

# What may stand in braces, and what is put there. A closed list: a text asks for nothing else of an order.
PLACES: Mapping[str, str] = MappingProxyType(
    {
        "order": "the order's number",
        "title": "what is to be done",
        "site": "the name of the site",
        "address": "where it is",
        "customer": "the customer's name",
        "technician": "who comes",
        "start": "when the visit begins, on the clock of the site",
        "due": "by when it is due, on the clock of the site",
    }
)
_PLACE = re.compile(r"\{([A-Za-z_]*)\}")


@dataclass(frozen=True, kw_only=True)
class CannedText(Fact):
    """A text that is said often: `{order} is off, please go to {site} first.`"""

    name: str
    text: str


def canned_text(said: str, field: str = "text") -> str:
    """The text as it is kept.

    Raises:
        InvalidInput: it has a place that nothing is known for.
    """
    for name in places_in(said):
        if name not in PLACES:
            raise InvalidInput(field, f"{{{name}}}", f"one of {', '.join(f'{{{one}}}' for one in PLACES)}")
    return said.strip()


def places_in(text: str) -> tuple[str, ...]:
    """The places of a text, each once."""
    return tuple(dict.fromkeys(_PLACE.findall(text)))


def filled_in(text: str, facts: Mapping[str, str]) -> str:
    """The text with the facts in their places; what is filled in is looked through no more.

    Raises:
        InvalidInput: a place of it has nothing that could stand there: no visit is planned, no customer known.
    """
    for name in places_in(text):
        if not facts.get(name):
            raise InvalidInput(
                "canned", f"{{{name}}}", f"an order of which {PLACES.get(name, name)} is known"
            )
    return _PLACE.sub(lambda found: facts[found[1]], text)
