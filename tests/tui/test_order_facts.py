"""Are an order's facts changed where they stand, by the same acts as everywhere, and never over somebody else's?"""

from __future__ import annotations

import pytest

from tests.tui.driving import Console, console, driven
from tests.tui.office import desk_at
from tests.tui.rooms import order_page
from wom_tui.commands.order import CreateOrder, EditOrder
from wom_tui.domain.site import Contact
from wom_tui.domain.work_order import Priority, Requirement, WorkOrder
from wom_tui.store.reader import Reader
from wom_tui.tui.screens.conflict import ConflictPanel
from wom_tui.tui.screens.order import OrderView

NUMBER = 4407
DONE = 4423


def order_of(address: str) -> WorkOrder:
    return desk_at(address).ask(Reader.get, WorkOrder, NUMBER)


def need_of(address: str) -> Requirement:
    (need,) = desk_at(address).ask(Reader.select, Requirement, order_id=NUMBER)
    return need


async def on_fact(c: Console, name: str) -> OrderView:
    view = await order_page(c, NUMBER)
    while view.editing.at != name:
        await c.press("down")
    return view


async def typed_over(c: Console, text: str) -> None:
    """Another text in the line that is open."""
    await c.press("ctrl+u")
    await c.type(text)


def test_what_is_done_is_closed_next_and_not_completed_again(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await order_page(c, NUMBER)
            await c.press("f")
            assert c.app.line.text == f"complete {NUMBER} "
            await c.press("escape")
            await c.app.open_order(DONE)
            view = c.app.query_one(OrderView)
            await c.until(lambda: view.detail is not None and view.detail.row.number == DONE, "it is read")
            await c.press("f")
            assert c.app.line.text == f"close {DONE} "
            await c.press("tab")
            await c.settled()

            assert c.app.line.text == f"close {DONE} labour="

    driven(script)


def test_a_fact_is_changed_where_it_stands_and_undo_takes_it_back(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_fact(c, "Duration")
            await c.press("e")
            assert view.sheet.input.value == "90m"
            await typed_over(c, "2h")
            await c.press("enter")
            await c.settled()

            assert need_of(office).duration_min == 120
            assert "Duration   2:00 h" in c.text
            assert not view.editing.is_typing
            await c.press("u")
            assert need_of(office).duration_min == 90

    driven(script)


def test_whom_to_call_is_a_number_or_the_name_of_somebody_known(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_fact(c, "Contact")
            await c.press("e")
            await c.type("617 555 0100")
            await c.press("enter")
            await c.settled()
            assert "617 555 0100" in c.text
            assert all("617" not in line for line in c.app.history.like(":", ""))
            known = order_of(office).contact_id
            assert known is not None
            await c.press("u")
            assert order_of(office).contact_id is None

            desk = desk_at(office)
            desk.run(CreateOrder(title="leak", requester="K. Byrne", phone="555 0199"))
            await c.press("e")
            assert view.editing.at == "Contact"
            await c.type("k. b")
            await c.press("enter")
            await c.settled()
            contact = desk.ask(Reader.get, Contact, order_of(office).contact_id or 0)
            assert contact.phone == "555 0199"

    driven(script)


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("Title", "Basin blocked, smells", "title", "Basin blocked, smells"),
        ("Priority", "1", "priority", Priority.P1),
        ("Site", "BPL Copley", "site_id", 5),
        ("Asked by", "", "requester", None),
        ("Fault", "E42", "fault_code", "E42"),
        ("Says", "gate code 4711", "description", "gate code 4711"),
    ],
)
def test_each_fact_takes_what_its_line_takes(
    office: str, name: str, text: str, field: str, value: object
) -> None:
    async def script() -> None:
        async with console(office) as c:
            await on_fact(c, name)
            await c.press("enter")
            await typed_over(c, text)
            await c.press("enter")
            await c.settled()

            assert getattr(order_of(office), field) == value

    driven(script)


def test_what_was_said_is_typed_as_it_can_be_sent_again(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say(f'edit {NUMBER} windows="fri 9:00-12:00" earliest="fri 8:00" required_by="fri 17:00"')
            before = need_of(office), order_of(office)
            for name in ("Windows", "Earliest", "Needed by", "Needs", "Type", "Customer"):
                view = await on_fact(c, name)
                fact = view.editing.fact
                assert fact is not None
                await c.say(f'edit {NUMBER} {fact.field}="{fact.said}"')
                await c.press("escape", "escape")

            assert (need_of(office), order_of(office)) == before

    driven(script)


def test_escape_leaves_the_fact_as_it_was_then_the_facts_then_the_page(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_fact(c, "Title")
            await c.press("enter")
            await c.type("xyz")
            await c.press("escape")
            assert (view.editing.is_typing, view.editing.at) == (False, "Title")
            await c.press("escape")
            assert (view.editing.at, c.app.context) == ("", "order")
            await c.press("escape")

            assert (c.app.context, order_of(office).title) == ("board", "Catch basin blocked")

    driven(script)


def test_what_cannot_be_edited_says_why(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_fact(c, "Opened")
            assert "When it came in has happened" in c.text.splitlines()[-2]
            await c.press("e")

            assert not view.editing.is_typing
            assert "opened is not edited here" in c.toasts

    driven(script)


def test_a_version_that_is_no_longer_there_is_refused_and_goes_on_with_one_more_enter(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_fact(c, "Title")
            await c.press("enter")
            await typed_over(c, "Mine")
            other = desk_at(office, session="two", actor="byrne")
            other.run(EditOrder(order=NUMBER, changes=(("fault_code", "E1"),)))
            await c.press("enter")
            await c.settled()

            assert order_of(office).title == "Catch basin blocked"
            assert any("byrne" in text for text in c.toasts)
            assert (view.editing.is_typing, view.sheet.input.value) == (True, "Mine")
            await c.until(lambda: "E1" in c.text, "it is drawn as it is now")
            await c.press("enter")
            await c.settled()
            assert order_of(office).title == "Mine"

    driven(script)


def test_who_keeps_what_somebody_else_wrote_writes_nothing_over_it_with_the_next_key(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_fact(c, "Title")
            await c.press("enter")
            await typed_over(c, "Mine")
            seen = view.targets()
            desk_at(office, session="two", actor="byrne").run(
                EditOrder(order=NUMBER, changes=(("title", "Theirs"),))
            )
            await c.until(lambda: "Theirs" in c.text, "it is drawn as it is now")
            view.editing.target, view.editing._was = seen[0], "Theirs"  # as when the news had not come yet
            await c.press("enter")
            await c.until(lambda: isinstance(c.app.screen, ConflictPanel), "both intents are shown")
            panel = c.app.screen
            await c.until(lambda: isinstance(panel, ConflictPanel) and panel.is_seen, "it is seen")
            await c.press("enter", "enter")
            await c.settled()

            assert order_of(office).title == "Theirs"

    driven(script)


def test_what_an_order_requires_is_not_written_over_unseen_either(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_fact(c, "Duration")
            await c.press("enter")
            await typed_over(c, "2h")
            other = desk_at(office, session="two", actor="byrne")
            other.run(EditOrder(order=NUMBER, changes=(("duration_min", 45),)))
            await c.until(
                lambda: view.editing.fact is not None and view.editing.fact.said == "45m", "it is seen"
            )
            await c.press("enter")
            assert need_of(office).duration_min == 45
            assert any("duration is 45m by now" in text for text in c.toasts)
            await c.press("enter")
            await c.settled()

            assert need_of(office).duration_min == 120

    driven(script)


def test_a_title_that_became_another_meanwhile_is_written_over_by_the_second_enter(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_fact(c, "Title")
            await c.press("enter")
            await typed_over(c, "Ours")
            desk_at(office, session="two", actor="byrne").run(
                EditOrder(order=NUMBER, changes=(("title", "Theirs"),))
            )
            await c.until(
                lambda: view.editing.fact is not None and view.editing.fact.said == "Theirs", "it is seen"
            )
            await c.press("enter")
            await c.settled()
            assert order_of(office).title == "Theirs"
            await c.press("enter")
            await c.settled()

            assert order_of(office).title == "Ours"

    driven(script)


def test_the_history_says_of_each_change_what_it_was_before(office: str) -> None:
    async def script() -> None:
        async with console(office, size=(120, 50)) as c:
            await c.say(
                f'edit {NUMBER} site="BPL Copley, Back Bay" duration=2h skills=cooling:3 title="Basin"'
            )
            await order_page(c, NUMBER)
            await c.press("right_square_bracket")

            for words in (
                "title  Catch basin blocked → Basin",
                "site  Tremont St, South End",
                "      → BPL Copley, Back Bay",
                "duration  1:30 h → 2:00 h",
                "skills  cooling 2 → cooling 3",
            ):
                assert words in c.text

    driven(script)


def test_who_was_at_the_site_last_is_told_with_what_was_done(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await order_page(c, NUMBER)

            assert "Last visits here" in c.text
            assert "Maria Keane     Burst pipe" in c.text

    driven(script)


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
def test_the_fact_that_is_changed_is_in_sight_on_a_small_terminal(office: str, size: tuple[int, int]) -> None:
    async def script() -> None:
        async with console(office, size=size) as c:
            view = await on_fact(c, "Found")

            assert view.sheet.here is not None
            assert view.sheet.top <= view.sheet.here < view.sheet.top + view.sheet.size.height

    driven(script)


def test_y_copies_the_fact_under_the_cursor_else_the_order(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("g", "enter")
            await c.until(lambda: bool(c.app.view.targets()), "the order is read")
            await c.press("y")
            assert c.app.clipboard == "4401  Boiler lockout, no heat  Madison Park High, Roxbury"
            await c.press("down", "down", "y")

            assert c.app.clipboard == "P1"

    driven(script)
