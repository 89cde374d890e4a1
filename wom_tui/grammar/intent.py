"""What does a line ask for? A verb, what it is about, its arguments and options; nothing is looked up yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from wom_tui.commands.command import Command
from wom_tui.domain.policy import Role, allows
from wom_tui.errors import InvalidInput
from wom_tui.grammar.argument_words import arguments_of, is_option, with_bare_options, with_words_after
from wom_tui.grammar.kinds import Kind, Reading
from wom_tui.grammar.refusing import INSTEAD, no_verb
from wom_tui.grammar.target_words import targets_and_rest
from wom_tui.grammar.targets import TARGETS, Target
from wom_tui.grammar.words import HELP, Word, asks_for_help, words_of

if TYPE_CHECKING:
    from wom_tui.grammar.resolver import Resolver

_SPELT = {"labor": "labour"}  # as they spell it elsewhere
MOST_NAMED = 4  # options that a usage names one by one


@dataclass(frozen=True)
class Here:
    """Where a line is typed: what is meant when no target is named, and what the dispatcher saw.

    Attributes:
        marks: marked in the console; they stand for the target before the cursor does.
        day: the day that is shown; a bare `14:30` belongs to it. None = today.
        orders: the version of each order on the screen, by number.
        visits: the version of each visit on the screen, by id.
    """

    cursor: Target | None = None
    marks: tuple[Target, ...] = ()
    day: date | None = None
    orders: Mapping[int, int] = field(default_factory=dict)
    visits: Mapping[int, int] = field(default_factory=dict)

    @property
    def targets(self) -> tuple[Target, ...]:
        return self.marks or ((self.cursor,) if self.cursor else ())


NOWHERE = Here()


class Takes(StrEnum):
    """What a verb is about."""

    ORDERS = "orders"
    VISITS = "visits"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Argument:
    """A word after the targets.

    Attributes:
        is_rest: all words that are left, as one text.
        choices: all that it may be.
        after: words that may stand before it and say nothing: `to` in `assign 4417 to kim`.
        is_anything: what is said may begin with a number as well as with a word.
        reading: how a time is read.
    """

    name: str
    kind: Kind
    is_required: bool = True
    is_rest: bool = False
    choices: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    is_anything: bool = False
    reading: Reading = Reading.FROM_NOW


@dataclass(frozen=True, slots=True)
class Option:
    """`name=value`, anywhere in the line. `is_private`: of a person; the receipt of the line does not repeat it."""

    name: str
    kind: Kind
    help: str
    is_private: bool = False


COMMON = (
    Option("why", Kind.TEXT, "the written reason for going past a rule"),
    Option("at", Kind.TIME, "when it happened, if not now"),
)
EXPECT = Option("expect", Kind.COUNT, "the version that was seen; refused when it has another by now")


@dataclass(frozen=True, kw_only=True)
class Verb:
    """One row of the grammar.

    Attributes:
        build: makes the command once everything is resolved.
        commands: the classes that it may make; the first one's docstring is the help.
        role: from which role on what a line asks for is allowed, where that is not the same for all of them.
        is_private: its words may be of a person; the receipt of the line does not repeat them.
        is_early: decided before the act begins, not inside of it: it needs the desk, or no facts at all.
    """

    name: str
    takes: Takes
    build: Callable[[Intent, Resolver], Command]
    commands: tuple[type[Command], ...]
    example: str
    arguments: tuple[Argument, ...] = ()
    options: tuple[Option, ...] = ()
    aliases: tuple[str, ...] = ()
    said: str = ""  # the help, where the command's docstring does not fit
    role: Callable[[Intent], Role] | None = None
    is_early: bool = False
    is_private: bool = False

    @property
    def help(self) -> str:
        return self.said or (self.commands[0].__doc__ or "").split("\n", 1)[0]

    @property
    def needs(self) -> Role:
        """The role from which on all that it may make is allowed."""
        roles = [command.needs for command in self.commands]
        return next(role for role in roles if all(allows(role, other) for other in roles))

    @property
    def all_options(self) -> tuple[Option, ...]:
        if self.is_early:
            return self.options
        seen = (EXPECT,) if self.takes is not Takes.NOTHING else ()
        return (*self.options, *COMMON, *seen)

    @property
    def private_options(self) -> frozenset[str]:
        """Names of those that hold a person's own data."""
        return frozenset(option.name for option in self.options if option.is_private)

    @property
    def usage(self) -> str:
        """`assign NUMBER… TECHNICIAN [TIME] [for=DURATION]`."""
        about = {Takes.ORDERS: " NUMBER…", Takes.VISITS: " NUMBER[/VISIT]…", Takes.NOTHING: ""}[self.takes]
        words = [a.name.upper() if a.is_required else f"[{a.name.upper()}]" for a in self.arguments]
        named = [f"[{o.name}={o.kind.value.upper().replace(' ', '-')}]" for o in self.options]
        if len(named) > MOST_NAMED:
            named = ["[NAME=VALUE]…"]
        return " ".join([f"{self.name}{about}", *words, *named])


@dataclass(frozen=True)
class Intent:
    """A verb on one target, with its words. `text` is the line that this part of it would be alone."""

    verb: Verb
    target: Target | None
    arguments: Mapping[str, str]
    options: Mapping[str, str]
    text: str

    @property
    def needs(self) -> Role:
        """The role from which on it is allowed."""
        return self.verb.role(self) if self.verb.role else self.verb.needs

    @property
    def number(self) -> int:
        """The order that it is about."""
        if self.target is None:
            raise InvalidInput(self.verb.name, "", f"an order: {self.verb.example}")
        return self.target.number


def parse(line: str, verbs: Sequence[Verb], here: Here = NOWHERE) -> tuple[Intent, ...]:
    """Return what a line asks for, one intent for each of its targets.

    Raises:
        InvalidInput: no such verb, a word too many or too few, an option that the verb does not have.
    """
    words = words_of(line)
    if not words:
        raise InvalidInput("line", line, "a verb, as in: assign 4417 kim 14:30")
    verb = verb_named(line[words[0].start : words[0].end], verbs)
    if asks_for_help(words):
        raise InvalidInput(verb.name, HELP, f"{verb.usage}, as in: {verb.example}")
    said = with_words_after(verb, with_bare_options(verb, words[1:]), TARGETS)
    named = [word for word in said if is_option(word, verb)]
    options = _options(verb, named)
    targets, rest = _targets(verb, [word for word in said if word not in named], here)
    arguments = arguments_of(verb, rest, named, line)
    shown = (word for word in said if word in named or (word in rest and not verb.is_private))
    after = "".join(_shown(word, line, verb) for word in shown)
    return tuple(
        Intent(verb, target, arguments, options, f"{verb.name}{f' {target}' if target else ''}{after}")
        for target in targets or (None,)
    )


def _shown(word: Word, line: str, verb: Verb) -> str:
    """A word as the receipt shows it."""
    if is_option(word, verb) and (name := option_named(word.option or "", verb)) in verb.private_options:
        return f" {name}=…"
    return f" {line[word.start : word.end]}"


def verb_named(word: str, verbs: Sequence[Verb]) -> Verb:
    """The verb of that name or alias, or the only one that begins like it.

    Raises:
        InvalidInput: there is none, or more than one.
    """
    said = word.lower()
    names = {name: verb for verb in verbs for name in (verb.name, *verb.aliases)}
    if said in names:
        return names[said]
    may_be_short = said not in INSTEAD
    found = {verb.name: verb for name, verb in names.items() if may_be_short and name.startswith(said)}
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        raise InvalidInput("verb", word, f"more of it: {', '.join(found)}")
    raise no_verb(word, {name: verb.name for name, verb in names.items()})


def _options(verb: Verb, words: Sequence[Word]) -> dict[str, str]:
    given: dict[str, str] = {}
    for word in words:
        name = option_named(word.option or "", verb)
        if name in given:
            raise InvalidInput(name, word.text, f"{name}= once")
        given[name] = word.text
    return given


def option_named(said: str, verb: Verb) -> str:
    """The full name of an option, from the beginning of it.

    Raises:
        InvalidInput: the verb has none, or several, that begin like that.
    """
    said = _SPELT.get(said, said)
    names = [option.name for option in verb.all_options]
    found = [said] if said in names else [name for name in names if name.startswith(said)]
    if len(found) == 1:
        return found[0]
    expected = f"one of {', '.join(f'{n}=' for n in found or names)}" if names else "no options"
    raise InvalidInput(verb.name, f"{said}=", expected)


def _targets(verb: Verb, words: list[Word], here: Here) -> tuple[tuple[Target, ...], list[Word]]:
    """Of the kind that the verb takes, and the words after them."""
    if verb.takes is Takes.NOTHING:
        return (), words
    targets, rest = targets_and_rest(verb, words, here)
    if verb.takes is Takes.ORDERS and (visit := next((t for t in targets if t.ordinal is not None), None)):
        raise InvalidInput(verb.name, str(visit), f"an order, not a visit: {visit.number}")
    return targets, rest
