"""How does a line become commands that a desk can run? The one way in, for every door.

desk.run_all(commands_of("dispatch 4417 4418", desk))                    the shell: all or nothing
desk.run_all(commands_of("dispatch", desk, here), mode="each")           the console: the marks, one by one
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from wom_tui.commands.command import Command
from wom_tui.commands.line import DoLine, Seen
from wom_tui.desk import Desk
from wom_tui.domain.place import TravelTime
from wom_tui.errors import WomError
from wom_tui.grammar.intent import NOWHERE, Here, Intent, parse
from wom_tui.grammar.resolver import FactResolver
from wom_tui.grammar.verbs import VERBS
from wom_tui.store.reader import Reader


def commands_of(line: str, desk: Desk, here: Here = NOWHERE, *, place: int = 0) -> list[Command]:
    """Return one command for each target of a line; nothing has been looked up or written yet.

    Args:
        here: the console's cursor, marks and day, and the versions on its screen.
        place: the line's number in a batch; errors name it.

    Raises:
        InvalidInput: the line cannot be read; what its words mean is found out when the commands run.
    """
    return [_command(intent, desk, here, place) for intent in parse(line, VERBS, here)]


def commands_of_lines(lines: Sequence[str], desk: Desk) -> list[Command]:
    """The commands of a batch; empty lines and lines that begin with `#` say nothing.

    Raises:
        InvalidInput: as for `commands_of`, with the number of the line in its notes.
    """
    commands: list[Command] = []
    for place, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            commands += commands_of(line, desk, place=place if len(lines) > 1 else 0)
        except WomError as error:
            if len(lines) > 1:
                error.add_note(f"line {place}: {line.strip()}")
            raise
    return commands


def _command(intent: Intent, desk: Desk, here: Here, place: int) -> Command:
    if intent.verb.is_early:
        return desk.ask(_early, intent, desk, here)

    def resolve(reader: Reader, now: datetime, travel: TravelTime) -> Command:
        return intent.verb.build(intent, FactResolver(reader, now, here, travel))

    return DoLine(
        text=intent.text, of_verb=intent.needs, resolve=resolve, seen=_seen(intent, here), place=place
    )


def _seen(intent: Intent, here: Here) -> Seen | None:
    """What the screen showed of the line's target."""
    if intent.target is None or here is NOWHERE:
        return None
    number = intent.target.number
    return Seen(verb=intent.verb.name, number=number, order=here.orders.get(number), visits=here.visits)


def _early(reader: Reader, intent: Intent, desk: Desk, here: Here) -> Command:
    return intent.verb.build(intent, FactResolver(reader, desk.now(), here, desk.travel, desk.plan))
