"""The form of an intake as lines: fields with what they come to, what may be meant, what is there, who could come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wom_tui.errors import InvalidInput, WomError
from wom_tui.present.board import Day
from wom_tui.present.calls import (
    LABEL,
    as_typed_line,
    choice_line,
    field_line,
    instead_of,
    kept_line,
    place_lines,
    slot_line,
    slot_name,
)
from wom_tui.present.cells import Line, Piece, wrapped
from wom_tui.present.heads import head
from wom_tui.present.labels import Signs
from wom_tui.present.safe_text import safe
from wom_tui.tui.call_fields import FIELDS
from wom_tui.tui.call_look import AS_TYPED, Answer
from wom_tui.tui.call_model import DISCARD, KEPT, SLOT, TAKE, Draft, Form
from wom_tui.tui.widgets.call_sheet import SLOTS_BESIDE_FROM, Row

if TYPE_CHECKING:
    from wom_tui.domain.past_titles import Guess
    from wom_tui.domain.work_type import WorkType

ENDS = {TAKE: "Take in, plan later", DISCARD: "Throw the draft away"}
NO_GUESS = "no sure guess"
INDENT: Piece = (" " * LABEL, "")
GAP: Row = ("", ())


@dataclass(frozen=True)
class Room:
    """How much there is: of the page, and of each column; `right` is 0 where there is only one."""

    width: int
    height: int
    left: int
    right: int

    @property
    def has_slots_beside(self) -> bool:
        return self.width >= SLOTS_BESIDE_FROM


@dataclass(frozen=True)
class CallPage:
    """What every line is drawn with."""

    form: Form
    kept: Sequence[Draft]
    answer: Answer | None
    guess: Guess | None
    types: Mapping[int, WorkType]
    problem: str  # the field that cannot be used as it is
    error: WomError | None  # why
    chosen: int
    at: Day
    signs: Signs
    room: Room

    def columns(self) -> tuple[list[Row], list[Row]]:
        """Both; the second one is empty where there is no room for it."""
        fields, ends = [*self._kept(), *self._fields()], list(self._ends())
        if not self.room.right:
            return [*fields, *self._below(ends)], []
        slots = list(self._slots(self.room.right if self.room.has_slots_beside else self.room.left))
        right = [GAP, *self._known(self.room.right)]
        if self.room.has_slots_beside:
            return [GAP, *fields, GAP, *ends], [*right, GAP, *slots] if len(right) > 1 else [GAP, *slots]
        return [GAP, *fields, GAP, *slots, GAP, *ends], right

    def _below(self, ends: list[Row]) -> list[Row]:
        """Under the fields: what helps with the one under the cursor, or what comes after them."""
        if not self.form.is_on_field:
            return [*self._slots(self.room.left), *ends]
        space = max(0, self.room.height - len(FIELDS) - len(self.kept))
        known = list(self._known(self.room.left))
        place = self.answer.place if self.answer else None
        is_of_use = bool(self._choices or (place and place.open))
        return (known if is_of_use else list(self._slots(self.room.left)))[:space]

    def _kept(self) -> Iterator[Row]:
        """Other drafts, the newest next to the fields."""
        for stop in self.form.stops[: self.form.kept]:
            draft, is_here = self.kept[int(stop.removeprefix(KEPT))], stop == self.form.stop
            line = kept_line(
                draft.short, draft.begun_at, self.at, self.signs, self.room.left, is_here=is_here
            )
            yield stop, line

    def _fields(self) -> Iterator[Row]:
        answer, place = self.answer, self.answer.place if self.answer else None
        instead = instead_of(answer.outlook if answer else None, place, self.guess, self.types)
        if self.form.draft.text("title") and self.types:
            instead.setdefault("type", ("", NO_GUESS))
        for one in FIELDS:
            is_here = one.id == self.form.stop
            said, other = self.form.draft.text(one.id), instead.get(one.id, ("", ""))
            wrong = one.id == self.problem
            if wrong and isinstance(self.error, InvalidInput):
                said = f"{said}   {self.error.expected}"
            first, *more = self._broken(said)
            yield one.id, field_line(one.label, first, other, self.room.left, is_here=is_here, is_wrong=wrong)
            if not is_here:
                yield from (("", (INDENT, (text, "late" if wrong else "text"))) for text in more)

    def _broken(self, said: str) -> list[str]:
        """A long text has further lines of its own, where there is room."""
        lines = wrapped(safe(said), self.room.left - LABEL) if self.room.has_slots_beside else [said]
        return lines or [""]

    @property
    def _choices(self) -> list[Line]:
        """Nothing where nothing is to be chosen."""
        answer, stop, width = self.answer, self.form.stop, self.room.right or self.room.left
        if answer is None or answer.question.field != stop or not answer.choices:
            return []
        lines: list[Line] = []
        for place in answer.places:
            is_chosen = place == self.chosen
            if place != AS_TYPED:
                lines.append(choice_line(answer.choices[place], self.signs, width, is_chosen=is_chosen))
            elif said := answer.question.said:
                words = f"new place: {said}" if stop == "site" else f"as typed: {said}"
                lines.append(as_typed_line(words, self.signs, width, is_chosen=is_chosen))
            elif stop == "type":
                words = "as guessed" if self.guess else NO_GUESS
                lines.append(as_typed_line(words, self.signs, width, is_chosen=is_chosen))
        return lines

    def _known(self, width: int) -> Iterator[Row]:
        """What may be meant, then what is at the place."""
        if choices := self._choices:
            yield (
                "",
                head("Meant is", width, self.signs.rule, f"{self.signs.keys('↓')} chooses, Enter takes it"),
            )
            yield from (("", line) for line in choices)
            yield GAP
        place = self.answer.place if self.answer else None
        if place is not None:
            yield from (("", line) for line in place_lines(place, self.at, self.signs, width))

    def _slots(self, width: int) -> Iterator[Row]:
        outlook = self.answer.outlook if self.answer else None
        note = "with overtime" if outlook and outlook.needs_overtime else "Enter takes it in and books it"
        yield "", head("Who could come", width, self.signs.rule, note if outlook and outlook.slots else "")
        if self.form.is_gone:
            yield self.form.stop, (("gone meanwhile: choose another", "warn"),)
        if outlook is None or not outlook.slots:
            words = outlook.hindrance if outlook else ""
            yield "", ((safe(words) or "asked as soon as nothing is missing", "dim"),)
            return
        for one in outlook.slots:
            stop = f"{SLOT}{slot_name(one)}"
            yield stop, slot_line(one, self.at, width, is_here=stop == self.form.stop)

    def _ends(self) -> Iterator[Row]:
        for stop, words in ENDS.items():
            yield stop, ((words, "bold bright" if stop == self.form.stop else "dim"),)
