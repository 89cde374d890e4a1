"""What several verbs ask for alike: which order, how far ahead, whether anything is to be done."""

from __future__ import annotations

from typing import Annotated

import typer

Number = Annotated[str, typer.Argument(metavar="NUMBER", help="An order, or one visit of it: 4417, 4417/2.")]
Days = Annotated[int, typer.Option(min=1, max=31, help="So many days, from today on.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")]
