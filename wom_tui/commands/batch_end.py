"""How far has an import come? Each batch leaves a checkpoint in its own transaction, from which a rerun goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wom_tui.store import imports
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class BatchEnd:
    """How far the file has been read when this batch is stored.

    Attributes:
        file_hash: SHA-256 of its content.
        preset: by which it is read, and in which zone.
        line: the last line of the batch; of a sheet, which is put in another order, how many rows are done.
        counts: of its rows, before it is stored: rejected, and repeated, whose order comes further down.
    """

    file_hash: str
    preset: str
    line: int
    is_first: bool
    is_last: bool
    counts: Mapping[str, int]


def note_checkpoint(end: BatchEnd | None, unit: Unit, counts: Mapping[str, int]) -> None:
    """Write with the batch how far it has come, and what came of its rows."""
    if end is None:
        return
    checkpoint = imports.Checkpoint(
        file_hash=end.file_hash,
        preset=end.preset,
        line=end.line,
        command_id=unit.stamp.command_id,
        counts={**end.counts, **counts, "is_last": end.is_last},
    )
    unit.write_along(imports.putting(unit.connection.dialect, checkpoint, is_first=end.is_first))
