"""How personal data stays out of the journal: it says that a value changed, never what it was."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from wom_tui.domain.fact import Fact
from wom_tui.store.codec import FactCodec

VEIL = "hidden:"


def veiled(codec: FactCodec[Any], fact: Fact | None, values: dict[str, Any]) -> dict[str, Any]:
    """The values with private ones replaced by a hash keyed with the record's own salt.

    Whoever holds the row can prove what the journal means; once the row is erased, nobody can.
    """
    salt = str(getattr(fact, "salt", "")).encode()
    return {
        name: VEIL + hmac.new(salt, str(value).encode(), hashlib.sha256).hexdigest()[:32]
        if name in codec.private
        else value
        for name, value in values.items()
    }


def is_veiled(value: Any) -> bool:
    """The journal does not hold this value."""
    return isinstance(value, str) and value.startswith(VEIL)
