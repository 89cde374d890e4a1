"""What does a key or a typed line mean, said where and about what? What comes of it is for `acts.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wom_tui.domain.words import typed
from wom_tui.tui.key import BOARD, SETTINGS
from wom_tui.tui.keys import by_id
from wom_tui.tui.view import PLACES, Target
from wom_tui.tui.widgets.command_line import Choice, CommandLine
from wom_tui.tui.widgets.frame import TABS

if TYPE_CHECKING:
    from wom_tui.grammar.intent import Here
    from wom_tui.tui.app import WomApp

WRITE_FILES = frozenset({"export", "tour"})  # words and keys; not for whoever is let into the console alone
SPELT_OUT = 6  # so many marked numbers are typed into a line; more are meant by the marks themselves


class Speech:
    """The dispatcher's voice. Methods named `do_…` answer keys; `say` answers the command line."""

    def __init__(self, app: WomApp) -> None:
        self.app = app
        self._kept = ""  # the filter that was on when `/` was pressed

    @property
    def line(self) -> CommandLine:
        """The command line."""
        return self.app.line

    # -------------------------------------------------------------------------------- keys that open the line

    def do_command(self) -> None:
        self.line.open(":")

    async def do_filter(self) -> None:
        """On the board, whose rows it is about."""
        if self.app.context != BOARD:
            await self.app.go(BOARD)
        self._kept = kept = self.app.board.filter_text
        self.line.open("/", f"{kept} " if kept else "")  # what is typed narrows it further

    async def do_assign(self) -> None:
        """One order: who can take it; several: the line, with their numbers typed."""
        targets = self.app.view.targets()
        if len(targets) == 1:
            from wom_tui.tui.screens.candidates import open_candidates

            await open_candidates(self.app, targets[0])
        else:
            self._begin("assign")

    async def do_plan(self) -> None:
        """P: a proposal for today."""
        from wom_tui.tui.plan_wish import PlanWish, today
        from wom_tui.tui.screens.proposal import open_proposal

        await open_proposal(self.app, PlanWish(on=today(self.app)))

    async def do_mend(self) -> None:
        """F: the running day; an order under the cursor that nobody has comes before all others."""
        from wom_tui.tui.plan_wish import mending, today
        from wom_tui.tui.screens.proposal import open_proposal

        row = self.app.board.model.rows.get(self.app.view.order_here or 0)
        waiting = row.number if row is not None and not row.technician else None
        await open_proposal(self.app, mending(today(self.app), waiting))

    def do_reschedule(self) -> None:
        self._begin("move")

    def do_hold(self) -> None:
        self._begin("hold")

    def do_finish(self) -> None:
        self._begin("complete")

    def do_priority(self) -> None:
        self._begin("priority")

    def do_edit(self) -> None:
        self._begin("edit")

    def do_technician(self) -> None:
        """T: who has the order under the cursor."""
        number = self.app.view.order_here
        row = self.app.board.model.rows.get(number or 0)
        if row is not None and row.technician:
            self._look_at(row.technician)
        else:
            self.app.toast(f"nobody has order {number}" if number else "there is no order under the cursor")

    def _look_at(self, technician: str) -> None:
        from wom_tui.tui.screens.technician import look_up

        look_up(self.app, technician)

    def do_why(self) -> None:
        """W: why the order under the cursor is where it is, or nowhere."""
        number = self.app.view.order_here
        if number is None:
            self.app.toast("there is no order under the cursor")
        else:
            self.say(f"why {number}")

    def do_locate(self) -> None:
        self._begin("locate")

    def do_cancel(self) -> None:
        self._begin("cancel")

    def do_new(self) -> None:
        self.line.open(":", "new ")

    def _begin(self, verb: str) -> None:
        """A line with the verb and its targets typed; Enter sends it."""
        targets = self.app.view.targets()
        if not targets:
            self.app.toast("there is no order under the cursor")
            return
        numbers = " ".join(str(target.number) for target in targets) if len(targets) <= SPELT_OUT else ""
        self.line.open(":", f"{verb} {numbers}".rstrip() + " ")

    # ---------------------------------------------------------------------------------- keys that act at once

    def do_dispatch(self) -> None:
        targets = self.app.view.targets()
        if targets:
            self.say(typed(f"dispatch {' '.join(str(target.number) for target in targets)}"))
        else:
            self.app.toast("there is no order under the cursor")

    def do_branch(self) -> None:
        """V: on a branch what it changes; on the live days the line that goes to one."""
        if self.app.seat.branch:
            self.app.branching.say("")
        else:
            self.line.open(":", "branch ")

    def do_undo(self) -> None:
        self.say("undo")

    def do_redo(self) -> None:
        self.say("redo")

    def do_copy(self) -> None:
        text = self.app.view.copied()
        if text:
            self.app.copy_to_clipboard(text)
            self.app.toast("copied, if this terminal lets programs write its clipboard", text[:60])

    async def do_settings(self) -> None:
        """S: from wherever one is, and back there with Esc."""
        await self.app.open(SETTINGS)

    def do_repaint(self) -> None:
        self.app.forget_terminal()
        self.app.refresh(layout=True)

    def do_help(self) -> None:
        from wom_tui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.app.context))

    def _help(self, verb: str) -> None:
        """How a verb is typed and what it does; without one, all keys."""
        from wom_tui.grammar.verbs import VERBS

        found = next((one for one in VERBS if verb.strip() in (one.name, *one.aliases)), None)
        if found is None:
            self.do_help()
        else:
            self.app.toast(found.usage, found.help)

    async def do_back(self) -> None:
        """Esc: errors, then what the view has narrowed, then where it was opened from. Never leaves, but a tour."""
        if self.app.toasts.clear() or self.app.view.go_back():
            return
        if self.app.tour is not None and self.app.context == BOARD and self.app.tour.may_end():
            await self.app.action_quit()
        await self.app.go_back()

    async def do_leave(self) -> None:
        """q: where the view was opened from; on the board, out."""
        if self.app.context == "board":
            await self.app.action_quit()
        else:
            await self.app.go_back()

    async def do(self, id: str) -> None:
        """What a key runs: the view answers, or else this voice."""
        app, row = self.app, by_id(id)
        if app.context not in row.contexts or self._is_kept_from(id):
            return
        if row.writes and not app.is_live:
            app.toast(*app.live.refusal)
            return
        app.view.note_key()
        try:
            await self._do(id)
        except Exception as error:  # noqa: BLE001  a bug ends the action, not the console: it is reported
            app.trouble.failed(error)
        if app.tour is not None:
            app.tour.ran(id)
        if app.toasts.shown:
            app.toasts.place()  # the cursor may have come under them

    async def _do(self, id: str) -> None:
        handler = getattr(self.app.view, f"do_{id}", None) or getattr(self, f"do_{id}", None)
        if handler is not None:
            done = handler()
            if done is not None:
                await done
        elif id in PLACES:
            await self.app.go(id)

    def typed(self, mode: str, text: str) -> None:
        """The line has rested: a filter works as it is typed, a command is completed."""
        if mode == "/":
            self.app.board.filter_by(text)
        else:
            self.complete(text)

    def entered(self, mode: str, text: str) -> None:
        """Enter: the filter stays, the command runs."""
        self.line.close()
        if mode == "/":
            self.app.board.filter_by(text)
        elif text:
            self.say(text)

    def left(self, mode: str) -> None:
        """Esc: the line goes, and with it a filter that was only tried; the one before it is on again."""
        self.line.close()
        if mode == "/":
            self.app.board.filter_by(self._kept)

    # ------------------------------------------------------------------------------------------- what is said

    def say(self, text: str, targets: Sequence[Target] | None = None) -> None:
        """Run a line.

        Args:
            targets: what is meant where the line names nothing; the view's own unless given.
        """
        if self._is_kept_from(text.strip().partition(" ")[0]) or self._console_word(text):
            return
        if not self.app.is_live:
            self.app.toast(*self.app.live.refusal, is_error=bool(self.app.live.problem))
            self.line.open(":", text)  # as it was typed: Enter tries again
            return
        here = self._here(self.app.view.targets() if targets is None else targets, text)
        self.app.acts.work(lambda: self._parse_and_run(text, here), draft=text)

    def complete(self, text: str) -> None:
        """Offer what the line could become."""
        if not self.app.is_live:
            return
        if text.startswith("branch "):
            self.app.branching.complete(text)
            return
        here = self._here(self.app.view.targets())

        def look() -> None:
            from wom_tui.grammar.completion import complete

            desk = self.app.seat.desk
            found = desk.ask(complete, text, len(text), now=desk.now(), here=here)
            choices = [Choice(text[: f.start] + f.text + text[f.end :], f.label, f.hint) for f in found]
            self.app.call_from_thread(self.line.offer, text, choices)

        self.app.work(look, quietly=True)

    def _is_kept_from(self, word: str) -> bool:
        """Refuse what would write a file on a machine that is somebody else's; returns whether it did."""
        is_kept = word in WRITE_FILES and self.app.wishes.is_restricted
        if is_kept:
            self.app.toast(
                f"{word} writes a file, and this console writes none", "it is restricted", is_error=True
            )
        return is_kept

    def _console_word(self, text: str) -> bool:
        """Words about the console itself; returns whether it was one."""
        word, _, rest = text.strip().partition(" ")
        if self._leads_somewhere(word, rest.strip()):
            return True
        if word in ("q", "quit", "exit"):
            self.app.call_later(self.app.action_quit)
        elif word in ("help", "keys"):
            self._help(rest)
        elif word == "tour" and self.app.tour is None:
            self.app.take_the_tour()
        elif word == "filter":
            self.app.call_later(self.app.board.filter_by, rest)
        elif word == "log":
            self.app.toasts.show_last()
        else:
            return False
        return True

    def _leads_somewhere(self, word: str, rest: str) -> bool:
        """Words that bring a view to the front."""
        if word.isdecimal() and not rest:
            self.app.call_later(self.app.open_order, int(word))
        elif word in TABS and not rest:
            self.app.call_later(self.app.go, word)
        elif word == SETTINGS and not rest:
            self.app.call_later(self.app.open, word)
        elif word == "order" and rest.isdecimal():
            self.app.call_later(self.app.open_order, int(rest))
        elif word == "technician" and rest and "=" not in rest and self.app.is_live:
            self._look_at(rest)
        elif word == "branch" and self.app.is_live:
            self.app.branching.say(rest)
        else:
            return False
        return True

    def _here(self, targets: Sequence[Target], text: str = "") -> Here:
        """Where the line is typed, with what the screen shows of its targets and of the orders that it names."""
        from wom_tui.grammar import intent

        seen = (*self._named(text), *targets)
        marks = tuple(intent.Target(target.number) for target in targets)
        return intent.Here(
            cursor=marks[0] if len(marks) == 1 else None,
            marks=marks if len(marks) > 1 else (),
            orders={target.number: target.version for target in seen},
            visits={t.visit_id: t.visit_version for t in seen if t.visit_id and t.visit_version},
        )

    def _named(self, text: str) -> list[Target]:
        """The orders that a line names, as the board has them."""
        from wom_tui.grammar.intent import numbers_in_line
        from wom_tui.tui.screens.board import target_of

        rows = self.app.board.model.rows
        return [target_of(rows[number]) for number in numbers_in_line(text) if number in rows]

    def _parse_and_run(self, text: str, here: Here) -> None:
        from wom_tui.grammar.line import commands_of
        from wom_tui.grammar.questions import question_in

        if (question := question_in(text, here)) is not None:
            from wom_tui.tui.screens.why import answer

            answer(self.app, question)
            return
        self.app.acts.run(commands_of(text, self.app.seat.desk, here), text)
