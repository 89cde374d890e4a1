"""Where does the cursor of a call go, and which line does the call come to?"""

from __future__ import annotations

from wom_tui.tui.call_model import Draft, Form


def test_enter_stops_only_at_what_somebody_has_to_say() -> None:
    form = Form(Draft({"title": "leak", "channel": "phone"}))
    form.offer(("kim 9:00", "ali 9:30"), ("site_id", "duration_min"))

    stops = []
    while not form.stop.startswith("slot:"):
        form.go_on()
        stops.append(form.stop)
        if form.stop != "phone":
            form.draft.say(form.stop, "x")

    assert stops == ["site", "requester", "phone", "duration", "slot:kim 9:00"]


def test_a_place_that_was_only_half_typed_is_asked_for_again() -> None:
    form = Form(Draft({"title": "leak", "site": "copl"}))
    form.go_on()
    assert form.stop == "site"
    form.draft.mean("site", "9 Quincy Row", 0)
    form.stop = "title"

    form.go_on()

    assert form.stop == "requester"
    assert form.draft.line(None) == 'new leak address="9 Quincy Row"'


def test_the_cursor_never_comes_to_stand_on_another_slot_than_the_one_that_was_chosen() -> None:
    form = Form(Draft({"title": "leak"}))
    form.offer(("kim 9:00", "ali 9:30", "sue 10:00"), ())
    form.stop = "slot:ali 9:30"

    form.offer(("ali 9:30", "sue 10:00"), ())
    assert (form.stop, form.slot) == ("slot:ali 9:30", 0)
    form.offer(("sue 10:00",), ())

    assert (form.stop, form.slot, form.is_gone) == ("slot:ali 9:30", None, True)
    form.step(1)
    assert (form.stop, form.slot, form.is_gone) == ("slot:sue 10:00", 0, False)


def test_a_new_number_of_somebody_known_is_not_lost() -> None:
    draft = Draft({"title": "leak"})
    draft.mean("requester", "K. Byrne", 7)
    assert draft.line(None) == 'new leak requester="K. Byrne" contact=7'
    draft.say("phone", "555 0100")
    assert draft.line(None) == 'new leak requester="K. Byrne" phone="555 0100"'
