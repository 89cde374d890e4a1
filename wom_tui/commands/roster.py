"""Who works here and who is away: users and absences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from wom_tui.commands.command import Command, aware
from wom_tui.commands.stranding import stranded
from wom_tui.domain.policy import Role, User
from wom_tui.domain.sheets.doors import USERS
from wom_tui.domain.technician import Absence, Technician
from wom_tui.errors import InvalidInput
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class AddUser(Command):
    """Let somebody in, or give somebody another role."""

    needs: ClassVar[Role] = Role.ADMIN

    name: str
    role: Role
    os_user: str | None = None

    def check(self) -> None:
        super().check()
        if not self.name.strip():
            raise InvalidInput("name", self.name, "a name")

    @property
    def summary(self) -> str:
        return f"user {self.name} {self.role.value}"


def add_user(command: AddUser, unit: Unit) -> None:
    there = {user.id: user for user in unit.select(User)}
    known = next((user for user in there.values() if user.name == command.name.strip()), None)
    if known is None:
        user, done = User(id=unit.new_id(User), name=command.name.strip(), role=command.role), "added"
    else:
        user, done = replace(known, role=command.role), "changed"
    if command.os_user is not None:
        user = replace(user, os_user=command.os_user)
    unit.heed(USERS.rule(user, there))
    unit.save(user, f"user.{done}")


@dataclass(frozen=True, kw_only=True)
class AddAbsence(Command):
    """Say that a technician is away."""

    technician: int
    start_at: datetime
    end_at: datetime
    reason: str = "absent"

    def check(self) -> None:
        super().check()
        aware("start_at", self.start_at)
        aware("end_at", self.end_at)
        if self.end_at <= self.start_at:
            raise InvalidInput("end_at", self.end_at, "a time after the start")

    @property
    def summary(self) -> str:
        return f"absent {self.technician}"


def add_absence(command: AddAbsence, unit: Unit) -> None:
    tech = unit.get(Technician, command.technician)
    absence = Absence(
        id=unit.new_id(Absence),
        technician_id=tech.id,
        start_at=command.start_at,
        end_at=command.end_at,
        reason=command.reason.strip() or "absent",
    )
    unit.save(absence, "absence.added")
    unit.heed(stranded(unit))
