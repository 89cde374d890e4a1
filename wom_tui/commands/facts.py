"""Setting up an office: many facts at once, through the same path as everything else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wom_tui.commands.command import Command
from wom_tui.domain.fact import Fact
from wom_tui.domain.policy import Role
from wom_tui.store.codec import codec_of
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class LoadFacts(Command):
    """Store facts as they are: the roster, templates and rules of a new office or of a world."""

    needs: ClassVar[Role] = Role.ADMIN

    facts: tuple[Fact, ...]  # new ones, version 0, in an order in which what is pointed to comes first
    what: str = "facts"

    @property
    def summary(self) -> str:
        return f"load {self.what}"


def load_facts(command: LoadFacts, unit: Unit) -> None:
    last: dict[type[Fact], int] = {}
    for fact in command.facts:
        unit.save(fact, f"{codec_of(type(fact)).noun}.loaded")
        last[type(fact)] = max(fact.id, last.get(type(fact), 0))
    for cls, number in last.items():
        unit.keep_ids(cls, number)
    unit.result["loaded"] = len(command.facts)
