"""`wom console`, and `wom` alone: the console, on this terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from wom_tui.cli.shell import Shell, shell_of
from wom_tui.config import Config, settings_file, told_by, with_value
from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from wom_tui.tui.settings import Wishes

_OPTIONS = {"theme": "--look", "ascii": "--ascii", "slow": "--slow"}


def console(
    context: typer.Context,
    theme: Annotated[
        str, typer.Option("--look", "--theme", help="dark, light, contrast, ansi or mono; else what fits.")
    ] = "",
    is_ascii: Annotated[bool, typer.Option("--ascii", help="No sign outside of ASCII.")] = False,
    is_slow: Annotated[
        bool, typer.Option("--slow", help="The line is slow: fewer bytes; else that is measured.")
    ] = False,
    is_plain: Annotated[
        bool,
        typer.Option(
            "--plain-lines", help="Sentences, line by line, for screen readers and pipes: no screen."
        ),
    ] = False,
) -> None:
    """Work: the board, the lanes of the day, the orders, live."""
    if is_plain:
        raise typer.Exit(open_plain_lines(shell_of(context)))
    slow = "on" if is_slow else ""
    raise typer.Exit(open_console(shell_of(context), theme=theme, is_ascii=is_ascii, slow=slow))


def open_plain_lines(shell: Shell) -> int:
    """Work line by line, at a terminal or through a pipe; returns the exit code."""
    from wom_tui.tui.plain_lines import converse
    from wom_tui.tui.seat import Seat

    return converse(Seat.at(shell.address, _now(shell), shell.on_behalf_of, shell.branch))


def _now(shell: Shell) -> datetime | None:
    """The moment that the call says it is; who may not act for another, or names no branch, is told so at once."""
    is_told = bool(shell.now or shell.config.now)
    if not (is_told or shell.on_behalf_of or shell.branch):
        return None
    with shell.desk() as desk:
        return desk.now() if is_told else None


def is_at_a_terminal() -> bool:
    """Somebody sits there, and sees what is shown."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def open_console(shell: Shell, *, theme: str = "", is_ascii: bool = False, slow: str = "") -> int:
    """Show the console until somebody leaves it; returns the exit code.

    Raises:
        InvalidInput: there is no terminal to show it on.
    """
    if not is_at_a_terminal():
        raise InvalidInput("console", "a pipe", "a terminal; without one: wom wo list, wom do, wom --help")
    if shell.is_json or shell.as_of:
        raise InvalidInput("console", "--json or --as-of", "neither of them: they are for the shell")
    from wom_tui.tui.start import run_console

    return run_console(
        shell.address,
        now=_now(shell),
        on_behalf_of=shell.on_behalf_of,
        branch=shell.branch,
        wishes=_wishes(shell.config, {"theme": theme, "ascii": is_ascii, "slow": slow}),
    )


def _wishes(config: Config, given: Mapping[str, str | bool]) -> Wishes:
    """The settings, with what options of this call say; and who says what."""
    from wom_tui.tui.settings import Wishes

    told = told_by(os.environ)
    for name, value in given.items():
        if value:
            config = with_value(config, f"console.{name}", value)
            told[f"console.{name}"] = _OPTIONS[name]
    return Wishes(config, told, settings_file(os.environ))
