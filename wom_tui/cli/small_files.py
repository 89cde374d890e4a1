"""How is a small file read that somebody wrote by hand: a rule, a notification?"""

from __future__ import annotations

from pathlib import Path

from wom_tui.errors import InvalidInput

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


def is_file_name(which: str) -> bool:
    """A file is meant, and not the name of what the office keeps."""
    return which.endswith(".toml") or "/" in which
