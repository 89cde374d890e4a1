"""What did whoever writes a row think that its record says? The base of a three-way merge.

A row that an export wrote tells which version it has seen: the record as it was then. A row that does not tell was
written from what an import said last; what no import has ever said is taken for empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from typing import Any

from wom_tui.domain.fact import Fact
from wom_tui.store import imports, journal
from wom_tui.store.codec import codec_of
from wom_tui.store.privacy import is_veiled, veiled
from wom_tui.store.unit import Unit

_UNKNOWN = object()  # equal to nothing


class SaidBefore:
    """The bases of some records, read together."""

    def __init__(self, unit: Unit, cls: type[Fact], seen: Iterable[tuple[Any, int | None]]) -> None:
        self._unit, self._codec = unit, codec_of(cls)
        ids = [fact.id for fact, version in seen if not _can_be(version, fact)]
        self._said = imports.said_before(unit.connection, ids, cls.noun)
        self._defaults = {f.name: None if f.default is MISSING else f.default for f in fields(cls)}

    def of(self, fact: Fact, version: int | None) -> Mapping[str, Any]:
        """Field → what it was for whoever writes the row."""
        if not _can_be(version, fact):
            return self._last_said(fact)
        if version == fact.version:
            return vars(fact)
        then = fact
        events = journal.events(
            self._unit.connection, subject=f"{fact.noun}:{fact.id}", from_version=(version or 0) + 1
        )
        for event in sorted(events, key=lambda event: -event.version):
            then = self._codec.patch(then, event.before, event.version)
        return vars(then)

    def heard(self, fact: Fact, version: int | None) -> Mapping[str, Any]:
        """The same, without what nobody has said: the default of a field is a word only at a creation."""
        base, said = self.of(fact, version), self._said.get(fact.id, {})
        if _can_be(version, fact) or "id" in said:
            return base
        return {name: base[name] for name in said}

    def _last_said(self, fact: Fact) -> Mapping[str, Any]:
        said = self._said.get(fact.id, {})
        return self._defaults | {name: self._value(fact, name, value) for name, value in said.items()}

    def _value(self, fact: Fact, name: str, value: Any) -> Any:
        if not is_veiled(value):
            return self._codec.by_name[name].from_json(value)
        now = getattr(fact, name)
        return now if veiled(self._codec, fact, {name: now})[name] == value else _UNKNOWN


def _can_be(version: int | None, fact: Fact) -> bool:
    """The record has had that version."""
    return version is not None and 0 < version <= fact.version
