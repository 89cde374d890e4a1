"""Business time that several programs read, and that the test sets: it stands, runs fast, or jumps."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from wom_tui.store.office import DemoClock


class SharedClock:
    """A clock in a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def set(self, at: datetime, speed: float = 0.0) -> None:
        """It shows that moment, and goes on from there.

        Args:
            speed: business seconds in a real second; 0 = it stands.
        """
        whole = self.path.with_suffix(".next")
        whole.write_text(f"{at.isoformat()} {datetime.now(UTC).isoformat()} {speed}")
        whole.replace(self.path)

    def __call__(self) -> datetime:
        began_at, started_at, speed = self.path.read_text().split()
        return DemoClock(
            datetime.fromisoformat(began_at), datetime.fromisoformat(started_at), float(speed)
        ).now()
