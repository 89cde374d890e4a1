"""Do the shipped worlds hang together: every name known, every order doable, every home on the map?"""

from __future__ import annotations

import csv
import gzip
import tomllib
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from wom_tui.domain.place import Place
from wom_tui.domain.sla.clock import due_at
from wom_tui.domain.sla.policy import Target, TargetUnit
from wom_tui.domain.work_calendar import Hours, WorkCalendar
from wom_tui.gateways.road_graph import RoadGraph

SAMPLE_DATA = Path(__file__).parents[2] / "sample_data"
WORLDS = ("boston_may", "tiny_town")
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CITY_HALL = ("42.3594", "-71.0587")  # where the city's geocoder puts what it cannot find
NEW_YORK = ZoneInfo("America/New_York")


@cache
def world(name: str) -> dict[str, Any]:
    """All tables of a world: its TOML files, merged."""
    tables: dict[str, Any] = {}
    for path in sorted((SAMPLE_DATA / name).glob("*.toml")):
        for key, rows in tomllib.loads(path.read_text(encoding="utf-8")).items():
            assert key not in tables, f"{key} stands in two files of {name}"
            tables[key] = rows
    return tables


@cache
def requests() -> list[dict[str, str]]:
    """The rows of the city's export."""
    with gzip.open(SAMPLE_DATA / "boston_may/boston311.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names(table: str, world_name: str = "boston_may", key: str = "name") -> list[str]:
    return [row[key] for row in world(world_name)[table]]


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p").replace(tzinfo=NEW_YORK).astimezone(UTC)


def test_all_rows_of_the_export_are_shipped_with_their_dirt() -> None:
    rows = requests()

    assert len(rows) == len({row["CASE_ENQUIRY_ID"] for row in rows}) == 4_271
    assert len(rows[0]) == 34
    assert sum((row["LATITUDE"], row["LONGITUDE"]) == CITY_HALL for row in rows) == 379
    assert sum(not row["TARGET_DT"] for row in rows) == 757


@pytest.mark.parametrize(
    ("column", "table"), [("TYPE", "work_type"), ("QUEUE", "queue")], ids=["types", "queues"]
)
def test_every_type_and_queue_in_the_data_is_described_once(column: str, table: str) -> None:
    assert sorted(names(table)) == sorted({row[column] for row in requests()})


def test_every_neighborhood_in_the_data_is_a_territory_or_another_name_of_one() -> None:
    known = set(names("territory"))
    known.update(alias for row in world("boston_may")["territory"] for alias in row.get("aliases", ()))

    assert {row["neighborhood"] for row in requests()} - {""} == known


def test_every_real_position_lies_in_its_territory() -> None:
    boxes: dict[str, list[float]] = {}
    for territory in world("boston_may")["territory"]:
        boxes |= dict.fromkeys([territory["name"], *territory.get("aliases", ())], territory["bounds"])
    for row in requests():
        if row["neighborhood"] and (row["LATITUDE"], row["LONGITUDE"]) != CITY_HALL:
            south, west, north, east = boxes[row["neighborhood"]]

            assert south <= float(row["LATITUDE"]) <= north, row["CASE_ENQUIRY_ID"]
            assert west <= float(row["LONGITUDE"]) <= east, row["CASE_ENQUIRY_ID"]


def test_the_shipped_rules_rebuild_the_citys_targets() -> None:
    tables = world("boston_may")
    (row,) = tables["calendar"]
    week = tuple(tuple(hours(text) for text in row["week"].get(day, ())) for day in WEEK)
    calendar = WorkCalendar(row["zone"], week, frozenset(holiday["on"] for holiday in row["holidays"]))
    targets = {
        policy["work_type"]: Target(policy["resolve"]["amount"], TargetUnit(policy["resolve"]["unit"]))
        for policy in tables["sla_policy"]
    }
    judged = [row for row in requests() if row["TARGET_DT"]]

    met = sum(
        abs(due_at(moment(row["OPEN_DT"]), targets[row["TYPE"]], calendar) - moment(row["TARGET_DT"]))
        <= timedelta(minutes=2)
        for row in judged
        if row["TYPE"] in targets
    )

    assert met / len(judged) >= 0.98  # of all targets, also those of types without a rule


def hours(text: str) -> Hours:
    start, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in text.split("-"))
    return Hours(start, end)


@pytest.mark.parametrize("name", WORLDS)
def test_for_every_work_type_enough_technicians_have_its_skills_all_along(name: str) -> None:
    tables = world(name)
    first: date = tables["world"]["begins_at"].date()
    last: date = tables["world"]["ends_at"].date()

    for work_type in tables["work_type"]:
        able = [
            technician["code"]
            for technician in tables["technician"]
            if all(
                any(
                    grant["skill"] == skill
                    and grant["level"] >= level
                    and grant["valid_from_on"] <= first
                    and grant.get("valid_to_on", last) >= last
                    for grant in technician["skills"]
                )
                for skill, level in work_type["skills"].items()
            )
        ]

        assert len(able) >= work_type.get("crew_size", 1), work_type["name"]


@pytest.mark.parametrize("name", WORLDS)
def test_every_name_that_a_table_uses_is_in_the_other_table(name: str) -> None:
    tables = world(name)
    named = {table: {row["name"] for row in rows} for table, rows in tables.items() if is_named(rows)}

    for policy in tables["sla_policy"]:
        assert policy["work_type"] in named["work_type"]
        assert policy["calendar"] in named["calendar"]
    for technician in tables["technician"]:
        assert set(technician["shifts"]) <= named["shift_pattern"]
        areas = (
            {technician["territory"], *technician.get("territories", ())}
            if "territory" in technician
            else set()
        )
        assert areas <= named["territory"], technician["code"]
    for order in tables.get("work_order", ()):
        assert order["work_type"] in named["work_type"]
        assert order["site"] in named["site"]
    skills = {grant["skill"] for technician in tables["technician"] for grant in technician["skills"]}
    for queue in tables.get("queue", ()):
        assert set(queue["skills"]) <= skills, queue["name"]
        assert set(queue.get("territories", ())) <= named["territory"], queue["name"]


def is_named(rows: object) -> bool:
    return isinstance(rows, list) and all("name" in row for row in rows)


@pytest.mark.parametrize("name", WORLDS)
def test_codes_and_names_are_said_once(name: str) -> None:
    tables = world(name)
    said = Counter((table, row["name"]) for table, rows in tables.items() if is_named(rows) for row in rows)
    said.update(("code", row["code"]) for row in tables["technician"])

    assert [what for what, times in said.items() if times > 1] == []


def test_the_citys_crew_codes_are_on_street_lights_only_and_really_signed() -> None:
    signed = " ".join(row["CLOSURE_REASON"] for row in requests())
    coded = [row for row in world("boston_may")["technician"] if row["code"].startswith("tech")]

    assert len(coded) == 8
    for technician in coded:
        assert technician["name"] == technician["code"].upper()
        assert technician["name"] in signed
        assert technician["skills"][0]["skill"] == "streetlight"


def test_every_boston_home_is_at_a_street() -> None:
    roads = RoadGraph(SAMPLE_DATA / "boston_may" / "roads")

    for technician in world("boston_may")["technician"]:
        spot = roads.spot(Place(technician["home_lat"], technician["home_lon"]))

        assert spot is not None
        assert spot.access_m < 250, technician["code"]


def test_tiny_town_has_one_order_of_each_kind() -> None:
    statuses = Counter(order["status"] for order in world("tiny_town")["work_order"])

    assert statuses == {"ready": 3, "on_hold": 1, "in_progress": 1, "scheduled": 2}
    assert names("technician", "tiny_town", key="code") == ["kim", "ali"]


def test_the_licences_of_shipped_data_are_shipped() -> None:
    licences = {path.name for path in (SAMPLE_DATA / "boston_may" / "LICENCES").iterdir()}

    assert licences == {"NOTICE.md", "ODbL-1.0.txt", "PDDL-1.0.txt"}
    assert sum(path.stat().st_size for path in SAMPLE_DATA.rglob("*") if path.is_file()) < 3_000_000
