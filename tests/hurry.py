"""What does an office understand of lines that are typed in a hurry? The corpus, and the comparison.

`tests/unit/grammar/corpus.tsv` has a line, what whoever typed it means, and its kind:

    plain   any dispatcher types that; it has to be understood
    slip    a slip of the fingers: understood, or refused with what was meant (`says`)
    refuse  no one thing is meant, or none that can be: refused with what helps (`says`, one of them for each `|`)

What is meant is written as the command and its fields, not as another line: so a grammar that is wrong in the same way
twice is found too. Fields that are not named must be as they are by default; a `*` at the end stands for anything.
Times of March 2026 are written `02T14:30`. All visits last an hour: an end is named only where another length is meant.
"""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.hurry_office import HERE, PARTS, PEOPLE, WAREHOUSES
from tests.office import ZONE
from wom_tui.commands.command import Command
from wom_tui.commands.order import EditOrder
from wom_tui.commands.plan import AcceptPlan
from wom_tui.commands.records import PutRecords
from wom_tui.commands.removal import RemoveRecord
from wom_tui.commands.undo import Redo, Undo
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.part import StockPlace
from wom_tui.domain.place import Place
from wom_tui.domain.plan import Plan
from wom_tui.domain.visit import Visit
from wom_tui.domain.worktime import Window
from wom_tui.errors import Rejected, WomError
from wom_tui.grammar.intent import parse
from wom_tui.grammar.resolver import FactResolver
from wom_tui.grammar.verbs import VERBS
from wom_tui.store.reader import Reader

CORPUS = Path(__file__).parent / "unit" / "grammar" / "corpus.tsv"
NOT_MEANT = frozenset({"command_id", "expect", "expect_order", "expect_keep", "expect_drop"})  # what was seen
Said = dict[str, str]  # the fields of a command, as the corpus writes them; its class as `command`


class Kind(StrEnum):
    """What has to become of a line."""

    PLAIN = "plain"
    SLIP = "slip"
    REFUSE = "refuse"


class Verdict(StrEnum):
    """What became of it."""

    MEANT = "understood as it was meant"
    ELSE = "misread"
    HELPED = "refused with what helps"
    REFUSED = "refused"


@dataclass(frozen=True)
class Typed:
    """A row of the corpus."""

    line: str
    meant: str
    kind: Kind
    says: str
    comment: str


@dataclass(frozen=True)
class Outcome:
    """What became of a line, and what was understood or answered."""

    verdict: Verdict
    answer: str


def corpus() -> tuple[Typed, ...]:
    """All rows. Nothing is quoted in the file: quotes are part of the lines."""
    with CORPUS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, restval="")
        return tuple(
            Typed(row["line"], row["meant"], Kind(row["kind"]), row["says"], row["comment"]) for row in rows
        )


def outcome(typed: Typed, desk: Desk) -> Outcome:
    """Read a line in its office and compare; nothing is written."""
    try:
        commands = desk.ask(understood, typed.line, desk)
        _try(commands, typed.kind, desk)
    except WomError as error:
        answer = f"{error} {error.advice}".strip()
        helps = typed.says and any(part.casefold() in answer.casefold() for part in typed.says.split("|"))
        return Outcome(Verdict.HELPED if helps else Verdict.REFUSED, answer)
    said = desk.ask(_all_said, commands)
    answer = " ; ".join(_shown(one) for one in said)
    return Outcome(Verdict.MEANT if _same(said, typed.meant) else Verdict.ELSE, answer)


def _try(commands: list[Command], kind: Kind, desk: Desk) -> None:
    """Some words are looked at by the act alone. What its rules say of a line that was understood is another matter."""
    if any(isinstance(command, AcceptPlan | Undo | Redo) for command in commands):
        return
    try:
        desk.run_all(commands, dry_run=True)
    except Rejected:
        if kind is Kind.REFUSE:
            raise


def understood(reader: Reader, line: str, desk: Desk) -> list[Command]:
    """The commands that a line means, with everything looked up."""
    look = FactResolver(reader, desk.now(), HERE, desk.travel, _no_work)
    commands = [intent.verb.build(intent, look) for intent in parse(line, VERBS, HERE)]
    for command in commands:
        command.check()
    return commands


def _no_work(on: date) -> Plan:
    """A plan that tells only of its day: nothing is solved for it."""
    return Plan(on=on, basis=0, visits=(), unplanned=(), travel_s=0)


# -- the normal form -------------------------------------------------------------------------------


def _all_said(reader: Reader, commands: list[Command]) -> list[Said]:
    visits = {visit.id: visit for visit in reader.select(Visit)}
    return [_said(command, visits) for command in commands]


def _said(command: Command, visits: dict[int, Visit]) -> Said:
    """A command with the fields that say something, people and things by the names that people use."""
    given = {
        f.name: (getattr(command, f.name), f.default) for f in fields(command) if f.name not in NOT_MEANT
    }
    told = {name: value for name, (value, default) in given.items() if value != default}
    if isinstance(command, AssignVisit) and command.end_at == command.start_at + timedelta(hours=1):
        del told["end_at"]
    if isinstance(command, EditOrder):
        told = {"order": command.order, **dict(command.changes)}
    if isinstance(command, PutRecords):
        told = dict(command.rows[0].texts)
    if isinstance(command, RemoveRecord):
        told["needs"] = command.needed_role
    words = {name: _word(name, value, visits) for name, value in told.items()}
    return {"command": type(command).__name__, **words}


def _word(name: str, value: Any, visits: dict[int, Visit]) -> str:
    if isinstance(value, int) and not isinstance(value, IntEnum | bool):
        return _number(name, value, visits)
    match value:
        case datetime():
            return _time(value)
        case Window():
            return f"{_time(value.start_at)}..{_time(value.end_at)}"
        case Place():
            return f"{value.lat},{value.lon}"
        case StockPlace(warehouse=int(house)):
            return WAREHOUSES[house - 1]
        case StockPlace(technician=int(person)):
            return list(PEOPLE)[person - 1]
        case Plan():
            return f"{value.on:%d}"
        case IntEnum():
            return str(int(value))
        case _:
            return str(value)


def _number(name: str, value: int, visits: dict[int, Visit]) -> str:
    """The number of something, by the name that people use; else itself."""
    if name.startswith("technician") or name.endswith("technician_id"):
        return list(PEOPLE)[value - 1]
    if name in ("visit", "other"):
        return visits[value].label
    return list(PARTS)[value - 1] if name == "part" else str(value)


def _time(at: datetime) -> str:
    local = at.astimezone(ZoneInfo(ZONE))
    return f"{local:%dT%H:%M}" if (local.year, local.month) == (2026, 3) else f"{local:%Y-%m-%dT%H:%M}"


def _shown(said: Said) -> str:
    return " ".join([said["command"], *(f"{n}={v!r}" for n, v in said.items() if n != "command")])


_FIELD = re.compile(r" (\w+)=('(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|\([^)]*\)|\S+)")


def _meant(text: str) -> Iterator[Said]:
    """`HoldOrder order=4417 reason=parts` for each command."""
    for one in text.split(" ; "):
        command, _, rest = one.partition(" ")
        values = {name: _plain(value) for name, value in _FIELD.findall(f" {rest}")}
        yield {"command": command, **values}


def _plain(value: str) -> str:
    return str(ast.literal_eval(value)) if value[0] in "'\"(" else value


def _same(said: list[Said], meant: str) -> bool:
    expected = list(_meant(meant))
    return len(said) == len(expected) and all(map(_fits, said, expected))


def _fits(said: Said, meant: Said) -> bool:
    return said.keys() == meant.keys() and all(
        said[name].startswith(value[:-1]) if value.endswith("*") else said[name] == value
        for name, value in meant.items()
    )
