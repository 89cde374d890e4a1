"""What has every command that switches something off that the office does by itself: its name, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wom_tui.commands.command import Command, reasoned
from wom_tui.domain.policy import Role
from wom_tui.errors import short


@dataclass(frozen=True, kw_only=True)
class SwitchOff(Command):
    """Switch something off; whoever finds it off is told why."""

    needs: ClassVar[Role] = Role.MANAGER
    what: ClassVar[str]

    name: str
    reason: str

    def check(self) -> None:
        super().check()
        check_reason(self.reason)

    @property
    def summary(self) -> str:
        name = short(self.name).strip("'")
        return f"disable {self.what} {name}"


def check_reason(reason: str) -> None:
    """Something was said.

    Raises:
        InvalidInput: nothing was.
    """
    reasoned(reason, "why it is switched off, in words")
