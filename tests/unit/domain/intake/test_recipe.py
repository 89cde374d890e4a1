"""A column of our own that is made of theirs."""

from __future__ import annotations

import pytest

from wom_tui.domain.intake.recipe import SINCE, recipe_of
from wom_tui.errors import InvalidInput

EMPTY = frozenset({"", "?"})


@pytest.mark.parametrize(
    ("recipe", "row", "made"),
    [
        ("={A}, {B}", {"A": "x", "B": "y"}, "x, y"),
        ("={A}, {B}", {"A": "x", "B": "?"}, "x"),
        ("={A}, {B}", {"A": "", "B": "y"}, "y"),
        ("={A}, {B}", {}, ""),
        ("=No. {A}", {"A": "7"}, "No. 7"),
        ("=No. {A}", {"A": " "}, ""),
        ("={A} h", {"A": "7"}, "7 h"),
        ("={A|B|C}", {"A": "?", "B": "", "C": " z "}, "z"),
        ("=phone", {}, "phone"),
        ("={A}, {B} {C}", {"A": "Rua 1", "B": "", "C": "Lisboa"}, "Rua 1 Lisboa"),
    ],
)
def test_a_text_stands_only_between_pieces_that_say_something(
    recipe: str, row: dict[str, str], made: str
) -> None:
    assert recipe_of(recipe).of(row, EMPTY) == made


def test_a_number_is_made_of_the_cells_and_of_nothing_else() -> None:
    number = recipe_of("={#A,B}")

    assert number.of({"A": "x", "B": "y", "C": "1"}, EMPTY) == number.of(
        {"A": "x", "B": "y", "C": "2"}, EMPTY
    )
    assert number.of({"A": "xy", "B": ""}, EMPTY) != number.of({"A": "x", "B": "y"}, EMPTY)
    assert number.of({"A": "?", "B": ""}, EMPTY) == ""


def test_a_recipe_knows_what_a_file_lacks() -> None:
    assert recipe_of("={A|B}").lacks({"B"}) == ()
    assert recipe_of("={A|B}").lacks({"C"}) == ("A",)
    assert recipe_of("={#A,B}").lacks({"A"}) == ("B",)
    assert recipe_of("=phone").lacks(()) == ()
    assert recipe_of(f"={{A|{SINCE}}}").columns == ("A",)


@pytest.mark.parametrize(
    ("recipe", "header", "left"),
    [
        ("={A|B}", {"B"}, "B"),
        ("={A|B|C}", {"A", "C"}, "={A|C}"),
        (f"={{A|{SINCE}|B}}", {"B"}, f"={{{SINCE}|B}}"),
        ("={#A,B}", {"A", "B"}, "={#A,B}"),
        ("=phone", {"A"}, "=phone"),
        ("=Machine {A|B}", {"B"}, "=Machine {B}"),
    ],
)
def test_a_file_narrows_a_recipe_to_the_columns_that_it_has(recipe: str, header: set[str], left: str) -> None:
    assert recipe_of(recipe).among(header, recipe) == left


@pytest.mark.parametrize("recipe", ["={A", "=A}", "={}", "={A|}", "={#}"])
def test_a_recipe_that_cannot_be_read_is_refused(recipe: str) -> None:
    with pytest.raises(InvalidInput):
        recipe_of(recipe)
