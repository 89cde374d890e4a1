"""`wom console`, and `wom` alone: the console, on this terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from wom_tui.cli.output import say
from wom_tui.cli.shell import Shell, shell_of
from wom_tui.config import Reading, os_user, settings_file, told_by, with_value
from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from wom_tui.desk import Desk
    from wom_tui.tui.first_frame import FirstFrame
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
    is_restricted: Annotated[
        bool, typer.Option("--restricted", help="Write no file on this machine: for a forced command of SSH.")
    ] = False,
    is_tour: Annotated[
        bool, typer.Option("--tour", help="A first shift of five minutes, in a town that is not real.")
    ] = False,
    is_plain: Annotated[
        bool,
        typer.Option(
            "--plain-lines", help="Sentences, line by line, for screen readers and pipes: no screen."
        ),
    ] = False,
) -> None:
    """Work: the board, the lanes of the day, the orders, live."""
    shell = shell_of(context)
    if is_plain:
        raise typer.Exit(open_plain_lines(shell))
    told: dict[str, str | bool] = {"theme": theme, "ascii": is_ascii, "slow": "on" if is_slow else ""}
    wishes = _wishes(shell.reading, told, is_restricted=is_restricted)
    if is_tour:
        raise typer.Exit(open_tour(wishes))
    raise typer.Exit(open_console(shell, wishes))


def open_plain_lines(shell: Shell) -> int:
    """Work line by line, at a terminal or through a pipe; returns the exit code."""
    from wom_tui.tui.plain_lines import converse
    from wom_tui.tui.seat import Seat

    for _, trouble in shell.reading.troubles:
        say(f"wom: {trouble}; its default stands")
    shell = shell.going_on()
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


def open_console(shell: Shell, wishes: Wishes | None = None) -> int:
    """Show the console until somebody leaves it; returns the exit code.

    Raises:
        InvalidInput: there is no terminal to show it on.
    """
    _needs_a_terminal()
    if shell.is_json or shell.as_of:
        raise InvalidInput("console", "--json or --as-of", "neither of them: they are for the shell")
    wishes = wishes or _wishes(shell.reading, {})
    shell = shell.going_on()
    now = _now(shell)
    with _rules(shell, wishes), _first_frame(shell, wishes) as frame:
        from wom_tui.tui.start import run_console

        return run_console(
            shell.address,
            now=now,
            on_behalf_of=shell.on_behalf_of,
            branch=shell.branch,
            wishes=wishes,
            frame=frame,
        )


def _first_frame(shell: Shell, wishes: Wishes) -> AbstractContextManager[FirstFrame | None]:
    """What the user saw last is there at once; not for whom another sees, at another time, or nothing is kept."""
    from wom_tui.tui.first_frame import path_beside, shown_at_once
    from wom_tui.tui.own_files import OwnFiles

    picture = OwnFiles.of_user().about("board", shell.address)
    if not _is_own_and_now(shell, wishes) or picture is None:
        return nullcontext()
    return shown_at_once(path_beside(picture), wishes.config)


def _rules(shell: Shell, wishes: Wishes) -> AbstractContextManager[None]:
    """The office's rules, run beside the console; not by a guest of this machine, nor at a time that is not now."""
    if not (_is_own_and_now(shell, wishes) and shell.config.automation.console):
        return nullcontext()
    from wom_tui.automation.embedded import rules_running

    return rules_running(partial(_desk_of_rules, shell), config=shell.config)


def _is_own_and_now(shell: Shell, wishes: Wishes) -> bool:
    """Whoever sits at the machine looks at their own office, as it is now."""
    is_guest = wishes.is_restricted or shell.on_behalf_of
    return not (is_guest or shell.branch or shell.now or shell.config.now)


def _desk_of_rules(shell: Shell) -> Desk:
    from wom_tui.desk import open_desk

    me = os_user()
    return open_desk(
        shell.address, os_user=me, door="rule", session=f"rules:{me}", travel=shell.config.travel
    )


def open_tour(wishes: Wishes) -> int:
    """Show the tour until somebody leaves it; returns the exit code.

    Raises:
        InvalidInput: there is no terminal to show it on.
    """
    _needs_a_terminal()
    from wom_tui.tui.start import run_tour

    return run_tour(wishes)


def _needs_a_terminal() -> None:
    if not is_at_a_terminal():
        raise InvalidInput("console", "a pipe", "a terminal; without one: --plain-lines, wom wo list, wom do")


def _wishes(reading: Reading, given: Mapping[str, str | bool], *, is_restricted: bool = False) -> Wishes:
    """The settings, with what options of this call say; and who says what."""
    from wom_tui.tui.settings import Wishes

    told, config = told_by(os.environ), reading.config
    for name, value in given.items():
        if value:
            config = with_value(config, f"console.{name}", value)
            told[f"console.{name}"] = _OPTIONS[name]
    file = None if is_restricted else settings_file(os.environ)
    troubles = tuple(str(trouble) for _, trouble in reading.troubles)
    return Wishes(config, told, file, is_restricted=is_restricted, troubles=troubles)
