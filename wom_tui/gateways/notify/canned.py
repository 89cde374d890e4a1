"""An outlet that sends nothing: it keeps what it was given, and answers as it was told. For tests and rehearsals."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from wom_tui.gateways.notify.outlet import Answer, Fate, Parcel


@dataclass
class Canned:
    """Attributes:
    answers: given one after the other; then everything is sent.
    """

    answers: deque[Answer] = field(default_factory=deque)
    parcels: list[Parcel] = field(default_factory=list)

    def send(self, parcel: Parcel) -> Answer:
        self.parcels.append(parcel)
        return self.answers.popleft() if self.answers else Answer(Fate.SENT)

    def shown(self, parcel: Parcel) -> str:
        return f"to {parcel.to}: {parcel.subject} {parcel.body}{parcel.document}"
