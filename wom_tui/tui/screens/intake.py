"""A new order from a phone call: fields in the order in which they are told, and what follows from each.

Enter goes on to what is still asked for, then to the best slot; there it takes the order in and books it, as one act.
Who calls while the database is away is taken in all the same: what is typed is kept, nothing is looked up, and a place
stays what was said until somebody can say which one is meant. When the database is back the form goes on as always.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult

from wom_tui.domain.words import some
from wom_tui.errors import WomError
from wom_tui.present.board import Day
from wom_tui.present.calls import slot_name, verdict
from wom_tui.present.cells import Line, clip
from wom_tui.present.refusals import refusal_words
from wom_tui.present.safe_text import safe
from wom_tui.tui.call_fields import BY_ID, FIELDS, blamed_in, field_for
from wom_tui.tui.call_look import CHOSEN, Answer
from wom_tui.tui.call_lookup import CallLookup
from wom_tui.tui.call_model import AS_NEW, DISCARD, TAKE, Form
from wom_tui.tui.call_page import CallPage, Room
from wom_tui.tui.call_taking import CallTaking
from wom_tui.tui.draft_file import KeptDrafts
from wom_tui.tui.key import INTAKE
from wom_tui.tui.view import View
from wom_tui.tui.widgets.call_sheet import CallSheet
from wom_tui.tui.widgets.line_input import LineInput
from wom_tui.tui.widgets.lines import StillLines

if TYPE_CHECKING:
    from wom_tui.domain.directory import Found
    from wom_tui.tui.changes import Changes

_TELLING = frozenset({"work_order", "visit", "technician", "shift", "absence", "site"})
_END_HELP = {
    TAKE: "The order is made as it is told so far; nobody is booked.",
    DISCARD: "Everything typed here goes. Esc keeps it instead.",
}


class IntakeView(View):
    """The form. `n` begins anew; drafts that were left with Esc are offered above it."""

    context = INTAKE
    tab = "board"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.sheet = CallSheet()
        self.form = Form()
        self.known = CallLookup(self)
        self.kept = KeptDrafts(None)
        self.chosen = 0  # among the choices of the field
        self.error: WomError | None = None
        self.problem = ""  # the field that it is about
        self.taking = CallTaking(self)
        self._is_kept = False
        self._is_sure = False  # that the draft is to be thrown away

    def compose(self) -> ComposeResult:
        yield self.sheet
        yield StillLines(id="intake-help")

    # -------------------------------------------------------------------------------------------- the frame

    def scope(self) -> tuple[Line, Line]:
        """What it will be called, and that it is kept."""
        title = self.form.draft.text("title")
        left: Line = (("New order", "bold bright"), (f"   {safe(title)}" if title else "", "text"))
        return left, (("draft kept", "dim"),) if self._is_kept else ()

    def attention(self) -> Line:
        answer = self.known.answer
        if not self.wom.is_live:
            said = ": what is typed is kept, and looked up later"
            return (self.wom.live.word, "warn"), (said, "text")
        if answer is None:
            return ()
        return verdict(answer.outlook, self._missing(), answer.place, self.at, self.wom.signs)

    def _missing(self) -> tuple[str, ...]:
        blank = () if self.form.draft.text("title") else ("title",)
        return (*blank, *self.form.missing)

    @property
    def at(self) -> Day:
        """Now, and where."""
        return Day(self.wom.now(), self.wom.seat.zone)

    @property
    def foot(self) -> int:
        return 2

    @property
    def typing(self) -> LineInput | None:
        """The field under the cursor."""
        return self.sheet.input if self.form.is_on_field and self.display else None

    def line_for(self, text: str) -> LineInput | None:
        """Among the slots: back into a field. Nothing that is typed is lost, and no slot is booked by it."""
        if not self.display or self.form.is_on_field:
            return None
        if self.taking.is_sending:
            self.wom.toast("it is being taken in", "what was typed meanwhile is not in it")
            return None
        is_above = self.form.kept_here is not None
        self.go_to(FIELDS[0].id if is_above else field_for(text, self.form.draft.said))
        return self.sheet.input

    # -------------------------------------------------------------------------------------- coming and going

    def on_mount(self) -> None:
        """Drafts that were left, or lost with the line, are offered."""
        self.kept = KeptDrafts(self.wom.draft)
        self.form = Form(self.kept.put_aside())

    def opened(self) -> None:
        """Another call: what was told before is never mixed with it."""
        self.known.forget()
        self.form, self._is_kept = Form(self.kept.put_aside()), False
        self.error, self.problem = None, ""
        self._offer()
        self._begin_field()
        self.known.read_book()

    def _offer(self) -> None:
        """The other drafts, as soon as it is known that they are of this office."""
        self.form.kept = len(self.kept.left) if self.known.book is not None else 0

    def is_office(self, office: str) -> None:
        """Whose calls these are."""
        self.kept.at_office(office)
        self._offer()

    def came_live(self) -> None:
        """What was typed meanwhile is looked up; what was typed and left waits to be sent."""
        self.known.read_book()
        if not self.display and (waiting := self.kept.waiting):
            call = some(waiting, "call")
            self.wom.toast(
                f"the database is back, and {call} to be taken in",
                f"{self.wom.keymap.shown('new')} offers what was typed",
            )

    def rows_changed(self, changes: Changes) -> None:
        """Somebody has booked, or the same was told to somebody else."""
        if self.display and changes.may_touch(_TELLING):
            self.known.rest.begin()

    def go_back(self) -> bool:
        """Esc: the draft is kept."""
        self.known.drop_wait()
        self._hear()
        self._is_kept = self.kept.keep(self.form.draft)
        if not self.form.draft.is_empty:
            until = "" if self.kept.path else " until the console ends"
            self.wom.toast("draft kept", f"{self.wom.keymap.shown('new')} offers it{until}")
        self.sheet.end_typing()
        return False

    def on_unmount(self) -> None:
        """Also where the line drops."""
        self.kept.keep(self.form.draft)

    def keep_quietly(self) -> None:
        """While it is typed: what is on the screen survives whatever happens to the console."""
        self._is_kept = not self.form.draft.is_empty and self.kept.path is not None
        self.wom.work(partial(self.kept.keep, self.form.draft), quietly=True)

    def learnt(self, answer: Answer, *, is_other: bool) -> None:
        """What came of the form as it stands; `is_other`: of another moment than what was known before."""
        outlook = answer.outlook
        slots = tuple(map(slot_name, outlook.slots)) if outlook else ()
        self.form.offer(slots, outlook.missing if outlook else ())
        if is_other:
            self.chosen = answer.likeliest
        if answer.error is not None or not self.taking.is_refused:
            self.blame(answer.error)

    def blame(self, error: WomError | None) -> None:
        """The form says what cannot be used, and in which field."""
        self.error, self.problem = error, blamed_in(error)

    # ------------------------------------------------------------------------------------------------ typing

    def _begin_field(self) -> None:
        field = self.form.stop
        if field in BY_ID:
            self.sheet.begin_typing(self.form.draft.said.get(field, ""))
        else:
            self.sheet.end_typing()
        self.chosen, self._is_sure = 0, False
        self.draw()

    def on_input_changed(self, event: LineInput.Changed) -> None:
        """A letter more, or less. It may be told late, when the cursor is elsewhere already."""
        event.stop()
        if self._hear():
            self.error, self.problem, self.taking.is_refused = None, "", False
            self.known.rest.begin()
            self.draw()

    def _hear(self) -> bool:
        """Take over what stands in the line; answers whether that is news."""
        stop, said = self.form.stop, self.sheet.input.value
        is_news = self.form.is_on_field and said != self.form.draft.said.get(stop, "")
        if is_news:
            self.form.draft.say(stop, said)
            self.form.draft.begun_at = self.form.draft.begun_at or self.wom.now()
        return is_news

    def _move(self, lines: int) -> None:
        """To another row, with the text as it stands."""
        self.known.drop_wait()
        self._hear()
        self._go(lines)

    def _leave(self, lines: int) -> None:
        """To another row, with what is highlighted."""
        self._mean()
        self._go(lines)

    def _go(self, lines: int) -> None:
        self.form.step(lines)
        self._begin_field()
        self.known.look()

    def do_pane(self) -> None:
        """Tab: what is highlighted is meant; the next field."""
        self._hear()
        if self.form.stop in CHOSEN:
            self.known.when_settled(partial(self._leave, 1))
        else:
            self._move(1)

    def do_pane_back(self) -> None:
        """Shift+Tab: the field before."""
        self._move(-1)

    def do_up(self) -> None:
        self._step(-1)

    def do_down(self) -> None:
        self._step(1)

    def _step(self, lines: int) -> None:
        """Among what the text may mean, where that is listed; else to another field."""
        answer = self.known.answer
        if not self.choices or answer is None or self.chosen not in answer.places:
            self._move(lines)
            return
        there = answer.places.index(self.chosen) + lines
        if 0 <= there < len(answer.places):
            self.chosen = answer.places[there]
            self.draw()
        else:
            self._leave(lines)

    def do_page_up(self) -> None:
        self._move(-len(self.form.stops))

    def do_page_down(self) -> None:
        """To the first slot; from there to the end."""
        self._move(self.form.to_slots or len(self.form.stops))

    @property
    def choices(self) -> tuple[Found, ...]:
        """What the text of this field may mean."""
        answer = self.known.answer
        return answer.choices if answer is not None and answer.question == self.known.question else ()

    # ------------------------------------------------------------------------------------------- going on

    def do_open(self) -> None:
        """Enter: what is highlighted is meant; on to what is still asked for; at the end the order is taken in."""
        if self.taking.is_sending:
            return
        self._hear()
        if self.form.kept_here is not None:
            self._take_up(self.form.kept_here)
        elif self.form.stop == DISCARD:
            self._throw_away()
        elif not self.form.is_on_field:
            self.taking.take_in()
        elif self.form.stop not in CHOSEN and self.form.knows_next:
            self._go_on()
        else:
            self.known.when_settled(self._go_on)

    def _mean(self) -> None:
        """What is highlighted is what the text means."""
        choices = self.choices
        if 0 <= self.chosen < len(choices):
            known = choices[self.chosen].known
            self.form.draft.mean(self.form.stop, safe(known.name), known.id or None)
        elif self.form.stop == "site" and self.form.draft.text("site") and self.wom.is_live:
            self.form.draft.mean(
                "site", self.form.draft.text("site"), self.form.draft.meant.get("site", AS_NEW)
            )

    def _go_on(self) -> None:
        self._mean()
        if self.problem and self.problem not in self.form.draft.meant:
            self.form.stop = self.problem  # before anything else: it cannot be sent with that
        else:
            self.blame(None)
            self.taking.is_refused = False
            self.form.go_on()
        self._begin_field()
        self.known.look()

    def _take_up(self, place: int) -> None:
        """Go on with a draft that was left, at the first line that is still asked for."""
        self.known.forget()
        self.form = Form(self.kept.take_up(place))
        self._offer()
        if self.form.asked:
            self.form.stop = self.form.asked[0]
        self._begin_field()
        self.known.look()

    def _throw_away(self) -> None:
        """Asked once: Enter again does it."""
        if not self._is_sure and not self.form.draft.is_empty:
            self._is_sure = True
            self.draw()
            return
        self.begin_anew()
        self.wom.toast("the draft is thrown away")
        self.wom.call_later(self.wom.go_back)

    def go_to(self, field: str) -> None:
        """The cursor into a field."""
        self.form.stop = field
        self._begin_field()

    def begin_anew(self) -> None:
        """Another call."""
        self.known.forget()
        self.form, self._is_kept = Form(self.kept.begin()), False
        self._offer()

    # ----------------------------------------------------------------------------------------------- drawing

    def on_resize(self, event: events.Resize) -> None:
        self.call_after_refresh(self.draw)

    def state_changed(self) -> None:
        self.draw()

    def draw(self) -> None:
        """The form, what is beside or below it, the help of the field."""
        sheet, size = self.sheet, self.sheet.size
        if not size.width:
            return
        right = size.width - sheet.split - 6 if sheet.split else 0
        page = CallPage(
            form=self.form,
            kept=self.kept.left,
            answer=self.known.answer,
            guess=self.known.guess,
            types=self.known.book.types if self.known.book else {},
            problem=self.problem,
            error=self.error,
            chosen=self.chosen,
            at=self.at,
            signs=self.wom.signs,
            room=Room(size.width, size.height, sheet.room, right),
        )
        sheet.draw(*page.columns(), self.form.stop)
        self._draw_help()
        self.frame_changed()

    def _draw_help(self) -> None:
        width = self.size.width
        if self.error is not None:
            words: Line = (("   ", ""), (refusal_words(self.error, self.at.now, self.at.zone), "late"))
        else:
            words = (("   ", ""), (self._help(), "dim"))
        self.query_one("#intake-help", StillLines).show_under_rule([clip(words, width - 1)], width)

    def _help(self) -> str:
        stop = self.form.stop
        if stop in BY_ID:
            return BY_ID[stop].help
        if self.form.kept_here is not None:
            return (
                "A call that was left. Enter goes on with it; what is on the form now is kept in its place."
            )
        if self._is_sure:
            return "Everything typed here goes for good: Enter once more does it, Esc keeps it."
        undo = self.wom.keymap.shown("undo")
        return _END_HELP.get(stop, f"Enter takes the order in and books this; {undo} takes both back.")
