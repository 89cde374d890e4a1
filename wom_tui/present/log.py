"""The log in words: one line for an act, and the act under the cursor spelt out, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wom_tui.domain.habits import mine
from wom_tui.domain.receipt import Form, WaysBack
from wom_tui.domain.violation import Violation
from wom_tui.domain.words import some
from wom_tui.present.at import At
from wom_tui.present.cells import Line, Piece, clip, fit, joined, line_width, wrap
from wom_tui.present.changes import Teller, change_lines
from wom_tui.present.durations import clock, moment
from wom_tui.present.refusals import violation_words
from wom_tui.present.safe_text import safe
from wom_tui.present.story import is_told_elsewhere, story

if TYPE_CHECKING:
    from wom_tui.domain.event import Event
    from wom_tui.queries.log import ActDetail, LoggedAct
    from wom_tui.queries.names import Names

NAMED_BY = 13  # characters of an act's id that `undo` needs: no two acts are of the same millisecond
_WHO, _DOOR, _COUNT, _STANDING, _SHORT = 12, 8, 7, 28, 18
_WIDE = 100  # columns; below, the door goes and what became of an act is said in two words
_INDENT: Piece = ("   ", "")
_GAP: Piece = ("  ", "")


@dataclass(frozen=True)
class Own:
    """What of ours is next to be taken back and done again, and by which keys."""

    ways: WaysBack = field(default_factory=WaysBack)
    undo_key: str = "u"
    redo_key: str = "U"
    edit_key: str = "e"


def heads(width: int) -> Line:
    """The names of the columns."""
    is_wide = width >= _WIDE
    standing = _STANDING if is_wide else _SHORT
    left: Line = ((fit("When", mine().clock_cells, right=True), "dim"), _GAP, (fit("Who", _WHO), "dim"), _GAP)
    if is_wide:
        left = (*left, (fit("Door", _DOOR), "dim"), _GAP)
    room = width - line_width(left) - _COUNT - standing - 4
    right: Line = ((fit("Changes", _COUNT, right=True), "dim"), _GAP, (fit("Undo", standing), "dim"))
    return (*left, (fit("What was done", room), "dim"), _GAP, *right)


def act_line(act: LoggedAct, own: Own, at: At, width: int) -> Line:
    """One act: when, who, through which door, what, how many changes, and what becomes of it."""
    is_wide = width >= _WIDE
    standing = _STANDING if is_wide else _SHORT
    ink = "dim" if act.undone_by and not act.is_done_again else "text"
    left: Line = (
        (fit(clock(act.at, at.zone), mine().clock_cells, right=True), ink),
        _GAP,
        (fit(safe(act.who), _WHO), ink),
        _GAP,
    )
    if is_wide:
        left = (*left, (fit(safe(act.door), _DOOR), "dim"), _GAP)
    room = width - line_width(left) - _COUNT - standing - 4
    what = fit(safe(act.summary), room)
    right = (fit(f"{act.changes:,}", _COUNT, right=True), "dim")
    return (
        *left,
        (what, ink),
        _GAP,
        right,
        _GAP,
        *clip(became(act, own, at, is_short=not is_wide), standing),
    )


def ways_line(own: Own, at: At) -> Line:
    """What the next undo takes back and the next redo does again, and what of ours stays as others have left it."""
    line: list[Piece] = []
    if own.ways.undo is not None and own.ways.undo.refused:
        why = "; ".join(violation_words(one, at.now, at.zone) for one in own.ways.undo.refused)
        line += [(safe(own.ways.undo.summary), "text"), (f" stays: {safe(why)}", "warn")]
    elif own.ways.undo is not None:
        line += [
            (own.undo_key, "bold bright"),
            (" takes back ", "dim"),
            (safe(own.ways.undo.summary), "text"),
        ]
    if own.ways.redo is not None and not own.ways.redo.refused:
        line += [("    " if line else "", ""), (own.redo_key, "bold bright"), (" does again ", "dim")]
        line += [(safe(own.ways.redo.summary).removeprefix("undo "), "text")]
    return tuple(line) or (("nothing of yours to take back here", "dim"),)


def became(act: LoggedAct, own: Own, at: At, *, is_short: bool = False) -> Line:
    """What becomes of an act: ours that is next to be taken back, or would be if nothing stood in the way; taken back
    already, beyond recall. Of most nothing is said.
    """
    if own.ways.undo is not None and act.command_id == own.ways.undo.command_id:
        if own.ways.undo.refused and not act.left_at:
            return _stays(own.ways.undo.refused[0], is_short=is_short)
        if not own.ways.undo.refused:
            return ((own.undo_key, "bold bright"), (" takes it back", "dim"))
    if own.ways.redo is not None and act.command_id == own.ways.redo.command_id and not own.ways.redo.refused:
        return ((own.redo_key, "bold bright"), (" does it again", "dim"))
    if act.undone_by:
        again = act.is_done_again
        if is_short:
            return (("back and done again" if again else "taken back", "dim"),)
        when = moment(act.undone_at, at.now, at.zone) if act.undone_at else ""
        words = f"taken back by {safe(act.undone_by)} {when}"
        return (("taken back, done again" if again else words, "dim"),)
    if act.left_at:
        return (("left the house", "warn"),)
    return ()


def _stays(why: Violation, *, is_short: bool) -> Line:
    """Of the act that would be next: who has changed it since."""
    by = why.facts.get("deed", {}).get("actor", "")
    if not by:
        return (("stays", "warn"),) if is_short else (("cannot be taken back", "warn"),)
    return (("changed since" if is_short else f"changed since by {safe(by)}", "warn"),)


# ------------------------------------------------------------------------------------------------ spelt out


def spelt_out(
    detail: ActDetail,
    obstacles: Sequence[Violation],
    own: Own,
    names: Names | None,
    at: At,
    width: int,
    room: int,
) -> list[Line]:
    """The act in so many lines: what, who, whether it can be taken back and by what, then every field that changed."""
    head, undo = _head(detail, at, width), _undo(detail.act, obstacles, own, at, width)
    told = _Told(names, at, width)
    # A status that visits give their order is told by them.
    events = [one for one in detail.events if not is_told_elsewhere(one[1])] or detail.events
    lines = [line for record, event in events for line in told.event(record, event)]
    lines = lines or [(_INDENT, ("what else changed only follows from it", "dim"))]
    left, shown = room - len(head) - len(undo), lines
    more = detail.more
    if len(lines) > left:
        shown = lines[: max(0, left - 1)]
        more += len(events) - told.whole_in(len(shown))
    if more and left > 0:
        shown = [*shown[: left - 1], (_INDENT, (f"and {some(more, 'more change')}", "dim"))]
    return [clip(line, width - 1) for line in (*head, *undo, *shown)][:room]


def _head(detail: ActDetail, at: At, width: int) -> list[Line]:
    act = detail.act
    who: Line = (("by ", "dim"), (safe(act.who), "text"), (f" through {safe(act.door)}", "dim"))
    when: Line = ((moment(act.at, at.now, at.zone), "text"),)
    id: Line = ((f"act {act.command_id[:NAMED_BY]}", "dim"),)
    count: Line = ((some(act.changes, "change"), "dim"),)
    what: Line = ((safe(act.summary), "bold bright"),)
    lines = [joined((what, when, who, count, id), 3)]
    if line_width(lines[0]) + 4 > width:
        lines = [what, joined((when, who, count, id), 3)]
    if line_width(lines[-1]) + 4 > width:
        lines[1:] = [joined((when, who), 3), joined((count, id), 3)]
    return [(_INDENT, *line) for line in lines]


def _undo(act: LoggedAct, obstacles: Sequence[Violation], own: Own, at: At, width: int) -> list[Line]:
    """By what it is taken back, by whom it was, or what stands in the way."""
    if not obstacles and (known := became(act, own, at)) and not act.left_at:
        return [(_INDENT, *known)]
    if obstacles:
        words = "; ".join(dict.fromkeys(violation_words(one, at.now, at.zone) for one in obstacles))
        first, *more = wrap(f"cannot be taken back: {safe(words)}", width - 5)
        return [(_INDENT, (first, "warn")), *((_INDENT, (line, "warn")) for line in more[:1])]
    what = "does it again" if act.form is Form.UNDO else "takes it back"
    name = f"undo {act.command_id[:NAMED_BY]}"
    return [
        (
            _INDENT,
            (own.edit_key, "bold bright"),
            (" types ", "dim"),
            (name, "text"),
            (f", which {what}", "dim"),
        )
    ]


class _Told:
    """The lines of each event: its record in front, its fields behind it as many as there is room for."""

    def __init__(self, names: Names | None, at: At, width: int) -> None:
        self.at, self.width = at, width
        self.people = {id: one.name for id, one in names.technicians.items()} if names else {}
        self.teller = Teller(names, at.now, at.zone)
        self._ends: list[int] = []  # how many lines there are after each event

    def event(self, record: str, event: Event) -> Iterable[Line]:
        """`order 4407   priority P3 → P1   due 16:00 → 15:10`."""
        changes = self.teller.changes(event.before, event.after)
        lead: Line = (_INDENT, (f"{safe(record)}   ", "text"))
        if event.is_creation or not changes:
            words = story(event, self.people, self.at.now, self.at.zone)
            lines: list[Line] = [(*lead, (words, "text"))]
        else:
            indent: Line = ((" " * min(line_width(lead), self.width // 3), ""),)
            lines = list(change_lines(changes, lead, indent, self.width - 1, self.at.signs))
        self._ends.append((self._ends[-1] if self._ends else 0) + len(lines))
        return lines

    def whole_in(self, lines: int) -> int:
        """How many events are told whole in the first lines."""
        return sum(1 for end in self._ends if end <= lines)
