"""The sheets of the people who make visits: technicians, their skills, shifts and absences."""

from __future__ import annotations

from wom_tui.domain import roster
from wom_tui.domain.sheets import kinds, times
from wom_tui.domain.sheets.sheet import Column, Sheet, with_examples
from wom_tui.domain.site import Territory
from wom_tui.domain.technician import Absence, Employment, Shift, SkillGrant, Technician

WHO = Column(
    name="technician",
    fields=("technician_id",),
    kind=kinds.one(Technician, "the code of a technician, such as kim"),
    meaning="whose it is: the technician's code",
    examples=("kim",),
    is_required=True,
)
FROM = Column(
    name="from", fields=("valid_from_on",), kind=kinds.DATE, meaning="first day; empty = always", examples=()
)
UNTIL = Column(
    name="until",
    fields=("valid_to_on",),
    kind=kinds.DATE,
    meaning="last day; empty = until further notice",
    examples=(),
)

TECHNICIANS = Sheet(
    name="technicians",
    one="technician",
    help="Who makes visits: one row for each technician.",
    fact=Technician,
    keys=(("code",),),
    rule=roster.technician_violations,
    columns=(
        Column(
            name="code",
            kind=kinds.TEXT,
            meaning="what a dispatcher types; names the technician in every other sheet",
            examples=("kim", "ali"),
            is_required=True,
        ),
        Column(
            name="name",
            kind=kinds.TEXT,
            meaning="the name in full",
            examples=("Kim Moran", "Ali Diallo"),
            is_required=True,
        ),
        Column(
            name="kind",
            kind=kinds.one_of(Employment),
            meaning="how they belong to the office",
            examples=("employed", "contractor"),
        ),
        Column(
            name="active",
            fields=("is_active",),
            kind=kinds.YES_NO,
            meaning="whether they are planned at all",
            examples=("yes", "yes"),
        ),
        Column(
            name="home_lat",
            kind=kinds.LATITUDE,
            meaning="where the day begins and ends: latitude",
            examples=("42.3150",),
        ),
        Column(
            name="home_lon",
            kind=kinds.LONGITUDE,
            meaning="the same: longitude",
            examples=("-71.0560",),
        ),
        Column(
            name="zone",
            kind=kinds.ZONE,
            meaning="the clock of their shifts; empty = the office's",
            examples=("America/New_York",),
            is_office_zone=True,
        ),
        Column(
            name="territory",
            fields=("territory_id",),
            kind=kinds.one(Territory, "the name of a territory"),
            meaning="home territory; no territory at all = everywhere",
            examples=(),
        ),
        Column(
            name="territories",
            fields=("territory_ids",),
            kind=kinds.several(Territory, "names of territories"),
            meaning="others where they work",
            examples=(),
        ),
        Column(
            name="overtime_min",
            fields=("max_overtime_min",),
            kind=kinds.whole(0, 1440),
            meaning="minutes that they may work after the shift",
            examples=("60", "0"),
        ),
        Column(
            name="cost_per_hour",
            fields=("cost_cents_per_h",),
            kind=kinds.MONEY,
            meaning="what an hour costs the office",
            examples=("45.00", "62.50"),
        ),
        Column(
            name="cost_per_visit",
            fields=("cost_cents_per_visit",),
            kind=kinds.MONEY,
            meaning="what a contractor is paid for each visit, beside the hours",
            examples=("", "35.00"),
        ),
        Column(
            name="most_visits",
            fields=("max_visits",),
            kind=kinds.whole(0, 1000),
            meaning="so many visits a day and no more; empty = as many as there is time for",
            examples=("", "4"),
        ),
        Column(
            name="speed",
            fields=("speed_factor",),
            kind=kinds.decimal("a number above 0, such as 1 or 0.8", 0.01, 100),
            meaning="how fast they work; 1 = as the work type says",
            examples=("1", "1"),
        ),
        Column(
            name="languages",
            kind=kinds.LIST,
            meaning="what they speak",
            examples=("en, es", "en, fr"),
        ),
    ),
)

SKILLS = Sheet(
    name="skills",
    one="skill",
    help="What technicians can do, from when and until when: one row for each skill of each technician.",
    fact=SkillGrant,
    keys=(("technician", "skill", "from"),),
    owner="technician_id",
    rule=roster.skill_violations,
    columns=(
        with_examples(WHO, "kim", "kim", "ali"),
        Column(
            name="skill",
            kind=kinds.TEXT,
            meaning="as work types name it",
            examples=("lights", "trees", "lights"),
            is_required=True,
        ),
        Column(
            name="level",
            kind=kinds.whole(1, 5),
            meaning="how well, 5 is best; empty = 1",
            examples=("3", "1", "2"),
        ),
        with_examples(FROM, "2026-01-01"),
        with_examples(UNTIL, "", "2027-12-31"),
    ),
)

SHIFTS = Sheet(
    name="shifts",
    one="shift",
    help="When technicians work: one row for each weekly pattern; a row from a day until that same day is for that day"
    " only, and holds then instead of the patterns.",
    fact=Shift,
    keys=(("technician", "days", "from"),),
    can_share=True,
    owner="technician_id",
    rule=roster.shift_violations,
    columns=(
        with_examples(WHO, "kim", "ali", "ali"),
        Column(
            name="days",
            fields=("weekdays",),
            kind=times.WEEKDAYS,
            meaning="the days of the week",
            examples=("mon-fri", "mon-thu", "fri"),
            is_required=True,
        ),
        Column(
            name="shift",
            fields=("start_min", "end_min"),
            kind=times.SPAN,
            meaning="from when until when, on the technician's clock",
            examples=("07:00-15:30", "08:00-16:30", "22:00-06:00"),
            is_required=True,
        ),
        Column(
            name="breaks",
            kind=times.BREAKS,
            meaning="how long, and between when; after midnight write 26:00 for 02:00",
            examples=("30m 11:30-13:00", "30m 12:00-13:30", "30m 25:00-27:00"),
        ),
        FROM,
        UNTIL,
    ),
)

ABSENCES = Sheet(
    name="absences",
    one="absence",
    help="When technicians are away although a shift says otherwise: one row for each absence.",
    fact=Absence,
    keys=(("technician", "from"),),
    owner="technician_id",
    rule=roster.absence_violations,
    columns=(
        WHO,
        Column(
            name="from",
            fields=("start_at",),
            kind=kinds.MOMENT,
            meaning="when it begins",
            examples=("2026-07-06 00:00",),
            is_required=True,
        ),
        Column(
            name="until",
            fields=("end_at",),
            kind=kinds.MOMENT,
            meaning="when it is over",
            examples=("2026-07-18 00:00",),
            is_required=True,
        ),
        Column(name="reason", kind=kinds.TEXT, meaning="why, in a word", examples=("vacation",)),
    ),
)
