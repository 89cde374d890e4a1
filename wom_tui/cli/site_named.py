"""Which site does a word of the command line mean?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wom_tui.desk import Desk
    from wom_tui.domain.site import Site


def site_named(desk: Desk, said: str) -> Site:
    """The site of that name, or `#12`."""
    from wom_tui.grammar.resolver import FactResolver

    return desk.ask(lambda reader: FactResolver(reader, desk.now()).site(said))
