"""`wom backlog`: how much is open, how old, and what does it wait for?"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from wom_tui.cli.chosen import FILTER, chosen_orders
from wom_tui.cli.output import answer, tell
from wom_tui.cli.shell import shell_of


def backlog(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="FILTER", help=FILTER)] = None,
    by: Annotated[
        str, typer.Option(help="One table by age and: work_type, skill, territory or reason.")
    ] = "",
) -> None:
    """Tell how old the open orders are, what they wait for, where they are, and whether they become more."""
    from wom_tui.grammar.values import word_of
    from wom_tui.present.backlog import backlog_lines
    from wom_tui.queries.backlog import By
    from wom_tui.queries.backlog import backlog as read_backlog

    shell, group = shell_of(context), word_of(By, by, "--by") if by else None
    with shell.desk() as desk:
        chosen = chosen_orders(shell, desk, words or ())
        seen = shell.ask(desk, read_backlog, chosen.rows, chosen.now, chosen.zone)
    document = {**asdict(seen), "weeks": [asdict(one) | {"net": one.net} for one in seen.weeks]}
    answer(shell.is_json, document, lambda: tell(*backlog_lines(seen, chosen.zone, group)))
