"""Who points to a record? Asked before it is withdrawn: what others use by now has to stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

from wom_tui.domain.fact import Fact
from wom_tui.store.reader import Reader
from wom_tui.store.tables import FACT_TABLES, FACTS, ONLY, POINTS

Pointer = tuple[type[Fact], str]  # a class, and the field of it that holds the other's id


def users_of(
    reader: Reader, cls: type[Fact], ids: Iterable[int], *, going: Collection[str] = ()
) -> dict[int, Fact]:
    """For each record that somebody uses, one that does; those of the class that go with it do not count.

    Args:
        going: subjects that go with it too.
    """
    same = frozenset(ids)
    found: dict[int, Fact] = {}
    for user_cls, field in _pointers()[cls]:
        for user in reader.among(user_cls, field, same):
            goes = user.id in same if user_cls is cls else f"{user.noun}:{user.id}" in going
            if not goes:
                found.setdefault(getattr(user, field), user)
    return found


def namesake_of(reader: Reader, fact: Fact) -> Fact | None:
    """Another record that has what no two may share: it stands where a withdrawn one would come back to."""
    for index in FACT_TABLES[type(fact)].indexes:
        only = index.info.get(ONLY, {})
        if any(getattr(fact, name) not in among for name, among in only.items()):
            continue
        shared = {column.name: getattr(fact, column.name) for column in index.columns}
        if index.unique and None not in shared.values():
            found = (one for one in reader.select(type(fact), **shared, **only) if one.id != fact.id)
            if (other := next(found, None)) is not None:
                return other
    return None


def may_meet_a_namesake(noun: str, before: Mapping[str, Any]) -> bool:
    """Taking a change back may make a record stand again where others of its kind stand meanwhile."""
    only = (index.info.get(ONLY, {}) for index in FACT_TABLES[FACTS[noun]].indexes)
    return before.get("is_withdrawn") is False or any(name in before for names in only for name in names)


@cache
def _pointers() -> Mapping[type[Fact], tuple[Pointer, ...]]:
    """Which fields of which classes hold the id of a class, as the tables have it."""
    pointers: dict[type[Fact], list[Pointer]] = defaultdict(list)
    for cls, table in FACT_TABLES.items():
        for key in table.foreign_keys:
            pointers[FACTS[key.column.table.name]].append((cls, key.parent.name))
        for column in table.columns:
            if POINTS in column.info:
                pointers[FACTS[column.info[POINTS]]].append((cls, column.name))
    return defaultdict(tuple, {cls: tuple(found) for cls, found in pointers.items()})
