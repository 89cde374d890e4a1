"""How does one look at a repair that waits, and say no to it? `repair`, `repair reassign-3`, `repair reject REASON`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wom_tui.errors import InvalidInput, NotFound
from wom_tui.present.safe_text import safe
from wom_tui.tui.plan_wish import kept_repair, today

if TYPE_CHECKING:
    from wom_tui.queries.repairs import Proposed
    from wom_tui.tui.app import WomApp

_REJECT = "reject"


def say_repair(app: WomApp, rest: str) -> None:
    """What stands behind the word; alone it is the repair that has waited longest."""
    word, _, more = rest.partition(" ")
    job = partial(_reject, app, more.strip()) if word == _REJECT else partial(_show, app, rest.strip())
    app.acts.work(job, draft=f"repair {rest}")


# ---------------------------------------------------------------------------------------------------- worker


def _show(app: WomApp, name: str) -> None:
    from wom_tui.tui.screens.proposal import open_proposal

    wish = kept_repair(today(app), _waiting(app, name).name)
    app.call_from_thread(app.call_later, open_proposal, app, wish)


def _reject(app: WomApp, words: str) -> None:
    from wom_tui.commands.branch import DropBranch
    from wom_tui.queries.repairs import proposed_repairs

    waiting = {one.name: one for one in app.seat.live_desk.ask(proposed_repairs, app.now())}
    first, _, rest = words.partition(" ")
    name, reason = (first, rest.strip()) if first in waiting else ("", words)
    if not reason:
        raise InvalidInput("reason", words, "why, in words: repair reject she comes after all")
    branch = _waiting(app, name).branch
    app.seat.live_desk.run(DropBranch(branch=branch.id, expect=branch.version, reason=reason))
    undo = app.keymap.shown("undo")
    app.call_from_thread(app.toast, f"{safe(branch.name)} is rejected", f"{undo} brings it back")


def _waiting(app: WomApp, name: str) -> Proposed:
    """The one of that name; without a name the one that has waited longest."""
    from wom_tui.queries.repairs import proposed_repair, proposed_repairs

    desk = app.seat.live_desk
    if name:
        return desk.ask(proposed_repair, name, desk.now())
    first = next(iter(desk.ask(proposed_repairs, desk.now())), None)
    if first is None:
        raise NotFound("repair", "that waits for a yes")
    return first
