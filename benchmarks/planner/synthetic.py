"""A made-up day: clustered town and country, six trades in three levels, appointments, breaks."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

H = 3600
PENALTY = {1: 60000, 2: 30000, 3: 15000, 4: 8000}  # travel seconds a visit of this priority is worth
VROOM_PRIORITY = {1: 100, 2: 50, 3: 25, 4: 13}  # the same proportions on VROOM's 0..100 scale
LATE = {1: 120, 2: 60, 3: 30, 4: 15}  # price of a late minute (variant sla, Boston due dates)
N_SKILL = 6
BREAK = dict(id=1, service=1800, time_windows=[[int(11.5 * H), int(13.5 * H)]])


def a_job(
    i: int, loc: int, prio: int, service: int, window: tuple[int, int], skills: list[int], note: str
) -> dict[str, Any]:
    return {
        "id": i,
        "location_index": loc,
        "service": service,
        "skills": skills,
        "priority": VROOM_PRIORITY[prio],
        "description": f"P{prio} {note}".strip(),
        "time_windows": [list(window)],
        "x-wom": {"unassigned_cost": PENALTY[prio]},
    }


def a_vehicle(
    i: int, loc: int, window: tuple[int, int], skills: list[int], breaks: bool = True
) -> dict[str, Any]:
    v: dict[str, Any] = {
        "id": i,
        "start_index": loc,
        "end_index": loc,
        "time_window": list(window),
        "skills": skills,
    }
    if breaks:
        v["breaks"] = [json.loads(json.dumps(BREAK))]
    return v


def synthetic(n: int, t: int, seed: int, breaks: bool = True) -> dict[str, Any]:
    """Clustered town and country, asymmetric non-Euclidean travel, six trades in three levels, 65 % of visits
    with an appointment.
    """
    r = np.random.default_rng(seed * 1_000_003 + n)
    side = 25.0 * np.sqrt(max(t, 10) / 10)  # km: technicians per square kilometre stay constant
    k = max(3, t // 8)
    centres = r.uniform(0.1 * side, 0.9 * side, (k, 2))

    def points(m: int, spread: float) -> np.ndarray:
        a = centres[r.integers(0, k, m)] + r.normal(0, spread, (m, 2))
        u = r.uniform(0, side, (m, 2))
        pick = r.random(m) < 0.3
        return np.clip(np.where(pick[:, None], u, a), 0, side)

    xy = np.vstack([points(t, 6.0), points(n, 4.0)])
    d = np.sqrt(((xy[:, None] - xy[None]) ** 2).sum(-1)) * 1.35
    speed = 22 + 33 * (1 - np.exp(-d / 12.0))  # km/h, slow in town, faster on long legs
    noise = np.exp(r.normal(0, 0.12, d.shape))
    m = (d / speed * 3600 * noise + 120).astype(np.int64)
    np.fill_diagonal(m, 0)
    level = np.zeros((t, N_SKILL), np.int64)
    for i in range(t):
        for s in r.choice(N_SKILL, r.integers(2, 5), replace=False):
            level[i, s] = r.choice([1, 2, 3], p=[0.3, 0.4, 0.3])
    begin = r.choice([7, 7.5, 8, 8.5, 9], t) * H
    finish = begin + r.choice([8, 8.5, 9], t) * H
    skill = r.choice(N_SKILL, n, p=[0.28, 0.22, 0.18, 0.14, 0.10, 0.08])
    need = r.choice([1, 2, 3], n, p=[0.55, 0.33, 0.12])
    prio = r.choice([1, 2, 3, 4], n, p=[0.08, 0.22, 0.45, 0.25])
    service = np.clip(r.lognormal(np.log(60), 0.5, n), 20, 150).astype(int) // 5 * 5 * 60
    early, late = np.full(n, 7 * H), np.full(n, 17 * H)
    w = r.random(n)
    for j in range(n):
        if w[j] < 0.65:  # appointment of 2, 3 or 4 hours: work must START inside
            width = r.choice([2, 3, 4])
            s = r.choice(np.arange(8, 16.5 - width + 0.01, 0.5))
            early[j], late[j] = s * H, (s + width) * H
        elif w[j] < 0.75 or prio[j] == 1:
            late[j] = 11 * H  # urgent
    jobs = [
        a_job(
            j + 1,
            t + j,
            int(prio[j]),
            int(service[j]),
            (int(early[j]), int(late[j])),
            [int((skill[j] + 1) * 10 + need[j])],
            "",
        )
        for j in range(n)
    ]
    vehicles = [
        a_vehicle(
            i + 1,
            i,
            (int(begin[i]), int(finish[i])),
            [int((s + 1) * 10 + q) for s in range(N_SKILL) for q in range(1, int(level[i, s]) + 1)],
            breaks,
        )
        for i in range(t)
    ]
    return dict(vehicles=vehicles, jobs=jobs, matrices=dict(car=dict(durations=m.tolist())))
