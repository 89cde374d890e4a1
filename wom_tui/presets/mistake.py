"""Where in a preset's file does a mistake stand, and what would be allowed there?"""

from __future__ import annotations

from collections.abc import Collection

from wom_tui.errors import InvalidInput


def mistake(file: str, text: str, place: str, value: object, expected: str) -> InvalidInput:
    """The mistake, with the line that it stands in where that can be told.

    Args:
        text: of the file.
        place: the key within its tables (`values.status.New`); behind a colon anything that tells more.
    """
    line = line_of(text, place.partition(":")[0])
    where = f"{file}, line {line}" if line else file
    return InvalidInput(f"preset {where}: {place}", value, expected)


def line_of(text: str, place: str) -> int:
    """The line of a TOML text in which a key stands (`values.status.New`); its table's, or 0 where none is found."""
    table, found = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        bare = line.strip()
        if bare.startswith("["):
            table = bare.strip("[").partition("]")[0]
            found = number if place == table or place.startswith(f"{table}.") else found
        key = bare.partition("=")[0].strip().strip("\"'")
        if key and ".".join(filter(None, (table, key))) == place:
            return number
    return found


def quoted(words: Collection[str]) -> str:
    """Words to choose from."""
    return "one of " + ", ".join(f'"{word}"' for word in words)
