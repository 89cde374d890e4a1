"""Is a rest waited for as often as it begins, and used once?"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from textual.message_pump import MessagePump

from wom_tui.tui.rest import Rest


class RunOut:
    """A timer whose message is in the queue: stopping it comes too late."""

    def stop(self) -> None:
        pass


class Clockwork:
    """Whoever sets a timer, and the messages that come of it."""

    def __init__(self) -> None:
        self.queue: list[Callable[[], object]] = []

    def set_timer(self, _delay: float, callback: Callable[[], object]) -> RunOut:
        self.queue.append(callback)
        return RunOut()


def rest_of(clockwork: Clockwork) -> tuple[Rest, list[str]]:
    """A rest, and what is done after it."""
    done = list[str]()
    return Rest(cast("MessagePump", clockwork), 1.0, lambda: done.append("done")), done


def test_a_timer_whose_message_is_on_its_way_when_the_rest_begins_again_does_nothing() -> None:
    clockwork = Clockwork()
    rest, done = rest_of(clockwork)
    rest.begin()
    rest.begin()
    first, second = clockwork.queue
    first()
    assert (done, rest.is_waited_for) == ([], True)
    second()
    assert (done, rest.is_waited_for) == (["done"], False)
    first()
    assert done == ["done"]


def test_a_rest_that_was_dropped_does_nothing() -> None:
    clockwork = Clockwork()
    rest, done = rest_of(clockwork)
    rest.begin()
    rest.drop()
    clockwork.queue[0]()
    assert (done, rest.is_waited_for) == ([], False)
