"""What came of an act: the answer that every door gives back for a command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from wom_tui.domain.event import Event
from wom_tui.domain.violation import Violation
from wom_tui.errors import WomError

SAID = 40  # characters of what somebody said that the summary of an act repeats
SO_ALREADY = "so_already"  # in the result of a batch: how many of its commands changed nothing


class Form(StrEnum):
    """Whether something was done, taken back, or done again."""

    ACT = "act"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """One command of several that the rules refused, when the others went on.

    `error` has the facts behind the message, for as long as the act's own answer is at hand; it is not kept.
    """

    index: int  # its place among the commands, from 0
    summary: str
    code: str
    message: str
    error: WomError | None = field(default=None, compare=False, repr=False)

    def as_dict(self) -> dict[str, Any]:
        """The refusal as JSON-ready data."""
        return {"index": self.index, "summary": self.summary, "code": self.code, "message": self.message}


@dataclass(frozen=True)
class WayBack:
    """An act that is next for `undo`, or an undo that is next for `redo`.

    Attributes:
        refused: what stands in its way; where there is nothing, it goes.
    """

    command_id: str
    summary: str
    refused: tuple[Violation, ...] = ()


@dataclass(frozen=True)
class WaysBack:
    """What `undo` and `redo` of a session are about next; None = there is nothing of ours."""

    undo: WayBack | None = None
    redo: WayBack | None = None


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """The record of one act, whether it was one command or a batch.

    Attributes:
        command_id: names the act; repeating the command gives this receipt again.
        summary: the act in a few words, for a toast and for `undo`.
        events: what changed, in order; empty when nothing did.
        violations: the soft ones.
        overrides: hard ones that were passed over with a written reason.
        refusals: commands of a batch that were refused while others were done.
        result: what the act answers besides: new numbers, counts.
        undo_of: the act that this one took back.
        is_dry_run: nothing was stored.
    """

    command_id: str
    recorded_at: datetime
    actor: str
    on_behalf_of: str | None
    door: str
    session: str
    summary: str
    events: Sequence[Event] = ()
    violations: tuple[Violation, ...] = ()
    overrides: tuple[Violation, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    result: Mapping[str, Any] = field(default_factory=dict)
    undo_of: str | None = None
    form: Form = Form.ACT
    is_dry_run: bool = False
    is_repeat: bool = False

    @property
    def so_already(self) -> int:
        """How many commands of a batch changed nothing, because it was so already."""
        return int(self.result.get(SO_ALREADY, 0))

    @property
    def is_undoable(self) -> bool:
        """There is something to take back."""
        return bool(self.events) and not self.is_dry_run

    def as_dict(self) -> dict[str, Any]:
        """The receipt as JSON-ready data: what `--json` prints."""
        return {
            "receipt": self.command_id,
            "at": self.recorded_at.isoformat(),
            "actor": self.actor,
            "on_behalf_of": self.on_behalf_of,
            "summary": self.summary,
            "events": [
                {"seq": e.seq, "kind": e.kind, "subject": e.subject, "version": e.version}
                for e in self.events
            ],
            "violations": [v.as_dict() for v in self.violations],
            "overrides": [v.as_dict() for v in self.overrides],
            "refusals": [r.as_dict() for r in self.refusals],
            "result": dict(self.result),
            "undo_of": self.undo_of,
            "dry_run": self.is_dry_run,
        }
