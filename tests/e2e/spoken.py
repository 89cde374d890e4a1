"""Shows the screens of a console as text, in the reader's language: `python -m tests.e2e.spoken DATABASE`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from wom_tui.i18n.loading import speak

assert speak(os.environ)  # before anything that speaks is loaded


async def show(address: str) -> None:
    from tests.tui.driving import console

    async with console(address, size=(160, 45)) as c:
        shown = [c.text]
        for keys in (
            ("question_mark",),
            ("escape", "2"),
            ("escape", "4"),
            ("escape", "1", "a"),
            ("escape", "P"),
        ):
            await c.press(*keys)
            shown.append(c.text)
        await c.press("escape", "escape")
        await c.say("assign 4417 nobody 14:30")
        sys.stdout.write("\n".join([*shown, c.text, *c.toasts]))


if __name__ == "__main__":
    from tests.tui.driving import driven
    from tests.tui.office import made

    driven(show, made(Path(sys.argv[1])))
