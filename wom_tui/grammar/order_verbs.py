"""How do verbs about orders become commands: new, edit, hold, complete, close …?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from wom_tui.commands.command import Command
from wom_tui.commands.ending import CancelOrder, CompleteOrder, ReopenOrder
from wom_tui.commands.feedback import RecordFeedback
from wom_tui.commands.hold import HoldOrder, ReleaseOrder
from wom_tui.commands.merge import MergeOrder
from wom_tui.commands.order import ApproveOrder, CreateOrder, EditOrder, SetPriority
from wom_tui.commands.snooze import SnoozeOrder, WakeOrder
from wom_tui.domain.moments import Moment, duration_min
from wom_tui.domain.part import PartUse
from wom_tui.domain.work_order import Cover, HoldReason, PartNeed
from wom_tui.errors import InvalidInput
from wom_tui.grammar import values
from wom_tui.grammar.common_words import common, seen
from wom_tui.grammar.intent import Intent, Option
from wom_tui.grammar.kinds import Kind
from wom_tui.grammar.outcome_words import code_and_text, refuse_progress
from wom_tui.grammar.refusing import missing
from wom_tui.grammar.resolver import Resolver
from wom_tui.grammar.visit_verbs import window_of
from wom_tui.grammar.who_and_when import told_apart

HOLD_UNTIL = "+1d"  # when nobody says another time


def about_order(intent: Intent, look: Resolver) -> dict[str, Any]:
    """What every command about one order has."""
    version = look.here.orders.get(intent.number)
    return {"order": intent.number, "expect": seen(intent, version), **common(intent, look)}


def hold(intent: Intent, look: Resolver) -> Command:
    """`hold 4417 parts [until] fri`."""
    reason = values.word_of(HoldReason, intent.arguments["reason"], "reason")
    standing = look.order(intent.number).hold
    if "until" not in intent.arguments and standing and standing.reason is reason and standing.until_at:
        until_at = standing.until_at  # said again: the date that stands is meant
    else:
        until_at = look.opening(intent.arguments.get("until", HOLD_UNTIL), "until", intent.number)
    return HoldOrder(reason=reason, until_at=until_at, **about_order(intent, look))


def release(intent: Intent, look: Resolver) -> Command:
    """`release 4417`."""
    return ReleaseOrder(**about_order(intent, look))


def cancel(intent: Intent, look: Resolver) -> Command:
    """`cancel 4417 customer called off`, `cancel 4417 duplicate=4400`."""
    original = intent.options.get("duplicate")
    number = values.order_number(original, "duplicate") if original is not None else None
    reason = intent.arguments.get("reason") or (f"duplicate of {number}" if number is not None else "")
    if not reason:
        raise missing(intent.verb, intent.verb.arguments[0], look.cancel_reasons(intent.number))
    return CancelOrder(reason=reason, duplicate_of=number, **about_order(intent, look))


def merge(intent: Intent, look: Resolver) -> Command:
    """`merge 4417 4418`: 4417 goes on; `merge 4418` with the cursor on 4417 means the same."""
    numbers = [values.order_number(said, name) for name, said in intent.arguments.items()]
    if len(numbers) == 1:
        if look.here.cursor is None:
            raise InvalidInput("merge", numbers[0], f"two orders, as in: {intent.verb.example}")
        numbers.insert(0, look.here.cursor.number)
    keep, drop = numbers
    return MergeOrder(
        keep=keep,
        drop=drop,
        expect_keep=look.here.orders.get(keep),
        expect_drop=look.here.orders.get(drop),
        **common(intent, look),
    )


def complete(intent: Intent, look: Resolver) -> Command:
    """`complete 4417 fixed valve replaced labour=1h30`: the code first, where the work type lists its codes."""
    text = " ".join(intent.arguments[name] for name in ("code", "text") if name in intent.arguments)
    refuse_progress(intent, text)
    code = intent.options.get("code")
    if code is None and text and (codes := look.resolution_codes(intent.number)) is not None:
        code, text = code_and_text(text, codes)
    return CompleteOrder(
        resolution_text=text,
        resolution_code=code,
        labour_min=_minutes(intent, "labour"),
        attended=window_of(said, look, "attended") if (said := intent.options.get("attended")) else None,
        remainder=intent.options.get("rest", ""),
        remainder_priority=values.priority(intent.options["pri"]) if "pri" in intent.options else None,
        **_used(intent, look),
        **about_order(intent, look),
    )


def _used(intent: Intent, look: Resolver) -> dict[str, Any]:
    """`parts=PUMP-3,BELT*2 from=main`, `parts=reserved`."""
    parts, place = intent.options.get("parts", "none"), intent.options.get("from")
    is_all = parts.strip().lower() == "reserved"
    return {
        "parts": () if is_all else tuple(PartUse(part=id, quantity=n) for id, n in part_counts(parts, look)),
        "has_used_reserved": is_all,
        "place": look.stock_place(place, "from") if place is not None else None,
    }


def part_counts(said: str, look: Resolver, name: str = "parts") -> list[tuple[int, int]]:
    """`PUMP-3, BELT*2` → (id, how many) of each."""
    found = []
    for one in values.list_of(said):
        code, _, count = one.partition("*")
        found.append((look.part(code.strip()).id, values.count(count or "1", name, least=1)))
    return found


def feedback(intent: Intent, look: Resolver) -> Command:
    """`feedback 4417 5 quick and clean channel=phone`."""
    options = intent.options
    return RecordFeedback(
        score=values.count(intent.arguments["score"], "score", least=1),
        text=intent.arguments.get("text", ""),
        channel=options.get("channel"),
        received_at=look.time(options["received"], "received").start_at if "received" in options else None,
        **about_order(intent, look),
    )


def reopen(intent: Intent, look: Resolver) -> Command:
    """`reopen 4417 still leaking`."""
    said = intent.options.get("parts", "")
    if said not in ("", "kept"):
        raise InvalidInput("parts", said, "kept, or nothing: then they go back to where they were taken from")
    return ReopenOrder(
        reason=intent.arguments["reason"], are_parts_kept=said == "kept", **about_order(intent, look)
    )


def approve(intent: Intent, look: Resolver) -> Command:
    """`approve 4417`."""
    return ApproveOrder(**about_order(intent, look))


def refuse(intent: Intent, look: Resolver) -> Command:
    """`refuse 4417`."""
    return ApproveOrder(is_given=False, **about_order(intent, look))


def _minutes(intent: Intent, name: str) -> int | None:
    return duration_min(intent.options[name], field=name) if name in intent.options else None


def snooze(intent: Intent, look: Resolver) -> Command:
    """`snooze 4417 until=14:00 reason=they call back`: the words after the option belong to it."""
    if "until" not in intent.options:
        raise InvalidInput("until", "", f"when it is to be back in the queue, as in: {intent.verb.example}")
    said = (intent.options.get("reason", ""), intent.arguments.get("words", ""))
    reason = " ".join(words for words in said if words)
    if not reason:
        raise InvalidInput("reason", "", f"why, in words, as in: {intent.verb.example}")
    until_at = look.opening(intent.options["until"], "until", intent.number)
    return SnoozeOrder(until_at=until_at, reason=reason, **about_order(intent, look))


def wake(intent: Intent, look: Resolver) -> Command:
    """`wake 4417`."""
    return WakeOrder(**about_order(intent, look))


def prioritise(intent: Intent, look: Resolver) -> Command:
    """`priority 4417 1`."""
    return SetPriority(priority=values.priority(intent.arguments["priority"]), **about_order(intent, look))


def answer(intent: Intent, look: Resolver) -> Command:
    """`answer 4417 2 yes`: the second point of the checklist."""
    checklist = look.order(intent.number).checklist
    place = values.count(intent.arguments["point"], "point", least=1)
    if place > len(checklist):
        raise InvalidInput(
            "point", place, f"1 to {len(checklist)}" if checklist else "an order with a checklist"
        )
    said = intent.arguments["answer"]
    answered = tuple(
        replace(item, answer=None if values.is_nothing(said) else said) if number == place else item
        for number, item in enumerate(checklist, start=1)
    )
    return EditOrder(changes=(("checklist", answered),), **about_order(intent, look))


# -- what can be typed into an order ---------------------------------------------------------------


def _text(said: str, look: Resolver, name: str) -> Any:
    return said


def _opening(said: str, look: Resolver, name: str) -> Any:
    return look.opening(said, name)


def _closing(said: str, look: Resolver, name: str) -> Any:
    return look.closing(said, name)


def _windows(said: str, look: Resolver, name: str) -> Any:
    """`9:00-12:00`, `fri 9:00-12:00`; several with commas."""
    return tuple(window_of(part, look, name) for part in values.list_of(said))


def _technicians(said: str, look: Resolver, name: str) -> Any:
    return tuple(look.technician(code).id for code in values.list_of(said))


def _needs(said: str, look: Resolver, name: str) -> Any:
    return tuple(PartNeed(part_id=id, quantity=count) for id, count in part_counts(said, look, name))


def _contact(said: str, look: Resolver, name: str) -> Any:
    return values.count(said, name, least=1) if said.isdecimal() else look.contact(said).id


# option → (field of the command or of the fact, kind, how its value is read, help). `none` empties a field.
_Read = Callable[[str, Resolver, str], Any]
_FACTS: dict[str, tuple[str, Kind, _Read, str]] = {
    "title": ("title", Kind.TEXT, _text, "what is to be done"),
    "description": ("description", Kind.TEXT, _text, "more about it"),
    "type": ("work_type_id", Kind.WORK_TYPE, lambda s, look, n: look.work_type(s).id, "the work type"),
    "site": ("site_id", Kind.SITE, lambda s, look, n: look.site(s).id, "where"),
    "customer": ("customer_id", Kind.CUSTOMER, lambda s, look, n: look.customer(s).id, "for whom"),
    "contact": ("contact_id", Kind.TEXT, _contact, "whom to call: name or id of somebody known"),
    "asset": ("asset_id", Kind.COUNT, lambda s, look, n: values.count(s, n, least=1), "id of an asset"),
    "requester": ("requester", Kind.TEXT, _text, "who asked for it"),
    "channel": ("channel", Kind.TEXT, _text, "how it came in: phone, mail …"),
    "fault": ("fault_code", Kind.TEXT, _text, "the fault's code"),
    "required_by": ("required_by_at", Kind.TIME, _closing, "by when the customer needs it done"),
    "duration": (
        "duration_min",
        Kind.DURATION,
        lambda s, look, n: duration_min(s, field=n),
        "service time on site",
    ),
    "skills": ("skills", Kind.LIST, lambda s, look, n: values.skills(s), "what it takes: lights:2, trees"),
    "crew": ("crew_size", Kind.COUNT, lambda s, look, n: values.count(s, n, least=1), "how many technicians"),
    "windows": ("windows", Kind.LIST, _windows, "when service may begin: 9:00-12:00"),
    "earliest": ("earliest_start_at", Kind.TIME, _opening, "not before this time"),
    "preferred": (
        "preferred_technician_id",
        Kind.TECHNICIAN,
        lambda s, look, n: look.technician(s).id,
        "the technician to ask first",
    ),
    "excluded": ("excluded_technician_ids", Kind.TECHNICIAN, _technicians, "technicians that must not come"),
    "parts": ("parts", Kind.LIST, _needs, "what it needs: PUMP-3, BELT*2"),
    "after": (
        "after_order_ids",
        Kind.LIST,
        lambda s, look, n: tuple(values.order_number(one, n) for one in values.list_of(s)),
        "orders that must be done first",
    ),
    "estimate": ("estimate_cents", Kind.MONEY, lambda s, look, n: values.cents(s, n), "what it may cost"),
    "labour": ("labour_min", Kind.DURATION, lambda s, look, n: duration_min(s, field=n), "time booked"),
    "materials": (
        "materials",
        Kind.LIST,
        lambda s, look, n: values.materials(s),
        "material: valve, washer*2@1.50",
    ),
    "cover": ("cover", Kind.COVER, lambda s, look, n: values.word_of(Cover, s, n), "who pays"),
    "code": ("resolution_code", Kind.RESOLUTION_CODE, _text, "how it ended: a code of the work type"),
    "resolution": ("resolution_text", Kind.TEXT, _text, "what was found and done"),
    "tags": ("tags", Kind.LIST, lambda s, look, n: values.list_of(s), "words to find it by"),
}
_OF_A_PERSON = frozenset({"contact"})
PHONE = Option("phone", Kind.TEXT, "where to call back", is_private=True)
EDITS = (
    *(
        Option(name, kind, said, is_private=name in _OF_A_PERSON)
        for name, (_, kind, _, said) in _FACTS.items()
    ),
    PHONE,
)
# `none` means an empty list.
_LISTS = frozenset({"skills", "windows", "excluded", "after", "materials", "tags", "parts"})
_TEXTS = frozenset({"title", "description", "resolution"})  # never None


@cache
def field_names() -> Mapping[str, str]:
    """Field of an order → the option that fills it in."""
    return {field: name for name, (field, *_) in _FACTS.items()}


def edit(intent: Intent, look: Resolver) -> Command:
    """`edit 4417 title="Leak in cellar" duration=90m requester=none`."""
    changes = tuple(
        (_FACTS[name][0], value_of(name, said, look))
        for name, said in intent.options.items()
        if name in _FACTS
    )
    phone = intent.options.get("phone", "")
    if values.is_nothing(phone):
        changes, phone = (*changes, ("contact_id", None)), ""
    if not (changes or phone):
        raise InvalidInput("edit", "", f"what to change, as in: {intent.verb.example}")
    return EditOrder(changes=changes, phone=phone, **about_order(intent, look))


def value_of(name: str, said: str, look: Resolver) -> Any:
    """What an option says of an order; `none` empties it."""
    _, _, read, _ = _FACTS[name]
    if values.is_nothing(said) and name not in _LISTS:
        return "" if name in _TEXTS else None
    return read(said, look, name)


# -- a new order -----------------------------------------------------------------------------------

# option → field of CreateOrder, where it differs from the option's name
_NEW_FIELDS = {
    "type": "work_type",
    "duration": "duration_min",
    "earliest": "earliest_start_at",
    "required_by": "required_by_at",
    "estimate": "estimate_cents",
}
_NEW = (
    *("type", "site", "customer", "contact", "asset", "requester", "channel", "description"),
    *("duration", "skills", "windows", "earliest", "required_by", "estimate", "parts"),
)
NEW = (
    *(option for option in EDITS if option.name in _NEW),
    Option("pri", Kind.PRIORITY, "P1 to P4; else the work type's"),
    Option("opened", Kind.TIME, "when it came in, if not now"),
    Option("source", Kind.TEXT, "the system that it comes from"),
    Option("external_id", Kind.TEXT, "its number there"),
    Option("parent", Kind.ORDER, "follow-up or repeat of"),
    Option("address", Kind.TEXT, "where, in words; a place that no site has becomes one"),
    PHONE,
    Option("assign", Kind.TECHNICIAN, 'planned at once: assign="kim 14:30"'),
)


def new_facts(intent: Intent, look: Resolver) -> dict[str, Any]:
    """What a line says of a new order, as fields of `CreateOrder`."""
    given: dict[str, Any] = {
        _NEW_FIELDS.get(name, name): value_of(name, said, look)
        for name, said in intent.options.items()
        if name in _NEW
    }
    if "pri" in intent.options:
        given["priority"] = values.priority(intent.options["pri"])
    if "parent" in intent.options:
        given["parent"] = look.order(values.order_number(intent.options["parent"], "parent")).id
    return given


def new(intent: Intent, look: Resolver) -> Command:
    """`new "Leak in basement" type=plumbing site="12 Main St" pri=2`."""
    given = new_facts(intent, look)
    for name in ("source", "external_id"):
        if name in intent.options:
            given[name] = intent.options[name]
    if "opened" in intent.options:
        given["opened_at"] = look.time(intent.options["opened"], "opened").start_at
    given |= {name: intent.options[name] for name in ("address", "phone") if name in intent.options}
    if "assign" in intent.options:
        given |= _booking(intent.options["assign"], look)
    return CreateOrder(title=intent.arguments["title"], **given, **common(intent, look))


def _booking(said: str, look: Resolver) -> dict[str, Any]:
    """`kim 14:30`, `Dan Moran fri 9:00`: who and when, as for `assign`."""
    expected = 'a technician and a time of day, as in assign="kim 14:30"'

    def time_of_day(words: str) -> Moment:
        start = look.time(words, "assign")
        if start.is_day:
            raise InvalidInput("assign", said, expected)
        return start

    technician, when = told_apart(said.split() or [""], look, time_of_day)
    if when is None:
        raise InvalidInput("assign", said, expected)
    return {"technician": technician.id, "start_at": time_of_day(when).start_at}
