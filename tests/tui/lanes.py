"""Lanes and bars for tests that need no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from wom_tui.domain.visit import VisitStatus
from wom_tui.domain.worktime import Window
from wom_tui.queries.lane import Bar, Lane, Trouble, Watch

T = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def a_bar(visit: int, technician: int, place: int = 0, **given: Any) -> Bar:
    """A visit of an hour to the order of the same number, the hours of a lane counted from 0."""
    plain = Bar(
        visit=visit,
        version=1,
        ordinal=1,
        order=visit,
        order_version=1,
        title="",
        technician=technician,
        status=VisitStatus.PLANNED,
        start_at=T + place * HOUR,
        end_at=T + (place + 1) * HOUR,
        travel_s=0,
        is_pinned=False,
    )
    return replace(plain, **given)


def a_lane(technician: int, bars: Sequence[Bar] = (), **given: Any) -> Lane:
    """A shift of eight hours with these visits in it."""
    plain = Lane(
        technician=technician,
        code=f"t{technician}",
        name=f"T {technician}",
        skill="",
        zone="UTC",
        shifts=(Window(T, T + 8 * HOUR),),
        breaks=(),
        absences=(),
        bars=tuple(bars),
        load_percent=50,
        watch=Watch(trouble=Trouble.NONE, minutes=0),
        troubles=frozenset(),
    )
    return replace(plain, **given)
