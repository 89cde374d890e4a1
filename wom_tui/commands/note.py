"""Writing down what was said about an order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wom_tui.commands.order import OrderCommand
from wom_tui.domain.note import Note, noted_text
from wom_tui.domain.policy import Role
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class AddNote(OrderCommand):
    """Note what was said about an order; it stands on the order's page with who wrote it, and when."""

    needs: ClassVar[Role] = Role.TECHNICIAN

    text: str

    def check(self) -> None:
        super().check()
        noted_text(self.text)

    @property
    def summary(self) -> str:
        return f"note {self.order}"


def add_note(command: AddNote, unit: Unit) -> None:
    order = command.target(unit)
    note = Note(id=unit.new_id(Note), order_id=order.id, text=noted_text(command.text))
    unit.save(note, "note.added")
