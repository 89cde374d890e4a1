"""Which key runs which command at this console? The rows of `keys.py`, with the keys that a user wants instead.

A user's file says `command = "key"`. What cannot be is said, and the command keeps the key it has of its own: a command
that there is not, a key that does not reach every terminal, a key that would mean two things.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from wom_tui.errors import InvalidInput
from wom_tui.present.labels import WGL4
from wom_tui.tui.key import Key, key_of
from wom_tui.tui.keys import KEYS
from wom_tui.tui.own_files import at_line, read_toml

_SAFE = "letters, signs, arrows, Enter, Tab, Space, PgUp, PgDn, Home, End, F1, Ctrl+D U P L"
_FIXED = "back"  # Esc leads out of everything: nobody shall be locked in


class Keymap:
    """The rows as they are here."""

    def __init__(self, rows: Iterable[Key] = KEYS) -> None:
        self.rows = tuple(rows)
        self.signs = WGL4  # what the console draws with
        self._by_id = {row.id: row for row in self.rows}
        self._by_key = {key: row for row in self.rows for key in row.key.split(",")}

    def rows_of(self, context: str) -> Iterator[Key]:
        """The rows that work in a view."""
        return (row for row in self.rows if context in row.contexts)

    def by_id(self, id: str) -> Key:
        """The row of a command."""
        return self._by_id[id]

    def by_key(self, key: str) -> Key | None:
        """What a key runs, by its Textual name; None where it is dead."""
        return self._by_key.get(key)

    def shown(self, id: str) -> str:
        """The key of a command, as people call it."""
        return self.signs.keys(self._by_id[id].shown)


OWN_KEYS = Keymap()  # as they are where nobody has said otherwise


def read_keymap(path: Path | None) -> tuple[Keymap, list[str]]:
    """The keys as the user's file has them, and what cannot be as it says."""
    if path is None or not path.exists():
        return Keymap(), []
    try:
        text, said = read_toml(path)
    except InvalidInput as error:
        return Keymap(), [str(error)]
    wanted, troubles = _wanted(said)
    kept, twice = _without_doubles(wanted)
    rows = [replace(row, key=",".join(kept.get(row.id, row.key.split(",")))) for row in KEYS]
    found = {**troubles, **twice}
    return Keymap(rows), [f"{at_line(path, text, name)}: {why}" for name, why in found.items()]


def _wanted(said: Mapping[str, Any]) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Command → keys, as far as each can be; command → what is wrong."""
    own = {row.id: row for row in KEYS}
    wanted: dict[str, list[str]] = {}
    troubles: dict[str, str] = {}
    for id, value in said.items():
        words = value if isinstance(value, list) else [value]
        if id not in own:
            near = get_close_matches(id, own) or ["the commands that `?` lists"]
            troubles[id] = f"there is no such command; did you mean {', '.join(near)}?"
        elif id == _FIXED:
            troubles[id] = "Esc always leads back"
        elif (why := _wrong_key(words, own[id])) is not None:
            troubles[id] = why
        else:
            wanted[id] = [key for word in words if (key := key_of(word)) is not None]
    return wanted, troubles


def _wrong_key(words: Sequence[Any], row: Key) -> str | None:
    """Why a command cannot have these keys; None when it can."""
    if not words or not all(isinstance(word, str) for word in words):
        return 'a key is a text: "A", "/", "PgUp", "Ctrl+D"'
    for word in words:
        key = key_of(word)
        if key is None:
            return f"{word} does not reach every terminal; {_SAFE} do"
        if key == "escape":
            return "Esc always leads back"
        if key.isdecimal() and not row.key.isdecimal():
            return f"{word} leads to a view: digits are tabs"
    return None


def _without_doubles(wanted: Mapping[str, list[str]]) -> tuple[dict[str, list[str]], dict[str, str]]:
    """The wishes that leave every key one meaning; the others are given up one after the other."""
    kept, troubles = dict(wanted), dict[str, str]()
    while True:
        users: dict[str, list[str]] = defaultdict(list)
        for row in KEYS:
            for key in kept.get(row.id, row.key.split(",")):
                users[key].append(row.id)
        clash = next(((key, ids) for key, ids in users.items() if len(ids) > 1), None)
        if clash is None:
            return kept, troubles
        key, ids = clash
        loser = [id for id in ids if id in kept][-1]  # of what nobody has changed every key has one meaning
        other = next((id for id in ids if id != loser), loser)
        troubles[loser] = f"{_said(key)} is {other} already"
        del kept[loser]


def _said(key: str) -> str:
    return replace(KEYS[0], key=key).shown
