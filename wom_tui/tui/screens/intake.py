"""A new order from a phone call: fields in the order in which they are told, and what follows from each.

Enter goes on to what is still asked for, then to the best slot; there it takes the order in and books it, as one act.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult

from wom_tui.errors import InvalidInput, NotFound, StoreError, WomError
from wom_tui.present.board import Day
from wom_tui.present.calls import verdict
from wom_tui.present.cells import Line, clip
from wom_tui.present.refusals import refusal_words
from wom_tui.present.safe_text import safe
from wom_tui.tui import draft_file
from wom_tui.tui.call_fields import BY_ID, FIELDS, field_blamed
from wom_tui.tui.call_look import CHOSEN, Answer, Question, look
from wom_tui.tui.call_model import DISCARD, TAKE, Draft, Form
from wom_tui.tui.call_page import CallPage, Room
from wom_tui.tui.key import INTAKE
from wom_tui.tui.rest import Rest
from wom_tui.tui.view import View
from wom_tui.tui.widgets.call_sheet import CallSheet
from wom_tui.tui.widgets.line_input import LineInput
from wom_tui.tui.widgets.lines import StillLines

if TYPE_CHECKING:
    from wom_tui.domain.directory import Found
    from wom_tui.domain.habit import Guess
    from wom_tui.domain.receipt import Receipt
    from wom_tui.queries.calls import PhoneBook
    from wom_tui.queries.slots import RankedSlot
    from wom_tui.tui.seat import Changes

REST_S = 0.1  # typing has to rest so long before it is looked up
HOLD_S = 3.0  # so long keys wait behind one that has to know what is meant
_TELLING = frozenset({"work_order", "visit", "technician", "shift", "absence", "site"})
_END_HELP = {
    TAKE: "The order is made as it is told so far; nobody is booked.",
    DISCARD: "Everything typed here goes. Esc keeps it instead.",
}


class IntakeView(View):
    """The form. One draft at a time: left with Esc, it is there again with the next `n`."""

    context = INTAKE
    tab = "board"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.sheet = CallSheet()
        self.form = Form()
        self.book: PhoneBook | None = None
        self.guess: Guess | None = None
        self.answer: Answer | None = None
        self.chosen = 0  # among the choices of the field
        self.error: WomError | None = None
        self.problem = ""  # the field that it is about
        self._then: Callable[[], None] | None = None  # a key that needs the answer; those behind it are held
        self._hold = 0
        self._filing = Lock()
        self._is_sending = False
        self._is_refused = False  # the error is what came of sending it
        self._is_kept = False
        self._rest = Rest(self, REST_S, self._look)

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
        answer = self.answer
        if answer is None:
            return ()
        return verdict(answer.outlook, self._missing(), answer.place, self.at, self.wom.signs)

    def _missing(self) -> tuple[str, ...]:
        outlook = self.answer.outlook if self.answer else None
        blank = () if self.form.draft.text("title") else ("title",)
        return (*blank, *(outlook.missing if outlook else ()))

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

    # -------------------------------------------------------------------------------------- coming and going

    def opened(self) -> None:
        """A draft that was left, or was lost with the line, goes on where it was."""
        if self.form.draft.is_empty and (kept := draft_file.load(self.wom.draft)) is not None:
            self.form = Form(kept)
            self.wom.toast("the draft that was kept", "the last row throws it away")
        self._begin_field()
        self._read_book()

    def came_live(self) -> None:
        self._read_book()

    def rows_changed(self, changes: Changes) -> None:
        """Somebody has booked, or the same was told to somebody else."""
        if self.display and (changes.is_all or {s.partition(":")[0] for s in changes.subjects} & _TELLING):
            self._rest.begin()

    def go_back(self) -> bool:
        """Esc: the draft is kept."""
        self._drop_wait()
        self._hear()
        if self._keep():
            self.wom.toast("draft kept", "n brings it back")
        self.sheet.input.end()
        return False

    def on_unmount(self) -> None:
        """Also where the line drops."""
        self._file(self.form.draft)

    def _keep(self) -> bool:
        self._file(self.form.draft)
        self._is_kept = not self.form.draft.is_empty
        return self._is_kept

    def _file(self, draft: Draft) -> None:
        """Keep it, unless it was sent meanwhile; may be called from any thread."""
        with self._filing:
            if draft is self.form.draft:
                draft_file.keep(self.wom.draft, draft)

    def _read_book(self) -> None:
        if not self.wom.is_live:
            return
        from wom_tui.queries.calls import phone_book

        self.read(phone_book, self.wom.seat.courtesy.give_way, then=self._book_came, again=self._read_book)

    def _book_came(self, book: PhoneBook) -> None:
        self.book = book
        self._look()

    # -------------------------------------------------------------------------------------------- looking up

    @property
    def question(self) -> Question:
        """This moment of the form."""
        draft, stop = self.form.draft, self.form.stop
        is_chosen = stop in CHOSEN
        return Question(
            field=stop if is_chosen else "",
            said=draft.text(stop) if is_chosen else "",
            is_meant=stop in draft.meant,
            line=draft.line(self.guess),
            site=draft.meant.get("site"),
            title=draft.text("title"),
        )

    @property
    def is_settled(self) -> bool:
        """What is shown is about what is typed."""
        if not self.wom.is_live:
            return True  # nothing will come
        return self.answer is not None and self.answer.question == self.question

    def _look(self) -> None:
        self._rest.drop()
        if self.book is None or not self.wom.is_live or not self.display:
            self.draw()
            return
        title = self.form.draft.text("title")
        self.guess = self.book.habit.guess(title) if title else None
        seat = self.wom.seat
        self.wom.ask(
            look,
            self.question,
            self.book,
            self.wom.now(),
            seat.desk.room,
            seat.courtesy.give_way,
            then=self._came,
            failed=self._drop_wait,
            quietly=True,
        )
        self.wom.work(partial(self._file, self.form.draft), quietly=True)

    def _came(self, answer: Answer) -> None:
        if answer.question != self.question:
            return  # something else is typed by now, and asked for
        self.answer = answer
        self.chosen = answer.likeliest
        outlook = answer.outlook
        self.form.offer(len(outlook.slots) if outlook else 0, outlook.missing if outlook else ())
        self._is_kept = not self.form.draft.is_empty and self.wom.draft is not None
        if answer.error is not None or not self._is_refused:
            self._blame(answer.error)
        if (then := self._then) is not None:
            self._drop_wait()
            then()
        self.draw()

    def _blame(self, error: WomError | None) -> None:
        name = (
            error.field
            if isinstance(error, InvalidInput)
            else error.kind
            if isinstance(error, NotFound)
            else ""
        )
        self.error, self.problem = error, field_blamed(name)

    # ------------------------------------------------------------------------------------------------ typing

    def _begin_field(self) -> None:
        field, line = self.form.stop, self.sheet.input
        line.set_class(field in BY_ID, "is-open")
        if field in BY_ID:
            with line.prevent(LineInput.Changed):
                line.begin(self.form.draft.said.get(field, ""))
        else:
            line.end()
        self.chosen = 0
        self.draw()

    def on_input_changed(self, event: LineInput.Changed) -> None:
        """A letter more, or less. It may be told late, when the cursor is elsewhere already."""
        event.stop()
        if self._hear():
            self.error, self.problem, self._is_refused = None, "", False
            self._rest.begin()
            self.draw()

    def _hear(self) -> bool:
        """Take over what stands in the line; answers whether that is news."""
        stop, said = self.form.stop, self.sheet.input.value
        is_news = self.form.is_on_field and said != self.form.draft.said.get(stop, "")
        if is_news:
            self.form.draft.say(stop, said)
        return is_news

    def _move(self, lines: int) -> None:
        self._drop_wait()
        self._hear()
        self.form.step(lines)
        self._begin_field()
        self._look()

    def do_pane(self) -> None:
        """Tab: what is highlighted is meant; the next field."""
        self._when_settled(partial(self._leave, 1))

    def do_pane_back(self) -> None:
        """Shift+Tab: the field before."""
        self._move(-1)

    def do_up(self) -> None:
        self._step(-1)

    def do_down(self) -> None:
        self._step(1)

    def _step(self, lines: int) -> None:
        """Among what the text may mean, where that is listed; else to another field."""
        answer = self.answer
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
        self._move(len(FIELDS) - self.form.stops.index(self.form.stop) if self.form.is_on_field else 99)

    @property
    def choices(self) -> tuple[Found, ...]:
        """What the text of this field may mean."""
        answer = self.answer
        is_of_now = answer is not None and answer.question.field == self.form.stop
        return answer.choices if answer is not None and is_of_now and self.is_settled else ()

    # ------------------------------------------------------------------------------------------- going on

    def do_open(self) -> None:
        """Enter: what is highlighted is meant; on to what is still asked for; at the end the order is taken in."""
        if self._is_sending:
            return
        self._hear()
        if self.form.stop == DISCARD:
            self._throw_away()
        elif not self.form.is_on_field:
            self._take_in()
        elif self.form.stop not in CHOSEN and self.form.knows_next:
            self._go_on()
        else:
            self._when_settled(self._go_on)

    def _when_settled(self, then: Callable[[], None]) -> None:
        """Now, or as soon as it is known what is meant; keys that come meanwhile stay behind this one."""
        self._hear()
        if self._then is not None:
            return
        if not self.form.is_on_field or self.is_settled:
            then()
        else:
            self._then, self._hold = then, self.wom.keys.hold(HOLD_S)
            self._look()

    def _mean(self) -> None:
        """What is highlighted is what the text means."""
        choices = self.choices
        if 0 <= self.chosen < len(choices):
            known = choices[self.chosen].known
            self.form.draft.mean(self.form.stop, known.name, known.id or None)

    def _leave(self, lines: int) -> None:
        self._mean()
        self._move(lines)

    def _go_on(self) -> None:
        self._mean()
        self.form.go_on()
        self._begin_field()
        self._look()

    def _drop_wait(self) -> None:
        if self._then is not None:
            self._then = None
            self.wom.keys.release(self._hold)

    def _throw_away(self) -> None:
        self._begin_anew()
        self.wom.toast("the draft is thrown away")
        self.wom.call_later(self.wom.go_back)

    @property
    def slots(self) -> tuple[RankedSlot, ...]:
        """Who could come when."""
        return self.answer.outlook.slots if self.answer and self.answer.outlook else ()

    def _take_in(self) -> None:
        if not self.form.draft.text("title"):
            self._refused(InvalidInput("title", "", "what is wrong, in a few words"))
            return
        if not self.wom.is_live:
            self.wom.toast(*self.wom.live.refusal)
            return
        line = self.form.draft.line(self.guess, self._booking())
        self._is_sending = True
        self.wom.acts.work(partial(self._send, line), draft="", ended=self._ended)

    def _booking(self) -> str:
        at = self.form.slot
        if at is None or at >= len(self.slots):
            return ""
        one = self.slots[at]
        start = one.slot.start_at.astimezone(self.wom.seat.zone)
        return f"{one.technician.code} {start:%Y-%m-%d %H:%M}"

    def _send(self, line: str) -> None:
        """On a worker: the command that the line means, by the road that all acts go."""
        from wom_tui.grammar.outlook import new_command

        desk = self.wom.seat.desk
        try:
            self.wom.acts.run([desk.ask(new_command, line, now=desk.now())], "", self._ended)
        except WomError as error:
            self.wom.call_from_thread(self._refused, error)

    def _refused(self, error: WomError) -> None:
        """It stays on the form, with the field that it is about."""
        self._is_sending, self._is_refused = False, True
        self._blame(error)
        if self.problem:
            self._go_to(self.problem)
        if isinstance(error, StoreError):
            self.wom.trouble.refused(error)
            self.wom.live.look()
        self._keep()
        self.draw()

    def _go_to(self, field: str) -> None:
        self.form.stop = field
        self._begin_field()

    def _ended(self, done: Receipt | None) -> None:
        """Taken in: the form is empty again, and the view goes back to where the call came in."""
        self._is_sending = False
        if done is not None:
            self._begin_anew()
            self.sheet.input.end()
            if self.display:
                self.wom.call_later(self.wom.go_back)

    def _begin_anew(self) -> None:
        with self._filing:
            self.form, self.answer, self.guess, self._is_kept = Form(), None, None, False
            draft_file.drop(self.wom.draft)

    # ----------------------------------------------------------------------------------------------- drawing

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#intake-help").styles.height = 2
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
            answer=self.answer,
            guess=self.guess,
            types=self.book.types if self.book else {},
            problem=self.problem,
            chosen=self.chosen,
            at=self.at,
            signs=self.wom.signs,
            room=Room(size.width, size.height, sheet.room, right),
        )
        sheet.draw(*page.columns(), self.form.stop)
        self._draw_help()
        self.frame_changed()

    def _draw_help(self) -> None:
        rule: Line = ((" ", ""), (self.wom.signs.rule * (self.size.width - 2), "rule"))
        if self.error is not None:
            words: Line = (("   ", ""), (refusal_words(self.error, self.at.now, self.at.zone), "late"))
        else:
            words = (("   ", ""), (self._help(), "dim"))
        self.query_one("#intake-help", StillLines).show([rule, clip(words, self.size.width - 1)])

    def _help(self) -> str:
        stop = self.form.stop
        if stop in BY_ID:
            return BY_ID[stop].help
        return _END_HELP.get(stop, "Enter takes the order in and books this; u takes both back.")
