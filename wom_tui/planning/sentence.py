"""What does an explanation say? A sentence that carries its claim as data, so that it can be checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One claim.

    Attributes:
        code: what kind of claim; the codes are listed in docs/reference/explanations.md.
        facts: what is claimed: technician codes, ISO times and days, seconds; JSON-ready.
        text: the same for people, on the clock of the place.
    """

    code: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The sentence as JSON-ready data."""
        return {"code": self.code, "text": self.text, "facts": dict(self.facts)}
