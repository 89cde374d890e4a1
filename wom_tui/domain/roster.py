"""What must hold for a technician's own records: no two shifts at once, breaks inside them, spans that go forward."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from wom_tui.domain.technician import Absence, Shift, SkillGrant, Technician
from wom_tui.domain.violation import Violation
from wom_tui.domain.work_calendar import DAY_MIN

_LAST_MIN = 2 * DAY_MIN
# In a line, what begins with a digit is a number or a time; in a filter, technician=none asks for nobody.
_CODE = re.compile(r"(?!none$)[^\W\d_][\w.-]*", re.IGNORECASE)


def technician_violations(technician: Technician, beside: Mapping[int, Technician]) -> Iterator[Violation]:
    """A code is told from numbers and times in a line; a home has two coordinates."""
    before = beside.get(technician.id)
    if (before is None or before.code != technician.code) and not _CODE.fullmatch(technician.code):
        said = "a code begins with a letter, goes on with letters, digits, dots and hyphens, and is not none"
        yield _wrong("code", f"{said}: {_as_code(technician.code)}, not {technician.code}")
    if (technician.home_lat is None) != (technician.home_lon is None):
        yield _wrong("home_lat", "a home needs both home_lat and home_lon")


def _as_code(text: str) -> str:
    """The nearest that can be a code: `7` is `t7`."""
    bare = re.sub(r"[^\w.-]+", "-", text).strip("-.") or "1"
    return bare if _CODE.fullmatch(bare) else f"t{bare}"


def skill_violations(grant: SkillGrant, beside: Mapping[int, SkillGrant]) -> Iterator[Violation]:
    """One level of a skill on one day."""
    if grant.valid_from_on and grant.valid_to_on and grant.valid_to_on < grant.valid_from_on:
        yield _wrong("valid_to_on", f"until {grant.valid_to_on} lies before from {grant.valid_from_on}")
    for other in beside.values():
        if other.id != grant.id and other.skill == grant.skill and _share_a_day(grant, other):
            yield Violation(
                code="skill.overlap",
                message=f"{grant.skill} is there at level {other.level} already {_when(other)}; from tells which"
                " row is meant: change that one, or give it an until",
                facts={"field": "valid_from_on", "skill": grant.skill, "level": other.level},
            )


def shift_violations(shift: Shift, beside: Mapping[int, Shift]) -> Iterator[Violation]:
    """A shift goes forward, its breaks lie in it, and nobody works two shifts at once."""
    if not 0 <= shift.start_min < DAY_MIN or not shift.start_min < shift.end_min <= _LAST_MIN:
        yield _wrong("start_min", "a shift begins on its day and ends after that, within the next day")
    if shift.valid_from_on and shift.valid_to_on and shift.valid_to_on < shift.valid_from_on:
        yield _wrong("valid_to_on", f"until {shift.valid_to_on} lies before from {shift.valid_from_on}")
    for one in shift.breaks:
        if not shift.start_min <= one.earliest_min < one.latest_min <= shift.end_min:
            said = "the breaks lie outside of the shift; after midnight write 26:00 for 02:00"
            yield _wrong("breaks", said)
    if shift.is_one_day and shift.valid_from_on and not shift.applies(shift.valid_from_on):
        yield _wrong(
            "weekdays", f"{shift.valid_from_on} is a {shift.valid_from_on:%A}, and none of these days"
        )
    for other in beside.values():
        if other.id != shift.id and _meet(shift, other):
            yield Violation(
                code="shift.overlap",
                message=f"there is a shift {_hours(other)} on some of these days already {_when(other)}; days and"
                " from tell which row is meant: change that one, or give it an until",
                facts={"field": "weekdays", "start_min": other.start_min, "end_min": other.end_min},
            )


def absence_violations(absence: Absence, _beside: Mapping[int, Absence]) -> Iterator[Violation]:
    """Somebody who is away comes back later."""
    if absence.end_at <= absence.start_at:
        yield _wrong("end_at", "until lies before from")


def _wrong(field: str, message: str) -> Violation:
    return Violation(code="record.contradiction", message=message, facts={"field": field})


def _share_a_day(a: SkillGrant, b: SkillGrant) -> bool:
    return max(_first(a), _first(b)) <= min(_last(a), _last(b))


def _first(record: SkillGrant | Shift) -> date:
    return record.valid_from_on or date.min


def _last(record: SkillGrant | Shift) -> date:
    return record.valid_to_on or date.max


def _meet(a: Shift, b: Shift) -> bool:
    """Both hold at some minute. A shift reaches into the next day at most, so that a day and its neighbours tell."""
    return any(
        a.start_min < b.end_min + ahead * DAY_MIN
        and b.start_min + ahead * DAY_MIN < a.end_min
        and _begin_so(a, b, ahead)
        for ahead in (-1, 0, 1)
        if ahead or a.is_one_day == b.is_one_day  # a shift of that very day holds instead of a pattern
    )


def _begin_so(a: Shift, b: Shift, ahead: int) -> bool:
    """There is a day of the first that lies so many days before one of the second."""
    low = max(_first(a).toordinal(), _first(b).toordinal() - ahead)
    high = min(_last(a).toordinal(), _last(b).toordinal() - ahead, low + 6)  # of a pattern a week tells all
    return any(
        (day - 1) % 7 in a.weekdays and (day + ahead - 1) % 7 in b.weekdays for day in range(low, high + 1)
    )


def _hours(shift: Shift) -> str:
    return "-".join(f"{m // 60 % 24:02}:{m % 60:02}" for m in (shift.start_min, shift.end_min))


def _when(record: SkillGrant | Shift) -> str:
    if record.valid_from_on is None and record.valid_to_on is None:
        return "at all times"
    since = f"from {record.valid_from_on}" if record.valid_from_on else ""
    until = f"until {record.valid_to_on}" if record.valid_to_on else ""
    return " ".join(filter(None, (since, until)))
