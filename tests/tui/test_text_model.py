"""Does a text that is typed become what was typed, wherever the cursor stands?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wom_tui.tui.text_model import TextModel


def text(*lines: str) -> TextModel:
    return TextModel("\n".join(lines))


def test_what_is_typed_stands_where_the_cursor_was_and_the_cursor_behind_it() -> None:
    model = text("ab", "cd")

    model.go_to(1, 1)
    model.insert("xy")

    assert (model.lines, model.line, model.column) == (["ab", "cxyd"], 1, 3)


def test_a_break_and_a_rubbed_out_break_are_each_other_s_way_back() -> None:
    model = text("abcd")
    model.go_to(0, 2)

    model.break_line()
    assert (model.lines, model.line, model.column) == (["ab", "cd"], 1, 0)
    model.erase()

    assert (model.lines, model.line, model.column) == (["abcd"], 0, 2)


def test_up_and_down_keep_the_column_past_a_shorter_line() -> None:
    model = text("abcdef", "a", "abcdef")
    model.go_to(0, 5)

    model.up_down(1)
    assert (model.line, model.column) == (1, 1)
    model.up_down(1)

    assert (model.line, model.column) == (2, 5)


def test_left_and_right_go_over_the_ends_of_lines_and_stop_at_those_of_the_text() -> None:
    model = text("a", "b")

    for _ in range(9):
        model.right()
    assert (model.line, model.column) == (1, 1)
    for _ in range(9):
        model.left()

    assert (model.line, model.column) == (0, 0)


def test_words_and_halves_of_a_line_are_rubbed_out() -> None:
    model = text("do this now")
    model.to_end()

    model.erase_word()
    assert model.lines == ["do this "]
    model.erase_word()
    assert model.lines == ["do "]
    model.go_to(0, 1)
    model.erase_to_end()
    assert model.lines == ["d"]
    model.erase_to_start()

    assert (model.lines, model.column) == ([""], 0)


def test_what_is_pasted_keeps_its_lines_and_loses_what_a_terminal_would_obey() -> None:
    model = text("ab")
    model.go_to(0, 1)

    model.insert("1\x1b[31m\r\n2\t3\n4")

    assert (model.lines, model.line, model.column) == (["a1[31m", "2 3", "4b"], 2, 1)


def test_no_more_is_typed_than_the_text_may_hold() -> None:
    model = TextModel("abc", most=6)
    model.to_end()

    model.insert("defgh")

    assert model.text == "abcde\n"[: len(model.text)]
    assert len(model.text) <= 7


_ACTS: tuple[Callable[[TextModel], None], ...] = (
    TextModel.left, TextModel.right, TextModel.to_start, TextModel.to_end, TextModel.break_line, TextModel.erase,
    TextModel.erase_next, TextModel.erase_word, TextModel.erase_to_start, TextModel.erase_to_end,
)  # fmt: skip


@given(
    st.text(max_size=40),
    st.lists(st.sampled_from(_ACTS) | st.integers(-3, 3) | st.text(max_size=3), max_size=30),
)
def test_the_cursor_is_always_in_the_text(
    begun: str, acts: list[Callable[[TextModel], None] | int | str]
) -> None:
    model = TextModel(begun)
    for act in acts:
        if isinstance(act, int):
            model.up_down(act)
        elif isinstance(act, str):
            model.insert(act)
        else:
            act(model)

        assert 0 <= model.line < len(model.lines)
        assert 0 <= model.column <= len(model.lines[model.line])
        assert all("\n" not in line for line in model.lines)


@pytest.mark.parametrize("written", ["", "a", "a\n", "a\n\nb\n", "\n\n"])
def test_a_text_that_nobody_changes_stays_as_it_is(written: str) -> None:
    first = TextModel(written).text

    assert TextModel(first).text == first
