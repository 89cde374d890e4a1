"""Which import does an act belong to, and how is a whole import taken back?"""

from __future__ import annotations

from wom_tui.commands.undo import Undo, changed_since, obstacles
from wom_tui.desk import Desk
from wom_tui.domain.violation import Violation
from wom_tui.domain.words import some
from wom_tui.errors import NotFound, Rejected, WomError
from wom_tui.importing.report import Progress
from wom_tui.queries.imports import import_acts, import_of_act


def import_named(desk: Desk, receipt: str | None) -> str | None:
    """The import that a receipt belongs to, or the last act from here; None where that is another kind of act.

    `wom undo` asks this first: a batch is not taken back without the others.
    """
    return desk.ask(import_of_act, act=receipt, actor=desk.actor.name, session=desk.session)


def undo_import(desk: Desk, import_id: str, *, progress: Progress | None = None) -> int:
    """Take a whole import back, its last batch first; answers how many batches that were.

    Raises:
        NotFound: there is no such import.
        Rejected: it has been taken back, or somebody has changed since what it brought. Then nothing is taken back.
    """
    acts = desk.ask(import_acts, import_id, with_obstacles=True)
    if not acts.all:
        raise NotFound("import", import_id)
    if not acts.standing:
        raise Rejected(
            [Violation(code="undo.already", message=f"import {import_id} has been taken back already")]
        )
    if acts.in_the_way:
        raise Rejected([desk.ask(changed_since, newest) for newest in acts.in_the_way])
    if violations := desk.ask(obstacles, acts.standing):
        raise Rejected(violations)
    for done, act in enumerate(reversed(acts.standing)):
        try:
            desk.run(Undo(receipt=act))
        except WomError as error:  # somebody has come in between
            if done:
                batches = some(len(acts.standing), "batch", "batches")
                error.add_note(
                    f"{done} of {batches} are taken back; once this is out of the way, undoing the import again takes "
                    "back the rest"
                )
            raise
        if progress:
            progress(done + 1, len(acts.standing))
    return len(acts.standing)
