"""The morning in Boston with parts in it: some are there, some are ordered, some are short."""

from __future__ import annotations

from tests.tui.office import desk_at
from wom_tui.grammar.line import commands_of_lines

LINES = (
    "warehouse main",
    "part FAN-2 Condenser fan price=120",
    "part BELT-12 Drive belt, 12 mm",
    "part VALVE-9 Solenoid valve",
    "receive FAN-2 1 main",
    "receive BELT-12 4 main",
    "receive VALVE-9 1 rita",
    "edit 4405 parts=FAN-2*2,BELT-12,VALVE-9",
    "purchase FAN-2 3 main eta=thu",
    "reserve 4405 2 FAN-2",
    "reserve 4405 1 VALVE-9 from=rita",
    "purchase VALVE-9 1 main for=4407",
    'purchase VALVE-9 2 main eta="fri 12:00" for=4402',
    "reserve 4404 2 BELT-12",
)


def stocked(address: str) -> str:
    """Put the parts into that office; answers its address."""
    desk = desk_at(address, session="stores", actor="setup")
    desk.run_all(commands_of_lines(LINES, desk))
    desk.close()
    return address
