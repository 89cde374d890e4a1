"""Who may do what: users, roles, and the commands that a role allows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from wom_tui.domain.fact import Fact
from wom_tui.domain.violation import Violation


class Role(StrEnum):
    """What a user is to the office."""

    VIEWER = "viewer"
    TECHNICIAN = "technician"
    DISPATCHER = "dispatcher"
    MANAGER = "manager"
    ADMIN = "admin"


@dataclass(frozen=True, kw_only=True)
class User(Fact):
    """Somebody who may come through a door. `os_user` is the name under which the machine knows them."""

    name: str
    os_user: str | None = None
    role: Role = Role.VIEWER
    technician_id: int | None = None
    ssh_keys: tuple[str, ...] = ()
    is_active: bool = True


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts, as a door knows it. `technician_id`: who they are in the field, or whom they act for is."""

    name: str
    role: Role
    on_behalf_of: str | None = None
    technician_id: int | None = None


# The level from which on a command is allowed. A command class names its level in `needs`.
_RANK = {Role.VIEWER: 0, Role.TECHNICIAN: 1, Role.DISPATCHER: 2, Role.MANAGER: 3, Role.ADMIN: 4}


def allows(role: Role, needs: Role) -> bool:
    """The role is at least the one that is needed."""
    return _RANK[role] >= _RANK[needs]


def command_violations(actor: Actor, needs: Role, command: str) -> Iterator[Violation]:
    """Say why the actor may not run the command."""
    if not allows(actor.role, needs):
        yield Violation(
            code="actor.role",
            message=f"{actor.name} is {actor.role.value}; {command} needs {needs.value}",
            facts={"actor": actor.name, "role": actor.role.value, "needs": needs.value, "command": command},
        )
    if actor.on_behalf_of and not allows(actor.role, Role.ADMIN):
        yield Violation(
            code="actor.role",
            message=f"{actor.name} may not act for {actor.on_behalf_of}; that needs admin",
            facts={"actor": actor.name, "on_behalf_of": actor.on_behalf_of},
        )


def may_override(actor: Actor) -> bool:
    """May go past a rule that allows it, with a written reason."""
    return allows(actor.role, Role.DISPATCHER)


def own_violations(actor: Actor, technicians: Collection[int | None], what: str) -> Iterator[Violation]:
    """Say why a technician may not report on something: it is another's.

    Args:
        technicians: those whose it is.
        what: as people call it: `visit 4417/1`.
    """
    if actor.role is not Role.TECHNICIAN:
        return
    if actor.technician_id is None or actor.technician_id not in technicians:
        who = "is no technician of the office" if actor.technician_id is None else "has no part in it"
        yield Violation(
            code="actor.own",
            message=f"{what} is not {actor.name}'s, who {who}",
            facts={"actor": actor.name, "what": what},
        )
