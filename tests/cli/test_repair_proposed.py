"""Does the shell tell what the office's rule proposes, and take a yes and a no?"""

from __future__ import annotations

from typing import cast

import pytest

from tests.cli.conftest import Wom
from tests.office import ALI, HOUR, KIM, T0, ManualClock
from tests.ruled import Ruled
from tests.running_day import SECOND, away, booked, mended, reassign, there
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.visit import Visit


@pytest.fixture
def office(desk: Desk) -> Ruled:
    return Ruled(desk, cast("ManualClock", desk.clock))


@pytest.fixture
def lost(office: Ruled) -> list[Visit]:
    """Two visits of Kim's, who is ill; it is proposed that A. Diallo takes them."""
    reassign(office, "nothing")
    visits = [booked(office, KIM, T0 + hours * HOUR) for hours in (2, 5)]
    away(office, KIM)
    mended(office)
    return visits


def test_where_nothing_waits_the_list_is_empty(wom: Wom) -> None:
    assert wom("repair", "list", "--json").json == []


def test_what_waits_is_listed_and_shown_with_its_reasons(wom: Wom, lost: list[Visit]) -> None:
    (row,) = wom("repair", "list", "--json").json
    shown = wom("repair", "show", "1").out

    assert (row["name"], row["said"]) == ("reassign-1", "moves 2, breaks 0 promises, saves 1 breach")
    assert "because K. Moran is absent" in shown
    assert "A. Diallo" in shown
    assert wom("repair", "list").out.count("reassign-1") == 1
    assert len(wom("repair", "show", "reassign-1", "--json").json["lines"]) == 2


def test_yes_is_one_act_that_undo_takes_back(wom: Wom, office: Ruled, lost: list[Visit]) -> None:
    assert wom("repair", "accept", "1", "--dry-run").code == 0
    assert {there(office, visit)[0] for visit in lost} == {KIM}

    assert wom("repair", "accept", "1").code == 0
    assert {there(office, visit)[0] for visit in lost} == {ALI}
    assert wom("repair", "list", "--json").json == []

    assert wom("undo").code == 0
    assert {there(office, visit)[0] for visit in lost} == {KIM}


def test_some_of_it_can_be_left_and_is_told_as_a_yes_in_part(
    wom: Wom, office: Ruled, lost: list[Visit]
) -> None:
    left = lost[0].order_id
    told = wom("repair", "accept", "1", "--leave", str(left))

    assert told.code == 0
    assert f"done: merge branch reassign-1: 1 visit, without {left}" in told.out
    assert [there(office, visit)[0] for visit in lost] == [KIM, ALI]
    assert wom("repair", "list", "--json").json == []
    (row,) = wom("repair", "list", "--all", "--json").json
    assert row["answer"] == f"accepted in part by ann: without {left}"
    again = wom("repair", "accept", "1")
    assert again.code == 4
    assert f"repair reassign-1 was accepted in part by ann: without {left}" in again.err
    (act, *_) = wom("log", "--acts", "--json").json
    assert act["summary"] == f"merge branch reassign-1: 1 visit, without {left}"

    assert wom("undo").code == 0
    assert len(wom("repair", "list", "--json").json) == 1


@pytest.mark.parametrize("is_in_part", [False, True], ids=["all", "in part"])
def test_what_was_answered_is_still_about_the_orders_that_it_was_about(
    wom: Wom, lost: list[Visit], is_in_part: bool
) -> None:
    leave = ("--leave", str(lost[0].order_id)) if is_in_part else ()
    (before,) = wom("repair", "list", "--json").json

    assert wom("repair", "accept", "1", *leave).code == 0

    (after,) = wom("repair", "list", "--all", "--json").json
    assert after["orders"] == before["orders"]
    assert sorted(map(int, after["orders"].split())) == [visit.order_id for visit in lost]


def test_no_is_said_with_a_reason(wom: Wom, office: Ruled, lost: list[Visit]) -> None:
    assert wom("repair", "reject", "1", "she", "comes", "after", "all").code == 0

    assert wom("repair", "list", "--json").json == []
    (row,) = wom("repair", "list", "--all", "--json").json
    assert row["answer"] == "rejected by ann: she comes after all"
    office.tick(SECOND)
    assert mended(office) == []


def fates(wom: Wom) -> set[tuple[str, str | None, str | None]]:
    """What the rule's history says of each cause: what became of it, who said so, who took it back."""
    rows = wom("rule", "history", "reassign", "--json").json
    return {(row["outcome"], row["answered_by"], row["undone_by"]) for row in rows}


@pytest.mark.parametrize(
    ("words", "fate"),
    [
        (("accept", "1"), "accepted"),
        (("accept", "1", "--leave", "{}"), "accepted in part"),
        (("reject", "1", "she comes"), "rejected"),
    ],
)
def test_the_rule_s_history_tells_what_was_said_to_a_proposal_and_the_number_that_takes_it_back(
    wom: Wom, lost: list[Visit], words: tuple[str, ...], fate: str
) -> None:
    assert fates(wom) == {("proposed", None, None)}
    (made,) = {row["undo"] for row in wom("rule", "history", "reassign", "--json").json}

    assert wom("repair", *(word.format(lost[0].order_id) for word in words)).code == 0
    assert fates(wom) == {(fate, "ann", None)}
    assert f"{fate} " in wom("rule", "history", "reassign").out
    (undo,) = {row["undo"] for row in wom("rule", "history", "reassign", "--json").json}

    assert wom("undo", undo).code == 0
    assert fates(wom) == {("waits again", "ann", None)}
    assert len(wom("repair", "list", "--json").json) == 1

    assert {row["undo"] for row in wom("rule", "history", "reassign", "--json").json} == {made}
    assert wom("undo", made).code == 0
    assert {(fate, by) for fate, _, by in fates(wom)} == {("undone", "ann")}
    assert wom("repair", "list", "--json").json == []


def test_what_was_overtaken_says_so(wom: Wom, office: Ruled, lost: list[Visit]) -> None:
    first = lost[0]
    office.desk.run(AssignVisit(order=first.order_id, visit=first.id, technician=ALI, start_at=T0 + 3 * HOUR))

    (row,) = wom("repair", "list", "--json").json

    assert row["overtaken"] == f"{first.label} was moved meanwhile by admin"
    assert "overtaken: " in wom("repair", "show", "1").out


def test_what_was_overtaken_as_a_whole_is_refused_and_says_who_was_faster(
    wom: Wom, office: Ruled, lost: list[Visit]
) -> None:
    for hours, visit in zip((3, 6), lost, strict=True):
        office.desk.run(
            AssignVisit(order=visit.order_id, visit=visit.id, technician=ALI, start_at=T0 + hours * HOUR)
        )

    for leave in ((), ("--leave", str(lost[1].order_id))):
        refused = wom("repair", "accept", "1", *leave)

        assert refused.code == 4
        assert f"visit {lost[0].label} has been moved meanwhile by admin" in refused.err
        assert "nothing was booked" in refused.err
    assert len(wom("repair", "list", "--json").json) == 1


def test_what_is_refused_of_it_is_told_in_words(wom: Wom, office: Ruled, lost: list[Visit]) -> None:
    office.desk.run(
        AssignVisit(order=lost[0].order_id, visit=lost[0].id, technician=ALI, start_at=T0 + 3 * HOUR)
    )

    told = wom("repair", "accept", "1")

    assert told.code == 0
    assert "{" not in told.out
    assert f"refused: {lost[0].order_id}: visit {lost[0].label} has been moved" in told.out


def test_to_leave_all_of_it_is_no_yes(wom: Wom, office: Ruled, lost: list[Visit]) -> None:
    refused = wom("repair", "accept", "1", "--leave", ",".join(str(visit.order_id) for visit in lost))

    assert refused.code == 2
    assert "wom repair reject reassign-1" in refused.err
    assert len(wom("repair", "list", "--json").json) == 1


def test_a_repair_that_is_not_there_and_an_order_that_is_not_in_it_are_refused(
    wom: Wom, lost: list[Visit]
) -> None:
    assert wom("repair", "show", "9").code == 3
    assert wom("repair", "accept", "1", "--leave", "99").code == 2
