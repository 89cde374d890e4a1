"""`wom my`: what do I have to do today, and how do I say how far I am? For a technician with a phone.

Who "I" is says the user: `wom user edit kim technician=kim`. Everything fits on 40 columns.
"""

from __future__ import annotations

from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated

import typer

from wom_tui.cli.do import told
from wom_tui.cli.output import answer, is_terminal, tell
from wom_tui.cli.shell import Shell, day_of, shell_of
from wom_tui.domain.report import Act

if TYPE_CHECKING:
    from wom_tui.commands.command import Command
    from wom_tui.desk import Desk

WIDTH = 40  # columns, where nobody says how many there are
Words = Annotated[list[str], typer.Argument(metavar="WORD", help="What is to be said.")]
Order = Annotated[str, typer.Argument(metavar="ORDER", help="4417 or 4417/2, if not the one you are at.")]
OrderOption = Annotated[str, typer.Option("--order", help="4417 or 4417/2, if not the one you are at.")]
At = Annotated[str, typer.Option("--at", help="When it was, on the clock there, if not now.")]

app = typer.Typer(
    help="A technician's day, and what is reported from there.",
    rich_markup_mode=None,
    add_completion=False,
)


@app.callback(invoke_without_command=True)
def my(
    context: typer.Context,
    date: Annotated[str, typer.Option(help="The day: tomorrow, fri, 2026-03-02.")] = "today",
    technician: Annotated[
        str, typer.Option(help="Whose, where that is not you: a code; for the office.")
    ] = "",
) -> None:
    """Your day: the visits, what comes next with all that is needed there, and what was said to you."""
    if context.invoked_subcommand is None:
        shell = shell_of(context)
        with shell.desk() as desk:
            _tell_day(shell, desk, _whose(desk, technician), date)


@app.command("show")
def show(context: typer.Context, order: Order = "") -> None:
    """All that is needed at one visit: the one that you are at or go to, or the one named."""
    shell = shell_of(context)
    with shell.desk() as desk:
        _tell_stop(shell, desk, _who(context, desk), order)


def _step(act: Act, name: str, says: str) -> None:
    def step(context: typer.Context, order: Order = "", at: At = "") -> None:
        _reported(context, act, order, "", at)

    app.command(name, help=says)(step)


def _with_words(act: Act, name: str, says: str) -> None:
    def say(context: typer.Context, words: Words, order: OrderOption = "", at: At = "") -> None:
        _reported(context, act, order, " ".join(words), at)

    app.command(name, help=says)(say)


_step(Act.ACCEPT, "accept", "Say that you take a visit.")
_step(Act.TRAVEL, "travelling", "Say that you are on the way.")
_step(Act.ARRIVE, "arrived", "Say that you are on site.")
_step(Act.DONE, "done", "Say that a visit is over and did what it should.")
_with_words(Act.DECLINE, "decline", "Say that you will not come, and why.")
_with_words(Act.FAIL, "fail", "Say that a visit ended without the work being done, and why.")
_with_words(Act.NOTE, "note", "Note something about the order.")


@app.command("message")
def message(
    context: typer.Context,
    words: Words,
    order: OrderOption = "",
    reply: Annotated[int | None, typer.Option(help="In answer to this message.")] = None,
    ack: Annotated[bool, typer.Option("--ack", help="They are asked to say that they know.")] = False,
) -> None:
    """Say something to the office: about the visit that you are at, or an order that you name."""
    from wom_tui.cli.my_acts import message_command

    shell = shell_of(context)
    with shell.desk(writes=True) as desk:
        command = message_command(
            desk, _who(context, desk), " ".join(words), order=order, reply=reply, needs_ack=ack
        )
        _run(shell, desk, command)


@app.command("ack")
def acknowledge(
    context: typer.Context,
    message: Annotated[int, typer.Argument(metavar="NUMBER", min=1, help="The message.")],
) -> None:
    """Say that you know what was said to you."""
    from wom_tui.cli.my_acts import acknowledge_command

    shell = shell_of(context)
    with shell.desk(writes=True) as desk:
        _run(shell, desk, acknowledge_command(desk, _who(context, desk), message))


@app.command("undo")
def undo(context: typer.Context) -> None:
    """Take back what you have just reported."""
    from wom_tui.commands.undo import Undo

    shell = shell_of(context)
    with shell.desk(writes=True) as desk:
        _run(shell, desk, Undo())


@app.command("prompt")
def prompt(
    context: typer.Context,
    restricted: Annotated[
        bool, typer.Option("--restricted", help="For somebody who comes over SSH: no file is written here.")
    ] = False,
) -> None:
    """Show the day, then take one line after the other: arrived, 4417 done, note the dog bites, quit."""
    from wom_tui.cli.my_prompt import converse

    shell = shell_of(context)
    with shell.desk(writes=True) as desk:
        converse(shell, desk, _who(context, desk), width())


def width() -> int:
    """The columns of the terminal; where there is none, as many as a phone has."""
    return get_terminal_size((WIDTH, 24)).columns if is_terminal() else WIDTH


def _who(context: typer.Context, desk: Desk) -> int:
    """Whose day it is, for a verb below `wom my`."""
    parent = context.parent
    return _whose(desk, str(parent.params.get("technician") or "") if parent is not None else "")


def _whose(desk: Desk, technician: str) -> int:
    from wom_tui.cli.my_acts import technician_of

    return technician_of(desk, technician)


def _tell_day(shell: Shell, desk: Desk, technician: int, said: str) -> None:
    from wom_tui.cli.my_documents import day_document
    from wom_tui.cli.my_looks import day_of_technician, mark_day_read
    from wom_tui.present.my_day import my_day_lines

    on = None if said == "today" else day_of(desk, said, "--date")
    mine = day_of_technician(shell, desk, technician, on)
    answer(shell.is_json, day_document(mine), lambda: tell(*my_day_lines(mine, shell.at(desk), width())))
    mark_day_read(shell, desk, technician, mine)


def _tell_stop(shell: Shell, desk: Desk, technician: int, order: str) -> None:
    from wom_tui.cli.my_documents import stop_document
    from wom_tui.cli.my_looks import stop_of_technician
    from wom_tui.errors import InvalidInput
    from wom_tui.present.my_day import stop_lines

    stop, mine = stop_of_technician(shell, desk, technician, order)
    if stop is None:
        why = "no visit of yours is still to be made today"
        raise InvalidInput("order", "", "one that `wom my` shows", why=why)
    lines = stop_lines(stop, mine, shell.at(desk), width())
    answer(shell.is_json, stop_document(stop, mine), lambda: tell(*lines))


def _reported(context: typer.Context, act: Act, order: str, words: str, at: str) -> None:
    from wom_tui.cli.my_acts import report

    shell = shell_of(context)
    with shell.desk(writes=True) as desk:
        _run(shell, desk, report(desk, _who(context, desk), act, order, words, at))


def _run(shell: Shell, desk: Desk, command: Command) -> None:
    receipt = desk.run(command)
    answer(shell.is_json, receipt.as_dict(), lambda: tell(*told(receipt)))
