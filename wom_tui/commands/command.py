"""What every command has: an id, a time, the right it needs, and a check of its own shape."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import ClassVar

from wom_tui.domain.policy import Role
from wom_tui.domain.texts import LONGEST_TEXT, refuse_longer
from wom_tui.errors import InvalidInput


def new_command_id() -> str:
    """An id that sorts by time (UUID version 7, hexadecimal without hyphens)."""
    value = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return f"{value:032x}"


@dataclass(frozen=True, kw_only=True)
class Command:
    """An intention. Subclasses say in their docstring what they do: the palette, `--help` and the docs print it."""

    needs: ClassVar[Role] = Role.DISPATCHER  # the role that a command of this class takes
    longest: ClassVar[int] = LONGEST_TEXT  # characters of a text of it

    at: datetime | None = None  # when it happened, if not now
    override: str | None = None  # the written reason for going past a rule
    command_id: str = field(default_factory=new_command_id, compare=False)

    def check(self) -> None:
        """Refuse a command whose own shape is wrong, before anything is read.

        Raises:
            InvalidInput: with the field, its value and what is expected.
        """
        if self.at is not None and self.at.tzinfo is None:
            raise InvalidInput("at", self.at, "a time with a zone")
        if self.override is not None and len(self.override.strip()) < 3:
            raise InvalidInput("override", self.override, "a reason in words")
        for f in fields(self):
            check_texts(f.name, getattr(self, f.name), self.longest)

    @property
    def needed_role(self) -> Role:
        """The role that it takes: that of its class, where it is not about something that tells it."""
        return self.needs

    @property
    def summary(self) -> str:
        """The act in a few words."""
        return _words(type(self).__name__)

    @property
    def verb(self) -> str:
        """What is done, without to what: by it several are named together."""
        return self.summary.split(" ", 1)[0]


def check_texts(name: str, value: object, longest: int = LONGEST_TEXT) -> None:
    """Refuse what cannot be stored, in a text or in a tuple of them.

    Postgres stores no NUL in a text, so nobody does: an office can move from one database to the other.

    Raises:
        InvalidInput: a NUL, or more than anybody will read.
    """
    if isinstance(value, str):
        if "\0" in value:
            raise InvalidInput(name, value, "a text without NUL characters")
        refuse_longer(value, name, longest)
    elif isinstance(value, tuple):
        for part in value:
            check_texts(name, part, longest)


def _words(name: str) -> str:
    """`AssignVisit` → `assign visit`."""
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()


def reasoned(reason: str, expected: str = "why, in words") -> None:
    """Refuse a reason without words."""
    if not reason.strip():
        raise InvalidInput("reason", reason, expected)


def aware(name: str, value: datetime | None) -> None:
    """Refuse a time without a zone."""
    if value is not None and value.tzinfo is None:
        raise InvalidInput(name, value, "a time with a zone")
