"""Where is the text of what somebody writes by hand, a rule or a notification: in a small file, or by its name?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from wom_tui.errors import InvalidInput, NotFound

_MOST = 100_000  # bytes


def read_small(file: Path, what: str) -> str:
    """The text of a file.

    Args:
        what: it should hold, for whoever names a wrong one.

    Raises:
        InvalidInput: it cannot be read, is no text, or is far too long.
    """
    try:
        with file.open("rb") as opened:
            raw = opened.read(_MOST + 1)
        if len(raw) > _MOST:
            raise InvalidInput(str(file), f"more than {_MOST:,} bytes", what)
        return raw.decode("utf-8")
    except OSError as error:
        raise InvalidInput("file", str(file), f"a file that can be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise InvalidInput("file", str(file), "text in UTF-8") from error


def refuse_twins(named: Iterable[tuple[str, str]]) -> None:
    """Of two that have one name only the last would be kept: whoever names both in one call has not seen that.

    Args:
        named: of each its name and where it stands.

    Raises:
        InvalidInput: two of them have the same name.
    """
    places: dict[str, str] = {}
    for name, place in named:
        if places.get(name, place) != place:
            why = f"name: {name} is in {places[name]} and in {place}"
            raise InvalidInput("name", name, "another name for one of them", why=why)
        places[name] = place


def text_named(which: str, what: str, texts: Mapping[str, str]) -> tuple[str, str]:
    """The text that is meant, and where it stands: the file, where a file is named, else its name.

    Args:
        what: one word: rule, notification.
        texts: of the office and of the program, by name.

    Raises:
        InvalidInput: the file cannot be read.
        NotFound: there is none of that name.
    """
    if which.endswith(".toml") or "/" in which:
        return read_small(Path(which), f"a {what}"), which
    if which not in texts:
        raise NotFound(what, which, sorted(texts))
    return texts[which], which
