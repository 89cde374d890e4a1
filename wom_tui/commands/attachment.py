"""Saying where the files of an order are, and that one of them is none any more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from wom_tui.commands.order import OrderCommand
from wom_tui.domain import attachment
from wom_tui.domain.attachment import Attachment
from wom_tui.domain.policy import Role
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import NotFound
from wom_tui.store.attached import attached_to
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class AttachFile(OrderCommand):
    """Note where a document or picture of an order is, as an address or a path; nothing ever opens it."""

    needs: ClassVar[Role] = Role.TECHNICIAN

    place: str
    name: str | None = None  # None = the last word of the place
    note: str = ""

    def check(self) -> None:
        super().check()
        attachment.place_of(self.place)
        attachment.said_note(self.note)
        if self.name is not None:
            attachment.said_name(self.name)

    @property
    def summary(self) -> str:
        return f"attach {self.order} {self.name or attachment.name_in(attachment.place_of(self.place))}"


def attach_file(command: AttachFile, unit: Unit) -> None:
    order, place = command.target(unit), attachment.place_of(command.place)
    files = unit.select(Attachment, order_id=order.id)
    known = next((file for file in files if file.place == place), None)
    if command.name is not None:
        name = attachment.said_name(command.name)
    elif known is not None:
        name = known.name
    else:
        name = attachment.free_name(attachment.name_in(place), (file.name for file in files))
    note = attachment.said_note(command.note) or (known.note if known else "")
    file = known or Attachment(id=unit.new_id(Attachment), order_id=order.id, name=name, place=place)
    keep_file(replace(file, name=name, note=note), unit)
    unit.result["file"] = name


def keep_file(file: Attachment, unit: Unit) -> Attachment:
    """Keep it, new or changed.

    Raises:
        NotFound, Rejected: there is no such order, or another file of it has the name.
    """
    unit.heed(
        attachment.name_violations(
            file, unit.select(Attachment, order_id=unit.get(WorkOrder, file.order_id).id)
        )
    )
    return unit.save(file, "file.changed" if file.version else "file.attached")


@dataclass(frozen=True, kw_only=True)
class DetachFile(OrderCommand):
    """Say that a file does not belong to an order; the file itself stays where it is."""

    name: str

    @property
    def summary(self) -> str:
        return f"detach {self.order} {self.name}"


def detach_file(command: DetachFile, unit: Unit) -> None:
    files = attached_to(unit, Attachment, command.target(unit).id)
    file = attachment.called(command.name, files)
    if file is None:
        raise NotFound("file", command.name, tuple(one.name for one in files))
    unit.save(replace(file, is_withdrawn=True), "file.detached")
