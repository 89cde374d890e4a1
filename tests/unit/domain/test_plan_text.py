"""Is a plan's text the plan, the same for the same plan, and does a change of one visit change one line?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wom_tui.domain.plan_text import Entry, PlanText, difference, line_of, lines_of, plan_text
from wom_tui.domain.technician import local_instant
from wom_tui.errors import InvalidInput

DAYS = (date(2015, 5, 12), date(2015, 11, 1), date(2015, 3, 8))  # on the last two New York's clocks change
ZONE = "America/New_York"


@st.composite
def plans(draw: st.DrawFn) -> PlanText:
    on = draw(st.sampled_from(DAYS))
    begin = local_instant(on, 0, ZONE)
    entries = draw(
        st.lists(
            st.builds(
                Entry,
                technician=st.sampled_from(("kim", "ali", "a-very-long-code")),
                start_at=st.integers(0, 26 * 60).map(lambda m: begin + timedelta(minutes=m)),
                minutes=st.integers(1, 24 * 60),
                order=st.integers(1, 999_999_999),
                ordinal=st.none() | st.integers(1, 99),
            ),
            max_size=6,
            unique_by=lambda entry: (entry.order, entry.ordinal),
        )
    )
    return PlanText(on=on, zone=ZONE, entries=tuple(sorted(entries)))


@given(plans())
def test_the_text_of_a_plan_says_the_plan(plan: PlanText) -> None:
    text = "\n".join(lines_of(plan))

    assert plan_text(text, name="plan.txt") == plan
    assert lines_of(plan_text(text, name="plan.txt")) == lines_of(plan)


@given(plans(), st.data())
def test_one_visit_is_one_line(plan: PlanText, data: st.DataObject) -> None:
    if not plan.entries:
        return
    moved = data.draw(st.sampled_from(plan.entries))
    other = replace(moved, minutes=moved.minutes % (24 * 60) + 1)
    changed = replace(plan, entries=tuple(sorted({*plan.entries, other} - {moved})))

    found = difference(plan, changed)

    assert (found.gone, found.come) == ((moved,), (other,))
    assert sorted(found.lines(plan)) == sorted([f"-{line_of(moved, plan)}", f"+{line_of(other, plan)}"])


def test_people_may_write_comments_and_leave_lines_empty() -> None:
    text = f"# wom plan 2015-05-12 {ZONE}\n\n# Kim has the keys\nkim 14:30 0:45 4417/1\n"

    (entry,) = plan_text(text, name="plan.txt").entries

    assert entry.start_at == datetime(2015, 5, 12, 18, 30, tzinfo=UTC)
    assert (entry.technician, entry.minutes, entry.label) == ("kim", 45, "4417/1")


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ("kim 14:30 0:45", "line 2"),
        ("kim 24:30 0:45 4417/1", "line 2"),
        ("kim 14:60 0:45 4417/1", "line 2"),
        ("kim 14:30 0:00 4417/1", "line 2"),
        ("kim 14:30 25:00 4417/1", "line 2"),
        ("kim 14:30 0:45 4417", "line 2"),
        ("kim 14:30 0:45 4417/1 soon", "line 2"),
        ("kim 14:30 0:45 4417/1\nali 15:30 0:45 4417/1", "each visit once"),
    ],
)
def test_a_line_that_says_nothing_is_named(line: str, where: str) -> None:
    with pytest.raises(InvalidInput, match=where):
        plan_text(f"# wom plan 2015-05-12 {ZONE}\n{line}", name="plan.txt")


@pytest.mark.parametrize(
    "head", ["", "kim 14:30 0:45 4417/1", "# wom plan 2015-02-30 UTC", "# wom plan 2015-02-03 Mars"]
)
def test_a_text_without_its_head_is_no_plan(head: str) -> None:
    with pytest.raises(InvalidInput):
        plan_text(head, name="plan.txt")
