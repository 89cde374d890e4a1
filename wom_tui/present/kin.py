"""What does an order belong to, in words: the one that it follows, those that follow it, the plan that made it?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wom_tui.domain.work_order import Relation
from wom_tui.present.safe_text import safe

if TYPE_CHECKING:
    from wom_tui.queries.kin import Kin

_TO_PARENT = {Relation.FOLLOW_UP: "follow-up of", Relation.REPEAT: "repeat of", None: "belongs to"}
_OF_CHILD = {Relation.FOLLOW_UP: "followed by", Relation.REPEAT: "repeated by", None: "parent of"}


def kin_rows(kin: Kin) -> Iterator[tuple[str, str]]:
    """A label and what stands beside it, only of what there is."""
    if kin.parent is not None:
        yield "Parent", f"{_TO_PARENT[kin.relation]} {kin.parent}"
    for child in kin.children:
        state = child.status.replace("_", " ")
        yield "Followed", f"{_OF_CHILD[child.relation]} {child.number}, {state}: {safe(child.title)}"
    if kin.plan is not None and kin.due_on is not None:
        yield "Plan", f"{safe(kin.plan)}, due {kin.due_on.isoformat()}"
