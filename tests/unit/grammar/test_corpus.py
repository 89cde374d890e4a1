"""Is each line understood that a dispatcher types in a hurry, and is none taken for something else?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.hurry import Kind, Typed, Verdict, corpus, outcome
from tests.hurry_office import hurried_office
from tests.office import close_desks
from wom_tui.desk import Desk
from wom_tui.grammar.verbs import VERBS

CORPUS = corpus()
# Two slips are refused without a word of what was meant: a missing space is seen by the eye.
BY_KEY = {"outbox"}  # named by keys of 32 digits, which nobody types in a hurry
UNHELPED = {"assign 4417kim 14:30", "assign 4417 kim14:30"}


@pytest.fixture(scope="module")
def hurried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    yield hurried_office(tmp_path_factory.mktemp("hurry"))
    close_desks()


@pytest.mark.parametrize("typed", CORPUS, ids=lambda typed: typed.line)
def test_a_line_becomes_what_was_meant_or_a_refusal_that_helps(typed: Typed, hurried: Desk) -> None:
    found = outcome(typed, hurried)

    good = {
        Kind.PLAIN: {Verdict.MEANT},
        Kind.SLIP: {Verdict.MEANT, Verdict.REFUSED if typed.line in UNHELPED else Verdict.HELPED},
        Kind.REFUSE: {Verdict.HELPED},
    }
    assert found.verdict in good[typed.kind], f"{found.verdict}: {found.answer}\nmeant: {typed.meant}"


def test_nothing_is_written_by_reading(hurried: Desk) -> None:
    before = hurried.last_seq()

    for typed in CORPUS[:20]:
        outcome(typed, hurried)

    assert hurried.last_seq() == before


def test_the_corpus_has_every_verb_and_each_line_once() -> None:
    first_words = {typed.line.split()[0].lower() for typed in CORPUS if typed.kind is Kind.PLAIN}

    assert {verb.name for verb in VERBS} - first_words == BY_KEY
    assert [line for line, times in Counter(typed.line for typed in CORPUS).items() if times > 1] == []


def test_a_refusal_in_the_corpus_says_why_it_is_right() -> None:
    assert [t.line for t in CORPUS if t.kind is Kind.REFUSE and not (t.says and t.comment)] == []
