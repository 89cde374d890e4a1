"""The roster by lines: skills, shifts, absences, technicians; what stands in the way; what is taken away.

The office's clock is UTC here, the technicians' that of New York.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.commands.typed import do
from tests.office import (
    ALI,
    KIM,
    MONDAY,
    T0,
    ZONE,
    ManualClock,
    an_order,
    close_desks,
    desk_on,
    number_of,
    office_facts,
)
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.removal import RemoveRecord
from wom_tui.desk import Desk
from wom_tui.domain.policy import Actor, Role, User
from wom_tui.domain.receipt import Receipt
from wom_tui.domain.sheets.people import TECHNICIANS
from wom_tui.domain.site import Site, Territory
from wom_tui.domain.technician import Absence, Break, Shift, SkillGrant, Technician, local_instant
from wom_tui.errors import Forbidden, InvalidInput, NotFound, Rejected
from wom_tui.sheet_files import import_sheets
from wom_tui.store.days import roster_days
from wom_tui.store.reader import Reader

NEW_YORK = ZoneInfo(ZONE)


def _skills(desk: Desk, technician: int) -> list[tuple[str, int, date | None, date | None]]:
    return [
        (g.skill, g.level, g.valid_from_on, g.valid_to_on)
        for g in desk.ask(Reader.select, SkillGrant, technician_id=technician)
    ]


def _said(receipt: Receipt) -> list[str]:
    return [violation.message for violation in receipt.violations]


def test_a_skill_is_given_changed_and_taken_away(desk: Desk) -> None:
    do(desk, "skill kim trees 2 from=2026-03-01")
    do(desk, "skill kim TREES 3 until=2026-12-31")

    assert _skills(desk, KIM)[1:] == [("trees", 3, date(2026, 3, 1), date(2026, 12, 31))]

    do(desk, "remove skill kim trees")
    assert [skill for skill, *_ in _skills(desk, KIM)] == ["lights"]

    do(desk, "undo")
    assert [skill for skill, *_ in _skills(desk, KIM)] == ["lights", "trees"]


def test_a_skill_that_is_there_twice_is_told_apart_by_its_first_day(desk: Desk) -> None:
    do(desk, "skill ali trees 3 from=2027-01-01")

    with pytest.raises(InvalidInput, match="from=none, from=2027-01-01"):
        do(desk, "skill ali trees 4")
    do(desk, "skill ali trees 4 from=2027-01-01")

    assert [level for skill, level, *_ in _skills(desk, ALI) if skill == "trees"] == [2, 4]


def test_a_shift_is_a_weekly_pattern_or_one_day(desk: Desk) -> None:
    do(desk, "shift kim sat 9:00-13:00 from=2026-04-01")
    do(desk, 'shift kim 2026-03-08 10:00-14:00 breaks="30m 11:00-13:00"')
    do(desk, "shift kim mon-fri breaks=none")

    week, sat, sun = desk.ask(Reader.select, Shift, technician_id=KIM)
    assert (week.start_min, week.end_min, week.breaks) == (480, 990, ())
    assert (sat.weekdays, sat.start_min, sat.valid_from_on) == ((5,), 540, date(2026, 4, 1))
    assert (sun.weekdays, sun.valid_from_on, sun.valid_to_on) == ((6,), date(2026, 3, 8), date(2026, 3, 8))
    assert sun.breaks == (Break(earliest_min=660, latest_min=780, duration_min=30),)


def test_a_shift_of_one_day_holds_instead_of_the_pattern_and_its_end_brings_that_back(desk: Desk) -> None:
    def hours(on: date) -> list[tuple[int, int]]:
        kim = desk.ask(Reader.get, Technician, KIM)
        windows = [span.window for span in desk.ask(roster_days, kim, [on])[on].spans]
        return [(w.start_at.astimezone(NEW_YORK).hour, w.end_at.astimezone(NEW_YORK).hour) for w in windows]

    do(desk, "shift kim 2026-03-03 12:00-20:00")
    tuesday, wednesday = hours(date(2026, 3, 3)), hours(date(2026, 3, 4))
    do(desk, "shift kim tue 6:00-7:00 from=2026-06-01 until=2026-08-31", "shift kim 2026-03-03 13:00-20:00")
    later = hours(date(2026, 3, 3))
    do(desk, "remove shift kim tue 2026-03-03")

    assert (tuesday, wednesday, later) == ([(12, 20)], [(8, 16)], [(13, 20)])
    assert hours(date(2026, 3, 3)) == [(8, 16)]


def test_a_line_about_every_week_does_not_change_the_shift_of_one_day(desk: Desk) -> None:
    do(desk, "shift kim 2026-03-07 9:00-13:00")
    do(desk, "shift kim sat 8:00-12:00")

    _, one_day, week = desk.ask(Reader.select, Shift, technician_id=KIM)
    assert (one_day.start_min, one_day.valid_to_on) == (540, date(2026, 3, 7))
    assert (week.start_min, week.valid_from_on) == (480, None)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("shift kim sat", "from when until when"),
        ("shift kim mon-wed 7:00-9:00", "there is a shift 08:00-16:30"),
        ("shift kim sat 9-13", "a span of the day"),
        ("shift kim tue 6:00-7:00 from=2026-03-04 until=2026-03-04", "2026-03-04 is a Wednesday"),
        ("skill kim lights 9", "from 1 to 5"),
        ("technician kim", "what changes: name="),
        ("technician kim territory=Nowhere", "no territory is called that"),
        ("back kim", "a time at which kim is away"),
    ],
)
def test_what_cannot_be_is_refused_as_a_sheet_refuses_it(desk: Desk, line: str, said: str) -> None:
    with pytest.raises((InvalidInput, Rejected), match=said):
        do(desk, line)


def test_a_technician_changes_by_the_columns_of_the_sheet(desk: Desk) -> None:
    do(desk, 'technician kim name="Kim Moran" territory=East overtime_min=60 active=no')

    kim = desk.ask(Reader.get, Technician, KIM)
    assert (kim.name, kim.territory_id, kim.max_overtime_min, kim.is_active) == ("Kim Moran", 2, 60, False)


def test_an_absence_ends_earlier_or_later_and_goes(desk: Desk) -> None:
    def ends() -> list[object]:
        return [absence.end_at for absence in desk.ask(Reader.select, Absence)]

    do(desk, "absent kim 14:05 to 17:00 reason=doctor")
    do(desk, "back kim 16:00")
    assert ends() == [local_instant(MONDAY, 660, ZONE)]
    do(desk, "back kim 18:00")
    assert ends() == [local_instant(MONDAY, 780, ZONE)]

    do(desk, "remove absence kim today")
    assert ends() == []


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ("now", (MONDAY, 990)),
        ("+1h", (MONDAY, 990)),
        ("fri 14:00", (date(2026, 3, 6), 990)),
        ("22:00", (MONDAY, 1440)),  # after the shift
        ("sat 14:00", (date(2026, 3, 7), 1440)),  # no shift at all
        ("wed 3:00", (date(2026, 3, 4), 240)),  # 22:00 in New York, in a shift over midnight
        ("wed 7:00", (date(2026, 3, 4), 240)),  # 2:00 in New York, in the same one
    ],
)
def test_an_absence_without_an_end_ends_with_the_shift_or_else_the_day(
    desk: Desk, said: str, ends: tuple[date, int]
) -> None:
    do(desk, "shift kim 2026-03-03 20:00-4:00")

    do(desk, f"absent kim {said}")

    (away,) = desk.ask(Reader.select, Absence)
    assert away.end_at == local_instant(*ends, ZONE)


def test_an_absence_begins_with_the_minute(database_url: str) -> None:
    desk = desk_on(database_url, clock=ManualClock(T0 + timedelta(seconds=6, microseconds=476981)))
    desk.run(LoadFacts(facts=office_facts()))

    do(desk, "absent kim now")

    (away,) = desk.ask(Reader.select, Absence)
    close_desks()
    assert away.start_at == T0


def test_a_visit_that_an_absence_breaks_is_named_with_the_way_on(desk: Desk) -> None:
    first, second = number_of(desk, an_order()), number_of(desk, an_order(site=2))
    do(desk, f"assign {first} kim 15:00", f"assign {second} kim 19:00")

    away = do(desk, "absent kim 14:30 to 17:00 reason=doctor")
    later = do(desk, "back kim 16:30")

    (said,) = _said(away)
    assert said.startswith(f"visit {first}/1 2 Mar 10:00 is in the way: K. Moran is away until 12:00")
    assert said.endswith("reassign or unassign it")
    assert _said(later) == []


def test_what_else_strands_a_visit_is_said_as_well(desk: Desk) -> None:
    number = number_of(desk, an_order())
    do(desk, f"assign {number} kim 15:00")

    for line, why in (
        ("remove skill kim lights", "lacks lights"),
        ("shift kim mon-fri 12:00-16:30 breaks=none", "does not work"),
        ("technician kim active=no", "is not active"),
    ):
        (said,) = _said(do(desk, line))
        assert why in said
        do(desk, "undo")


def test_what_something_points_to_stays(desk: Desk) -> None:
    with pytest.raises(Rejected, match=r"technician kim cannot go: skill kim lights points .*active=no"):
        do(desk, "remove technician kim")
    number_of(desk, an_order())
    with pytest.raises(Rejected, match="site Site 1 cannot go: order"):
        do(desk, 'remove site "Site 1"')
    with pytest.raises(Rejected, match="territory East cannot go: technician ali"):
        do(desk, "remove territory East")  # it stands in a list only
    with pytest.raises(NotFound, match="no skill 'kim light'"):
        do(desk, "remove skill kim light")

    do(desk, 'remove site "Site 5"')
    assert len(desk.ask(Reader.select, Site)) == 4
    assert len(desk.ask(Reader.select, Territory)) == 2


def test_nobody_takes_the_last_admin_away(desk: Desk) -> None:
    do(desk, "user dana admin")

    for line in ("remove user dana", "user dana viewer"):
        with pytest.raises(Rejected, match="last active admin"):
            do(desk, line)


def test_a_dispatcher_takes_an_absence_away_and_no_skill(desk: Desk, database_url: str) -> None:
    dispatcher = desk_on(database_url, actor=Actor(name="dana", role=Role.DISPATCHER))
    do(desk, "absent kim today", "absent ali tomorrow")

    do(dispatcher, "remove absence kim today")
    with pytest.raises(Forbidden):
        do(dispatcher, "remove skill kim lights")

    (left,) = desk.ask(Reader.select, Absence)
    assert (left.technician_id, left.start_at > T0) == (ALI, True)


@pytest.mark.parametrize(
    ("what", "needs"), [("absences", Role.DISPATCHER), ("skills", Role.MANAGER), ("users", Role.ADMIN)]
)
def test_whoever_may_put_a_record_in_may_take_it_away_and_nobody_below(
    desk: Desk, database_url: str, what: str, needs: Role
) -> None:
    do(desk, "absent kim today", "user lee viewer")
    made = {"absences": Absence, "skills": SkillGrant, "users": User}[what]
    command = RemoveRecord(what=what, id=desk.ask(Reader.select, made)[0].id, called="it")
    below = {Role.DISPATCHER: Role.TECHNICIAN, Role.MANAGER: Role.DISPATCHER, Role.ADMIN: Role.MANAGER}[needs]

    assert command.needed_role is needs
    with pytest.raises(Forbidden):
        desk_on(database_url, actor=Actor(name="dana", role=below)).run(command)
    desk_on(database_url, actor=Actor(name="dana", role=needs)).run(replace(command, command_id="again"))


def test_what_was_made_and_undone_is_not_made_again_under_a_name_that_another_has(desk: Desk) -> None:
    made = do(desk, "user lee viewer")
    undone = do(desk, f"undo {made.command_id}")
    do(desk, "user lee dispatcher")

    with pytest.raises(Rejected, match="cannot come back: user 2 has its name by now"):
        do(desk, f"undo {undone.command_id}")


def test_what_was_taken_away_does_not_come_back_under_a_name_that_another_has(desk: Desk) -> None:
    do(desk, "user lee viewer")
    removed = do(desk, "remove user lee")
    do(desk, "user lee dispatcher")

    with pytest.raises(Rejected, match="cannot come back: user 2 has its name by now"):
        do(desk, f"undo {removed.command_id}")
    do(desk, "remove user lee", f"undo {removed.command_id}")

    (lee,) = desk.ask(Reader.select, User)
    assert (lee.name, lee.role) == ("lee", Role.VIEWER)


@pytest.mark.parametrize(
    ("code", "better"),
    [("7", "t7"), ("14:30", "t14-30"), ("two words", "two-words"), ("a=b", "a-b"), ("None", "tNone")],
)
def test_a_code_that_a_line_cannot_tell_from_a_number_is_refused_with_a_better_one(
    desk: Desk, tmp_path: Path, code: str, better: str
) -> None:
    file = tmp_path / "technicians.csv"
    file.write_text(f"code,name\n{code},Kim Moran\n", encoding="utf-8")

    report = import_sheets(desk, [file], TECHNICIANS, reject_file=tmp_path / "rejects.csv")

    assert (report.created, report.rejected) == (0, 1)
    assert f": {better}, not {code}" in report.rejects[0].reason
