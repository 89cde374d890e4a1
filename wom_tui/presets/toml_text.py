"""How are a name, a text and a list written in TOML, so that they are read as they were?"""

from __future__ import annotations

import json
from collections.abc import Iterable


def toml_key(name: str) -> str:
    """A name, in quotes where it needs them."""
    return name if name.replace("_", "").isalnum() and name.isascii() else toml_text(name)


def toml_list(values: Iterable[str]) -> str:
    """Texts in one line."""
    return f"[{', '.join(map(toml_text, values))}]"


def toml_text(value: str) -> str:
    """A text in quotes."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
