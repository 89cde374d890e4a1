"""What can this terminal do, by its name and by what the system knows of it? Loads nothing of Textual."""

from __future__ import annotations

import os
from types import ModuleType

# What a name of a terminal says where the system has no description of it.
_COLOURS_BY_NAME = {"256color": 256, "kitty": 256, "direct": 1 << 24, "dumb": 0, "unknown": 0, "": 0}


def erases_in_colour() -> bool:
    """What is erased takes the colour of the ground: so says this terminal's description, where there is one."""
    described = _description()
    return described is not None and described.tigetflag("bce") == 1 and bool(described.tigetstr("ech"))


def dots_here() -> str:
    """What a map can be drawn with: the font of a Linux console has no braille."""
    return "blocks" if os.environ.get("TERM") == "linux" else ""


def colours_here() -> int:
    """How many colours this terminal shows, and the user wants to see."""
    if os.environ.get("NO_COLOR"):
        return 0
    if os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return 1 << 24
    described = _description()
    if described is not None:
        return int(described.tigetnum("colors"))
    return _COLOURS_BY_NAME.get(os.environ.get("TERM", "").rpartition("-")[2], 16)


def _description() -> ModuleType | None:
    """What the system knows about the terminal that TERM names."""
    try:
        import curses
    except ImportError:  # not a Unix
        return None
    try:
        curses.setupterm(fd=-1)
    except (curses.error, ValueError):  # not known, or what is written to is no file at all
        return None
    return curses
