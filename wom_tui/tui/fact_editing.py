"""How are an order's facts changed where they stand? A cursor over them, one line to type in, Enter sends.

What is sent is the line `edit 4417 duration=90m`, with the version that was on the screen when the typing began.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wom_tui.domain.words import typed
from wom_tui.grammar.words import quoted
from wom_tui.present.cells import Line
from wom_tui.present.order_rows import CONTACT, LABEL, PRIORITY, Fact, editable_rows
from wom_tui.present.safe_text import safe
from wom_tui.tui.view import Target

if TYPE_CHECKING:
    from wom_tui.domain.receipt import Receipt
    from wom_tui.tui.screens.order import OrderView


_DIGITS = 7  # of a number to call; the id of a contact is shorter


class FactEditing:
    """The cursor over the facts of one order."""

    def __init__(self, view: OrderView) -> None:
        self.view = view
        self.at = ""  # the fact under the cursor, by its name; empty while the facts are only read
        # The order as it was when the typing began, and what the fact said then; None = nothing is typed.
        self.target: Target | None = None
        self._was = ""
        self._is_refused = False  # what was typed is not done: Enter goes on with the order as it is by now

    @property
    def is_typing(self) -> bool:
        return self.target is not None

    @property
    def facts(self) -> list[Fact]:
        """All that the cursor can be on."""
        return editable_rows(self.view.detail, self.view.at) if self.view.detail is not None else []

    @property
    def fact(self) -> Fact | None:
        """The one that it is on."""
        return next((one for one in self.facts if one.label == self.at), None)

    def clear(self) -> None:
        """The facts are only read."""
        self.stop()
        self.at = ""

    def leave(self) -> bool:
        """Out of the fact, then away from the facts; answers whether there was anything to leave."""
        if self.is_typing:
            self.stop()
            return True
        was_among, self.at = bool(self.at), ""
        return was_among

    def move(self, lines: int) -> None:
        """To the next fact, up or down; past the last one the page rolls on."""
        if self.is_typing:
            return
        if self.view.part == "Facts" and (self.at or lines > 0) and self.step(lines):
            self.view.draw()
        else:
            self.view.step(lines)

    def stop(self) -> None:
        """Nothing is typed."""
        if self.is_typing:
            self.target = None
            self.view.sheet.end_typing()
            self.view.wom.draw_bar()

    def step(self, lines: int) -> bool:
        """To another fact; answers whether there is one."""
        names = [one.label for one in self.facts]
        if not names:
            return False
        here = names.index(self.at) if self.at in names else -1 if lines > 0 else 0
        there = here + lines
        if there < 0:
            self.at = ""
            return True
        if there >= len(names):
            return False
        self.at = names[there]
        return True

    def open(self) -> None:
        """Enter: into the fact; from there, send it."""
        if self.is_typing:
            self._send()
        elif self.fact is None:
            self.view.part = "Facts"
            self.step(1)
        elif self.fact.field:
            self._begin(self.fact)
        else:
            self.view.wom.toast(f"{self.fact.label.lower()} is not edited here", self.fact.help)

    def _begin(self, fact: Fact) -> None:
        targets = self.view.targets()
        if not self.view.wom.is_live:
            self.view.wom.toast(*self.view.wom.live.refusal)
        elif targets:
            self.target, self._was, self._is_refused = targets[0], fact.said, False
            self.view.sheet.begin_typing(safe(fact.said))
            self.view.wom.draw_bar()

    def _send(self) -> None:
        fact, said = self.fact, self.view.sheet.input.value.strip()
        if fact is None or self.target is None or said == safe(fact.said).strip():
            self.stop()  # nothing is to be changed
            return
        if fact.said != self._was:  # what an order requires has no version on the screen
            self._was, self._is_refused = fact.said, True
            if self.view.second_look is not None:
                self.view.second_look.forget()  # it is said below what is there by now
            self.view.wom.toast(
                f"not done: {fact.label.lower()} is {safe(fact.said) or 'empty'} by now",
                "somebody has changed it since; Enter once more goes on",
                is_error=True,
            )
            return
        if self._is_refused and self.view.targets():
            self.target = self.view.targets()[0]
        self.view.wom.speech.say(
            line_of(self.target.number, fact.field, said), (self.target,), ended=self._ended
        )

    def _ended(self, done: Receipt | None) -> None:
        """Done: read it. Else what was typed stays, and Enter goes on with the order as it is by now."""
        if done is not None:
            self.stop()
        else:
            self._is_refused = True
        self.view.draw()

    def lines(self, width: int) -> tuple[list[Line], int | None]:
        """The facts, with those that nobody has said yet, and which line the cursor is on."""
        lines: list[Line] = []
        here: int | None = None
        for one in self.facts:
            if one.label == self.at:
                here = len(lines)
            told = one.lines(width, is_empty_shown=True)
            if one.label == self.at:
                (label, _), *rest = told[0]
                told[0] = ((label, "bold bright"), *rest)
                if self.is_typing:
                    told = [((label, "bold bright"),)]
            lines += told
        return lines, here

    def place(self) -> None:
        """The line that is typed in stands where its fact stands by now."""
        if self.is_typing:
            self.view.sheet.place_input(LABEL)

    @property
    def help(self) -> Line:
        """What the fact under the cursor is, and what can be done here."""
        fact = self.fact
        if fact is None:
            return ()
        keys = "Enter sends it, Esc leaves it" if self.is_typing else "Enter changes it" if fact.field else ""
        return (
            ("   ", ""),
            (fact.help, "text" if fact.field else "dim"),
            (f"   {keys}" if keys else "", "dim"),
        )


def is_phone(said: str) -> bool:
    """A number to call: seven digits, or fewer in groups; else it is a name, or the id of somebody known."""
    digits = sum(char.isdecimal() for char in said)
    is_number = digits > 0 and all(char.isdecimal() or char in " +-()./" for char in said)
    return is_number and (digits >= _DIGITS or not said.isdecimal())


def line_of(number: int, field: str, said: str) -> str:
    """The line that puts a text into a field; nothing typed means that there is nothing."""
    if field == PRIORITY:
        return typed(f"priority {number} {said}")
    if field == CONTACT and is_phone(said):
        field = "phone"
    return typed(f"edit {number} {field}={quoted(said or 'none')}")
