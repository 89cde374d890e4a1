"""The only write path: `save` compares, counts the version up, updates the row and writes the journal, or nothing.

A unit reads as it likes and keeps what it is told to save; `settle` takes the journal's lock, `write` writes it all at
once, with every version checked again. What a unit has not written never happened.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar, cast

from sqlalchemy import Connection

from wom_tui.domain.event import Event, Events
from wom_tui.domain.fact import Fact
from wom_tui.domain.lease import Fence
from wom_tui.domain.order_clock import SlaRules
from wom_tui.domain.place import TravelTime, at_once
from wom_tui.domain.policy import Actor, may_override
from wom_tui.domain.receipt import Form
from wom_tui.domain.technician import Technician
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import Visit
from wom_tui.errors import Conflict, LostLease, Rejected
from wom_tui.store import journal, lease
from wom_tui.store.codec import codec_of
from wom_tui.store.conflicts import conflict, has_moved_on
from wom_tui.store.driver import Missed, Statement, fetch_together, send
from wom_tui.store.engine import JOURNAL_LOCK, LOCKING, translated
from wom_tui.store.lookup import Lookup
from wom_tui.store.numbers import Numbers
from wom_tui.store.opening import Opening
from wom_tui.store.reader import Condition, Key, Reader, key_of
from wom_tui.store.saved import Change, Saved, Stamp, event_rows, statements_of

F = TypeVar("F", bound=Fact)


class Interference(Exception):
    """Another writer changed what this unit had read, before it could write. The bus tries again."""


class Unit(Reader):
    """One transaction's reads and writes."""

    def __init__(
        self,
        connection: Connection,
        stamp: Stamp,
        opening: Opening,
        session: str = "",
        *,
        actor: Actor,
        travel: TravelTime = at_once,
        fence: Fence | None = None,
    ):
        self._staged: dict[type[Fact], dict[int, Fact | None]] = defaultdict(dict)
        super().__init__(connection, self._staged)
        self.stamp = stamp
        self.session = session
        self.travel = travel
        self.rules: SlaRules | None = None  # the office's policies, once something has asked for them
        self.undo_of: str | None = None  # the act that this one takes back
        self.form = Form.ACT
        self.summary: str | None = None  # the act in better words than its command has by itself
        self.meant: dict[str, object] = {}  # what a typed line came to, by its command's id
        self.soft: list[Violation] = []
        self.overrides: list[Violation] = []
        self.result: dict[str, Any] = {}
        self.actor = actor
        self._may_override = may_override(actor)
        self._fence = fence  # without its holder nothing is written
        self._override: str | None = None
        self._at = stamp.at
        self._head, self._is_locked = opening.head, opening.is_locked
        self.wanted = opening.wanted  # texts of the notifications that are on
        self._saved: list[Saved] = []
        self._along: list[Statement] = []
        self._rows: list[dict[str, Any]] = []  # of the journal
        self._original: dict[tuple[type[Fact], int], Fact | None] = {}
        self._read: set[str] = set()  # nouns and subjects that decisions were based on
        self._answers: dict[Key, tuple[Fact, ...]] = {}  # each question is asked of the database once
        self._numbers = Numbers(connection)

    @property
    def at(self) -> datetime:
        """The business time of what is being done."""
        return self._at

    @contextmanager
    def under(self, *, at: datetime | None = None, override: str | None = None) -> Iterator[None]:
        """Handle one command, with its own business time and its own reason for going past a rule."""
        self._at, self._override = at or self.stamp.at, override
        try:
            yield
        finally:
            self._at, self._override = self.stamp.at, None

    # reading, remembered, so that a change behind our back is noticed

    def find(self, cls: type[F], id: int | None) -> F | None:
        read = self._original.get((cls, id or 0))
        if read is not None and id not in self._staged[cls]:
            # Read once in this unit: what it decides on does not change under its hands.
            return cast("F", read)
        fact = super().find(cls, id)
        if fact is not None:
            self._read.add(f"{codec_of(cls).noun}:{id}")
            self._original.setdefault((cls, fact.id), fact)
        return fact

    def _stored(self, cls: type[F], where: Mapping[str, Condition]) -> tuple[F, ...]:
        key = key_of(cls, where)
        if key not in self._answers:
            self._answers[key] = super()._stored(cls, where)
        return cast("tuple[F, ...]", self._answers[key])

    def _has(self, key: Key) -> bool:
        cls, where = key
        known = next((self._original.get((cls, id)) for name, id in where if name == "id"), None)
        return known is not None or key in self._answers or super()._has(key)

    def get(self, cls: type[F], id: int, *, expect: int | None = None) -> F:
        """The fact with that id, in the version that the actor saw.

        Args:
            expect: the version on the actor's screen; None = whatever is there.

        Raises:
            NotFound: there is none.
            Conflict: it has another version by now; says who changed what.
        """
        fact = super().get(cls, id)
        if expect is not None and fact.version != expect and has_moved_on(self, cls, id, expect):
            raise conflict(self, cls, id, expect)
        return fact

    def select(self, cls: type[F], **where: Condition) -> tuple[F, ...]:
        found = super().select(cls, **where)
        noun, ids = codec_of(cls).noun, where.get("id")
        if isinstance(ids, frozenset):  # read by number: only these can change behind our back
            self._read.update(f"{noun}:{id}" for id in ids)
        else:
            self._read.add(noun)
        for fact in found:
            self._original.setdefault((cls, fact.id), fact)
        return found

    def scan(self, cls: type[F], columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
        """As `rows`, of all facts of the class; noticed, as `select` is, when one changes behind our back."""
        self._read.add(codec_of(cls).noun)
        return self.rows(cls, columns)

    def many(self, cls: type[F], ids: Iterable[int | None], **where: Condition) -> dict[int, F]:
        wanted = {id for id in ids if id is not None}
        known = set() if where else {id for id in wanted if self._is_known(cls, id)}
        here = {id: fact for id in known if (fact := self.find(cls, id)) and not fact.is_withdrawn}
        return here | super().many(cls, wanted - known, **where)

    def _is_known(self, cls: type[Fact], id: int) -> bool:
        return id in self._staged[cls] or self._original.get((cls, id)) is not None

    # deciding

    def heed(self, violations: Iterable[Violation]) -> None:
        """Refuse on hard violations, note the soft ones.

        A hard one that allows it is passed over when the command brings a written reason and the actor's role
        may override; it is counted in the receipt.

        Raises:
            Rejected: with every hard violation, not only the first.
        """
        refused: list[Violation] = []
        for violation in violations:
            if not violation.hard:
                self.soft.append(violation)
            elif violation.can_override and self._override and self._may_override:
                self.overrides.append(violation)
            else:
                refused.append(violation)
        if refused:
            if self._override and not self._may_override and any(v.can_override for v in refused):
                said = "going past a rule needs a dispatcher, whatever the reason"
                refused.append(Violation(code="actor.override", message=said))
            raise Rejected(refused)

    @property
    def staged(self) -> Mapping[type[Fact], Mapping[int, Fact | None]]:
        """What it would write, laid over the tables."""
        return self._staged

    # one command of several

    @property
    def to_write(self) -> int:
        """How many changes there are by now: of facts, and of what is in no journal."""
        return len(self._saved) + len(self._along)

    def mark(self) -> int:
        """A point to go back to."""
        return len(self._saved)

    def back_to(self, mark: int) -> None:
        """Forget what was saved after the mark."""
        while len(self._saved) > mark:
            saved = self._saved.pop()
            staged = self._staged[type(saved.new)]
            if saved.old is self._original.get((type(saved.new), saved.new.id)):
                del staged[saved.new.id]
            else:
                staged[saved.new.id] = saved.old

    # writing

    def new_id(self, cls: type[Fact]) -> int:
        """A number that no record of the class has had."""
        return self.new_ids(cls, 1)[0]

    def new_ids(self, cls: type[Fact], count: int) -> range:
        """As many new numbers as asked for, one after the other."""
        return self._numbers.take(cls, count)

    def reserve_ids(self, cls: type[Fact], count: int) -> None:
        """So many new numbers will be wanted, one at a time."""
        self._numbers.reserve(cls, count)

    def keep_ids(self, cls: type[Fact], up_to: int) -> None:
        """Never hand out these numbers: facts that brought their own have them."""
        self._numbers.keep(cls, up_to)

    def save(
        self,
        fact: F,
        kind: str,
        *,
        at: datetime | None = None,
        undo_of: int | None = None,
        erased: Mapping[str, str] | None = None,
    ) -> F:
        """Keep the new state of a fact, and the event that it makes.

        Args:
            fact: with the version that it was read in; 0 for a new one.
            kind: the event, noun and past participle.
            at: business time, when it is not the command's: history that an import tells.
            undo_of: the event that this one takes back.
            erased: the events that this one accounts for (`store/erasing.py`); it is written in any case then.

        Returns:
            The fact with its new version; unchanged when nothing differs, and then no event is written.
        """
        cls = type(fact)
        old = self._staged[cls].get(fact.id) or (self.find(cls, fact.id) if fact.version else None)
        if old is not None:
            if old.version != fact.version:
                raise conflict(self, cls, fact.id, fact.version)
            if old == fact and erased is None:
                return fact
        else:
            self._original.setdefault((cls, fact.id), None)
        new = codec_of(cls).copy(fact, version=fact.version + 1)
        self._staged[cls][fact.id] = new
        self._saved.append(Saved(kind, old, new, at or self.at, undo_of, erased))
        return new

    def save_all(self, facts: Iterable[F], kind: str, *, at: datetime | None = None) -> list[F]:
        """`save` for many facts of one kind."""
        return [self.save(fact, kind, at=at) for fact in facts]

    def changed(self, cls: type[F]) -> list[tuple[F | None, F]]:
        """What was saved of a class: as it was read, None for a new one, and as it shall be."""
        staged = self._staged[cls].items()
        return [
            (cast("F | None", self._original.get((cls, id))), cast("F", fact))
            for id, fact in staged
            if fact is not None
        ]

    def write_along(self, statements: Iterable[Statement]) -> None:
        """What else has to be written with the rows, and under the journal's lock like them."""
        self._along += statements

    def settle(self) -> Sequence[Event]:
        """Give what was saved its place in the journal; nothing can come in between from here to `write`.

        Raises:
            Interference: what was read has been changed by another writer meanwhile.
        """
        if not self._saved and not self._along:
            return ()
        if not self._is_locked:
            self._lock()
        rows, changes = event_rows(self.stamp, self._saved)
        self._rows = journal.chained(rows, self._head)
        return Events(self._rows, changes)  # the changes as data, not read out of their text again

    def _lock(self) -> None:
        """Wait for the other writers, and see whether one of them has changed what this unit has read."""
        dialect = self.connection.dialect
        since = journal.since_question(dialect, self._head.seq)
        asked = (Lookup(LOCKING, (JOURNAL_LOCK,)), journal.head_question(dialect), since)
        _, head, changed = fetch_together(self.connection, asked)
        for (subject,) in changed:
            if subject in self._read or subject.partition(":")[0] in self._read:
                raise Interference
        self._head, self._is_locked = journal.head_of(head), True

    def write(self, *receipt: Statement, commit: bool) -> None:
        """Write everything that was saved, with its events and its receipt, in one go.

        Raises:
            Conflict: a version is not the one that was read.
            Interference: something else that was to stand still had changed.
            LostLease: this act was to be done by the holder of a lease, and another holds it by now.
            Rejected: the database itself refuses a double booking.
        """
        dialect, changes = self.connection.dialect, self._changes()
        fencing = [lease.fencing(dialect, self._fence)] if self._fence else []
        statements = [*fencing, *self._along, *statements_of(dialect, changes)]
        if self._rows:
            statements.append(journal.insertion(dialect, self._rows))
        try:
            with translated(self._explain_overlap):
                send(self.connection, [*statements, *receipt], commit=commit)
        except Missed as missed:
            self.connection.rollback()
            if self._fence and not lease.holds(self.connection, self._fence):
                raise LostLease from missed
            if any(one.is_exact for one in (*self._along, *receipt)):
                raise Interference from missed
            raise self._conflict_of(changes) from missed

    def _changes(self) -> dict[type[Fact], list[Change]]:
        return {
            cls: [Change(self._original[cls, id], fact) for id, fact in staged.items() if fact is not None]
            for cls, staged in self._staged.items()
        }

    def _conflict_of(self, changes: Mapping[type[Fact], Sequence[Change]]) -> Conflict:
        """About the first row that has not the version that was read."""
        read = [(cls, c.read) for cls, mine in changes.items() for c in mine if c.read is not None]
        for cls, fact in read:
            now = Reader(self.connection).find(cls, fact.id)
            if now is None or now.version != fact.version:
                return conflict(self, cls, fact.id, fact.version)
        cls, fact = read[0]
        return conflict(self, cls, fact.id, fact.version)

    def _explain_overlap(self) -> Violation:
        """Whose visits they are: the database only said that two of them overlap."""
        said = "the technician already has a visit in that time"
        for visit in self._staged.get(Visit, {}).values():
            if isinstance(visit, Visit) and visit.is_booked and visit.start_at and visit.end_at:
                # Read before the write: after an error Postgres answers nothing more in this transaction.
                who = self._original.get((Technician, visit.technician_id or 0))
                name = who.name if isinstance(who, Technician) else f"technician {visit.technician_id}"
                return Violation(
                    code="visit.overlap",
                    message=f"{name} already has a visit in that time",
                    facts={
                        "name": name,
                        "start": visit.start_at.isoformat(),
                        "end": visit.end_at.isoformat(),
                    },
                )
        return Violation(code="visit.overlap", message=said)
