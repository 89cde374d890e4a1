"""Who is meant by a name that is typed in a hurry, and who is not guessed?"""

from __future__ import annotations

import pytest

from wom_tui.domain.technician import Technician
from wom_tui.errors import InvalidInput, NotFound
from wom_tui.grammar.names import technician_named

NAMES = {
    "kim": "Kim Moran",
    "kie": "Kieran Walsh",
    "mob": "María O'Brien",
    "js1": "John Smith",
    "js2": "Joan Smith",
    "jlp": "Jean-Luc Petit",
    "t17": "Thanh Phan Nguyen",
    "dee": "Johnny Doe",
}
THERE = [Technician(id=id, code=code, name=name) for id, (code, name) in enumerate(NAMES.items(), start=1)]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("KIM", "kim"),
        ("kim moran", "kim"),
        ("moran", "kim"),
        ("K. Moran", "kim"),
        ("k.moran", "kim"),
        ("KM", "kim"),
        ("maria", "mob"),
        ("MARÍA", "mob"),
        ("o’brien", "mob"),
        ("OBrien", "mob"),
        ("john", "js1"),  # whole, so that Johnny only begins with it
        ("john sm", "js1"),
        ("jean luc", "jlp"),
        ("JLP", "jlp"),
        ("nguyễn", "t17"),
        ("t nguyen", "t17"),
        ("TPN", "t17"),
    ],
)
def test_a_name_is_known_by_so_much_of_it(said: str, code: str) -> None:
    assert technician_named(said, THERE).code == code


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("smith", r"js1 \(John Smith\), js2 \(Joan Smith\)"),
        ("j. smith", "js1 .* js2"),
        ("js", "js1 .* js2"),
        ("ki", "kim .* kie"),
        ("mo", "kim .* mob"),  # a surname and a code that begin alike
    ],
)
def test_of_two_who_fit_none_is_taken(said: str, named: str) -> None:
    with pytest.raises(InvalidInput, match=named):
        technician_named(said, THERE)


@pytest.mark.parametrize("said", ["", "'", "moran kim", "smithson", "wolfgang"])
def test_who_is_not_there_is_not_found(said: str) -> None:
    with pytest.raises(NotFound):
        technician_named(said, THERE)
