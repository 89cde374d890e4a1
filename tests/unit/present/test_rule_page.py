"""Has everything that can become of a firing its words on a rule's page?"""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from tests.office import T0
from wom_tui.domain.rule import Outcome
from wom_tui.domain.rule_text import read_rule
from wom_tui.present.at import At
from wom_tui.present.cells import plain
from wom_tui.present.rule_page import OUTCOMES, counted, firing_line, firing_words, summary
from wom_tui.presets.shipped import shipped_rules
from wom_tui.queries.rules import WAITS_AGAIN, Action
from wom_tui.queries.rules_seen import RuleSeen
from wom_tui.store.receipts import TakenBack
from wom_tui.store.rule_state import Answer

AT = At(T0, ZoneInfo("UTC"))


def became(outcome: Outcome) -> Action:
    return Action(
        key="a",
        rule="reassign",
        subject="order:7",
        order=7,
        due_at=T0,
        recorded_at=T0,
        cause=None,
        command_id="0" * 32,
        outcome=outcome,
        said="",
    )


@pytest.mark.parametrize("outcome", Outcome)
def test_whatever_became_of_a_firing_is_told_in_its_line_and_counted(outcome: Outcome) -> None:
    word = OUTCOMES[outcome].word

    assert word in plain(firing_line(became(outcome), lambda order: "No heat", AT, 100))
    assert plain(counted([became(outcome)])) == f"1 {word}"


def test_of_what_was_done_and_undone_it_is_told_by_whom_and_when() -> None:
    undone = replace(became(Outcome.DONE), undone=TakenBack("ann", T0))

    assert plain(firing_line(undone, lambda order: "No heat", AT, 100)).split()[2:] == [
        *("◄", "undone", "by", "ann", "14:00", "No", "heat"),
    ]
    assert plain(firing_words(undone, AT)) == "it was done, and undone by ann 14:00"
    assert plain(counted([undone, became(Outcome.DONE)])) == "1 done    1 undone"


def test_of_a_proposal_it_is_told_that_it_waits_for_a_yes() -> None:
    assert plain(firing_words(became(Outcome.PROPOSED), AT)) == "a proposal was made: it waits for a yes"


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("accepted", "accepted"),
        ("accepted in part", "in part"),
        ("rejected", "rejected"),
        ("made void", "made void"),
        (WAITS_AGAIN, "waits again"),
    ],
)
def test_of_a_proposal_it_is_told_what_was_said_to_it_by_whom_and_when(word: str, told: str) -> None:
    answered = replace(became(Outcome.PROPOSED), answer=Answer(word, "ann", T0, "1" * 32, "she comes"))
    number = "0000" if word == WAITS_AGAIN else "1111"

    assert f"{told}" in plain(firing_line(answered, lambda order: "No heat", AT, 100))
    assert "by ann 14:00" in plain(firing_line(answered, lambda order: "No heat", AT, 100))
    below = plain(firing_words(answered, AT))
    assert below.startswith(f"a proposal: {word} by ann 14:00, she comes   undo {number}")
    assert plain(counted([answered])) == f"1 {told}"


def test_of_a_proposal_that_was_taken_back_it_is_told_by_whom() -> None:
    undone = replace(became(Outcome.PROPOSED), undone=TakenBack("ann", T0))

    assert plain(firing_words(undone, AT)).startswith("a proposal was made, and undone by ann 14:00")
    assert undone.undoable == ""


@pytest.mark.parametrize(
    ("name", "has_orders", "has_moments"),
    [
        ("reassign", False, False),
        ("maintenance", False, False),
        ("dispatch-ahead", True, True),
        ("left-over", True, False),
    ],
)
def test_for_which_orders_it_does_what_is_told_where_that_can_be_said(
    name: str, has_orders: bool, has_moments: bool
) -> None:
    definition = read_rule(shipped_rules()[name], name)
    seen = RuleSeen(name=name, text="", definition=definition)

    told = "\n".join(map(plain, summary(seen, AT, 100)))

    assert ("does " in told) is has_orders
    assert ("of missed moments" in told) is has_moments
