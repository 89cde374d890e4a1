"""What would a text do that is being typed? Found out on a worker; a letter more ends that, and it begins anew.

One look at the past at a time: each moment of it takes up to a second in a large office, and nobody waits for what was
asked about an older text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from wom_tui.domain.alert import order_subject
from wom_tui.domain.rule import Mending, Upkeep
from wom_tui.errors import InvalidInput, WomError
from wom_tui.present.rule_trial import Tried, WouldBe, fault_of, order_of
from wom_tui.tui.garbage import taking_turns

if TYPE_CHECKING:
    from wom_tui.automation.alert_rehearsal import WouldHave
    from wom_tui.domain.rule import Definition
    from wom_tui.grammar.rule_rehearsal import LookedBack
    from wom_tui.tui.view import View

T = TypeVar("T")
DAYS = 7
MOST_ACTS = 30  # orders whose acts are rehearsed
MOST_S = 5.0  # of a look back while somebody types; asked for by a key it may take longer
_TELL_S = 0.25  # news of a long look come no more often


class RuleTrying:
    """Tells `came`, on the screen's thread, what is known so far of the newest text."""

    def __init__(self, view: View, came: Callable[[Tried], None]) -> None:
        self._view, self._came = view, came
        self._turn = 0
        self._one = Lock()

    def begin(self, text: str, *, acts: bool = False) -> None:
        """Another text.

        Args:
            acts: also rehearse what would become of the orders; nothing of it is written.
        """
        self.drop()
        self._view.wom.work(partial(self._try, self._turn, text, acts=acts), quietly=True)

    def drop(self) -> None:
        """No answer is waited for any more."""
        self._turn += 1

    def _is_on(self, turn: int) -> bool:
        return turn == self._turn

    def _tell(self, turn: int, tried: Tried) -> None:
        if self._is_on(turn):
            self._view.wom.call_from_thread(self._told, turn, tried)

    def _told(self, turn: int, tried: Tried) -> None:
        if self._is_on(turn):
            self._came(tried)

    def _try(self, turn: int, text: str, *, acts: bool) -> None:
        from wom_tui.grammar.rule_lines import checked_here

        try:
            definition = checked_here(text, self._view.wom.seat.desk)
        except InvalidInput as error:
            said, line = fault_of(error)
            self._tell(turn, Tried(fault=said, line=line, is_over=True))
            return
        tried = Tried(definition=definition, days=DAYS)
        self._tell(turn, tried)
        with self._one:
            if not self._is_on(turn):
                return
            try:
                with taking_turns():
                    self._look(turn, tried, definition, acts=acts)
            except WomError as error:
                self._tell(turn, replace(tried, trouble=str(error), is_over=True))

    def _look(self, turn: int, tried: Tried, definition: Definition, *, acts: bool) -> None:
        from wom_tui.grammar.rule_rehearsal import MOST_S as LONGEST_S
        from wom_tui.grammar.rule_rehearsal import meeting_now, would_have_fired

        desk = self._view.wom.seat.desk
        if isinstance(definition.trigger, Upkeep | Mending):
            told = tuple(self._whole(turn, definition.trigger, definition))
            self._tell(turn, replace(tried, told=told, is_over=True))
            return
        if definition.is_watched:
            self._look_out(turn, tried, definition)
            return
        tried = replace(tried, meeting=tuple(map(order_subject, meeting_now(definition, desk))))
        self._tell(turn, tried)
        if acts:
            tried = self._rehearse(turn, tried, definition)
        since, most_s = desk.now() - timedelta(days=DAYS), LONGEST_S if acts else MOST_S
        watch = self._watch(turn, partial(_with_past, tried))
        looked = would_have_fired(definition, desk, since, most_s, watch)
        self._tell(turn, _with_past(tried, looked, is_over=True))

    def _watch(self, turn: int, told: Callable[[T], Tried]) -> Callable[[T], bool]:
        """What a long look asks after each moment: it tells how far it is, now and then, and whether to go on."""
        told_at = monotonic()

        def go_on(looked: T) -> bool:
            nonlocal told_at
            self._view.wom.seat.courtesy.give_way()
            if monotonic() - told_at >= _TELL_S:
                told_at = monotonic()
                self._tell(turn, told(looked))
            return self._is_on(turn)

        return go_on

    def _whole(self, turn: int, trigger: Upkeep | Mending, definition: Definition) -> Iterator[str]:
        """Of a rule that makes orders, or mends the day, what it would come to now."""
        from wom_tui.automation.whole_rehearsal import would_make, would_mend
        from wom_tui.present.rule_whole import made_lines, mended_lines
        from wom_tui.queries.names import read_names

        desk, zone = self._view.wom.seat.desk, self._view.wom.seat.zone
        if isinstance(trigger, Upkeep):
            yield from made_lines(*would_make(definition, desk, MOST_ACTS))
            return
        names = {id: one.name for id, one in desk.ask(read_names).technicians.items()}
        yield from mended_lines(would_mend(trigger, desk, watch=lambda _: self._is_on(turn)), names, zone)

    def _look_out(self, turn: int, tried: Tried, definition: Definition) -> None:
        """Of a rule that raises an alert: about what it would raise one now, and when it would have."""
        from wom_tui.automation.alert_rehearsal import would_have_raised, would_raise

        desk = self._view.wom.seat.desk
        tried = replace(tried, meeting=tuple(firing.subject for firing in would_raise(definition, desk)))
        self._tell(turn, tried)
        since, watch = desk.now() - timedelta(days=DAYS), self._watch(turn, partial(_with_alerts, tried))
        found = would_have_raised(definition, desk, since, MOST_S, watch)
        self._tell(turn, _with_alerts(tried, found, is_over=True))

    def _rehearse(self, turn: int, tried: Tried, definition: Definition) -> Tried:
        """What would become of the first orders; each is tried and taken back in one transaction."""
        from wom_tui.grammar.rule_rehearsal import rehearsed

        would: list[WouldBe] = []
        for one in rehearsed(definition, self._view.wom.seat.desk, _orders(tried)[:MOST_ACTS]):
            would.append(WouldBe(order=one.order, events=one.events, refused=one.refused))
            self._view.wom.seat.courtesy.give_way()
            if not self._is_on(turn):
                break
        tried = replace(tried, would=tuple(would))
        self._tell(turn, tried)
        return tried


def _orders(tried: Tried) -> list[int]:
    return [number for subject in tried.meeting or () if (number := order_of(subject)) is not None]


def _with_alerts(tried: Tried, found: WouldHave, *, is_over: bool = False) -> Tried:
    fired = tuple((at, (subject,)) for at, subject in found.raised)
    return replace(tried, fired=fired, moments=found.looks, of=found.of, is_over=is_over)


def _with_past(tried: Tried, looked: LookedBack, *, is_over: bool = False) -> Tried:
    fired = tuple((one.at, tuple(map(order_subject, one.orders))) for one in looked.fired)
    return replace(tried, fired=fired, moments=looked.looks, of=looked.of, is_over=is_over)
