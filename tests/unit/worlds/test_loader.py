"""Is a world read as its files say, and does a mistake in them name its place?"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from wom_tui.domain.sla.policy import SlaPolicy, Target, TargetUnit
from wom_tui.domain.technician import Break, Shift, SkillGrant, Technician
from wom_tui.domain.work_calendar import Calendar, Hours
from wom_tui.domain.work_order import HoldReason, OrderStatus, Priority, SkillNeed
from wom_tui.domain.work_type import RequiredFields, WorkType
from wom_tui.errors import InvalidInput
from wom_tui.worlds.loader import about_world, open_world, read_world, world_names

HEAD = """
[world]
name = "hamlet"
title = "Hamlet"
zone = "America/New_York"
begins_at = 2026-03-02T00:00:00-05:00
ends_at = 2026-03-03T00:00:00-05:00
opens_at = 2026-03-02T10:00:00-05:00
travel = { kind = "geodesic" }
"""
CALENDAR = """
[[calendar]]
name = "day"
zone = "America/New_York"
week = { mon = ["08:00-12:00", "13:00-17:00"], sat = ["09:00-24:00"] }
holidays = [{ on = 2026-05-25, name = "Memorial Day" }]
"""
LEAK = """
[[work_type]]
name = "Leak"
priority = "P1"
duration_min = 60
skills = { plumbing = 2 }
required = { completed = ["resolution_code"] }
"""
ORDER = """
[[site]]
name = "Mill"
zone = "America/New_York"

[[work_order]]
external_id = "H-1"
title = "Leak"
status = "ready"
work_type = "Leak"
site = "Mill"
opened_at = 2026-03-02T09:00:00-05:00
"""


@pytest.fixture
def hamlet(tmp_path: Path) -> Path:
    folder = tmp_path / "hamlet"
    folder.mkdir()
    return folder


def write(folder: Path, text: str, name: str = "world.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_worlds_that_ship_can_all_be_read() -> None:
    assert world_names() == ("boston_may", "tiny_town")
    boston, tiny = map(open_world, world_names())

    assert (boston.roads, tiny.roads) == ("boston_may", None)
    assert [file.preset for file in boston.files] == ["boston311"]
    assert sum(isinstance(fact, Technician) for fact in boston.facts) == 40
    assert boston.attribution[0].startswith("City of Boston")
    assert boston.attribution[1] == "© OpenStreetMap contributors (ODbL 1.0)"
    assert "© OpenStreetMap contributors" in about_world("boston_may")
    assert len(tiny.orders) == 7


def test_the_tables_of_several_files_make_one_world(hamlet: Path) -> None:
    write(hamlet, HEAD)
    write(hamlet, CALENDAR, "hours.toml")
    write(hamlet, LEAK, "types.toml")

    world = read_world(hamlet)

    assert world.opens_at == datetime(2026, 3, 2, 15, tzinfo=UTC)
    calendar, holiday, kind = world.facts
    assert isinstance(calendar, Calendar)
    assert calendar.week[0] == (Hours(480, 720), Hours(780, 1020))
    assert calendar.week[1] == ()
    assert calendar.week[5] == (Hours(540, 1440),)
    assert (holiday.id, getattr(holiday, "calendar_id", None)) == (1, 1)
    assert kind == WorkType(
        id=1,
        name="Leak",
        priority=Priority.P1,
        duration_min=60,
        skills=(SkillNeed(name="plumbing", level=2),),
        required=(RequiredFields(state=OrderStatus.COMPLETED, fields=("resolution_code",)),),
    )


def test_names_become_numbers(hamlet: Path) -> None:
    policy = """
[[sla_policy]]
name = "Leak: 4 h"
work_type = "Leak"
calendar = "day"
resolve = { amount = 240, unit = "business_minutes" }
effective_from_on = 2026-01-01
"""
    world = read_world(write(hamlet, HEAD + CALENDAR + LEAK + policy))

    assert world.facts[-1] == SlaPolicy(
        id=1,
        name="Leak: 4 h",
        work_type_id=1,
        calendar_id=1,
        resolve=Target(240, TargetUnit.BUSINESS_MINUTES),
        effective_from_on=date(2026, 1, 1),
    )


def test_a_night_shift_ends_on_the_next_day_and_so_does_its_break(hamlet: Path) -> None:
    people = """
[[shift_pattern]]
name = "night"
weekdays = ["sun", "mon"]
start = "22:00"
end = "06:30"
breaks = [{ earliest = "01:00", latest = "04:00", duration_min = 30 }]

[[technician]]
code = "jo"
name = "Jo"
skills = [{ skill = "plumbing", level = 2, valid_from_on = 2020-01-01 }]
shifts = ["night"]
"""
    _, grant, shift = read_world(write(hamlet, HEAD + people)).facts

    assert grant == SkillGrant(
        id=1, technician_id=1, skill="plumbing", level=2, valid_from_on=date(2020, 1, 1)
    )
    assert shift == Shift(
        id=1,
        technician_id=1,
        weekdays=(6, 0),
        start_min=1320,
        end_min=1830,
        breaks=(Break(earliest_min=1500, latest_min=1680, duration_min=30),),
    )


def test_an_order_is_told_as_the_acts_that_lead_to_it(hamlet: Path) -> None:
    held = ORDER.replace('"ready"', '"on_hold"') + (
        "[[work_order.holds]]\n"
        'reason = "parts"\nfrom_at = 2026-03-02T09:30:00-05:00\nuntil_at = 2026-03-04T09:00:00-05:00'
    )
    (order,) = read_world(write(hamlet, HEAD + LEAK + held)).orders

    assert [step.at.hour * 60 + step.at.minute for step in order.steps()] == [14 * 60, 14 * 60 + 30]
    assert order.holds[0].reason is HoldReason.PARTS
    assert (order.create.source, order.create.work_type, order.create.site) == ("hamlet", 1, 1)


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("[world", "hamlet/world.toml", "a TOML file"),
        (CALENDAR, "hamlet", "a table [world]"),
        (HEAD.replace("hamlet", "city"), "[[world]] city: name", "hamlet, the name of the folder"),
        (HEAD.replace("geodesic", "balloon"), "[[world]] hamlet: travel: kind", "geodesic or road_graph"),
        (HEAD.replace("America/New_York", "America/Gotham"), "zone", "an IANA time zone"),
        (HEAD.replace("10:00:00-05:00", "10:00:00"), "hamlet: opens_at", "a time with its offset"),
        (HEAD + "[[weather]]\nkind = 'rain'", "hamlet/world.toml: table", "one of calendar"),
        (HEAD + "calendar = 3", "[[world]] hamlet: calendar", "one of attribution, begins_at"),
        (
            HEAD + CALENDAR.replace("08:00-12:00", "8 to 12"),
            "[[calendar]] day: week",
            'hours such as "08:30-17:00"',
        ),
        (HEAD + CALENDAR.replace("mon", "moon"), "[[calendar]] day: week", "not moon"),
        (HEAD + LEAK.replace("P1", "P9"), "[[work_type]] Leak: priority", "one of P1, P2, P3, P4"),
        (
            HEAD + LEAK.replace("plumbing = 2", "plumbing = 9"),
            "[[work_type]] Leak: skills",
            "levels from 1 to 5",
        ),
        (
            HEAD + LEAK.replace("duration_min = 60", "duration_min = 6.5"),
            "Leak: duration_min",
            "a whole number",
        ),
        (
            HEAD + LEAK.replace("duration_min", "minutes"),
            "[[work_type]] Leak: minutes",
            "no such field; a WorkType",
        ),
        (HEAD + LEAK.replace("completed", "finished"), "Leak: required: finished", "one of cancelled"),
        (HEAD + LEAK + LEAK, "[[work_type]] Leak: name", "a name of its own"),
        (HEAD + ORDER, "[[work_order]] H-1: work_type", "nothing: there are none"),
        (HEAD + LEAK + ORDER.replace('"Mill"', '"Milk"', 1), "[[work_order]] H-1: site", "one of Milk"),
        (HEAD + LEAK + ORDER.replace("ready", "reedy"), "[[work_order]] H-1: status", "one of draft"),
        (
            HEAD + LEAK + ORDER.replace('title = "Leak"', ""),
            "[[work_order]] H-1: title",
            "this field is needed",
        ),
        (HEAD + LEAK + ORDER + "holds = 3", "[[work_order]] H-1: holds", "a list"),
    ],
)
def test_a_mistake_names_file_table_row_and_field(hamlet: Path, text: str, place: str, expected: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_world(write(hamlet, text))

    assert place in caught.value.field or place in str(caught.value)
    assert expected in caught.value.expected


def test_a_table_stands_in_one_file_only(hamlet: Path) -> None:
    write(hamlet, LEAK, "types.toml")

    with pytest.raises(InvalidInput, match=r"it stands in hamlet/types\.toml already"):
        read_world(write(hamlet, HEAD + LEAK))


def test_a_file_that_is_not_there_is_named(hamlet: Path) -> None:
    head = HEAD + 'imports = [{ file = "orders.csv", preset = "boston311" }]'

    with pytest.raises(InvalidInput, match="hamlet: imports 1: file"):
        read_world(write(hamlet, head))
