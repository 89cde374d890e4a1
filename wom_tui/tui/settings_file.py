"""How is one setting kept in a TOML file that a person has written, with everything else in it as it was?

One line is changed or added. Before anything is written the new text is read as TOML: it must say what the old one
said, but for that one setting. It is written beside the file and put in its place, readable by its owner only.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from wom_tui.errors import InvalidInput
from wom_tui.tui.own_files import replace_file

Value = str | bool | int | float
_HEADER = re.compile(r"^\s*\[")


def keep(path: Path, place: str, value: Value | None) -> None:
    """Set `console.look`, say; None takes the line away, so that the default holds.

    Raises:
        InvalidInput: the file is no TOML, is written in a way in which one line cannot say it, or cannot be written.
    """
    path = path.expanduser().resolve()  # where a link leads, so that it stays a link
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        after = changed(before, place, value)
        if after != before:
            replace_file(path, after, is_synced=True)
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(str(path), str(error), "a file that can be read and written") from error


def changed(text: str, place: str, value: Value | None) -> str:
    """The file's text with that one setting.

    Raises:
        InvalidInput: it is no TOML, or one line cannot say it.
    """
    group, _, name = place.partition(".")
    try:
        wanted = _with(tomllib.loads(text), group, name, value)
        lines = text.splitlines(keepends=True)
        after = "".join(_edited(lines, group, name, value))
        if tomllib.loads(after) == wanted:
            return after
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput("the settings file", str(error), "a TOML file") from error
    raise InvalidInput("the settings file", place, f"a line `{name} = …` below [{group}]: change it by hand")


def _with(table: dict[str, Any], group: str, name: str, value: Value | None) -> dict[str, Any]:
    """What the file shall say."""
    inner = {key: said for key, said in table.get(group, {}).items() if key != name}
    if value is not None:
        inner[name] = value
    return table | {group: inner} if inner or group in table else table


def _edited(lines: list[str], group: str, name: str, value: Value | None) -> list[str]:
    head = re.compile(rf"^\s*\[\s*{re.escape(group)}\s*\]\s*(#.*)?$")
    start = next((at for at, line in enumerate(lines) if head.match(line)), None)
    if start is None:
        begun = [] if value is None else [f"[{group}]\n", _line(name, value)]
        gap = ["\n"] if begun and lines else []
        return [*_ended(lines), *gap, *begun]
    end = next((at for at in range(start + 1, len(lines)) if _HEADER.match(lines[at])), len(lines))
    key = re.compile(rf'^\s*"?{re.escape(name)}"?\s*=')
    here = next((at for at in range(start + 1, end) if key.match(lines[at])), None)
    new = [] if value is None else [_line(name, value)]
    if here is not None:
        return [*lines[:here], *new, *lines[here + 1 :]]
    while end > start + 1 and not lines[end - 1].strip():  # the gap before the next table stays where it is
        end -= 1
    return [*_ended(lines[:end]), *new, *lines[end:]]


def _ended(lines: list[str]) -> list[str]:
    """The last line with its end."""
    return [*lines[:-1], lines[-1] if lines[-1].endswith("\n") else lines[-1] + "\n"] if lines else []


def _line(name: str, value: Value) -> str:
    said = f'"{value}"' if isinstance(value, str) else str(value).lower()
    return f"{name} = {said}\n"
