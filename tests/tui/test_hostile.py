"""Can text from outside reach the terminal raw, be taken for markup, or press a key? On every screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.tui.driving import Console, console, driven
from tests.tui.hostile import ALL, FORBIDDEN
from tests.tui.office import FIRST, LINES, NOW, Line, made, morning
from tests.tui.pictures import lines_of
from wom_tui.domain.attachment import Attachment
from wom_tui.domain.fact import Fact
from wom_tui.domain.message import Message
from wom_tui.domain.note import Note
from wom_tui.domain.site import Asset, Contact, Customer, Site, Territory
from wom_tui.domain.technician import Technician
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.tui.screens.preview import Preview
from wom_tui.tui.widgets.command_line import CommandLine


def evil_morning() -> Iterator[Fact]:
    """A morning on which every text that people write is one of theirs."""
    texts = list(ALL.values())
    lines = [Line("x", 2, 1 + n % 15, -10 - n, OrderStatus.READY) for n in range(len(texts))]
    yield Contact(id=1, name=texts[0], phone=texts[1], email=texts[5])
    yield Asset(id=1, name=texts[3], kind=texts[9], serial=texts[12])
    for fact in morning([*lines, *LINES]):
        index = fact.id % len(texts)
        match fact:
            case WorkOrder(id=number) if number < FIRST + len(texts):
                text = texts[number - FIRST]
                yield replace(
                    fact,
                    title=text,
                    description=f"{text} and more",
                    contact_id=1,
                    asset_id=1,
                    requester=text,
                    channel=text,
                    fault_code=text,
                    external_id=f"{text}{number}",
                    resolution_text=text,
                )
            case Site() | Customer() | Technician() | Territory() | WorkType():
                yield replace(fact, name=texts[index])
            case _:
                yield fact
    for number, text in enumerate(texts, start=1):
        yield Attachment(id=number, order_id=FIRST + number - 1, name=text, place=text, note=text)
        yield Note(id=number, order_id=FIRST + number - 1, text=f"{text} and more")
        said = f"{text} was said"
        yield Message(
            id=number, order_id=FIRST + number - 1, author=text, to_users=(text,), text=said, sent_at=NOW
        )


@pytest.fixture(scope="module")
def evil_office(tmp_path_factory: pytest.TempPathFactory) -> str:
    return made(tmp_path_factory.mktemp("evil") / "office.db", evil_morning())


def raw(c: Console) -> list[str]:
    """Segments on the screen that hold what no terminal may get."""
    return [
        repr(segment.text)
        for line in lines_of(c.app)
        for segment in line
        if FORBIDDEN & set(segment.text) or (segment.style is not None and segment.style.link)
    ]


def sent(c: Console) -> str:
    """What the terminal would be sent for this screen, without the colours."""
    import re

    text = "".join(strip.render(c.app.console) for strip in c.app.screen._compositor.render_strips())
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def assert_harmless(c: Console) -> None:
    assert raw(c) == []
    assert FORBIDDEN & set(sent(c)) == set()
    for line in lines_of(c.app):
        assert sum(segment.cell_length for segment in line) == c.app.size.width


@pytest.mark.parametrize("size", [(120, 35), (200, 60), (80, 24), (40, 12)])
def test_the_board_shows_every_payload_and_obeys_none(evil_office: str, size: tuple[int, int]) -> None:
    async def script() -> None:
        async with console(evil_office, size=size) as c:
            seen = ""
            for _ in range(len(ALL)):
                await c.press("pagedown")
                await c.read()
                assert_harmless(c)
                seen += c.text
                if c.board.model.line >= c.board.model.shown.line_count - 1:
                    break

            assert "EV" in seen

    driven(script)


def test_the_order_view_shows_every_payload_and_obeys_none(evil_office: str) -> None:
    async def script() -> None:
        async with console(evil_office) as c:
            for number in range(FIRST, FIRST + len(ALL)):
                await c.app.open_order(number)
                await c.settled()
                assert_harmless(c)
            for _ in range(4):
                await c.press("right_square_bracket")
                assert_harmless(c)

    driven(script)


def test_lines_that_answer_are_harmless_too(evil_office: str) -> None:
    async def script() -> None:
        async with console(evil_office) as c:
            for text in ALL.values():
                c.app.toast(text, text, is_error=True)
                assert_harmless(c)
            await c.press("escape")
            await c.press("slash")
            for text in ALL.values():
                c.app.query_one(CommandLine).open("/", "")
                c.board.filter_by(f"/{text}")
                await c.settled()
                assert_harmless(c)
            await c.press("escape")
            c.board.model.marks = set(range(FIRST, FIRST + len(ALL)))
            await c.say("priority 1")
            assert isinstance(c.app.screen, Preview)
            assert_harmless(c)

    driven(script)


def test_a_click_on_any_cell_does_no_more_than_move_the_cursor(evil_office: str) -> None:
    async def script() -> None:
        async with console(evil_office) as c:
            seen = c.app.seat.desk.last_seq()
            for y in range(6, 28, 5):
                for x in (50, 75):
                    await c.pilot.click(offset=(x, y))
            await c.settled()

            assert c.app.is_running
            assert c.app.seat.desk.last_seq() == seen
            assert c.app.screen_stack[-1] is c.app.screen_stack[0]

    driven(script)


def test_pasted_text_presses_no_key_and_stays_on_one_line(evil_office: str) -> None:
    from textual.events import Paste

    async def script() -> None:
        async with console(evil_office) as c:
            seen, cursor = c.app.seat.desk.last_seq(), c.board.model.cursor
            c.app.post_message(Paste("d\nxu:cancel 4401 y\n"))
            await c.settled()
            assert (c.app.seat.desk.last_seq(), c.board.model.cursor) == (seen, cursor)
            await c.press("colon")
            c.app.post_message(Paste("hold 4401\x1b[2J\ncancel 4402 now\n"))
            await c.settled()

            assert c.app.query_one(CommandLine).text == "hold 4401[2J cancel 4402 now"
            assert c.app.seat.desk.last_seq() == seen

    driven(script)


def test_a_widget_that_forgot_is_guarded_at_the_last_line(tmp_path: Path, office: str) -> None:
    from rich.segment import Segment
    from rich.style import Style
    from textual.strip import Strip

    async def script() -> None:
        async with console(office) as c:
            for text in ALL.values():
                shown = Strip([Segment(text, Style(bold=True, link="http://evil.example"))]).render(
                    c.app.console
                )
                inner = shown.removeprefix("\x1b[1m").removesuffix("\x1b[0m")
                assert FORBIDDEN & set(inner) == set()

    driven(script)
