"""What does a settings file say, in which line, and which of its lines cannot be read?

A file that is no TOML as a whole is read line by line: a slip in one line takes no other away.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wom_tui.errors import InvalidInput

_EXAMPLE = 'a line of a TOML file, such as look = "dark"'
_HEAD = re.compile(r"\s*\[+\s*[\"']?([A-Za-z_.]+)")
_NO_LETTER = "\N{REPLACEMENT CHARACTER}"  # stands where bytes are no UTF-8
_NAME = re.compile(r"\s*[\"']?([A-Za-z_.]+)")


@dataclass
class Said:
    """What a file says, as far as it can be read.

    Attributes:
        table: its tables and values.
        lines: the number of the line in which a place such as `console.look` is set.
        broken: what cannot be read, by the place that it seems to be about; `""` where that cannot be told.
    """

    path: Path
    table: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    broken: list[tuple[str, InvalidInput]] = field(default_factory=list)

    def where(self, place: str) -> str:
        """`/home/kim/.config/wom/config.toml, line 3: console.look`."""
        number = self.lines.get(place) or self.lines.get(place.partition(".")[0])
        return f"{self.path}, line {number}: {place}" if number else f"{self.path}: {place}"


def read_file(path: Path) -> Said:
    """What the file says; nothing where there is none."""
    said = Said(path)
    try:
        text = path.read_bytes().decode("utf-8", "replace")
    except (FileNotFoundError, NotADirectoryError):
        return said
    except OSError as error:
        unread = InvalidInput(str(path), "", "a file that can be read", why=f"{path}: {error.strerror}")
        said.broken.append(("", unread))
        return said
    try:
        if _NO_LETTER in text:
            raise ValueError("not UTF-8")
        whole = tomllib.loads(text)
    except ValueError as error:
        _read_lines(text, said)
        if not said.broken:
            said.broken.append(("", InvalidInput(str(path), str(error), "a TOML file")))
        return said
    _read_lines(text, Said(path, lines=said.lines))
    said.table = whole
    return said


def _read_lines(text: str, said: Said) -> None:
    """Each line for itself, below the head that it stands under."""
    group = ""
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        try:
            found = None if _NO_LETTER in line else tomllib.loads(line)
        except tomllib.TOMLDecodeError:
            found = None
        head = _HEAD.match(line)
        if head is not None:
            group = f"{head[1]}."
            said.lines.setdefault(head[1], number)
        if found is None:
            name = _NAME.match(line)
            place = head[1] if head is not None else f"{group}{name[1]}" if name else ""
            _break(said, place, number, line)
        elif head is None:
            for place, value in _values(found, group):
                if place in said.lines:
                    _break(said, place, number, line)
                else:
                    said.lines[place] = number
                    _put(said.table, place, value)


def _break(said: Said, place: str, number: int, line: str) -> None:
    from wom_tui.domain.setting_values import is_secret

    is_open = "://" not in line and not is_secret(place)  # an address may hold a password
    shown = line.strip() if is_open else f"{place} = …"
    said.broken.append((place, InvalidInput(f"{said.path}, line {number}", shown, _EXAMPLE)))


def _values(found: Mapping[str, Any], group: str) -> Iterator[tuple[str, Any]]:
    """`console.look`, `dark`: however it is written."""
    for name, value in found.items():
        if isinstance(value, dict) and value:
            yield from _values(value, f"{group}{name}.")
        else:
            yield f"{group}{name}", value


def _put(table: dict[str, Any], place: str, value: Any) -> None:
    *groups, name = place.split(".")
    for group in groups:
        inner = table.setdefault(group, {})
        if not isinstance(inner, dict):
            return
        table = inner
    table[name] = value
