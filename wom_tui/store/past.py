"""The board as of 10:40: later events taken back, in memory, over the live tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from wom_tui.domain.fact import Fact
from wom_tui.store import journal
from wom_tui.store.codec import codec_of
from wom_tui.store.privacy import is_veiled
from wom_tui.store.reader import EITHER, Reader
from wom_tui.store.tables import FACTS

Overlay = Mapping[type[Fact], Mapping[int, Fact | None]]


def reader_as_of(connection: Connection, at: datetime) -> Reader:
    """A reader that answers as the tables stood at that business time."""
    return Reader(connection, overlay_as_of(connection, at))


def overlay_as_of(connection: Connection, at: datetime) -> Overlay:
    """What lies over the tables so that they answer as they stood at that business time.

    Reads the events after it, newest first, and lays what they replaced over the rows; costs grow with how much has
    happened since, not with how much there is. Personal data is shown as it is now: the journal does not keep it.
    """
    live = Reader(connection)
    back = journal.taken_back(connection, at)
    by_class: dict[type[Fact], list[int]] = defaultdict(list)
    for subject in back:
        noun, _, number = subject.partition(":")
        by_class[FACTS[noun]].append(int(number))
    overlay: dict[type[Fact], dict[int, Fact | None]] = {}
    for cls, ids in by_class.items():
        rows = live.many(cls, ids, is_withdrawn=EITHER)
        overlay[cls] = {id: _before(rows.get(id), *back[f"{codec_of(cls).noun}:{id}"]) for id in ids}
    return overlay


def _before(fact: Fact | None, values: dict[str, object], was_not_there: bool) -> Fact | None:
    if fact is None or was_not_there:
        return None
    known = {name: value for name, value in values.items() if not is_veiled(value)}
    return codec_of(type(fact)).patch(fact, known, fact.version)
