"""What would a line do? It is run as it stands, and all of it is taken back before anybody sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wom_tui.errors import WomError
from wom_tui.present.triage_answer import Trial

if TYPE_CHECKING:
    from wom_tui.grammar.intent import Here
    from wom_tui.tui.app import WomApp


def try_line(app: WomApp, line: str, here: Here) -> Trial:
    """Run the line dry, through the desk; on a worker.

    Args:
        here: as it is when Enter sends the line, so that both mean the same.
    """
    from wom_tui.grammar.line import commands_of
    from wom_tui.present.refusals import refusal_words

    desk = app.seat.desk
    try:
        dry = desk.run_all(commands_of(line, desk, here), dry_run=True)
        return Trial(line, dry, app.seat.moves(dry.events))
    except WomError as error:
        return Trial(line, refusal=refusal_words(error, app.now(), app.seat.zone))
