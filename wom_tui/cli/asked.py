"""What several verbs ask for alike: which order, how far ahead, whether anything is to be done."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from wom_tui.errors import InvalidInput

Number = Annotated[str, typer.Argument(metavar="NUMBER", help="An order, or one visit of it: 4417, 4417/2.")]
Days = Annotated[int, typer.Option(min=1, max=31, help="So many days, from today on.")]
# What a document says besides where nothing was done.
NOT_DONE: dict[str, Any] = {"accepted": False, "receipt": None, "dry_run": True}
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")]
OffReason = Annotated[str, typer.Option(help="Why, for whoever finds it off.")]
BY_HAND = "switched off by hand"


def refuse_neither(what: str, name: str, is_all: bool) -> None:
    """Let pass a name, or all of them.

    Raises:
        InvalidInput: it is both or nothing.
    """
    if bool(name) == is_all:
        raise InvalidInput(what, name, "the name of one, or --all")
