"""How is an answer given: as a table for people or as one JSON document for programs?

Texts in the facts come from outside. In a table they go through `safe_text`; JSON is written in ASCII, so
that a terminal that shows it is told nothing either.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import fields, is_dataclass
from datetime import date, datetime, tzinfo
from enum import Enum
from io import TextIOWrapper
from itertools import compress, zip_longest
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

from wom_tui.errors import GatewayError

if TYPE_CHECKING:
    from wom_tui.domain.event import Event

GAP = 2  # cells between columns
NARROW = 4  # cells that a column of words keeps
FIGURES = 16  # cells of the longest day and time


def show_what_can_be_shown() -> None:
    """What a terminal's encoding has no sign for is shown as `?`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def is_terminal() -> bool:
    """Somebody looks at stdout."""
    return sys.stdout is not None and sys.stdout.isatty()


def _write(text: str) -> None:
    try:
        if sys.stdout is None:
            raise GatewayError("the answer cannot be written: stdout is closed")
        sys.stdout.write(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _unwritten(error) from error


def flush() -> None:
    """Write what is still to be written.

    Raises:
        GatewayError: there is no room for it, or nobody who takes it.
    """
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _unwritten(error) from error


def _unwritten(error: OSError) -> GatewayError:
    leave_stdout()
    return GatewayError(f"the answer cannot be written: {error.strerror}")


def leave_stdout() -> None:
    """What is still to be written goes nowhere; else the end of the process complains again."""
    with suppress(OSError):
        taken = sys.stdout.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, taken)
        os.close(nowhere)


def at_text(at: datetime | None, zone: tzinfo) -> str:
    """A moment on the office's clock, as all tables have it: `2026-11-24 09:00`; empty where there is none."""
    from wom_tui.present.durations import typed_at

    return "" if at is None else typed_at(at, zone)


def history_lines(events: Iterable[Event], zone: tzinfo) -> Iterator[str]:
    """What has happened to a record, one line each; of the event that made it not every field."""
    for event in events:
        changed = ", ".join(event.after) if event.before else ""
        yield f"  {at_text(event.at, zone)}  {event.kind:<22}{event.who}  {changed}".rstrip()


def print_json(document: Any) -> None:
    """Write one JSON document and a newline to stdout: laid out on a terminal, in one line in a pipe."""
    indent = 2 if is_terminal() else None  # laying out 100,000 orders takes three times as long
    text = json.dumps(document, ensure_ascii=True, indent=indent, default=_plain)
    _write(text.replace("\x7f", "\\u007f") + "\n")


def _plain(value: Any) -> Any:
    """What JSON has no form for."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: getattr(value, f.name) for f in fields(value)}
    if isinstance(value, set | frozenset):
        return sorted(value)
    return dict(value)


def say(line: str) -> None:
    """Tell a person something, on stderr. Line breaks in it came from outside, and make no lines."""
    from wom_tui.present.safe_text import safe

    if sys.stderr is not None:
        with suppress(OSError):  # nobody listens: what was asked for is done all the same
            sys.stderr.write(safe(line) + "\n")
            sys.stderr.flush()


def tell(*lines: str) -> None:
    """Answer a person, on stdout, one line each."""
    from wom_tui.present.safe_text import safe

    for line in lines:
        _write(safe(line) + "\n")


def print_text(text: str) -> None:
    """Write a whole text to stdout, that was made safe where it was made."""
    _write(text)


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table to stdout: cut to the terminal's width, or as wide as it needs to be in a pipe."""
    for line in table_lines(headings, rows):
        _write(line + "\n")


def table_lines(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The lines of a table; a terminal that is too narrow for all columns is not shown those that are empty."""
    from wom_tui.present.cells import fit, width_of
    from wom_tui.present.safe_text import safe

    lines = [list(headings)]
    lines += [[safe("" if cell is None else str(cell)) for cell in row] for row in rows]
    widths = [max(map(width_of, column)) for column in zip(*lines, strict=True)]
    if is_terminal():
        columns = get_terminal_size().columns
        if sum(widths) + GAP * (len(widths) - 1) > columns:
            lines = without_empty_columns(lines)
            widths = [max(map(width_of, column)) for column in zip(*lines, strict=True)]
        whole = [is_of_figures(cells) for cells in zip(*lines[1:], strict=True)]
        widths = narrowed(widths, columns - GAP * (len(widths) - 1), whole)
    for line in lines:
        shown = (fit(cell, width) for cell, width in zip(line, widths, strict=True))
        yield (" " * GAP).join(shown).rstrip()


def without_empty_columns(lines: Sequence[Sequence[str]]) -> list[list[str]]:
    """The lines of a table, the first of which is its headings, without columns in which nothing stands."""
    filled = [any(cells) for cells in zip(*lines[1:], strict=True)]
    return [list(compress(line, filled)) if any(filled) else list(line) for line in lines]


def is_of_figures(cells: Sequence[str]) -> bool:
    """Whether a column holds numbers, days or times: half of one says another thing, half of a word does not."""
    return all(not cell or (cell[0].isdigit() and len(cell) <= FIGURES) for cell in cells)


def narrowed(widths: Sequence[int], room: int, whole: Sequence[bool] = ()) -> list[int]:
    """The widths, the widest made narrower until all fit; none below `NARROW`, or its share of less room.

    Args:
        whole: which columns are not made narrower, as long as the others fit without them.
    """
    fitted, least = list(widths), min(NARROW, max(1, room // len(widths)))
    floors = [width if kept else min(width, least) for width, kept in zip_longest(widths, whole)]
    if sum(floors) > room:
        floors = [min(width, least) for width in widths]
    while sum(fitted) > room and fitted != floors:
        widest = max(range(len(fitted)), key=lambda at: fitted[at] if fitted[at] > floors[at] else 0)
        fitted[widest] -= 1
    return fitted


def answer(is_json: bool, document: Any, told: Callable[[], None]) -> None:
    """Give the answer in the form that was asked for."""
    if is_json:
        print_json(document)
    else:
        told()
