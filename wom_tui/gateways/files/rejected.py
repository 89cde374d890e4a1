"""What do reject files hold, taken together: which value of which column was not understood, how often, where?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from wom_tui.errors import InvalidInput
from wom_tui.gateways.files.delimited import whole_lines
from wom_tui.gateways.files.faults import Fault, apart
from wom_tui.gateways.files.harmless import original
from wom_tui.gateways.files.reading import open_sheet
from wom_tui.gateways.files.sheet import REJECT_COLUMNS, Sheet


@dataclass
class Rejected:
    """One value that rows were put aside for. `files`: names, with how many rows of each."""

    column: str
    value: str
    reason: str
    files: dict[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows wait for it."""
        return sum(self.files.values())


def reject_files(folder: Path) -> list[Path]:
    """The reject files in a folder, by name."""
    return sorted(path for path in folder.glob("*.rejects*.csv") if path.is_file())


def reject_sheet(path: Path) -> Sheet:
    """A reject file.

    Raises:
        InvalidInput: it is none.
        GatewayError: it cannot be read.
    """
    sheet = open_sheet(path)
    if not sheet.is_reject_file:
        raise InvalidInput("file", path.name, "a reject file, which ends in line, column, reason, value")
    return sheet


def rejected(sheets: Iterable[Sheet]) -> list[Rejected]:
    """What the rows of reject files were put aside for, the most frequent first."""
    found: dict[tuple[str, str, str], Rejected] = {}
    for sheet in sheets:
        name = sheet.path.name
        for line in whole_lines(sheet):
            if line.problem:
                continue  # half mended: the import says what is wrong with it
            cells = [original(cell) for cell in line.cells]
            _, *told = cells[-len(REJECT_COLUMNS) :]
            for column, reason, value in apart(Fault(*told), dict(zip(sheet.columns, cells, strict=False))):
                one = found.setdefault((column, value, reason), Rejected(column, value, reason))
                one.files[name] = one.files.get(name, 0) + 1
    return sorted(found.values(), key=lambda one: (-one.rows, one.column, one.value))
