"""A translation that nobody needs to know the language of: each letter becomes its look-alike, places stay.

What still reads as plain English afterwards has not gone through the catalogue.
"""

from __future__ import annotations

import re
import struct
from pathlib import Path

from docs.catalogue import found

LANGUAGE = "xx"
_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ALIKE = "áƀçđéƒǧħíĵķľɱñóƥɋřšťúṽẃẋýžÁƁÇĐÉƑǦĦÍĴĶĽṀÑÓƤɊŘŠŤÚṼẂẊÝŽ"
_TABLE = str.maketrans(_PLAIN, _ALIKE)
_PLACE = re.compile(r"(\{\{|\}\}|\{[^}]*\})")
HEAD = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"


def pseudo(text: str) -> str:
    """The text in look-alikes, as wide as it was."""
    return "".join(part if _PLACE.fullmatch(part) else part.translate(_TABLE) for part in _PLACE.split(text))


def write_catalogue(folder: Path) -> None:
    """The whole catalogue, translated so, where `WOM_LOCALE=folder` finds it."""
    messages = {"": HEAD}
    for text, many in found():
        if many:
            messages[f"{text}\0{many}"] = f"{pseudo(text)}\0{pseudo(many)}"
        else:
            messages.setdefault(text, pseudo(text))
    path = folder / LANGUAGE / "LC_MESSAGES" / "wom.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(_compiled(messages))


def _compiled(messages: dict[str, str]) -> bytes:
    """The file as `gettext` reads it: numbers and places first, then the texts."""
    pairs = sorted((text.encode(), said.encode()) for text, said in messages.items())
    count = len(pairs)
    at = 28 + 16 * count
    tables: list[bytes] = []
    texts: list[bytes] = []
    for which in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<II", len(pair[which]), at))
            texts.append(pair[which] + b"\0")
            at += len(pair[which]) + 1
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0)
    return head + b"".join(tables) + b"".join(texts)
