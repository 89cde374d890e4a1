"""`wom technician list`, `show`, `create`, `edit`, and the same for every other noun."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Wom

NOUNS = (
    "technician",
    "skill",
    "shift",
    "absence",
    "customer",
    "contact",
    "site",
    "asset",
    "territory",
    "type",
)


@pytest.mark.parametrize("noun", [*NOUNS, "calendar", "holiday", "sla", "user", "purchase", "feedback"])
def test_the_records_of_a_noun_are_listed(noun: str, wom: Wom) -> None:
    listed = wom(noun, "list", "--json")

    assert listed.code == 0
    assert all("version" in record for record in listed.json)


def test_a_list_is_picked_sorted_and_cut(wom: Wom) -> None:
    told = wom("skill", "list", "level>1", "--sort", "-level", "--columns", "technician,level", "--csv")

    assert told.out.splitlines() == ["technician,level", "kim,3", "ali,2"]


@pytest.mark.parametrize(
    "words", [("list", "colour=red"), ("list", "--sort", "colour"), ("list", "--columns", "colour")]
)
def test_a_column_that_there_is_not_is_refused(words: tuple[str, ...], wom: Wom) -> None:
    assert wom("technician", *words).code == 2


def test_a_list_shows_how_things_stood(wom: Wom) -> None:
    before = [one["name"] for one in wom("technician", "list", "--json").json]
    wom("technician", "edit", "kim", "name=Kim", "--now", "2026-03-02T11:00-05:00")

    then = wom("technician", "list", "--as-of", "2026-03-02T10:00-05:00", "--json")

    assert [one["name"] for one in wom("technician", "list", "--json").json] == ["Kim", "A. Diallo"]
    assert [one["name"] for one in then.json] == before
    assert "Kim" not in before


def test_an_agreement_and_a_user_are_changed_by_name(wom: Wom) -> None:
    assert wom("sla", "edit", "lights", "warn_at=0.5").code == 0
    assert wom("user", "create", "name=ann", "role=admin").code == 0
    assert wom("user", "edit", "ann", "os_user=a.kerr").code == 0

    assert wom("sla", "show", "lights", "--json").json["warn_at"] == 0.5
    assert wom("user", "show", "ann", "--json").json["os_user"] == "a.kerr"


def test_one_is_shown_with_what_happened_to_it(wom: Wom) -> None:
    wom("technician", "edit", "kim", "languages=en, es")

    shown = wom("technician", "show", "KIM", "--json").json

    assert (shown["code"], shown["languages"]) == ("kim", "en, es")
    assert [event["kind"] for event in shown["history"]] == ["technician.loaded", "technician.changed"]


def test_one_that_is_not_there_names_the_nearest(wom: Wom) -> None:
    refused = wom("technician", "show", "kmi")

    assert refused.code == 3
    assert "did you mean kim?" in refused.err


def test_one_is_made_and_not_made_twice(wom: Wom) -> None:
    assert wom("technician", "create", "code=lee", "name=Lee Park").code == 0

    again = wom("technician", "create", "code=lee", "name=Lee")

    assert again.code == 4
    assert "there is such a technician already" in again.err


def test_one_is_changed_by_its_name(wom: Wom) -> None:
    changed = wom("shift", "edit", "kim", "mon-fri", "shift=07:00-15:30", "breaks=")

    assert "done: edit shift kim mon-fri" in changed.out
    (shift,) = wom("shift", "list", "technician=kim", "--json").json
    assert (shift["shift"], shift["breaks"]) == ("07:00-15:30", None)


def test_one_that_is_not_there_is_not_changed(wom: Wom) -> None:
    assert wom("skill", "edit", "technician=kim", "skill=welding", "level=2").code == 3


def test_what_tells_records_apart_is_not_changed(wom: Wom) -> None:
    assert wom("technician", "edit", "kim", "code=kimberly").code == 2


def test_a_value_that_cannot_be_used_says_what_is_allowed(wom: Wom) -> None:
    refused = wom("shift", "edit", "kim", "mon-fri", "shift=25:00")

    assert refused.code == 2
    assert "expected a span of the day such as 07:00-15:30" in refused.err


def test_a_preview_changes_nothing(wom: Wom) -> None:
    wom("technician", "edit", "kim", "name=Kim", "--dry-run")

    assert wom("technician", "show", "kim", "--json").json["name"] == "K. Moran"


def test_a_change_is_taken_back(wom: Wom) -> None:
    wom("site", "edit", "Site 1", "access_notes=ring twice")
    wom("undo")

    assert wom("site", "show", "site 1", "--json").json["access_notes"] is None


def test_one_is_taken_away_and_comes_back_by_undo(wom: Wom) -> None:
    assert wom("skill", "remove", "kim", "lights", "--dry-run").code == 0
    assert "remove skill kim lights" in wom("skill", "remove", "kim", "lights").out
    assert wom("skill", "show", "kim", "lights").code == 3

    assert wom("undo").code == 0
    assert wom("skill", "show", "kim", "lights").code == 0
    refused = wom("technician", "remove", "kim")
    assert refused.code == 4
    assert "active=no" in refused.err
    assert wom("holiday", "remove", "never").code == 3


def test_several_of_a_noun_are_spelt_right(shell: Wom) -> None:
    assert "List holidays" in shell("holiday", "--help").out
    assert "List territories" in shell("territory", "--help").out
    assert "List SLA policies" in shell("sla", "--help").out
