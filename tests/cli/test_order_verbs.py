"""`wom wo VERB …` does what the line does."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Wom
from wom_tui.cli.order_lines import line_of


def told(wom: Wom, *words: str) -> dict[str, object]:
    """The receipt of a dry run, but for what differs from one act to the next."""
    answer = wom(*words, "--dry-run", "--json")
    assert answer.code == 0, answer.err
    return {
        name: value for name, value in answer.json[0].items() if name in ("summary", "violations", "result")
    }


@pytest.mark.parametrize(
    "words",
    [
        ("hold", "1", "parts", "fri"),
        ("assign", "1", "kim", "14:30", "for=90m"),
        ("locate", "1", "42.35", "-71.06"),
        ("cancel", "1", "not", "needed"),
        ("priority", "1", "1"),
    ],
)
def test_a_verb_of_the_noun_is_the_line(words: tuple[str, ...], wom: Wom, order: int) -> None:
    assert told(wom, "wo", *words) == told(wom, "do", " ".join(words))


def test_what_is_noted_is_shown_with_who_wrote_it_and_as_json(wom: Wom, order: int) -> None:
    assert wom("wo", "note", str(order), "gate code is 1234").code == 0

    (line,) = (line for line in wom("wo", "show", str(order)).out.splitlines() if line.startswith("  note "))
    (note,) = wom("wo", "show", str(order), "--json").json["notes"]

    assert line.endswith("  gate code is 1234")
    assert (note["text"], note["number"]) == ("gate code is 1234", order)
    assert note["by"] in line


def test_what_the_shell_held_together_stays_together(wom: Wom) -> None:
    made = wom("wo", "new", 'Leak "B" in cellar', "type=Street light", "pri=2", "--json")

    assert made.code == 0, made.err
    assert wom("wo", "show", "1", "--json").json["title"] == 'Leak "B" in cellar'


@pytest.mark.parametrize(
    ("word", "written"),
    [("fri", "fri"), ("a b", '"a b"'), ("x=1", "x=1"), ("x=a b", 'x="a b"'), ("'", '"\'"'), ("", '""')],
)
def test_a_word_of_the_shell_is_a_word_of_the_line(word: str, written: str) -> None:
    assert line_of("note", [word]) == f"note {written}"


def test_the_help_lists_the_verbs_of_a_line(wom: Wom) -> None:
    told = wom("wo", "--help").out

    assert all(f"  {verb} " in told for verb in ("list", "show", "new", "hold", "edit", "merge", "feedback"))
    assert "wom wo hold" in wom("wo", "hold", "--help").out


def test_what_is_no_verb_is_refused(wom: Wom) -> None:
    assert wom("wo", "absent", "kim").code == 2
