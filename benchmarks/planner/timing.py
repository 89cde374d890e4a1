"""The cheapest exact timeline of one route: every place for its breaks is tried, and nothing but the best is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.planner.contract import FOREVER, Break, Job, Problem, Vehicle, earliest


@dataclass(slots=True)
class _Label:
    """Reachable state after a stop: free again at `time`, `taken` breaks done, `cost` so far."""

    time: int
    cost: int
    taken: int
    arrival: int
    start: int
    breaks: tuple[tuple[Break, int], ...]
    parent: _Label | None


@dataclass(frozen=True, slots=True)
class Stop:
    """One line of a timeline: a job (or the end) with the breaks taken on the way to it."""

    job: Job | None
    travel: int
    breaks: tuple[tuple[Break, int], ...]
    arrival: int
    start: int
    finish: int


@dataclass(frozen=True, slots=True)
class Timeline:
    stops: tuple[Stop, ...]
    lateness_cost: int
    overtime_cost: int
    overtime_s: int
    late_jobs: int


@dataclass(frozen=True, slots=True)
class Failure:
    kind: str  # window | shift | break
    job: Job | None


def _drive(
    breaks: Sequence[Break], at: _Label, travel: int
) -> Iterator[tuple[int, int, tuple[tuple[Break, int], ...]]]:
    """(arrival, breaks taken, which and when) for taking 0, 1, 2, ... of the next breaks on this leg, each as
    early as possible.
    """
    yield at.time + travel, at.taken, ()
    clock, resting = at.time, 0
    done: list[tuple[Break, int]] = []
    for k in range(at.taken, len(breaks)):
        s = earliest(breaks[k].windows, clock)
        if s is None:
            return
        done.append((breaks[k], s))
        clock, resting = s + breaks[k].service, resting + breaks[k].service
        yield max(clock, at.time + travel + resting), k + 1, tuple(done)


def _pareto(labels: list[_Label]) -> list[_Label]:
    """Per number of breaks taken keep what is neither later nor dearer than another label."""
    out: list[_Label] = []
    best: dict[int, int] = {}
    for lab in sorted(labels, key=lambda x: (x.time, x.cost)):
        if lab.cost < best.get(lab.taken, FOREVER):
            best[lab.taken] = lab.cost
            out.append(lab)
    return out


def simulate(p: Problem, v: Vehicle, jobs: Sequence[Job], with_breaks: bool = True) -> Timeline | Failure:
    """Cheapest exact timeline of this job order, or the first thing that makes it impossible."""
    breaks = v.breaks if with_breaks else ()
    legs = p.legs(v, jobs)
    labels = [_Label(v.window[0], 0, 0, v.window[0], v.window[0], (), None)]
    before = v.start

    def fail(kind: str, k: int) -> Failure:
        if breaks:
            free = simulate(p, v, jobs[: k + 1] if k < len(jobs) else jobs, with_breaks=False)
            if isinstance(free, Timeline) or (k < len(jobs) and free.job is not jobs[k]):
                return Failure("break", jobs[k] if k < len(jobs) else None)
        return Failure(kind, jobs[k] if k < len(jobs) else None)

    for k, job in enumerate(jobs):
        nxt: list[_Label] = []
        work = p.work(v, job, before)
        for lab in labels:
            for arrival, taken, done in _drive(breaks, lab, legs[k]):
                s = earliest(job.windows, arrival)
                if s is not None:
                    late = max(0, s - job.due) if job.due is not None else 0
                    nxt.append(
                        _Label(
                            s + work,
                            lab.cost + job.late_cost_per_min * late // 60,
                            taken,
                            arrival,
                            s,
                            done,
                            lab,
                        )
                    )
        if not nxt:
            return fail("window", k)
        labels, before = _pareto(nxt), job.loc
    ends: list[tuple[int, int, int, tuple[tuple[Break, int], ...], _Label]] = []
    for lab in labels:
        for arrival, taken, done in _drive(breaks, lab, legs[-1]):
            if any(arrival > b.windows[-1][1] for b in breaks[taken:]):
                continue  # a break is still owed
            over = max(0, arrival - v.window[1])
            if over <= v.overtime_max:
                ends.append((lab.cost + v.overtime_cost_per_min * over // 60, arrival, over, done, lab))
    if not ends:
        return fail("shift", len(jobs))
    total, arrival, over, done, lab = min(ends, key=lambda x: x[:2])
    stops = [Stop(None, legs[-1], done, arrival, arrival, arrival)]
    late_jobs, node, k = 0, lab, len(jobs)
    while node.parent is not None:
        k -= 1
        due = jobs[k].due
        late_jobs += due is not None and node.start > due
        stops.append(Stop(jobs[k], legs[k], node.breaks, node.arrival, node.start, node.time))
        node = node.parent
    return Timeline(tuple(reversed(stops)), lab.cost, total - lab.cost, over, late_jobs)
