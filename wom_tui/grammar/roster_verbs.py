"""How do verbs about the roster become commands: who works here, what they can do, when they work and are away?

They put in rows of the office's sheets, as files and `wom skill edit` do: the same cells, the same checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wom_tui.commands.command import Command
from wom_tui.commands.records import PUTTING, PutAbsences, PutShifts, PutSkills, PutTechnicians
from wom_tui.commands.removal import RemoveRecord, removing
from wom_tui.commands.roster import AddAbsence
from wom_tui.domain.intake.cell import BadCell, folded
from wom_tui.domain.minutes import minute_of
from wom_tui.domain.moments import Moment
from wom_tui.domain.policy import Role
from wom_tui.domain.sheets.asking import Record
from wom_tui.domain.sheets.catalogue import SHEETS
from wom_tui.domain.sheets.kinds import moment_words
from wom_tui.domain.sheets.people import ABSENCES, SHIFTS, SKILLS, TECHNICIANS
from wom_tui.domain.sheets.row import typed_row
from wom_tui.domain.sheets.sheet import Sheet
from wom_tui.domain.sheets.times import DAYS, days_words, read_days
from wom_tui.domain.technician import Technician
from wom_tui.errors import InvalidInput, NotFound
from wom_tui.grammar import values
from wom_tui.grammar.common_words import common
from wom_tui.grammar.ends import ends_of
from wom_tui.grammar.intent import Argument, Intent, Option, Takes, Verb
from wom_tui.grammar.kinds import Kind
from wom_tui.grammar.refusing import missing
from wom_tui.grammar.resolver import Resolver
from wom_tui.grammar.who_and_when import who_and_when

REMOVABLE: Mapping[str, Sheet[Any]] = {sheet.one: sheet for sheet in SHEETS.values() if sheet.is_removable}


def _put(
    sheet: Sheet[Any], cells: Mapping[str, str], intent: Intent, look: Resolver, *, may_make: bool = True
) -> Command:
    row = typed_row(sheet, cells, ZoneInfo(look.zone))
    return PUTTING[sheet.name](
        rows=(row,), zone=look.zone, is_edit=True, may_make=may_make, **common(intent, look)
    )


# -- technicians, what they can do, when they work -------------------------------------------------


def technician(intent: Intent, look: Resolver) -> Command:
    """`technician kim territory=South active=no`."""
    columns = [option.name for option in FIELDS]
    said = {name: intent.options[name] for name in columns if name in intent.options}
    if not said:
        raise InvalidInput("technician", "", f"what changes: {', '.join(f'{name}=' for name in columns)}")
    cells = {"code": look.technician(intent.arguments["technician"]).code} | said
    return _put(TECHNICIANS, cells, intent, look, may_make=False)


def skill(intent: Intent, look: Resolver) -> Command:
    """`skill kim hvac 3 until=2027-12-31`: given, or changed where the technician has it."""
    code, name = look.technician(intent.arguments["technician"]).code, intent.arguments["skill"]
    there = [r for r in _of(SKILLS, code, look) if folded(str(r.cells["skill"])) == folded(name)]
    cells = {"technician": code, "skill": name} | _valid(there, intent, look)
    if there:
        cells["skill"] = str(there[0].cells["skill"])
    if level := intent.arguments.get("level"):
        cells["level"] = level
    return _put(SKILLS, cells, intent, look)


def shift(intent: Intent, look: Resolver) -> Command:
    """`shift kim mon-fri 7:00-15:30 breaks="30m 11:30-13:00"`, `shift kim 2026-05-16 9:00-13:00`."""
    code = look.technician(intent.arguments["technician"]).code
    days, dates = _days(intent.arguments["days"], look)
    there = [r for r in _of(SHIFTS, code, look) if r.cells["days"] == days]
    patterns = [r for r in there if not r.cells["from"] or r.cells["from"] != r.cells["until"]]
    cells = {"technician": code, "days": days} | (dates or _valid(patterns, intent, look))
    if hours := intent.arguments.get("hours"):
        cells["shift"] = hours
    elif found := [r for r in there if (r.cells["from"] or "") == cells.get("from", "")]:
        cells["shift"] = str(found[0].cells["shift"])
    else:
        raise InvalidInput("shift", days, f"from when until when, as in: {SHIFT.example}")
    if (breaks := intent.options.get("breaks")) is not None:
        cells["breaks"] = "" if values.is_nothing(breaks) else breaks
    return _put(SHIFTS, cells, intent, look)


def _of(sheet: Sheet[Any], code: str, look: Resolver) -> list[Record]:
    return [record for record in look.records(sheet) if record.cells["technician"] == code]


def _days(text: str, look: Resolver) -> tuple[str, dict[str, str]]:
    """Days of every week; or one day, which is its weekday from that day until it."""
    try:
        return days_words(read_days(text)), {}
    except BadCell:
        on = look.day(look.time(text, "days"))
        return DAYS[on.weekday()], {"from": on.isoformat(), "until": on.isoformat()}


def _valid(there: Iterable[Record], intent: Intent, look: Resolver) -> dict[str, str]:
    """From when until when. Which record is meant, its first day tells: said, or that of the only one there is."""
    cells = {
        name: _on(intent.options[name], name, look) for name in ("from", "until") if name in intent.options
    }
    begun = sorted({str(record.cells["from"] or "") for record in there})
    if "from" not in cells and len(begun) > 1:
        listed = ", ".join(f"from={on or 'none'}" for on in begun)
        raise InvalidInput("from", "", f"one of {listed}")
    if "from" not in cells and begun:
        cells["from"] = begun[0]
    return cells


def _on(text: str, field: str, look: Resolver) -> str:
    """A day as a cell has it; `none` leaves it open."""
    return "" if values.is_nothing(text) else look.day(look.time(text, field)).isoformat()


# -- absences --------------------------------------------------------------------------------------


def absent(intent: Intent, look: Resolver) -> Command:
    """`absent kim fri`, `absent kim now`, `absent kim fri 9:00 to fri 12:00`, `absent kim mon to wed`."""
    who, when = who_and_when(intent, look, lambda said: ends_of(said, look.time))
    if when is None:
        raise missing(intent.verb, intent.verb.arguments[-1])
    begun, ended = ends_of(when, look.time)
    return AddAbsence(
        technician=who.id,
        start_at=minute_of(begun.start_at),  # rosters count in minutes; `now` has microseconds
        end_at=minute_of(_end(who, begun, ended, look)),
        reason=intent.options.get("reason", "absent"),
        **common(intent, look),
    )


def _end(who: Technician, begun: Moment, said: Moment | None, look: Resolver) -> datetime:
    """A day counts as a whole; a time of day alone lasts as long as the work of that day."""
    ended = said or begun
    if ended.is_day:
        return ended.end_at
    return ended.start_at if said else look.end_of_work(who, begun.start_at)


def back(intent: Intent, look: Resolver) -> Command:
    """`back kim`, `back kim fri 12:00`: the absence that runs then, or did last before, ends at that time."""
    who, when = who_and_when(intent, look, look.time)
    code, said = who.code, when or "now"
    at = look.time(said).start_at
    begun = [
        record
        for record in _of(ABSENCES, code, look)
        if getattr(record.asked, "from") < at and record.asked.until > look.now
    ]
    if not begun:
        expected = f"a time at which {code} is away; an absence is taken back by: remove absence {code} DAY"
        raise InvalidInput("time", said, expected)
    last = max(begun, key=lambda record: (getattr(record.asked, "from"), record.id))
    until = moment_words(at, ZoneInfo(look.zone))
    cells = {"technician": code, "from": str(last.cells["from"]), "until": until}
    return _put(ABSENCES, cells, intent, look, may_make=False)


# -- taking away -----------------------------------------------------------------------------------


def remove(intent: Intent, look: Resolver) -> Command:
    """`remove skill kim hvac`, `remove shift kim mon-fri`, `remove absence kim fri`."""
    sheet, name = _noun(intent), intent.arguments["name"]
    try:
        found = look.record(sheet, name)
    except NotFound:
        on_day = _absence_on(name, look) if sheet is ABSENCES else None
        if on_day is None:
            raise
        found = on_day
    return removing(sheet, found)


def removal_role(intent: Intent) -> Role:
    """Whoever may put in such a record may take it away."""
    return PUTTING[_noun(intent).name].needs


def _noun(intent: Intent) -> Sheet[Any]:
    said = folded(intent.arguments["noun"])
    found = [sheet for one, sheet in REMOVABLE.items() if said in (one, sheet.name)]
    found = found or [sheet for one, sheet in REMOVABLE.items() if one.startswith(said)]
    if len(found) != 1:
        listed = ", ".join(sheet.one for sheet in found) or ", ".join(REMOVABLE)
        raise InvalidInput("noun", intent.arguments["noun"], f"one of {listed}")
    return found[0]


def _absence_on(name: str, look: Resolver) -> Record | None:
    """`kim fri`: the only absence of theirs that touches that time."""
    who, _, when = name.partition(" ")
    if not when:
        return None
    said = look.time(when)
    there = _of(ABSENCES, look.technician(who).code, look)
    found = [r for r in there if getattr(r.asked, "from") < said.end_at and r.asked.until > said.start_at]
    if len(found) > 1:
        listed = ", ".join(str(record.cells["from"]) for record in found)
        raise InvalidInput("absence", name, f"one of those that begin {listed}")
    return found[0] if found else None


# -- the rows of the grammar -----------------------------------------------------------------------

_TECHNICIAN = Argument("technician", Kind.TECHNICIAN)
_VALID = (
    Option("from", Kind.TIME, "first day; none = always; where there are several, it tells which is meant"),
    Option("until", Kind.TIME, "last day; none = until further notice"),
)
FIELDS = tuple(
    Option(column.name, Kind.TEXT, column.meaning)
    for column in TECHNICIANS.columns
    if column.name not in TECHNICIANS.identity
)
SHIFT = Verb(
    name="shift",
    takes=Takes.NOTHING,
    arguments=(
        _TECHNICIAN,
        Argument("days", Kind.DAYS),
        Argument("hours", Kind.TEXT, is_required=False),
    ),
    options=(Option("breaks", Kind.TEXT, "how long and between when: 30m 11:30-13:00; or none"), *_VALID),
    build=shift,
    commands=(PutShifts,),
    example='shift kim mon-fri 7:00-15:30 breaks="30m 11:30-13:00"',
    said="Say when a technician works: on days of every week, or on one day.",
)
ROSTER_VERBS: tuple[Verb, ...] = (
    Verb(
        name="technician",
        takes=Takes.NOTHING,
        arguments=(_TECHNICIAN,),
        options=FIELDS,
        build=technician,
        commands=(PutTechnicians,),
        example="technician kim territory=West overtime_min=60",
        said="Change what is known of a technician. In the console, without any of it: look at the technician.",
    ),
    Verb(
        name="skill",
        takes=Takes.NOTHING,
        arguments=(
            _TECHNICIAN,
            Argument("skill", Kind.SKILL),
            Argument("level", Kind.COUNT, is_required=False),
        ),
        options=_VALID,
        build=skill,
        commands=(PutSkills,),
        example="skill kim hvac 3 until=2027-12-31",
        said="Say what a technician can do, at which level, from when until when.",
    ),
    SHIFT,
    Verb(
        name="absent",
        takes=Takes.NOTHING,
        arguments=(_TECHNICIAN, Argument("time", Kind.TIME, is_rest=True)),
        options=(Option("reason", Kind.TEXT, "why"),),
        build=absent,
        commands=(AddAbsence,),
        example="absent kim fri 9:00 to fri 12:00 reason=doctor",
        said="Say that a technician is away: a day, from a time until the end of the shift, or from when to when.",
    ),
    Verb(
        name="back",
        takes=Takes.NOTHING,
        arguments=(_TECHNICIAN, Argument("time", Kind.TIME, is_required=False, is_rest=True)),
        build=back,
        commands=(PutAbsences,),
        example="back kim fri 12:00",
        said="Say when a technician is back: the absence ends then, earlier or later than it would.",
    ),
    Verb(
        name="remove",
        takes=Takes.NOTHING,
        arguments=(Argument("noun", Kind.NOUN), Argument("name", Kind.RECORD, is_rest=True)),
        build=remove,
        commands=(RemoveRecord,),
        example="remove skill kim hvac",
        said="Take a record of the office away; refused while something points to it.",
        role=removal_role,
    ),
)
