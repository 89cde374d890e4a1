"""The office's rules as a list: which stand how, what they did today, what comes next, who runs them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from wom_tui.domain.rule import PER_MINUTE, Outcome
from wom_tui.present.at import At
from wom_tui.present.cells import Line, Piece
from wom_tui.present.columns import Column
from wom_tui.present.counted import Counted, counts_line
from wom_tui.present.durations import clock_or_day, count, duration, minutes_of
from wom_tui.present.labels import Label, Signs
from wom_tui.present.order_table import TableOut
from wom_tui.present.rules import trigger_words
from wom_tui.present.safe_text import safe
from wom_tui.present.table import has_words, shared_out, table_line
from wom_tui.queries.rules_seen import RuleSeen, RulesSeen, Running, Standing

STANDINGS: Mapping[Standing, Label] = MappingProxyType(
    {
        Standing.FAILED: Label("‼", "!", "failed", "late"),
        Standing.FAILING: Label("▲", "^", "failing", "warn"),
        Standing.ON: Label("■", "+", "on", "text"),
        Standing.OFF: Label("·", ".", "off", "dim"),
        Standing.SHIPPED: Label("·", ".", "off", "dim"),
    }
)
_ROUGH = frozenset({Outcome.REFUSED, Outcome.LOOP})  # ends that somebody may want to look at
_QUIET = frozenset({Standing.OFF, Standing.SHIPPED})

COLUMNS = (
    Column("name", "Rule", 22),
    Column("state", "State", 10),
    Column("when", "When", 27),
    Column("today", "Today", 5, right=True),
    Column("refused", "Refused", 7, right=True, drops_below=110),
    Column("held", "Held", 4, right=True),
    Column("next", "Next", 6, right=True, drops_below=100),
    Column("last", "Last", 6, right=True),
    Column("says", "What for", 0, drops_below=130),
)
_NARROW = 100
_SILENT_S = 5.0  # whoever runs them gives a sign of life long before so little of the time is left


def columns_for(width: int) -> tuple[Column, ...]:
    """Those that a list so wide has room for; what the others leave is for what the rule says, else for when."""
    kept = [column for column in COLUMNS if width >= column.drops_below]
    if width < _NARROW:
        kept = [replace(column, width=18) if column.id == "name" else column for column in kept]
    flexible = "says" if any(column.id == "says" for column in kept) else "when"
    return shared_out(kept, width, flexible)


def when_words(seen: RuleSeen) -> str:
    """When it comes due; where that cannot be read, that."""
    return trigger_words(seen.definition.trigger) if seen.definition is not None else "cannot be read"


def says_words(seen: RuleSeen) -> str:
    """What it is for; where it is off or wrong for a reason, the reason."""
    off = seen.rule.off_reason if seen.rule is not None and not seen.rule.is_on else None
    return seen.fault or off or (seen.definition.says if seen.definition is not None else "")


def rule_line(seen: RuleSeen, columns: tuple[Column, ...], at: At) -> Line:
    """One rule."""
    return table_line(seen, columns, _CELLS, at)


Cell = Callable[[RuleSeen, At], Piece]


def _name(seen: RuleSeen, at: At) -> Piece:
    return safe(seen.name), "dim" if seen.standing in _QUIET else "bold bright"


def _state(seen: RuleSeen, at: At) -> Piece:
    return standing_piece(seen.standing, at.signs)


def _when(seen: RuleSeen, at: At) -> Piece:
    return when_words(seen), "late" if seen.definition is None else _ink(seen)


def _today(seen: RuleSeen, at: At) -> Piece:
    done = seen.today.get(Outcome.DONE, 0)
    return (count(done), "text") if done else ("", "")


def _refused(seen: RuleSeen, at: At) -> Piece:
    refused = seen.today.get(Outcome.REFUSED, 0)
    return (count(refused), "warn") if refused else ("", "")


def _held(seen: RuleSeen, at: At) -> Piece:
    return (count(seen.held), "warn") if seen.held else ("", "")


def _next(seen: RuleSeen, at: At) -> Piece:
    return (clock_or_day(seen.next_at, at.now, at.zone), "text") if seen.next_at else ("", "")


def _last(seen: RuleSeen, at: At) -> Piece:
    if seen.last is None:
        return "", ""
    ink = "warn" if seen.last.outcome in _ROUGH else "text"
    return clock_or_day(seen.last.due_at, at.now, at.zone), ink


def _says(seen: RuleSeen, at: At) -> Piece:
    is_wrong = bool(seen.fault) or seen.standing is Standing.FAILED
    return safe(says_words(seen)), "late" if is_wrong else "dim"


def _ink(seen: RuleSeen) -> str:
    return "dim" if seen.standing in _QUIET else "text"


_CELLS: Mapping[str, Cell] = MappingProxyType(
    {
        "name": _name,
        "state": _state,
        "when": _when,
        "today": _today,
        "refused": _refused,
        "held": _held,
        "next": _next,
        "last": _last,
        "says": _says,
    }
)


def standing_piece(standing: Standing, signs: Signs) -> Piece:
    """`■ on`."""
    label = STANDINGS[standing]
    return f"{label.sign(signs.is_ascii)} {label.word}", label.ink


# ------------------------------------------------------------------------------------------- order, filter, file

_FAR = float("inf")


def _moment(at: datetime | None) -> float:
    return at.timestamp() if at is not None else _FAR


SORTS: Mapping[str, Callable[[RuleSeen], object]] = MappingProxyType(
    {
        "name": lambda one: one.name,
        "state": lambda one: tuple(Standing).index(one.standing),
        "when": when_words,
        "today": lambda one: -one.today.get(Outcome.DONE, 0),
        "refused": lambda one: -one.today.get(Outcome.REFUSED, 0),
        "held": lambda one: -one.held,
        "next": lambda one: _moment(one.next_at),
        "last": lambda one: -_moment(one.last.due_at) if one.last is not None else _FAR,
        "says": says_words,
    }
)


def fits(seen: RuleSeen, text: str) -> bool:
    """Each word of a filter stands somewhere in what the list tells of a rule, or in its condition and its lines."""
    told = seen.definition
    words = (seen.name, STANDINGS[seen.standing].word, when_words(seen), says_words(seen))
    written = (told.condition, *told.lines) if told is not None else ()
    held = ("held",) if seen.held else ()
    return has_words((*words, *written, *held), text)


def rules_out(rules: list[RuleSeen]) -> TableOut:
    """The list as it is written to a file."""
    header = (
        *("name", "state", "when", "condition", "done_today", "refused_today", "held", "failures"),
        *("next_at", "last_at", "last_outcome", "says"),
    )
    rows = [
        (
            *(one.name, STANDINGS[one.standing].word, when_words(one)),
            one.definition.condition if one.definition is not None else "",
            *(one.today.get(Outcome.DONE, 0), one.today.get(Outcome.REFUSED, 0), one.held, one.failures),
            *(one.next_at, one.last.due_at if one.last else None),
            *(one.last.outcome.value if one.last else None, says_words(one)),
        )
        for one in rules
    ]
    return TableOut("rule", header, rows)


# ------------------------------------------------------------------------------------------------- the frame


def attention(seen: RulesSeen, at: At, real_now: datetime, room: int) -> Line:
    """How many are on, what waits, what fails; who runs them, and how much of the minute is used."""
    counted = [Counted(((f"{count(seen.count(Standing.ON, Standing.FAILING))}", "bold bright"),), "on", "on")]
    for number, word, ink in (
        (seen.held, "orders held", "warn"),
        (seen.count(Standing.FAILING), "failing", "warn"),
        (seen.count(Standing.FAILED), "failed", "late"),
    ):
        if number:
            counted.append(Counted(((count(number), f"bold {ink}"),), word, word.split()[-1]))
    line = counts_line(counted, room)
    if seen.running is None:
        return line
    is_wanted = bool(seen.count(Standing.ON, Standing.FAILING))
    return (*line, ("    ", ""), *running_words(seen.running, real_now, is_wanted=is_wanted))


def running_words(running: Running, real_now: datetime, *, is_wanted: bool) -> Line:
    """`run by desk-3 4711 for 2:05`, and how many of the acts of a minute there were in the last one."""
    if running.term is None:
        return (("run by nobody just now", "warn" if is_wanted else "dim"),)
    term = running.term
    since = f" for {duration(minutes_of(real_now - term.since))}" if term.since is not None else ""
    who = f"{safe(term.machine)} {term.process}{since}"
    used = f"{running.acted} of {PER_MINUTE} acts this minute"
    full = "warn" if running.acted >= PER_MINUTE else "dim"
    silent = (
        f"   silent: another takes over in {round(running.left_s)} s" if running.left_s < _SILENT_S else ""
    )
    return ("run by ", "dim"), (who, "text"), ("    ", ""), (used, full), (silent, "warn")
