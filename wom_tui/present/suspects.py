"""Why may two orders be one, in a few words?"""

from __future__ import annotations

from wom_tui.domain.duplicates import Suspect
from wom_tui.domain.habits import distance_text
from wom_tui.present.durations import duration, minutes_of


def reason(suspect: Suspect) -> str:
    """`same site, 2:10 h between, 80 % of the words`."""
    where = "same site" if suspect.is_same_site else f"{distance_text(suspect.distance_m or 0)} apart"
    between = duration(minutes_of(suspect.apart))
    between += " h" if ":" in between else ""
    return f"{where}, {between} between, {round(100 * suspect.alike)} % of the words"
