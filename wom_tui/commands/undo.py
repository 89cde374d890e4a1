"""Taking an act back, and taking that back: new events with the inverse, refused where something stands in the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from wom_tui.commands.command import Command
from wom_tui.commands.steps import recalled
from wom_tui.domain import merge
from wom_tui.domain.event import Event, acting, ids_in
from wom_tui.domain.fact import Fact
from wom_tui.domain.message import Message, read_violations
from wom_tui.domain.policy import Role
from wom_tui.domain.receipt import Form, Receipt, WayBack, WaysBack
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import REROUTED, Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import InvalidInput, NotFound, Rejected
from wom_tui.store import journal, receipts
from wom_tui.store.chain import ERASING
from wom_tui.store.codec import codec_of
from wom_tui.store.conflicts import deeds_of, record_name
from wom_tui.store.message_reads import readers
from wom_tui.store.privacy import is_veiled
from wom_tui.store.reader import EITHER, Reader
from wom_tui.store.references import may_meet_a_namesake, namesake_of, users_of
from wom_tui.store.tables import FACT_TABLES, FACTS
from wom_tui.store.unit import Unit

_MOST_NAMED = 20  # records that an undo has kept, by name; all are counted


@dataclass(frozen=True, kw_only=True)
class Undo(Command):
    """Take an act back: the one named, or your own last one from here."""

    receipt: str | None = None  # a command id or the beginning of one

    @property
    def needed_role(self) -> Role:
        """Whoever may act may take their own slip back."""
        return Role.TECHNICIAN if self.receipt is None else self.needs

    @property
    def summary(self) -> str:
        return "undo"


@dataclass(frozen=True, kw_only=True)
class Redo(Command):
    """Do again what you have just taken back."""

    needs: ClassVar[Role] = Role.TECHNICIAN

    @property
    def summary(self) -> str:
        return "redo"


def undo(command: Undo, unit: Unit) -> None:
    target = command.receipt or receipts.last_to_undo(unit.connection, unit.stamp.actor, unit.session)
    if target is None:
        raise Rejected(
            [Violation(code="undo.nothing", message="there is nothing of yours to take back here")]
        )
    _take_back(_find(target, unit), unit, "undone")
    unit.form, unit.summary = Form.UNDO, f"undo {unit.result['undone']}"


def redo(command: Redo, unit: Unit) -> None:
    target = receipts.last_to_redo(unit.connection, unit.stamp.actor, unit.session)
    if target is None:
        raise Rejected(
            [Violation(code="undo.nothing", message="there is nothing to do again: act, undo, then redo")]
        )
    _take_back(_find(target, unit), unit, "redone")
    unit.form, unit.summary = Form.REDO, f"redo {unit.result['redone']}"


def _find(name: str, unit: Unit) -> Receipt:
    found = receipts.find(unit.connection, name)
    if found is not None:
        return found
    ids = receipts.find_by_prefix(unit.connection, name) if len(name) >= 4 else []
    if len(ids) > 1:
        raise InvalidInput("receipt", name, f"more of it: it could be {', '.join(i[:16] for i in ids)}")
    if not ids:
        raise NotFound("receipt", name)
    found = receipts.find(unit.connection, ids[0])
    assert found is not None
    return found


def _take_back(done: Receipt, unit: Unit, told_as: str) -> None:
    """Write the inverse of an act.

    Args:
        told_as: under which name the result says what that was about.
    """
    unit.heed(_in_the_way(done, unit))
    unit.undo_of = done.command_id
    # Taken back or done again: what it is about is the act at the bottom.
    unit.result[told_as] = done.summary.removeprefix("undo ").removeprefix("redo ") + _whose(done, unit)
    own = [happened for happened in done.events if happened.kind != REROUTED]
    facts = _facts_of(own, unit)
    made: dict[str, Event] = {}
    for happened in reversed(own):
        if happened.is_creation:
            made[happened.subject] = happened
        else:
            facts[happened.subject] = _invert(happened, facts[happened.subject], unit)
    unit.heed(_circles(own, unit))
    unit.heed(_namesakes(own, facts, unit))
    _withdraw(made, facts, unit)
    for was, becomes in unit.changed(Visit):
        if was is not None:
            unit.heed(recalled(was, becomes, unit))


def _circles(own: Sequence[Event], unit: Unit) -> Iterator[Violation]:
    """An order that is a duplicate again must not lead back to itself: its original may have been merged since."""
    for happened in own:
        if happened.before.get("duplicate_of_id") is not None and happened.noun == WorkOrder.noun:
            order = unit.get(WorkOrder, happened.subject_id)
            yield from merge.circle_violations(order, lambda number: unit.find(WorkOrder, number))


def _namesakes(own: Sequence[Event], facts: Mapping[str, Fact], unit: Unit) -> Iterator[Violation]:
    """A record that went away finds its name where it left it, unless another has it by now."""
    for happened in own:
        if not may_meet_a_namesake(happened.noun, happened.before):
            continue
        fact = facts[happened.subject]
        before = codec_of(type(fact)).patch(fact, happened.before, fact.version)
        if other := namesake_of(unit, before):
            name, by = (
                record_name(unit, subject) for subject in (happened.subject, f"{other.noun}:{other.id}")
            )
            yield Violation(
                code="record.exists",
                message=f"{name} cannot come back: {by} has its name by now; take that one away first",
                facts={"record": name, "by": by},
            )


def _whose(done: Receipt, unit: Unit) -> str:
    """Whose act it was, where it was not done as the one who takes it back."""
    its, mine = acting(done.actor, done.on_behalf_of), acting(unit.stamp.actor, unit.stamp.on_behalf_of)
    return "" if its == mine else f" (done by {its})"


def _withdraw(made: Mapping[str, Event], facts: Mapping[str, Fact], unit: Unit) -> None:
    """Take back what the act made, those that point to others first. A place, a customer, a person that others use by
    now stays, and is named; an order that others build on stands in the way.
    """
    by_class: dict[type[Fact], list[str]] = defaultdict(list)
    for subject in made:
        by_class[type(facts[subject])].append(subject)
    kept: list[str] = []
    for cls in reversed(tuple(FACT_TABLES)):
        subjects = by_class.get(cls, [])
        used = users_of(unit, cls, (facts[subject].id for subject in subjects)) if subjects else {}
        if cls is WorkOrder:
            unit.heed(_built_on(used, unit))
        for subject in subjects:
            if facts[subject].id in used:
                kept.append(subject)
                continue
            withdrawn = replace(facts[subject], is_withdrawn=True)
            unit.save(withdrawn, _kind(made[subject]), undo_of=made[subject].seq)
    if kept:
        unit.result["kept"] = [record_name(unit, subject) for subject in sorted(kept)[:_MOST_NAMED]]
        unit.result["kept_count"] = len(kept)


def _built_on(used: Mapping[int, Fact], reader: Reader) -> Iterator[Violation]:
    for number, user in sorted(used.items()):
        by = record_name(reader, f"{user.noun}:{user.id}")
        yield Violation(
            code="undo.used",
            message=f"order {number} cannot go: {by} belongs to it by now",
            facts={"number": number, "by": by},
        )


def _facts_of(done: Sequence[Event], unit: Unit) -> dict[str, Fact]:
    """What the act touched, by subject, in one read for each noun: an import touches thousands."""
    ids: dict[str, set[int]] = defaultdict(set)
    for happened in done:
        ids[happened.noun].add(happened.subject_id)
    unit.ahead(
        *((FACTS[noun], {"id": frozenset(wanted), "is_withdrawn": EITHER}) for noun, wanted in ids.items())
    )
    return {
        f"{noun}:{fact.id}": fact
        for noun, wanted in ids.items()
        for fact in unit.many(FACTS[noun], wanted, is_withdrawn=EITHER).values()
    }


def _invert(happened: Event, fact: Fact, unit: Unit) -> Fact:
    before = codec_of(type(fact)).patch(fact, happened.before, fact.version)
    return unit.save(before, _kind(happened), undo_of=happened.seq)


def _kind(happened: Event) -> str:
    """What the event is called that takes another back: who takes an undo back does the thing again."""
    noun = happened.kind.partition(".")[0]
    return f"{noun}.redone" if happened.kind.endswith(".undone") else f"{noun}.undone"


def in_the_way(reader: Reader, command_id: str) -> tuple[Violation, ...]:
    """Why an act cannot be taken back, asked without trying; nothing where it can."""
    done = receipts.find(reader.connection, command_id)
    return _all_in_the_way(done, reader) if done is not None else ()


def _all_in_the_way(done: Receipt, reader: Reader) -> tuple[Violation, ...]:
    return (*_in_the_way(done, reader), *_built_on_created(_created(done), reader))


def ways_back(reader: Reader, actor: str, session: str, passed: frozenset[str] = frozenset()) -> WaysBack:
    """What is next for `undo` and `redo`.

    Args:
        passed: acts that were refused already: while something stands in the way of one of them, the one before it
            is next. Where that is so of all there are, the newest is next once more.
    """
    undo: WayBack | None = None
    for act in receipts.standing_acts(reader.connection, actor, session, len(passed) + 1):
        way = _way(reader, act)
        undo = undo or way
        if act not in passed or not way.refused:
            undo = way
            break
    again = receipts.last_to_redo(reader.connection, actor, session)
    return WaysBack(undo, _way(reader, again) if again else None)


def _way(reader: Reader, command_id: str) -> WayBack:
    done = receipts.find(reader.connection, command_id)
    assert done is not None
    return WayBack(command_id, done.summary, _all_in_the_way(done, reader))


def _in_the_way(done: Receipt, reader: Reader) -> Iterator[Violation]:
    if not done.events:
        yield Violation(code="undo.nothing", message=f"{done.summary!r} changed nothing")
    fate = receipts.fate(reader.connection, done.command_id)
    if fate.undone_by:
        actor, command_id = fate.undone_by
        yield Violation(
            code="undo.already",
            message=f"{done.summary!r} was taken back already by {actor}",
            facts={"by": actor, "receipt": command_id},
        )
        return
    yield from _beyond_recall(done, fate)
    yield from _heard(done, reader)
    yield from _changed_since(done.events, reader)


def obstacles(reader: Reader, acts: Iterable[str]) -> list[Violation]:
    """What no undo of several acts gets past, asked before the first of them, so that either all of them go or none.

    What has changed since is not looked for: an import knows that from one question.
    """
    found: list[Violation] = []
    going: set[str] = set()
    for act in acts:
        if (done := receipts.find(reader.connection, act)) is not None:
            found += _beyond_recall(done, receipts.fate(reader.connection, act))
            going |= _created(done)
    return [*found, *_built_on_created(going, reader)]


def _created(done: Receipt) -> set[str]:
    return {event.subject for event in done.events if event.is_creation}


def _built_on_created(going: set[str], reader: Reader) -> Iterator[Violation]:
    """What names one of the orders that would go, and does not go with it."""
    return _built_on(users_of(reader, WorkOrder, ids_in(going, WorkOrder.noun), going=going), reader)


def _beyond_recall(done: Receipt, fate: receipts.Fate) -> Iterator[Violation]:
    if fate.left_at:
        yield Violation(
            code="undo.left",
            message=f"something has left the house because of {done.summary!r}",
            facts={"left_at": fate.left_at.isoformat()},
        )
    elif fate.is_leaving:
        yield Violation(
            code="undo.leaving",
            message=f"a message about {done.summary!r} is being sent just now; in a moment it is known whether it left",
        )
    was_erased = any(e.kind.endswith(ERASING) for e in done.events)
    if was_erased or any(is_veiled(v) for e in done.events if not e.is_creation for v in e.before.values()):
        yield Violation(
            code="undo.private", message="personal data is not kept in the journal; type the old value again"
        )


def _heard(done: Receipt, reader: Reader) -> Iterator[Violation]:
    """A message of the act has been read: it was said, whatever becomes of its record."""
    sent = ids_in((event.subject for event in done.events if event.is_creation), Message.noun)
    messages = reader.many(Message, sent)
    for id, who in readers(reader, messages).items():
        yield from read_violations(messages[id], who)


def _changed_since(done: Sequence[Event], reader: Reader) -> Iterator[Violation]:
    """Something stands on top of what the act did: name it, and who put it there."""
    last = {event.subject: event for event in done if event.kind != REROUTED}
    for later in journal.later(reader.connection, last).values():
        if standing := _standing(later):
            yield changed_since(reader, standing[-1])


def changed_since(reader: Reader, newest: Event) -> Violation:
    """The change that stands in the way of taking an older one back, and who made it."""
    record = record_name(reader, newest.subject)
    (deed,) = deeds_of(reader, [newest])
    return Violation(
        code="undo.changed",
        message=f"{record} was changed since by {newest.who}",
        facts={"record": record, "deed": deed.as_dict()},
    )


def _standing(later: Sequence[Event]) -> list[Event]:
    """Those of the later changes that have not been taken back: a change and its undo leave nothing behind."""
    seqs, cancelled = {event.seq for event in later}, set()
    standing = []
    for event in reversed(later):
        if event.seq in cancelled or event.kind == REROUTED:
            continue
        if event.undo_of in seqs:
            cancelled.add(event.undo_of)
        else:
            standing.append(event)
    return standing[::-1]
