"""What do the words of a verb name: a record of a sheet, or how a line goes on? For the shells' completion."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

NAMED = "named"  # the attribute that says so
LINE = "line"
Verb = TypeVar("Verb", bound=Callable[..., None])


def naming(what: str) -> Callable[[Verb], Verb]:
    """Mark a verb whose `words` begin with the name of a record of that sheet, or go on a line."""

    def mark(verb: Verb) -> Verb:
        setattr(verb, NAMED, what)
        return verb

    return mark
