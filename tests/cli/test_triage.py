"""What does the shell say of the queue of decisions?"""

from __future__ import annotations

from tests.cli.conftest import Wom
from tests.office import an_order, number_of
from wom_tui.desk import Desk
from wom_tui.present.order_table import ROW


def test_the_queue_as_one_document(wom: Wom, desk: Desk) -> None:
    late, held, away = (number_of(desk, an_order(site=1 + n)) for n in range(3))
    assert wom("do", f"hold {held} customer until +1d").code == 0
    assert wom("do", f"snooze {away} until=+1h reason=they call back").code == 0

    told = wom("triage", "--json").json

    assert {name: told[name] for name in ("to_decide", "to_close", "reasons")} == {
        "to_decide": 1,
        "to_close": 0,
        "reasons": {"nobody": 1},
    }
    (entry,) = told["entries"]
    assert (entry["number"], entry["reasons"]) == (late, [{"reason": "nobody", "minutes": 0, "other": None}])
    assert set(entry) == {*ROW, "sla", "reasons"}
    (put_away,) = told["put_away"]
    assert (put_away["number"], put_away["put_away_for"]) == (away, "they call back")


def test_of_a_draft_it_is_said_what_is_missing(wom: Wom, desk: Desk) -> None:
    number = number_of(desk, an_order())
    wom("do", f"edit {number} duration=none skills=none channel=none")

    (entry,) = wom("triage", "--json").json["entries"]
    assert entry["reasons"][0]["missing"] == ["duration_min", "channel"]
    assert "draft, no duration, c…" in wom("triage").out
    assert "missing duration, channel" in " ".join(wom("wo", "show", str(number)).out.split())


def test_the_queue_for_people(wom: Wom, desk: Desk) -> None:
    number_of(desk, an_order())

    lines = wom("triage").out.splitlines()

    assert lines[:2] == ["1 to decide", "○ 1 no technician"]
    assert lines[3].split() == ["Order", "P", "Slack", "Why", "here", "Work", "and", "site", "Suggested"]
    assert lines[4].split() == [
        "1",
        "P2",
        "+2:00",
        "○",
        "no",
        "technician",
        "Light",
        "out,",
        "Site",
        "1",
        *("assign,", "else", "hold"),
    ]
