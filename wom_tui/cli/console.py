"""`wom console`, and `wom` alone: the console, on this terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
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
) -> None:
    """Work: the board, the lanes of the day, the orders, live."""
    slow = "on" if is_slow else ""
    raise typer.Exit(open_console(shell_of(context), theme=theme, is_ascii=is_ascii, slow=slow))


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

    now, is_told = None, bool(shell.now or shell.config.now)
    if is_told or shell.on_behalf_of or shell.branch:
        # Who may not act for another, or names a branch that is none, is told so here, not behind a screen.
        with shell.desk() as desk:
            now = desk.now() if is_told else None
    return run_console(
        shell.address,
        now=now,
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
