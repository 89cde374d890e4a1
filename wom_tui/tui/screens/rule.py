"""One rule: its text, to be changed where it stands, and beside it what became of it, or what it would do as typed.

What is typed is tried out while it is typed, and written down only by the key that says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical

from wom_tui.errors import InvalidInput
from wom_tui.present.cells import Line, clip
from wom_tui.present.order_facts import tab_names
from wom_tui.present.rule_list import standing_piece, when_words
from wom_tui.present.rule_page import Entry, counted, firing_words, history, summary
from wom_tui.present.rule_trial import Tried, fault_lines, fault_of, trial_entries, verdict
from wom_tui.present.safe_text import safe
from wom_tui.tui.key import RULE
from wom_tui.tui.rest import Rest
from wom_tui.tui.rule_draft import RuleDraft
from wom_tui.tui.rule_trying import RuleTrying
from wom_tui.tui.screens.rules import switching
from wom_tui.tui.view import Target
from wom_tui.tui.widgets.cursor_list import CursorList, KeyedList
from wom_tui.tui.widgets.lines import OneLine, StillLines
from wom_tui.tui.widgets.text_sheet import TextSheet

if TYPE_CHECKING:
    from wom_tui.domain.receipt import Receipt
    from wom_tui.domain.rule import Definition, Rule
    from wom_tui.queries.rules import Action
    from wom_tui.queries.rules_seen import RuleSeen
    from wom_tui.tui.app import WomApp
    from wom_tui.tui.changes import Changes

_TYPED_S = 0.3  # after the last letter, before a text is tried out
_NEWS_S = 0.5
_BESIDE_FROM = 110  # columns from which on the text and what it would do stand side by side
HISTORY, TRIAL = "History", "Trial"


async def open_rule(app: WomApp, name: str) -> RuleView:
    """Show one rule."""
    await app.open(RULE)
    view = app.query_one(RuleView)
    view.show_rule(name)
    return view


class RuleView(KeyedList[Entry]):
    """The page. Left the text; right a list: what became of its firings, or what it would do."""

    context = RULE
    tab = "alerts"
    words_id = "rule-words"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.seen: RuleSeen | None = None
        self.actions: Sequence[Action] | None = None
        self.part = HISTORY
        self.tried = Tried()
        self.entries: Sequence[Entry] = ()
        self.cursor = ""
        self.sheet = TextSheet(id="rule-text")
        self.trying = RuleTrying(self, self._trial_came)
        self.draft = RuleDraft(self.sheet)
        self._waits_for_text = ""  # what is done as soon as the text is there
        self._typed = Rest(self, _TYPED_S, self._try)
        self._news = Rest(self, _NEWS_S, self._read)

    def compose(self) -> ComposeResult:
        yield OneLine(id="rule-gap")
        with Container(id="rule-columns"):
            yield self.sheet
            with Vertical(id="rule-right"):
                yield OneLine(id="rule-tabs")
                yield CursorList(self, id="rule-list")
        yield StillLines(id="rule-words")

    # ---------------------------------------------------------------------------------------------- reading

    def show_rule(self, name: str) -> None:
        """Another rule; where its text was left half changed, as it was left."""
        if name != self.draft.rule or self.draft.is_new:
            self.draft.begin(name)
            self._forget()
        self._read()

    def write_new(self, text: str) -> None:
        """A rule that nobody has kept yet."""
        self.draft.begin_new(text)
        self._forget()
        self.edit()

    def _forget(self) -> None:
        self.seen, self.actions, self.part = None, None, HISTORY
        self.tried, self.entries, self.cursor, self._waits_for_text = Tried(), (), "", ""
        self.trying.drop()

    def _read(self) -> None:
        name, now, today = self.draft.rule, self.wom.now(), self.wom.seat.real_day()[1]
        if not name or not self.wom.is_live:
            return

        def page(reader: Any) -> tuple[RuleSeen | None, list[Action]]:
            from wom_tui.queries.rules_seen import rule_history, rule_seen

            return rule_seen(reader, name, now, today), rule_history(reader, name, now)

        self.read(page, then=partial(self._came, name), again=self._read)

    def _came(self, name: str, found: tuple[RuleSeen | None, list[Action]]) -> None:
        if name != self.draft.rule:
            return
        self.seen, self.actions = found
        if self.seen is not None:
            self.draft.came(self.seen.text)
        self.draw()
        if self._waits_for_text and self.draft.is_there:
            act, self._waits_for_text = self._waits_for_text, ""
            (self.edit if act == "edit" else self.try_out)()

    def opened(self) -> None:
        self._read()
        if self.part == TRIAL and self.tried == Tried() and self.draft.is_there:
            self._try()
        self.draw()

    def came_live(self) -> None:
        self._read()

    def rows_changed(self, changes: Changes) -> None:
        """It may have acted; or somebody has changed it."""
        if self.display:
            self._news.begin()

    def minute(self, now: datetime) -> None:
        if self.display:
            self._read()

    def state_changed(self) -> None:
        self.draw()

    # -------------------------------------------------------------------------------------------- the frame

    def scope(self) -> tuple[Line, Line]:
        name = "a new rule" if self.draft.is_new else safe(self.draft.rule)
        left: Line = ((name, "bold bright"),)
        if self.seen is not None:
            standing = standing_piece(self.seen.standing, self.wom.signs)
            left = (*left, ("   ", ""), standing, (f"   {when_words(self.seen)}", "dim"))
        return left, (("changed, not kept", "warn"),) if self.draft.is_changed else ()

    def attention(self) -> Line:
        """What it would do; else how its firings ended."""
        if self.part == TRIAL:
            return verdict(self.tried, self.at)
        return counted(self.actions) if self.actions is not None else ()

    @property
    def order_here(self) -> int | None:
        return self.entry.order if self.entry is not None else None

    def targets(self) -> tuple[Target, ...]:
        """What it did, or would do, is no order to act on: Enter opens the one that it is."""
        return ()

    @property
    def typing(self) -> TextSheet | None:
        """The text, while it is typed in."""
        return self.sheet if self.sheet.is_typed_in and self.display else None

    def go_back(self) -> bool:
        """Esc: out of the text; then it ends a look back. A page that is left keeps what was typed."""
        if self.sheet.is_typed_in:
            self._leave_text()
            return True
        if self.part == TRIAL and self._is_trying:
            self.trying.drop()
            self._trial_came(replace(self.tried, is_over=True, is_ended=True))
            return True
        if self.draft.leave():
            self.wom.toast("the text is not kept yet", "what you typed is there when you come back")
            self._forget()
        return False

    # ---------------------------------------------------------------------------------------------- drawing

    def on_resize(self, event: events.Resize) -> None:
        columns, is_beside = self.query_one("#rule-columns"), event.size.width >= _BESIDE_FROM
        columns.styles.layout = "horizontal" if is_beside else "vertical"
        self.sheet.styles.width = event.size.width // 2 if is_beside else "1fr"
        self.sheet.styles.height = "1fr" if is_beside else max(4, event.size.height * 2 // 5)
        self.sheet.has_wall = is_beside
        self.query_one("#rule-words").styles.height = 4 if event.size.height >= 16 else 2
        self.call_after_refresh(self.draw)

    def draw(self) -> None:
        """The list and what stands below; the text draws itself."""
        width = self.list.size.width - 4
        if width > 0:
            self.query_one("#rule-tabs", OneLine).show((("   ", ""), *tab_names(*self._tabs, width)))
            if self.part == TRIAL:
                self.set_entries(list(trial_entries(self.tried, self.wom.board.title_of, self.at, width)))
            elif self.actions is not None:
                self.set_entries(list(history(self.actions, self.wom.board.title_of, self.at, width)))
        self.draw_cursor()
        self.frame_changed()

    @property
    def _tabs(self) -> tuple[list[str], int]:
        parts = [HISTORY, TRIAL]
        return parts, parts.index(self.part)

    @property
    def cursor_line(self) -> int:
        """None of them where there is nothing to be on."""
        return super().cursor_line if self.entry is not None else -1

    def draw_cursor(self) -> None:
        self.list.keep_cursor_in_sight()
        self.list.refresh()
        words, width = self.query_one("#rule-words", StillLines), self.size.width
        if width:
            lines = [clip((("   ", ""), *line), width - 1) for line in self._words(width - 5)]
            words.show_under_rule(lines[: max(1, words.size.height - 1)], width)

    def _words(self, width: int) -> Sequence[Line]:
        if self.tried.fault and self.part == TRIAL:
            return fault_lines(self.tried, width)
        if self.part == HISTORY and self.entry is not None and self.entry.action is not None:
            return [firing_words(self.entry.action, self.at)]
        return summary(self.seen, self.at, width) if self.seen is not None else []

    def list_line(self, line: int, width: int) -> Line:
        """One line."""
        if not self.draft.is_there:
            return self.absent("the rule") if line == 1 and self.draft.rule else ()
        return self.entry_line(line, width)

    # ----------------------------------------------------------------------------------------------- typing

    def edit(self) -> None:
        """Into the text; what it would do is told beside it."""
        if not self.draft.is_there:
            self._waits_for_text = "edit"
            return
        self.part = TRIAL
        self.sheet.begin()
        self._try()
        self.draw()
        self.wom.draw_bar()

    def _leave_text(self) -> None:
        self.sheet.end()
        self.draw()
        self.wom.draw_bar()

    def on_text_sheet_changed(self, event: TextSheet.Changed) -> None:
        """A letter more, or less."""
        event.stop()
        self.trying.drop()
        self._typed.begin()
        self.wom.draw_scope()

    def _try(self) -> None:
        self._typed.drop()
        if self.wom.is_live:
            self.trying.begin(self.draft.text)

    @property
    def _is_trying(self) -> bool:
        return self.tried != Tried() and not self.tried.is_over

    def on_hide(self) -> None:
        """Nobody waits for what it would do; it is tried again when somebody comes back."""
        if self._is_trying:
            self.trying.drop()
            self.tried = Tried()

    def _trial_came(self, tried: Tried) -> None:
        self.tried = tried
        self.sheet.mark_wrong(tried.line if tried.fault else 0)
        self.draw()

    # ----------------------------------------------------------------------------------------------- acting

    def do_edit(self) -> None:
        """e: into the text."""
        self.edit()

    def do_pane(self) -> None:
        """Tab: between the text and the list."""
        if self.sheet.is_typed_in:
            self._leave_text()
        else:
            self.edit()

    def do_tab_left(self) -> None:
        self._turn()

    def do_tab_right(self) -> None:
        self._turn()

    def _turn(self) -> None:
        self.part = TRIAL if self.part == HISTORY else HISTORY
        if self.part == TRIAL and self.tried == Tried():
            self._try()
        self.draw()

    def try_out(self) -> None:
        """What it would do, with what would become of each order; nothing is written."""
        if not self.draft.is_there:
            self._waits_for_text = "try out"
            return
        self.part = TRIAL
        self._typed.drop()
        self.trying.begin(self.draft.text, acts=True)
        self.draw()

    def do_try_out(self) -> None:
        """w: the same."""
        self.try_out()

    async def do_open(self) -> None:
        """Enter: the order of the line."""
        if self.order_here is not None:
            await self.wom.open_order(self.order_here)

    def do_accept(self) -> None:
        """Y: the text as it is typed is kept; a rule that is on goes on with it."""
        from wom_tui.grammar.rule_lines import read_here

        if not self.draft.is_changed:
            self.wom.toast("nothing was changed here")
            return
        text, rule = self.draft.text, self.seen.rule if self.seen is not None else None
        actor = self.wom.seat.desk.actor.name
        self.wom.ask(read_here, text, self.wom.now(), actor, then=partial(self._keep, text, rule))

    def _keep(self, text: str, rule: Rule | None, read: Definition | InvalidInput) -> None:
        from wom_tui.commands.rule import KeepRule

        if isinstance(read, InvalidInput):
            said, line = fault_of(read)
            where = f"line {line}: " if line else ""
            self.wom.toast(f"not kept: {where}{safe(said)}", is_error=True)
            self.part = TRIAL  # where the fault goes on being told at the foot
            self._try()
            self.draw()
            return
        expect = rule.version if rule is not None and read.name == rule.name else None
        ended = partial(self._kept, read.name, text)
        self.wom.acts.act([KeepRule(text=text, expect=expect)], label=f"keep rule {read.name}", ended=ended)

    def _kept(self, name: str, text: str, receipt: Receipt | None) -> None:
        if receipt is not None:
            self.draft.kept(name, text)
        self._read()

    def do_remove(self) -> None:
        """X: the text as it is kept."""
        if not self.draft.is_changed:
            self.wom.toast("nothing was changed here")
            return
        was_new = self.draft.is_new
        self.draft.throw_away()
        if was_new:
            self.wom.call_later(self.wom.go_back)
        else:
            self._try()
            self.draw()

    def do_mark(self) -> None:
        """Space: on or off."""
        if self.draft.is_changed:
            self.wom.toast("the text is not kept yet", "Y keeps it first")
        elif self.seen is not None:
            self.wom.speech.say(switching(self.seen))

    def do_news(self) -> None:
        """N: what it did, in the log."""
        from wom_tui.tui.rule_watch import open_log

        open_log(self.wom, f"who=rule:{self.draft.rule}")

    def copied(self) -> str:
        return self.draft.text
