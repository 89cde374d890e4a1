"""What a rule would do, in lines: for whom now and what, and when it would have come due these last days."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from wom_tui.domain.alert import ORDER, kind_of, name_of, order_subject, subject_words
from wom_tui.domain.rule import Definition, Mending, Upkeep
from wom_tui.domain.words import some
from wom_tui.errors import InvalidInput
from wom_tui.present.at import At
from wom_tui.present.cells import Line, Piece, clip, fit, wrapped
from wom_tui.present.durations import moment
from wom_tui.present.heads import head
from wom_tui.present.rule_page import Entry, Titles, some_times
from wom_tui.present.safe_text import safe

_WHEN, _NUMBER = 12, 6
_INDENT: Piece = (" " * (_WHEN + 2), "")
_GAP: Piece = ("  ", "")
MOST_LINES = 300  # of one part of the page
_PLACE = re.compile(r"rule:(\d+): (.*)", re.DOTALL)  # as errors name a line
_LEAST_TITLE = 16


@dataclass(frozen=True, kw_only=True)
class WouldBe:
    """What would become of one order now.

    Attributes:
        events: the kinds of what would happen; `refused` why nothing would.
    """

    order: int
    events: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What is known so far of a text.

    Attributes:
        fault: what is wrong with it, `line` where.
        definition: what it says; None as long as it cannot be read.
        meeting: what meets its condition now, as subjects: `order:4417`; None = not asked yet.
        would: what would become of the first orders; None = nobody has asked for that.
        fired: moments in the past with the subjects of each, the earliest first.
        moments: how many of the moments `of` these days were looked at: from the last one back, or, of alerts, from the
            first one on.
        told: of a rule that is about no single order what it would come to: in one line, then in all of them.
        is_ended: somebody did not want to wait for it.
        trouble: why it cannot be found out.
    """

    fault: str = ""
    line: int = 0
    definition: Definition | None = None
    meeting: tuple[str, ...] | None = None
    would: tuple[WouldBe, ...] | None = None
    fired: tuple[tuple[datetime, tuple[str, ...]], ...] = ()
    moments: int = 0
    of: int = 0
    days: int = 7
    told: tuple[str, ...] = ()
    is_over: bool = False
    is_ended: bool = False
    trouble: str = ""

    @property
    def times(self) -> int:
        """How often it would have come due for an order."""
        return sum(len(subjects) for _, subjects in self.fired)

    @property
    def is_alert(self) -> bool:
        """It raises an alert, and is watched all the time: it comes due at no moment of its own."""
        return self.definition is not None and self.definition.is_watched

    @property
    def about(self) -> str:
        """How many orders these are, or other things."""
        return _some({subject for _, subjects in self.fired for subject in subjects})


def fault_of(error: InvalidInput) -> tuple[str, int]:
    """What is wrong with a text, and in which line; 0 where it is in none."""
    found = _PLACE.match(str(error))
    return (found[2], int(found[1])) if found else (str(error), 0)


def verdict(tried: Tried, at: At) -> Line:
    """The trial in one line: what is wrong, or for how many orders it would have come due."""
    if tried.fault:
        where = f"line {tried.line}: " if tried.line else ""
        return ((f"{where}{safe(tried.fault)}", "late"),)
    if tried.trouble:
        return ((f"what it would do could not be found out: {safe(tried.trouble)}", "warn"),)
    if tried.definition is None:
        return (("reading it", "dim"),)
    if isinstance(tried.definition.trigger, Upkeep | Mending):
        if tried.told:
            return ((tried.told[0], "text"),)
        words = (
            "nobody has worked out what it would do now"
            if tried.is_ended
            else "working out what it would do now"
        )
        return ((words, "dim"),)
    return (*_now(tried), ("   ", ""), *_looked_back(tried))


def _now(tried: Tried) -> Line:
    if tried.meeting is None:
        words = "nobody has looked who meets it now" if tried.is_ended else "looking who meets it now"
        return ((words, "dim"),)
    meets = "meets" if len(tried.meeting) == 1 else "meet"
    return (_some(tried.meeting), "bold bright"), (f" {meets} it now", "dim")


def _some(subjects: Collection[str]) -> str:
    """`3 orders`; where other things are among them, `3 subjects`."""
    noun = "order" if all(kind_of(subject) == ORDER for subject in subjects) else "subject"
    return some(len(subjects), noun)


def _looked_back(tried: Tried) -> Line:
    times = (some_times(tried.times), "bold bright") if tried.times else ("never", "text")
    of = f", for {tried.about}" if tried.times else ""
    would = "would have been raised " if tried.is_alert else "would have fired "
    if tried.is_over and tried.moments >= tried.of:
        return (would, "dim"), times, (f"{of} in {some(tried.days, 'day')}", "dim")
    which = "first" if tried.is_alert else "last"
    so_far = f"{of} in the {which} {tried.moments:,} of {some(tried.of, 'moment')}" if tried.of else ""
    if tried.is_over:
        end: Line = ((", ended by you", "dim"),) if tried.is_ended else ()
    else:
        end = ((", looking back; ", "dim"), ("Esc", "bold bright"), (" ends it", "dim"))
    return (would, "dim"), times, (so_far, "dim"), *end


def trial_entries(tried: Tried, titles: Titles, at: At, width: int) -> Iterator[Entry]:
    """The page: who meets it now and what would become of each; then the past, the newest first."""
    if tried.fault or tried.definition is None:
        yield Entry((("what it would do is told once the text can be read", "dim"),))
        return
    rule = at.signs.rule
    if isinstance(tried.definition.trigger, Upkeep | Mending):
        yield Entry(head("Now", width, rule, "nothing of it is written"))
        for words in tried.told[:MOST_LINES]:
            yield Entry(clip(((words, "text"),), width))
        yield from _left_out(len(tried.told) - MOST_LINES)
        return
    meeting = tried.meeting or ()
    note = "" if tried.would is None else "nothing of it is written"
    yield Entry(head("Now", width, rule, note, number=len(meeting)))
    would = {order_subject(one.order): one for one in tried.would or ()}
    for subject in meeting[:MOST_LINES]:
        line = _would_line(subject, would.get(subject), titles, width, at)
        yield Entry(line, f"now:{subject}", order_of(subject))
    yield from _left_out(len(meeting) - MOST_LINES)
    yield Entry(())
    note = "as the office stood then; without what it would have changed itself"
    yield Entry(head(f"Last {some(tried.days, 'day')}", width, rule, note, number=tried.times))
    lines = [(when, subject) for when, subjects in reversed(tried.fired) for subject in subjects]
    before: datetime | None = None
    for when, subject in lines[:MOST_LINES]:
        clock = moment(when, at.now, at.zone) if when != before else ""
        before = when
        line = clip(((fit(clock, _WHEN), "text"), _GAP, *_about(subject, titles)), width)
        yield Entry(line, f"{when.isoformat()}:{subject}", order_of(subject))
    yield from _left_out(len(lines) - MOST_LINES)


def _left_out(number: int) -> Iterator[Entry]:
    if number > 0:
        yield Entry((_INDENT, (f"and {number:,} more", "dim")))


def order_of(subject: str) -> int | None:
    """The number of the order that a subject is; None where it is none."""
    name = name_of(subject)
    return int(name) if kind_of(subject) == ORDER and name.isdecimal() else None


def _about(subject: str, titles: Titles) -> Line:
    number = order_of(subject)
    if number is None:
        return ((safe(subject_words(subject)), "bold bright"),)
    return (f"{number:>{_NUMBER}}", "bold bright"), _GAP, (safe(titles(number)), "text")


def _would_line(subject: str, would: WouldBe | None, titles: Titles, width: int, at: At) -> Line:
    number = order_of(subject)
    if number is None:
        return clip(_about(subject, titles), width)
    room = width - _NUMBER - 4
    title = room if would is None else max(_LEAST_TITLE, room // 3)
    pieces: list[Piece] = [
        (f"{number:>{_NUMBER}}", "bold bright"),
        _GAP,
        (fit(safe(titles(number)), title, ellipsis=at.signs.ellipsis), "text"),
    ]
    if would is not None and would.refused:
        pieces += [_GAP, ("refused: ", "warn"), (safe(would.refused), "text")]
    elif would is not None:
        done = ", ".join(kind.replace(".", " ").replace("_", " ") for kind in would.events)
        pieces += [_GAP, (done or "it is so already", "text" if done else "dim")]
    return clip(pieces, width)


def fault_lines(tried: Tried, width: int) -> Sequence[Line]:
    """What is wrong, in full."""
    where = f"line {tried.line}: " if tried.line else ""
    return [((text, "late"),) for text in wrapped(f"{where}{safe(tried.fault)}", width, most=3)]
