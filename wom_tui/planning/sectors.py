"""Days that are too large to be searched as one: cut into sectors, each planned by itself, and mended at the borders.

First apart goes what has nothing to do with each other: orders that no technician could do both of. What is still too
large is cut by place, in two, again and again: the work by half, the technicians by how much work each half has. What
a sector has no place for is then tried with the technicians of its neighbours, as the days have become.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from statistics import fmean

from wom_tui.domain.feasibility import TechnicianDay
from wom_tui.domain.place import Place
from wom_tui.domain.plan import Plan, PlannedVisit, Search, Terms
from wom_tui.planning import explain
from wom_tui.planning.effort import Effort, Reached, Watch
from wom_tui.planning.snapshot import Ready, Snapshot
from wom_tui.planning.solve import solve
from wom_tui.planning.travel_rows import TravelRows
from wom_tui.planning.verify import as_stop, with_stops

MOST = 1_000  # orders that are searched as one
SIZE = 250  # orders of a sector, about
NEIGHBOURS = 4  # sectors with whose technicians a left order is tried

PlanOne = Callable[[Snapshot, Effort, Watch], Plan]


@dataclass(frozen=True)
class Sector:
    """Attributes:
    middle: latitude and longitude about which its orders lie; None where no order has a place.
    """

    snapshot: Snapshot
    middle: tuple[float, float] | None

    @property
    def size(self) -> int:
        return len(self.snapshot.jobs)


def sectors(snapshot: Snapshot) -> list[Sector]:
    """The day in pieces, each order and each technician in one of them; the same day gives the same pieces."""
    found = [piece for group in _apart(snapshot) for piece in _cut(*group)]
    return [_sector(snapshot, jobs, days) for jobs, days in found if jobs and days]


def plan_by_sectors(snapshot: Snapshot, plan_one: PlanOne, effort: Effort, watch: Watch) -> Plan:
    """Plan each sector with its share of the time, then what was left of each with its neighbours' technicians.

    Args:
        plan_one: plans a sector.
        watch: told of all that is planned so far; False ends the searches, and the rest is placed in turn.
    """
    pieces = sectors(snapshot)
    orders = sum(piece.size for piece in pieces)
    tell = _Told(watch, len(snapshot.jobs))
    plans = []
    for piece in pieces:
        share = piece.size / max(1, orders)
        own = replace(
            effort,
            budget_s=effort.budget_s * share,
            iterations=None if effort.iterations is None else -(-effort.iterations * piece.size // orders),
        )
        plans.append(plan_one(piece.snapshot, own, tell.of(piece)))
        tell.done(piece, plans[-1])
    return _joined(snapshot, plans, _borders(pieces, plans, _homeless(snapshot, pieces)))


# ----------------------------------------------------------------------------------------------------- into pieces


Group = tuple[list[Ready], dict[int, TechnicianDay]]


def _apart(snapshot: Snapshot) -> list[Group]:
    """Orders and technicians that have to do with each other, however indirectly; small groups are put together."""
    able: dict[object, list[int]] = {}
    for ready in snapshot.jobs:
        key = explain.asks_for(ready.job)
        if key not in able:
            able[key] = [
                id for id, day in snapshot.days.items() if explain.eligibility(ready.job, day) is None
            ]
    root = _roots(able.values())
    jobs: dict[int, list[Ready]] = defaultdict(list)
    days: dict[int, dict[int, TechnicianDay]] = defaultdict(dict)
    for ready in snapshot.jobs:
        own = able[explain.asks_for(ready.job)]
        if own:
            jobs[root(own[0])].append(ready)
    for id, day in snapshot.days.items():
        days[root(id)][id] = day
    groups: list[Group] = []
    for key in sorted(jobs):
        if groups and len(groups[-1][0]) + len(jobs[key]) <= SIZE:
            groups[-1] = ([*groups[-1][0], *jobs[key]], groups[-1][1] | days[key])
        else:
            groups.append((jobs[key], days[key]))
    return groups


def _roots(together: Iterable[Sequence[int]]) -> Callable[[int], int]:
    """Which of them stands for all that it is together with, the smallest."""
    parent: dict[int, int] = {}

    def root(one: int) -> int:
        while (above := parent.get(one, one)) != one:
            parent[one] = parent.get(above, above)
            one = above
        return one

    for group in together:
        for one in group[1:]:
            a, b = sorted((root(group[0]), root(one)))
            parent[b] = a
    return root


def _cut(jobs: list[Ready], days: dict[int, TechnicianDay]) -> Iterator[Group]:
    """In two by place, until each has few enough."""
    if len(jobs) <= SIZE * 3 // 2 or len(days) < 2:
        yield jobs, days
        return
    at = _axis(jobs)
    jobs = sorted(jobs, key=lambda ready: (at(ready.job.place), ready.job.order.id, ready.visit or 0))
    half = len(jobs) // 2
    people = sorted(days, key=lambda id: (at(days[id].home), id))
    staff = max(1, min(len(people) - 1, round(len(people) * half / len(jobs))))
    yield from _cut(jobs[:half], {id: days[id] for id in sorted(people[:staff])})
    yield from _cut(jobs[half:], {id: days[id] for id in sorted(people[staff:])})


def _axis(jobs: Sequence[Ready]) -> Callable[[Place | None], float]:
    """Across which the orders are spread most; who has no place is in the middle."""
    places = [place for ready in jobs if (place := ready.job.place) is not None]
    if not places:
        return lambda place: 0.0
    lats, lons = [place.lat for place in places], [place.lon for place in places]
    # A degree of longitude is the shorter one.
    is_tall = max(lats) - min(lats) > 0.7 * (max(lons) - min(lons))
    middle = fmean(lats if is_tall else lons)
    return lambda place: middle if place is None else place.lat if is_tall else place.lon


def _sector(snapshot: Snapshot, jobs: Sequence[Ready], days: Mapping[int, TechnicianDay]) -> Sector:
    ordered = sorted(jobs, key=lambda ready: (ready.job.order.id, ready.visit or 0))
    own = replace(snapshot, jobs=tuple(ordered), days=_near(jobs, days))
    places = [place for ready in jobs if (place := ready.job.place) is not None]
    middle = (fmean(p.lat for p in places), fmean(p.lon for p in places)) if places else None
    return Sector(own, middle)


def _near(jobs: Iterable[Ready], days: Mapping[int, TechnicianDay]) -> dict[int, TechnicianDay]:
    """The days with the travel times among their own places only: a row for all places of a large day is long."""
    named = {ready.job.place for ready in jobs}
    for day in days.values():
        named |= {day.home, *(stop.place for stop in day.stops)}
    travel = next(iter(days.values())).travel
    if not isinstance(travel, TravelRows):
        return dict(days)
    among = travel.among(place for place in named if place is not None)
    return {id: replace(day, travel=among) for id, day in days.items()}


# ------------------------------------------------------------------------------------------------- and together


def _homeless(snapshot: Snapshot, pieces: Sequence[Sector]) -> Snapshot:
    """Orders that are in no piece, for nobody could do them: they are left out with the reason."""
    known = {ready.key for piece in pieces for ready in piece.snapshot.jobs}
    left = tuple(r for r in snapshot.jobs if r.key not in known)
    return replace(snapshot, jobs=left)


def _borders(pieces: Sequence[Sector], plans: Sequence[Plan], homeless: Snapshot) -> list[Plan]:
    """What each piece has left out, with the technicians of its neighbours as their days have become."""
    days = {id: day for piece in pieces for id, day in piece.snapshot.days.items()}
    for piece, plan in zip(pieces, plans, strict=True):
        days |= _booked(piece.snapshot, plan.visits, days)
    tried = [solve(homeless)] if homeless.jobs else []
    for piece, plan in zip(pieces, plans, strict=True):
        left = {one.key for one in plan.unplanned}
        jobs = [r for r in piece.snapshot.jobs if r.key in left]
        if not jobs:
            continue
        around = {id: days[id] for near in _nearest(piece, pieces) for id in near.snapshot.days}
        seen = replace(piece.snapshot, jobs=tuple(jobs), days=_near(jobs, around))
        more = solve(seen)
        days |= _booked(seen, more.visits, days)
        tried.append(more)
    return tried


def _booked(
    seen: Snapshot, lines: Iterable[PlannedVisit], days: Mapping[int, TechnicianDay]
) -> dict[int, TechnicianDay]:
    jobs = seen.by_key
    found: dict[int, TechnicianDay] = {}
    for index, line in enumerate(lines):
        day = found.get(line.technician) or days[line.technician]
        found[line.technician] = with_stops(day, [as_stop(line, index, jobs)])
    return found


def _nearest(piece: Sector, pieces: Sequence[Sector]) -> list[Sector]:
    """The piece itself, and those whose middles are nearest."""

    def away(other: Sector) -> float:
        if piece.middle is None or other.middle is None:
            return 0.0
        return (piece.middle[0] - other.middle[0]) ** 2 + (piece.middle[1] - other.middle[1]) ** 2

    return sorted(pieces, key=away)[: 1 + NEIGHBOURS]


def _joined(snapshot: Snapshot, plans: Sequence[Plan], tried: Sequence[Plan]) -> Plan:
    visits = [line for plan in (*plans, *tried) for line in plan.visits]
    searches = [plan.search for plan in plans if plan.search is not None]
    search = None
    if searches:
        first = searches[0]
        terms = [one.terms for one in searches]
        names = [term.name for term in fields(Terms)]
        search = Search(
            policy=first.policy,
            seed=first.seed,
            iterations=sum(one.iterations for one in searches),
            terms=Terms(**{name: sum(getattr(one, name) for one in terms) for name in names}),
        )
    return Plan(
        on=snapshot.on,
        basis=snapshot.basis,
        visits=tuple(sorted(visits, key=lambda line: (line.technician, line.start_at, line.order))),
        unplanned=tuple(one for plan in tried for one in plan.unplanned),
        travel_s=sum(plan.travel_s for plan in (*plans, *tried)),
        travel_source=snapshot.travel_source,
        search=search,
    )


class _Told:
    """Tells of all sectors together how far it is."""

    def __init__(self, watch: Watch, jobs: int) -> None:
        self._watch, self._before = watch, Reached(iterations=0, cost=0, left=jobs)
        self._goes_on = True

    def of(self, piece: Sector) -> Watch:
        """What is told while one of them is planned."""

        def watch(reached: Reached) -> bool:
            before = self._before
            self._goes_on = self._goes_on and self._watch(
                Reached(
                    iterations=before.iterations + reached.iterations,
                    cost=before.cost + reached.cost,
                    left=before.left - piece.size + reached.left,
                    travel_s=before.travel_s + reached.travel_s,
                )
            )
            return self._goes_on

        return watch

    def done(self, piece: Sector, plan: Plan) -> None:
        """Its sums are those of the next one's beginning."""
        steps = plan.search.iterations if plan.search else 0
        self._before = Reached(
            iterations=self._before.iterations + steps,
            cost=0,
            left=self._before.left - piece.size + len(plan.unplanned),
            travel_s=self._before.travel_s + plan.travel_s,
        )
