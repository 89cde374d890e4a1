"""What a console does about the office's rules while it is open, without its screen.

Run as a process of its own by test_many_consoles.py.
"""

from __future__ import annotations

import faulthandler
import sys
from functools import partial

from tests.e2e.programs import READY
from wom_tui.automation.embedded import rules_running
from wom_tui.cli.told_to_end import told_to_end
from wom_tui.desk import open_desk


def main(url: str) -> None:
    """Be open until told to close."""
    faulthandler.enable()  # whoever falls over says where
    opened = partial(open_desk, url, os_user="dana", door="rule", session="rules:dana")
    with told_to_end() as close, rules_running(opened, after_s=0.0):
        sys.stderr.write(f"{READY}\n")
        sys.stderr.flush()
        close.wait()


if __name__ == "__main__":
    main(sys.argv[1])
