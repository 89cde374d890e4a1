"""When is it looked up what is known of a call, and which key waits for the answer?

The phone book is read when the form is opened; everything else for each moment of the form, as soon as the typing
rests. A key that needs to know what is meant waits, and those behind it wait with it: they are never lost or swapped.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from wom_tui.tui.call_look import Answer, Question, look
from wom_tui.tui.rest import Rest

if TYPE_CHECKING:
    from wom_tui.domain.past_titles import Guess
    from wom_tui.queries.calls import PhoneBook
    from wom_tui.tui.screens.intake import IntakeView

REST_S = 0.1  # typing has to rest so long
HOLD_S = 3.0  # so long keys wait behind one that has to know what is meant


class CallLookup:
    """What is known by now, and about what."""

    def __init__(self, view: IntakeView) -> None:
        self.view = view
        self.book: PhoneBook | None = None
        self.guess: Guess | None = None
        self.answer: Answer | None = None
        self.rest = Rest(view, REST_S, self.look)
        self._then: Callable[[], None] | None = None
        self._hold = 0

    @property
    def question(self) -> Question:
        """This moment of the form."""
        return self.view.form.question(self.guess)

    @property
    def is_settled(self) -> bool:
        """What is shown is about what is typed; where nothing can come, there is nothing to wait for."""
        if not self.view.wom.is_live:
            return True
        return self.answer is not None and self.answer.question == self.question

    def read_book(self) -> None:
        """All names, as they are by now."""
        view = self.view
        if view.wom.is_live:
            from wom_tui.queries.calls import phone_book

            view.read(phone_book, view.wom.seat.courtesy.give_way, then=self._book_came, again=self.read_book)

    def _book_came(self, book: PhoneBook) -> None:
        from wom_tui.queries.slots import read_ahead

        self.book = book
        self.view.is_office(book.office)
        self.look()
        wom = self.view.wom
        room = wom.seat.desk.room
        wom.ask(read_ahead, wom.now(), wom.seat.zone.key, room, then=lambda _: None, quietly=True)

    def look(self) -> None:
        """Ask about this moment."""
        self.rest.drop()
        view, seat = self.view, self.view.wom.seat
        if self.book is None or not view.wom.is_live or not view.display:
            view.keep_quietly()
            view.draw()
            return
        title = view.form.draft.text("title")
        self.guess = self.book.titles.guess(title) if title else None
        view.wom.ask(
            look,
            self.question,
            self.book,
            view.wom.now(),
            seat.desk.room,
            seat.courtesy.give_way,
            then=self._came,
            failed=self.drop_wait,
            quietly=True,
        )
        view.keep_quietly()

    def _came(self, answer: Answer) -> None:
        if answer.question != self.question:
            return  # something else is typed by now, and asked for
        is_other = self.answer is None or self.answer.question != answer.question
        self.answer = answer
        self.view.learnt(answer, is_other=is_other)
        if (then := self._then) is not None:
            self.drop_wait()
            then()
        self.view.draw()

    def when_settled(self, then: Callable[[], None]) -> None:
        """Now, or as soon as it is known what is meant; keys that come meanwhile stay behind this one."""
        if self._then is not None:
            return
        if self.is_settled:
            then()
        else:
            self._then, self._hold = then, self.view.wom.keys.hold(HOLD_S)
            self.look()

    def drop_wait(self) -> None:
        """Nobody waits any more."""
        if self._then is not None:
            self._then = None
            self.view.wom.keys.release(self._hold)

    def forget(self) -> None:
        """Another call."""
        self.guess = self.answer = None
