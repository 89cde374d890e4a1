"""Whatever shifts are added: nobody is there twice at the same minute, and on its day a shift of one day is alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from wom_tui.domain.roster import shift_violations
from wom_tui.domain.technician import Shift, spans_on

FIRST = date(2026, 3, 2)
DAYS = [FIRST + timedelta(days=ahead) for ahead in range(21)]
DATES = st.none() | st.sampled_from(DAYS[3:12])
HOURS = st.sampled_from([0, 360, 480, 720, 1080, 1320, 1439])


@st.composite
def shifts(draw: st.DrawFn) -> Shift:
    start, on = draw(HOURS), draw(DATES)
    is_one_day = on is not None and draw(st.booleans())
    return Shift(
        id=0,
        technician_id=1,
        weekdays=(on.weekday(),) if is_one_day and on else draw(st.lists(st.integers(0, 6)).map(tuple)),
        start_min=start,
        end_min=start + draw(st.sampled_from([60, 240, 480, 1440])),
        valid_from_on=on,
        valid_to_on=on if is_one_day else draw(DATES),
    )


@settings(max_examples=100)
@given(wanted=st.lists(shifts(), max_size=8))
def test_nobody_works_two_shifts_at_once_and_a_day_s_own_shifts_hold_instead_of_the_patterns(
    wanted: list[Shift],
) -> None:
    taken: dict[int, Shift] = {}
    for id, shift in enumerate(wanted, start=1):
        if not list(shift_violations(replace(shift, id=id), taken)):
            taken[id] = replace(shift, id=id)

    on_days = {day: spans_on(taken.values(), day, "UTC") for day in DAYS}

    windows = [span.window for day in DAYS for span in on_days[day]]
    assert all(a.end_at <= b.start_at for a, b in pairwise(sorted(windows, key=lambda w: w.start_at)))
    for shift in taken.values():
        if shift.is_one_day and shift.valid_from_on:
            ours = {
                s.start_min for s in taken.values() if s.is_one_day and s.valid_from_on == shift.valid_from_on
            }
            there = on_days[shift.valid_from_on]
            assert {span.window.start_at.hour * 60 + span.window.start_at.minute for span in there} == ours
