"""How files come in: read through, drafted row by row, stored batch by batch, and taken back as a whole."""

from wom_tui.importing.report import ImportReport, Progress
from wom_tui.importing.run import import_files
from wom_tui.importing.undo import import_named, undo_import

__all__ = ["ImportReport", "Progress", "import_files", "import_named", "undo_import"]
