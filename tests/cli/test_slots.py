"""Are slots, explanations and offers told to pipes and people, and is an offer promised as one act?"""

from __future__ import annotations

from tests.cli.conftest import Wom
from tests.office import HOUR, KIM, T0, TREES, an_order, number_of
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import Requirement
from wom_tui.store.reader import Reader


def test_slots_are_ranked_with_every_term(wom: Wom, order: int) -> None:
    found = wom("slots", str(order), "--days", "2", "--json").json

    assert [(s["technician"], s["start_at"]) for s in found["slots"][:2]] == [
        ("kim", "2026-03-02T14:05:00+00:00"),
        ("ali", "2026-03-02T14:05:00+00:00"),
    ]
    best = found["slots"][0]
    assert best["terms_s"] == {
        "lateness": 0,
        "waiting": 75,
        "travel": best["added_travel_s"],
        "stranger": 0,
        "hired": 0,
    }
    assert best["cost_s"] == 75 + best["added_travel_s"]
    assert [t["name"] for t in found["terms"]] == ["lateness", "waiting", "travel", "stranger", "hired"]
    only = wom("slots", str(order), "--technician", "ali", "--limit", "0", "--json").json["slots"]
    assert {s["technician"] for s in only} == {"ali"}
    assert "Mon 2 Mar 09:05" in wom("slots", str(order)).out


def test_where_there_is_no_slot_the_way_on_is_said(wom: Wom, desk: Desk) -> None:
    number = number_of(desk, an_order(work_type=TREES))

    answer = wom("slots", str(number), "--technician", "kim")

    assert (answer.code, answer.out) == (0, "")
    assert f"wom relax {number}" in answer.err


def test_an_explanation_carries_its_claim_as_data(wom: Wom, desk: Desk) -> None:
    number = number_of(desk, an_order(work_type=TREES))

    found = wom("why-not", "kim", str(number), "--json").json

    assert found["sentences"] == [
        {
            "code": "skill.missing",
            "text": "K. Moran lacks trees",
            "facts": {"technician": "kim", "skill": "trees", "needs": 2, "has": 0, "on": "2026-03-02"},
        }
    ]
    assert wom("why", str(number)).out.splitlines()[-1] == "  1 lacks trees"
    assert wom("why", "leak").code == 2
    assert (
        wom("relax", str(number), "--date", "tomorrow").out.splitlines()[1] == "  there is room as things are"
    )


def test_an_offer_that_is_taken_is_promised_and_is_the_orders_window_and_one_undo_ends_it(
    wom: Wom, desk: Desk, order: int
) -> None:
    offers = wom("offer", str(order), "--count", "3", "--json").json["offers"]
    assert [o["start_at"] for o in offers][:2] == ["2026-03-02T15:00:00+00:00", "2026-03-02T17:00:00+00:00"]
    assert offers[0]["extra_s"] == 0 < offers[1]["extra_s"]

    wom("offer", str(order), "--count", "3", "--take", "2")

    assert promised(desk, order) == ["2026-03-02T17:00:00+00:00"] * 2
    wom("undo")
    assert promised(desk, order) == []
    assert wom("offer", str(order), "--take", "99").code == 2


def promised(desk: Desk, number: int) -> list[str]:
    """What the customer was told, and when service may begin."""
    visits = desk.ask(Reader.select, Visit, order_id=number)
    (need,) = desk.ask(Reader.select, Requirement, order_id=number)
    windows = [*(v.promised for v in visits if v.promised), *need.windows]
    return [window.start_at.isoformat() for window in windows]


def test_of_a_booked_visit_only_the_promise_is_given(wom: Wom, desk: Desk, order: int) -> None:
    desk.run(AssignVisit(order=order, technician=KIM, start_at=T0 + 2 * HOUR))

    taken = wom("offer", f"{order}/1", "--length", "half-day", "--take", "1", "--json").json

    assert [event["kind"] for event in taken["events"]] == ["visit.promised"]
    assert promised(desk, order) == ["2026-03-02T17:00:00+00:00"]
