"""Does the filter language hold for everything? Random filters against a second reading of the same meaning.

The oracle shares nothing with the filter: it walks the condition that the text was written from, over a row
as a plain dictionary.
"""

from __future__ import annotations

import fnmatch
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wom_tui.domain.filter import parse_filter
from wom_tui.errors import InvalidInput
from wom_tui.queries.orders import OrderRow

NOW = datetime(2015, 5, 13, 14, 5, tzinfo=UTC)
SEED = 4417
EMPTY: dict[str, Any] = dict.fromkeys(OrderRow._fields)
OWN = frozenset({"number", "priority", "status", "opened_at", "respond_due_at"})
STATUSES = (
    "draft",
    "ready",
    "scheduled",
    "dispatched",
    "in_progress",
    "on_hold",
    "completed",
    "closed",
    "cancelled",
)
STATES = (*STATUSES, "travelling", "declined", "on_site")
WORDS = ("leak", "Roof", "Straße", "pump*", 'say "hi"', "a,b", "İstanbul", "none", "-", "ROOF", "42", "")
TIMES = tuple(NOW + timedelta(minutes=minutes) for minutes in (-90000, -600, -1, 0, 1, 59, 600, 4000))
TEXT_KEYS = ("title", "source", "work_type", "site", "territory", "customer", "external_id", "technician")
TIME_KEYS = ("opened_at", "resolve_due_at", "completed_at", "planned_start_at")
LOOKED_INTO = (
    *("title", "site", "address", "number", "external_id", "work_type", "territory", "customer"),
    *("technician", "technician_name"),
)
FAILED = ("declined", "incomplete", "missed")
Oracle = Callable[[dict[str, Any]], bool]


@dataclass(frozen=True)
class Condition:
    """A term as text, and what it means."""

    text: str
    holds: Oracle


def rows(dice: random.Random, count: int) -> Iterator[OrderRow]:
    """Random rows, with many values equal and many empty."""
    for number in range(count):
        technician = dice.choice([None, "kim", "ali", "roof"])
        ended_at = dice.choice([None, *TIMES])
        fields: dict[str, Any] = {
            "number": number * 7,
            "version": dice.randint(1, 3),
            "external_id": dice.choice([None, *WORDS]),
            "source": dice.choice(WORDS),
            "title": " ".join(dice.sample(WORDS, 2)),
            "work_type": dice.choice(WORDS),
            "priority": dice.randint(1, 4),
            "status": dice.choice(STATUSES),
            "state": dice.choice(STATES),
            "opened_at": dice.choice(TIMES),
            "respond_due_at": dice.choice([None, *TIMES]),
            "resolve_due_at": dice.choice([None, *TIMES]),
            "responded_at": dice.choice([None, NOW]),
            "completed_at": ended_at,
            "ended_at": ended_at,
            "hold_reason": dice.choice([None, "parts", "access"]),
            "site": dice.choice(WORDS),
            "address": dice.choice(WORDS),
            "lat": dice.choice([None, 42.25, -1.5]),
            "territory": dice.choice(WORDS),
            "customer": dice.choice(WORDS),
            "technician": technician,
            "technician_name": technician and technician.title(),
            "planned_start_at": dice.choice([None, *TIMES]),
            "state_since_at": dice.choice([None, *TIMES]),
        }
        yield OrderRow(**(EMPTY | fields))


def fields_of(row: OrderRow) -> dict[str, Any]:
    names = [name for name in OrderRow._fields if name != "visit"]
    return {name: getattr(row, name) for name in names} | {"due": row.due_at}


def a_filter(dice: random.Random) -> tuple[str, Oracle]:
    """A filter's text, and the function that says what it means."""
    conditions = [a_condition(dice) for _ in range(dice.randint(0, 4))]
    text = (" " * dice.randint(1, 2)).join(c.text for c in conditions)
    return text, lambda row: all(c.holds(row) for c in conditions)


def a_condition(dice: random.Random) -> Condition:
    made = dice.choice([about_words, about_text, about_numbers, about_times, about_ages, about_anything])(
        dice
    )
    if dice.random() < 0.25:
        return Condition(f"!{made.text}", lambda row: not made.holds(row))
    return made


def written(dice: random.Random, key: str, operator: str, value: str) -> str:
    """`key op value`, with the key shortened where that stays unique, in any case, with or without spaces."""
    shorter = {
        "priority": "pri",
        "technician": "tech",
        "opened_at": "op",
        "completed_at": "comp",
        "title": "tit",
    }
    name = dice.choice([key, key.upper(), shorter.get(key, key)])
    space = dice.choice(["", "", " "])
    return f"{name}{space}{operator}{space}{value}"


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def about_words(dice: random.Random) -> Condition:
    key = dice.choice(["status", "state"])
    wanted = dice.sample(STATUSES if key == "status" else STATES, dice.randint(1, 3))
    operator = dice.choice(["=", "!="])
    text = written(
        dice, key, operator, ",".join(w.replace("_", "-") if dice.random() < 0.3 else w for w in wanted)
    )

    def holds(row: dict[str, Any]) -> bool:
        meets = row["status"] in wanted
        if key == "state":
            meets = row["state"] in wanted or (meets and row["state"] not in FAILED)
        return meets == (operator == "=")

    return Condition(text, holds)


def about_text(dice: random.Random) -> Condition:
    key, operator, wanted = dice.choice(TEXT_KEYS), dice.choice(["=", "!="]), dice.choice(WORDS)
    form = dice.choice(["quoted", "star", "none"])
    value = {
        "quoted": quoted(wanted),
        "star": f"*{wanted[:2].strip()}*",
        "none": dice.choice(["none", "-", "NONE"]),
    }[form]
    if form == "star" and set(value) & set('," '):
        value, form = quoted(wanted), "quoted"

    def meets(row: dict[str, Any]) -> bool:
        held = [row[key]] + ([row["technician_name"]] if key == "technician" else [])
        if form == "none":
            return not row[key]
        if form == "star":
            return any(
                fnmatch.fnmatchcase((h or "").casefold(), value.casefold().replace("[", "[[]")) for h in held
            )
        return any((h or "").casefold() == wanted.casefold() for h in held)

    return Condition(written(dice, key, operator, value), lambda row: meets(row) == (operator == "="))


def compare(operator: str, left: Any, right: Any) -> bool:
    return {
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
        "=": left == right,
    }[operator]


def about_numbers(dice: random.Random) -> Condition:
    key = dice.choice(["priority", "number", "version", "lat"])
    operator = dice.choice(["=", "!=", "<", "<=", ">", ">="])
    number = dice.choice([1, 2, 3, 4] if key == "priority" else [1, 2, 3, 14, 42.25, -1.5])
    value = f"P{number}" if key == "priority" and number in (1, 2, 3) and dice.random() < 0.5 else str(number)
    if operator == "!=":
        return Condition(written(dice, key, operator, value), lambda row: row[key] != number)
    return Condition(
        written(dice, key, operator, value),
        lambda row: row[key] is not None and compare(operator, row[key], number),
    )


def about_times(dice: random.Random) -> Condition:
    key = dice.choice([*TIME_KEYS, "due"])
    operator = dice.choice(["=", "!=", "<", "<=", ">", ">="])
    day = NOW.replace(hour=0, minute=0)
    value, start_at, end_at = dice.choice(
        [
            ("2015-05-13", day, day + timedelta(days=1)),
            ("tomorrow", day + timedelta(days=1), day + timedelta(days=2)),
            ("14:06", NOW + timedelta(minutes=1), NOW + timedelta(minutes=2)),
            ("+10h", NOW + timedelta(hours=10), NOW + timedelta(hours=10, microseconds=1)),
            ('"fri 9:00"', datetime(2015, 5, 15, 9, tzinfo=UTC), datetime(2015, 5, 15, 9, 1, tzinfo=UTC)),
            (NOW.isoformat(), NOW, NOW + timedelta(seconds=1)),
        ]
    )

    def holds(row: dict[str, Any]) -> bool:
        at = row[key]
        if operator == "!=":
            return at is None or not start_at <= at < end_at
        if at is None:
            return False
        meant = {
            "=": start_at <= at < end_at,
            "<": at < start_at,
            "<=": at < end_at,
            ">": at >= end_at,
            ">=": at >= start_at,
        }
        return meant[operator]

    return Condition(written(dice, key, operator, value), holds)


def about_ages(dice: random.Random) -> Condition:
    operator = dice.choice(["<", "<=", ">", ">="])
    value, minutes = dice.choice(
        [("10m", 10), ("0m", 0), ("1m", 1), ("10h", 600), ("1h30", 90), ("3d", 4320)]
    )

    def holds(row: dict[str, Any]) -> bool:
        since = row["state_since_at"]
        return since is not None and compare(operator, NOW - since, timedelta(minutes=minutes))

    return Condition(written(dice, "waiting", operator, value), holds)


def about_anything(dice: random.Random) -> Condition:
    wanted = dice.choice(["leak", "ROOF", "stras", "kim", "7", 'y "h', "hi", "zzz"])
    sign = dice.choice(["/", "~"])

    def holds(row: dict[str, Any]) -> bool:
        texts = ["" if row[name] is None else str(row[name]).casefold() for name in LOOKED_INTO]
        if sign == "/":
            return any(wanted.casefold() in text for text in texts)
        return any(is_subsequence(wanted.casefold().replace(" ", ""), text) for text in texts)

    return Condition(f"{sign}{quoted(wanted) if ' ' in wanted or dice.random() < 0.3 else wanted}", holds)


def is_subsequence(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def agree(count: int, seed: int) -> None:
    dice = random.Random(seed)
    table = [(row, fields_of(row)) for row in rows(dice, 60)]
    found = 0
    for _ in range(count):
        text, holds = a_filter(dice)
        compiled = parse_filter(text, now=NOW, zone="UTC")
        for row, plain in dice.sample(table, 6):
            is_found = compiled.matches(row)
            assert is_found == holds(plain), (text, plain)
            assert compiled.about(OWN).matches(row) or not is_found, text  # what narrows leaves nobody out
            found += is_found
    assert count // 2 < found < count * 5  # the filters neither take everything nor nothing


def test_the_filter_answers_as_the_oracle_does() -> None:
    agree(5_000, SEED)


@pytest.mark.soak
def test_the_filter_answers_as_the_oracle_does_200000_times() -> None:
    agree(200_000, SEED + 1)


PIECES = (
    "status",
    "pri",
    "due",
    "/",
    "~",
    "!",
    "=",
    "<=",
    ">",
    ",",
    '"',
    " ",
    "none",
    "*",
    "ready",
    "14:30",
    "+2h",
    "\0",
    "é",
)


def survive(count: int, seed: int) -> None:
    """Whatever is typed, it is a filter or it is refused with words; never anything else."""
    dice = random.Random(seed)
    (row,) = rows(dice, 1)
    refused = 0
    for _ in range(count):
        text = "".join(dice.choices(PIECES, k=dice.randint(1, 9)))
        try:
            parse_filter(text, now=NOW, zone="America/New_York").matches(row)
        except InvalidInput:
            refused += 1
    assert count // 20 < refused < count


def test_no_text_breaks_the_filter() -> None:
    survive(5_000, SEED)


@pytest.mark.soak
def test_no_text_breaks_the_filter_200000_times() -> None:
    survive(200_000, SEED + 1)


@given(st.text(max_size=40))
def test_no_letters_of_any_alphabet_break_the_filter(text: str) -> None:
    (row,) = rows(random.Random(SEED), 1)

    with suppress(InvalidInput):
        parse_filter(text, now=NOW, zone="Australia/Lord_Howe").matches(row)
