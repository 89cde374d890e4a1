"""Is a day that nobody can mean refused at every door, in words, and before anything is done?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Wom
from wom_tui.desk import Desk

FAR_DAYS = ("0001-01-01", "9999-12-31")
FAR = (*FAR_DAYS, "0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00")
DOORS = {
    "as_of": ("--as-of", "DAY", "wo", "list"),
    "now": ("--now", "DAY", "wo", "list"),
    "filter": ("wo", "list", "due<DAY"),
    "filter_opened": ("wo", "list", "opened>=DAY"),
    "filter_range": ("wo", "list", "due=DAY"),
    "day": ("day", "print", "--date", "DAY"),
    "plan": ("plan", "--date", "DAY"),
    "plan_export": ("plan", "export", "--date", "DAY"),
    "repair": ("repair", "--date", "DAY"),
    "visits": ("visit", "list", "--date", "DAY"),
    "relax": ("relax", "ORDER", "--date", "DAY"),
    "why": ("why", "ORDER", "--date", "DAY"),
    "why_not": ("why-not", "kim", "ORDER", "--date", "DAY"),
    "handover": ("handover", "--since", "DAY"),
    "billing": ("export", "billing", "--since", "DAY"),
    "diff": ("diff", "DAY", "now"),
    "diff_to": ("diff", "yesterday", "DAY"),
}
LINES = {
    "assign": "assign ORDER kim DAY",
    "reassign": "reassign ORDER ali DAY",
    "move": "move ORDER DAY",
    "at": "priority ORDER 1 at=DAY",
    "arrive": "arrive ORDER at=DAY",
    "hold": "hold ORDER parts until DAY",
    "snooze": "snooze ORDER until=DAY reason=later",
    "required": "edit ORDER required_by=DAY",
    "earliest": "edit ORDER earliest=DAY",
    "opened": "new leak opened=DAY",
    "booked": 'new leak assign="kim DAY"',
    "received": "request add leak received=DAY",
    "feedback": "feedback ORDER 5 received=DAY",
    "absent": "absent kim DAY",
    "absent_to": "absent kim today to DAY",
    "back": "back kim DAY",
    "shift": "shift kim mon-fri 7:00-15:30 from=DAY",
    "shift_until": "shift kim mon-fri 7:00-15:30 until=DAY",
    "shift_day": "shift kim DAY 7:00-15:30",
    "skill": "skill kim lights 2 until=DAY",
    "purchase": "purchase PUMP-3 4 main eta=DAY",
    "plan": "plan DAY",
}
WINDOWS = {
    "promise": "promise ORDER DAY 13:00-15:00",
    "windows": 'edit ORDER windows="DAY 9:00-12:00"',
    "attended": 'complete ORDER fixed attended="DAY 9:00-10:00"',
    "absent": "absent kim DAY 9:00-12:00",
}
SHEETS = {
    "holiday": ("holiday", "create", "calendar=office", "on=DAY", "name=Far"),
    "absence": ("absence", "create", "technician=kim", "from=DAY 08:00", "until=2026-03-03 10:00"),
    "absence_until": ("absence", "create", "technician=kim", "from=2026-03-03 10:00", "until=DAY 08:00"),
    "shift": ("shift", "create", "technician=kim", "days=mon", "shift=7:00-15:00", "from=DAY"),
    "skill": ("skill", "create", "technician=kim", "skill=lights", "level=2", "from=DAY"),
    "sla": ("sla", "create", "name=Far", "from=DAY"),
}


def refused(wom: Wom, order: int, day: str, *words: str) -> None:
    """What was typed is refused, with the days that can be meant."""
    answer = wom(*(word.replace("ORDER", str(order)).replace("DAY", day) for word in words))

    assert (answer.code, "1900 to 2199" in answer.err) == (2, True), answer.err or answer.out


@pytest.fixture
def booked(wom: Wom, order: int) -> int:
    """An order with a visit, and a part that can be bought."""
    lines = f"assign {order} kim 15:00\npart PUMP-3 Pump\nwarehouse main"
    assert wom("do", "-", stdin=lines).code == 0
    return order


@pytest.mark.parametrize("day", FAR)
@pytest.mark.parametrize("words", DOORS.values(), ids=DOORS)
def test_no_verb_goes_there(wom: Wom, order: int, words: tuple[str, ...], day: str) -> None:
    refused(wom, order, day, *words)


@pytest.mark.parametrize("day", FAR)
@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_no_line_goes_there(wom: Wom, desk: Desk, booked: int, line: str, day: str) -> None:
    before = desk.last_seq()

    refused(wom, booked, day, "do", line)

    assert desk.last_seq() == before


@pytest.mark.parametrize("day", FAR_DAYS)
@pytest.mark.parametrize("line", WINDOWS.values(), ids=WINDOWS)
def test_no_window_is_there(wom: Wom, booked: int, line: str, day: str) -> None:
    refused(wom, booked, day, "do", line)


@pytest.mark.parametrize("day", FAR_DAYS)
@pytest.mark.parametrize("words", SHEETS.values(), ids=SHEETS)
def test_no_record_reaches_so_far(wom: Wom, order: int, words: tuple[str, ...], day: str) -> None:
    refused(wom, order, day, *words)


@pytest.mark.parametrize("day", FAR)
def test_no_demonstration_begins_there(shell: Wom, day: str) -> None:
    answer = shell("demo", "tiny_town", "--headless", "--at", day)

    assert (answer.code, "at: " in answer.err) == (2, True), answer.err


@pytest.mark.parametrize("day", FAR_DAYS)
def test_no_plan_is_of_such_a_day(wom: Wom, order: int, tmp_path: Path, day: str) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(f"# wom plan {day} America/New_York\nkim 14:30 0:45 {order}/1\n")

    refused(wom, order, day, "plan", "check", str(file))
