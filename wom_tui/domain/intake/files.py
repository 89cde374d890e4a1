"""Which documents and pictures does a row of a foreign file name, and where are they?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wom_tui.domain.attachment import place_of
from wom_tui.domain.intake.cell import BadCell
from wom_tui.domain.intake.cells import Row
from wom_tui.domain.intake.draft import FileDraft
from wom_tui.domain.intake.preset import Preset
from wom_tui.errors import InvalidInput

# Several in one cell stand on lines of their own, or between bars.
_BETWEEN = re.compile(r"\s*[|\r\n]+\s*")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


class FileReader:
    """Reads the files of rows of one file."""

    def __init__(self, preset: Preset) -> None:
        self._columns = preset.files
        self._empty = frozenset(word.strip() for word in preset.empty) | {""}

    def read(self, row: Row) -> tuple[FileDraft, ...]:
        """Each place once, with what its column is about.

        Raises:
            BadCell: what stands there is no place.
        """
        found: dict[str, str] = {}
        for note, column in self._columns.items():
            cell = row.get(column, "").strip()
            if cell not in self._empty:
                for place in self._places(column, cell):
                    found.setdefault(place, note)
        return tuple(FileDraft(place, note) for place, note in found.items())

    def _places(self, column: str, cell: str) -> Iterator[str]:
        for said in _BETWEEN.split(cell):
            if said in self._empty:
                continue
            try:
                yield place_of(said.replace(" ", "%20") if _ADDRESS.match(said) else said)
            except InvalidInput as error:
                raise BadCell(column, said, f"is no place of a file: {error.expected}") from None
