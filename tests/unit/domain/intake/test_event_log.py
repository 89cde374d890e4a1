"""The rows of one order in an event log: how it stands, and how it came there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from wom_tui.domain.intake.event_log import BadLine, EventLog, LoggedRow
from wom_tui.domain.intake.preset import Fold
from wom_tui.domain.intake.row import Intake
from wom_tui.domain.work_order import HoldReason, OrderStatus, Priority
from wom_tui.presets.loader import load_preset

PRESET = load_preset("servicenow")
FIRST = {
    "number": "INC1",
    "incident_state": "New",
    "sys_mod_count": "0",
    "opened_at": "29/2/2016 01:16",
    "sys_updated_at": "29/2/2016 01:20",
    "resolved_at": "?",
    "closed_at": "?",
    "priority": "3 - Moderate",
    "assignment_group": "Group 1",
    "assigned_to": "?",
    "subcategory": "Mail",
}
HEADER = tuple(FIRST)


def a_log(*rows: dict[str, str]) -> list[LoggedRow]:
    """Rows of one incident; each says only what it changes."""
    told, current = [], dict(FIRST)
    for number, row in enumerate(rows):
        current = current | row | {"sys_mod_count": row.get("sys_mod_count", str(number))}
        told.append(LoggedRow(current, number + 2))
    return told


def the_log() -> EventLog:
    return EventLog(Intake(PRESET.fitted(HEADER), zone="UTC"))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2016, 3, day, hour, minute, tzinfo=UTC)


def test_the_last_row_says_how_it_stands_and_each_change_is_a_step() -> None:
    draft = the_log().draft(
        a_log(
            {},
            {"sys_updated_at": "1/3/2016 09:00", "assigned_to": "Resolver 9"},
            {"sys_updated_at": "1/3/2016 09:30"},  # nothing that makes an event
            {"sys_updated_at": "1/3/2016 10:00", "priority": "2 - High"},
            {"sys_updated_at": "1/3/2016 11:00", "incident_state": "Awaiting User Info"},
        )
    )

    assert (draft.external_id, draft.line, draft.ending) == ("INC1", 6, None)
    assert (draft.is_held, draft.hold) == (True, HoldReason.CUSTOMER)
    assert [step.at for step in draft.history[1:]] == [at(1, 9), at(1, 10), at(1, 11)]
    assert [step.priority for step in draft.history] == [Priority.P3, Priority.P3, Priority.P2, Priority.P2]
    assert draft.history[1].tags == ("group:Group 1", "assignee:Resolver 9", "state:New")


def test_rows_are_sorted_by_their_count_wherever_they_stand() -> None:
    rows = a_log(
        {},
        {"sys_updated_at": "1/3/2016 09:00", "incident_state": "Active"},
        {"sys_updated_at": "1/3/2016 09:00", "incident_state": "Resolved"},
    )

    assert the_log().draft(rows[::-1]).history == the_log().draft(rows).history


def test_rows_without_a_count_are_sorted_by_when_they_were_written() -> None:
    rows = a_log({}, {"sys_updated_at": "1/3/2016 09:00", "incident_state": "Active"})
    log = EventLog(
        Intake(replace(PRESET, fold=Fold(at="sys_updated_at", events=("status", "state"))), zone="UTC")
    )

    assert [step.state for step in log.draft(rows[::-1]).history] == ["open", "in_progress"]


def test_the_end_is_the_row_with_which_it_came_unless_the_file_says_better() -> None:
    resolved = {"sys_updated_at": "1/3/2016 09:00", "incident_state": "Resolved"}
    closed = {"sys_updated_at": "6/3/2016 09:00", "incident_state": "Closed", "closed_at": "6/3/2016 09:00"}

    told_by_row = the_log().draft(a_log({}, resolved, closed)).ending
    told_by_cell = the_log().draft(a_log({}, resolved | {"resolved_at": "1/3/2016 08:55"}, closed)).ending

    assert told_by_row is not None
    assert told_by_cell is not None
    assert (told_by_row.status, told_by_row.at) == (OrderStatus.COMPLETED, at(1, 9))
    assert told_by_cell.at == at(1, 8, 55)


@pytest.mark.parametrize(
    "wrong",
    [{"sys_updated_at": "never"}, {"incident_state": "Lost"}, {"priority": "9"}, {"sys_mod_count": "x"}],
)
def test_a_row_that_cannot_be_used_is_named(wrong: dict[str, str]) -> None:
    with pytest.raises(BadLine) as caught:
        the_log().draft(a_log({}, wrong, {}))

    assert caught.value.line in (3, 4)
