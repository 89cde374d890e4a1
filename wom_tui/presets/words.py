"""What do other systems call our fields? Read from `words.toml`, which a person can add to."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from wom_tui.domain.intake.guess import Kind, Words, plain


@cache
def words() -> Words:
    """The words that come with the program."""
    text = Path(__file__).resolve().parent.joinpath("guess", "words.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    fields, values = told["fields"], told["values"]
    return Words(
        names={name: tuple(plain(other) for other in entry["names"]) for name, entry in fields.items()},
        meanings={name: entry["says"] for name, entry in fields.items()},
        kinds={name: Kind(entry["kind"]) for name, entry in fields.items()},
        values={
            name: {plain(theirs): ours for ours, all_theirs in entry.items() for theirs in all_theirs}
            for name, entry in values.items()
        },
    )
