"""Is a branch a day beside the live one: looked at and planned on like it, and nothing of it there before the merge?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Wom
from wom_tui.desk import Desk


def visits(wom: Wom, *branch: str) -> list[tuple[str, str, str]]:
    """Whose visits begin when."""
    found = wom(*branch, "visit", "list", "--json").json
    return sorted(
        (one["visit"], one["technician"], one["start_at"][11:16]) for one in found if one["start_at"]
    )


def lines(wom: Wom, name: str = "storm") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = wom("branch", "show", name, "--json").json
    return found


@pytest.fixture
def storm(wom: Wom, order: int) -> str:
    """A branch on which nothing has been done yet, of a day with one visit: kim's at 10:00."""
    assert wom("do", f"assign {order} kim 10:00").code == 0
    assert wom("branch", "new", "storm").code == 0
    return "storm"


def test_what_is_done_on_a_branch_is_seen_there_and_nowhere_else(wom: Wom, order: int, storm: str) -> None:
    live = visits(wom)

    assert wom("--branch", storm, "do", f"assign {order}/1 kim 13:00").code == 0

    assert visits(wom) == live
    assert visits(wom, "--branch", storm) != live
    (one,) = lines(wom)
    assert (one["visit"], one["conflict"], one["done"]) == (f"{order}/1", False, False)
    assert wom("branch", "diff", storm).out.count(f"{order}/1") == 2


def test_a_merge_brings_it_over_as_one_act_and_undo_takes_it_back(wom: Wom, order: int, storm: str) -> None:
    live = visits(wom)
    wom("--branch", storm, "do", f"assign {order}/1 kim 13:00")
    there = visits(wom, "--branch", storm)

    assert wom("branch", "merge", storm, "--json").json[0]["visit"] == f"{order}/1"
    assert visits(wom) == live  # it was only shown
    assert wom("branch", "merge", storm, "--yes").code == 0

    assert visits(wom) == there
    assert wom("branch", "list", "--json").json == []
    wom("undo")
    assert visits(wom) == live
    assert [row["name"] for row in wom("branch", "list", "--json").json] == [storm]


def test_where_both_have_moved_a_visit_somebody_decides(wom: Wom, order: int, storm: str) -> None:
    wom("--branch", storm, "do", f"assign {order}/1 kim 13:00")
    wom("do", f"assign {order}/1 kim 11:00")
    live = visits(wom)

    (one,) = lines(wom)
    assert one["conflict"]
    assert one["by"] == "ann"
    shown = wom("branch", "show", storm).out
    assert "10:00 -> 13:00" in shown
    assert "live: K. Moran 11:00 by ann" in shown
    assert visits(wom, "--branch", storm) == live  # what no longer fits is not done there either

    assert wom("branch", "merge", storm, "--yes").code == 0
    assert visits(wom) == live
    assert wom("branch", "merge", storm, "--yes", "--ours", "1").code == 0
    assert [start for _, _, start in visits(wom)] != [start for _, _, start in live]
    assert wom("branch", "list", "--json").json == []


def test_a_line_that_is_left_stays_in_the_branch(wom: Wom, order: int, storm: str) -> None:
    wom("--branch", storm, "do", f"assign {order}/1 kim 13:00")
    live = visits(wom)

    assert wom("branch", "merge", storm, "--yes", "--leave", "1").code == 0

    assert visits(wom) == live
    assert len(lines(wom)) == 1
    assert wom("branch", "merge", storm, "--yes", "--leave", "2").code == 2


def test_what_is_put_back_is_no_change_and_undo_is_of_the_branch(wom: Wom, order: int, storm: str) -> None:
    wom("--branch", storm, "do", f"assign {order}/1 kim 13:00")
    wom("--branch", storm, "do", f"assign {order}/1 kim 10:00")
    assert lines(wom) == []

    wom("do", f"priority {order} 1")
    wom("--branch", storm, "undo")

    assert len(lines(wom)) == 1
    assert wom("wo", "show", str(order), "--json").json["priority"] == 1
    receipt = wom("do", f"priority {order} 3", "--json").json[0]["receipt"]
    for name in (receipt, receipt[:16]):
        assert "done on the live day" in wom("--branch", storm, "undo", name).err
    assert wom("wo", "show", str(order), "--json").json["priority"] == 3


def test_a_branch_refuses_what_it_would_lose(wom: Wom, order: int, storm: str) -> None:
    before = wom("log", "--json").json

    for act in (f"hold {order} parts", f"priority {order} 1", f"dispatch {order}", f"cancel {order} why"):
        refused = wom("--branch", storm, "do", act)
        assert "do this on the live day" in refused.err, refused
        assert refused.code == 4
    assert wom("--branch", storm, "wo", "list", "--as-of", "09:00").code == 2
    assert wom("log", "--json").json == before


def test_a_plan_is_made_and_accepted_on_a_branch(wom: Wom, desk: Desk, order: int) -> None:
    wom("branch", "new", "storm")

    planned = wom("--branch", "storm", "plan", "--iterations", "20", "--accept", "--json").json["planned"]

    assert planned == len(lines(wom)) == len(visits(wom, "--branch", "storm")) == 1
    assert visits(wom) == []
    assert lines(wom)[0]["visit"] == f"{order}/+"
    wom("do", f"assign {order} kim 10:00")
    assert lines(wom)[0]["conflict"]


def test_a_branch_begins_with_a_plan_from_a_file(wom: Wom, order: int, storm: str, tmp_path: Path) -> None:
    file = tmp_path / "day.plan"
    wom("plan", "export", "--output", str(file))
    file.write_text(file.read_text().replace("10:00", "14:00"))

    assert wom("branch", "new", "other", "--from-plan", str(file)).code == 0

    assert len(lines(wom, "other")) == 1


@pytest.mark.parametrize("name", ["live", "", "two words", "x" * 41])
def test_a_name_is_a_word(wom: Wom, name: str) -> None:
    assert wom("branch", "new", name).code == 2


def test_two_branches_have_two_names_and_a_dropped_one_comes_back(wom: Wom, storm: str) -> None:
    assert wom("branch", "new", "Storm").code == 4
    assert wom("branch", "drop", storm).code == 0
    assert "storm" not in wom("branch", "list").out
    assert wom("--branch", storm, "wo", "list").code == 3
    assert [row["status"] for row in wom("branch", "list", "--all", "--json").json] == ["dropped"]

    wom("undo")

    assert wom("--branch", storm, "wo", "list").code == 0


def test_a_day_that_is_gone_leaves_its_lines_as_conflicts_nobody_can_do(
    wom: Wom, desk: Desk, order: int, storm: str
) -> None:
    wom("--branch", storm, "do", f"assign {order}/1 kim 13:00")
    wom("do", f"cancel {order} 'no longer wanted'")

    (one,) = lines(wom)

    assert one["conflict"]
    assert wom("branch", "merge", storm, "--yes").code == 0
    assert len(lines(wom)) == 1
