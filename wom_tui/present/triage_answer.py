"""The order under the cursor of the queue: its facts, what the line that is typed would do, the other answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wom_tui.domain.event import Event
from wom_tui.domain.states import FAILED
from wom_tui.domain.visit import REROUTED, Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.present.board import Day
from wom_tui.present.cells import Line, Piece, clip, cut, fit, joined, line_width, spread, width_of
from wom_tui.present.durations import duration, hours, moment, span, way_min
from wom_tui.present.effects import effects
from wom_tui.present.labels import Signs, state_label
from wom_tui.present.moves import way_words
from wom_tui.present.order_notes import newest_note
from wom_tui.present.parts import parts_sentence
from wom_tui.present.reading import absent, due_words, fact, trouble, verdict, waits_for
from wom_tui.present.refusals import violation_words
from wom_tui.present.row_cells import planned_text
from wom_tui.present.safe_text import safe
from wom_tui.present.story import is_told_elsewhere, story
from wom_tui.present.triage import cause_words

if TYPE_CHECKING:
    from wom_tui.domain.receipt import Receipt
    from wom_tui.queries.candidates import Candidate
    from wom_tui.queries.moves import Move
    from wom_tui.queries.order import OrderDetail
    from wom_tui.queries.triage import Entry

_LABEL = 14
_MOST_DONE = 3  # things that a line does, before the rest are counted


@dataclass(frozen=True)
class Trial:
    """What came of a dry run.

    Attributes:
        dry: None where it was refused.
        refusal: why it was, or what the line lacks.
    """

    line: str
    dry: Receipt | None = None
    moves: tuple[Move, ...] = ()
    refusal: str = ""


# -- the facts of the order ------------------------------------------------------------------------


def head(entry: Entry, signs: Signs, busy: str = "") -> Line:
    """The order, who else is on it, and all that is wrong with it."""
    wrong = ", ".join(cause_words(cause, entry.row) for cause in entry.causes)
    number, title = (str(entry.row.number), "bold bright"), (safe(entry.row.title), "text")
    theirs: Line = ((safe(busy), "warn"),) if busy else ()
    return joined(((number,), (title,), theirs, ((wrong, "dim"),)), 3)


def facts(entry: Entry, detail: OrderDetail | None, at: Day, signs: Signs, width: int) -> list[Line]:
    """The most telling first; what is empty has no line."""
    found = [
        _labelled(
            "Clock", joined((verdict(entry.row, at.now, signs), due_words(entry.row, at.now, at.zone)), 3)
        ),
        _labelled(_had(entry), _holder(entry, at, signs)),
        _labelled("Absent", absent(detail, at.now, at.zone)),
        _labelled("Waits for", waits_for(entry.row, at.now, at.zone)),
        _labelled("Parts", parts_sentence(entry.row, at.now, at.zone)[1:]),
        _labelled("Missing", trouble(detail)[1:]) if detail and entry.row.status == "draft" else (),
        _labelled("Needs", _text(_needs(detail))),
        _labelled("Site", _text(_site(entry, detail))),
        _labelled("Promised", _text(_promised(detail, at))),
        _labelled("Note", _text(newest_note(detail))),
        _labelled("Customer", _text(_customer(detail))),
        _labelled("Asked by", _text(safe(entry.row.requester or ""))),
        _labelled("Earlier", _text(_earlier(detail))),
        _labelled("Said", _text(_said(detail))),
    ]
    return [clip(line, width) for line in found if line]


def _labelled(name: str, value: Line) -> Line:
    return (*fact(name, "", label_width=_LABEL)[:1], *value) if any(text for text, _ in value) else ()


def _text(words: str) -> Line:
    return ((words, "text"),) if words else ()


def _had(entry: Entry) -> str:
    """What the one who is named has to do with it."""
    state = entry.row.state
    return f"{state_label(state).word} by".capitalize() if state in FAILED else "Who has it"


def _holder(entry: Entry, at: Day, signs: Signs) -> Line:
    row = entry.row
    if row.technician_name is None:
        return ()
    when = planned_text(row, at.now, at.zone, signs)
    return ((safe(row.technician_name), "text"), (f"  {when}" if when else "", "dim"))


def _needs(detail: OrderDetail | None) -> str:
    need = detail.requirement if detail else None
    if need is None:
        return ""
    skills = [f"{safe(one.name)} {one.level}" for one in need.skills or ()]
    time = [hours(need.duration_min)] if need.duration_min else []
    crew = [f"{need.crew_size} technicians"] if need.crew_size > 1 else []
    return ", ".join([*skills, *time, *crew])


def _site(entry: Entry, detail: OrderDetail | None) -> str:
    address = detail.site.address if detail and detail.site else ""
    parts = (entry.row.site, "" if address.startswith(entry.row.site) else address, entry.row.territory)
    return ", ".join(safe(part) for part in parts if part)


def _promised(detail: OrderDetail | None, at: Day) -> str:
    told = [one.visit.promised for one in detail.visits if one.visit.is_live] if detail else []
    return ", ".join(span(w.start_at, w.end_at, at.zone) for w in told if w is not None)


def _customer(detail: OrderDetail | None) -> str:
    if detail is None or detail.customer is None:
        return ""
    kind = detail.customer.customer_class
    return ", ".join(safe(part) for part in (detail.customer.name, kind) if part)


def _earlier(detail: OrderDetail | None) -> str:
    if detail is None or not detail.related:
        return ""
    own = sum(one.is_same_asset for one in detail.related)
    number, where = (own, "on this asset") if own else (len(detail.related), "at this site")
    return f"{number} other {'order' if number == 1 else 'orders'} {where}"


def _said(detail: OrderDetail | None) -> str:
    if detail is None or detail.order.description.strip() == detail.order.title.strip():
        return ""
    return safe(detail.order.description.strip().split("\n")[0])


# -- what the line does -----------------------------------------------------------------------------


def consequences(
    trial: Trial | None, candidate: Candidate | None, detail: OrderDetail | None, at: Day, signs: Signs
) -> list[Line]:
    """`+` does, `√` kept, `!` careful, `·` by the way; made from the dry run of the very line."""
    if trial is None:
        return [(("  it is tried", "dim"),)]
    if trial.dry is None:
        return [_sign("!", "late", f"not as it stands: {trial.refusal}")]
    kept = "=" if signs.is_ascii else "√"
    lines = [_sign("+", "site", words) for words in _done(trial, candidate, detail, at, signs)]
    lines += [_sign(kept, "site", words) for words in _kept(trial.dry, candidate, detail)]
    lines += [_sign("!", "warn", safe(violation_words(v, at.now, at.zone))) for v in trial.dry.violations]
    beside = effects(trial.dry.events, at.now, at.zone)
    lines += [_sign(signs.dot, "dim", words) for words in (*beside, *_beside(trial, candidate, detail))]
    return lines or [_sign(signs.dot, "dim", "it is so already: nothing would change")]


def _sign(sign: str, ink: str, words: str) -> Line:
    return ((f"{sign}  ", f"bold {ink}" if ink != "dim" else ink), (words, "text"))


def _done(
    trial: Trial, candidate: Candidate | None, detail: OrderDetail | None, at: Day, signs: Signs
) -> Iterator[str]:
    assert trial.dry is not None
    number = detail.row.number if detail else 0
    for move in trial.moves[:_MOST_DONE]:
        if move.number == number and candidate is not None:
            yield _visit(candidate, at)
        else:
            whose = "" if move.number == number else f"{move.number}: "
            yield whose + way_words(move.before, move.after, at.now, at.zone, signs.arrow)
    told = [event for event in trial.dry.events if not _is_silent(event, trial.moves)]
    for event in told[:_MOST_DONE]:
        whose = f"{event.subject_id}: " if event.noun == WorkOrder.noun and event.subject_id != number else ""
        yield whose + story(event, detail.people if detail else {}, at.now, at.zone)
    if (more := len(told) + len(trial.moves) - 2 * _MOST_DONE) > 0:
        yield f"and {more} more"


def _is_silent(event: Event, moves: Sequence[Move]) -> bool:
    """It only follows from another, or is told as a move."""
    is_booking = event.noun == Visit.noun and event.kind in ("visit.assigned", "visit.unassigned") and moves
    return bool(is_booking) or event.kind == REROUTED or is_told_elsewhere(event)


def _visit(candidate: Candidate, at: Day) -> str:
    slot = candidate.slot
    start = moment(slot.start_at, at.now, at.zone)
    end = span(slot.end_at, None, at.zone)
    return f"visit {safe(candidate.name)} {start}–{end}, {way_min(slot.travel_s)} min on the way"


def _kept(dry: Receipt, candidate: Candidate | None, detail: OrderDetail | None) -> Iterator[str]:
    if candidate is not None and candidate.slack_min is not None and candidate.slack_min >= 0:
        row = detail.row if detail else None
        responds = row is not None and row.due_at is not None and row.due_at is row.respond_due_at
        what = "on site" if responds else "done"
        yield f"{what} {duration(candidate.slack_min)} before the {'respond' if responds else 'resolve'} clock ends"
    if candidate is not None and not dry.violations:
        yield "skills, shift, windows: no rule is bent"


def _beside(trial: Trial, candidate: Candidate | None, detail: OrderDetail | None) -> Iterator[str]:
    number = detail.row.number if detail else 0
    others = len({move.number for move in trial.moves} - {number})
    if candidate is not None:
        yield "nobody else moves" if not others else f"{others} other visits move"


# -- the answers ------------------------------------------------------------------------------------


def still_to_type(words: str, signs: Signs) -> Line:
    """Of a line that cannot run yet: what somebody does who takes it, and that it has to be ended."""
    said = f"{safe(words)}, then end the line" if words else "something is still to be typed"
    return ((f"{signs.dot}  ", "dim"), (f"{said}: Enter, or e", "dim"))


def other_answers(
    lines: Sequence[tuple[str, str]], chosen: int, most: int, signs: Signs, width: int
) -> list[Line]:
    """The answers after the one that is typed, each with what speaks for it; a head says how to get to them.

    Args:
        lines: all answers, and what is known of each.
    """
    others = [(chosen + step) % len(lines) for step in range(1, len(lines))] if lines else []
    if not others or most < 1:
        return []
    half = max(24, min(52, width // 2))
    found: list[Line] = []
    if most > 1:
        found.append((("Other answers  ", "dim"), ("b", "bold bright"), (" types the next one", "dim")))
    for place in others[: most - len(found)]:
        text, note = lines[place]
        found.append(
            (
                (f"{place + 1}  ", "dim"),
                (fit(safe(text), half, ellipsis=signs.ellipsis), "text"),
                _note(note, width - half - 6),
            )
        )
    return found


def _note(note: str, room: int) -> Piece:
    return f"  {cut(note, max(0, room))}", "dim"


def candidate_note(one: Candidate) -> str:
    """`0:15 to spare, 18 min on the way`."""
    way = f"{way_min(one.slot.travel_s)} min on the way"
    if one.slack_min is None:
        return way
    word = "to spare" if one.slack_min >= 0 else "past the due"
    return f"{duration(one.slack_min)} {word}, {way}"


def typed_line(text: str, place: int, number: int, *, is_open: bool, undo_key: str, width: int) -> Line:
    """The answer as it stands in the command line; nothing happens before Enter."""
    verb, _, rest = text.partition(" ")
    says = "Enter goes into it" if is_open else f"Enter runs it, {undo_key} takes it back"
    left: list[Piece] = [(" :", "accent"), (verb, "bold bright"), (f" {safe(rest)}", "bright")]
    which = f"{place + 1} of {number}"
    ends = [f"{which}   {says}", which, ""]
    room = width - 1 - line_width(left) - 2
    end = next(words for words in ends if width_of(words) <= max(0, room))
    return spread(left, ((end, "dim"), (" ", "")), width)
