"""How does a technician stand on a map, and what is known of where that is?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from wom_tui.domain.habits import distance_text
from wom_tui.domain.states import VisitStatus
from wom_tui.present.board import Day
from wom_tui.present.cells import Line, joined, width_of
from wom_tui.present.durations import moment
from wom_tui.present.labels import Signs, state_label
from wom_tui.present.map_sight import EARTH_M, Point, point_of
from wom_tui.present.safe_text import safe
from wom_tui.queries.whereabouts import Seen, Whereabouts

if TYPE_CHECKING:
    from wom_tui.queries.orders import OrderRow

_NEAREST = 3


def initials(name: str) -> str:
    """`KB` of Kim Berg, `KI` of Kim, `T07` of TECH07; `?` of what a cell may not hold."""
    words = safe(name).split()
    if not words:
        return "?"
    first, last = words[0], words[-1]
    digits = first[len(first.rstrip("0123456789")) :][-2:]
    found = first[0] + last[0] if len(words) > 1 else first[0] + digits if digits else first[:2]
    return found.upper() if width_of(found.upper()) == len(found.upper()) else "?"


def person_signs(one: Whereabouts, signs: Signs) -> Line:
    """`KB●` is on site, `KB►` on the way; `KB` is between two visits, or has none."""
    match one.seen:
        case Seen.ON_SITE:
            label = state_label(VisitStatus.ON_SITE.value)
        case Seen.TRAVELLING:
            label = state_label(VisitStatus.TRAVELLING.value)
        case _:
            return ((initials(one.name), "bold text"),)
    return ((f"{initials(one.name)}{label.sign(signs.is_ascii)}", f"bold {label.ink}"),)


def point_of_person(one: Whereabouts) -> Point | None:
    """Where they are drawn; None where nothing is known."""
    return None if one.place is None else point_of(one.place.lat, one.place.lon)


def who_has(row: OrderRow | None, people: Iterable[Whereabouts]) -> Whereabouts | None:
    """The one who has the order; None where nobody does, or nothing is known of them."""
    if row is None or row.technician is None:
        return None
    return next((one for one in people if one.code == row.technician), None)


def is_shown(one: Whereabouts) -> bool:
    """At work, and not only on paper: who is absent or off duty may be anywhere."""
    is_there = one.seen in (Seen.ON_SITE, Seen.TRAVELLING)
    return one.place is not None and (is_there or (one.is_working and not one.is_away))


def person_words(one: Whereabouts, day: Day) -> Line:
    """`Kim Berg  on site at 4417 since 09:10   3 of 7 done, next 4420 at 10:15`."""
    coming = one.next_call
    rest: Line = ()
    if one.calls:
        rest = ((f"{one.done} of {len(one.calls)} done", "dim"),)
    if coming is not None:
        ahead = f", next {coming.order} at {moment(coming.start_at, day.now, day.zone)}"
        rest = (*rest, (ahead, "dim"))
    return joined((((safe(one.name), "bold bright"), ("  ", ""), *_where(one, day)), rest), 3)


def _where(one: Whereabouts, day: Day) -> Line:
    """What is known, and how."""
    since = f" since {moment(one.since_at, day.now, day.zone)}" if one.since_at is not None else ""
    match one.seen:
        case Seen.ON_SITE:
            return ((f"on site at {one.order}", "site"), (since, "text"))
        case Seen.TRAVELLING:
            return (
                (f"on the way to {one.order}", "move"),
                (since, "text"),
                (", shown where it began", "dim"),
            )
        case _ if one.is_away:
            return (("absent", "hold"),)
        case Seen.LAST:
            until = since.replace("since", "until")
            return ((f"last at {one.order}{until}", "text"),)
        case Seen.HOME if one.place is not None:
            return (("no report yet, shown at home", "text"),)
        case _:
            return (("no report yet, and no home is known", "text"),)


def nearest_words(people: Iterable[Whereabouts], point: Point) -> Line:
    """`nearest KB 0.8 km, LM 1.4 km`: in a straight line, whatever their skills."""

    def metres(one: Whereabouts) -> float:
        there = point_of_person(one)
        assert there is not None
        return math.dist(there, point) * EARTH_M / math.cosh(point.y)

    near = sorted((one for one in people if is_shown(one)), key=lambda one: (metres(one), one.name))
    if not near:
        return ()
    said = ", ".join(f"{safe(one.name)} {distance_text(metres(one))}" for one in near[:_NEAREST])
    return (("nearest ", "dim"), (said, "text"))


def together(people: Sequence[Whereabouts]) -> Mapping[Point, list[Whereabouts]]:
    """Who is at the same place, as at a yard in the morning."""
    found: dict[Point, list[Whereabouts]] = {}
    for one in people:
        point = point_of_person(one)
        if point is not None:
            found.setdefault(point, []).append(one)
    return found
