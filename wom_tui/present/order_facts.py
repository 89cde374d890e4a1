"""What is to be said about one order, block by block: visits, parts, checklist, history, others like it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

from wom_tui.domain.states import PartsState
from wom_tui.present.board import Day
from wom_tui.present.cells import Line, Piece, clip, cut, fit, joined, line_width, width_of, wrapped
from wom_tui.present.diffs import diffs
from wom_tui.present.durations import clock, day, moment
from wom_tui.present.labels import Signs, state_label
from wom_tui.present.parts import INKS
from wom_tui.present.safe_text import safe
from wom_tui.present.story import is_told_elsewhere, story

if TYPE_CHECKING:
    from wom_tui.queries.order import OrderDetail
    from wom_tui.queries.parts import OrderPart
    from wom_tui.queries.visited import VisitHere

WHO, WHO_MOST = 10, 24  # cells for who did it, and where somebody acted for another


def tab_names(names: Sequence[str], here: int, room: int) -> Line:
    """The sub-tabs, the open one bright; where there is no room, closer, then without the counts of the others."""
    said, gap = list(names), 2
    if len("  ".join(said)) > room:
        gap = 1
    if len(" ".join(said)) > room:
        said = [name if at == here else name.split()[0] for at, name in enumerate(said)]
    items = [[(name, "bold bright" if at == here else "dim")] for at, name in enumerate(said)]
    return joined(items, gap)


def visits(detail: OrderDetail, at: Day, signs: Signs, width: int) -> list[Line]:
    """Every visit: number, state, who, when."""
    lines: list[Line] = []
    people = [safe(each.technician.name) if each.technician else "nobody yet" for each in detail.visits]
    wide = min(WHO_MOST, max(map(width_of, people), default=0))  # as they need: the times are not to be cut
    for who, each in zip(people, detail.visits, strict=True):
        visit, label = each.visit, state_label(each.visit.status.value)
        when = ""
        if visit.start_at is not None:
            when = f"{moment(visit.start_at, at.now, at.zone)}"
            when += f"{signs.dash}{clock(visit.end_at, at.zone)}" if visit.end_at else ""
        reason = safe(visit.decline_reason or visit.incomplete_reason or "")
        ink = "text" if visit.is_live else "dim"
        lines.append(
            (
                (f"{visit.label:<8}", "bold bright" if visit.is_live else "dim"),
                (fit(f"{label.sign(signs.is_ascii)} {label.word}", 13), label.ink),
                (f" {fit(who, wide)}", ink),
                (
                    f"  {cut(' '.join(part for part in (when, reason) if part), max(0, width - 24 - wide))}",
                    "dim",
                ),
            )
        )
    return lines or [(("no visit yet", "dim"),)]


def parts(detail: OrderDetail, at: Day, width: int) -> list[Line]:
    """Every part: how many, which, how it stands; below it where it lies, when it comes, what is lacking."""
    lines: list[Line] = []
    for part in detail.parts:
        state = part.line.state
        lines.append(
            (
                (f"{part.line.needed:>4} ", "text"),
                (fit(safe(part.code), 12), "dim" if state is PartsState.USED else "bold bright"),
                (f" {fit(state.words, 8)}", INKS[state]),
                (f" {cut(safe(part.name), max(0, width - 28))}", "dim"),
            )
        )
        said = safe(", ".join((*part.places, *_expected(part, at))))
        lines += [((" " * 5, ""), (text, "text")) for text in wrapped(said, max(10, width - 6))]
    return lines


def _expected(part: OrderPart, at: Day) -> list[str]:
    """What the places do not say: when the rest comes, what is lacking, what is used."""
    line, said = part.line, []
    if line.coming:
        when = moment(line.eta_at, at.now, at.zone) if line.eta_at else ""
        said.append(f"expected {when}" if when else "nobody knows for when")
    if line.short:
        said += [f"{line.short} short", *(part.free or ("none free",))]
    return [*said, f"{line.used} used"] if line.used else said


def checklist(detail: OrderDetail, signs: Signs, width: int) -> list[Line]:
    """The points to be answered on site, by the numbers that `answer` takes; an open required one stands out."""
    lines: list[Line] = []
    for place, item in enumerate(detail.order.checklist, start=1):
        number: Piece = (f"{place:>2} ", "dim")
        answer = safe(item.answer) if item.answer is not None else ""
        text = cut(safe(item.text), max(10, width - 7 - width_of(answer)))
        if item.answer is not None:
            lines.append((number, (f"{signs.done} ", "done"), (text, "dim"), (f"  {answer}", "text")))
        else:
            need: Piece = ("  required", "warn") if item.is_required else ("", "")
            lines.append((number, ("◦ " if not signs.is_ascii else ". ", "dim"), (text, "text"), need))
    return lines


def history(
    detail: OrderDetail, at: Day, width: int, most: int | None = None, *, signs: Signs | None = None
) -> list[Line]:
    """When, who, what; newest first. What only follows from the line beside it is left out.

    Args:
        signs: given, each change stands below its line, field by field: before and after.
    """
    told = [event for event in detail.history if not is_told_elsewhere(event)]
    widest = max((width_of(safe(event.who)) for event in told[:most] if event.on_behalf_of), default=0)
    wide = max(WHO, min(WHO_MOST, widest))
    lines: list[Line] = []
    for event in told[:most]:
        when = moment(event.at, at.now, at.zone)
        when = when if len(when) <= 6 else day(event.at, at.zone)
        told_words = story(event, detail.people, at.now, at.zone)
        changed = diffs(event, detail.called, at) if signs else []
        if changed and event.kind.endswith((".edited", ".imported")):
            told_words = told_words.partition(":")[0]  # the fields stand below
        words = cut(told_words, max(0, width - wide - 10))
        lines.append(
            ((fit(when, 6, right=True), "dim"), (f"  {fit(safe(event.who), wide)} ", "dim"), (words, "text"))
        )
        if signs is not None:
            lines += [line for one in changed for line in _diff(one, signs, width)]
    return lines


def _diff(one: tuple[str, str, str], signs: Signs, width: int) -> list[Line]:
    """`duration  1:30 → 2:00`; on two lines where one has no room."""
    word, before, after = (safe(text) for text in one)
    indent: Piece = (" " * 8, "")
    name: Piece = (f"{word}  ", "dim")
    first: Line = (indent, name, (before or signs.nobody, "dim"))
    second: Line = ((f"{signs.arrow} ", "dim"), (after or signs.nobody, "text"))
    if line_width((*first, (" ", ""), *second)) <= width:
        return [(*first, (" ", ""), *second)]
    below: Line = (indent, (" " * width_of(name[0]), ""), *second)
    return [clip(first, width), clip(below, width)]


def visited(there: Iterable[VisitHere], zone: tzinfo, width: int) -> list[Line]:
    """The last visits at a place or an asset: when, who, what was done."""
    return [
        (
            (fit(day(one.ended_at, zone), 6, right=True), "dim"),
            (f"  {fit(safe(one.who), 14)}", "text"),
            (f"  {cut(safe(one.done), max(0, width - 24))}", "dim"),
        )
        for one in there
    ]


def related(detail: OrderDetail, at: Day, signs: Signs, width: int, most: int = 5) -> list[Line]:
    """Other orders on the same asset, or at the same site."""
    lines: list[Line] = []
    for other in detail.related[:most]:
        label = state_label(other.status)
        lines.append(
            (
                (fit(day(other.opened_at, at.zone), 6, right=True), "dim"),
                (f"  {other.number}", "text"),
                (f"  {label.sign(signs.is_ascii)} ", label.ink),
                (cut(safe(other.title), max(0, width - 20)), "dim"),
            )
        )
    return lines


def related_head(detail: OrderDetail) -> str:
    """`Same asset`, or `Same site`."""
    return "Same asset" if any(other.is_same_asset for other in detail.related) else "Same site"
