"""Does a line fall into the words that the typist meant?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wom_tui.errors import InvalidInput
from wom_tui.grammar.words import quoted, words_of


def texts(line: str) -> list[str]:
    return [f"{word.option}={word.text}" if word.option else word.text for word in words_of(line)]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", []),
        ("  assign   4417 ", ["assign", "4417"]),
        ('new "Leak in basement"', ["new", "Leak in basement"]),
        ("new 'Leak in basement'", ["new", "Leak in basement"]),
        ('edit 1 TITLE="A b"', ["edit", "1", "title=A b"]),
        ("cancel 1 customer's wish", ["cancel", "1", "customer's", "wish"]),
        ('new 6" pipe', ["new", '6"', "pipe"]),
        (r"new a\ b", ["new", "a b"]),
        (r'new "say \"hi\" \\ bye"', ["new", r'say "hi" \ bye']),
        (r"new C:\dir", ["new", r"C:\dir"]),
        ("edit 1 title=", ["edit", "1", "title="]),
        ("edit 1 title=a=b", ["edit", "1", "title=a=b"]),
        ('new ""', ["new", ""]),
        ("edit 1 2=3", ["edit", "1", "2=3"]),
        ('new "title=x"', ["new", "title=x"]),
    ],
)
def test_a_line_is_cut_where_the_typist_meant(line: str, words: list[str]) -> None:
    assert texts(line) == words


def test_a_quote_that_is_not_closed_is_refused_with_its_place() -> None:
    with pytest.raises(InvalidInput, match="opened at character 5"):
        words_of('new "Leak')


def test_a_line_that_is_still_typed_may_be_open() -> None:
    assert [word.text for word in words_of('new "Leak in', is_open=True)] == ["new", "Leak in"]


@given(st.text(min_size=1))
def test_what_is_quoted_comes_back_as_one_word(text: str) -> None:
    assert [(word.option, word.text) for word in words_of(quoted(text))] == [(None, text)]


@given(st.text())
def test_every_word_knows_where_it_stands(line: str) -> None:
    at = 0
    for word in words_of(line, is_open=True):
        assert at <= word.start < word.end <= len(line)
        at = word.end
