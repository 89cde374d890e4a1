"""What of the files that a user has written for the console cannot be used? `wom doctor` asks; needs no Textual."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from wom_tui.present.macro import lines_of
from wom_tui.present.saved_view import view_of
from wom_tui.tui.keymap import read_keymap
from wom_tui.tui.own_files import OwnFiles, OwnTable


class Slip(NamedTuple):
    """One line that cannot be used, and what follows from that."""

    area: str
    said: str
    advice: str


def slips(own: OwnFiles) -> Iterator[Slip]:
    """Those of keys, views and macros, file by file."""
    for said in read_keymap(own.setting("keys.toml"))[1]:
        yield Slip("keys", said, "until it is put right the command keeps its own key")
    for noun, made in (("view", view_of), ("macro", lines_of)):
        for slip in OwnTable(own.setting(f"{noun}s.toml"), noun, made).slips():
            yield Slip(f"{noun}s", str(slip), f"until it is put right no {noun} of the file is read")
