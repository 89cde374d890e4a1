"""A reject about a word that nobody knows names the table in which a preset would say what it means."""

from __future__ import annotations

import pytest

from wom_tui.domain.intake.unknown import table_for, unknown_type, unmapped


@pytest.mark.parametrize(
    ("reason", "table"),
    [
        (unmapped("status"), "values.status"),
        (unknown_type("Space"), "aliases.work_type"),
        (unknown_type(""), "aliases.work_type"),
        ("steht nicht in [values.status], der Tabelle der Vorlage", "values.status"),  # whatever the language
        ("is no number", ""),
        ("is no place: [here.there]", ""),
    ],
)
def test_the_table_is_told_by_its_name_in_any_language(reason: str, table: str) -> None:
    assert table_for(reason) == table
