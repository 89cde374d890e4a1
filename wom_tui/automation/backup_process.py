"""A backup in a process of its own: proving one walks the whole journal, and nobody's key waits for that.

The process ends with whoever started it. It holds nothing: what it had begun is taken over by the next.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import Any

from wom_tui.domain.words import size_words, some
from wom_tui.errors import GatewayError, StoreBusy, StoreError

_COMMAND = (sys.executable, "-m", "wom_tui.automation.backup_worker")


@dataclass(frozen=True)
class BackupMade:
    """A backup that is there and proved.

    Attributes:
        head: the end of its journal, as `wom audit verify --head` takes it.
        removed: files of nights before that had had their time; `stuck` would not go.
    """

    file: Path
    bytes: int
    head: str
    removed: int = 0
    stuck: int = 0

    @property
    def words(self) -> str:
        """What the rule's history says of it."""
        told = [self.file.name, size_words(self.bytes)]
        told += [f"{some(self.removed, 'old one')} removed"] if self.removed else []
        told += [f"{some(self.stuck, 'old one')} could not be removed"] if self.stuck else []
        return ", ".join(told)


class BackupProcess:
    """Writes one backup at a time, elsewhere."""

    def __init__(self) -> None:
        self._process: Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process that writes just now."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def write(self, address: str, folder: str, on: date, keep: int) -> BackupMade:
        """Write the backup of a night there; returns when it is proved.

        Args:
            address: of the database, with its password.
            folder: as the rule has it.

        Raises:
            StoreBusy: somebody else writes it just now.
            StoreError: it could not be written; says why.
            GatewayError: the process has ended before.
        """
        asked = json.dumps({"address": address, "folder": folder, "on": on.isoformat(), "keep": keep})
        with Popen(_COMMAND, stdin=PIPE, stdout=PIPE, stderr=DEVNULL) as process:
            self._process = process
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                process.stdin.write(f"{asked}\n".encode())
                process.stdin.flush()  # and stays open: at its end the process would see that nobody waits
                said = process.stdout.read()
            except OSError:
                said = b""
        self._process = None
        return _made(said)

    def close(self) -> None:
        """End what is being written."""
        if (process := self._process) is not None:
            with suppress(OSError):
                process.kill()


def _made(said: bytes) -> BackupMade:
    if not said:
        raise GatewayError("the process that writes the backup has ended before it was done")
    told: dict[str, Any] = json.loads(said)
    if "error" in told:
        raise (StoreBusy if told["is_busy"] else StoreError)(told["error"], told["advice"])
    return BackupMade(Path(told["file"]), told["bytes"], told["head"], told["removed"], told["stuck"])
