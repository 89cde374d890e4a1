"""A file is written whole or not at all: a kill in the middle leaves the old one, or none, never half of one.

It is written where it was said and nowhere else: a link is not followed, and no file that is there is opened.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from wom_tui.errors import GatewayError, InvalidInput

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """Bytes that become the file when the block ends well.

    Raises:
        InvalidInput: there is something else of that name: a link, a folder, a device.
        GatewayError: it cannot be written.
    """
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise InvalidInput("file", str(path), "the name of a file, not of a link, a folder or a device")
    draft = path.with_name(f".wom-{secrets.token_hex(8)}")  # a name that nobody can have put there before
    try:
        with os.fdopen(os.open(draft, _NEW, 0o666), "wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        draft.replace(path)
    except OSError as error:
        raise GatewayError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        draft.unlink(missing_ok=True)
