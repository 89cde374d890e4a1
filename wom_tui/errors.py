"""Every error that a user can meet, and the exit code it ends a command with.

    WomError                      exit 1
    ├─ InvalidInput               exit 2    a field holds what it cannot hold
    ├─ NotFound                   exit 3    no such record
    ├─ Rejected                   exit 4    the rules say no
    │   └─ Forbidden              exit 5    the actor may not
    ├─ Conflict                   exit 6    someone was faster
    ├─ StoreError                 exit 7    the database could not do it
    │   ├─ StoreBusy                        safe to try again
    │   ├─ LostLease                        another one runs the rules by now
    │   └─ SchemaBehind                     run `wom db upgrade`, or update this program
    └─ GatewayError               exit 8    travel, mail, geocode

An error is raised with facts; its message is built here: what happened · which record · what to do next. What needs the
office's clock, or the words of the trade for what somebody did, a door says by `present/refusals.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wom_tui.domain.deed import Deed
    from wom_tui.domain.violation import Violation


class WomError(Exception):
    """Something went wrong."""

    exit_code = 1
    code = "error"
    words = ""  # the message as a door says it, on the office's clock; empty where its own text does

    @property
    def advice(self) -> str:
        """What the user can do next; empty when the message says it all."""
        return ""

    def facts(self) -> dict[str, Any]:
        """The error as data, for `--json` and for tests."""
        return {"code": self.code, "message": str(self), "advice": self.advice}


class InvalidInput(WomError):
    """A value cannot be used as it is.

    Args:
        why: what is wrong, where that is not the value: a word that is missing.
    """

    exit_code = 2
    code = "input.invalid"

    def __init__(self, field: str, value: object, expected: str, *, why: str = "") -> None:
        self.field, self.value, self.expected = field, value, expected
        message = f"{field}: {short(value)} cannot be used; expected {expected}"
        if why:
            message = f"{why}; expected {expected}"
        super().__init__(message)


class NotFound(WomError):
    """There is no such record."""

    exit_code = 3
    code = "record.not_found"

    def __init__(self, kind: str, key: object, nearest: Sequence[object] = ()) -> None:
        self.kind, self.key, self.nearest = kind, key, tuple(nearest)
        super().__init__(f"no {kind} {short(key)}")

    @property
    def advice(self) -> str:
        return f"did you mean {', '.join(map(str, self.nearest))}?" if self.nearest else ""


class Rejected(WomError):
    """The rules say no."""

    exit_code = 4
    code = "rules.rejected"

    def __init__(self, violations: Sequence[Violation], advice: str = "") -> None:
        self.violations, self._advice = tuple(violations), advice
        super().__init__("; ".join(v.message for v in self.violations) or "the rules say no")

    @property
    def advice(self) -> str:
        return self._advice

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"violations": [v.as_dict() for v in self.violations]}


class Forbidden(Rejected):
    """The actor may not do this."""

    exit_code = 5
    code = "actor.forbidden"


class Conflict(WomError):
    """Someone was faster.

    Attributes:
        by, at: whose change is the last one, and when they made it.
        changes: the fields that have other values by now, JSON-ready.
        deeds: what was done since the actor looked, oldest first.
        subject: the record as the journal names it, `work_order:5`.
    """

    exit_code = 6
    code = "record.conflict"

    def __init__(
        self,
        record: str,
        *,
        by: str,
        at: datetime | None,
        changes: Mapping[str, Any],
        deeds: Sequence[Deed] = (),
        subject: str = "",
    ) -> None:
        self.record, self.by, self.at, self.subject = record, by, at, subject
        self.changes, self.deeds = dict(changes), tuple(deeds)
        super().__init__(f"{by} was faster: {record} is no longer as you saw it")

    @property
    def advice(self) -> str:
        return "look at the new state, then do it again"

    def facts(self) -> dict[str, Any]:
        at = self.at.isoformat() if self.at else None
        known = {"record": self.record, "by": self.by, "at": at, "changes": self.changes}
        return super().facts() | known | {"deeds": [deed.as_dict() for deed in self.deeds]}


class StoreError(WomError):
    """The database could not do it; nothing was changed."""

    exit_code = 7
    code = "store.failed"

    def __init__(self, message: str = "", advice: str = "") -> None:
        self._advice = advice
        super().__init__(message or (self.__doc__ or "").splitlines()[0])

    @property
    def advice(self) -> str:
        return self._advice


class StoreBusy(StoreError):
    """The database is busy; nothing was changed, and trying again is safe."""

    code = "store.busy"


class LostLease(StoreError):
    """Another program runs the rules by now; nothing was changed."""

    code = "store.lease"


class SchemaBehind(StoreError):
    """The database and this program are of different ages."""

    code = "store.schema"


class GatewayError(WomError):
    """A service outside did not answer as it should."""

    exit_code = 8
    code = "gateway.failed"


def short(value: object, limit: int = 60) -> str:
    """A value as a message shows it: a text in quotes, cut where it is long."""
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"
