"""What a console does about the office's rules while it is open, without its screen.

Run as a process of its own by test_many_consoles.py.
"""

from __future__ import annotations

import signal
import sys
import threading
from functools import partial

from tests.e2e.programs import LOOK_S, READY
from wom_tui.automation.embedded import rules_running
from wom_tui.desk import open_desk


def main(url: str) -> None:
    """Be open until told to close."""
    close = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: close.set())
    with rules_running(
        partial(open_desk, url, os_user="dana", door="rule", session="rules:dana"), after_s=0.0
    ):
        sys.stderr.write(f"{READY}\n")
        sys.stderr.flush()
        while not close.wait(LOOK_S):  # a signal that another thread gets ends no wait
            pass


if __name__ == "__main__":
    main(sys.argv[1])
