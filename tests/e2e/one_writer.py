"""One of several consoles: counts orders up, one act after the other, and writes down what was acknowledged.

Run as a process of its own by test_many_writers.py, which kills it at any moment.
"""

from __future__ import annotations

import os
import sys
from random import Random

from tests.office import desk_on
from wom_tui.commands.command import new_command_id
from wom_tui.commands.order import EditOrder
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import Conflict, StoreBusy
from wom_tui.store.reader import Reader


def the_order(reader: Reader, number: int) -> WorkOrder:
    return reader.get(WorkOrder, number)


def main(url: str, seed: int, orders: int, log: str, *, is_careful: bool) -> None:
    """Count up until somebody ends the process.

    Args:
        is_careful: every act names the version that it was decided on; without, it is the negative control.
    """
    desk, random = desk_on(url, session=str(os.getpid())), Random(seed)
    acknowledged = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    while True:
        number = random.randint(1, orders)
        order = desk.ask(the_order, number)
        command = EditOrder(
            order=number,
            expect=order.version if is_careful else None,
            changes=(("labour_min", (order.labour_min or 0) + 1),),
            command_id=new_command_id(),
        )
        try:
            desk.run(command)
        except (Conflict, StoreBusy):
            continue  # nothing was stored, and nothing is claimed
        os.write(acknowledged, f"{command.command_id}\n".encode())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], is_careful=sys.argv[5] == "careful")
