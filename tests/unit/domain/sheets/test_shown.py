"""What a record is called in a cell, and which record a cell means."""

from __future__ import annotations

import pytest

from wom_tui.domain.intake.cell import BadCell
from wom_tui.domain.sheets.shown import Directory
from wom_tui.domain.site import Customer, Site
from wom_tui.domain.technician import Technician


def refusal(names: Directory, text: str) -> str:
    with pytest.raises(BadCell) as refused:
        names.find(text)
    return refused.value.reason


def test_a_record_is_called_by_the_shortest_name_that_only_it_has() -> None:
    rows = [
        (1, "S-1", "Depot", "Dock 1"),
        (2, None, "Depot", "Dock 2"),
        (3, None, "Yard", ""),
        (4, "Yard", "Mill", ""),
    ]
    names = Directory(Site, rows)

    assert [names.name(id) for id in (1, 2, 3, 4, 5)] == ["S-1", "Depot, Dock 2", "Yard", "Mill", None]
    assert [names.find(text) for text in ("Depot, Dock 1", "s-1", "DEPOT,  dock 2")] == [1, 1, 2]
    assert refusal(names, "Depot") == "could be any of 2 sites; write what only one of them has"


def test_a_record_that_has_been_made_or_renamed_since_is_found() -> None:
    names = Directory(Customer, [(1, "C-1", "Harbor")])
    # The other spellings are known from here on.
    assert refusal(names, "pier") == "no customer is called that"

    names.learn(Customer(id=2, name="Pier"))
    names.learn(Customer(id=1, name="Harbor East", external_id="C-1"))

    assert [names.find(text) for text in ("PIER", "harbor east", "Harbor")] == [2, 1, 1]


def test_what_a_name_of_nothing_may_mean_is_not_looked_for_without_end() -> None:
    few = Directory(Technician, [(1, "kimberly")])
    many = Directory(Technician, ((n, f"tech-{n}") for n in range(1, 6000)))

    told = [refusal(few, f"kimberl{n}") for n in range(60)]

    assert sum("is it kimberly?" in reason for reason in told) == 50
    assert refusal(many, "tech-0") == "no technician is called that"
