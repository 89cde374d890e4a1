"""What is to be said about one technician, line by line, and which line typed changes each of them?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from wom_tui.domain.habits import clock_text, date_text, weekday_text
from wom_tui.domain.sheets.kinds import moment_words
from wom_tui.domain.sheets.times import BREAKS, days_words, span_words
from wom_tui.domain.technician import local_instant
from wom_tui.domain.words import typed
from wom_tui.present.cells import Line, Piece, cut, fit, joined
from wom_tui.present.durations import moment, typed_at
from wom_tui.present.heads import head
from wom_tui.present.labels import Signs
from wom_tui.present.lanes import chart_line, load_of
from wom_tui.present.refusals import violation_words
from wom_tui.present.safe_text import safe
from wom_tui.present.time_axis import Axis, Setting, ruler, step_for

if TYPE_CHECKING:
    from wom_tui.domain.technician import Absence, Shift, SkillGrant
    from wom_tui.queries.lane import Lane
    from wom_tui.queries.technician import TechnicianDetail, VanPart
    from wom_tui.store.standing import Stranded

_DAY, _HOURS = 12, 13  # cells of a day's name, and of its hours
_NAME = 24
_MOST_CELLS = 96
_TITLE_FROM = 100  # narrower, the reason needs the room


@dataclass(frozen=True)
class Entry:
    """One line of the page.

    Attributes:
        key: what it is about, so that the cursor stays on it; empty for heads and gaps.
        edit: the line that changes it, up to where it is to be typed on.
        remove: the line that takes it away.
        add: the line that makes another one like it.
        stranded: the visit that it is about.
        on: the day that it is about.
    """

    line: Line
    key: str = ""
    edit: str = ""
    remove: str = ""
    add: str = ""
    stranded: Stranded | None = None
    on: date | None = None


@dataclass(frozen=True)
class Page:
    """What every line is drawn with.

    Attributes:
        as_word: writes a text as one word of a line, in quotes where it needs them.
    """

    detail: TechnicianDetail
    setting: Setting
    office: ZoneInfo
    width: int
    signs: Signs
    as_word: Callable[[str], str]

    @property
    def code(self) -> str:
        return self.as_word(self.detail.technician.code)

    @property
    def zone(self) -> ZoneInfo:
        """The clock of the shifts."""
        return ZoneInfo(self.detail.technician.zone)


def entries(page: Page) -> list[Entry]:
    """Who it is, what stands in the way, the days, then all that the roster says."""
    return [
        *_who(page),
        *_block(page, "In the way", [_in_the_way(page, one) for one in page.detail.stranded]),
        *_week(page),
        *_listed(page, "Shifts", typed(f"shift {page.code} "), [_shift(page, s) for s in page.detail.shifts]),
        *_listed(
            page, "Absences", typed(f"absent {page.code} "), [_absence(page, a) for a in page.detail.absences]
        ),
        *_listed(page, "Skills", typed(f"skill {page.code} "), [_skill(page, g) for g in page.detail.grants]),
        *_listed(page, "Van", "transfer ", [_van(page, v) for v in page.detail.van]),
    ]


def verdict(page: Page) -> Line:
    """What to look at first: visits that nobody will make, and whether they are here today."""
    detail = page.detail
    items: list[Line] = []
    now, absent = page.setting.now, '"' if page.signs.is_ascii else "║"
    if count := len(detail.stranded):
        items.append((("! ", "bold late"), (f"{count}", "bold late"), (" in the way", "text")))
    if away := [a for a in detail.absences if a.start_at <= now < a.end_at]:
        until = moment(away[0].end_at, now, page.office)
        items.append(((f"{absent} ", "bold hold"), (f"{safe(away[0].reason)} until {until}", "text")))
    if not detail.technician.is_active:
        items.append((("not active: never planned", "warn"),))
    return joined(items, 4)


# -- who, and the days -----------------------------------------------------------------------------


def _who(page: Page) -> Iterator[Entry]:
    tech = page.detail.technician
    where = ", ".join(map(safe, page.detail.territories)) or "everywhere"
    told: list[Line] = [
        ((tech.kind.value, "text"),),
        (("works in ", "dim"), (where, "text")),
        (("overtime up to ", "dim"), (f"{tech.max_overtime_min} min", "text"))
        if tech.max_overtime_min
        else (),
        (("speaks ", "dim"), (safe(", ".join(tech.languages)), "text")) if tech.languages else (),
        (("clock of ", "dim"), (tech.zone, "text")) if page.zone.key != page.office.key else (),
    ]
    yield Entry(())
    line = typed(f"technician {page.code} ")
    yield Entry(joined(told, 3), key="who", edit=line, remove=f"remove technician {page.code}")


def _week(page: Page) -> Iterator[Entry]:
    axis_min, cells, step = _span(page)
    first, _ = page.detail.days[0]
    hours = ruler(_axis(page, first, axis_min, cells, step), page.zone, None)
    yield Entry(())
    yield Entry((("Days".ljust(_DAY), "bold bright"), *hours))
    for on, lane in page.detail.days:
        yield Entry(
            _day_line(page, on, lane, _axis(page, on, axis_min, cells, step)),
            key=f"day {on}",
            edit=f"shift {page.code} {on} ",
            add=f"shift {page.code} {on} ",
            on=on,
        )


def _span(page: Page) -> tuple[int, int, int]:
    """The first minute that is shown, how many cells, minutes in each: all days on one axis."""
    minutes = [
        (at.astimezone(page.zone).hour * 60, on == at.astimezone(page.zone).date())
        for on, lane in page.detail.days
        for window in lane.shifts
        for at in (window.start_at, window.end_at)
    ]
    starts = [minute for minute, is_that_day in minutes if is_that_day]
    begin = max(0, min(starts, default=480) - 60)
    end = 1440 if any(not is_that_day for _, is_that_day in minutes) else max(starts, default=1020) + 120
    room = min(_MOST_CELLS, page.width - 3 - _DAY - _HOURS - 8)
    step = step_for(max(1, room), end - begin)
    return begin, max(1, min(room, -(-(end - begin) // step))), step


def _axis(page: Page, on: date, begin: int, cells: int, step: int) -> Axis:
    return Axis(local_instant(on, begin, page.zone.key), step, cells)


def _day_line(page: Page, on: date, lane: Lane, axis: Axis) -> Line:
    setting, today = page.setting, page.setting.now.astimezone(page.zone).date()
    here = Setting(setting.now, page.zone, on == today, setting.is_flat, setting.is_ascii)
    hours = ", ".join(
        f"{clock_text(w.start_at.astimezone(page.zone))}–{clock_text(w.end_at.astimezone(page.zone))}"
        for w in lane.shifts
    )
    load, ink = load_of(lane, here)
    return (
        (fit(weekday_text(on), _DAY), "bold bright" if on == today else "text"),
        *chart_line(lane, axis, here),
        (fit(load, 6, right=True), ink),
        ("  ", ""),
        (hours, "text"),
    )


# -- what stands in the way ------------------------------------------------------------------------


def _in_the_way(page: Page, one: Stranded) -> Entry:
    visit = one.visit
    assert visit.start_at is not None
    when = moment(visit.start_at, page.setting.now, page.office)
    title = fit(safe(one.order.title), _NAME) + "  " if page.width >= _TITLE_FROM else ""
    why = violation_words(one.reasons[0], page.setting.now, page.office)
    line: Line = (
        ("! ", "bold late"),
        (fit(visit.label, 9), "bold"),
        (fit(when, 14), "text"),
        (title, "text"),
        (why, "late"),
    )
    return Entry(line, key=f"visit {visit.id}", edit=f"reassign {visit.label} ", stranded=one)


# -- what the roster says --------------------------------------------------------------------------


def _shift(page: Page, shift: Shift) -> Entry:
    days, hours = days_words(shift.weekdays), span_words(shift.start_min, shift.end_min)
    breaks = str(BREAKS.write(shift.breaks, page.zone) or "")
    line: Line = (
        (fit(days, 14), "text"),
        (fit(hours, 13), "text"),
        (fit(f"break {breaks}" if breaks else "", 28), "dim"),
        *_valid(shift.valid_from_on, shift.valid_to_on, page),
    )
    known = f"{page.code} {days}"
    said = [
        typed(f"shift {known} {hours}"),
        f"breaks={page.as_word(breaks)}" if breaks else "",
        *_dates(shift),
    ]
    return Entry(
        line, typed(f"shift {shift.id}"), " ".join(filter(None, said)), _removal("shift", known, shift)
    )


def _absence(page: Page, absence: Absence) -> Entry:
    now, office = page.setting.now, page.office
    begun, ended = _when(absence, now, office)
    is_over = absence.end_at <= now
    line: Line = (
        (fit(begun, 14), "dim" if is_over else "text"),
        (fit(ended, 22), "dim" if is_over else "text"),
        (safe(absence.reason), "dim" if is_over else "hold"),
    )
    edit = typed(f"back {page.code} {typed_at(absence.end_at, office)}")
    known = f"{page.code} {moment_words(absence.start_at, office)}"
    return Entry(line, typed(f"absence {absence.id}"), edit, typed(f"remove absence {known}"))


def _when(absence: Absence, now: datetime, office: ZoneInfo) -> tuple[str, str]:
    """`15:30` and `until 16:30`; of whole days the first and the last."""
    first, last = (
        absence.start_at.astimezone(office),
        absence.end_at.astimezone(office) - timedelta(minutes=1),
    )
    if (first.hour, first.minute, last.hour, last.minute) == (0, 0, 23, 59):
        return weekday_text(first), f"to {weekday_text(last)}" if first.date() != last.date() else "all day"
    return moment(absence.start_at, now, office), f"until {moment(absence.end_at, now, office)}"


def _skill(page: Page, grant: SkillGrant) -> Entry:
    today = page.setting.now.astimezone(page.zone).date()
    is_valid = grant.is_valid(today)
    line: Line = (
        (fit(safe(grant.skill), _NAME), "text" if is_valid else "dim"),
        (fit(f"level {grant.level}", 10), "text" if is_valid else "dim"),
        *_valid(grant.valid_from_on, grant.valid_to_on, page),
    )
    known = f"{page.code} {page.as_word(grant.skill)}"
    edit = " ".join([typed(f"skill {known} {grant.level}"), *_dates(grant)])
    return Entry(line, typed(f"skill {grant.id}"), edit, _removal("skill", known, grant))


def _dates(record: Shift | SkillGrant) -> Iterator[str]:
    if record.valid_from_on:
        yield f"from={record.valid_from_on}"
    if record.valid_to_on:
        yield f"until={record.valid_to_on}"


def _removal(noun: str, known: str, record: Shift | SkillGrant) -> str:
    return " ".join(filter(None, ("remove", noun, known, str(record.valid_from_on or ""))))


def _valid(since: date | None, until: date | None, page: Page) -> Line:
    """From when until when; what is over, or has not begun, says so."""
    today = page.setting.now.astimezone(page.zone).date()
    pieces: list[Piece] = []
    if since:
        pieces.append((f"from {date_text(since)}  ", "warn" if since > today else "dim"))
    if until:
        is_over = until < today
        pieces.append((f"{'ended' if is_over else 'until'} {date_text(until)}", "warn" if is_over else "dim"))
    return tuple(pieces)


def _van(page: Page, one: VanPart) -> Entry:
    stock = one.stock
    reserved = f"{stock.reserved} reserved" if stock.reserved else ""
    minimum = f"at least {stock.minimum}" if stock.minimum else ""
    line: Line = (
        (fit(safe(one.code), 14), "text"),
        (fit(f"{stock.quantity}", 5, right=True), "bold" if stock.is_below_minimum else "text"),
        ("  ", ""),
        (fit(cut(safe(one.name), _NAME), _NAME), "text"),
        ("  ", ""),
        (fit(reserved, 12), "dim"),
        (minimum, "warn" if stock.is_below_minimum else "dim"),
    )
    return Entry(
        line, typed(f"van {stock.id}"), typed(f"adjust {page.as_word(one.code)} {stock.quantity} {page.code}")
    )


def _block(page: Page, name: str, lines: list[Entry]) -> Iterator[Entry]:
    if lines:
        yield Entry(())
        yield Entry(head(name, page.width - 6, page.signs.rule))
        yield from lines


def _listed(page: Page, name: str, add: str, lines: list[Entry]) -> Iterator[Entry]:
    """A block that something can be added to, also where it is empty."""
    yield Entry(())
    yield Entry(head(name, page.width - 6, page.signs.rule))
    yield from (replace(entry, add=add) for entry in lines)
    if not lines:
        yield Entry((("none", "dim"),), key=f"no {name}", edit=add, add=add)


def entry_words(entry: Entry, page: Page, now: datetime) -> Line:
    """What Enter would type for the line under the cursor; of a visit in the way, every reason and the way on."""
    if entry.stranded is None:
        return (("Enter", "bold bright"), (f"  {safe(entry.edit)}", "dim")) if entry.edit else ()
    reasons = "; ".join(violation_words(v, now, page.office) for v in entry.stranded.reasons)
    keys: Line = (
        ("a", "bold bright"),
        (" who else can   ", "dim"),
        ("r", "bold bright"),
        (" another time", "dim"),
    )
    return (*keys, ("   ", ""), (reasons, "text"))
