"""Is it known what somebody in the field says, and never guessed?"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wom_tui.domain.report import WITH_WORDS, Act
from wom_tui.domain.report_words import WORDS, Said, at_clock, said_in
from wom_tui.errors import InvalidInput

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)  # 09:00 in New York


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("arrived", Said(Act.ARRIVE)),
        ("  Arrived. \n", Said(Act.ARRIVE)),
        ("On   my way!", None),  # two blanks are no slip that is known
        ("On my way!", Said(Act.TRAVEL)),
        ("ON SITE", Said(Act.ARRIVE)),
        ("arrived 8:55", Said(Act.ARRIVE, clock=time(8, 55))),
        ("arrived at 08.55.", Said(Act.ARRIVE, clock=time(8, 55))),
        ("done, 8:55", Said(Act.DONE, clock=time(8, 55))),
        ("decline: no ladder on the van", Said(Act.DECLINE, "no ladder on the van")),
        ("note gate code is 1234\nring twice", Said(Act.NOTE, "gate code is 1234\nring twice")),
        ("not done gate locked", Said(Act.FAIL, "gate locked")),
        ("done", Said(Act.DONE)),
    ],
)
def test_what_is_known_is_understood(text: str, said: Said | None) -> None:
    assert said_in(text) == said


@pytest.mark.parametrize(
    "text",
    [
        *("", "   ", "?", "ok", "yes", "i am done", "done?", "done or not", "done soon", "don", "done-ish"),
        *("arrived done", "arrived 25:00", "arrived 8:5", "arrived yesterday", "arrived 8:55 9:00"),
        *("note", "decline", "decline:", "fail .", "notes from the field", "undone", "arrived\nno, not yet"),
        *("accepted arrived", "done't", "arrived 8:55 or so"),
    ],
)
def test_what_is_not_one_known_thing_says_nothing(text: str) -> None:
    assert said_in(text) is None


def test_every_act_has_its_words() -> None:
    assert set(WORDS) == set(Act)
    for act, words in WORDS.items():
        for word in words:
            said = said_in(f"{word} because" if act in WITH_WORDS else word)
            assert said is not None
            assert said.act is act


@given(st.text(max_size=80))
def test_a_step_is_understood_only_where_nothing_else_is_said(text: str) -> None:
    said = said_in(text)
    if said is not None and said.act not in WITH_WORDS:
        first = " ".join(text.casefold().split())
        assert any(first.startswith(word) for word in WORDS[said.act])
        assert len(first) <= 30


def test_a_clock_is_read_where_it_hangs_and_not_before_its_time() -> None:
    assert at_clock(time(8, 55), NOW, "America/New_York") == NOW - timedelta(minutes=5)
    assert at_clock(time(14, 55), NOW, "Europe/Berlin") == NOW - timedelta(minutes=5)
    assert at_clock(time(9, 4), NOW, "America/New_York") == NOW  # a clock that is ahead a little
    with pytest.raises(InvalidInput, match="a time that has come"):
        at_clock(time(9, 30), NOW, "America/New_York")
