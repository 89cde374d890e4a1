"""Is a rest waited for as often as it begins, and used once; does quiet wait for whoever is at the keys?"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from textual.message_pump import MessagePump

from wom_tui.tui.rest import Quiet, Rest


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


class AtTheKeys:
    """A view that something waits to move in."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.clockwork, self.moved, self.is_held, self.now = Clockwork(), 0, False, 100.0
        monkeypatch.setattr("wom_tui.tui.rest.monotonic", lambda: self.now)
        node = cast("MessagePump", self.clockwork)
        self.quiet = Quiet(node, lambda: 5.0, lambda: self.is_held, self.move)

    def move(self) -> None:
        self.moved += 1

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.clockwork.queue.pop(0)()


def test_nothing_moves_before_no_key_was_pressed_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    at = AtTheKeys(monkeypatch)
    at.quiet.note_key()
    at.quiet.begin()
    at.quiet.begin()
    at.now += 3.0
    at.quiet.note_key()
    at.wait(2.0)
    assert (at.moved, len(at.clockwork.queue)) == (0, 1)
    at.wait(3.0)

    assert (at.moved, at.clockwork.queue) == (1, [])


def test_nothing_moves_while_something_goes_on_with_what_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    at = AtTheKeys(monkeypatch)
    at.is_held = True
    at.quiet.begin()
    at.wait(60.0)
    assert (at.moved, len(at.clockwork.queue)) == (0, 1)
    at.is_held = False
    at.wait(5.0)

    assert (at.moved, at.clockwork.queue) == (1, [])
