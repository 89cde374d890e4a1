"""`wom`: the one way in from a shell. What it does is in `cli`; here is only what must be quick."""

from __future__ import annotations

import gc
import os
import sys

NEW_OBJECTS = 100_000  # more than a verb loads and makes: looking for garbage among modules finds none


def main() -> None:
    """Run the command line and end the process with its exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]):  # told without loading anything
        from wom_tui import __version__

        sys.stdout.write(f"wom {__version__}\n")
        return
    from wom_tui.i18n.messages import languages

    if any(languages(os.environ)):  # before anything that speaks is loaded
        from wom_tui.i18n.loading import speak

        speak(os.environ)
    gc.set_threshold(NEW_OBJECTS)
    from wom_tui.cli.root import run

    code = run(sys.argv[1:])
    gc.freeze()  # nor is there any among what ends with the process
    sys.exit(code)


if __name__ == "__main__":
    main()
