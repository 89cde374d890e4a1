"""What can a filter ask of an order? Each key, the kind of its values, and what an operator means for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain
from math import inf, nan
from operator import attrgetter
from typing import Any, assert_never

from wom_tui.domain.filter_spans import lasted, span_said
from wom_tui.domain.filter_times import moment_said, times
from wom_tui.domain.follow_up import PointsState
from wom_tui.domain.states import FAILED, Sla, VisitStatus
from wom_tui.domain.work_order import Approval, HoldReason, OrderStatus, PartsState, Relation
from wom_tui.errors import InvalidInput

Test = Callable[[Any], bool]


class Kind(StrEnum):
    """What the values of a key are, and with that which operators make sense."""

    TEXT = "text"  # equal but for upper and lower case; `*` stands for any letters
    WORD = "word"  # one of a list, or a unique beginning of one
    NUMBER = "number"
    TIME = "time"
    SPAN = "span"  # how long something lasts, or has lasted until now


@dataclass(frozen=True, slots=True)
class Key:
    """One key.

    Attributes:
        fields: the row's fields that are compared; `=` is true when one of them fits.
        words: the possible values of a WORD.
        least, most: between them lie the possible values of a NUMBER.
    """

    name: str
    kind: Kind
    help: str
    fields: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    least: float = -inf
    most: float = inf

    @property
    def reads(self) -> tuple[str, ...]:
        return self.fields or (self.name,)

    def word(self, text: str) -> str:
        """The full value that a beginning means.

        Raises:
            InvalidInput: none of the words, or several, begin like that.
        """
        said = re.sub(r"[\s-]+", "_", text.strip().lower())
        found = (
            [said] if said in self.words else [word for word in self.words if said and word.startswith(said)]
        )
        if len(found) != 1:
            raise InvalidInput(self.name, text, f"one of {', '.join(found or self.words)}")
        return found[0]


_STATUS = tuple(s.value for s in OrderStatus)
_STATE = tuple(dict.fromkeys(chain(_STATUS, (s.value for s in VisitStatus))))
_ALL = (
    Key("number", Kind.NUMBER, "the order's number, 4417 or WO-004417"),
    Key("external_id", Kind.TEXT, "its number in the system it came from"),
    Key("source", Kind.TEXT, "the system it came from"),
    Key("title", Kind.TEXT, "what is to be done"),
    Key("work_type", Kind.TEXT, "the name of its work type"),
    Key("priority", Kind.NUMBER, "1 to 4, or P1 to P4; 1 is the most urgent", least=1, most=4),
    Key("status", Kind.WORD, "the state of the order", words=_STATUS),
    Key(
        "state",
        Kind.WORD,
        "as the board shows it: the status, or the state of its visit; ready is not declined",
        ("state", "status"),
        _STATE,
    ),
    Key("opened_at", Kind.TIME, "when it was opened"),
    Key("age", Kind.SPAN, "how long it has been open, or was until it ended", ("opened_at", "ended_at")),
    Key("respond_due_at", Kind.TIME, "until when somebody has to respond"),
    Key("resolve_due_at", Kind.TIME, "until when it has to be resolved"),
    Key(
        "due_at",
        Kind.TIME,
        "the due that counts now: to respond until somebody has, then to resolve",
    ),
    Key("completed_at", Kind.TIME, "when it was completed"),
    Key("planned_start_at", Kind.TIME, "when its visit begins"),
    Key("end_at", Kind.TIME, "when its visit is over as planned", ("planned_end_at",)),
    Key(
        "waiting",
        Kind.SPAN,
        "how long it has stood where it does: told, accepted, under way, on site, failed, on hold, completed",
        ("state_since_at",),
    ),
    Key("held_until_at", Kind.TIME, "when somebody looks at the hold again"),
    Key("hold_reason", Kind.WORD, "what it waits for", words=tuple(r.value for r in HoldReason)),
    Key("parts", Kind.WORD, "how its parts stand", words=tuple(s.value for s in PartsState)),
    Key("approval", Kind.WORD, "where its approval stands", words=tuple(a.value for a in Approval)),
    Key(
        "checklist",
        Kind.WORD,
        "how its checklist stands: a point failed, has no answer yet, or all are answered",
        ("points",),
        tuple(s.value for s in PointsState),
    ),
    Key("parent", Kind.NUMBER, "the order that it follows or repeats"),
    Key("relation", Kind.WORD, "what it is to its parent", words=tuple(r.value for r in Relation)),
    Key("parts_ready_at", Kind.TIME, "when the last of its parts is expected"),
    Key("site", Kind.TEXT, "the name of the site"),
    Key("territory", Kind.TEXT, "the name of the territory"),
    Key("customer", Kind.TEXT, "the name of the customer"),
    Key("requester", Kind.TEXT, "who asked for it"),
    Key("technician", Kind.TEXT, "code or name of the technician", ("technician", "technician_name")),
    Key("lat", Kind.NUMBER, "degrees north, where the position can be trusted", least=-90, most=90),
    Key("lon", Kind.NUMBER, "degrees east, where the position can be trusted", least=-180, most=180),
    Key("version", Kind.NUMBER, "how often it was changed"),
    Key("sla", Kind.WORD, "where its clock stands", words=tuple(s.value for s in Sla)),
)
KEYS = {key.name: key for key in _ALL}
# Where `/text` looks.
TEXT_KEYS = (
    *("title", "site", "address", "number", "external_id", "work_type", "territory", "customer"),
    *("requester", "technician", "technician_name"),
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What can be asked of one sort of rows.

    Attributes:
        contains, resembles: the tests of a row that `/text` and `~letters` mean.
    """

    keys: Mapping[str, Key]
    contains: Callable[[str], Test]
    resembles: Callable[[str], Test]


def keys_like(word: str, keys: Mapping[str, Key] = KEYS) -> list[Key]:
    """The key of that name, or those that begin like it. `pri` is priority whatever keys there may be."""
    said = word.lower()
    if said == "pri" and "priority" in keys:
        said = "priority"
    if said in keys:
        return [keys[said]]
    return [key for name, key in keys.items() if said and name.startswith(said)]


def compile_test(
    name: str,
    operator: str,
    values: tuple[tuple[str, bool], ...],
    now: datetime,
    zone: str,
    words: Vocabulary | None = None,
) -> Test:
    """Return the function that says whether a row meets one term.

    Args:
        name: a key, or `/` and `~` for a text that is looked for.
        operator: one of `= != < <= > >=`.
        values: (text, whether it was quoted), at least one; several mean any of them.
        words: of the rows that are asked; those of orders unless told.

    Raises:
        InvalidInput: the values do not fit the key, or the operator does not.
    """
    known = words or ORDERS
    if name in "/~":
        return known.contains(values[0][0]) if name == "/" else known.resembles(values[0][0])
    key = known.keys[name]
    if operator not in ("=", "!="):
        return _ordered(key, operator, values, now, zone)
    tests = [_equal(key, text, is_quoted, now, zone) for text, is_quoted in values]
    test = tests[0] if len(tests) == 1 else lambda row: any(one(row) for one in tests)
    return test if operator == "=" else lambda row: not test(row)


def is_nothing(text: str, is_quoted: bool) -> bool:
    """`none` and `-` ask for what is empty; in quotes they are a text like any other."""
    return not is_quoted and text.lower() in ("none", "-")


def is_timed_key(key: Key) -> bool:
    """What is asked of it counts from now: a time, or where a clock stands."""
    return key.kind in (Kind.TIME, Kind.SPAN) or key.name == "sla"


def _equal(key: Key, text: str, is_quoted: bool, now: datetime, zone: str) -> Test:
    if is_nothing(text, is_quoted):
        return _is_empty(key)
    match key.kind:
        case Kind.TEXT:
            return _is_text(key, text, is_quoted)
        case Kind.WORD:
            return _is_word(key, key.word(text), now)
        case Kind.NUMBER:
            read, wanted = _reader(key), _number(key, text)
            return lambda row: read(row) == wanted
        case Kind.TIME:
            read, said = _reader(key), moment_said(key.name, text, now, zone)
            start_at, end_at = said.start_at, said.end_at
            return lambda row: (at := read(row)) is not None and start_at <= at < end_at
        case Kind.SPAN:
            so_long, (least, unit) = lasted(key.reads, now), span_said(key.name, text)
            return lambda row: (span := so_long(row)) is not None and least <= span < least + unit
        case _:
            assert_never(key.kind)


def _ordered(key: Key, operator: str, values: tuple[tuple[str, bool], ...], now: datetime, zone: str) -> Test:
    """`<` is before all of the value, `<=` before its end: `due<=fri` takes in all of Friday."""
    text = values[0][0]
    if key.kind in (Kind.TEXT, Kind.WORD):
        raise InvalidInput(key.name, operator, f"= or !=, for {key.name} has no order")
    if len(values) > 1:
        raise InvalidInput(key.name, operator, "= or != before several values")
    if key.kind is Kind.NUMBER:
        return _compared(_reader(key), operator, _number(key, text))
    if key.kind is Kind.SPAN:
        return _compared(lasted(key.reads, now), operator, span_said(key.name, text)[0])
    low, high = times(key.name, operator, text, now, zone)
    return _compared(_reader(key), ">=", low) if high is None else _compared(_reader(key), "<", high)


def _compared(read: Callable[[Any], Any], operator: str, wanted: Any) -> Test:
    """What is empty is neither before nor after anything."""
    match operator:
        case "<":
            return lambda row: (value := read(row)) is not None and value < wanted
        case "<=":
            return lambda row: (value := read(row)) is not None and value <= wanted
        case ">":
            return lambda row: (value := read(row)) is not None and value > wanted
        case _:
            return lambda row: (value := read(row)) is not None and value >= wanted


def _reader(key: Key) -> Callable[[Any], Any]:
    return attrgetter(key.reads[0])


def _is_empty(key: Key) -> Test:
    if key.name == "sla":
        return lambda row: row.due_at is None
    read = _reader(key)
    return lambda row: read(row) in (None, "")


def _is_word(key: Key, wanted: str, now: datetime) -> Test:
    if key.name == "sla":
        return lambda row: row.sla(now) == wanted
    if len(key.reads) == 1:
        read = _reader(key)
        return lambda row: read(row) == wanted
    # The state is what the board shows; the status behind it counts as well, unless a visit failed:
    # its order is ready again then, but stands on the board as what has happened to it.
    return lambda row: row.state == wanted or (row.status == wanted and row.state not in FAILED)


def _is_text(key: Key, text: str, is_quoted: bool) -> Test:
    tests = [_field_is(name, text.casefold(), is_quoted) for name in key.reads]
    if len(tests) == 1:
        return tests[0]
    first, second = tests
    return lambda row: first(row) or second(row)


def _field_is(name: str, wanted: str, is_quoted: bool) -> Test:
    read = attrgetter(name)
    if is_quoted or "*" not in wanted:
        return lambda row: (read(row) or "").casefold() == wanted
    fits = _pattern(wanted)
    return lambda row: fits((read(row) or "").casefold())


def _pattern(wanted: str) -> Callable[[str], bool]:
    """Whether a value is the text, in which `*` stands for any letters or none. Both in small letters."""
    first, *middle, last = wanted.split("*")

    def fits(value: str) -> bool:
        # Piece by piece from the left: no pattern can make this slow, as a regular expression could be.
        if len(value) < len(first) + len(last) or not (value.startswith(first) and value.endswith(last)):
            return False
        at, end = len(first), len(value) - len(last)
        for piece in middle:
            at = value.find(piece, at, end)
            if at < 0:
                return False
            at += len(piece)
        return True

    return fits


_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?", re.ASCII)
_PREFIXES = {
    **dict.fromkeys(("number", "parent"), re.compile(r"wo-?", re.IGNORECASE)),
    "priority": re.compile(r"p", re.IGNORECASE),
}


def _number(key: Key, text: str) -> float:
    prefix = _PREFIXES.get(key.name)
    digits = prefix.sub("", text, count=1) if prefix else text
    number = float(digits) if _NUMBER.fullmatch(digits) else nan
    if not key.least <= number <= key.most or (key.name == "priority" and number % 1):
        raise InvalidInput(key.name, text, _possible(key))
    return number if "." in digits else int(digits)


def _possible(key: Key) -> str:
    if key.name == "priority":
        return "P1 to P4, or 1 to 4"
    return "a number" if key.most == inf else f"a number from {key.least:g} to {key.most:g}"


def _contains(text: str) -> Test:
    """The text stands in one of the fields of `TEXT_KEYS`, in any mixture of upper and lower case."""
    wanted = text.casefold()
    # Spelt out: a loop over the fields takes three times as long, and this runs at every key that is typed.
    return lambda row: (
        wanted in row.title.casefold()
        or wanted in row.site.casefold()
        or wanted in str(row.number)
        or (row.external_id is not None and wanted in row.external_id.casefold())
        or wanted in row.customer.casefold()
        or wanted in row.work_type.casefold()
        or wanted in row.territory.casefold()
        or wanted in row.address.casefold()
        or (row.requester is not None and wanted in row.requester.casefold())
        or (row.technician is not None and wanted in row.technician.casefold())
        or (row.technician_name is not None and wanted in row.technician_name.casefold())
    )


def _resembles(text: str) -> Test:
    """The letters of the text stand in one of the fields in this order, with anything between them."""
    found = letters_of(text)

    def test(row: Any) -> bool:
        tech = f"{row.technician or ''}\n{row.technician_name or ''}"
        who = f"{row.customer}\n{row.requester or ''}"
        place = f"{row.site}\n{row.address}\n{row.territory}\n{who}"
        line = f"{row.title}\n{row.work_type}\n{place}\n{row.number}\n{row.external_id or ''}\n{tech}"
        return found(line.casefold())

    return test


def letters_of(text: str) -> Callable[[str], bool]:
    """Whether a text in small letters has these in this order in one of its lines."""
    letters = [char for char in text.casefold() if not char.isspace()]
    # Possessive, and from the beginning of a line only: one pass over the text, whatever it is.
    steps = (f"[^{re.escape(letter)}\n]*+{re.escape(letter)}" for letter in letters)
    found = re.compile("^" + "".join(steps), re.MULTILINE).search
    return lambda line: found(line) is not None


ORDERS = Vocabulary(KEYS, _contains, _resembles)
