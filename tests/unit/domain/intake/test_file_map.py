"""What is asked about a file that nobody knows, and what becomes of what nobody answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from wom_tui.domain.intake.cell import BadCell
from wom_tui.domain.intake.dates import DateOrder
from wom_tui.domain.intake.draft import Surroundings
from wom_tui.domain.intake.file_map import About, Doubt, FileMap, Office
from wom_tui.domain.intake.guess import EMPTY, profile
from wom_tui.domain.intake.row import Intake
from wom_tui.domain.work_order import OrderStatus
from wom_tui.errors import InvalidInput
from wom_tui.presets.words import words

HEADER = ("Nr", "Art", "Status", "Datum", "Dauer", "Monteur")
ROWS = (
    ("0017", "Heizung", "offen", "03.04.2026", "90", "Kim"),
    ("0018", "Aufzug", "offen", "04.04.2026", "60", "Kim"),
    ("0019", "Heizung", "offen", "05.04.2026", "30", "Kim"),
)


def a_map(
    rows: Sequence[Sequence[str]] = ROWS,
    header: Sequence[str] = HEADER,
    *,
    types: tuple[str, ...] = ("heizung", "aufzug"),
    technicians: tuple[str, ...] = ("kim",),
) -> FileMap:
    office = Office(work_types=frozenset(types), technicians=frozenset(technicians), zone="UTC")
    return FileMap(profile(header, rows, EMPTY), words(), office)


def instead(column: str, *cells: str) -> list[list[str]]:
    """The rows with other cells in one column."""
    at = HEADER.index(column)
    return [[*row[:at], cell, *row[at + 1 :]] for row, cell in zip(ROWS, cells, strict=True)]


def the_doubt(found: FileMap) -> Doubt:
    """The only one that there is."""
    doubt = found.next_doubt()
    assert doubt is not None
    found.pass_over(doubt)
    assert found.next_doubt() is None
    return doubt


def test_of_what_is_sure_nothing_is_asked() -> None:
    found = a_map()

    assert found.next_doubt() is None
    preset = found.preset("x")
    assert preset.columns["external_id"] == "Nr"
    assert preset.dates == {"opened_at": DateOrder.DAY_FIRST}


def test_days_that_can_be_read_either_way_are_asked_about_and_put_aside_without_an_answer() -> None:
    found = a_map(instead("Datum", "3/4/2026", "5/5/2026", "6/7/2026"))

    doubt = the_doubt(found)

    assert (doubt.about, doubt.column, doubt.field) == (About.ORDER, "Datum", "opened_at")
    intake = Intake(found.preset("x"))
    row = dict(zip(HEADER, instead("Datum", "3/4/2026", "5/5/2026", "6/7/2026")[0], strict=True))
    with pytest.raises(BadCell, match="the day or the month first"):
        intake.draft(row | {"Monteur": ""}, 2)


@pytest.mark.parametrize("name", ["Bis", "Erledigt am", "Termin neu", "Zustand der Anlage"])
def test_of_a_column_without_any_value_nothing_is_asked(name: str) -> None:
    found = a_map([[*row, ""] for row in ROWS], (*HEADER, name))

    assert found.next_doubt() is None
    assert all(one.is_sure for one in found.guesses if one.column in ("Bis", "Erledigt am"))


def test_the_days_of_a_column_without_any_are_written_as_those_of_the_others_where_these_agree() -> None:
    header = (*HEADER, "Bis", "Erledigt am")
    alike = a_map([[*row, "", ""] for row in ROWS], header).preset("x")
    unlike = a_map([[*row, "", "2026-04-09"] for row in ROWS], header).preset("x")

    assert alike.dates == dict.fromkeys(("opened_at", "due_at", "ended_at"), DateOrder.DAY_FIRST)
    assert (unlike.dates["ended_at"], unlike.dates["due_at"]) == (DateOrder.YEAR_FIRST, None)


def test_what_can_be_read_in_one_way_only_is_read_even_so() -> None:
    found = a_map(instead("Datum", "3/4/2026", "5/5/2026", "6/7/2026"))
    the_doubt(found)
    cells = dict(zip(HEADER, ROWS[0], strict=True)) | {"Datum": "5/5/2026", "Monteur": "", "Art": "Heizung"}
    intake = Intake(found.preset("x"), around=Surroundings(work_types=frozenset({"heizung"})))

    assert intake.draft(cells, 2).opened_at == datetime(2026, 5, 5, tzinfo=UTC)


@pytest.mark.parametrize(("said", "order"), [("d", DateOrder.DAY_FIRST), ("m", DateOrder.MONTH_FIRST)])
def test_a_person_says_which_comes_first(said: str, order: DateOrder) -> None:
    found = a_map(instead("Datum", "3/4/2026", "5/5/2026", "6/7/2026"))
    doubt = found.next_doubt()
    assert doubt is not None

    found.answer(doubt, said)

    assert found.preset("x").dates == {"opened_at": order}
    assert found.next_doubt() is None


def test_a_word_for_a_state_that_nobody_knows_is_asked_about() -> None:
    found = a_map(instead("Status", "offen", "Kaffeepause", "erledigt"))
    doubt = found.next_doubt()
    assert doubt is not None
    assert (doubt.about, doubt.value) == (About.VALUE, "Kaffeepause")

    with pytest.raises(InvalidInput):
        found.answer(doubt, "perhaps")
    found.answer(doubt, "on_hold")

    known = {"offen": "open", "erledigt": "completed", "Kaffeepause": "on_hold"}
    assert found.preset("x").values["status"] == known


def test_an_order_that_is_over_on_a_day_that_no_column_tells_is_put_aside_until_the_map_names_one() -> None:
    preset = a_map(instead("Status", "offen", "erledigt", "offen")).preset("x")
    around = Surroundings(work_types=frozenset({"aufzug"}))
    row = dict(zip(HEADER, ROWS[1], strict=True)) | {"Status": "erledigt", "Monteur": ""}

    with pytest.raises(BadCell, match="ended_at in the map") as caught:
        Intake(preset, around=around).draft(row, 3)
    named = replace(
        preset,
        columns={**preset.columns, "ended_at": "={Fertig|Datum}"},
        dates={**preset.dates, "ended_at": DateOrder.DAY_FIRST},
    )
    ending = Intake(named, around=around).fitted(HEADER).draft(row, 3).ending

    assert (caught.value.column, caught.value.value) == ("Status", "erledigt")
    assert ending is not None
    assert (ending.status, ending.at) == (OrderStatus.COMPLETED, datetime(2026, 4, 4, tzinfo=UTC))


@pytest.mark.parametrize(
    "known",
    [
        {"DRINGEND": "P1", "hoch": "P2", "normal": "P3"},
        {"Notfall": None, "dringend": None, "hoch": "P2"},
        {"high": "P2", "urgent": "P1", "Urgent": "P1"},
        {"low": "P4", "none": "P4", "5": "P4"},  # what can wait can wait
    ],
)
def test_two_words_for_one_of_the_most_urgent_priorities_are_asked_about(
    known: dict[str, str | None],
) -> None:
    rows = [[*row, word] for row, word in zip(ROWS, known, strict=True)]

    found = a_map(rows, (*HEADER, "Prio"))

    assert [one.values for one in found.guesses if one.column == "Prio"] == [known]


@pytest.mark.parametrize("title", ["Was", "What", "Was ist zu tun?"])
def test_a_status_and_a_title_by_the_names_that_small_lists_give_them_are_known(title: str) -> None:
    header = ("Nr", "Art", "Stand", "Datum", "Dauer", title)
    rows = [[*row[:5], text] for row, text in zip(ROWS, ("Heizung kalt", "Tür klemmt", "Licht"), strict=True)]

    found = a_map(rows, header)

    assert found.next_doubt() is None
    columns = found.preset("x").columns
    assert (columns["status"], columns["title"]) == ("Stand", title)


def test_a_duration_that_may_be_hours_is_asked_about_and_left_out_without_an_answer() -> None:
    found = a_map(instead("Dauer", "2", "4", "8"))

    assert the_doubt(found).about is About.UNIT
    assert "duration_min" not in found.preset("x").columns


def test_work_types_that_the_office_does_not_have_are_made_only_where_a_person_says_so() -> None:
    found, other = a_map(types=("heizung",)), a_map(types=("heizung",))
    doubt = found.next_doubt()
    assert doubt is not None
    assert (doubt.about, doubt.samples) == (About.NEW_TYPES, ("Aufzug",))

    found.answer(doubt, "45")
    other.answer(doubt, "-")

    template = found.preset("x").template_for("any")
    assert template is not None
    assert template.duration_min == 45
    assert other.preset("x").template_for("any") is None


def test_technicians_that_the_office_does_not_have_can_be_left_out() -> None:
    found = a_map(technicians=())
    doubt = found.next_doubt()
    assert doubt is not None
    assert (doubt.about, doubt.samples) == (About.STRANGERS, ("Kim",))

    found.answer(doubt, "-")

    assert "technician" not in found.preset("x").columns


def test_a_field_that_no_order_can_do_without_is_looked_for() -> None:
    found = a_map([(*row, "x") for row in ROWS], ("???", *HEADER[1:], "Sonst"))
    doubt = found.next_doubt()
    assert doubt is not None
    assert (doubt.about, doubt.field, doubt.choices) == (About.COLUMN, "external_id", ("???", "Sonst"))
    with pytest.raises(InvalidInput, match="external_id"):
        found.preset("x")

    found.answer(doubt, "???")

    assert found.preset("x").columns["external_id"] == "???"


def test_rows_without_a_number_are_known_again_by_what_stands_in_them_while_work_goes_on() -> None:
    found = a_map([row[1:] for row in ROWS], HEADER[1:])
    doubt = found.next_doubt()
    assert doubt is not None

    found.answer(doubt, "-")

    preset = found.preset("x")
    assert preset.columns["external_id"] == "={#Datum,Art}"  # not the state, nor who comes
    intake = Intake(preset, around=Surroundings(work_types=frozenset({"heizung", "aufzug"})))
    rows = [
        dict(zip(HEADER[1:], row[1:], strict=True))
        for row in (*ROWS, ("", "Heizung", "zu", "03.04.2026", "", ""))
    ]
    numbers = [intake.external_id(row) for row in rows]
    assert len(set(numbers)) == 3
    assert numbers[0] == numbers[3]


def test_rows_that_little_tells_apart_need_a_number() -> None:
    found = a_map([row[2:] for row in ROWS], HEADER[2:])
    doubt = found.next_doubt()
    assert doubt is not None
    found.answer(doubt, "-")

    with pytest.raises(InvalidInput, match="too little"):
        found.preset("x")


def test_a_file_without_states_and_types_is_open_and_of_one_type() -> None:
    found = a_map([(row[0], row[3]) for row in ROWS], ("Nr", "Datum"), types=())
    while (doubt := found.next_doubt()) is not None:
        found.answer(doubt, "-")

    preset = found.preset("x")

    assert preset.defaults == {"channel": "import", "status": "open", "work_type": "General"}
    assert preset.template_for("") is not None


def test_a_guess_that_is_likely_is_a_question_and_taken_only_with_a_yes() -> None:
    header = ("Nr", "Art", "Status", "Datum", "Dauer", "Monteur", "Aktuelle Bemerkung intern")
    rows = [(*row, "dog in the yard") for row in ROWS]
    found, left = a_map(rows, header), a_map(rows, header)
    doubt = found.next_doubt()
    assert doubt is not None
    assert (doubt.about, doubt.column) == (About.FIELD, header[-1])

    found.answer(doubt, doubt.default)
    left.answer(doubt, "-")

    assert found.preset("x").columns[doubt.field] == header[-1]
    assert header[-1] in left.left_out
