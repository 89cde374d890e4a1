"""What has been imported, how far, and what stands in the way of taking it back?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wom_tui.domain.event import Event
from wom_tui.domain.intake.position import Bounds
from wom_tui.domain.intake.row import Surroundings, folded
from wom_tui.domain.site import Territory
from wom_tui.domain.technician import Technician
from wom_tui.domain.work_type import WorkType
from wom_tui.store import imports, receipts
from wom_tui.store.imports import Checkpoint
from wom_tui.store.reader import Reader

__all__ = [
    "Checkpoint",
    "ImportActs",
    "import_acts",
    "import_of_act",
    "loaded_files",
    "surroundings",
    "unfinished_import",
]


@dataclass(frozen=True)
class ImportActs:
    """The acts of one import.

    Attributes:
        all: how many there were, also those that changed nothing.
        standing: command ids of those that changed something and have not been taken back, oldest first.
        in_the_way: what others have changed on top of it, the newest change of each record.
    """

    all: int
    standing: tuple[str, ...]
    in_the_way: tuple[Event, ...]


def unfinished_import(reader: Reader, file_hash: str, preset: str) -> list[Checkpoint]:
    """The checkpoints of an import of that file which was cut off and can be gone on with, in order."""
    return imports.unfinished(reader.connection, file_hash, preset)


def loaded_files(reader: Reader, file_hashes: Iterable[str]) -> frozenset[str]:
    """Which of the files with these contents have come in as they are; see `store.imports.loaded`."""
    return imports.loaded(reader.connection, file_hashes)


def import_acts(reader: Reader, import_id: str, *, with_obstacles: bool = False) -> ImportActs:
    """The acts of an import; what stands in the way of taking it back is looked for only on request."""
    return ImportActs(
        all=len(imports.acts_of(reader.connection, import_id, standing=False)),
        standing=tuple(imports.acts_of(reader.connection, import_id, standing=True)),
        in_the_way=tuple(imports.changed_since(reader.connection, import_id)) if with_obstacles else (),
    )


def import_of_act(reader: Reader, *, act: str | None, actor: str, session: str) -> str | None:
    """The import that an act belongs to; None where it is another kind of act.

    Args:
        act: a command id or the beginning of one; None means the last act of that actor from that session.
    """
    name = act or receipts.last_to_undo(reader.connection, actor, session)
    if name is None or (act is not None and len(act) < 8):
        return None
    ids = imports.acts_of(reader.connection, name, standing=False)[:1]
    found = receipts.find(reader.connection, ids[0]) if ids else None
    import_id = str(found.result.get("import", "")) if found else ""
    # Of an import that is one undo the acts begin with its id; a world that feeds rows one by one has no such one.
    return import_id if found and import_id and found.command_id.startswith(import_id) else None


def surroundings(reader: Reader) -> Surroundings:
    """What the office knows that a row has to be read by."""
    territories = reader.select(Territory)
    bounds: dict[str, Bounds] = {t.name: t.bounds for t in territories if t.bounds}
    return Surroundings(
        work_types=frozenset(folded(name) for _, name in reader.rows(WorkType, ("name",))),
        territory_bounds=bounds,
        technicians=frozenset(folded(word) for t in reader.select(Technician) for word in (t.code, t.name)),
    )
