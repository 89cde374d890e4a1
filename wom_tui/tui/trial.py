"""What would come of it? A line, or a visit dropped somewhere: it is done, and taken back before anybody sees it.

Both are for a worker.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wom_tui.errors import Conflict, Rejected, WomError
from wom_tui.present.moving import Verdict, brief
from wom_tui.present.refusals import refusal_words, violation_words
from wom_tui.present.safe_text import safe
from wom_tui.present.triage_answer import Trial

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wom_tui.commands.visit import AssignVisit
    from wom_tui.domain.violation import Violation
    from wom_tui.grammar.intent import Here
    from wom_tui.queries.attempt import Attempt
    from wom_tui.tui.app import WomApp


def try_line(app: WomApp, line: str, here: Here) -> Trial:
    """Run the line dry, through the desk.

    Args:
        here: as it is when Enter sends the line, so that both mean the same.
    """
    from wom_tui.grammar.line import commands_of

    desk = app.seat.desk
    try:
        dry = desk.run_all(commands_of(line, desk, here), dry_run=True)
        return Trial(line, dry, app.seat.moves(dry.events))
    except WomError as error:
        return Trial(line, refusal=refusal_words(error, app.now(), app.seat.zone))


def try_place(app: WomApp, command: AssignVisit, *, asks_for_length: bool) -> Verdict:
    """Book the visit there, dry; with the figures of the place.

    Args:
        asks_for_length: it takes as long as whoever would have it takes, not until the end of the command.
    """
    figures: Attempt | None = None
    try:
        figures = _figures(app, command, asks_for_length=asks_for_length)
        dry = app.seat.desk.run_all([replace(command, end_at=figures.end_at)], dry_run=True)
    except WomError as error:
        return Verdict(figures=figures, no=_reasons(app, error), brief=_brief_of(error))
    # That it would be late is told by the figures, as for candidates.
    careful = _words(app, (one for one in dry.violations if one.code != "sla.late"))
    return Verdict(figures=figures, careful=careful, brief=brief(dry.violations))


def _figures(app: WomApp, command: AssignVisit, *, asks_for_length: bool) -> Attempt:
    from wom_tui.queries.attempt import attempt

    desk, end_at = app.seat.desk, None if asks_for_length else command.end_at
    return desk.ask(
        attempt, command.order, command.visit, command.technician, command.start_at, end_at, desk.travel
    )


def _reasons(app: WomApp, error: WomError) -> tuple[str, ...]:
    """Each rule that says no; of any other error what it says."""
    if isinstance(error, Rejected) and error.violations:
        return _words(app, error.violations)
    return (refusal_words(error, app.now(), app.seat.zone),)


def _words(app: WomApp, violations: Iterable[Violation]) -> tuple[str, ...]:
    now, zone = app.now(), app.seat.zone
    return tuple(safe(violation_words(one, now, zone)) for one in violations)


def _brief_of(error: WomError) -> str:
    match error:
        case Conflict():
            return "changed meanwhile"
        case Rejected():
            return brief(error.violations)
        case _:
            return "not possible"
