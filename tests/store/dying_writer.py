"""A writer that dies at its Nth statement: run by the tests as a process of its own, and killed by itself."""

from __future__ import annotations

import os
import sys
from datetime import timedelta

from tests.office import KIM, T0, desk_on
from tests.statements import at_each_statement
from wom_tui.commands.visit import AssignVisit

COMMAND_ID = "00000000000070008000000000000001"


def the_act() -> AssignVisit:
    """One act that writes a visit, an order, two events and a receipt."""
    return AssignVisit(order=1, technician=KIM, start_at=T0 + timedelta(hours=1), command_id=COMMAND_ID)


def main(url: str, statement: int) -> None:
    desk = desk_on(url)
    left = [statement]

    def die() -> None:
        left[0] -= 1
        if left[0] == 0:
            os._exit(9)

    at_each_statement(desk.engine, die)
    desk.run(the_act())
    desk.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
