"""Which command is a report from the field? The same one that somebody at the console would give."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from wom_tui.commands.command import Command
from wom_tui.commands.note import AddNote
from wom_tui.commands.visit import AdvanceVisit, FailVisit
from wom_tui.domain.report import LEADS_TO, Act
from wom_tui.domain.visit import Visit


def report_command(act: Act, visit: Visit, words: str = "", at: datetime | None = None) -> Command:
    """The command that does what was reported of a visit.

    Args:
        words: the reason, or the note.
        at: when it happened; None = now.
    """
    match act:
        case Act.ACCEPT | Act.TRAVEL | Act.ARRIVE | Act.DONE:
            return AdvanceVisit(visit=visit.id, to=LEADS_TO[act], at=at)
        case Act.DECLINE | Act.FAIL:
            return FailVisit(visit=visit.id, to=LEADS_TO[act], reason=words, at=at)
        case Act.NOTE:
            return AddNote(order=visit.order_id, text=words, at=at)
        case _:
            assert_never(act)
