"""How is a table shown that is longer than the terminal? Through the pager of whoever reads it, as git does."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from shutil import get_terminal_size, which

from wom_tui.cli.output import is_terminal, print_text, table_lines

_ITSELF = ["less", "-FRX"]  # ends where all fits, leaves what was shown
_NONE = ("", "cat")


def page_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table to stdout; on a terminal that is too short for it through the pager."""
    lines = list(table_lines(headings, rows))
    text = "".join(f"{line}\n" for line in lines)
    if not (is_terminal() and len(lines) >= get_terminal_size().lines and _is_paged(text)):
        print_text(text)


def pager(environment: Mapping[str, str]) -> list[str] | None:
    """The command of the pager; None where none is wanted.

    A PAGER that is empty, or `cat`, wants none.
    """
    said = environment.get("PAGER")
    if said is None:
        return _ITSELF if which(_ITSELF[0]) else None
    try:
        words = shlex.split(said)
    except ValueError:
        return None
    return None if " ".join(words) in _NONE else words


def _is_paged(text: str) -> bool:
    command = pager(os.environ)
    if command is None:
        return False
    import subprocess

    settings = {"LESS": "FRX", **os.environ}
    try:
        reader = subprocess.Popen(command, stdin=subprocess.PIPE, env=settings)
    except OSError:
        return False
    with suppress(BrokenPipeError):  # whoever reads has seen enough
        reader.communicate(text.encode("utf-8", "replace"))
    return True
