"""The morning in Boston with a roster that has been worked on: shifts with breaks, absences, skills with dates."""

from __future__ import annotations

from tests.tui.office import desk_at
from tests.tui.stores import stocked
from wom_tui.grammar.line import commands_of_lines

LINES = (
    'shift rita mon-fri 8:00-17:00 breaks="30m 11:30-13:00"',
    "shift rita sat 9:00-13:00 from=2026-11-01 until=2027-03-31",
    'skill rita "refrigerant F-gas" 2 from=2025-12-01 until=2026-11-30',
    "skill rita lifts 1 from=2027-01-01",
    "minimum VALVE-9 3 rita",
    'technician rita overtime_min=60 languages="en, pt"',
    "absent rita 1 dec to 4 dec reason=training",
    "absent rita 15:30 to 16:30 reason=dentist",
)


def worked_on(address: str) -> str:
    """Put the roster into that office, and parts into the van; answers its address."""
    stocked(address)
    desk = desk_at(address, session="roster", actor="setup")
    desk.run_all(commands_of_lines(LINES, desk))
    desk.close()
    return address
