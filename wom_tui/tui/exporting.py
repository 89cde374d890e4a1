"""How does a list leave the console? As a file in the folder that the console was started in, and in no other.

A file that is there already is written over only where the line says so: `export board.csv replace`.
"""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from wom_tui.domain.words import some
from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from wom_tui.present.order_table import TableOut
    from wom_tui.tui.app import WomApp

_REPLACE = "replace"
_LONGEST = 200  # bytes of a name: file systems take 255, and a draft of it is longer
_NO_LIST = "there is no list here that could be written to a file"
_KINDS = ".csv, .xlsx, .json or .ndjson"


class Exporting:
    """Writes what the view in front shows."""

    def __init__(self, app: WomApp) -> None:
        self.app = app

    def begin(self) -> None:
        """E: the line, with a name that is free."""
        if self.app.view.can_export:
            self.app.line.open(":", f"export {self._free(self.app.context)}")
        else:
            self.app.toast(_NO_LIST)

    def say(self, rest: str) -> None:
        """`export board.csv`, `export board.xlsx replace`."""
        name, _, more = rest.partition(" ")
        if not name:
            self.begin()
        elif not self.app.view.can_export:
            self.app.toast(_NO_LIST)
        elif more.strip() not in ("", _REPLACE):
            self._refuse(rest, f"a name without spaces, as in: export {self._free(self.app.context)}")
        elif Path(name).name != name or name.startswith("."):
            self._refuse(rest, f"the name of a file in {Path.cwd()}, without a folder")
        elif len(os.fsencode(name)) > _LONGEST:
            self._refuse(rest, f"a name of at most {_LONGEST} bytes")
        elif Path(name).is_dir():
            self._refuse(rest, "the name of a file; that is a folder")
        elif Path(name).exists() and not more:
            self.app.toast(
                f"{name} is there already", "Enter writes over it, or give another name", is_error=True
            )
            self.app.line.open(":", f"export {name} {_REPLACE}")
        else:
            self.app.work(lambda: self._write(Path(name)), draft=f"export {rest}")

    def _refuse(self, rest: str, expected: str) -> None:
        self.app.toast(f"{rest} cannot be written", f"expected {expected}", is_error=True)
        self.app.line.open(":", f"export {rest}")

    def _write(self, path: Path) -> None:
        """On a worker: the rows as they are shown, whole or not at all, no cell of them a formula."""
        from wom_tui.gateways.files.writing import form_of_target, write_table

        try:
            form = form_of_target(path)
        except InvalidInput:
            self.app.call_from_thread(self._refuse, path.name, f"a name that ends in {_KINDS}")
            return
        table: TableOut | None = self.app.call_from_thread(self.app.view.rows_to_export)
        if table is None:
            self.app.call_from_thread(self.app.toast, "there are no rows to write yet")
            return
        number = write_table(path, form, table.header, table.rows, zone=self.app.seat.zone)
        self.app.call_from_thread(
            self.app.toast, f"{some(number, table.what)} in {path.name}", str(path.resolve())
        )

    @staticmethod
    def _free(context: str) -> str:
        """`board.csv`, or `board-2.csv` where that is there."""
        names = (f"{context}.csv" if at == 1 else f"{context}-{at}.csv" for at in count(1))
        return next(name for name in names if not Path(name).exists())
