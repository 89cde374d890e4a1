"""Who may come in, and as what?"""

from __future__ import annotations

from wom_tui.domain.policy import User
from wom_tui.store.reader import Reader


def users(reader: Reader) -> list[User]:
    """Everybody, by name."""
    return sorted(reader.select(User), key=lambda user: user.name.casefold())
