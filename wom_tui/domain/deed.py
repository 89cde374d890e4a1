"""What did somebody do to a fact? As much of an event as a refusal tells: the doors find the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wom_tui.domain.event import Event


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One change, and what its sentence needs beside it.

    Attributes:
        actor: who did it, and for whom.
        before, after: the changed fields only, JSON-ready; before is empty at a creation.
        technician: the name of whom the visit was with after it; None where it is about no visit.
        is_undo: it takes something back.
    """

    at: datetime
    actor: str
    kind: str
    subject: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    technician: str | None = None
    is_undo: bool = False

    @staticmethod
    def of(event: Event, technician: str | None = None) -> Deed:
        """The deed that an event records."""
        return Deed(
            at=event.at,
            actor=event.who,
            kind=event.kind,
            subject=event.subject,
            before=event.before,
            after=event.after,
            technician=technician,
            is_undo=event.undo_of is not None,
        )

    def as_dict(self) -> dict[str, Any]:
        """The deed as JSON-ready data."""
        return {
            "at": self.at.isoformat(),
            "actor": self.actor,
            "kind": self.kind,
            "subject": self.subject,
            "before": dict(self.before),
            "after": dict(self.after),
            "technician": self.technician,
            "is_undo": self.is_undo,
        }

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> Deed:
        """The deed that `as_dict` wrote."""
        return Deed(**{**data, "at": datetime.fromisoformat(data["at"])})
