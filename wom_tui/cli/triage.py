"""`wom triage`: what needs a decision, and which order first?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from wom_tui.cli.output import answer, tell
from wom_tui.cli.shell import shell_of, zone_of_office

if TYPE_CHECKING:
    from datetime import datetime

    from wom_tui.queries.triage import Entry, Triage


def triage(context: typer.Context) -> None:
    """Tell which orders need a person: late, unassigned, nothing heard, drafts, duplicates; the worst first."""
    from wom_tui.grammar.answers import usual
    from wom_tui.present.triage import triage_lines
    from wom_tui.queries.triage import whole_triage

    shell = shell_of(context)
    with shell.desk() as desk:
        now, zone = shell.at(desk), zone_of_office(desk)
        seen = shell.ask(desk, whole_triage, now)
    answer(shell.is_json, _document(seen, now), lambda: tell(*triage_lines(seen, now, zone, usual)))


def _document(seen: Triage, now: datetime) -> dict[str, Any]:
    from wom_tui.present.repairs import proposed_document

    return {
        "repairs": [proposed_document(one) for one in seen.repairs],
        "to_decide": seen.count,
        "to_close": seen.unclosed,
        "reasons": {reason.value: number for reason, number in seen.reasons.items()},
        "entries": [_entry(one, now) for one in seen.entries],
        "put_away": [_entry(one, now) for one in seen.away],
    }


def _entry(entry: Entry, now: datetime) -> dict[str, Any]:
    from wom_tui.cli.documents import row_document

    document = row_document(entry.row, now)
    document["reasons"] = [
        {"reason": cause.reason.value, "minutes": cause.minutes, "other": cause.other}
        | ({"missing": list(cause.missing)} if cause.missing else {})
        for cause in entry.causes
    ]
    if entry.snooze is not None:
        document |= {"until_at": entry.snooze.until_at, "put_away_for": entry.snooze.reason}
    return document
