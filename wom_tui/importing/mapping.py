"""What is a file that no preset knows, and what of the office do its words have to fit?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from wom_tui.desk import Desk
from wom_tui.domain.intake.file_map import FileMap, Office
from wom_tui.domain.intake.guess import EMPTY, Column, profile
from wom_tui.gateways.files.reading import lines_of, open_sheet
from wom_tui.gateways.files.sheet import Sheet
from wom_tui.presets.words import words
from wom_tui.queries.imports import surroundings
from wom_tui.queries.office import office_settings


def profiled(path: Path) -> tuple[Sheet, tuple[Column, ...]]:
    """A file, and what stands in its columns.

    Raises:
        InvalidInput, GatewayError: it cannot be read.
    """
    sheet = open_sheet(path)
    lines = (line.cells for line in lines_of(sheet) if not line.problem)
    return sheet, profile(sheet.columns, lines, EMPTY)


def map_of(desk: Desk, paths: Sequence[Path]) -> FileMap:
    """The map that the first of several files suggests; all of them have to be of its form.

    Raises:
        InvalidInput, GatewayError: it cannot be read.
    """
    _, columns = profiled(paths[0])
    around = desk.ask(surroundings)
    zone = desk.ask(office_settings).zone
    office = Office(work_types=around.work_types, technicians=around.technicians, zone=zone)
    return FileMap(columns, words(), office)
