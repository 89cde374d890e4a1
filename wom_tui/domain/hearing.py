"""How is somebody reached, and what do they want to hear? For our own people, and for customers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wom_tui.domain.fact import Fact


@dataclass(frozen=True, kw_only=True)
class Reach(Fact):
    """How one of ours is reached: a technician, or a user who is none.

    Personal data stays in this row: the journal only says that it changed.
    """

    private: ClassVar[frozenset[str]] = frozenset({"phone", "email", "salt"})

    technician_id: int | None = None
    user_id: int | None = None
    phone: str = ""
    email: str = ""
    language: str = ""  # in which they are written to: `de`; empty = as the notification has it first
    salt: str = ""  # keys the hash in the journal


@dataclass(frozen=True, kw_only=True)
class Preference(Fact):
    """What a customer has said about hearing from us."""

    customer_id: int
    opted_out: tuple[str, ...] = ()  # channels by which they want to hear nothing
    language: str = ""
