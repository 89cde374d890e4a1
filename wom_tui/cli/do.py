"""`wom do`: do what lines say, all of them or none."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from wom_tui.cli.output import answer, tell
from wom_tui.cli.shell import shell_of, zone_of_office
from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from wom_tui.cli.shell import Shell
    from wom_tui.desk import Desk
    from wom_tui.domain.receipt import Receipt
    from wom_tui.grammar.intent import Verb

SHORT_RECEIPT = 16  # digits of a receipt that are enough to name it


def do(
    context: typer.Context,
    lines: Annotated[
        list[str] | None,
        typer.Argument(metavar="LINE", help='"assign 4417 kim 14:30"; - or none: stdin'),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")
    ] = False,
    command_id: Annotated[
        str | None, typer.Option("--id", help="Names the act: the same one again gives the first receipt.")
    ] = None,
) -> None:
    """Do what lines say, as one act: all of them or none. `wom do help` lists the verbs, `wom do 'new --help'` tells of
    one."""
    if lines == ["help"]:
        tell(*_verbs())
        return
    if lines and len(lines) == 1 and (verb := _asked_of(lines[0])) is not None:
        tell(*_help(verb))
        return
    do_lines(shell_of(context), _typed(lines or []), dry_run=dry_run, command_id=command_id)


def do_lines(shell: Shell, lines: Sequence[str], *, dry_run: bool, command_id: str | None) -> None:
    """Do what lines say, as one act, and tell the receipt."""
    from wom_tui.grammar.line import commands_of_lines

    with shell.desk(writes=True) as desk:
        commands = commands_of_lines(lines, desk)
        if not commands:
            raise InvalidInput("line", "", "a verb, as in: assign 4417 kim 14:30")
        if command_id is not None:
            commands[0] = replace(commands[0], command_id=_id(command_id))
        receipt = desk.run_all(commands, dry_run=dry_run)
        moves = [] if shell.is_json else list(_moves(receipt, desk))
    answer(shell.is_json, [receipt.as_dict()], lambda: tell(*told(receipt, moves)))


def _typed(lines: list[str]) -> list[str]:
    """The lines of the command line; those of stdin where it says `-`, or nothing."""
    if lines and "-" not in lines:
        return lines
    if not lines and sys.stdin.isatty():
        raise InvalidInput("line", "", "a line, as in: wom do 'assign 4417 kim 14:30'")
    try:
        read = sys.stdin.read().splitlines()
    except UnicodeDecodeError as error:
        raise InvalidInput("stdin", "bytes", "text in UTF-8") from error
    return [one for line in lines or ["-"] for one in (read if line == "-" else [line])]


def _id(said: str) -> str:
    if not (4 <= len(said) <= 64 and said.isascii() and said.replace("-", "").isalnum()):
        raise InvalidInput("--id", said, "4 to 64 letters, digits and hyphens")
    return said


def _verbs() -> Iterator[str]:
    from wom_tui.grammar.verbs import VERBS

    for verb in VERBS:
        yield verb.usage
        yield f"    {verb.help}"


def _asked_of(line: str) -> Verb | None:
    """The verb of `new --help`; None of a line that is to be done."""
    from wom_tui.grammar.intent import verb_named
    from wom_tui.grammar.verbs import VERBS
    from wom_tui.grammar.words import asks_for_help, words_of

    words = words_of(line)
    return verb_named(words[0].text, VERBS) if asks_for_help(words) else None


def _help(verb: Verb) -> Iterator[str]:
    yield verb.usage
    yield f"    {verb.help}"
    yield from (f"    {option.name}={option.kind.value}: {option.help}" for option in verb.all_options)
    yield f"    as in: {verb.example}"


def _moves(receipt: Receipt, desk: Desk) -> Iterator[str]:
    """From whom and when to whom and when the act has put visits, as the console says it."""
    from wom_tui.present.moves import move_words
    from wom_tui.queries.moves import books, moves_of
    from wom_tui.queries.names import read_names

    if any(map(books, receipt.events)):
        zone = zone_of_office(desk)
        for move in desk.ask(moves_of, receipt.events, desk.ask(read_names)):
            yield move_words(move, desk.now(), zone, "->")


def _said(value: object) -> Iterator[str]:
    """A value of a receipt in words: of records each on a line of its own, never as the program writes them."""
    if isinstance(value, list | tuple) and all(isinstance(one, Mapping) for one in value):
        for one in value:
            match one:
                case {"number": number, "reason": reason}:
                    yield f"{number}: {reason}"
                case _:
                    yield ", ".join(f"{name.replace('_', ' ')} {said}" for name, said in one.items())
    elif isinstance(value, list | tuple):
        yield ", ".join(map(str, value))
    else:
        yield str(value)


def told(receipt: Receipt, moves: Sequence[str] = ()) -> Iterator[str]:
    """A receipt in a few lines.

    Args:
        moves: what became of bookings, in words.
    """
    would = "would be done" if receipt.is_dry_run else "done before" if receipt.is_repeat else "done"
    yield f"{would}: {receipt.summary}"
    yield from (f"  {move}" for move in moves)
    for name, value in receipt.result.items():
        if value not in (None, [], ()):
            yield from (f"  {name.replace('_', ' ')}: {said}" for said in _said(value))
    for violation in receipt.violations:
        yield f"  careful: {violation.message}"
    for violation in receipt.overrides:
        yield f"  in spite of: {violation.message}"
    for refusal in receipt.refusals:
        yield f"  refused: {refusal.summary}: {refusal.message}"
    if not receipt.events:
        yield "  it is already so: nothing was written"
    elif receipt.is_undoable:
        yield f"  take it back: wom undo {receipt.command_id[:SHORT_RECEIPT]}"
