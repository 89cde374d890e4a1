"""How does an order stand where a row comes from, and if it is over there: how and when did it end?"""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from wom_tui.domain.intake.cell import BadCell, folded, later_of_two
from wom_tui.domain.intake.cells import NEEDED, Cells, Row
from wom_tui.domain.intake.draft import Ending
from wom_tui.domain.intake.faults import Faults
from wom_tui.domain.intake.preset import ANY_TEXT, Outcome, Preset
from wom_tui.domain.intake.states import ENDED, OPEN, is_open
from wom_tui.domain.work_order import OrderStatus

_UNDATED = "[cancelled on a day that is not told]"
_NEVER_DATED = (
    "the order is over, and no column says when: name one as ended_at in the map, or several of which the "
    'first that is filled counts, as "={Done|Opened}"'
)
_CASE_NUMBER = re.compile(r"\d{6,}", re.ASCII)


class EndReader:
    """Reads state and end of rows of one file."""

    def __init__(self, cells: Cells, preset: Preset, zone: ZoneInfo) -> None:
        self._cells, self._columns, self._zone = cells, preset.columns, zone
        self._number_prefix = preset.number_prefix
        self._noise = [_beginning(noise) for noise in preset.closing_noise]
        self._closings = tuple((folded(outcome.says), outcome) for outcome in preset.outcomes)
        self._longest_closing = max((len(says) for says, _ in self._closings), default=0)

    def state(self, row: Row) -> str:
        """Where the order stands there: one of STATES.

        Raises:
            BadCell: the row does not say, or says what the preset does not know.
        """
        status = self._cells.mapped(row, "status")
        if status is None:
            raise BadCell(self._columns["status"], "", NEEDED)
        if status == OPEN and "status" not in self._columns and self._cells.raw(row, "ended_at")[1]:
            return OrderStatus.COMPLETED  # no column tells the state, so the end does
        return status

    def read(self, row: Row, state: str, opened_at: datetime) -> tuple[Ending | None, str]:
        """How it ended, and what was said about it; nothing has ended while the status says so."""
        said = self._said(row)
        if is_open(state):
            return None, said
        at, remark = self._ended_at(row, state, opened_at)
        outcome, text = (
            self._outcome(row, said) if state == ENDED else (self._plain_outcome(row, state, said), said)
        )
        text = f"{text} {remark}".strip() if remark else text
        ending = Ending(
            status=outcome.status,
            at=at,
            code=outcome.code,
            text=text,
            duplicate_of=self._originals(row, text) if outcome.is_duplicate else (),
            is_dated=remark != _UNDATED,
        )
        return ending, ""

    def try_all(self, row: Row, state: str, opened_at: datetime, found: Faults) -> None:
        """Note what `read` would refuse, and not only the first of it."""
        said = found.of(self._said, row)
        if is_open(state):
            return
        found.of(self._ended_at, row, state, opened_at)
        if state == ENDED and said is not None:
            found.of(self._outcome, row, said)
        found.of(self._cells.text, row, "resolution_code")
        found.of(self._cells.id_of_field, row, "duplicate_of")

    def _ended_at(self, row: Row, state: str, opened_at: datetime) -> tuple[datetime, str]:
        """When it ended, never before it was opened; and a remark where that is not what the row says."""
        told = self._cells.moment(row, "ended_at")
        if told is None and state == OrderStatus.CANCELLED:
            # Many lists have no date for what was never done. Of an order that nobody here has seen open every moment
            # is as good; at its opening none of its clocks has run, so it is not told to be late when it may not have
            # been. One that is open here ends when that is heard: see `commands/import_said.py`.
            return opened_at, _UNDATED
        if told is None:
            raise self._undated(row)
        at = told if told >= opened_at else later_of_two(told, self._zone)
        if at >= opened_at:
            return at, ""
        column, raw = self._cells.raw(row, "ended_at")
        return opened_at, f"[{column} {raw.strip()}: before it was opened]"

    def _undated(self, row: Row) -> BadCell:
        """Of what was done figures ask how long it took, so no moment is made up for it."""
        if column := self._columns.get("ended_at"):
            return BadCell(column, "", f"is empty, yet the status says {self._cells.text(row, 'status')!r}")
        return BadCell(*self._cells.raw(row, "status"), _NEVER_DATED)

    def _said(self, row: Row) -> str:
        """The closing text without what the system itself puts before it."""
        said = self._cells.text(row, "outcome")
        for noise in self._noise:
            if found := noise.match(said):
                said = said[found.end() :]
        return said

    def _outcome(self, row: Row, said: str) -> tuple[Outcome, str]:
        """The outcome that the text begins with, and the rest of it."""
        start = said[: self._longest_closing].casefold()
        for says, outcome in self._closings:
            if start.startswith(says) or says == ANY_TEXT:
                return outcome, said if says == ANY_TEXT else said[len(says) :].strip()
        column, raw = self._cells.raw(row, "outcome")
        raise BadCell(column, raw, "tells no outcome that the preset knows")

    def _plain_outcome(self, row: Row, state: str, said: str) -> Outcome:
        """An end that the status itself tells; what is said of a cancelled order is the reason."""
        status = OrderStatus(state)
        code = said if status is OrderStatus.CANCELLED and said else state
        return Outcome(says="", status=status, code=self._cells.text(row, "resolution_code") or code)

    def _originals(self, row: Row, text: str) -> tuple[str, ...]:
        """External ids of the order that this one repeats: what a column names, or the text."""
        if told := self._cells.id_of_field(row, "duplicate_of"):
            return (told,)
        numbers = dict.fromkeys(_CASE_NUMBER.findall(text))
        return tuple(name for number in numbers for name in (number, self._number_prefix + number))


def _beginning(noise: str) -> re.Pattern[str]:
    """A beginning of a text that says nothing; `*` in it stands for one word."""
    words = (r"\S+" if word == "*" else re.escape(word) for word in noise.split())
    return re.compile(" ".join(words) + r"(?: |\Z)")
