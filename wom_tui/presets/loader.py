"""Which presets are there, and what does one of them say?

A preset is a TOML file that a person can read, copy and share. What it holds is checked here, with the place
of the mistake in the message; what it means is `domain/intake/preset.py`.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from wom_tui.domain.intake.dates import DateOrder
from wom_tui.domain.intake.moments import FAMILIES, moments_reader
from wom_tui.domain.intake.preset import (
    DEFAULT_FIELDS,
    DURATION_UNITS,
    NEEDED_FIELDS,
    OTHER_FIELDS,
    Fold,
    OtherFile,
    Outcome,
    Preset,
    PriorityStep,
    Template,
)
from wom_tui.domain.intake.recipe import MARK, recipe_of
from wom_tui.domain.intake.states import STATES
from wom_tui.domain.work_calendar import DAY_MIN, zone_of
from wom_tui.domain.work_order import OrderStatus, Priority, SkillNeed
from wom_tui.errors import InvalidInput, NotFound
from wom_tui.presets.hours import calendar_of
from wom_tui.presets.mistake import mistake, quoted

E = TypeVar("E", bound=Enum)
R = TypeVar("R")

_FOLDER = Path(__file__).resolve().parent
_KEYS = frozenset(
    "title note source zone time_format empty plain_titles number_prefix closing_noise columns optional partial lists "
    "tags files widths values aliases outcomes places priorities templates calendar dates defaults decimal_commas "
    "duration_unit fold other_files html".split()
)
_PLACES = frozenset({"bounds", "fake_positions", "remote"})
_FOLD = frozenset({"at", "sort", "events"})
_MOST_DIGITS = 40  # of an id
_SHAPES = {str: "a text", dict: "a table", list: "a list", bool: "true or false"}
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
    path, text = _found(name)
    return preset_of(path.name, text)


def preset_of(file: str, text: str) -> Preset:
    """The preset that a file of that name with that text is.

    Raises:
        InvalidInput: see `load_preset`.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput(f"preset {file}", str(error), "a TOML file that can be read") from error
    return _Reader(file, values, text).preset(file.removesuffix(".toml"))


def preset_text(name: str) -> str:
    """The file of a preset as it is written, to be read and copied.

    Raises:
        NotFound, InvalidInput: see `load_preset`.
    """
    return _found(name)[1]


def _found(name: str) -> tuple[Path, str]:
    is_file = name.endswith(".toml")
    path = Path(name) if is_file else _FOLDER / f"{name}.toml"
    if not is_file and name not in preset_names():
        raise NotFound("preset", name, difflib.get_close_matches(name, preset_names()) or preset_names())
    try:
        return path, path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NotFound("preset", name) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"preset {path.name}", str(error), "a TOML file that can be read") from error


class _Reader:
    """Takes a preset's values out of a file, and says where one of them is wrong."""

    def __init__(self, file: str, values: Mapping[str, Any], text: str) -> None:
        self._file, self._values, self._text = file, values, text

    def preset(self, name: str) -> Preset:
        """The whole preset."""
        self._check_keys("", self._values, _KEYS)
        places = self._get("places", dict, {})
        self._check_keys("places.", places, _PLACES)
        forms, columns, tags = self._forms(), self._columns(), self._named_columns("tags")
        with self._shaped("calendar", 'a name, a week such as { mon = ["08:30-17:00"] }, and holidays'):
            calendar, holidays = calendar_of(self._get("calendar", dict, {}), self._zone().key, self._wrong)
        return Preset(
            name=name,
            title=self._get("title", str, name),
            source=self._need("source", str),
            zone=self._zone().key,
            time_format=forms[0] if forms else "",
            time_formats=forms,
            columns=columns,
            optional=frozenset(self._texts("optional")),
            fold=self._fold(columns, tags),
            other_files=self._rows(
                "other_files", self._other_file, "tables with columns = [...] and what it is"
            ),
            note=self._get("note", str, "").strip(),
            is_partial=self._get("partial", bool, False),  # noqa: FBT003  where the file says nothing
            is_remote=places.get("remote", False) is True,
            lists=self._lists(tags),
            html=self._html(columns),
            dates=self._dates(),
            defaults=self._defaults(),
            decimal_commas=frozenset(self._texts("decimal_commas")),
            duration_unit=self._duration_unit(),
            values=self._value_maps(),
            aliases=self._maps("aliases"),
            empty=frozenset(self._texts("empty")) | {""},
            widths=self._widths(),
            plain_titles=frozenset(self._texts("plain_titles")),
            closing_noise=tuple(self._texts("closing_noise")),
            outcomes=self._rows("outcomes", self._outcome, "tables with says, status and code"),
            templates=self._templates(),
            priorities=self._rows("priorities", self._step, "tables with within_days and priority"),
            tags=tags,
            files=self._named_columns("files"),
            bounds=self._bounds(places),
            fake_positions=self._fakes(places),
            number_prefix=self._get("number_prefix", str, ""),
            calendar=calendar,
            holidays=holidays,
        )

    # -- one value -----------------------------------------------------------------------------------------

    def _wrong(self, place: str, value: object, expected: str) -> InvalidInput:
        return mistake(self._file, self._text, place, value, expected)

    def _check_keys(self, before: str, table: Mapping[str, Any], known: Collection[str]) -> None:
        for key in table:
            if key not in known:
                near = difflib.get_close_matches(key, sorted(known), n=1)
                meant = f"{near[0]}? One of " if near else "one of "
                raise self._wrong(f"{before}{key}", key, meant + ", ".join(sorted(known)))

    def _get(self, key: str, kind: type, default: Any) -> Any:
        value = self._values.get(key, default)
        if not isinstance(value, kind):
            raise self._wrong(key, value, _SHAPES[kind])
        return value

    def _need(self, key: str, kind: type) -> Any:
        if key not in self._values:
            raise self._wrong(key, "nothing", "a value: it cannot be left out")
        return self._get(key, kind, None)

    @contextmanager
    def _shaped(self, key: str, expected: str) -> Iterator[None]:
        """Whatever is of another shape than it should be within a part of the file is told as that part."""
        try:
            yield
        except (AttributeError, TypeError, ValueError) as error:
            raise self._wrong(key, self._values.get(key), expected) from error

    def _rows(self, key: str, read: Callable[[dict[str, Any]], R], expected: str) -> tuple[R, ...]:
        with self._shaped(key, expected):
            return tuple(read(row) for row in self._get(key, list, []))

    def _texts(self, key: str) -> list[str]:
        texts = self._get(key, list, [])
        if not all(isinstance(text, str) for text in texts):
            raise self._wrong(key, texts, "texts")
        return list(texts)

    def _maps(self, key: str) -> dict[str, dict[str, str]]:
        maps = self._get(key, dict, {})
        self._check_keys(f"{key}.", maps, (*NEEDED_FIELDS, *OTHER_FIELDS))
        for name, entries in maps.items():
            if not isinstance(entries, dict):
                raise self._wrong(f"{key}.{name}", entries, 'lines like "theirs" = "ours"')
            for theirs, ours in entries.items():
                if not isinstance(ours, str):
                    raise self._wrong(f"{key}.{name}.{theirs}", ours, 'a text: "theirs" = "ours"')
        return dict(maps)

    def _member(self, place: str, kind: type[E], value: object, by_name: bool = False) -> E:
        try:
            return kind[str(value)] if by_name else kind(value)
        except (KeyError, ValueError):
            members = ", ".join(str(m.name if by_name else m.value) for m in kind)
            raise self._wrong(place, value, f"one of {members}") from None

    # -- parts ---------------------------------------------------------------------------------------------

    def _columns(self) -> dict[str, str]:
        told: dict[str, Any] = self._need("columns", dict)
        self._check_keys("columns.", told, (*NEEDED_FIELDS, *OTHER_FIELDS))
        for name in NEEDED_FIELDS:
            if name not in told and name not in self._get("defaults", dict, {}):
                raise self._wrong("columns", "nothing", f"a column for {name}")
        return {name: self._column(f"columns.{name}", column) for name, column in told.items()}

    def _named_columns(self, key: str) -> dict[str, str]:
        told = self._get(key, dict, {})
        return {name: self._column(f"{key}.{name}", column) for name, column in told.items()}

    def _lists(self, tags: Mapping[str, str]) -> frozenset[str]:
        names = self._texts("lists")
        for name in names:
            if name not in tags:
                raise self._wrong("lists", name, f"some of the tags: {', '.join(tags)}")
        return frozenset(names)

    def _html(self, columns: Mapping[str, str]) -> frozenset[str]:
        names = self._texts("html")
        for name in names:
            if name not in columns:
                raise self._wrong("html", name, f"some of the columns: {', '.join(columns)}")
        return frozenset(names)

    def _column(self, place: str, told: object) -> str:
        """A column's name, several of which the first that is filled counts, or a recipe."""
        if isinstance(told, list) and told and all(isinstance(one, str) and one for one in told):
            return f"{MARK}{{{'|'.join(told)}}}"
        if not isinstance(told, str) or not told:
            raise self._wrong(place, told, 'a column: "Name", ["First", "Else"], or "={Street}, {City}"')
        if told.startswith(MARK):
            try:
                recipe_of(told)
            except InvalidInput as error:
                raise self._wrong(place, told, str(error.expected)) from error
        return told

    def _fold(self, columns: Mapping[str, str], tags: Mapping[str, str]) -> Fold | None:
        told = self._get("fold", dict, {})
        if not told:
            return None
        self._check_keys("fold.", told, _FOLD)
        with self._shaped("fold", "events = [...]"):
            events = tuple(told.get("events", ("status",)))
        possible = ("status", *(["priority"] if "priority" in columns else []), *tags)
        for name in events:
            if name not in possible:
                raise self._wrong("fold.events", name, f"some of {', '.join(possible)}")
        sort = self._column("fold.sort", told["sort"]) if "sort" in told else ""
        return Fold(at=self._column("fold.at", told.get("at")), sort=sort, events=events)

    def _other_file(self, row: dict[str, Any]) -> OtherFile:
        if not row.get("columns") or not isinstance(row.get("is"), str):
            raise self._wrong("other_files", row, "columns = [...] and what it is")
        return OtherFile(columns=frozenset(row["columns"]), what=row["is"])

    def _widths(self) -> dict[str, int]:
        widths: dict[str, Any] = self._get("widths", dict, {})
        for column, width in widths.items():
            if not isinstance(width, int) or not 0 < width <= _MOST_DIGITS:
                raise self._wrong(f"widths.{column}", width, f"digits, 1 to {_MOST_DIGITS}")
        return dict(widths)

    def _fakes(self, places: Mapping[str, Any]) -> frozenset[tuple[float, float]]:
        told = places.get("fake_positions", [])
        try:
            return frozenset((float(lat), float(lon)) for lat, lon in told)
        except (TypeError, ValueError):
            raise self._wrong("places.fake_positions", told, "pairs such as [42.36, -71.06]") from None

    def _value_maps(self) -> dict[str, dict[str, str]]:
        maps = self._maps("values")
        states = maps.get("status", {})
        if not states and "status" in self._values["columns"]:
            raise self._wrong("values.status", states, f"every status of theirs as {quoted(STATES)}")
        self._check_ours("values.status", states, STATES)
        self._check_ours("values.priority", maps.get("priority", {}), Priority.__members__)
        return maps

    def _check_ours(self, place: str, values: Mapping[str, str], ours: Collection[str]) -> None:
        for theirs, meant in values.items():
            if meant not in ours:
                raise self._wrong(f"{place}.{theirs}", meant, quoted(ours))

    def _zone(self) -> ZoneInfo:
        name = self._need("zone", str)
        try:
            return zone_of(name)
        except InvalidInput as error:
            raise self._wrong("zone", name, "a time zone such as Europe/Berlin") from error

    def _forms(self) -> tuple[str, ...]:
        """How times are written, in the order in which it is tried; nothing where `dates` says it of each of them."""
        told = self._values.get("time_format")
        if told is None and "dates" in self._values:
            return ()
        forms = told if isinstance(told, list) and told else [self._need("time_format", str)]
        zone = self._zone()
        try:
            moments_reader(forms, zone)
        except (InvalidInput, TypeError) as error:
            allowed = f"{', '.join(FAMILIES)}, or %Y %m %d and some of %H %I %M %S %p, each once"
            raise self._wrong("time_format", told, allowed) from error
        return tuple(forms)

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

    def _templates(self) -> dict[str, Template]:
        with self._shaped("templates", 'lines like "Group" = { duration_min = 60 }'):
            told = self._get("templates", dict, {})
            return {group: self._template(row) for group, row in told.items()}

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
        try:
            south, west, north, east = map(float, bounds)
        except (TypeError, ValueError):
            south = north = west = east = 0.0
        if south >= north or west >= east:
            raise self._wrong("places.bounds", bounds, "south, west, north, east in degrees")
        return south, west, north, east
