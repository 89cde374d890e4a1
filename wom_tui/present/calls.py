"""What is to be said while an order is taken in: what it comes to, what is at the place, who could come when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from wom_tui.domain.directory import Found
from wom_tui.domain.habits import mine, weekday_text
from wom_tui.domain.past_titles import Guess
from wom_tui.domain.states import OrderStatus
from wom_tui.domain.work_type import asked
from wom_tui.present.board import Day
from wom_tui.present.candidates import slack
from wom_tui.present.cells import Line, Piece, cut, fit, joined, width_of
from wom_tui.present.durations import clock, duration, hours, minutes_of, moment, way_min
from wom_tui.present.heads import head
from wom_tui.present.labels import Signs, state_label
from wom_tui.present.order_facts import visited
from wom_tui.present.refusals import violation_words
from wom_tui.present.safe_text import safe
from wom_tui.present.time_axis import Setting

if TYPE_CHECKING:
    from wom_tui.domain.work_type import WorkType
    from wom_tui.queries.calls import OpenHere, Outlook, Place
    from wom_tui.queries.slots import RankedSlot

LABEL = 11
_NAME = 18
_WIDE = 70  # columns of a slot with what is left to the due
Value = tuple[str, str]  # what an empty field comes to, and why


def field_line(label: str, said: str, instead: Value, width: int, *, is_here: bool, is_wrong: bool) -> Line:
    """A dim label, what was said; where nothing was, what it comes to and why, dim."""
    ink = "late" if is_wrong else "bold bright" if is_here else "dim"
    name: Piece = (fit(label, LABEL), ink)
    if is_here:
        return (name,)  # what is typed stands there
    if said:
        return name, (cut(safe(said), width - LABEL), "late" if is_wrong else "text")
    value, why = instead
    return name, (cut(f"{safe(value)}{f'   {why}' if value and why else why}", width - LABEL), "dim")


def kept_line(
    about: str, begun_at: datetime | None, at: Day, signs: Signs, width: int, *, is_here: bool
) -> Line:
    """A draft that was left: when it was begun, what it is about, and how it is gone on with."""
    when = f"{moment(begun_at, at.now, at.zone)}  " if begun_at else ""
    how = "   Enter" if is_here else f"   {signs.keys('↑')} Enter"
    text = cut(f"{when}{safe(about)}", max(8, width - LABEL - len(how)))
    ink = "bold bright" if is_here else "dim"
    return (fit("Draft", LABEL), ink), (text, ink), (how, "dim")


def instead_of(
    outlook: Outlook | None, place: Place | None, guess: Guess | None, types: Mapping[int, WorkType]
) -> dict[str, Value]:
    """What empty fields come to, and by which reason."""
    found: dict[str, Value] = {}
    if guess is not None and guess.work_type in types:
        found["type"] = types[guess.work_type].name, guess_words(guess)
    if place is not None and place.customer:
        found["customer"] = place.customer, "of the site"
    if outlook is None:
        return found
    found["pri"] = outlook.order.priority.name, "of the type" if outlook.work_type else "as usual"
    need, kind = outlook.requirement, outlook.work_type
    if kind is not None and need.duration_min:
        found["duration"] = hours(need.duration_min), "of the type"
    if kind is not None and need.skills is not None:
        wanted = ", ".join(f"{skill.name} {skill.level}" for skill in need.skills)
        found["skills"] = wanted or "none", "of the type"
    return found


def guess_words(guess: Guess) -> str:
    """`guess: boiler 12/14`: so many of the orders with that word were of the type."""
    first = guess.ground[0]
    return f"guess: {safe(first.word)} {first.of_type}/{first.in_all}"


def verdict(
    outlook: Outlook | None, missing: Sequence[str], place: Place | None, at: Day, signs: Signs
) -> Line:
    """Draft or ready, what it still needs, which order may be the same, and the dues that follow."""
    if outlook is None:
        return ()
    status = OrderStatus.DRAFT if missing else outlook.order.status
    label = state_label(status.value)
    items: list[Line] = [((f"{label.sign(signs.is_ascii)} {label.word}", f"bold {label.ink}"),)]
    if missing:
        items.append((("ready when: ", "dim"), (", ".join(map(asked, missing)), "warn")))
    alike = [str(one.number) for one in place.open if one.alike] if place else []
    if alike:
        items.append((("the same? ", "dim"), (", ".join(alike), "bold warn")))
    items.append(((outlook.order.priority.name, "bold bright" if outlook.order.priority == 1 else "text"),))
    dues = (("respond", outlook.order.respond_due_at), ("resolve", outlook.order.resolve_due_at))
    items += [
        ((f"{word} by ", "dim"), (moment(due_at, at.now, at.zone), "text")) for word, due_at in dues if due_at
    ]
    return joined(items, 4)


def choice_line(found: Found, signs: Signs, width: int, *, is_chosen: bool) -> Line:
    """Something known that the text may mean."""
    known = found.known
    name = cut(safe(known.name), max(12, width // 2))
    address = known.more.removeprefix(known.name).lstrip(" ,")
    more = "  ".join(safe(text) for text in (address, known.whose) if text)
    note = f"  {more}{'  nearly so' if found.is_near else ''}"
    ink = "bold bright" if is_chosen else "text"
    return (_gutter(signs, is_chosen), (name, ink), (cut(note, max(0, width - 2 - width_of(name))), "dim"))


def as_typed_line(words: str, signs: Signs, width: int, *, is_chosen: bool) -> Line:
    """The text itself."""
    return _gutter(signs, is_chosen), (cut(safe(words), width - 2), "bold bright" if is_chosen else "dim")


def _gutter(signs: Signs, is_chosen: bool) -> Piece:
    return (f"{signs.cursor} " if is_chosen else "  ", "accent")


def place_lines(place: Place, at: Day, signs: Signs, width: int) -> list[Line]:
    """What is open there, what may be the same, who was there last."""
    lines = [head("At this site", width, signs.rule, safe(place.site.name) if width > 40 else "")]
    lines += [_open_line(one, at, signs, width) for one in place.open]
    if not place.open:
        lines.append((("nothing open there", "dim"),))
    if not (place.site.has_position or place.site.is_remote):
        lines.append((("its position is not known: nobody can be sent there yet", "warn"),))
    if place.visits:
        lines += [(), head("Last visits here", width, signs.rule)]
        lines += visited(place.visits, at.zone, width)
    if place.site.access_notes:
        lines += [(), (("Access  ", "dim"), (cut(safe(place.site.access_notes), width - 8), "text"))]
    return lines


def _open_line(one: OpenHere, at: Day, signs: Signs, width: int) -> Line:
    label = state_label(one.status)
    alike = "" if not one.alike else "the same?" if one.is_same_site else "next door, the same?"
    age = duration(minutes_of(at.now - one.opened_at))
    left = width - 9 - width_of(age) - (width_of(alike) + 2 if alike else 0) - 3
    return (
        (f"{one.number:<6} ", "bold bright" if one.alike else "text"),
        (f"{label.sign(signs.is_ascii)} ", label.ink),
        (fit(safe(one.title), max(8, left)), "text" if one.alike else "dim"),
        (f"  {alike}" if alike else "", "bold warn"),
        (f"  {age}", "dim"),
    )


def slot_name(one: RankedSlot) -> str:
    """Who and when, the same for as long as it is offered."""
    return f"{one.technician.code} {one.slot.start_at.isoformat()}"


def slot_line(one: RankedSlot, at: Day, width: int, *, is_here: bool) -> Line:
    """Who, when, the way there, what is left to the due, what to be careful about."""
    local = one.slot.start_at.astimezone(at.zone)
    is_today = local.date() == at.on
    when = "today" if is_today else weekday_text(local)
    ink = "bold bright" if is_here else "text"
    minutes = way_min(one.slot.travel_s)
    careful = ", ".join(violation_words(v, at.now, at.zone) for v in one.violations)
    line: Line = (
        (fit(safe(one.technician.name), _NAME), ink),
        (f"  {fit(when, 10, right=True)} {clock(one.slot.start_at, at.zone):>{mine().clock_cells}}", ink),
        (f"  {f'{minutes} min':>7}", "text"),
        (" drive", "dim"),
    )
    if width < _WIDE:
        return line
    left: Line = (
        ()
        if one.slack_min is None
        else (("  ", ""), *slack(one.slack_min, Setting(at.now, at.zone)), (" to due", "dim"))
    )
    return (*line, *left, (f"  {cut(careful, max(0, width - _WIDE))}", "warn"))
