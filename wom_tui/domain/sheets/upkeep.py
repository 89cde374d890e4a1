"""The sheets of what comes back: maintenance plans, and the meters that some of them go by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from wom_tui.domain import values
from wom_tui.domain.maintenance import (
    LONGEST_DAYS,
    MOST_CAUGHT_UP,
    CountsFrom,
    Interval,
    MaintenancePlan,
    MeterReading,
    PlanState,
    Step,
    plan_violations,
)
from wom_tui.domain.maintenance_days import OffDays
from wom_tui.domain.sheets import kinds
from wom_tui.domain.sheets.agreements import CALENDAR, WORK_TYPE
from wom_tui.domain.sheets.places import SITE
from wom_tui.domain.sheets.sheet import Column, Sheet, with_examples
from wom_tui.domain.site import Asset
from wom_tui.domain.violation import Violation

_INTERVAL = re.compile(r"(?:every )?(\d{1,4}) ?(day|week|month|year)s?", re.ASCII)
_SAYS_INTERVAL = "an interval such as 3 months, 2 weeks, 10 days or 1 year, at most 20 years"
_MOST = {Step.DAY: 7300, Step.WEEK: 1040, Step.MONTH: 240, Step.YEAR: 20}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SAYS_SEASON = "months such as apr-oct, or mar, sep; nov-feb goes over the turn of the year"


def _interval(text: str) -> Interval:
    found = _INTERVAL.fullmatch(" ".join(text.casefold().split()))
    if found is None or not 1 <= int(found[1]) <= _MOST[Step(found[2])]:
        raise kinds.refused(text, _SAYS_INTERVAL)
    return Interval(count=int(found[1]), step=Step(found[2]))


def interval_words(every: Interval) -> str:
    """`3 months`, `1 year`."""
    return f"{every.count} {every.step.value}{'' if every.count == 1 else 's'}"


def _season(text: str) -> tuple[int, ...]:
    found: set[int] = set()
    for part in values.list_of(text):
        first, _, last = (word.strip()[:3].casefold() for word in part.partition("-"))
        last = last or first
        if first not in _MONTHS or last not in _MONTHS:
            raise kinds.refused(text, _SAYS_SEASON)
        begin, end = _MONTHS.index(first), _MONTHS.index(last)
        found |= {month % 12 + 1 for month in range(begin, (end if end >= begin else end + 12) + 1)}
    return tuple(sorted(found))


def season_words(months: tuple[int, ...]) -> str:
    """As it is read again: `apr, may, jun`."""
    return values.list_words(tuple(_MONTHS[month - 1] for month in months))


def how_often(plan: MaintenancePlan) -> str:
    """`3 months`, `500 on the meter`, `6 months or 500 on the meter`."""
    calendar = [interval_words(plan.every)] if plan.every is not None else []
    meter = [f"{plan.meter_every:g} on the meter"] if plan.meter_every is not None else []
    return " or ".join(calendar + meter)


INTERVAL = kinds.plain(_SAYS_INTERVAL, _interval, interval_words)
SEASON = kinds.plain(_SAYS_SEASON, _season, season_words)
ASSET = Column(
    name="asset",
    fields=("asset_id",),
    kind=kinds.one(Asset, "the serial number or the name of an asset"),
    meaning="which thing it is about",
    examples=(),
)


def _days(name: str, meaning: str, *examples: str) -> Column:
    kind = kinds.whole(0, LONGEST_DAYS)
    return Column(name=f"{name}_days", kind=kind, meaning=meaning, examples=examples)


def _plan_rule(plan: MaintenancePlan, _beside: Mapping[int, MaintenancePlan]) -> Iterator[Violation]:
    return plan_violations(plan)


MAINTENANCE = Sheet(
    name="maintenance",
    one="maintenance plan",
    help="Which work comes back, and how often: one row for each plan.",
    fact=MaintenancePlan,
    keys=(("name",),),
    rule=_plan_rule,
    columns=(
        Column(
            name="name",
            kind=kinds.TEXT,
            meaning="what the plan is called",
            examples=("boiler-1 inspection", "pump-3 service"),
            is_required=True,
        ),
        Column(
            name="title",
            kind=kinds.TEXT,
            meaning="of its orders; empty = its name",
            examples=("Inspect boiler 1", ""),
        ),
        Column(
            name="work_type",
            fields=("work_type_id",),
            kind=WORK_TYPE.kind,
            meaning="of which work; its checklist, parts and skills come from it",
            examples=("Boiler inspection", "Boiler inspection"),
            is_required=True,
        ),
        with_examples(ASSET, "HX-88213", "HX-88213"),
        with_examples(SITE, "City Hall", ""),
        Column(
            name="every",
            kind=INTERVAL,
            meaning="how often, on the calendar; empty = by the meter; with both, whichever is first",
            examples=("3 months", ""),
        ),
        Column(
            name="meter_every",
            kind=kinds.decimal("an amount above 0, such as 500", 0.001, 1e12),
            meaning="after so much on the asset's meter; empty = by the calendar alone",
            examples=("", "500"),
        ),
        Column(
            name="first_due",
            fields=("first_due_on",),
            kind=kinds.DATE,
            meaning="the first due day; with a meter the day from which use, and the calendar, count",
            examples=("2026-03-02", "2026-01-01"),
            is_required=True,
        ),
        Column(
            name="counts_from",
            kind=kinds.one_of(CountsFrom),
            meaning="whether the next one is counted from the due day or from when it was done; empty = due",
            examples=("due", "done"),
        ),
        _days("lead", "so many days before the due day work may begin; empty = 7", "7", "3"),
        _days("grace", "so many days after it the work is still in time; empty = 7", "14", "7"),
        _days("horizon", "so many days before it the order is made; empty = 30", "30", "30"),
        Column(name="season", kind=SEASON, meaning="months in which it may be due", examples=("apr-oct", "")),
        Column(
            name="catch_up",
            kind=kinds.whole(0, MOST_CAUGHT_UP),
            meaning="of due days missed while nothing ran, how many get an order; empty = 1, the last",
            examples=("1", "0"),
        ),
        Column(
            name="until",
            fields=("until_on",),
            kind=kinds.DATE,
            meaning="the last due day; empty = until further notice",
            examples=("", "2027-12-31"),
        ),
        Column(
            name="state",
            kind=kinds.one_of(PlanState),
            meaning="empty = running",
            examples=("running", "running"),
        ),
        Column(
            name="reason",
            kind=kinds.TEXT,
            meaning="why it is paused or has ended",
            examples=("", ""),
        ),
        Column(
            name="paused_until",
            fields=("paused_until_on",),
            kind=kinds.DATE,
            meaning="a pause ends by itself on that day",
            examples=("", ""),
        ),
        Column(
            name="not_before",
            fields=("not_before_on",),
            kind=kinds.DATE,
            meaning="due days before it are let go",
            examples=("", ""),
        ),
        Column(
            name="calendar",
            fields=("calendar_id",),
            kind=CALENDAR.kind,
            meaning="whose working days and holidays move a due day",
            examples=("", ""),
        ),
        Column(
            name="off_days",
            kind=kinds.one_of(OffDays),
            meaning="a due day on which the calendar is closed: keep, or the working day before or after; empty = keep",
            examples=("", ""),
        ),
    ),
)

READINGS = Sheet(
    name="readings",
    one="reading",
    help="What the meters of assets showed: one row for each time that somebody looked.",
    fact=MeterReading,
    keys=(("asset", "read"),),
    columns=(
        Column(
            name="asset",
            fields=("asset_id",),
            kind=ASSET.kind,
            meaning="whose meter",
            examples=("HX-88213", "HX-88213"),
            is_required=True,
        ),
        Column(
            name="read",
            fields=("read_at",),
            kind=kinds.MOMENT,
            meaning="when somebody looked",
            examples=("2026-03-02 08:00", "2026-04-01 08:00"),
            is_required=True,
        ),
        Column(
            name="value",
            kind=kinds.decimal("a number such as 1320.5", 0, 1e12),
            meaning="what it showed; less than before means a new meter",
            examples=("1320", "1840.5"),
            is_required=True,
        ),
    ),
)
