"""What does it cost to look for no garbage?"""

from __future__ import annotations

import gc

import pytest

from wom_tui.store import garbage


def test_what_is_set_aside_is_counted_no_more_once_there_is_some(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = iter([0, 0, 5])  # and an error where it is asked a fourth time
    monkeypatch.setattr(garbage, "_FROZEN", garbage._Frozen())
    monkeypatch.setattr(gc, "get_freeze_count", lambda: next(counts))

    for _ in range(6):
        with garbage.no_collection(to_stay=True):
            assert not gc.isenabled()

    assert gc.isenabled()
    assert next(counts, None) is None
