"""`wom`: the one way in from a shell. What it does is in `cli`; here is only what must be quick."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and end the process with its exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]):  # told without loading anything
        from wom_tui import __version__

        sys.stdout.write(f"wom {__version__}\n")
        return
    from wom_tui.cli.root import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
