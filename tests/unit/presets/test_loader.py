"""Presets are read, and a mistake in one is told with its place."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.house.tree import ROOT
from wom_tui.domain.intake.preset import NEEDED_FIELDS, OTHER_FIELDS
from wom_tui.domain.sla.clock import due_at
from wom_tui.domain.sla.policy import Target, TargetUnit
from wom_tui.errors import InvalidInput, NotFound
from wom_tui.presets.loader import _Reader, load_preset, preset_names, preset_text
from wom_tui.presets.words import words

SMALL = """
source = "mine"
zone = "Europe/Berlin"
time_format = "%d.%m.%Y %H:%M"
[columns]
external_id = "Nr"
opened_at = "Auf"
status = "Stand"
work_type = "Art"
[values.status]
offen = "open"
"""


def a_preset(folder: Path, text: str) -> str:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_that_comes_along_can_be_read(name: str) -> None:
    assert load_preset(name).name == name


def test_a_preset_of_the_users_own_is_named_by_its_file(tmp_path: Path) -> None:
    preset = load_preset(a_preset(tmp_path, SMALL))

    assert (preset.name, preset.source, preset.zone) == ("mine", "mine", "Europe/Berlin")
    assert preset.missing_columns(("Nr", "Auf", "Art")) == ("Stand",)


def test_the_hours_of_boston_give_the_due_that_the_city_gave() -> None:
    from datetime import UTC, datetime

    calendar = load_preset("boston311").work_calendar

    assert calendar is not None
    friday = datetime(2015, 5, 22, 16, 0, tzinfo=UTC)
    assert due_at(friday, Target(1, TargetUnit.BUSINESS_DAYS), calendar) == datetime(
        2015, 5, 26, 16, 0, tzinfo=UTC
    )


def test_what_can_be_said_in_several_ways_is_read(tmp_path: Path) -> None:
    text = SMALL.replace('"Nr"', '["Nr", "Nummer"]').replace('"Art"', '"={Art}: {Unterart}"')
    preset = load_preset(a_preset(tmp_path, "optional = ['*']\npartial = true\n" + text))

    assert preset.columns["external_id"] == "={Nr|Nummer}"
    assert preset.read_columns == {"Nr", "Nummer", "Auf", "Stand", "Art", "Unterart"}
    assert preset.missing_columns(("Nummer", "Auf", "Stand", "Art")) == ()
    assert preset.missing_columns(("Auf", "Stand", "Art")) == ("Nr",)
    assert preset.values_of("status")["OFFEN".casefold()] == "open"


def test_a_file_that_lacks_a_column_has_a_preset_without_it(tmp_path: Path) -> None:
    text = SMALL.replace(
        'status = "Stand"', 'status = "Stand"\ntitle = ["Text", "Kurztext"]\ndue_at = "Frist"'
    )
    preset = load_preset(a_preset(tmp_path, "optional = ['*']\n" + text))

    fitted = preset.fitted(("Nr", "Auf", "Stand", "Art", "Kurztext"))

    assert (fitted.columns["title"], "due_at" in fitted.columns) == ("Kurztext", False)
    assert (preset.tells("imported_due_at"), fitted.tells("imported_due_at")) == (True, False)
    assert fitted.tells("title")
    assert fitted.tells("description")  # for which there is no column in any file of it
    assert preset.fitted(("Nr", "Auf", "Stand", "Art", "Text", "Kurztext", "Frist")) is preset


@pytest.mark.parametrize("name", preset_names())
def test_a_preset_says_in_one_line_what_it_reads(name: str) -> None:
    assert 10 < len(load_preset(name).title) <= 70
    assert preset_text(name).startswith("# ")


@pytest.mark.parametrize("name", ["boston", "nothing", "no/such.toml"])
def test_a_preset_that_is_not_there_is_told(name: str) -> None:
    with pytest.raises(NotFound):
        load_preset(name)


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ("= nothing", "mine.toml"),
        (SMALL.replace("Berlin", "Atlantis"), "zone"),
        (SMALL.replace('source = "mine"', ""), "source"),
        (SMALL.replace('opened_at = "Auf"', ""), "opened_at"),
        (SMALL.replace('opened_at = "Auf"', 'opened_on = "Auf"'), "columns"),
        (SMALL.replace('offen = "open"', 'offen = "perhaps"'), "line 11: values.status.offen"),
        (SMALL.replace('"Nr"', '"={Nr"'), "line 6: columns.external_id"),
        (SMALL.replace('"Nr"', "[]"), "line 6: columns.external_id"),
        (SMALL.replace('"%d.%m.%Y %H:%M"', '["iso", "whenever"]'), "line 4: time_format"),
        (SMALL.replace("opened_at", "opend_at"), "opened_at? One of"),
        (SMALL + '[values.priority]\neilig = "sofort"', "line 13: values.priority.eilig"),
        (SMALL + "[values.priority]\neilig = 1", "line 13: values.priority.eilig"),
        (SMALL + "[fold]\nsort = 1", "line 13: fold.sort"),
        (SMALL + '[fold]\nsort = "Zeile"', "line 12: fold.at"),
        (SMALL + '[fold]\nat = "Zeit"\nevents = ["group"]', "line 14: fold.events"),
        (SMALL + '[fold]\nat = "Zeit"\nby = "Wer"', "line 14: fold.by"),
        (SMALL + '[values.prority]\neilig = "P1"', "priority? One of"),
        ('lists = ["crew"]\n' + SMALL, "line 1: lists"),
        (SMALL + "[widths]\nNr = 0", "line 13: widths.Nr"),
        (SMALL + "[places]\nremoted = true", "line 13: places.remoted"),
        (SMALL + "[places]\nfake_positions = [1]", "line 13: places.fake_positions"),
        (SMALL + '[[other_files]]\ncolumns = ["a"]', "line 12: other_files"),
        (SMALL + "[tags]\nteam = 5", "line 13: tags.team"),
        (SMALL + "[colours]\nred = 1", "colours"),
        (SMALL + '[[outcomes]]\nsays = "x"\nstatus = "ready"\ncode = "x"', "outcomes"),
        (SMALL + "[templates]\nLamps = { duration_min = 0 }", "duration_min"),
        (SMALL + '[templates]\nLamps = { duration_min = 9, priority = "P9" }', "priority"),
        (SMALL + "[places]\nbounds = [1, 2]", "places.bounds"),
        (SMALL + '[calendar]\nname = "x"\nweek = { mon = ["late"] }', "calendar.week"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, wrong: str, place: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        load_preset(a_preset(tmp_path, wrong))

    assert place in str(caught.value)


DATED = SMALL.replace('time_format = "%d.%m.%Y %H:%M"\n', "") + '[dates]\nopened_at = "day_first"\n'


def test_times_may_each_be_written_in_their_own_order(tmp_path: Path) -> None:
    preset = load_preset(a_preset(tmp_path, DATED.replace("day_first", "undecided")))

    assert (preset.time_format, dict(preset.dates)) == ("", {"opened_at": None})


def test_what_a_row_says_nothing_of_may_have_a_default(tmp_path: Path) -> None:
    text = (
        SMALL.replace('work_type = "Art"\n', "") + '[defaults]\nwork_type = "General"\nchannel = "import"\n'
    )

    assert load_preset(a_preset(tmp_path, text)).defaults == {"work_type": "General", "channel": "import"}


def test_a_template_for_any_group_stands_behind_the_others(tmp_path: Path) -> None:
    text = SMALL + '[templates."*"]\nduration_min = 60\n[templates.Lamps]\nduration_min = 30\n'
    preset = load_preset(a_preset(tmp_path, text))

    found = [preset.template_for(group) for group in ("Lamps", "", "Roads")]
    assert [template.duration_min for template in found if template] == [30, 60, 60]


def test_every_field_that_a_guess_may_find_can_be_taken_in() -> None:
    assert set(words().names) <= {*NEEDED_FIELDS, *OTHER_FIELDS}


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        (DATED.replace("day_first", "backwards"), "dates.opened_at"),
        (DATED.replace('opened_at = "day_first"', ""), "dates"),
        (SMALL + '[defaults]\ncolour = "red"', "defaults"),
        (SMALL + '[defaults]\nstatus = "perhaps"', "defaults"),
        ('duration_unit = "days"\n' + SMALL, "duration_unit"),
        (SMALL + '[values.priority]\nhoch = "P9"', "values.priority"),
    ],
)
def test_a_mistake_in_a_map_is_told_with_its_place(tmp_path: Path, wrong: str, place: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        load_preset(a_preset(tmp_path, wrong))

    assert place in str(caught.value)


def test_the_map_in_the_how_to_can_be_read(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "how-to" / "take-over-a-spreadsheet.md").read_text(encoding="utf-8")

    preset = load_preset(a_preset(tmp_path, page.partition("```toml\n")[2].partition("```")[0]))

    assert preset.aliases["work_type"] == {"Leuchte": "Street light"}


SHAPES: tuple[object, ...] = (5, "x", [], {}, True, [1], ["a"], {"a": 1}, [{}], "=")


def places_in(value: object, before: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    """The way to everything that stands in a TOML document."""
    if before:
        yield before
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places_in(one, (*before, key))


@pytest.mark.parametrize("name", ["boston311", "open311", "servicenow"])
def test_whatever_has_another_shape_than_it_should_is_a_mistake_and_no_crash(name: str) -> None:
    text = preset_text(name)
    for place in places_in(tomllib.loads(text)):
        for shape in SHAPES:
            document: Any = tomllib.loads(text)
            inner = document
            for key in place[:-1]:
                inner = inner[key]
            inner[place[-1]] = shape
            with suppress(InvalidInput):
                _Reader("mine.toml", document, text).preset("mine").fitted(("a",))
