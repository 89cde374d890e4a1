"""A file is written whole or not at all: a kill in the middle leaves the old one, or none, never half of one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from wom_tui.errors import GatewayError


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """Bytes that become the file when the block ends well.

    Raises:
        GatewayError: it cannot be written.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        draft.replace(path)
    except OSError as error:
        raise GatewayError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        draft.unlink(missing_ok=True)
