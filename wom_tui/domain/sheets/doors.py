"""The sheet of those who may come in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wom_tui.domain.policy import Role, User
from wom_tui.domain.sheets import kinds
from wom_tui.domain.sheets.sheet import Column, Sheet
from wom_tui.domain.technician import Technician
from wom_tui.domain.violation import Violation


def _user_rule(user: User, beside: Mapping[int, User]) -> Iterator[Violation]:
    """One name on the machine is one user, and somebody stays who can let others in."""
    others = [other for other in beside.values() if other.id != user.id]
    for other in others:
        if user.os_user is not None and user.os_user == other.os_user:
            yield Violation(
                code="record.contradiction",
                message=f"{user.os_user} is the machine's name of {other.name} already",
                facts={"field": "os_user", "name": other.name},
            )
    was = beside.get(user.id)
    if was is not None and _is_admin(was) and not any(map(_is_admin, (user, *others))):
        yield Violation(
            code="user.last_admin",
            message=f"{user.name} is the last active admin; make somebody else one first",
            facts={"field": "role", "name": user.name},
        )


def _is_admin(user: User) -> bool:
    return user.is_active and user.role is Role.ADMIN


USERS = Sheet(
    name="users",
    one="user",
    help="Who may come in, and as what: one row for each.",
    fact=User,
    keys=(("name",),),
    rule=_user_rule,
    sees_all=True,
    columns=(
        Column(
            name="name",
            kind=kinds.TEXT,
            meaning="the name under which their acts are written down",
            examples=("dana", "kim"),
            is_required=True,
        ),
        Column(
            name="os_user",
            kind=kinds.TEXT,
            meaning="the name under which the machine knows them, if another",
            examples=("dwhitfield", "kmoran"),
        ),
        Column(
            name="role",
            kind=kinds.one_of(Role),
            meaning="what they may do; empty = viewer",
            examples=("dispatcher", "technician"),
        ),
        Column(
            name="technician",
            fields=("technician_id",),
            kind=kinds.one(Technician, "the code of a technician"),
            meaning="the technician that they are, if any",
            examples=("", "kim"),
        ),
        Column(
            name="ssh_keys",
            kind=kinds.LIST,
            meaning="public keys by which they are known over SSH",
            examples=(),
        ),
        Column(
            name="active",
            fields=("is_active",),
            kind=kinds.YES_NO,
            meaning="whether they may come in at all",
            examples=("yes", "yes"),
        ),
    ),
)
