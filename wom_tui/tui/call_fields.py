"""What is asked of somebody who calls, in the order of a phone call, and what does each answer become?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wom_tui.errors import InvalidInput, NotFound, WomError


@dataclass(frozen=True)
class Field:
    """One line of the form.

    Attributes:
        id: the option of `new` that it becomes; errors name it.
        asks: the name by which a missing field is known, where it is another one.
        help: what it is, and an example, read while the cursor is there.
        is_asked: Enter stops here as long as it is empty; elsewhere only where the order needs it.
    """

    id: str
    label: str
    help: str
    asks: str = ""
    is_asked: bool = False


FIELDS = (
    Field(
        "title",
        "What",
        "What is wrong, in a few words: no heat in room 12. They guess the type.",
        is_asked=True,
    ),
    Field(
        "site",
        "Where",
        "Part of a site, an address, a customer; or a new address in full.",
        asks="site_id",
        is_asked=True,
    ),
    Field("requester", "Who", "Who calls: K. Byrne, night porter.", is_asked=True),
    Field(
        "phone",
        "Call back",
        "The number to call back: 555 0100. It stays out of the log.",
        is_asked=True,
    ),
    Field("customer", "Customer", "Who pays. Empty: the customer of the site."),
    Field(
        "type", "Type", "The kind of work, as the words guess it; type another over it.", asks="work_type_id"
    ),
    Field("pri", "Priority", "P1 to P4, or 1 to 4. Empty: as the type has it."),
    Field("windows", "Promised", "When to come: 9:00-12:00, fri 9:00-12:00. Several with commas."),
    Field("required_by", "Needed by", "By when it has to be done: 17:00, fri, 12 may. Empty: as agreed."),
    Field("duration", "Duration", "Time on site: 90m, 1h30. Empty: as the type has it.", asks="duration_min"),
    Field("skills", "Skills", "What it takes: cooling:2, lights; none. Empty: as the type has it."),
    Field("description", "Notes", "All else that was said: gate code 4711, dog, ring twice."),
    Field("channel", "Came by", "How it came in: phone, mail, counter."),
)
BY_ID = {field.id: field for field in FIELDS}
ORDER = tuple(BY_ID)
_ASKED_BY = {field.asks or field.id: field.id for field in FIELDS}

# Errors name what a line names; a word of it may be about another field of the form.
_BLAMED = {
    "work type": "type", "work_type": "type", "address": "site", "contact": "requester", "priority": "pri",
    "duration_min": "duration", "required_by_at": "required_by",
}  # fmt: skip


def field_for(text: str, said: Mapping[str, str]) -> str:
    """The field that is meant by what comes when every field is behind one: a number to call, or one more note."""
    is_number = text[:1].isdecimal() or text[:1] in ("+", "(")
    return "phone" if is_number and not said.get("phone", "").strip() else "description"


def field_asking(name: str) -> str:
    """The field that fills what is missing under that name; empty where there is none."""
    return _ASKED_BY.get(name, "")


def blamed_in(error: WomError | None) -> str:
    """The field that an error is about; empty where it is about none."""
    name = error.field if isinstance(error, InvalidInput) else ""
    name = error.kind if isinstance(error, NotFound) else name
    found = _BLAMED.get(name, name)
    return found if found in BY_ID else ""
