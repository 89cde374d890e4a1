"""A preset that learns a word keeps all that a person wrote into it."""

from __future__ import annotations

import pytest

from wom_tui.errors import InvalidInput
from wom_tui.presets.loader import preset_of, preset_text
from wom_tui.presets.teaching import Lesson, taught

OURS = """\
# what I found out
source = "old"
zone = "UTC"
time_format = "iso"
columns = { external_id = "No", opened_at = "Since", status = "State", work_type = "Kind" }

[values.status]  # theirs = ours
"neu" = "open"
"""


def test_a_word_stands_below_the_head_of_its_table_and_the_rest_as_it_was() -> None:
    text = taught("mine.toml", OURS, Lesson("values.status", 'in "Arbeit"', "in_progress"))

    assert text.splitlines()[7] == r'"in \"Arbeit\"" = "in_progress"'
    assert [line for line in text.splitlines() if "Arbeit" not in line] == OURS.splitlines()


def test_a_table_that_is_not_there_is_made() -> None:
    text = taught("mine.toml", OURS, Lesson("aliases.work_type", "Leuchte", "Street light"))

    assert preset_of("mine.toml", text).alias_of("work_type", "LEUCHTE") == "Street light"


@pytest.mark.parametrize("word", ["neu", "NEU", " neu "])
def test_a_word_that_is_there_is_not_written_twice_nor_turned_round(word: str) -> None:
    assert taught("mine.toml", OURS, Lesson("values.status", word, "open")) == OURS
    with pytest.raises(InvalidInput, match="open, as it says there"):
        taught("mine.toml", OURS, Lesson("values.status", word, "closed"))


def test_what_is_none_of_our_words_is_refused() -> None:
    with pytest.raises(InvalidInput, match="in_progress"):
        taught("mine.toml", OURS, Lesson("values.status", "alt", "old"))


def test_a_table_that_takes_no_line_is_left_as_it_is() -> None:
    head, _, _ = OURS.partition("[values.status]")
    inline = f'{head}values = {{ status = {{ neu = "open" }} }}\n'

    with pytest.raises(InvalidInput, match="such a line"):
        taught("mine.toml", inline, Lesson("values.status", "alt", "closed"))


def test_every_preset_that_comes_along_can_learn() -> None:
    for name in ("salesforce", "dynamics", "odoo", "servicenow", "atlas", "upkeep", "open311", "boston311"):
        text = taught("mine.toml", preset_text(name), Lesson("values.status", "Ganz neu", "open"))

        assert preset_of("mine.toml", text).values_of("status")["ganz neu"] == "open"
