"""Can a call be taken in by keys alone, while what is known of it is shown, and is nothing lost that was typed?

Keys for one call, counted by the first test here (office of tests/tui/office.py, 120×35):

| What                                  | Keys |
| ------------------------------------- | ---- |
| `n` opens                             |    1 |
| what is wrong, 14 letters, Enter      |   15 |
| where, 4 letters, Enter               |    5 |
| who calls, 8 letters, Enter           |    9 |
| no number to call back: Enter         |    1 |
| Enter: taken in, and the best slot    |    1 |
| all of it                             |   32 |

At two keys a second that is 16 s; type, priority, duration, skills, customer, due and slot cost no key.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.tui.driving import Console, console, driven
from tests.tui.office import desk_at
from tests.tui.test_type_ahead import burst
from wom_tui.domain.past_titles import PastTitles
from wom_tui.domain.site import Contact, Site
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.present.labels import ASCII
from wom_tui.store.reader import Reader
from wom_tui.tui.call_fields import FIELDS
from wom_tui.tui.screens.intake import IntakeView

NEXT = 4424  # the number that the next order gets


async def calling(c: Console) -> IntakeView:
    await c.press("n")
    view = c.app.query_one(IntakeView)
    await c.until(lambda: view.known.is_settled, "the form is there")
    return view


async def told(c: Console, text: str) -> None:
    """Type into the field, and wait until what is known of it is shown."""
    await c.type(text)
    view = c.app.query_one(IntakeView)
    await c.until(lambda: view.known.is_settled and not view.known.rest.is_waited_for, "it is looked up")
    await c.settled()


def order_of(address: str, number: int = NEXT) -> WorkOrder:
    return desk_at(address).ask(Reader.get, WorkOrder, number)


def test_a_call_is_taken_in_and_booked_with_32_keys_in_one_act(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            keys = "nboiler lockout\nmadi\nK. Byrne\n\n\n"
            await burst(c, keys)
            await c.until(lambda: c.app.context == "board", "it is taken in")
            await c.settled()

            assert len(keys) == 32
            order = order_of(office)
            assert (order.title, order.site_id, order.requester) == ("boiler lockout", 1, "K. Byrne")
            assert (order.work_type_id, order.channel, order.status) == (1, "phone", OrderStatus.SCHEDULED)
            (visit,) = desk_at(office).ask(Reader.select, Visit, order_id=NEXT)
            assert visit.is_booked
            assert c.board.model.cursor == NEXT
            await c.press("u")
            with pytest.raises(Exception, match=f"no work order {NEXT}"):
                order_of(office)

    driven(script)


def test_enter_comes_by_the_number_to_call_back(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await burst(c, "nboiler lockout\nmadi\nK. Byrne\n555 0100\n\n")
            await c.until(lambda: c.app.context == "board", "it is taken in")
            await c.settled()

            contact = desk_at(office).ask(Reader.get, Contact, order_of(office).contact_id or 0)
            assert (contact.name, contact.phone) == ("K. Byrne", "555 0100")

    driven(script)


def test_what_is_typed_among_the_slots_goes_to_a_field(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await calling(c)
            await burst(c, "boiler lockout\nmadi\nK. Byrne\n\n")
            await c.until(lambda: view.form.stop.startswith("slot:"), "the slots are there")
            await told(c, "617 555")
            assert (view.form.stop, view.form.draft.said["phone"]) == ("phone", "617 555")

            await c.press("enter")
            await c.until(lambda: view.form.stop.startswith("slot:"), "the slots are there again")
            await told(c, "kept dog?")
            assert (view.form.stop, view.form.draft.said["description"]) == ("description", "kept dog?")
            await c.press("enter")
            await c.until(lambda: view.form.stop.startswith("slot:"), "and again")
            c.app.keys.paste("ring twice")
            assert view.sheet.input.value == "kept dog?ring twice"
            assert c.app.seat.desk.ask(Reader.find, WorkOrder, NEXT) is None

    driven(script)


def test_the_type_is_guessed_with_its_ground_and_can_be_overtyped(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await calling(c)
            await told(c, "No heat at all")
            await c.press("tab")

            assert "cooling, corrective   guess: heat " in c.text
            assert "1:30 h   of the type" in c.text
            while view.form.stop != "type":
                await c.press("tab")
            await told(c, "coo")
            await c.press("enter")

            assert view.form.draft.meant["type"] == 1

    driven(script)


def test_what_is_open_at_the_place_is_shown_while_it_is_typed(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await calling(c)
            await told(c, "Boiler lockout, no heat")
            await c.press("enter")
            await told(c, "75 malc")

            assert "Madison Park High, Roxbury" in c.text
            assert "the same? 4401" in c.text
            assert "4416   □ Backflow test" in c.text

    driven(script)


def test_what_is_missing_is_said_until_nothing_is(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await calling(c)
            assert "ready when: title, work type, site with a position, requester" in c.text
            await told(c, "boiler")
            await c.press("enter")
            assert "draft" in c.text
            await told(c, "copley")
            await c.press("enter")
            await told(c, "me")

            lines = c.text.splitlines()
            assert "○ ready" in lines[2]
            assert "resolve by" in lines[2]
            assert "Who could come" in c.text
            assert "today" in c.text

    driven(script)


def test_a_place_that_nobody_has_yet_is_taken_in_as_it_is_typed(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await calling(c)
            await told(c, "boiler")
            await c.press("enter")
            await told(c, "9 Quincy Row")
            assert view.form.draft.line(None) == 'new boiler address="9 Quincy Row" channel=phone'
            await c.press("enter")
            await c.type("K. Byrne")
            await c.press("tab")
            await told(c, "555 0100")
            await c.press("enter")
            await told(c, "")
            assert "ready when: site with a position" in c.text
            assert view.form.stop == "take"
            await c.press("enter")

            order = order_of(office)
            site = desk_at(office).ask(Reader.get, Site, order.site_id or 0)
            contact = desk_at(office).ask(Reader.get, Contact, order.contact_id or 0)
            assert (site.address, order.status) == ("9 Quincy Row", OrderStatus.DRAFT)
            assert (contact.name, contact.phone) == ("K. Byrne", "555 0100")

    driven(script)


def test_a_misspelt_place_is_offered_and_never_taken_by_itself(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await calling(c)
            await c.press("tab")
            await told(c, "copely")
            assert "BPL Copley, Back Bay" in c.text
            assert "▌ new place: copely" in c.text
            await c.press("up", "enter")

            assert view.form.draft.meant["site"] == 5

    driven(script)


def test_an_error_names_its_field_and_the_cursor_goes_there(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await calling(c)
            await c.press("pagedown", "pagedown", "up", "enter")
            assert view.form.stop == "title"
            assert "title: '' cannot be used" in c.text
            await told(c, "boiler")
            view.form.draft.say("pri", "9")
            await c.press("tab")
            await c.until(lambda: view.problem == "pri", "the field is known")

            assert "pri" in c.text.splitlines()[-2]

    driven(script)


def test_no_guess_that_is_not_sure_is_taken_by_tab_or_enter(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await calling(c)
            assert view.known.book is not None
            types = {id: WorkType(id=id, name=name) for id, name in ((1, "cooling"), (2, "heating"))}
            titles = PastTitles.of([("School", 1), ("School", 2)] * 5, {1: "cooling", 2: "heating"})
            view.known.book = replace(view.known.book, types=types, titles=titles)
            await told(c, "School")
            for _ in range(5):
                await c.press("tab")
            await told(c, "")
            assert view.form.stop == "type"
            assert view.known.guess is None
            assert len(view.choices) > 1
            assert "no sure guess" in c.text
            await c.press("tab")
            await told(c, "")

            assert (view.form.stop, view.form.draft.text("type")) == ("pri", "")
            assert "Type       no sure guess" in c.text
            await c.press("shift+tab")
            await told(c, "")
            await c.press("down", "enter")
            assert view.form.draft.meant["type"] > 0

    driven(script)


def test_what_cannot_be_used_is_said_in_its_field_and_all_else_goes_on(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await calling(c)
            await told(c, "boiler lockout")
            while view.form.stop != "pri":
                await c.press("tab")
            await told(c, "wat")
            assert "1:30 h   of the type" in c.text
            assert "priority: 'wat' cannot be used" in c.text
            await c.press("enter")
            assert view.form.stop == "pri"
            await c.press("tab")
            assert "Priority   wat   P1 to P4" in c.text
            await c.press("enter")
            await told(c, "")

            assert view.form.stop == "pri"

    driven(script)


def test_letters_are_text_there_and_no_verbs(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await calling(c)
            before = c.app.seat.desk.last_seq()
            await burst(c, "ndjq1?u:/ x")

            assert view.form.draft.said["title"] == "ndjq1?u:/ x"
            assert (c.app.context, c.app.seat.desk.last_seq()) == ("intake", before)

    driven(script)


@pytest.mark.parametrize("size", [(80, 24), (120, 35), (200, 50), (40, 12)])
def test_the_field_that_is_typed_in_is_in_sight_at_any_size(office: str, size: tuple[int, int]) -> None:
    async def script() -> None:
        async with console(office, size=size, signs=ASCII) as c:
            view = await calling(c)
            for _ in view.form.stops:
                await c.press("tab")
                sheet = view.sheet
                if view.form.is_on_field:
                    assert sheet.here is not None
                    assert sheet.top <= sheet.here < sheet.top + sheet.size.height

    driven(script)


def test_a_wide_terminal_shows_all_that_was_said(office: str) -> None:
    said = (
        "boiler lockout on the second floor, the janitor says water comes through the ceiling of gym and hall"
    )
    more = f"{said}, and it smells"

    async def script() -> None:
        async with console(office, size=(200, 50)) as c:
            view = await calling(c)
            await told(c, more)
            await c.press("enter")
            left = "".join(line[:104] for line in c.text.splitlines()[4:8])

            assert "…" not in left
            assert "smells" in left
            view.form.stop = "description"
            view.draw()
            assert "Who could come" in c.text

    driven(script)


def test_every_field_says_what_it_is_in_one_line_of_a_small_terminal() -> None:
    assert [field.id for field in FIELDS if not 0 < len(field.help) <= 74] == []


def test_a_line_that_is_down_sends_nothing_and_loses_nothing(office: str, tmp_path: Path) -> None:
    async def script() -> None:
        draft = tmp_path / "draft.json"
        async with console(office, draft=draft) as c:
            view = await calling(c)
            await told(c, "boiler lockout")
            c.app.live.is_on = False
            await burst(c, "\nmadi\nK. Byrne\n\n\n")

            assert (c.app.context, view.form.stop) == ("intake", "take")
            assert any("nothing is sent" in text for text in c.toasts)
            c.app.live.is_on = True
            assert view.form.draft.said["site"] == "madi"
            assert desk_at(office).ask(Reader.find, WorkOrder, NEXT) is None
            assert draft.exists()

    driven(script)


def test_the_keys_of_the_form_are_told_by_f1(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await calling(c)
            await c.press("f1")
            assert "Shift+Tab" in c.text
            assert "To the field before" in c.text
            await c.press("q")

            assert c.app.context == "intake"

    driven(script)
