"""`wom console`, and `wom` alone: the console, on this terminal."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from wom_tui.cli.shell import Shell, shell_of
from wom_tui.errors import InvalidInput


def console(
    context: typer.Context,
    theme: Annotated[str | None, typer.Option(help="dark, light, ansi or mono.")] = None,
    is_ascii: Annotated[bool, typer.Option("--ascii", help="No sign outside of ASCII.")] = False,
) -> None:
    """Work: the board, the lanes of the day, the orders, live."""
    raise typer.Exit(open_console(shell_of(context), theme=theme, is_ascii=is_ascii))


def is_at_a_terminal() -> bool:
    """Somebody sits there, and sees what is shown."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def open_console(shell: Shell, *, theme: str | None = None, is_ascii: bool = False) -> int:
    """Show the console until somebody leaves it; returns the exit code.

    Raises:
        InvalidInput: there is no terminal to show it on.
    """
    if not is_at_a_terminal():
        raise InvalidInput("console", "a pipe", "a terminal; without one: wom wo list, wom do, wom --help")
    if shell.is_json or shell.as_of:
        raise InvalidInput("console", "--json or --as-of", "neither of them: they are for the shell")
    settings = shell.config.console
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
        ascii=is_ascii or settings.ascii,
        theme=theme or settings.theme or None,
        is_announced=settings.presence,
    )
