"""Who may act for everybody: a right that one holds at a time, with a number that grows with each holder."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

LEADER = "leader"  # whoever holds the lease of this name runs the office's rules


class Fence(NamedTuple):
    """What a holder shows whenever it writes; once another has taken over it opens nothing more.

    Attributes:
        holder: names one holder, and nobody else ever.
        token: one more than the holder's before it.
    """

    name: str
    holder: str
    token: int


class Term(NamedTuple):
    """What the name of a holder tells people: which machine and process it is, and since when.

    Attributes:
        since: by the holder's own clock; None in the name of a holder that told none.
    """

    machine: str
    process: int
    since: datetime | None

    def holder(self, chance: str) -> str:
        """The name of this term of office, and of no other ever.

        Args:
            chance: letters that nobody else has drawn.
        """
        began = int(self.since.timestamp()) if self.since is not None else 0
        return f"{self.machine}:{self.process}:{began}-{chance}"

    @staticmethod
    def read(holder: str) -> Term:
        """What a name tells."""
        rest, _, last = holder.rpartition(":")
        machine, _, process = rest.rpartition(":")
        began = last.partition("-")[0] if "-" in last else ""
        since = datetime.fromtimestamp(int(began), UTC) if began.isdecimal() and int(began) else None
        return Term(machine or holder, int(process) if process.isdecimal() else 0, since)
