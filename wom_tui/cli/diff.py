"""`wom diff`: what differs between two moments, order by order?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from wom_tui.cli.output import answer, tell
from wom_tui.cli.shell import shell_of, zone_of_office

if TYPE_CHECKING:
    from wom_tui.queries.diff import Difference


def diff(
    context: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="TIMES", help="Two moments: 08:00 now, yesterday 16:00 to 10:40.")
    ],
) -> None:
    """Tell which orders came, ended, moved or changed between two moments."""
    from wom_tui.domain.between import two_moments
    from wom_tui.present.at import At
    from wom_tui.present.diff import diff_lines
    from wom_tui.queries.diff import differences

    shell = shell_of(context)
    with shell.desk() as desk:
        zone, now = zone_of_office(desk), shell.at(desk)
        since, until = two_moments(" ".join(words), now=now, zone=zone.key)
        seen = shell.ask(desk, differences, since, until, now)
    document = {
        "since": seen.since,
        "until": seen.until or now,
        "counts": {group.name.lower(): count for group, count in seen.counts().items()},
        "orders": [_document(one) for one in seen.found],
    }
    answer(shell.is_json, document, lambda: tell(*diff_lines(seen, At(now, zone))))


def _document(one: Difference) -> dict[str, Any]:
    from wom_tui.queries.diff import FIELDS

    def told(row: Any) -> dict[str, Any] | None:
        return None if row is None else {name: getattr(row, name) for name in FIELDS}

    return {
        "number": one.number,
        "title": one.row.title,
        "group": one.group.name.lower(),
        "changed": one.fields,
        "before": told(one.before),
        "after": told(one.after),
    }
