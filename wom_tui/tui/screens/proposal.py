"""A plan for a day, before anything is booked: what it would do, line by line, and one key that books it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult

from wom_tui.domain.habits import weekday_text
from wom_tui.domain.plan import PlannedVisit, Unplanned
from wom_tui.present.cells import Line
from wom_tui.present.proposal import Proposal, verdict
from wom_tui.present.proposal_costs import cost_lines
from wom_tui.present.proposal_lines import (
    columns_head,
    move_line,
    move_words,
    moves_head,
    unplanned_head,
    unplanned_line,
    unplanned_words,
)
from wom_tui.present.safe_text import safe
from wom_tui.present.time_axis import Setting
from wom_tui.tui.key import PROPOSAL
from wom_tui.tui.plan_booking import PlanBooking
from wom_tui.tui.plan_search import PlanSearch
from wom_tui.tui.plan_wish import PlanWish, day_meant
from wom_tui.tui.screens.why import answer_of_plan
from wom_tui.tui.view import Target
from wom_tui.tui.widgets.cursor_list import CursorList, ListView
from wom_tui.tui.widgets.day_pairs import DayPairs
from wom_tui.tui.widgets.lines import OneLine, StillLines

if TYPE_CHECKING:
    from wom_tui.domain.receipt import Receipt
    from wom_tui.tui.app import WomApp
    from wom_tui.tui.changes import Changes

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


async def open_proposal(app: WomApp, wish: PlanWish) -> None:
    """Make a plan and show it."""
    await app.open(PROPOSAL)
    app.query_one(ProposalView).propose(wish)


class ProposalView(ListView):
    """One proposal."""

    context = PROPOSAL
    tab = "lanes"
    words_id = "proposal-words"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.wish: PlanWish | None = None
        self.proposal: Proposal | None = None
        self.cursor = 0
        self.setting = Setting(now=_EPOCH, zone=UTC)
        self.changes_since = 0
        self.search, self.booking = PlanSearch(self), PlanBooking(self)
        self._ahead: list[Callable[[], None]] = []  # keys pressed before there was a list to press them on
        self._unwanted: frozenset[int] = frozenset()  # orders left out before the day was planned again

    def compose(self) -> ComposeResult:
        yield OneLine(id="proposal-gap")
        yield StillLines(id="proposal-costs")
        yield OneLine(id="proposal-gap2")
        yield DayPairs(id="proposal-lanes")
        yield OneLine(id="proposal-gap3")
        yield CursorList(self, id="proposal-list")
        yield StillLines(id="proposal-words")

    # ------------------------------------------------------------------------------------------ the frame

    def scope(self) -> tuple[Line, Line]:
        """Which day; whether the facts are still those that it was made from."""
        wish = self.wish
        if wish is None:
            return (("Proposal", "bold bright"),), ()
        policy = f"   {safe(wish.policy)}" if self.wom.seat.effort else ""
        left: Line = ((wish.title, "bold bright"), (f"   {weekday_text(wish.on)}{policy}", "text"))
        made = self.proposal
        if made is None:
            return self.search.scope(left, len(self._ahead))
        source = (f"   {safe(made.plan.travel_source)}" if self.size.width >= 100 else "", "dim")
        if self.booking.is_on:
            return (*left, source), ((self.booking.words, "accent"),)
        if self.booking.is_done:
            basis = self.booking.fate
        elif self.changes_since:
            basis = (
                f"{self.changes_since} changed since, {self.wom.keymap.shown('plan')} plans again",
                "warn",
            )
        else:
            basis = ("basis still current", "dim")
        return (*left, source), (basis, ("   verified", "dim"), (f"   {made.seconds:.1f} s", "dim"))

    @property
    def idle(self) -> frozenset[str]:
        """Without a line there is none to look at; only what is proposed and not booked yet can be accepted."""
        lines = () if self._line_here else ("open", "why")
        is_open = self.proposal is not None and self._moves and not self.booking.is_done
        return frozenset(lines if is_open else (*lines, "accept", "mark"))

    def attention(self) -> Line:
        """The verdict; of what was taken back there is none."""
        if self.booking.is_taken_back:
            return (("nothing of it is booked: it was taken back", "bold bright"),)
        if self.booking.why_not:
            return ((f"nothing was booked: {safe(self.booking.why_not)}", "bold late"),)
        return verdict(self.proposal, self.setting) if self.proposal else ()

    def targets(self) -> tuple[Target, ...]:
        return ()

    # ------------------------------------------------------------------------------------------- planning

    def propose(self, wish: PlanWish) -> None:
        """Plan the day on a worker; what is shown before goes."""
        if self.booking.is_on:
            self.booking.say()
            return
        if self.proposal is not None and not self.booking.is_done:
            is_again = self.wish is not None and wish.on == self.wish.on
            self._unwanted = self.proposal.left_out_orders if is_again else frozenset()
        self.wish, self.proposal, self.cursor, self.changes_since = wish, None, 0, 0
        self.booking.forget()
        self._ahead.clear()
        self.search.begin(wish)
        self._draw()

    def found(self, made: Proposal) -> None:
        """The search has come to its end: what was left out, and the keys that waited for the list, count now."""
        unwanted = frozenset(index for index, line in enumerate(made.moves) if line.order in self._unwanted)
        self.proposal = self.search.only(made, unwanted) if unwanted else made
        self._unwanted = frozenset()
        self._draw()
        ahead, self._ahead = self._ahead, []
        for key in ahead:
            key()

    def _waits(self, key: Callable[[], None]) -> bool:
        """Keep a key that is meant for a list that is not there yet; whether it was kept."""
        if not self.search.is_on:
            return False
        self._ahead.append(key)
        self.wom.draw_scope()
        return True

    def rows_changed(self, changes: Changes) -> None:
        """The facts move on; the proposal says so, and whether what was accepted still stands."""
        if self.booking.is_done:
            self.booking.look()
        elif self.wish and self.search.is_made_anew(changes):
            self.propose(self.wish)
        elif self.proposal is not None and changes.subjects:
            self.changes_since += len(changes.subjects)
            if self.display:
                self.wom.draw_scope()

    def fate_changed(self) -> None:
        """What was accepted has been taken back, or done again."""
        if self.display:
            self._draw()

    def go_back(self) -> bool:
        """Esc: while it searches, the search ends; then back, and nothing has changed.

        What is being booked is one act, all of it or nothing: it ends by itself.
        """
        if self.booking.is_on:
            self.booking.say()
            return True
        if self.search.end():
            return True
        if self.search.stop():
            self.wom.toast("the search was stopped", "nothing has changed")
        return False

    # -------------------------------------------------------------------------------------------- drawing

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#proposal-costs").styles.height = 4 if event.size.height >= 16 else 0
        self.query_one("#proposal-words").styles.height = 1 if event.size.height < 16 else 3
        for gap in ("#proposal-gap", "#proposal-gap2"):
            self.query_one(gap).display = event.size.height >= 16
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        now, zone = self.wom.now(), self.wom.seat.zone
        is_today = self.wish is None or self.wish.on == now.astimezone(zone).date()
        self.setting = Setting(
            now=now,
            zone=zone,
            is_today=is_today,
            is_flat=bool(self.wom.look.flat),
            is_ascii=self.wom.signs.is_ascii,
        )
        self._draw_costs()
        pairs, gap = self.query_one(DayPairs), self.query_one("#proposal-gap3")
        gap.display = pairs.fit_to(self.proposal, self.setting, self.size.width, self.size.height)
        self._draw_list()
        self.frame_changed()

    def _draw_costs(self) -> None:
        made = self.proposal
        costs = made.costs if made else None
        shown = cost_lines(costs, costs.change, self.size.width, self.setting) if costs else []
        self.query_one("#proposal-costs", StillLines).show(shown)

    def _draw_list(self) -> None:
        self.list.keep_cursor_in_sight()
        self.list.refresh()
        self._tell()

    def _tell(self) -> None:
        """The line under the cursor: what it does to the day, and in words."""
        self.query_one("#proposal-words", StillLines).show(list(self._words()))
        self.query_one(DayPairs).show_line(self.proposal, self.cursor, self.setting)

    @property
    def _moves(self) -> tuple[PlannedVisit, ...]:
        return self.proposal.moves if self.proposal else ()

    @property
    def _unplanned(self) -> tuple[Unplanned, ...]:
        return self.proposal.plan.unplanned if self.proposal else ()

    @property
    def cursor_line(self) -> int:
        """Heads of two lines before the visits, of two before those left out."""
        return self.cursor + (2 if self.cursor < len(self._moves) else 4)

    def list_line(self, line: int, width: int) -> Line:
        """Head, columns, visits, gap, head, those left out."""
        made = self.proposal
        if made is None:
            return ()
        if not made.moves and not self._unplanned:
            return (("   ", ""), (made.nothing, "text")) if line == 0 else ()
        count, sign, rule = len(made.moves), self.wom.signs.cursor, self.wom.signs.rule
        if line < 2:
            return moves_head(count, width, rule) if line == 0 else columns_head(made, width, self.setting)
        index = line - 2
        if index < count:
            return move_line(
                made,
                made.moves[index],
                width,
                self.setting,
                is_taken=index not in made.left_out,
                is_cursor=index == self.cursor,
                cursor_sign=sign,
            )
        index -= count + 2
        if index == -1 and self._unplanned:
            return unplanned_head(len(self._unplanned), width, rule)
        if 0 <= index < len(self._unplanned):
            is_cursor = self.cursor == count + index
            one = self._unplanned[index]
            return unplanned_line(made, one, width, self.setting, is_cursor=is_cursor, cursor_sign=sign)
        return ()

    def _words(self) -> tuple[Line, ...]:
        made, line, width = self.proposal, self._line_here, self.size.width
        if made is None or line is None:
            return ()
        if isinstance(line, PlannedVisit):
            return move_words(made, line, self.setting, width)
        return unplanned_words(line, made.about.get(line.order), width)

    # --------------------------------------------------------------------------------------------- moving

    @property
    def _last(self) -> int:
        return max(0, len(self._moves) + len(self._unplanned) - 1)

    def step(self, lines: int) -> None:
        """Up and down the list."""
        if self.proposal is None and self._waits(partial(self.step, lines)):
            return
        before = self.cursor_line
        self.cursor = min(self._last, max(0, self.cursor + lines))
        if self.list.keep_cursor_in_sight():
            self.list.refresh()
        else:
            self.list.redraw(before - self.list.top)
            self.list.redraw(self.cursor_line - self.list.top)
        self._tell()

    def click(self, line: int) -> None:
        """The pointer is on a line of the list."""
        index = line - (2 if line < 2 + len(self._moves) else 4)
        self.step(min(self._last, max(0, index)) - self.cursor)

    @property
    def all_lines(self) -> int:
        return self._last

    # --------------------------------------------------------------------------------------------- acting

    def do_mark(self) -> None:
        """Space: take the line, or leave it out; and go on. All figures are those of what is taken."""
        made = self.proposal
        if made is None:
            self._waits(self.do_mark)
            return
        if self.booking.is_on:
            self.booking.say()
            return
        if self.cursor >= len(made.moves) or self.booking.is_done:
            return
        self.proposal = self.search.only(made, made.left_out ^ made.together(self.cursor))
        self.list.refresh()
        self.step(1)
        self._draw_costs()
        self.frame_changed()

    async def do_open(self) -> None:
        """Enter: the order."""
        if self.order_here is not None:
            await self.wom.open_order(self.order_here)

    @property
    def order_here(self) -> int | None:
        return self._line_here.order if self._line_here is not None else None

    @property
    def _line_here(self) -> PlannedVisit | Unplanned | None:
        lines: tuple[PlannedVisit | Unplanned, ...] = (*self._moves, *self._unplanned)
        return lines[self.cursor] if self.cursor < len(lines) else None

    def do_why(self) -> None:
        """W: why the plan has the order there, or nowhere; of one that is accepted, why it stands there."""
        made, line = self.proposal, self._line_here
        if made is None or line is None:
            self._waits(self.do_why)
        elif self.booking.is_done:
            self.wom.speech.say(f"why {line.order} {made.plan.on.isoformat()}")
        else:
            self.wom.acts.work(partial(answer_of_plan, self.wom, made.plan, line), draft="")

    def do_plan(self) -> None:
        """P: the same day once more, on the facts as they are now."""
        self.propose(self.wish or PlanWish(on=day_meant(self.wom)))

    def do_mend(self) -> None:
        """F: what has to change on this day, as it is running."""
        if self.wish is not None:
            self.propose(self.wish.mended_anew())

    def do_policy(self) -> None:
        """D: plan again, by the next policy."""
        if self.wish is not None and self.wom.seat.effort:
            self.propose(self.wish.next_policy())

    def do_accept(self) -> None:
        """Y: book the lines that are taken, as one act; what has changed since is refused line by line."""
        made = self.proposal
        if self.search.is_on:
            self.wom.toast("still planning: nothing is booked before it is seen", "Esc stops the search")
        elif made is None or self.booking.is_done or not (made.plan.visits or self.search.kept):
            self.wom.toast("there is nothing to accept")
        elif self.booking.is_on:
            self.booking.say()
        else:
            self.booking.begin(made, self.search.kept)

    def booked(self, receipt: Receipt | None) -> None:
        """All of it, or what had not changed since; None = nothing was, and the same key tries again."""
        if receipt is None or self.proposal is None:
            self.frame_changed()
            return
        refused = {int(row["number"]): str(row["reason"]) for row in receipt.result.get("refused", ())}
        if refused:
            made = replace(self.proposal, refused=refused)
            self.proposal = self.search.only(made, made.left_out)
            self._draw()
        else:
            self.wom.call_later(self._to_lanes)
        self.wom.post_stale()

    async def _to_lanes(self) -> None:
        """The day, as it is now."""
        from wom_tui.tui.screens.lanes import LanesView

        await self.wom.go("lanes")
        if self.wish is not None:
            self.wom.query_one(LanesView).show_day(self.wish.on)
