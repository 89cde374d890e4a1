"""What do the lines of a rule come to? The same commands as if somebody had typed them."""

from __future__ import annotations

from wom_tui.commands.line import DoLine
from wom_tui.desk import Desk
from wom_tui.domain.policy import Role, allows
from wom_tui.domain.rule import ORDER, Definition
from wom_tui.domain.rule_text import read_rule
from wom_tui.domain.toml_page import line_with
from wom_tui.errors import InvalidInput
from wom_tui.grammar.intent import parse
from wom_tui.grammar.line import commands_of
from wom_tui.grammar.verbs import VERBS

RULE_ROLE = Role.DISPATCHER  # what a rule may do at most: as much as who works at the console
_SOME_ORDER = "1"


def checked_rule(text: str, place: str = "rule") -> Definition:
    """The rule that a text tells, with lines that can be read.

    Raises:
        InvalidInput: with the file, the line, and what is wrong there.
    """
    definition = read_rule(text, place)
    for line in definition.lines:
        try:
            _check(line)
        except InvalidInput as error:
            where = f"{place}:{line_with(line, text)}: do"
            said = str(error).removesuffix(f"; expected {error.expected}")  # told once, at the end
            raise InvalidInput(where, line, error.expected, why=f"{where}: {said}") from error
    return definition


def commands_for(definition: Definition, number: int, desk: Desk) -> tuple[DoLine, ...]:
    """The commands of a rule about one order."""
    made = [command for line in definition.lines_for(number) for command in commands_of(line, desk)]
    return tuple(command for command in made if isinstance(command, DoLine))


def _check(line: str) -> None:
    for intent in parse(line.replace(ORDER, _SOME_ORDER), VERBS):
        if intent.verb.is_early:
            raise InvalidInput("verb", intent.verb.name, "a verb about one order")
        if not allows(RULE_ROLE, intent.needs):
            raise InvalidInput("verb", intent.verb.name, f"what a {RULE_ROLE.value} may do")
