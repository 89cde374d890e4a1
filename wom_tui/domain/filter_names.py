"""Does a filter name somebody or something that there is? A mistyped technician would find nothing, and not say why."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches

from wom_tui.domain.filter import Filter, Term
from wom_tui.domain.filter_keys import is_nothing
from wom_tui.errors import InvalidInput

NAMING = frozenset({"technician", "territory", "work_type"})  # keys whose values are all written down
_MOST = 5


def names_something(wanted: Filter) -> bool:
    """Whether there is anything to check: names need not be read for most filters."""
    return any(True for _ in _named(wanted))


def check_names(wanted: Filter, known: Mapping[str, Collection[str]]) -> None:
    """Refuse a filter that names what there is not.

    Args:
        known: the names that there are, of each of the keys in `NAMING`.

    Raises:
        InvalidInput: with the place in the text, and the nearest names.
    """
    for term, said in _named(wanted):
        names = {name.casefold(): name for name in known[term.key] if name}
        if said.casefold() not in names:
            listed = ", ".join(f'"{name}"' if " " in name else name for name in _nearest(said, names))
            raise InvalidInput(
                term.key,
                said,
                f"{listed or 'none'}, or another that there is (at character {term.start + 1})",
            )


def _named(wanted: Filter) -> Iterator[tuple[Term, str]]:
    for term in wanted.terms:
        if term.key in NAMING:
            for value in term.values:
                is_pattern = "*" in value.text and not value.is_quoted
                if not is_pattern and not is_nothing(value.text, value.is_quoted):
                    yield term, value.text


def _nearest(said: str, names: Mapping[str, str]) -> list[str]:
    """Those that hold the text, else those that look like it, else the first."""
    text = said.casefold()
    found = [name for name in names if text in name] or get_close_matches(text, names, n=3, cutoff=0.5)
    return [names[name] for name in (found or sorted(names))[:_MOST]]
