"""What does a key or a typed line mean, said where and about what? What comes of it is for `acts.py`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from wom_tui.domain.words import typed
from wom_tui.errors import WomError
from wom_tui.tui.console_words import Meant, begun, completes, meant_in
from wom_tui.tui.key import BOARD, INTAKE, SETTINGS
from wom_tui.tui.said_here import here_of, once_more
from wom_tui.tui.view import PLACES, Target
from wom_tui.tui.widgets.command_line import Choice, CommandLine

if TYPE_CHECKING:
    from wom_tui.domain.receipt import Receipt
    from wom_tui.grammar.intent import Here
    from wom_tui.tui.acts import Ended
    from wom_tui.tui.app import WomApp
    from wom_tui.tui.view import View

Said = Callable[..., None]  # told, as `is_done`, whether a line was done
WRITE_FILES = frozenset({"export", "tour"})  # words and keys; not for whoever is let into the console alone
SPELT_OUT = 6  # so many marked numbers are typed into a line; more are meant by the marks themselves
MARKED = "."  # stands for the marks, so that a number behind it is none of an order's


def _nobody_listens(*, is_done: bool) -> None:
    """For a line whose end nobody waits for."""


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
        """Of this view, or of the board, whose rows it is about else."""
        if not self.app.view.has_filter:
            await self.app.go(BOARD)
        self._kept = kept = self.app.view.filter_text
        self.line.open("/", f"{kept} " if kept else "")  # what is typed narrows it further

    async def do_assign(self) -> None:
        """One order: who can take it, on the day that is looked at; several: the line, with their numbers typed."""
        targets = self.app.view.targets()
        if len(targets) == 1:
            from wom_tui.tui.screens.candidates import open_candidates

            await open_candidates(self.app, targets[0], self.app.view.day_here)
        else:
            self._begin("assign")

    async def do_plan(self) -> None:
        """P: a proposal for the day that is looked at, else for today."""
        from wom_tui.tui.plan_wish import PlanWish, day_meant
        from wom_tui.tui.screens.proposal import open_proposal

        await open_proposal(self.app, PlanWish(on=day_meant(self.app)))

    async def do_mend(self) -> None:
        """F: the running day; an order under the cursor that nobody has comes before all others."""
        from wom_tui.tui.plan_wish import mending_here
        from wom_tui.tui.screens.proposal import open_proposal

        await open_proposal(self.app, mending_here(self.app))

    def do_reschedule(self) -> None:
        self._begin("move")

    def do_hold(self) -> None:
        self._begin("hold")

    def do_finish(self) -> None:
        """f: done; what is done already is closed."""
        targets = self.app.view.targets()
        self._begin("close" if targets and all(target.is_completed for target in targets) else "complete")

    def do_note(self) -> None:
        self._begin("note")

    def do_talk(self) -> None:
        self._begin("message")

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
        elif number:
            self.app.toast(f"nobody has order {number}")
        else:
            self.app.toasts.none_here("order")

    def _look_at(self, technician: str) -> None:
        from wom_tui.tui.screens.technician import look_up

        look_up(self.app, technician)

    def do_why(self) -> None:
        """W: why the order under the cursor is where it is, or nowhere."""
        number = self.app.view.order_here
        if number is None:
            self.app.toasts.none_here("order")
        else:
            self.say(f"why {number}")

    def do_locate(self) -> None:
        self._begin("locate")

    def do_snooze(self) -> None:
        """Z: the line that puts what is meant away; its reason is still to be typed."""
        self._begin("snooze")
        if self.line.is_open:
            self.line.input.begin(f"{self.line.text}until=+1h reason=")

    def do_cancel(self) -> None:
        self._begin("cancel")

    async def do_new(self) -> None:
        """n: an order from a phone call; on a branch nothing is taken in."""
        if self.app.seat.branch:
            self.app.toast("orders are taken in on the live days", ":branch live goes there")
        else:
            await self.app.open(INTAKE)

    def _begin(self, verb: str) -> None:
        """A line with the verb and its targets typed; Enter sends it."""
        targets = self.app.view.targets()
        if not targets:
            self.app.toasts.none_here("order")
            return
        are_few = len(targets) <= SPELT_OUT
        numbers = ",".join(str(target.number) for target in targets) if are_few else MARKED
        self.line.open(":", f"{verb} {numbers} ")

    # ---------------------------------------------------------------------------------- keys that act at once

    def do_dispatch(self) -> None:
        targets = self.app.view.targets()
        if targets:
            self.say(typed(f"dispatch {' '.join(str(target.number) for target in targets)}"))
        else:
            self.app.toasts.none_here("order")

    def do_branch(self) -> None:
        """B: on a branch what it changes; on the live days the line that goes to one."""
        if self.app.seat.branch:
            self.app.branching.say("")
        else:
            self.line.open(":", "branch ")

    def do_jump(self) -> None:
        """J: labels at the rows in sight."""
        from wom_tui.tui.screens.jump import open_jump

        open_jump(self.app)

    def do_record(self) -> None:
        self.app.macros.toggle()

    def do_replay(self) -> None:
        self.app.macros.replay()

    def do_views(self) -> None:
        self.app.saved.show_list()

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

    def do_news(self) -> None:
        """N: what rules did since this console was here last."""
        self.app.rules.show_news()

    def do_export(self) -> None:
        self.app.exporting.begin()

    def do_repaint(self) -> None:
        self.app.forget_terminal()
        self.app.refresh(layout=True)

    def do_help(self) -> None:
        from wom_tui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.app.view.mode))

    async def do_back(self) -> None:
        """Esc: errors, what the view has narrowed, where it was opened from, then now. Never leaves, but a tour.

        Of an earlier moment it takes any notice first: whoever reads one there does not mean the live days.
        """
        if self.app.toasts.clear(any_counts=self.app.travel.at is not None) or self.app.view.go_back():
            return
        if self.app.context == BOARD and self.app.seat.as_of is not None:
            self.app.travel.come_back()
        if self.app.tour is not None and self.app.context == BOARD and self.app.tour.may_end():
            await self.app.action_quit()
        await self.app.go_back()

    async def do_previous(self) -> None:
        """-: the view before this one, and back."""
        await self.app.go_to_previous()

    async def do_leave(self) -> None:
        """q: where the view was opened from; on the board to now, and from there out."""
        if self.app.context == BOARD and self.app.seat.as_of is not None:
            self.app.travel.come_back()
        elif self.app.context == BOARD:
            await self.app.action_quit()
        else:
            await self.app.go_back()

    async def do(self, id: str) -> None:
        """What a key runs: the view answers, or else this voice."""
        app, row = self.app, self.app.keymap.by_id(id)
        if self._is_kept_from(id):
            return
        if app.view.mode not in row.contexts:
            app.view.key_is_dead(row.shown)
            return
        if not app.live.lets(row):
            app.toast(*app.live.refusal, is_error=app.travel.at is not None)
            return
        app.view.note_key()
        await self._do(id)
        app.macros.note_key(id)
        if app.tour is not None:
            app.tour.ran(id)
        if app.toasts.shown:
            app.toasts.place()  # the cursor may have come under them

    async def _do(self, id: str) -> None:
        handler = self.app.view.answer_to(id) or getattr(self, f"do_{id}", None)
        if handler is not None:
            done = handler()
            if done is not None:
                await done
        elif id in PLACES:
            await self.app.go(id)

    def typed(self, mode: str, text: str) -> None:
        """The line has rested: a filter works as it is typed, a command is completed."""
        if mode == "/":
            self.filtered.filter_by(text)
        else:
            self.complete(text)

    def entered(self, mode: str, text: str) -> None:
        """Enter: the filter stays, the command runs. What is no filter goes on being typed: no key acts on all rows."""
        self.line.close()
        if mode == "/":
            self.filtered.filter_by(text)
            if self.filtered.filter_error:
                self.line.open("/", text)
        elif text:
            self.say(text)

    def left(self, mode: str) -> None:
        """Esc: the line goes, and with it a filter that was only tried; the one before it is on again."""
        self.line.close()
        if mode == "/":
            self.filtered.filter_by(self._kept)

    @property
    def filtered(self) -> View:
        """Whose filter is meant."""
        return self.app.view if self.app.view.has_filter else self.app.board

    # ------------------------------------------------------------------------------------------- what is said

    def say(
        self,
        text: str,
        targets: Sequence[Target] | None = None,
        *,
        ended: Ended | None = None,
        said: Said = _nobody_listens,
    ) -> None:
        """Run a line.

        Args:
            targets: what is meant where the line names nothing; the view's own unless given.
            ended: told, on the screen's thread, how it ended; the view in front unless given.
            said: told, on the screen's thread, whether it was done, also of a line that is no act.
        """
        if self._is_kept_from(text.strip().partition(" ")[0]):
            said(is_done=False)
            return
        meant = meant_in(self.app, text)
        if meant is not None:
            is_done = self._about_the_console(meant, text)
            self.app.call_later(partial(said, is_done=is_done))
            return
        if not self.app.is_live:
            self.app.toast(*self.app.live.refusal, is_error=bool(self.app.live.problem))
            self.line.open(":", text)  # as it was typed: Enter tries again
            said(is_done=False)
            return
        about = self.app.view.targets() if targets is None else targets
        here = here_of(self.app, about, text)
        done = partial(self._done, text, about, ended or self.app.view.acted, said)
        lines = self.app.view.spelt_out(text)
        self.app.acts.work(lambda: self._parse_and_run(text, lines, here, done, said), draft=text, ended=done)

    def _done(
        self, text: str, about: Sequence[Target], ended: Ended, said: Said, receipt: Receipt | None
    ) -> None:
        is_done = receipt is not None and not receipt.refusals
        if is_done:
            self.app.macros.heard(text, about)
        ended(receipt)
        said(is_done=is_done)

    def _about_the_console(self, meant: Meant, text: str) -> bool:
        """Do it; answers whether it could be done."""
        self.app.macros.look()
        try:
            meant.word.say(self.app, meant.rest)
        except WomError as error:
            self.app.trouble.refused(error, text)
            return False
        if meant.word.is_kept:
            self.app.macros.heard_word(text.strip())
        return True

    def complete(self, text: str) -> None:
        """Offer what the line could become."""
        if not self.app.is_live:
            return
        if (offering := completes(text)) is not None:
            offering(self.app, text)
            return
        here = here_of(self.app, self.app.view.targets())

        def look() -> None:
            from wom_tui.grammar.completion import complete

            desk = self.app.seat.desk
            found = desk.ask(complete, text, len(text), now=desk.now(), here=here)
            choices = [Choice(text[: f.start] + f.text + text[f.end :], f.label, f.hint) for f in found]
            choices += begun(text)
            self.app.call_from_thread(self.line.offer, text, choices)

        self.app.work(look, quietly=True)

    def _is_kept_from(self, word: str) -> bool:
        """Refuse what would write a file on a machine that is somebody else's; returns whether it did."""
        is_kept = word in WRITE_FILES and self.app.wishes.is_restricted
        if is_kept:
            words = f"{word} writes a file, and this console writes none"
            self.app.toast(words, "it is restricted", is_error=True)
        return is_kept

    def _parse_and_run(self, text: str, lines: Sequence[str], here: Here, done: Ended, said: Said) -> None:
        from wom_tui.grammar.line import commands_of
        from wom_tui.grammar.questions import question_in

        if (question := question_in(text, here)) is not None:
            from wom_tui.tui.screens.why import answer

            answer(self.app, question)
            self.app.call_from_thread(partial(said, is_done=True))
            return
        commands = [command for line in lines for command in commands_of(line, self.app.seat.desk, here)]
        again = partial(once_more, self.app, lines, here)
        self.app.acts.run(commands, text, done, again)
