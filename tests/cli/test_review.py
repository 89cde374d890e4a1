"""What does `wom review` hand out, and what does it refuse?"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.cli.conftest import Wom
from tests.office import MONDAY, T0
from tests.ruled import runner_at_once
from tests.tui.hostile import FORBIDDEN
from wom_tui.commands.rule import EnableRule
from wom_tui.desk import Desk
from wom_tui.domain.review import Review, ReviewLine, ReviewPart
from wom_tui.domain.rule import Outcome
from wom_tui.present.review import review_document
from wom_tui.presets.shipped import shipped_rules
from wom_tui.queries.review import PARTS
from wom_tui.rule_desk import RuleDesk

WEEK = timedelta(days=7)


@pytest.fixture
def prepared(desk: Desk, order: int) -> None:
    """The review of the week of T0, prepared on the Monday after."""
    desk.run(EnableRule(text=shipped_rules()["weekly-review"]))
    clock = desk.clock
    fence = RuleDesk(desk).leases.take("one", 0, is_hinted=False)
    desk.clock = lambda: T0 + WEEK
    told = runner_at_once(desk, lambda: fence).tick()
    assert told.outcomes == [Outcome.DONE]
    desk.clock = clock


def test_the_week_that_goes_on_is_shown_as_it_stands(wom: Wom, order: int) -> None:
    answer = wom("review", "show", "2026-W10")

    assert answer.code == 0
    assert answer.out.startswith("# Review of week 2026-W10\n")
    assert "not prepared by rule: put together now" in answer.out
    assert "| 2026-03-02 | 1 | 0 | 1 | 1 |" in answer.out
    assert not FORBIDDEN & set(answer.out) - {"\n"}


def test_what_was_prepared_is_shown_as_it_was(wom: Wom, prepared: None) -> None:
    before = wom("review", "show", "2026-W10").out
    assert ", prepared" in before

    assert wom("do", "cancel 1 not wanted").code == 0

    assert wom("review", "show", "2026-03-05").out == before


def test_json_names_every_value_by_its_column(wom: Wom, prepared: None) -> None:
    told = wom("review", "show", "2026-W10", "--json").json

    assert (told["week"], told["is_prepared"], len(told["parts"])) == ("2026-W10", True, len(PARTS))
    assert told["parts"]["flow"][-1] == {
        "label": MONDAY.isoformat(),
        "order": None,
        "in": 1,
        "out": 0,
        "net": 1,
        "open": 1,
    }
    assert told["parts"]["oldest"][0]["order"] == 1


def test_those_that_were_prepared_are_listed(wom: Wom, prepared: None) -> None:
    (one,) = wom("review", "list", "--json").json
    assert one["week"] == "2026-W10"
    assert "2026-W10" in wom("review", "list").out


def test_it_is_written_as_a_page_for_a_browser(wom: Wom, order: int, tmp_path: Path) -> None:
    file = tmp_path / "week.html"

    assert wom("review", "show", "2026-W10", "--out", str(file)).code == 0

    page = file.read_text()
    assert "<h1>Review of week 2026-W10</h1>" in page
    assert "Orders in and out, by week" in page


def test_a_week_before_the_journal_is_refused_with_its_beginning(wom: Wom, order: int) -> None:
    answer = wom("review", "show", "2025-W10")

    assert answer.code == 2
    assert "the journal begins then" in answer.err


@pytest.mark.parametrize("week", ["2026-W11", "2026-W99", "soon"])
def test_what_is_no_week_that_has_begun_is_refused(wom: Wom, week: str) -> None:
    assert wom("review", "show", week).code == 2


def test_a_part_that_a_later_program_has_made_is_shown_under_its_own_name() -> None:
    part = ReviewPart(
        name="first_time_fix", columns=("fixed",), lines=(ReviewLine(label="\x1b[2Jall", values=(7,)),)
    )
    review = Review(id=1, week_on=MONDAY, as_of_at=T0 + WEEK, parts=(part,))

    document = review_document(review, "office", ZoneInfo("UTC"), is_prepared=True)

    (section,) = document.sections
    assert section.heading == "First time fix"
    assert section.table[0] == ("What", "Fixed")
    assert not any(FORBIDDEN & set(text) for text in document.texts)


def test_the_rule_says_what_it_makes_and_what_shows_it_now(wom: Wom) -> None:
    (row,) = (one for one in wom("rule", "list", "--json").json if one["name"] == "weekly-review")
    assert (row["does"], row["group"]) == ("review of the week", "office")

    answer = wom("rule", "dry-run", "weekly-review")
    assert answer.code == 2
    assert "wom review show" in answer.err
