"""The office's rules: which are on, what they did today, what waits and what fails; one key switches one on or off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from wom_tui.domain.words import typed
from wom_tui.present.cells import Line
from wom_tui.present.rule_list import SORTS, attention, columns_for, fits, rule_line, rules_out
from wom_tui.present.rule_page import last_firings, summary
from wom_tui.queries.rules_seen import RuleSeen, RulesSeen, Standing
from wom_tui.tui.key import RULES
from wom_tui.tui.screens.table import TableView

if TYPE_CHECKING:
    from wom_tui.present.columns import Column
    from wom_tui.present.order_table import TableOut
    from wom_tui.queries.rules import Action


class RulesView(TableView[RuleSeen]):
    """The list. It is read when it is opened, when somebody has changed something, and every minute."""

    context = RULES
    tab = "alerts"
    what = "rule"
    nothing = "no rule is there"
    first_sort = "state"  # what fails stands first
    sorts = SORTS
    words_id = "rules-words"
    verbs = frozenset({"rule"})
    told = frozenset({"mark"})

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.seen: RulesSeen | None = None
        self._read_at: datetime | None = None  # real time
        self._history: tuple[str, Sequence[Action]] = ("", ())

    # ---------------------------------------------------------------------------------------------- reading

    def ask(self) -> None:
        from wom_tui.queries.rules_seen import rules_seen

        self.read(rules_seen, self.wom.now(), *self.wom.seat.real_day(), then=self._came, again=self._read)

    def _came(self, seen: RulesSeen) -> None:
        self.seen, self._read_at = seen, self.wom.seat.real_day()[0]
        self.show_rows(seen.rules)
        self._rested()

    # ------------------------------------------------------------------------------------ what is listed

    def key_of(self, row: RuleSeen) -> str:
        return row.name

    def fits(self, row: RuleSeen, text: str) -> bool:
        return fits(row, text)

    def columns_for(self, width: int) -> tuple[Column, ...]:
        return columns_for(width)

    def row_line(self, row: RuleSeen, columns: tuple[Column, ...]) -> Line:
        return rule_line(row, columns, self.at)

    def groups(self, rows: list[RuleSeen]) -> list[tuple[str, list[RuleSeen]]]:
        """Those of the office, then those that only come with the program."""
        shipped = [row for row in rows if row.standing is Standing.SHIPPED]
        return [("", [row for row in rows if row not in shipped]), ("Come with the program", shipped)]

    def words(self, row: RuleSeen, width: int, lines: int) -> list[Line]:
        told = summary(row, self.at, width)
        name, actions = self._history
        if name != row.name:
            return told
        more = last_firings(actions, self.wom.board.title_of, self.at, width, lines - len(told) - 1)
        return [*told, *([(), *more] if more else [])]

    def rows_to_export(self) -> TableOut | None:
        return rules_out(self.shown) if self.rows is not None else None

    def attention(self) -> Line:
        if self.seen is None or self._read_at is None:
            return ()
        return attention(self.seen, self.at, self._read_at, self.size.width - 2)

    def copied(self) -> str:
        return self.row.text if self.row is not None else ""

    # ------------------------------------------------------------------------------------ under the cursor

    def look_closer(self, row: RuleSeen) -> None:
        """What became of its firings."""
        from wom_tui.queries.rules_seen import rule_history

        now = self.wom.now()
        self.wom.ask(rule_history, row.name, now, then=partial(self._history_came, row.name), quietly=True)

    def _history_came(self, name: str, actions: Sequence[Any]) -> None:
        self._history = name, actions
        self.draw_words()

    # ----------------------------------------------------------------------------------------------- acting

    async def do_open(self) -> None:
        """Enter: the rule, with all that became of it."""
        if self.row is not None:
            await self._open(self.row)

    async def do_edit(self) -> None:
        """e: into its text."""
        if self.row is not None:
            (await self._open(self.row)).edit()

    async def do_try_out(self) -> None:
        """w: what it would do."""
        if self.row is not None:
            (await self._open(self.row)).try_out()

    async def _open(self, row: RuleSeen) -> Any:
        from wom_tui.tui.screens.rule import open_rule

        return await open_rule(self.wom, row.name)

    def do_new(self) -> None:
        """n: a rule of one's own, from one that is there."""
        from wom_tui.tui.screens.new_rule import begin_rule

        begin_rule(self.wom, self.seen.rules if self.seen is not None else ())

    def do_mark(self) -> None:
        """Space: on or off."""
        if self.row is not None:
            self.wom.speech.say(switching(self.row))

    def do_stop(self) -> None:
        """All of them, at once."""
        self.wom.speech.say(typed("rule stop"))


def switching(seen: RuleSeen) -> str:
    """The line that switches a rule on, or off."""
    is_on = seen.rule is not None and seen.rule.is_on
    return typed(f"rule {'disable' if is_on else 'enable'} {seen.name}")
