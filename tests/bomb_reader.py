"""Reads files as an import would, in a process of its own, and says what each came to and how much memory that took.

The process may have no more than a gigabyte of address space: a file that asks for it is an error here, not of the
machine. Two minutes of computing time end it, where a file would keep it for ever.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from wom_tui.errors import WomError
from wom_tui.gateways.files.reading import lines_of, open_sheet

MOST_ADDRESSES = 1 << 30
MOST_SECONDS = 120


def outcome(path: Path) -> str:
    """How many rows, or which error."""
    try:
        return f"{sum(1 for _ in lines_of(open_sheet(path)))} rows"
    except WomError as error:
        return f"refused: {error}"
    except Exception as error:  # noqa: BLE001  any other error is what the test looks for
        return f"{type(error).__name__}: {error}"


def most_mb() -> int:
    """The most memory that the process has had; `getrusage` would count what its parent had before it."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) >> 10
    raise AssertionError("this machine does not say")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESSES, MOST_ADDRESSES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    for name in sys.argv[1:]:
        told = {"name": Path(name).name, "outcome": outcome(Path(name))}
        sys.stdout.write(json.dumps(told | {"most_mb": most_mb()}) + "\n")
        sys.stdout.flush()
