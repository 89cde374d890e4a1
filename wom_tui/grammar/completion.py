"""How could a line go on? Verbs, orders, technicians, names and times, from the facts as they are now.

    desk.ask(complete, line, cursor, now=desk.now(), here=here)

Labels and hints hold text from outside: they go through `present.safe_text` before they are shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice

from wom_tui.domain.attachment import Attachment
from wom_tui.domain.part import Part, PurchaseEta, Warehouse
from wom_tui.domain.policy import Role
from wom_tui.domain.request import RequestStatus
from wom_tui.domain.rule import Rule
from wom_tui.domain.sheets.times import DAYS
from wom_tui.domain.site import Customer, Site
from wom_tui.domain.technician import SkillGrant, Technician
from wom_tui.domain.work_order import Cover, HoldReason, OrderStatus, Priority, WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.errors import InvalidInput
from wom_tui.grammar.alert_verbs import ALERT_ACTS
from wom_tui.grammar.intent import NOWHERE, Argument, Here, Option, Takes, Verb, verb_named
from wom_tui.grammar.kinds import Kind, Reading
from wom_tui.grammar.outbox_verb import OUTBOX_ACTS
from wom_tui.grammar.questions import QUESTIONS, Asked, is_question
from wom_tui.grammar.request_verbs import ACTS, ADD
from wom_tui.grammar.resolver import FactResolver
from wom_tui.grammar.roster_verbs import REMOVABLE
from wom_tui.grammar.rule_verb import RULE_ACTS
from wom_tui.grammar.site_verbs import LIKE
from wom_tui.grammar.targets import targets_in
from wom_tui.grammar.told_times import told_times
from wom_tui.grammar.verbs import VERBS
from wom_tui.grammar.words import Word, quoted, words_of
from wom_tui.presets.shipped import shipped_rules
from wom_tui.queries.alerts import alert_rows
from wom_tui.queries.positions import near_addresses
from wom_tui.queries.requests import request_rows
from wom_tui.store import receipts
from wom_tui.store.attached import attached_to
from wom_tui.store.reader import Range, Reader

MOST = 40  # completions in one list
SHORT_RECEIPT = 16  # digits that tell one act from another: 48 bits of milliseconds, then chance
_ENDED = frozenset({OrderStatus.CLOSED.value, OrderStatus.CANCELLED.value})
_LETTERS_FOR_A_NAME = 2  # there may be a hundred thousand sites


@dataclass(frozen=True, slots=True)
class Completion:
    """One way on: `line[:start] + text + line[end:]`.

    Attributes:
        label: what is offered, as people read it.
        hint: more about it: a name, a title, the moment that a time means.
    """

    text: str
    label: str
    hint: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Offer:
    """Something that a word could become."""

    text: str
    hint: str = ""
    also: tuple[str, ...] = ()  # it may be found by these as well: a technician by code or by last name
    label: str = ""  # where it is listed otherwise than it is typed


def complete(
    reader: Reader, line: str, cursor: int, *, now: datetime, here: Here = NOWHERE
) -> list[Completion]:
    """Return how the word before the cursor could go on, best first, at most `MOST`.

    Args:
        cursor: 0 … len(line).
    """
    words = words_of(line[:cursor], is_open=True)
    is_begun = (
        bool(words) and words[-1].end == cursor and (words[-1].is_quoted or not line[cursor - 1].isspace())
    )
    word = words.pop() if is_begun else Word("", cursor, cursor)
    look = FactResolver(reader, now, here)
    if not words:
        return _made(_verbs(), word, word.start, cursor)
    if is_question(words[0].text):
        return _made(_asked([one.text for one in words], word, look), word, word.start, cursor)
    try:
        verb = verb_named(words[0].text, VERBS)
    except InvalidInput:
        return []
    if word.option is not None:
        kind = next((option.kind for option in verb.all_options if option.name.startswith(word.option)), None)
        start = word.start + len(word.option) + 1
        offers = _values(kind, word.text, look, _numbers(verb, words[1:], look)) if kind else ()
        return _made(offers, word, start, cursor)
    return _made(_next(verb, words[1:], word, look), word, word.start, cursor)


def _made(offers: Iterable[_Offer], word: Word, start: int, end: int) -> list[Completion]:
    said = word.text.casefold()
    fitting = (
        offer
        for offer in offers
        if any(name.casefold().startswith(said) for name in (offer.text, *(offer.also if said else ())))
    )
    made: dict[str, Completion] = {}
    for offer in islice(fitting, MOST):
        text = offer.text if offer.text.endswith("=") else quoted(offer.text)
        made.setdefault(text, Completion(text, offer.label or offer.text, offer.hint, start, end))
    return list(made.values())


def _verbs() -> Iterator[_Offer]:
    for verb in VERBS:
        yield _Offer(verb.name, verb.help)
    yield from (_Offer(asked, told.help) for asked, told in QUESTIONS.items() if " " not in asked)
    for verb in VERBS:
        yield from (_Offer(alias, verb.help) for alias in verb.aliases)


def _asked(words: list[str], word: Word, look: FactResolver) -> Iterable[_Offer]:
    """How a question goes on: `why` an order or not, `why not` a technician, and then an order."""
    match [one.casefold() for one in words]:
        case ["why"]:
            return chain((_Offer("not", QUESTIONS[Asked.WHY_NOT].help),), _orders(word.text, look, ()))
        case ["why", "not"] | ["why-not"]:
            return _values(Kind.TECHNICIAN, word.text, look, [target.number for target in look.here.targets])
        case ["why", "not", _] | ["why-not", _] | ["relax"]:
            return _orders(word.text, look, ())
        case _:
            return ()


def _next(verb: Verb, before: list[Word], word: Word, look: FactResolver) -> Iterable[_Offer]:
    """What may stand after these words: more targets, the next argument, options."""
    plain = [one.text for one in before if one.option is None]
    targets = 0
    if verb.takes is not Takes.NOTHING:
        targets = next((n for n, text in enumerate(plain) if not _is_target(text)), len(plain))
    is_of_one = bool(verb.arguments) and verb.arguments[0].kind is Kind.COUNT
    if targets > 1 and targets == len(plain) and is_of_one:
        targets -= 1  # `reserve 4417 2`: the last number is the first argument
    given = _given(verb, plain[targets:])
    offers: list[Iterable[_Offer]] = []
    options = (_option(option) for option in verb.all_options if not _is_given(option, before))
    argument = _argument(verb, given)
    is_free = argument is not None and argument.kind is Kind.REQUEST and ADD.startswith(plain[-1].casefold())
    if argument and not is_free and (targets or look.here.targets or verb.takes is Takes.NOTHING):
        numbers = _numbers(verb, before, look)
        if argument.kind is Kind.TIME:
            offers.append(_Offer(*told) for told in told_times(argument.reading, numbers, look))
        else:
            offers.append(_values(argument.kind, word.text, look, numbers))
    is_room = verb.takes is not Takes.NOTHING and given == 0 and not (is_of_one and targets)
    if is_room and (not word.text or _is_target(word.text)):
        # Before the first target these come first; after it they are the less likely way on, also than an option.
        # Marks stand for it, so that then as well the next word is the argument.
        is_named = targets or (argument is not None and len(look.here.marks) > 1)
        others = _orders(word.text, look, _named(before))
        offers = [*offers, *(() if argument else (options,)), others] if is_named else [others, *offers]
    if not argument or word.text:
        offers.append(options)
    return chain.from_iterable(offers)


def _given(verb: Verb, words: list[str]) -> int:
    """How many arguments are there already; a word that only joins, as in `to kim`, is none."""
    given = 0
    for word in words:
        argument = _argument(verb, given)
        given += argument is None or word.casefold() not in argument.after
    return given


def _numbers(verb: Verb, before: list[Word], look: FactResolver) -> list[int]:
    """The orders that the line is about so far."""
    named = _named(before)
    if named or verb.takes is Takes.NOTHING:
        return named
    return [target.number for target in look.here.targets]


def _named(before: list[Word]) -> list[int]:
    """The orders whose numbers stand in the line already."""
    named: list[int] = []
    for word in before:
        try:
            found = targets_in(word.text) if word.option is None else None
        except InvalidInput:
            found = None
        if found is None:
            break
        named += [target.number for target in found]
    return named


def _is_target(text: str) -> bool:
    try:
        return text == "." or targets_in(text) is not None
    except InvalidInput:  # a range that is still being typed
        return True


def _argument(verb: Verb, given: int) -> Argument | None:
    if given < len(verb.arguments):
        return verb.arguments[given]
    return None


def _option(option: Option) -> _Offer:
    return _Offer(f"{option.name}=", option.help)


def _is_given(option: Option, before: list[Word]) -> bool:
    return any(word.option == option.name for word in before)


_WORDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.PRIORITY: tuple(priority.name for priority in Priority),
    Kind.HOLD_REASON: tuple(HoldReason),
    Kind.COVER: tuple(Cover),
    Kind.ROLE: tuple(Role),
    Kind.REQUEST_ACT: ACTS,
    Kind.RULE_ACT: RULE_ACTS,
    Kind.ALERT_ACT: ALERT_ACTS,
    Kind.OUTBOX_ACT: OUTBOX_ACTS,
    Kind.DAYS: ("mon-fri", *DAYS, "daily", "today", "tomorrow"),
    Kind.NOUN: tuple(REMOVABLE),
}


def _values(kind: Kind, said: str, look: FactResolver, numbers: list[int]) -> Iterable[_Offer]:
    match kind:
        case Kind.RESOLUTION_CODE | Kind.CANCEL_REASON:
            return _codes(kind, look, numbers)
        case Kind.TECHNICIAN:
            return _people(look.reader.select(Technician, is_active=True))
        case Kind.TIME:
            return (_Offer(*told) for told in told_times(Reading.FROM_NOW, numbers, look))
        case (
            Kind.PART | Kind.STOCK_PLACE | Kind.PURCHASE | Kind.REQUEST | Kind.ALERT | Kind.SKILL | Kind.RULE
        ):
            return _STORED[kind](look)
        case Kind.ORDER:
            return _orders(said, look, numbers)
        case Kind.WORK_TYPE:
            return (_Offer(work_type.name, work_type.group) for work_type in look.reader.select(WorkType))
        case Kind.SITE | Kind.CUSTOMER:
            return _names(Site if kind is Kind.SITE else Customer, said, look)
        case Kind.POSITION | Kind.FILE:
            return (_positions if kind is Kind.POSITION else _files)(look, numbers)
        case Kind.RECEIPT:
            acts = receipts.recent(look.reader.connection)
            return (_Offer(done.command_id[:SHORT_RECEIPT], done.summary) for done in acts)
        case _:
            return (_Offer(word) for word in _WORDS.get(kind, ()))


def _people(there: Sequence[Technician]) -> Iterator[_Offer]:
    """By name, as lanes and board show them; the code is typed only where two have the same name."""
    names = Counter(technician.name.casefold() for technician in there)
    for one in sorted(there, key=lambda technician: (technician.name.casefold(), technician.code)):
        is_only = names[one.name.casefold()] == 1
        found_by = (one.code, one.name, *one.name.split())
        yield _Offer(one.name if is_only else one.code, one.code, also=found_by, label=one.name)


def _codes(kind: Kind, look: FactResolver, numbers: list[int]) -> Iterator[_Offer]:
    """What the work type of the first order lists."""
    work_type = look.kind_of(numbers[0]) if numbers else None
    if work_type is not None:
        is_code = kind is Kind.RESOLUTION_CODE
        for word in (work_type.resolution_codes if is_code else work_type.cancel_reasons) or ():
            yield _Offer(word, work_type.name)


def _parts(look: FactResolver) -> Iterator[_Offer]:
    yield from (
        _Offer(part.code, part.name, (part.name,)) for part in look.reader.select(Part, is_active=True)
    )


def _stock_places(look: FactResolver) -> Iterator[_Offer]:
    yield from (_Offer(warehouse.name, "warehouse") for warehouse in look.reader.select(Warehouse))
    there = sorted(look.reader.select(Technician, is_active=True), key=lambda t: t.code)
    yield from (_Offer(t.code, f"van of {t.name}", (t.name,)) for t in there)


def _purchases(look: FactResolver) -> Iterator[_Offer]:
    """Those of which something is still to come."""
    codes = {part.id: part.code for part in look.reader.select(Part)}
    for ordered in look.reader.select(PurchaseEta):
        if ordered.coming:
            yield _Offer(str(ordered.id), f"{ordered.coming} {codes.get(ordered.part_id, '')}")


def _requests(look: FactResolver) -> Iterator[_Offer]:
    """What waits, the oldest first."""
    for row in request_rows(look.reader, status=RequestStatus.NEW):
        yield _Offer(str(row.number), f"{look.shown(row.received_at)} · {' '.join(row.text.split())}")


def _alerts(look: FactResolver) -> Iterator[_Offer]:
    """Those that are not cleared, the worst first."""
    for row in alert_rows(look.reader, look.now):
        yield _Offer(str(row.number), f"{row.severity} · {row.about} · {row.says}")


def _skills(look: FactResolver) -> Iterator[_Offer]:
    """As work types ask for them, and as somebody has them already."""
    asked = {need.name for work_type in look.reader.select(WorkType) for need in work_type.skills or ()}
    granted = {grant.skill for grant in look.reader.select(SkillGrant)}
    yield from (_Offer(name) for name in sorted(asked | granted))


def _rules(look: FactResolver) -> Iterator[_Offer]:
    """Those of the office, on or off, and those that come with the program."""
    known = {rule.name: "on" if rule.is_on else "off" for rule in look.reader.select(Rule)}
    for name, hint in sorted((dict.fromkeys(shipped_rules(), "comes with the program") | known).items()):
        yield _Offer(name, hint)


_STORED: Mapping[Kind, Callable[[FactResolver], Iterator[_Offer]]] = {
    Kind.PART: _parts,
    Kind.STOCK_PLACE: _stock_places,
    Kind.PURCHASE: _purchases,
    Kind.REQUEST: _requests,
    Kind.ALERT: _alerts,
    Kind.SKILL: _skills,
    Kind.RULE: _rules,
}


def _positions(look: FactResolver, numbers: list[int]) -> Iterator[_Offer]:
    """Known addresses that are nearly that of the first order's site."""
    order = look.reader.find(WorkOrder, numbers[0]) if numbers else None
    site = look.reader.find(Site, order.site_id) if order else None
    for known, _ in near_addresses(look.reader, site) if site else ():
        yield _Offer(f"{LIKE}#{known.site_id}", f"{known.text} · {known.lat:.5f} {known.lon:.5f}")


def _files(look: FactResolver, numbers: list[int]) -> Iterator[_Offer]:
    """What belongs to the orders of the line."""
    for number in numbers:
        yield from (
            _Offer(file.name, f"{file.kind} · {file.place}")
            for file in attached_to(look.reader, Attachment, number)
        )


def _names(cls: type[Site] | type[Customer], said: str, look: FactResolver) -> Iterator[_Offer]:
    if len(said) >= _LETTERS_FOR_A_NAME:
        for _, name in look.reader.rows(cls, ("name",)):
            yield _Offer(name)


def _order(number: int, title: str, status: str) -> _Offer:
    return _Offer(str(number), f"{title} · {OrderStatus(status).words}")


def _orders(said: str, look: FactResolver, but: Container[int]) -> Iterator[_Offer]:
    """The cursor and the marks first, then open orders whose number begins like this, each but once in a line."""
    here = frozenset(target.number for target in look.here.targets if target.number not in but)
    for number, title, status in look.reader.rows(WorkOrder, ("title", "status"), id=here) if here else ():
        yield _order(number, title, status)
    digits = said.upper().removeprefix("WO").removeprefix("-").lstrip("0")
    if not digits.isdecimal():
        return
    for zeros in range(4):  # 4 → 4, 40-49, 400-499, 4000-4999: never a long read
        low, high = int(digits) * 10**zeros, (int(digits) + 1) * 10**zeros
        rows = look.reader.rows(WorkOrder, ("title", "status"), id=Range(low, high))
        for number, title, status in sorted(row for row in rows if row[2] not in _ENDED):
            if number not in but:
                yield _order(number, title, status)
