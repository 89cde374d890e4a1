"""How facts are read: by id, by simple conditions, or only some columns of them.

A reader may carry an overlay: facts that stand in place of rows. The unit of work lays its unsaved changes over the
tables, and "as of 10:40" lays the past over them; both answer with the same code as the live tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Dialect

from wom_tui.domain.fact import Fact
from wom_tui.errors import NotFound
from wom_tui.store.codec import codec_of
from wom_tui.store.driver import Row, fetch_pieces, fetch_together, has_line
from wom_tui.store.lookup import EITHER, Condition, Lookup, Range, lookup
from wom_tui.store.portions import portions
from wom_tui.store.tables import FACT_TABLES

__all__ = ["EITHER", "Condition", "Question", "Range", "Reader"]

F = TypeVar("F", bound=Fact)
Question = tuple[type[Fact], Mapping[str, Condition]]
Key = tuple[type[Fact], frozenset[tuple[str, Condition]]]

_PIECE = 1_000  # rows made at once: under a millisecond


class Reader:
    """Reads on one connection, with an overlay (fact class → id → fact) on top of the tables."""

    def __init__(
        self, connection: Connection, overlay: Mapping[type[Fact], Mapping[int, Fact | None]] | None = None
    ):
        self.connection = connection
        self._overlay: Mapping[type[Fact], Mapping[int, Fact | None]] = overlay if overlay is not None else {}
        self._ahead: dict[Key, Sequence[Row]] = {}  # answers that nobody has asked for yet

    def ahead(self, *questions: Question) -> None:
        """Ask several things in one round trip; whoever selects, or finds, just these next has the answer here.

        Args:
            questions: a class and its conditions as for `select`; `{"id": number}` as for `find`.
        """
        if not has_line(self.connection):
            return  # nothing to be won
        asked = {key_of(cls, where): self._lookup(cls, where) for cls, where in map(_complete, questions)}
        new = {key: question for key, question in asked.items() if not self._has(key)}
        if not new:
            return
        answers = fetch_together(self.connection, list(new.values()))
        self._ahead |= {
            key: question.read(rows) for (key, question), rows in zip(new.items(), answers, strict=True)
        }

    def _has(self, key: Key) -> bool:
        """The answer is here already."""
        return key in self._ahead

    @property
    def stored(self) -> Reader:
        """A reader of the tables as they are, without the overlay; itself where there is none."""
        return Reader(self.connection) if self._overlay else self

    def with_facts(self, facts: Mapping[int, F], cls: type[F]) -> Reader:
        """The same with these laid over what it reads."""
        return Reader(self.connection, {**self._overlay, cls: {**self._overlay.get(cls, {}), **facts}})

    def get(self, cls: type[F], id: int) -> F:
        """The fact with that id.

        Raises:
            NotFound: there is none, or it was withdrawn.
        """
        fact = self.find(cls, id)
        if fact is None or fact.is_withdrawn:
            raise NotFound(codec_of(cls).noun.replace("_", " "), id, self._nearest(cls, id))
        return fact

    def find(self, cls: type[F], id: int | None) -> F | None:
        """The fact with that id, withdrawn or not, or None."""
        if id is None:
            return None
        laid = self._overlay.get(cls, {})
        if id in laid:
            return laid[id]  # type: ignore[return-value]  # the overlay keeps facts under their own class
        return self._found(cls, id)

    def _found(self, cls: type[F], id: int) -> F | None:
        rows = self._answer(cls, {"id": id, "is_withdrawn": EITHER})
        return codec_of(cls).from_row(rows[0]) if rows else None

    def many(self, cls: type[F], ids: Iterable[int | None], **where: Condition) -> dict[int, F]:
        """Facts by id; ids that are not there, and None, are left out."""
        return {fact.id: fact for fact in self.among(cls, "id", (i for i in ids if i is not None), **where)}

    def among(self, cls: type[F], field: str, values: Iterable[int], **where: Condition) -> Iterator[F]:
        """Facts with one of these numbers in a field, however many these are."""
        for portion in portions(sorted(set(values))):
            yield from self.select(cls, **{field: frozenset(portion)}, **where)

    def select(self, cls: type[F], **where: Condition) -> tuple[F, ...]:
        """Facts that meet every condition, by id. Withdrawn ones only when the condition asks for them."""
        where.setdefault("is_withdrawn", False)
        stored, laid = self._stored(cls, where), self._overlay.get(cls)
        if not laid:
            return stored
        found = [fact for fact in stored if fact.id not in laid]
        # The overlay keeps facts under their own class.
        found += [cast("F", fact) for fact in laid.values() if fact is not None and _matches(fact, where)]
        return tuple(sorted(found, key=lambda fact: fact.id))

    def _stored(self, cls: type[F], where: Mapping[str, Condition]) -> tuple[F, ...]:
        """The rows that meet every condition, as facts, by id."""
        return tuple(map(codec_of(cls).from_row, self._answer(cls, where)))

    def _answer(self, cls: type[Fact], where: Mapping[str, Condition]) -> Sequence[Row]:
        if self._ahead and (key := key_of(cls, where)) in self._ahead:
            return self._ahead.pop(key)
        return self._lookup(cls, where).ask(self.connection)

    def _lookup(self, cls: type[Fact], where: Mapping[str, Condition]) -> Lookup:
        order = "" if where.get("id").__class__ is int else "id"
        return lookup(self._dialect, FACT_TABLES[cls], codec_of(cls).names, where, order=order)

    @property
    def _dialect(self) -> Dialect:
        return self.connection.dialect

    def rows(self, cls: type[F], columns: tuple[str, ...], **where: Condition) -> Iterator[tuple[Any, ...]]:
        """Only these fields of the facts that meet every condition, `id` first, in no order: for large views.

        Values are those of the fact for plain fields; enums come as their value, structured fields as JSON text.
        """
        return zip(*self.columns(cls, columns, **where), strict=True)

    def rows_among(
        self, cls: type[F], columns: tuple[str, ...], field: str, values: Iterable[int], **where: Condition
    ) -> Iterator[tuple[Any, ...]]:
        """As `rows`, of the facts with one of these numbers in a field, however many these are."""
        for portion in portions(sorted(set(values))):
            yield from self.rows(cls, columns, **{field: frozenset(portion)}, **where)

    def columns(self, cls: type[F], columns: tuple[str, ...], **where: Condition) -> list[Sequence[Any]]:
        """As `rows`, column by column: for the largest views, which work through one column after the other."""
        blocks = list(self.blocks(cls, columns, **where))
        if len(blocks) == 1:
            return blocks[0]
        parts = zip(*blocks, strict=True) if blocks else [()] * (1 + len(columns))
        return [list(chain.from_iterable(part)) for part in parts]

    def blocks(
        self, cls: type[F], columns: tuple[str, ...], **where: Condition
    ) -> Iterator[list[Sequence[Any]]]:
        """As `columns`, a thousand rows at a time: while more are made at once no other thread comes to its turn."""
        where.setdefault("is_withdrawn", False)
        names, laid = ("id", *columns), self._overlay.get(cls)
        question = lookup(self._dialect, FACT_TABLES[cls], names, where)
        for rows in fetch_pieces(self.connection, question.sql, question.values, _PIECE):
            stored = [row for row in rows if row[0] not in laid] if laid else rows
            if stored:
                yield question.columns(stored)
        standing = [f for f in (laid or {}).values() if f is not None and _matches(f, where)]
        if standing:
            writers = [(name, codec_of(cls).by_name[name].to_column) for name in names]
            yield [[write(getattr(fact, name)) for fact in standing] for name, write in writers]

    def lowest(self, cls: type[Fact], by: str, limit: int, **where: Condition) -> list[int]:
        """Ids of the facts whose field is lowest among those that meet every condition; empty ones come last."""
        if self._overlay.get(cls):
            rows = sorted((row[1] is None, row[1], row[0]) for row in self.rows(cls, (by,), **where))
            return [id for *_, id in rows[:limit]]
        where.setdefault("is_withdrawn", False)
        order = f"{by} IS NULL, {by}, id"
        question = lookup(self._dialect, FACT_TABLES[cls], ("id",), where, order=order, limit=limit)
        return [id for (id,) in question.ask(self.connection)]

    def count(self, cls: type[Fact], **where: Condition) -> int:
        """How many facts meet every condition."""
        if self._overlay.get(cls):
            return sum(1 for _ in self.rows(cls, (), **where))
        where.setdefault("is_withdrawn", False)
        question = lookup(self._dialect, FACT_TABLES[cls], (), where)
        ((count,),) = question.ask(self.connection)
        return int(count)

    def _nearest(self, cls: type[Fact], id: int) -> list[int]:
        """Ids next to one that is not there: what the user may have meant."""
        near = {"is_withdrawn": False, "id": Range(id - 50, id + 51)}
        found = [
            row[0] for row in lookup(self._dialect, FACT_TABLES[cls], ("id",), near).ask(self.connection)
        ]
        return sorted(found, key=lambda other: (abs(other - id), other))[:3]


def _complete(question: Question) -> Question:
    """The conditions in full, as `select` and `find` ask them."""
    cls, where = question
    is_one = where.keys() == {"id"} and not isinstance(where["id"], frozenset)
    return cls, {"is_withdrawn": EITHER if is_one else False, **where}


def key_of(cls: type[Fact], where: Mapping[str, Condition]) -> Key:
    """Two questions with this in common are the same."""
    return cls, frozenset(where.items())


def _matches(fact: Fact, where: Mapping[str, Condition]) -> bool:
    for name, wanted in where.items():
        value = getattr(fact, name)
        match wanted:
            case Range():
                if not wanted.holds(value):
                    return False
            case set() | frozenset():
                if value not in wanted:
                    return False
            case _:
                if value != wanted:
                    return False
    return True
