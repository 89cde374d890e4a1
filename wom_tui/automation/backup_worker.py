"""What runs in the process that writes a backup: one request in, one answer out, and an end when nobody waits for it.

The request comes over stdin, so that a database's password stands in no list of processes.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from threading import Thread
from typing import Any, BinaryIO

from wom_tui import databases
from wom_tui.errors import StoreBusy, WomError

_NICER = 10  # consoles and the rules come first


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Write the backup that is asked for; what came of it, or what is wrong."""
    try:
        made = databases.backup_tonight(
            request["address"], request["folder"], date.fromisoformat(request["on"]), request["keep"]
        )
    except WomError as error:
        return {"error": str(error), "advice": error.advice, "is_busy": isinstance(error, StoreBusy)}
    return {
        "file": str(made.file),
        "bytes": made.proved.bytes,
        "head": f"{made.proved.head.seq}:{made.proved.head.hash}",
        "removed": made.removed,
        "stuck": made.stuck,
    }


def _end_with(parent: BinaryIO) -> None:
    """Whoever asked holds the other end as long as it lives. What is unfinished is taken over the next time."""
    parent.read()
    os._exit(1)


def main() -> None:
    """Answer the one request."""
    os.nice(_NICER)
    request = json.loads(sys.stdin.buffer.readline())
    Thread(target=_end_with, args=(sys.stdin.buffer,), daemon=True).start()
    sys.stdout.write(json.dumps(answer(request)))
    sys.stdout.flush()
    os._exit(0)  # the thread sits in a read, and would be waited for


if __name__ == "__main__":
    main()
