"""What is wrong with a row, all of it at once: who puts it right should not have to import it once for each cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from wom_tui.domain.intake.cell import BadCell

P = ParamSpec("P")
T = TypeVar("T")


class Faults:
    """Reads one thing after another, and keeps what each is refused for: the same fault of a column once."""

    def __init__(self, *known: BadCell) -> None:
        self._found = {(bad.column, bad.reason): bad for bad in known}

    @property
    def all(self) -> tuple[BadCell, ...]:
        """In the order in which they were found."""
        return tuple(self._found.values())

    def of(self, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """What it reads; None where that cannot be used."""
        try:
            return read(*args, **kwargs)
        except BadCell as bad:
            self._found.setdefault((bad.column, bad.reason), bad)
            return None
