"""One rule: its text, to be changed where it stands, and beside it what became of it, or what it would do as typed.

What is typed is tried out while it is typed, and written down only by the key that says so.
"""

from __future__ import annotations

from collections.abc import Sequence
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
from wom_tui.present.rule_trial import Tried, fault_lines, trial_entries, verdict
from wom_tui.present.safe_text import safe
from wom_tui.tui.key import RULE
from wom_tui.tui.rest import Rest
from wom_tui.tui.rule_trying import RuleTrying
from wom_tui.tui.screens.names import Named, NamesPanel
from wom_tui.tui.screens.rules import switching
from wom_tui.tui.text_model import TextModel
from wom_tui.tui.view import Target
from wom_tui.tui.widgets.cursor_list import CursorList, KeyedList
from wom_tui.tui.widgets.lines import OneLine, StillLines
from wom_tui.tui.widgets.text_sheet import TextSheet

if TYPE_CHECKING:
    from wom_tui.domain.receipt import Receipt
    from wom_tui.queries.rules import Action
    from wom_tui.queries.rules_seen import RuleSeen
    from wom_tui.tui.app import WomApp
    from wom_tui.tui.changes import Changes

_TYPED_S = 0.3  # after the last letter, before a text is tried out
_NEWS_S = 0.5
_BESIDE_FROM = 110  # columns from which on the text and what it would do stand side by side
EMPTY = """name = "my-rule"
says = "What it is for, in a sentence."
every = "15m"
when = "status=ready pri<=2"
do = ["note {order} look at this one"]
"""
HISTORY, TRIAL = "History", "Trial"


async def open_rule(app: WomApp, name: str) -> RuleView:
    """Show one rule."""
    await app.open(RULE)
    view = app.query_one(RuleView)
    view.show_rule(name)
    return view


def begin_rule(app: WomApp, rules: Sequence[RuleSeen]) -> None:
    """A rule of one's own: the text of another one to begin with, or of none."""
    empty = Named("empty", "a text with one of everything", can_drop=False)
    things = [Named(one.name, when_words(one), can_drop=False) for one in rules] + [empty]

    async def begin(name: str) -> None:
        await app.open(RULE)
        texts = {one.name: one.text for one in rules}
        app.query_one(RuleView).write_new(texts.get(name, EMPTY))

    def chosen(name: str | None) -> None:
        if name is not None:
            app.call_later(begin, name)

    app.push_screen(NamesPanel("A new rule", "begins with the text of", things, "takes its text"), chosen)


class RuleView(KeyedList[Entry]):
    """The page. Left the text; right a list: what became of its firings, or what it would do."""

    context = RULE
    tab = "rules"
    words_id = "rule-words"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rule_name = ""
        self.seen: RuleSeen | None = None
        self.actions: Sequence[Action] | None = None
        self.part = HISTORY
        self.tried = Tried()
        self.entries: Sequence[Entry] = ()
        self.cursor = ""
        self.sheet = TextSheet(id="rule-text")
        self.trying = RuleTrying(self, self._trial_came)
        self._written = ""  # the text as it is kept, or as it was begun
        self._is_new = False
        self._drafts: dict[str, str] = {}  # texts that were left half changed, by the rule's name
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
        if name != self.rule_name or self._is_new:
            self._put_aside()
            self._forget(name)
        self._read()

    def write_new(self, text: str) -> None:
        """A rule that nobody has kept yet."""
        self._put_aside()
        self._forget("")
        self._is_new, self.part = True, TRIAL
        self.sheet.show_text(text)
        self.edit()

    def _forget(self, name: str) -> None:
        self.rule_name, self.seen, self.actions, self._is_new = name, None, None, False
        self.part, self.tried, self.entries, self.cursor = HISTORY, Tried(), (), ""
        self._written, self._waits_for_text = "", ""
        self.sheet.show_text("")
        self.sheet.mark_wrong(0)
        self.trying.drop()

    def _put_aside(self) -> None:
        self.sheet.end()
        if self.is_changed:
            self._drafts[self.rule_name] = self.sheet.model.text

    def _read(self) -> None:
        if not self.rule_name or not self.wom.is_live:
            return
        name, now, today = self.rule_name, self.wom.now(), self.wom.seat.real_day()[1]

        def page(reader: Any) -> tuple[RuleSeen | None, list[Action]]:
            from wom_tui.queries.rules_seen import rule_history, rule_seen

            return rule_seen(reader, name, now, today), rule_history(reader, name)

        self.read(page, then=partial(self._came, name), again=self._read)

    def _came(self, name: str, found: tuple[RuleSeen | None, list[Action]]) -> None:
        if name != self.rule_name or self._is_new:
            return
        was_changed, is_first = self.is_changed, self.seen is None
        self.seen, self.actions = found
        if self.seen is not None:
            kept = TextModel(self.seen.text).text
            if is_first and name in self._drafts:
                self.sheet.show_text(self._drafts.pop(name))
            elif not was_changed and kept != self.sheet.model.text:
                self.sheet.show_text(self.seen.text)
            self._written = kept
        self.draw()
        if self._waits_for_text and self.seen is not None:
            act, self._waits_for_text = self._waits_for_text, ""
            (self.edit if act == "edit" else self.try_out)()

    def opened(self) -> None:
        self._read()
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

    @property
    def is_changed(self) -> bool:
        """The text is another than the one that is kept."""
        return self._is_new or (self.seen is not None and self.sheet.model.text != self._written)

    def scope(self) -> tuple[Line, Line]:
        if self._is_new:
            left: Line = (("a new rule", "bold bright"),)
        elif self.seen is None:
            left = ((safe(self.rule_name), "bold bright"), ("   reading", "dim"))
        else:
            standing = standing_piece(self.seen.standing, self.wom.signs)
            left = ((safe(self.rule_name), "bold bright"), ("   ", ""), standing)
            left = (*left, (f"   {when_words(self.seen)}", "dim"))
        return left, (("changed, not kept", "warn"),) if self.is_changed else ()

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
        """Esc: out of the text; a page that is left keeps what was typed for the next time."""
        if self.sheet.is_typed_in:
            self._leave_text()
            return True
        if self.is_changed:
            self._put_aside()
            again = "n begins anew" if self._is_new else "e goes on with it"
            self.wom.toast(
                "the text is not kept in the office yet", f"{again}; it is there until the console ends"
            )
            self._forget("")
        return False

    # ---------------------------------------------------------------------------------------------- drawing

    def on_resize(self, event: events.Resize) -> None:
        columns, is_beside = self.query_one("#rule-columns"), event.size.width >= _BESIDE_FROM
        columns.styles.layout = "horizontal" if is_beside else "vertical"
        self.sheet.styles.width = event.size.width * 45 // 100 if is_beside else "1fr"
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
        if self.seen is None and not self._is_new:
            return self.absent("the rule") if line == 1 and self.rule_name else ()
        return self.entry_line(line, width)

    # ----------------------------------------------------------------------------------------------- typing

    def edit(self) -> None:
        """Into the text; what it would do is told beside it."""
        if self.seen is None and not self._is_new:
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
            self.trying.begin(self.sheet.model.text)

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
        if self.seen is None and not self._is_new:
            self._waits_for_text = "try out"
            return
        self.part = TRIAL
        self._typed.drop()
        self.trying.begin(self.sheet.model.text, acts=True)
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
        from wom_tui.commands.rule import KeepRule
        from wom_tui.grammar.rule_lines import checked_rule

        text, version = (
            self.sheet.model.text,
            self.seen.rule.version if self.seen and self.seen.rule else None,
        )
        if not self.is_changed:
            self.wom.toast("nothing was changed here")
            return
        try:
            name = checked_rule(text).name
        except InvalidInput as error:
            self.wom.trouble.refused(error, "keep")
            return
        expect = version if name == self.rule_name else None
        ended = partial(self._kept, name, text)
        self.wom.acts.act([KeepRule(text=text, expect=expect)], label=f"keep rule {name}", ended=ended)

    def _kept(self, name: str, text: str, receipt: Receipt | None) -> None:
        if receipt is None:
            return
        self._drafts.pop(self.rule_name, None)
        self.rule_name, self._is_new, self.seen, self._written = name, False, None, text
        self._read()

    def do_remove(self) -> None:
        """X: the text as it is kept."""
        if self._is_new:
            self._forget("")
            self.wom.call_later(self.wom.go_back)
        elif self.is_changed and self.seen is not None:
            self.sheet.show_text(self.seen.text)
            self._try()
            self.draw()
        else:
            self.wom.toast("nothing was changed here")

    def do_mark(self) -> None:
        """Space: on or off."""
        if self.is_changed:
            self.wom.toast("the text is not kept yet", "Y keeps it first")
        elif self.seen is not None:
            self.wom.speech.say(switching(self.seen))

    def do_news(self) -> None:
        """N: what it did, in the log."""
        from wom_tui.tui.rule_watch import open_log

        open_log(self.wom, f"who=rule:{self.rule_name}")

    def copied(self) -> str:
        return self.sheet.model.text
