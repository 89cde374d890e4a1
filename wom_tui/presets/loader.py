"""Which presets are there, and what does one of them say?

A preset is a TOML file that a person can read, copy and share. What it holds is checked here, with the place
of the mistake in the message; what it means is `domain/intake/preset.py`.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Mapping
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from wom_tui.domain.intake.dates import DateOrder
from wom_tui.domain.intake.preset import (
    DEFAULT_FIELDS,
    DURATION_UNITS,
    NEEDED_FIELDS,
    OTHER_FIELDS,
    Outcome,
    Preset,
    PriorityStep,
    Template,
)
from wom_tui.domain.intake.states import STATES
from wom_tui.domain.work_calendar import DAY_MIN, Calendar, Holiday, Hours, zone_of
from wom_tui.domain.work_order import OrderStatus, Priority, SkillNeed
from wom_tui.errors import InvalidInput, NotFound

E = TypeVar("E", bound=Enum)

_FOLDER = Path(__file__).resolve().parent
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_KEYS = frozenset(
    "title source zone time_format empty plain_titles number_prefix closing_noise columns tags widths values "
    "aliases outcomes places priorities templates calendar dates defaults decimal_commas duration_unit".split()
)
UNDECIDED = "undecided"  # instead of an order of day, month and year: the file does not tell
_ENDS = frozenset({OrderStatus.COMPLETED, OrderStatus.CANCELLED})


def preset_names() -> tuple[str, ...]:
    """The presets that come with the program."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def load_preset(name: str) -> Preset:
    """The preset of that name, or in the file of that name where it ends in `.toml`.

    Raises:
        NotFound: there is none.
        InvalidInput: it cannot be read; names the place and what is expected there.
    """
    path = Path(name) if name.endswith(".toml") else _FOLDER / f"{name}.toml"
    if not name.endswith(".toml") and name not in preset_names():
        raise NotFound("preset", name, difflib.get_close_matches(name, preset_names()) or preset_names())
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotFound("preset", name) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidInput(f"preset {path.name}", str(error), "a TOML file that can be read") from error
    return _Reader(path.name, values).preset(path.stem)


class _Reader:
    """Takes a preset's values out of a file, and says where one of them is wrong."""

    def __init__(self, file: str, values: Mapping[str, Any]) -> None:
        self._file, self._values = file, values

    def preset(self, name: str) -> Preset:
        """The whole preset."""
        unknown = sorted(self._values.keys() - _KEYS)
        if unknown:
            raise self._wrong("its keys", unknown[0], ", ".join(sorted(_KEYS)))
        places = self._get("places", dict, {})
        calendar, holidays = self._calendar()
        return Preset(
            name=name,
            title=self._get("title", str, name),
            source=self._need("source", str),
            zone=zone_of(self._need("zone", str)).key,
            time_format=self._get("time_format", str, "")
            if "dates" in self._values
            else self._need("time_format", str),
            columns=self._columns(),
            dates=self._dates(),
            defaults=self._defaults(),
            decimal_commas=frozenset(self._texts("decimal_commas")),
            duration_unit=self._duration_unit(),
            values=self._value_maps(),
            aliases=self._maps("aliases"),
            empty=frozenset(self._texts("empty")) | {""},
            widths=self._get("widths", dict, {}),
            plain_titles=frozenset(self._texts("plain_titles")),
            closing_noise=tuple(self._texts("closing_noise")),
            outcomes=tuple(self._outcome(row) for row in self._get("outcomes", list, [])),
            templates={group: self._template(row) for group, row in self._get("templates", dict, {}).items()},
            priorities=tuple(self._step(row) for row in self._get("priorities", list, [])),
            tags=self._get("tags", dict, {}),
            bounds=self._bounds(places),
            fake_positions=frozenset(
                (float(lat), float(lon)) for lat, lon in places.get("fake_positions", [])
            ),
            number_prefix=self._get("number_prefix", str, ""),
            calendar=calendar,
            holidays=holidays,
        )

    # -- one value -----------------------------------------------------------------------------------------

    def _wrong(self, place: str, value: object, expected: str) -> InvalidInput:
        return InvalidInput(f"preset {self._file}: {place}", value, expected)

    def _get(self, key: str, kind: type, default: Any) -> Any:
        value = self._values.get(key, default)
        if not isinstance(value, kind):
            raise self._wrong(key, value, f"a {kind.__name__}")
        return value

    def _need(self, key: str, kind: type) -> Any:
        if key not in self._values:
            raise self._wrong(key, "nothing", "a value: it cannot be left out")
        return self._get(key, kind, None)

    def _texts(self, key: str) -> list[str]:
        texts = self._get(key, list, [])
        if not all(isinstance(text, str) for text in texts):
            raise self._wrong(key, texts, "texts")
        return list(texts)

    def _maps(self, key: str) -> dict[str, dict[str, str]]:
        maps = self._get(key, dict, {})
        for name, entries in maps.items():
            if not isinstance(entries, dict) or not all(isinstance(v, str) for v in entries.values()):
                raise self._wrong(f"{key}.{name}", entries, "lines like theirs = ours")
        return dict(maps)

    def _member(self, place: str, kind: type[E], value: object, by_name: bool = False) -> E:
        try:
            return kind[str(value)] if by_name else kind(value)
        except (KeyError, ValueError):
            members = ", ".join(str(m.name if by_name else m.value) for m in kind)
            raise self._wrong(place, value, f"one of {members}") from None

    # -- parts ---------------------------------------------------------------------------------------------

    def _columns(self) -> dict[str, str]:
        columns: dict[str, str] = self._need("columns", dict)
        for name in columns:
            if name not in (*NEEDED_FIELDS, *OTHER_FIELDS):
                raise self._wrong("columns", name, ", ".join((*NEEDED_FIELDS, *OTHER_FIELDS)))
        for name in NEEDED_FIELDS:
            if name not in columns and name not in self._values.get("defaults", {}):
                raise self._wrong("columns", "nothing", f"a column for {name}")
        return dict(columns)

    def _value_maps(self) -> dict[str, dict[str, str]]:
        maps = self._maps("values")
        states = maps.get("status", {})
        if not states and "status" in self._values["columns"]:
            raise self._wrong("values.status", states, f"every status of theirs as {_quoted(STATES)}")
        self._check_ours("values.status", states, STATES)
        self._check_ours("values.priority", maps.get("priority", {}), Priority.__members__)
        return maps

    def _check_ours(self, place: str, values: Mapping[str, str], ours: Collection[str]) -> None:
        for theirs, meant in values.items():
            if meant not in ours:
                raise self._wrong(f"{place}: {theirs!r}", meant, _quoted(ours))

    def _time_format(self) -> str:
        """The form of all times; it may be left out where `dates` says how each of them is written."""
        has_dates = "dates" in self._values
        return str(self._get("time_format", str, "") if has_dates else self._need("time_format", str))

    def _dates(self) -> dict[str, DateOrder | None]:
        """How each time is written; with no `time_format` it has to be said of all of them."""
        told = self._get("dates", dict, {})
        moments = [name for name in self._values["columns"] if name.endswith("_at")]
        if unsaid := [name for name in moments if name not in told and "time_format" not in self._values]:
            raise self._wrong(
                "dates", "nothing", f"how {unsaid[0]} is written, or a time_format for all times"
            )
        return {
            name: None if order == UNDECIDED else self._member(f"dates.{name}", DateOrder, order)
            for name, order in told.items()
        }

    def _defaults(self) -> dict[str, str]:
        defaults: dict[str, str] = self._get("defaults", dict, {})
        self._check_ours("defaults", {name: name for name in defaults}, DEFAULT_FIELDS)
        if "status" in defaults:
            self._check_ours("defaults", {"status": defaults["status"]}, STATES)
        return dict(defaults)

    def _duration_unit(self) -> str:
        unit: str = self._get("duration_unit", str, "minutes")
        self._check_ours("duration_unit", {"duration_min": unit}, DURATION_UNITS)
        return unit

    def _outcome(self, row: dict[str, Any]) -> Outcome:
        says, place = row.get("says", ""), f"outcomes: {row.get('says', '')!r}"
        status = self._member(place, OrderStatus, row.get("status"))
        if not says or status not in _ENDS or not row.get("code"):
            raise self._wrong(place, row, 'says, status ("completed" or "cancelled") and code')
        return Outcome(
            says=says, status=status, code=row["code"], is_duplicate=bool(row.get("is_duplicate", False))
        )

    def _template(self, row: dict[str, Any]) -> Template:
        minutes = row.get("duration_min")
        if not isinstance(minutes, int) or not 0 < minutes <= 14 * DAY_MIN:
            raise self._wrong("templates: duration_min", minutes, "minutes, up to 14 days")
        skills = tuple(SkillNeed(name=name, level=level) for name, level in row.get("skills", {}).items())
        priority = self._member("templates: priority", Priority, row.get("priority", "P3"), by_name=True)
        return Template(duration_min=minutes, skills=skills, priority=priority)

    def _step(self, row: dict[str, Any]) -> PriorityStep:
        priority = self._member("priorities", Priority, row.get("priority"), by_name=True)
        return PriorityStep(within_days=row.get("within_days"), priority=priority)

    def _bounds(self, places: Mapping[str, Any]) -> tuple[float, float, float, float]:
        bounds = places.get("bounds", [-90, -180, 90, 180])
        if len(bounds) != 4 or bounds[0] >= bounds[2] or bounds[1] >= bounds[3]:
            raise self._wrong("places.bounds", bounds, "south, west, north, east in degrees")
        south, west, north, east = map(float, bounds)
        return south, west, north, east

    def _calendar(self) -> tuple[Calendar | None, tuple[Holiday, ...]]:
        """The calendar as facts without a number: the office gives it one."""
        row = self._get("calendar", dict, {})
        if not row:
            return None, ()
        week = tuple(
            tuple(self._hours(span) for span in row.get("week", {}).get(day, ())) for day in _WEEKDAYS
        )
        calendar = Calendar(
            id=0, name=row.get("name", ""), zone=row.get("zone", self._need("zone", str)), week=week
        )
        days = row.get("holidays", [])
        if not all(isinstance(day.get("on"), date) for day in days):
            raise self._wrong("calendar.holidays", days, "lines with a date `on` and a name")
        return calendar, tuple(
            Holiday(id=0, calendar_id=0, on=day["on"], name=day.get("name", "")) for day in days
        )

    def _hours(self, span: str) -> Hours:
        try:
            start, end = (int(h) * 60 + int(m) for h, m in (clock.split(":") for clock in span.split("-")))
        except ValueError:
            raise self._wrong("calendar.week", span, "hours such as 08:30-17:00") from None
        return Hours(start, end)


def _quoted(words: Collection[str]) -> str:
    return "one of " + ", ".join(f'"{word}"' for word in words)
