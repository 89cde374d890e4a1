"""Which customer is meant?"""

from __future__ import annotations

from difflib import get_close_matches

from wom_tui.domain.site import Customer
from wom_tui.errors import InvalidInput, NotFound
from wom_tui.store.reader import Reader

_LISTED = 5


def customer_named(reader: Reader, said: str) -> Customer:
    """By number (`7`, `#7`), or by the whole name, whatever the case: nobody is taken for another.

    Raises:
        NotFound: there is none.
        InvalidInput: several have that name.
    """
    number = said.removeprefix("#")
    if number.isascii() and number.isdecimal():
        return reader.get(Customer, int(number))
    names = list(reader.rows(Customer, ("name",)))
    ids = [id for id, name in names if name.casefold() == said.casefold()]
    if not ids:
        near = get_close_matches(said, [name for _, name in names], n=3, cutoff=0.4)
        raise NotFound("customer", said, near)
    if len(ids) > 1:
        numbers = ", ".join(f"#{id}" for id in ids[:_LISTED]) + (" …" if len(ids) > _LISTED else "")
        raise InvalidInput("customer", said, f"one of {numbers}")
    return reader.get(Customer, ids[0])
