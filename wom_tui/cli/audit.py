"""`wom audit`: has nobody changed what happened?"""

from __future__ import annotations

from typing import Annotated

import typer

from wom_tui.cli.output import answer, tell
from wom_tui.cli.shell import shell_of
from wom_tui.errors import InvalidInput, StoreError

app = typer.Typer(
    help="Prove that nobody has changed the journal.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


@app.callback()
def audit() -> None:
    """Prove that nobody has changed the journal."""


@app.command("verify")
def verify(
    context: typer.Context,
    head: Annotated[
        str | None,
        typer.Option(help="SEQ:HASH of an event noted down earlier; finds an end that was cut off."),
    ] = None,
) -> None:
    """Walk the hash chain from the first event to the last. Exit code 7 when it is broken."""
    from wom_tui.queries.audit import verify_journal

    shell = shell_of(context)
    with shell.desk() as desk:
        verdict = desk.ask(verify_journal, _noted(head))
    document = {
        "whole": verdict.is_whole,
        "events": verdict.events,
        "head": {"seq": verdict.head.seq, "hash": verdict.head.hash},
        "broken_at": verdict.broken_at,
        "reason": verdict.reason,
    }
    document["erasures"] = [vars(erasure) for erasure in verdict.erasures]
    end = f"{verdict.head.seq}:{verdict.head.hash}"
    said = f"whole: {verdict.events} events, up to {end}" if verdict.is_whole else f"BROKEN: {verdict.reason}"
    erased = [
        f"{e.count} events were erased for {e.subject.replace(':', ' ')} by {e.actor}: event {e.seq}"
        for e in verdict.erasures
    ]
    answer(shell.is_json, document, lambda: tell(said, *erased))
    if not verdict.is_whole:
        raise typer.Exit(StoreError.exit_code)


def _noted(head: str | None) -> tuple[int, str] | None:
    if head is None:
        return None
    seq, colon, digits = head.partition(":")
    if not (colon and seq.isascii() and seq.isdecimal() and len(digits) == 64):
        raise InvalidInput("--head", head, "SEQ:HASH, as `wom audit verify` tells it")
    return int(seq), digits.lower()
