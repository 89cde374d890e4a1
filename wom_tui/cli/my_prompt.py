"""How does a technician on a phone talk to wom? One line after the other, with nothing behind it but these words.

Over SSH this is all there is: no word of it opens a file, a program or a shell.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import TextIOWrapper

from wom_tui.cli.do import told
from wom_tui.cli.my_acts import acknowledge_command, message_command, report
from wom_tui.cli.my_looks import day_of_technician, mark_day_read, stop_of_technician
from wom_tui.cli.output import flush, tell
from wom_tui.cli.shell import Shell, zone_of_office
from wom_tui.commands.command import Command
from wom_tui.commands.undo import Undo
from wom_tui.desk import Desk
from wom_tui.domain.report_words import WORDS, said_in
from wom_tui.errors import InvalidInput, WomError
from wom_tui.present.my_day import my_day_lines, stop_lines
from wom_tui.present.refusals import refusal_words

LONGEST_LINE = 2_000
_ENDS = frozenset({"quit", "exit", "q", "bye"})
_ABOUT = re.compile(r"(\d{1,12}(?:/\d{1,6})?)[ :]+(.*)", re.ASCII | re.DOTALL)
_HELP = (
    "accept, travelling, arrived, done",
    "decline WHY, fail WHY, note TEXT",
    "arrived 14:05: when it was",
    "4417 done: another order",
    "message TEXT: to the office",
    "ack 12: I know",
    "show, show 4417, day, undo, quit",
)


def converse(shell: Shell, desk: Desk, technician: int, width: int) -> None:
    """Until they say that it is enough, or the line is cut."""
    tell(*_day(shell, desk, technician, width), "", "what now? (help)")
    flush()
    for line in _lines():
        if line.casefold() in _ENDS:
            return
        try:
            tell(*_answer(line, shell, desk, technician, width))
        except WomError as error:
            words = refusal_words(error, desk.now(), zone_of_office(desk))
            tell(*filter(None, (words or str(error), error.advice)))
        flush()


def _lines() -> Iterator[str]:
    """What is typed; a line that never ends is cut, and what is no letter is none."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    while line := sys.stdin.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE and not line.endswith("\n"):
            while (rest := sys.stdin.readline(LONGEST_LINE)) and not rest.endswith("\n"):
                pass
        yield line.strip()[:LONGEST_LINE]


def _answer(line: str, shell: Shell, desk: Desk, technician: int, width: int) -> Iterator[str]:
    word, _, rest = line.partition(" ")
    match word.casefold():
        case "" | "day":
            yield from _day(shell, desk, technician, width)
        case "help" | "?":
            yield from _HELP
        case "show":
            yield from _stop(shell, desk, technician, rest.strip(), width)
        case _:
            yield from told(desk.run(command_of(line, desk, technician)))


def command_of(line: str, desk: Desk, technician: int) -> Command:
    """The command of a line.

    Raises:
        InvalidInput: it says nothing that is known.
        NotFound: it names what there is not, or what is another's.
    """
    about = _ABOUT.fullmatch(line)
    order, words = (about[1], about[2]) if about else ("", line)
    word, _, rest = words.partition(" ")
    match word.casefold():
        case "undo" if not order and not rest:
            return Undo()
        case "message" | "msg":
            return message_command(desk, technician, rest, order=order)
        case "ack" if rest.strip().isascii() and rest.strip().isdecimal() and len(rest) < 13:
            return acknowledge_command(desk, technician, int(rest))
    said = said_in(words)
    if said is None:
        known = ", ".join(words[0] for words in WORDS.values())
        raise InvalidInput("line", line[:40], f"one of {known}, message, ack, undo; help says more")
    return report(desk, technician, said.act, order, said.words, said.clock or "")


def _day(shell: Shell, desk: Desk, technician: int, width: int) -> Iterator[str]:
    mine = day_of_technician(shell, desk, technician)
    yield from my_day_lines(mine, desk.now(), width)
    mark_day_read(shell, desk, technician, mine)


def _stop(shell: Shell, desk: Desk, technician: int, order: str, width: int) -> Iterator[str]:
    stop, mine = stop_of_technician(shell, desk, technician, order)
    if stop is None:
        yield "no visit of today is still to be made"
        return
    yield from stop_lines(stop, mine, desk.now(), width)
