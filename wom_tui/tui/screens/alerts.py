"""Alerts: what somebody has to know of now, the most severe first; a key says "I know", "not now", or "you do it"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from wom_tui.domain.alert import OF_RULES, RULE, AlertStatus, kind_of, name_of
from wom_tui.domain.moments import moment
from wom_tui.domain.words import some, typed
from wom_tui.errors import InvalidInput
from wom_tui.present.alert_list import (
    SORTS,
    alert_line,
    alerts_out,
    attention,
    card,
    columns_for,
    counts,
    fits,
)
from wom_tui.present.cells import Line
from wom_tui.queries.alerts import AlertDetail, AlertRow
from wom_tui.tui.key import ALERTS, RULES
from wom_tui.tui.screens.ask import AskPanel
from wom_tui.tui.screens.names import Named, NamesPanel
from wom_tui.tui.screens.table import TableView

if TYPE_CHECKING:
    from wom_tui.commands.command import Command
    from wom_tui.domain.receipt import Receipt
    from wom_tui.present.columns import Column
    from wom_tui.present.order_table import TableOut

    Rows = Sequence[AlertRow]

_MOST_WORDS = 4  # of a time


class AlertsView(TableView[AlertRow]):
    """The list. It is read when it is opened, when an alert is another, and every minute."""

    context = ALERTS
    what = "alert"
    nothing = "no alert is open: nothing asks for anybody"
    first_sort = "severity"
    told_by = frozenset({"alert"})
    sorts = SORTS
    words_id = "alerts-words"
    verbs = frozenset({"alert", "ack"})

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._detail: AlertDetail | None = None

    # ---------------------------------------------------------------------------------------------- reading

    def ask(self) -> None:
        from wom_tui.queries.alerts import alert_rows

        self.read(alert_rows, self.wom.now(), then=self.show_rows, again=self._read)

    # ------------------------------------------------------------------------------------ what is listed

    def key_of(self, row: AlertRow) -> str:
        return str(row.number)

    def fits(self, row: AlertRow, text: str) -> bool:
        return fits(row, text)

    def columns_for(self, width: int) -> tuple[Column, ...]:
        return columns_for(width)

    def row_line(self, row: AlertRow, columns: tuple[Column, ...]) -> Line:
        return alert_line(row, columns, self.at)

    def groups(self, rows: list[AlertRow]) -> list[tuple[str, list[AlertRow]]]:
        """Those that nobody has said a word to; those that somebody knows of; those that were put away."""
        return [(word, [row for row in rows if row.status == status.value]) for status, word in _GROUPS]

    def words(self, row: AlertRow, width: int, lines: int) -> list[Line]:
        detail = self._detail if self._detail is not None and self._detail.row.number == row.number else None
        return card(row, detail, self.at, width, lines)

    def rows_to_export(self) -> TableOut | None:
        return alerts_out(self.shown) if self.rows is not None else None

    def attention(self) -> Line:
        if self.rows is None:
            return ()
        return attention(counts(self.rows), self.wom.signs, self.size.width - 2)

    @property
    def order_here(self) -> int | None:
        return self.row.order if self.row is not None else None

    def copied(self) -> str:
        row = self.row
        return f"{row.severity}  {row.about}  {row.says}" if row is not None else ""

    # ------------------------------------------------------------------------------------ under the cursor

    def look_closer(self, row: AlertRow) -> None:
        from wom_tui.queries.alerts import alert_detail

        self.wom.ask(alert_detail, row.number, self.wom.now(), then=self._detail_came, quietly=True)

    def _detail_came(self, detail: AlertDetail) -> None:
        self._detail = detail
        self.draw_words()

    # ----------------------------------------------------------------------------------------------- acting

    async def do_open(self) -> None:
        """Enter: the order that it is about; where that is a rule, or many orders, the rule; of many rules the list."""
        row = self.row
        if row is None:
            return
        if row.order is not None:
            await self.wom.open_order(row.order)
            return
        from wom_tui.tui.screens.rule import open_rule

        is_of_rule = kind_of(row.subject) == RULE
        if row.rule in OF_RULES and not is_of_rule:
            await self.wom.open(RULES)
            return
        await open_rule(self.wom, name_of(row.subject) if is_of_rule else row.rule)

    def do_mark(self) -> None:
        """Space: this one as well, and on to the next."""
        self.mark()

    def do_acknowledge(self) -> None:
        """A: I know of it; it goes no further up."""
        from wom_tui.commands.alert import AcknowledgeAlert

        self._act(self.chosen, "ack .", lambda row: AcknowledgeAlert(alert=row.number, expect=row.version))

    def do_snooze(self) -> None:
        """Z: until a time, for a reason."""
        hint = "until when, and why, as in: +1h they call back; another time behind it takes its place"
        self._ask("Put away", hint, "+1h ", self._snooze)

    def _snooze(self, rows: Rows, said: str) -> None:
        from wom_tui.commands.alert import SnoozeAlert
        from wom_tui.grammar.words import as_words, quoted

        now, zone = self.wom.now(), self.wom.seat.zone.key
        until_at, reason = until_and_why(said, now, zone)
        time, _ = _time_and_why(said, now, zone)
        self._act(
            rows,
            f"snooze . {as_words(reason)} until={quoted(time)}",
            lambda row: SnoozeAlert(alert=row.number, expect=row.version, until_at=until_at, reason=reason),
        )

    def do_remove(self) -> None:
        """X: cleared by hand, for a reason."""
        self._ask(
            "Clear by hand", "why, though nothing has changed: it is not raised before that", "", self._clear
        )

    def _clear(self, rows: Rows, said: str) -> None:
        from wom_tui.commands.alert import ClearAlert
        from wom_tui.grammar.words import as_words

        self._act(
            rows,
            f"clear . {as_words(said)}",
            lambda row: ClearAlert(alert=row.number, expect=row.version, reason=said),
        )

    def do_assign(self) -> None:
        """a: somebody is to see to it."""
        if self.chosen:
            self.wom.ask(_users, then=partial(self._who, self.chosen))

    def _who(self, rows: Rows, names: Sequence[str]) -> None:
        from wom_tui.commands.alert import MYSELF, AssignAlert

        me = Named(MYSELF, "whoever sits here", can_drop=False)
        people = [me, *(Named(name, "", can_drop=False) for name in names)]

        def chosen(name: str | None) -> None:
            if name is not None:
                self._act(
                    rows,
                    f"assign . {name}",
                    lambda row: AssignAlert(alert=row.number, expect=row.version, to=name),
                )

        title = f"Who sees to {some(len(rows), 'alert')}"
        self.wom.push_screen(NamesPanel(title, "", people, "gives it"), chosen)

    def _ask(self, what: str, hint: str, typed: str, then: Callable[[Rows, str], None]) -> None:
        """One line is still to be typed, about those that are meant now, whatever is read meanwhile."""
        rows = self.chosen
        if not rows:
            self.wom.toasts.none_here(self.what)
            return

        def answered(said: str | None) -> None:
            if said is None:
                return
            try:
                then(rows, said)
            except InvalidInput as error:
                self.wom.trouble.refused(error, what)

        about = rows[0].about if len(rows) == 1 else some(len(rows), "alert")
        self.wom.push_screen(AskPanel(f"{what}: {about}", hint, typed), answered)

    def _act(self, rows: Rows, words: str, make: Callable[[AlertRow], Command]) -> None:
        """On what was marked, else on what was under the cursor, in the versions that were shown.

        Args:
            words: the line that says the same.
        """
        if not rows:
            self.wom.toasts.none_here(self.what)
            return
        label = f"{words.partition(' ')[0]} {' '.join(str(row.number) for row in rows)}"
        ended = partial(self._ended, rows, typed(f"alert {words}"))
        self.wom.acts.act([make(row) for row in rows], label=label, ended=ended)

    def _ended(self, rows: Sequence[AlertRow], line: str, receipt: Receipt | None) -> None:
        if receipt is not None:
            self.marks -= {self.key_of(row) for row in rows}
            if not receipt.refusals:
                self.wom.macros.heard_act(line)
        self._read()


_GROUPS = (
    (AlertStatus.OPEN, "Nobody has said a word"),
    (AlertStatus.ACKNOWLEDGED, "Known"),
    (AlertStatus.SNOOZED, "Put away"),
)


def _users(reader: Any) -> list[str]:
    """Query: who may come in, by name."""
    from wom_tui.queries.users import users

    return [user.name for user in users(reader) if user.is_active]


def until_and_why(said: str, now: datetime, zone: str) -> tuple[datetime, str]:
    """`+1h they call back`: the moment, then the words behind it.

    Raises:
        InvalidInput: it does not begin with a time, or nothing stands behind it.
    """
    time, reason = _time_and_why(said, now, zone)
    return moment(time, now=now, zone=zone, field="until"), reason


def _time_and_why(said: str, now: datetime, zone: str) -> tuple[str, str]:
    """The words that are a time, then the others; of two times the second one."""
    words = said.split()
    for count in range(min(_MOST_WORDS, len(words)), 0, -1):
        time, reason = " ".join(words[:count]), " ".join(words[count:])
        try:
            moment(time, now=now, zone=zone, field="until")
        except InvalidInput:
            continue
        if _begins_with_time(words[count:], now, zone):  # typed behind the one that stood there already
            return _time_and_why(reason, now, zone)
        if reason:
            return time, reason
        raise InvalidInput("reason", "", "why nobody has to look at it before that, in words")
    raise InvalidInput("until", said, "a time, then why: +1h they call back")


def _begins_with_time(words: Sequence[str], now: datetime, zone: str) -> bool:
    """`+1m`, `15:00`, `tomorrow 9`; a bare day or number may well be a word of the reason."""
    for count in range(min(_MOST_WORDS, len(words)), 0, -1):
        said = " ".join(words[:count])
        try:
            moment(said, now=now, zone=zone, field="until")
        except InvalidInput:
            continue
        return any(sign.isdigit() for sign in said) and not said.isdecimal()
    return False
