"""A day of Boston's real orders on its real streets; needs the folder with the data (--data)."""

from __future__ import annotations

import csv
import datetime as dt
import heapq
import math
import random
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.planner.synthetic import LATE, H, a_job, a_vehicle

CITY_HALL = (42.3594, -71.0587)  # default coordinate of failed geocoding
MINUTES = [
    ("Dead Animal", 15),
    ("Litter", 15),
    ("Sticker", 15),
    ("Pothole", 30),
    ("Sign", 30),
    ("Inspection", 30),
    ("Graffiti", 45),
    ("Street Light", 45),
    ("Lighting", 45),
    ("Equipment", 45),
    ("Signal", 60),
    ("Sidewalk", 60),
    ("Tree", 90),
]
ONE_DAY = (
    "CE Collection",
    "Sticker Request",
    "Empty Litter Basket",
    "Make Safe",
    "Pick up Dead Animal",
    "Tree Emergencies",
)


def _time(text: str) -> dt.datetime | None:
    return dt.datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p").replace(tzinfo=dt.UTC) if text else None


class Roads:
    """Largest strongly connected part of the street graph; edge costs in milliseconds (whole numbers, so every
    library agrees).
    """

    def __init__(self, folder: Path, traffic: float = 1.3) -> None:
        with (folder / "boston_nodes.csv").open(encoding="utf-8", newline="") as f:
            rows = list(csv.DictReader(f))
        pos = {int(x["idx"]): (float(x["lat"]), float(x["lon"])) for x in rows}
        fwd: dict[int, dict[int, int]] = defaultdict(dict)
        back: dict[int, list[int]] = defaultdict(list)
        with (folder / "boston_edges.csv").open(encoding="utf-8", newline="") as f:
            for e in csv.DictReader(f):
                a, b = int(e["src"]), int(e["dst"])
                if a == b or "busway" in e["highway"]:
                    continue
                # data trap: maxspeed is mph and was copied into speed_kph as if km/h; rows without maxspeed
                # hold a km/h default
                kph = float(e["maxspeed"]) * 1.609344 if e["maxspeed"].strip() else float(e["speed_kph"])
                ms = round(float(e["length"]) / (kph / 3.6) * 1000 * traffic)
                fwd[a][b] = min(ms, fwd[a].get(b, ms))
                back[b].append(a)

        def reach(nxt: Any, start: int) -> set[int]:
            seen, todo = {start}, [start]
            while todo:
                for y in nxt.get(todo.pop(), ()):
                    if y not in seen:
                        seen.add(y)
                        todo.append(y)
            return seen

        core: set[int] = set()
        for start in sorted(fwd):
            core = reach(fwd, start) & reach(back, start)
            if len(core) * 2 > len(pos):
                break
        self.ids = sorted(core)
        self.index = {x: k for k, x in enumerate(self.ids)}
        self.latlon = np.array([pos[x] for x in self.ids])
        self.adj = [[(self.index[b], ms) for b, ms in fwd[a].items() if b in core] for a in self.ids]

    def snap(self, lat: float, lon: float) -> tuple[int, float]:
        """(node, metres) of the nearest core node."""
        d = self.latlon - (lat, lon)
        m = np.hypot(d[:, 0] * 111_195, d[:, 1] * 111_195 * math.cos(math.radians(42.32)))
        k = int(m.argmin())
        return k, float(m[k])

    def seconds(self, nodes: list[int]) -> np.ndarray:
        """Shortest driving times between the given nodes. Uses scipy when installed (seconds instead of a
        minute); same numbers.
        """
        uniq = sorted(set(nodes))
        try:
            from scipy.sparse import csr_matrix
            from scipy.sparse.csgraph import dijkstra

            i, j, w = zip(*((a, b, ms) for a, row in enumerate(self.adj) for b, ms in row), strict=True)
            d = dijkstra(csr_matrix((np.array(w, float), (i, j)), shape=(len(self.adj),) * 2), indices=uniq)[
                :, uniq
            ]
        except ImportError:
            d = np.array([self._dijkstra(a, uniq) for a in uniq], dtype=float)
        at = {x: k for k, x in enumerate(uniq)}
        pick = [at[x] for x in nodes]
        seconds: np.ndarray = np.rint(d[np.ix_(pick, pick)] / 1000).astype(np.int64)
        return seconds

    def _dijkstra(self, source: int, targets: list[int]) -> list[int]:
        dist = [1 << 60] * len(self.adj)
        dist[source] = 0
        heap = [(0, source)]
        while heap:
            c, a = heapq.heappop(heap)
            if c > dist[a]:
                continue
            for b, w in self.adj[a]:
                if c + w < dist[b]:
                    dist[b] = c + w
                    heapq.heappush(heap, (c + w, b))
        return [dist[x] for x in targets]


def boston(n: int, t: int, seed: int, data: Path, breaks: bool = True) -> dict[str, Any]:
    """Orders open on a seeded weekday morning at 07:00. REAL: which orders, place, type, department, due time, streets.
    INVENTED: technicians, yards, minutes of work, shifts, a quarter of access windows (none for what is due
    today), 30 % traffic, 120 s to park and walk.
    """
    orders_csv, roads_dir = (
        data / "real-boston311" / "boston311_2015-05-04_3weeks_field.csv",
        data / "real-boston-roads",
    )
    if not orders_csv.exists() or not roads_dir.exists():
        raise SystemExit("boston needs real-boston311 and real-boston-roads in the folder that --data names")
    rng = random.Random(seed * 7919 + n)
    roads = Roads(roads_dir)
    day = rng.choice([dt.datetime(2015, 5, d, tzinfo=dt.UTC) for d in (13, 14, 15, 18, 19, 20, 21, 22)])
    now = day + dt.timedelta(hours=7)
    rows = []
    with orders_csv.open(encoding="utf-8", newline="") as f:
        for x in csv.DictReader(f):
            opened, closed = _time(x["OPEN_DT"]), _time(x["CLOSED_DT"])
            if (
                opened is None
                or opened > now
                or (closed and closed <= now)
                or not x["LATITUDE"]
                or "Duplicate of" in x["CLOSURE_REASON"]
            ):
                continue
            lat, lon = float(x["LATITUDE"]), float(x["LONGITUDE"])
            if abs(lat - CITY_HALL[0]) < 1e-4 and abs(lon - CITY_HALL[1]) < 1e-4:
                continue
            node, metres = roads.snap(lat, lon)
            if metres <= 300:
                rows.append((x, node, (lon, lat)))
    if len(rows) < n:
        raise SystemExit(f"only {len(rows)} plannable orders are open on {day:%Y-%m-%d}")
    backlog = len(rows)
    rows = sorted(rng.sample(rows, n), key=lambda q: q[0]["CASE_ENQUIRY_ID"])
    yards = [rows[rng.randrange(n)][1]]
    while len(yards) < min(5, t):  # yards far apart, on the sites' streets
        yards.append(
            max(
                (q[1] for q in rows),
                key=lambda a: min(float(np.hypot(*(roads.latlon[a] - roads.latlon[b]))) for b in yards),
            )
        )
    m = roads.seconds(yards + [q[1] for q in rows]) + 120
    np.fill_diagonal(m, 0)
    departments = sorted({q[0]["Department"] for q in rows})
    share = Counter(q[0]["Department"] for q in rows)
    vehicles = []
    for i in range(t):
        first = (
            departments[i]
            if i < len(departments)
            else rng.choices(departments, [share[d] for d in departments])[0]
        )
        both = {first} | ({rng.choice(departments)} if rng.random() < 0.35 else set())
        s = rng.choice([6.5, 7, 7, 7.5, 8]) * H
        vehicles.append(
            a_vehicle(
                i + 1,
                i % len(yards),
                (int(s), int(s + 8.5 * H)),
                sorted(departments.index(d) + 1 for d in both),
                breaks,
            )
        )
        vehicles[-1]["description"] = "+".join(sorted(both))
    jobs = []
    for k, (x, _, where) in enumerate(rows):
        kind, target = x["TYPE"], _time(x["TARGET_DT"])
        left = (target - now).total_seconds() / 86400 if target else 99.0
        prio = 1 if any(o in kind for o in ONE_DAY) else 2 if left < 1 else 3 if left < 10 else 4
        minutes = next((v for key, v in MINUTES if key in kind), 35) * math.exp(rng.gauss(0, 0.35))
        today = target is not None and target > now and target.date() == day.date()
        window = (
            rng.choice([(8 * H, 12 * H), (12 * H, 16 * H)])
            if not today and rng.random() < 0.25
            else (6 * H, 17 * H)
        )
        j = a_job(
            k + 1,
            len(yards) + k,
            prio,
            max(2, round(minutes / 5)) * 300,
            window,
            [departments.index(x["Department"]) + 1],
            kind,
        )
        j["location"] = list(where)
        if today and target:
            j["x-wom"] |= {"due": int((target - day).total_seconds()), "late_cost_per_min": LATE[prio]}
        jobs.append(j)
    return {
        "vehicles": vehicles,
        "jobs": jobs,
        "matrices": {"car": {"durations": m.tolist()}},
        "x-bench": {"day": f"{day:%Y-%m-%d}", "open_orders": backlog},
    }
