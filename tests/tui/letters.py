"""An office to which the field has something to say: new and read, about orders and not, with and without an answer."""

from __future__ import annotations

from dataclasses import replace

from tests.tui.office import MINUTE, NOW, desk_at
from wom_tui.commands.message import SendMessage
from wom_tui.domain.policy import Actor, Role

_KIM = Actor(name="maria", role=Role.TECHNICIAN, technician_id=1)


def written(address: str) -> str:
    """That office; `ortiz` has read what they wrote themselves."""
    office = desk_at(address, session="two", actor="byrne")
    kim = replace(desk_at(address, session="three"), actor=_KIM)
    office.run(
        SendMessage(order=4404, text="The gate code is 1234 now", needs_ack=True, at=NOW - 50 * MINUTE)
    )
    kim.run(
        SendMessage(order=4404, text="Gate is open, going in. Water is up to the curb.", at=NOW - 20 * MINUTE)
    )
    kim.run(SendMessage(technician=1, text="Van needs a new tyre before noon", at=NOW - 8 * MINUTE))
    office.run(SendMessage(order=4409, text="Caller says the hydrant has stopped", at=NOW - 70 * MINUTE))
    for desk in (office, kim):
        desk.close()
    return address
