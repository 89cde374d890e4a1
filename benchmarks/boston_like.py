"""Rows like those of Boston's 311 service, as many as one likes, invented from a seed.

Shapes and shares of dirt are those of the real export: 18 % without a target, 9 % at city hall, 4 % without an address,
4 % still open, 5 % duplicates, some closed before they were opened. Streets, numbers and texts are made up.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

HEADER = (
    ",CASE_ENQUIRY_ID,OPEN_DT,TARGET_DT,CLOSED_DT,OnTime_Status,CASE_STATUS,CLOSURE_REASON,CASE_TITLE,SUBJECT,REASON,TYPE,"
    "QUEUE,Department,SubmittedPhoto,ClosedPhoto,Location,fire_district,pwd_district,city_council_district,"
    "police_district,neighborhood,neighborhood_services_district,ward,precinct,land_usage,LOCATION_STREET_NAME,"
    "LOCATION_ZIPCODE,Property_Type,Property_ID,LATITUDE,LONGITUDE,Source,Geocoded_Location"
).split(",")

_TYPES = (
    ("Street Lights", "Street Light Outages", "PWDx_Street Light Outages", 14),
    ("Sanitation", "Schedule a Bulk Item Pickup SS", "PWDx_Schedule a Bulk Item Pickup", 7),
    ("Graffiti", "Graffiti Removal", "PROP_GRAF_GraffitiRemoval", 63),
    ("Highway Maintenance", "Sidewalk Repair (Make Safe)", "PWDx_District 1C: Downtown", 1),
    ("Highway Maintenance", "Pothole Repair (Internal)", "PWDx_District 02: Jamaica Plain", 2),
    ("Highway Maintenance", "Empty Litter Basket", "PWDx_District 05: South Boston", 1),
    ("Street Cleaning", "CE Collection", "PWDx_Code Enforcement", 1),
    ("Signs & Signals", "Sign Repair", "BTDT_Sign Shop_Sign Repair", 14),
    ("Trees", "Tree Maintenance Requests", "PARK_Maintenance_Trees", 365),
    ("Recycling", "Sticker Request", "PWDx_Recycling", 1),
    ("Park Maintenance & Safety", "Ground Maintenance", "PARK_Maintenance_Ground Maintenance", 7),
)
_PLACES = (
    ("Dorchester", "Dorchester", "02122", 42.275, -71.085, 42.32, -71.04),
    ("Roxbury", "Roxbury", "02119", 42.31, -71.10, 42.335, -71.07),
    ("Downtown / Financial District", "Boston", "02111", 42.35, -71.068, 42.365, -71.05),
    ("Jamaica Plain", "Jamaica Plain", "02130", 42.295, -71.13, 42.325, -71.10),
    ("East Boston", "East Boston", "02128", 42.365, -71.045, 42.39, -71.0),
    ("Back Bay", "Boston", "02116", 42.345, -71.09, 42.355, -71.07),
)
_STREETS = (
    "Alder Birch Cedar Dawes Elm Fulton Grove Harbor Ivory Juniper Kemble Laurel Maple Norton Orchard".split()
)
_KINDS = "St Ave Rd Ter Ln Pl".split()
_SOURCES = (
    "Constituent Call",
    "Citizens Connect App",
    "Employee Generated",
    "Self Service",
    "City Worker App",
)
_OUTCOMES = (
    ("Case Resolved", 0.76),
    ("Case Noted", 0.86),
    ("Internal Case", 0.92),
    ("Duplicate of Existing Case", 0.97),
    ("Case Invalid", 1.0),
)
_SAID = (
    "",
    "Work completed",
    "The location has been made safe",
    "picked up",
    "Replaced lamp, repaired 1 unit",
    "done",
)
_START = datetime(2015, 1, 5, tzinfo=UTC)  # written without a zone, as the export does
_PLACE_COUNT_SHARE = 0.74  # of the rows name a place that no other row names


def boston_rows(count: int, seed: int = 1) -> Iterator[list[str]]:
    """Yield `count` rows with a cell for each column of HEADER, in the order in which they came in."""
    random = Random(seed)
    at = _START
    for number in range(count):
        at += timedelta(seconds=random.randint(1, 900))
        yield _row(number, at, random, places=max(1, int(count * _PLACE_COUNT_SHARE)))


def write_boston_csv(path: Path, count: int, seed: int = 1) -> Path:
    """Write that many rows as a csv file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(boston_rows(count, seed))
    return path


def _row(number: int, opened: datetime, random: Random, places: int) -> list[str]:
    group, kind, queue, days = random.choice(_TYPES)
    cells = dict.fromkeys(HEADER, "")
    closed = opened + timedelta(minutes=random.expovariate(1 / 4000))
    if random.random() < 0.007:
        closed = opened - timedelta(seconds=random.randint(1, 60))
    cells |= {
        "": str(559_370 + number),
        "CASE_ENQUIRY_ID": str(101_001_000_000 + number),
        "OPEN_DT": _clock(opened),
        "TARGET_DT": "" if random.random() < 0.18 else _clock(opened + timedelta(days=days)),
        "OnTime_Status": "ONTIME",
        "CASE_TITLE": "PRINTED" if random.random() < 0.03 else kind,
        "SUBJECT": "Public Works Department",
        "REASON": group,
        "TYPE": kind,
        "QUEUE": queue,
        "Department": queue[:4],
        "Source": random.choice(_SOURCES),
    }
    cells |= {"CASE_STATUS": "Open"} if random.random() < 0.04 else _closing(closed, random)
    cells |= _place(random.randrange(places), random)
    return [cells[name] for name in HEADER]


def _closing(closed: datetime, random: Random) -> dict[str, str]:
    roll = random.random()
    outcome = next(says for says, upto in _OUTCOMES if roll <= upto)
    said = f"Case Closed. Closed date : {closed:%Y-%m-%d %H:%M:%S}.52 {outcome} {random.choice(_SAID)}"
    return {"CASE_STATUS": "Closed", "CLOSED_DT": _clock(closed), "CLOSURE_REASON": said.strip()}


def _place(place: int, random: Random) -> dict[str, str]:
    """The same place has the same address and position in every row."""
    if random.random() < 0.04:
        return {"LATITUDE": "42.3594", "LONGITUDE": "-71.0587", "Geocoded_Location": "(42.3594, -71.0587)"}
    own = Random(place)
    name, city, zipcode, south, west, north, east = own.choice(_PLACES)
    street = f"{own.randint(1, 990)} {own.choice(_STREETS)} {own.choice(_KINDS)}"
    is_fake = own.random() < 0.05
    lat = 42.3594 if is_fake else round(own.uniform(south, north), 4)
    lon = -71.0587 if is_fake else round(own.uniform(west, east), 4)
    return {
        "Location": f"{street}  {city}  MA  {zipcode}",
        "fire_district": f"{own.randint(1, 12)}.0",
        "pwd_district": f"{own.randint(1, 10):02d}",
        "neighborhood": name,
        "LOCATION_STREET_NAME": street,
        "LOCATION_ZIPCODE": f"{int(zipcode)}.0",
        "Property_Type": "Address",
        "Property_ID": f"{10_000 + place}.0",
        "LATITUDE": f"{lat}",
        "LONGITUDE": f"{lon}",
        "Geocoded_Location": f"({lat}, {lon})",
    }


def _clock(at: datetime) -> str:
    return f"{at:%m/%d/%Y %I:%M:%S %p}"
