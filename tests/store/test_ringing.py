"""Can one wait for an event together with files, as often as it comes?"""

from __future__ import annotations

import select

from wom_tui.store.ringing import RingingEvent


def can_be_read(event: RingingEvent) -> bool:
    return bool(select.select([event], [], [], 0)[0])


def test_it_rings_as_long_as_it_is_set_and_again_after_it_was_taken_back() -> None:
    event = RingingEvent()
    for _ in range(2):
        assert not can_be_read(event)
        event.set()
        event.set()
        assert event.wait(0)
        assert can_be_read(event)
        event.clear()
        event.clear()
        assert not event.wait(0)
