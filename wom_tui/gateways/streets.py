"""Which lines does a map of the streets draw? The streets of a world, each once, the important ones first."""

from __future__ import annotations

import csv
import gzip
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from wom_tui.errors import GatewayError
from wom_tui.resources import resource_dir

# How important a street is to somebody who looks at a whole town, by OpenStreetMap's class; 0 is the most.
RANKS: Final = {"motorway": 0, "trunk": 0, "primary": 1, "secondary": 2, "tertiary": 3}
_LINKS: Final = {"motorway_link": 2, "trunk_link": 2, "primary_link": 3, "secondary_link": 3}
LEAST: Final = 4

Segment = tuple[float, float, float, float]  # latitude and longitude of both ends


@dataclass(frozen=True)
class Streets:
    """Streets to be drawn.

    Attributes:
        attribution: who made the map; has to be shown where it is.
        segments: by rank, from corner to corner.
    """

    attribution: str
    segments: Sequence[Sequence[Segment]]


@cache
def streets_of(roads: str | None) -> Streets | None:
    """The streets of the world of that name; None where this install has none. About 0.1 s for Boston, once.

    Raises:
        GatewayError: a file is cut short, or not what it should be.
    """
    if roads is None:
        return None
    folder = resource_dir("sample_data") / roads / "roads"
    return read_streets(folder) if (folder / "roads.toml").is_file() else None


def read_streets(folder: Path) -> Streets:
    """The streets of a folder as `road_network.py` describes it.

    Raises:
        GatewayError: a file is missing, cut short, or not what it should be.
    """
    try:
        about = tomllib.loads((folder / "roads.toml").read_text(encoding="utf-8"))
        corners = [(float(row["lat"]), float(row["lon"])) for row in _rows(folder / "nodes.csv.gz")]
        ranked: list[list[Segment]] = [[] for _ in range(LEAST + 1)]
        drawn: set[tuple[int, int]] = set()
        for row in _rows(folder / "edges.csv.gz"):
            one, other = int(row["from"]), int(row["to"])
            way = (one, other) if one < other else (other, one)  # both directions are one line
            if way not in drawn:
                drawn.add(way)
                ranked[_rank(row["road"])].append((*corners[one], *corners[other]))
        return Streets(str(about["attribution"]), ranked)
    except (OSError, EOFError, ValueError, TypeError, KeyError, IndexError) as error:
        raise GatewayError(f"streets {folder}: cannot be read: {error}") from error


def _rank(road: str) -> int:
    return RANKS.get(road, _LINKS.get(road, LEAST))


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
