"""What came of an import?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from wom_tui.domain.intake.draft import Reject

COUNTS = ("created", "updated", "unchanged", "rejected", "quarantined", "repeated", "kept", "unplaced")

Progress = Callable[[int, int], None]  # rows done, rows in all


class Repeat(NamedTuple):
    """A number that several rows have.

    Attributes:
        places: file and line of each; the last one counts.
    """

    external_id: str
    places: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """What came of an import.

    Attributes:
        read: rows; = created + updated + unchanged + rejected.
        unchanged: orders that are there already just so, and rows whose number occurs again further down.
        quarantined: orders at a place whose position cannot be trusted; not those whose place the office knows better.
        repeated: rows whose number occurs again further down: the last one wins.
        repeats: their numbers, in the order of the file; of a run that goes on from another only its own.
        kept: orders on which the source has changed what people here had changed too; theirs stays.
        unplaced: planned times of which nothing became: they are past, last longer than a day, or their technician
            is unknown or has another visit then.
        rejects: why rows were put aside: one for each fault, of which a row may have several.
        reject_files: where they have been written, for each file that has some.
        import_id: by which `undo` takes the whole import back; None where nothing was stored.
        strangers: technicians whom open orders name and the office does not have, with how many name them.
        zone: in which times were read that do not say where their clock hangs.
        is_zone_assumed: there are such times, and neither the import nor the preset says where: UTC was taken.
        is_cancelled: it was stopped between two batches; the same import again goes on there.
    """

    read: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    quarantined: int
    repeated: int
    kept: int
    unplaced: int
    rejects: tuple[Reject, ...]
    reject_files: tuple[Path, ...]
    seconds: float
    import_id: str | None
    zone: str
    strangers: Mapping[str, int] = field(default_factory=dict)
    repeats: tuple[Repeat, ...] = ()
    is_zone_assumed: bool = False
    is_cancelled: bool = False

    def as_dict(self) -> dict[str, object]:
        """The report as JSON-ready data: what `--json` prints."""
        return {
            **{name: getattr(self, name) for name in ("read", *COUNTS)},
            "reject_file": str(self.reject_files[0]) if self.reject_files else None,
            "reject_files": [str(path) for path in self.reject_files],
            "unknown_technicians": dict(self.strangers),
            "zone": self.zone,
            "zone_assumed": self.is_zone_assumed,
            "import": self.import_id,
            "cancelled": self.is_cancelled,
            "seconds": round(self.seconds, 3),
        }
