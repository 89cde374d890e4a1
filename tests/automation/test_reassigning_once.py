"""Is each setback answered once, by whom it should be, and never again and again?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.commands.typed import do
from tests.office import ALI, HOUR, KIM, MINUTE, T0
from tests.ruled import FEW, Ruled
from tests.running_day import SECOND, away, booked, mended, proposals, reassign, there
from wom_tui.automation.elsewhere import at_once, begun
from wom_tui.automation.mender import Mender
from wom_tui.automation.runner import Runner
from wom_tui.commands.branch import ChangeBranch, DropBranch, MergeBranch
from wom_tui.commands.rule import DisableRule
from wom_tui.commands.undo import Undo
from wom_tui.commands.visit import AssignVisit
from wom_tui.domain.branch import Branch, BranchStatus
from wom_tui.domain.feasibility import Job
from wom_tui.domain.plan import PlannedVisit, was_of
from wom_tui.domain.rule import Outcome
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.queries.repairs import proposed_repairs
from wom_tui.queries.snapshot import jobs_of
from wom_tui.rule_desk import RuleDesk
from wom_tui.store.reader import Reader
from wom_tui.store.receipts import recent
from wom_tui.store.replay import differences


class Later:
    """Searches that are made when the test says so."""

    def __init__(self) -> None:
        self.jobs: list[Callable[[], None]] = []

    def __call__(self, job: Callable[[], None]) -> None:
        self.jobs.append(job)

    def run(self) -> None:
        while self.jobs:
            self.jobs.pop(0)()


def by(office: Ruled, later: Later) -> Runner:
    """A runner whose searches wait."""

    def clock() -> float:
        return office.boot_s

    its = RuleDesk(office.desk)
    mender = Mender(its, clock, effort=FEW, elsewhere=later)
    return Runner(its, lambda: office.may, clock=clock, mender=mender)


def searching(office: Ruled, later: Later) -> None:
    """Until a search is under way."""
    for _ in range(6):
        office.tick(SECOND)
        if later.jobs:
            return
    raise AssertionError("nothing was searched for")


@pytest.fixture
def later(office: Ruled) -> Later:
    found = Later()
    office.runner = by(office, found)
    return found


def test_a_tick_does_not_wait_for_the_search(office: Ruled, later: Later) -> None:
    reassign(office)
    lost = booked(office, KIM, T0 + 2 * HOUR)
    away(office, KIM)
    searching(office, later)

    assert mended(office) == []
    assert there(office, lost)[0] == KIM
    later.run()
    assert mended(office) == [Outcome.DONE]


def test_what_goes_wrong_within_seconds_is_mended_together(office: Ruled, later: Later) -> None:
    reassign(office)
    lost = booked(office, KIM, T0 + 2 * HOUR), booked(office, KIM, T0 + 4 * HOUR)
    away(office, KIM)
    office.tick(SECOND)
    do(office.desk, f"pin {lost[1].order_id}")
    do(office.desk, f"unpin {lost[1].order_id}")

    searching(office, later)
    later.run()

    assert mended(office) == [Outcome.DONE]
    assert len({action.command_id for action in office.actions()}) == 1
    assert len(office.actions()) == 2


def test_who_moves_a_visit_meanwhile_wins(office: Ruled, later: Later) -> None:
    reassign(office)
    lost = booked(office, KIM, T0 + 2 * HOUR)
    away(office, KIM, hours=6)
    searching(office, later)
    later.jobs[0]()  # the search is over, and its result not tried yet
    later.jobs.clear()

    office.desk.run(AssignVisit(order=lost.order_id, visit=lost.id, technician=ALI, start_at=T0 + 5 * HOUR))

    assert mended(office) == []
    assert there(office, lost) == (ALI, T0 + 5 * HOUR)
    assert office.actions() == []


def test_nobody_is_moved_to_make_room_for_what_waits_for_a_yes(office: Ruled, later: Later) -> None:
    reassign(office)
    soon, other = booked(office, KIM, T0 + 30 * MINUTE), booked(office, ALI, T0 + 2 * HOUR)
    away(office, KIM)
    searching(office, later)
    later.run()
    coming = office.runner.mender._coming
    assert coming is not None
    found = coming.result()
    assert found is not None
    room = PlannedVisit(
        order=other.order_id,
        visit=other.id,
        technician=ALI,
        start_at=T0 + 4 * HOUR,
        end_at=T0 + 5 * HOUR,
        travel_s=0,
        was=was_of(other),
    )
    jobs = (*found.snapshot.jobs, replace(found.snapshot.jobs[0], job=job_of(office, other), visit=other.id))
    pushed = replace(
        found,
        plan=replace(found.plan, visits=(*found.plan.visits, room)),
        snapshot=replace(found.snapshot, jobs=jobs),
    )
    office.runner.mender._coming = begun(lambda: pushed, "pushed", at_once)

    assert mended(office) == [Outcome.PROPOSED]

    assert there(office, other) == (ALI, T0 + 2 * HOUR)
    (waiting,) = office.desk.ask(proposed_repairs, office.clock.at)
    assert set(waiting.orders) == {soon.order_id, other.order_id}


def job_of(office: Ruled, visit: Visit) -> Job:
    (job,) = office.desk.ask(jobs_of, office.desk.ask(Reader.select, WorkOrder, id=visit.order_id))
    return job


def test_what_was_overtaken_is_searched_for_again(office: Ruled, later: Later) -> None:
    reassign(office)
    lost = booked(office, KIM, T0 + 2 * HOUR)
    away(office, KIM)
    searching(office, later)
    later.run()

    taken = booked(office, ALI, T0 + 2 * HOUR)  # just where it was to go
    searching(office, later)
    later.run()

    assert mended(office) == [Outcome.DONE]
    assert there(office, taken) == (ALI, T0 + 2 * HOUR)
    assert there(office, lost)[0] == ALI


def test_a_leader_that_dies_between_search_and_act_is_followed_by_one_that_does_it_once(
    office: Ruled, later: Later
) -> None:
    reassign(office)
    lost = booked(office, KIM, T0 + 2 * HOUR)
    away(office, KIM)
    searching(office, later)
    later.run()
    dead = office.runner

    office.may = office.take("two")
    office.runner = office.another()
    assert mended(office) == [Outcome.DONE]

    assert dead.tick().outcomes == []
    assert there(office, lost)[0] == ALI
    assert len(office.actions()) == 1


def test_who_has_lost_the_lease_without_knowing_writes_nothing(office: Ruled, later: Later) -> None:
    reassign(office)
    lost = booked(office, KIM, T0 + 2 * HOUR)
    away(office, KIM)
    searching(office, later)
    later.run()

    office.take("two")  # and the first still believes in its own

    told = office.tick(SECOND)
    assert not told.is_leader
    assert there(office, lost)[0] == KIM
    assert office.actions() == []


def test_two_that_both_found_the_same_setback_answer_it_once(office: Ruled, later: Later) -> None:
    reassign(office, "nothing")
    booked(office, KIM, T0 + 2 * HOUR)
    away(office, KIM)
    searching(office, later)
    later.run()
    first, office.runner = office.runner, office.another()

    assert mended(office) == [Outcome.PROPOSED]
    first.tick()  # the same act once more, under the same name

    assert len(office.actions()) == len(proposals(office)) == 1


def test_a_rule_that_is_switched_off_meanwhile_does_nothing(office: Ruled, later: Later) -> None:
    reassign(office)
    lost = booked(office, KIM, T0 + 2 * HOUR)
    away(office, KIM)
    searching(office, later)
    later.run()

    office.desk.run(DisableRule(name="reassign", reason="stop"))

    assert mended(office) == []
    assert there(office, lost)[0] == KIM


def test_more_moves_than_the_office_allows_wait_for_a_yes(office: Ruled) -> None:
    reassign(office, most_moves=1)
    lost = [booked(office, KIM, T0 + hours * HOUR) for hours in (2, 4)]
    away(office, KIM)

    assert mended(office) == [Outcome.PROPOSED]

    assert [there(office, visit)[0] for visit in lost] == [KIM, KIM]
    (waiting,) = office.desk.ask(proposed_repairs, office.clock.at)
    assert waiting.asks == ("2 visits would be moved at once; 1 may be without asking",)


@pytest.mark.parametrize(
    ("limit", "why"),
    [
        ("most_a_visit", "was moved 1 time today already"),
        ("most_a_day", "2 visits would be moved on one day; 1 may be without asking"),
    ],
)
def test_a_visit_is_not_moved_again_and_again(office: Ruled, limit: str, why: str) -> None:
    limits: dict[str, Any] = {limit: 1}
    reassign(office, **limits)
    lost = booked(office, KIM, T0 + 3 * HOUR)
    away(office, KIM, hours=4)
    assert mended(office) == [Outcome.DONE]
    assert there(office, lost)[0] == ALI

    away(office, ALI)

    assert mended(office) == [Outcome.PROPOSED]
    (waiting,) = office.desk.ask(proposed_repairs, office.clock.at)
    assert waiting.asks[0].endswith(why)


def test_what_the_rule_has_moved_itself_it_does_not_move_for_its_own_lateness(office: Ruled) -> None:
    reassign(office)
    lost = booked(office, KIM, T0 + 2 * HOUR)
    away(office, KIM)
    assert mended(office) == [Outcome.DONE]
    begins = there(office, lost)[1]
    assert begins is not None

    office.tick(begins - office.clock.at + 12 * MINUTE)  # nobody has heard of it since

    assert mended(office) == [Outcome.PROPOSED]
    (waiting,) = office.desk.ask(proposed_repairs, office.clock.at)
    assert waiting.asks[0].startswith(f"order {lost.order_id}: reassign has moved it")


def test_a_clock_that_jumps_moves_nothing(office: Ruled, own_policies: Path) -> None:
    (own_policies / "quick.toml").write_text("frozen = 0\n")
    reassign(office, policy="quick", most_moves=1000, most_a_day=1000)
    for n in range(11):
        for who in (KIM, ALI):
            visit = booked(office, who, T0 + (60 + n * 30) * MINUTE, lasts=20 * MINUTE)
            do(office.desk, f"dispatch {visit.order_id}")
    before = {v.id: (v.technician_id, v.start_at) for v in office.desk.ask(Reader.select, Visit)}

    office.tick(6 * HOUR + 30 * MINUTE)

    assert mended(office) == [Outcome.PROPOSED]
    assert {v.id: (v.technician_id, v.start_at) for v in office.desk.ask(Reader.select, Visit)} == before
    (waiting,) = office.desk.ask(proposed_repairs, office.clock.at)
    assert waiting.asks == ("22 visits late at once: is the clock right?",)


# ------------------------------------------------------------------------------------------- proposals


@pytest.fixture
def proposal(office: Ruled) -> tuple[Visit, Branch]:
    reassign(office, "nothing")
    lost = booked(office, KIM, T0 + 3 * HOUR)
    away(office, KIM)
    assert mended(office) == [Outcome.PROPOSED]
    (branch,) = proposals(office)
    return lost, branch


def test_a_proposal_is_accepted_as_one_act_and_undo_brings_both_back(
    office: Ruled, proposal: tuple[Visit, Branch]
) -> None:
    lost, branch = proposal

    office.desk.run(MergeBranch(branch=branch.id))
    assert there(office, lost)[0] == ALI
    assert mended(office) == []

    office.desk.run(Undo())
    assert there(office, lost)[0] == KIM
    assert [one.name for one in proposals(office)] == [branch.name]
    assert office.desk.ask(lambda reader: differences(reader.connection)) == []


def test_what_was_rejected_is_not_proposed_again(office: Ruled, proposal: tuple[Visit, Branch]) -> None:
    lost, branch = proposal

    office.desk.run(DropBranch(branch=branch.id, reason="Kim comes after all"))

    assert mended(office, 12) == []
    assert there(office, lost)[0] == KIM
    assert "Kim comes after all" in office.desk.ask(last_summary)


def last_summary(reader: Reader) -> str:
    return recent(reader.connection, 1)[0].summary


def test_a_proposal_that_is_overtaken_says_so_and_is_made_anew(
    office: Ruled, proposal: tuple[Visit, Branch]
) -> None:
    lost, branch = proposal
    other = booked(office, KIM, T0 + 5 * HOUR, override="he is only resting")
    office.desk.run(
        AssignVisit(
            order=lost.order_id,
            visit=lost.id,
            technician=KIM,
            start_at=T0 + 210 * MINUTE,
            override="he is only resting",
        )
    )
    (waiting,) = office.desk.ask(proposed_repairs, office.clock.at)
    assert waiting.overtaken == (f"{lost.label} was moved meanwhile by admin",)

    assert mended(office) == [Outcome.PROPOSED]

    (waiting,) = office.desk.ask(proposed_repairs, office.clock.at)
    assert (waiting.name, waiting.overtaken) == (branch.name, ())
    assert set(waiting.orders) == {lost.order_id, other.order_id}


def test_a_proposal_of_which_nothing_is_left_goes_away(office: Ruled, proposal: tuple[Visit, Branch]) -> None:
    lost, branch = proposal

    office.desk.run(AssignVisit(order=lost.order_id, visit=lost.id, technician=ALI, start_at=T0 + 4 * HOUR))

    assert mended(office) == [Outcome.SO_ALREADY]
    assert proposals(office) == []
    assert office.desk.ask(Reader.get, Branch, branch.id).status is BranchStatus.DROPPED


def test_a_proposal_on_which_somebody_works_is_theirs(office: Ruled, proposal: tuple[Visit, Branch]) -> None:
    _, branch = proposal
    mine = replace(branch.lines[0], start_at=T0 + 5 * HOUR, end_at=T0 + 6 * HOUR)
    office.desk.run(ChangeBranch(branch=branch.id, lines=(mine,), said="later"))
    booked(office, KIM, T0 + 6 * HOUR, override="he is only resting")

    assert mended(office) == [Outcome.PROPOSED]

    assert [one.lines for one in proposals(office) if one.id == branch.id] == [(mine,)]
    assert len(proposals(office)) == 2


def test_a_policy_that_is_not_there_is_tried_five_times_and_then_told(office: Ruled) -> None:
    reassign(office, policy="nowhere")
    booked(office, KIM, T0 + 3 * HOUR)
    away(office, KIM)

    failed = [office.tick(31 * SECOND).failed for _ in range(20)]

    assert [told for told in failed if told] == [{"reassign": "no policy 'nowhere'"}] * 5
    assert not office.rule("reassign").is_on
    assert "no policy 'nowhere'" in (office.rule("reassign").off_reason or "")
