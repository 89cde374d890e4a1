"""From when and where is something told, and with which signs?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from wom_tui.present.labels import WGL4, Signs


@dataclass(frozen=True)
class At:
    """Now, on whose clock, and the signs that the terminal has."""

    now: datetime
    zone: ZoneInfo
    signs: Signs = WGL4
