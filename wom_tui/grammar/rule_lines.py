"""What do the lines of a rule come to? The same commands as if somebody had typed them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from wom_tui.commands.alert import people
from wom_tui.commands.line import DoLine
from wom_tui.desk import Desk
from wom_tui.domain.policy import Role, allows
from wom_tui.domain.rule import ORDER, Definition
from wom_tui.domain.rule_text import read_rule
from wom_tui.domain.toml_page import TomlPage, line_with
from wom_tui.errors import InvalidInput, NotFound
from wom_tui.grammar.any_order import ANY_ORDER, look_up
from wom_tui.grammar.intent import parse
from wom_tui.grammar.line import commands_of
from wom_tui.grammar.resolver import FactResolver, Resolver
from wom_tui.grammar.verbs import VERBS
from wom_tui.store.reader import Reader

_PLACE = re.compile(r"\{[^{}]*\}")  # of a text, in which something is filled in
RULE_ROLE = Role.DISPATCHER  # what a rule may do at most: as much as who works at the console


def checked_here(text: str, desk: Desk, place: str = "rule") -> Definition:
    """The rule that a text tells, with lines whose names this office has.

    Raises:
        InvalidInput: with the file, the line, and what is wrong there.
    """
    found = desk.ask(read_here, text, desk.now(), desk.actor.name, place)
    if isinstance(found, InvalidInput):
        raise found
    return found


def read_here(
    reader: Reader, text: str, now: datetime, actor: str, place: str = "rule"
) -> Definition | InvalidInput:
    """The same as a question: the rule, or what is wrong with it."""
    try:
        definition = checked_rule(text, place, FactResolver(reader, now))
        _refuse_strangers(definition, TomlPage.read(text, place), people(reader, actor))
        return definition
    except InvalidInput as error:
        return error


def checked_rule(text: str, place: str = "rule", look: Resolver | None = None) -> Definition:
    """The rule that a text tells, with lines that can be read.

    Args:
        look: where names are looked up; None = nowhere, and whoever is named may be there or not.

    Raises:
        InvalidInput: with the file, the line, and what is wrong there.
    """
    definition = read_rule(text, place)
    for line in definition.lines:
        try:
            _check(line, look)
        except (InvalidInput, NotFound) as error:
            where = f"{place}:{line_with(line, text)}: do"
            said, expected = _fault(error)
            raise InvalidInput(where, line, expected, why=f"{where}: {said}") from error
    return definition


def _fault(error: InvalidInput | NotFound) -> tuple[str, str]:
    """What is wrong, and what is expected instead."""
    if isinstance(error, InvalidInput):
        return str(error).removesuffix(f"; expected {error.expected}"), error.expected
    near = ", ".join(map(str, error.nearest))
    return f"{error} in this office", near or f"a {error.kind} that is there"


def _refuse_strangers(definition: Definition, page: TomlPage, there: Mapping[str, str]) -> None:
    """Whoever an alert goes to in the end has to be there, as `EnableRule` wants it as well."""
    for step in definition.alert.escalations if definition.alert else ():
        if step.person is not None and step.person.casefold() not in there:
            roles, users = ", ".join(Role), ", ".join(sorted(there.values()))
            page.refuse("escalate", step.person, f"a role ({roles}) or a user ({users})")


def commands_for(definition: Definition, number: int, desk: Desk) -> tuple[DoLine, ...]:
    """The commands of a rule about one order."""
    made = [command for line in definition.lines_for(number) for command in commands_of(line, desk)]
    return tuple(command for command in made if isinstance(command, DoLine))


def can_be_read(definition: Definition, reader: Reader, now: datetime) -> bool:
    """Whether its lines can still be done at all: that whoever and whatever they name is there."""
    look = FactResolver(reader, now)
    try:
        for line in definition.lines:
            _check(line, look)
    except (InvalidInput, NotFound):
        return False
    return True


def _check(line: str, look: Resolver | None) -> None:
    _refuse_places(line)
    for intent in parse(line.replace(ORDER, str(ANY_ORDER)), VERBS):
        if intent.verb.is_early:
            raise InvalidInput("verb", intent.verb.name, "a verb about one order")
        if not allows(RULE_ROLE, intent.needs):
            raise InvalidInput("verb", intent.verb.name, f"what a {RULE_ROLE.value} may do")
        if look is not None:
            look_up(intent, look)


def _refuse_places(line: str) -> None:
    """What else stands in braces would be said to the customer, or the field, as it is written."""
    if unknown := next((place for place in _PLACE.findall(line) if place != ORDER), None):
        raise InvalidInput("place", unknown, f"{ORDER}, the only one that a rule fills in")
