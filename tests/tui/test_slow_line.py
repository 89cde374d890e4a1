"""Can the console be worked on over 9600 baud, and does it find out by itself that the line is slow?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pexpect
import pyte
import pytest
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from tests.tui import emulator
from tests.tui.driving import Console, console, driven
from tests.tui.rooms import enter
from tests.tui.test_bytes import Line
from tests.tui.test_terminal import ended, started
from wom_tui.config import Config, ConsoleConfig
from wom_tui.tui.line_speed import SLOW_S, TRIES
from wom_tui.tui.output import TerminalModel
from wom_tui.tui.pace import UNANSWERED, Pace
from wom_tui.tui.settings import Wishes
from wom_tui.tui.widgets.cursor_list import jumped

BAUD_BYTES = 960  # a second, at 9600 baud
SLOW = Wishes(Config(console=ConsoleConfig(slow="on")))
QUERY = "\x1b[6n"
ANSWER = "\x1b[24;80R"


def answer(c: Console, after_s: float) -> None:
    """The terminal's answer, so long after the question."""
    asked_at = c.app.line_speed._asked_at
    assert asked_at is not None
    event = events.CursorPosition(0, 0)
    event.time = asked_at + after_s
    c.app.on_cursor_position(event)


# ------------------------------------------------------------------------------------------------ is it slow?


def test_a_line_on_which_every_answer_takes_long_is_slow_and_the_header_says_so(office: str) -> None:
    async def script() -> None:
        async with console(office, wishes=Wishes()) as c:
            assert (c.app.look.name, "slow" in c.text.splitlines()[0]) == ("dark", False)
            for _ in range(TRIES):
                answer(c, SLOW_S * 3)
            await c.settled()

            assert c.app.line_speed.is_slow
            assert c.app.look.name == "ansi"
            assert "slow   live" in c.text.splitlines()[0]
            assert c.app.pace.is_on

    driven(script)


@pytest.mark.parametrize("answers", [[0.001], [0.5, 0.01], [0.5, 0.4, 0.02]])
def test_one_quick_answer_is_enough_to_know_that_it_is_not(office: str, answers: list[float]) -> None:
    async def script() -> None:
        async with console(office, wishes=Wishes()) as c:
            for after_s in answers:
                answer(c, after_s)
            await c.settled()

            assert not c.app.line_speed.is_slow
            assert c.app.look.name == "dark"
            assert c.app.line_speed._asked_at is None

    driven(script)


def test_who_has_chosen_a_look_keeps_it_on_a_slow_line(office: str) -> None:
    async def script() -> None:
        wishes = Wishes(Config(console=ConsoleConfig(slow="on", look="light")))
        async with console(office, wishes=wishes) as c:
            assert c.app.look.name == "light"
            assert c.app.most_colours is ColorSystem.EIGHT_BIT

    driven(script)


def test_slow_can_be_chosen_and_taken_back_while_the_console_runs(office: str) -> None:
    async def script() -> None:
        async with console(office, wishes=Wishes()) as c:
            await c.press("S", "down", "down", "down", "enter")
            assert (c.app.line_speed.is_slow, c.app.look.name) == (True, "ansi")
            await c.press("enter")

            assert (c.app.line_speed.is_slow, c.app.look.name) == (False, "dark")

    driven(script)


# --------------------------------------------------------------------------------------- what is done about it


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [(0, 1, 10), (0, 20, 20), (30, 29, 20), (3, 2, 0), (55, 56, 60), (7, 7, 7)],
)
def test_at_the_edge_of_a_list_half_a_page_comes_at_once(before: int, after: int, expected: int) -> None:
    assert jumped(before, after, height=20, lines=80) == expected


def test_a_notice_is_one_line_and_goes_with_a_key(office: str) -> None:
    async def script() -> None:
        async with console(office, size=(80, 24), wishes=SLOW) as c:
            c.app.toast("this was done to a long list of orders in one go", "u takes all of it back at once")
            await c.settled()

            assert c.app.toasts.size.height == 1
            assert "this was done" in c.text

    driven(script)


async def minute_of_work(c: Console) -> None:
    """What a dispatcher may do in a minute: look, read, search, assign, look at the day, take back."""
    for _ in range(12):
        await c.press("down")
    await c.read()
    await c.press("enter")
    await c.until(lambda: "Facts" in c.text or "clock" in c.text, "the order is shown")
    await c.press("escape", "slash")
    await c.type("status=ready")
    await c.press("enter")
    await c.say("hold 4405 parts +1d")
    await c.press("escape")
    await enter(c, "lanes")
    await c.press(*["down"] * 5, "right", "1", "g")
    await c.say("undo")


@pytest.mark.parametrize(("wishes", "most"), [(SLOW, 21), (Wishes(), 60)], ids=["slow", "as ever"])
def test_a_minute_of_work_fits_a_9600_baud_line(
    office: str, monkeypatch: pytest.MonkeyPatch, wishes: Wishes, most: int
) -> None:
    line = Line(monkeypatch, (80, 24), erases=True)

    async def script() -> None:
        async with console(office, size=(80, 24), wishes=wishes) as c:
            await c.read()
            line.sent()
            await minute_of_work(c)

            sent = line.sent()
            assert 0 < sent <= most * BAUD_BYTES

    driven(script)


# --------------------------------------------------------------------------------------------------- the pace


def test_frames_wait_while_two_are_on_their_way() -> None:
    pace = Pace()
    assert not pace.has_to_wait
    pace.turn(is_on=True)
    for _ in range(UNANSWERED):
        assert not pace.has_to_wait
        pace.sent()
    assert pace.has_to_wait
    pace.heard()
    assert not pace.has_to_wait


def test_what_was_put_by_goes_as_one_frame_that_shows_the_last_of_it() -> None:
    model = TerminalModel()
    model.resize(12, 2)
    for text in ("one", "two", "three"):
        model.put_by([(0, 0, Strip([Segment(text.ljust(12), Style())]))])
    sent = model.frame([(1, 0, Strip([Segment("below".ljust(12), Style())]))])
    screen = emulator.Screen(12, 2)
    pyte.Stream(screen).feed(sent)

    assert [line.rstrip() for line in screen.display] == ["three", "below"]
    assert "one" not in sent
    assert not model.has_put_by


class Far:
    """A terminal at the far end of a line: it answers when the test says so."""

    def __init__(self, child: pexpect.spawn) -> None:
        self.child, self.screen = child, emulator.Screen(80, 24)
        self._stream = pyte.Stream(self.screen)
        self._sent, self._answered = "", 0
        self._take(f"{child.before}{child.after}{child.buffer}")

    def _take(self, sent: str) -> None:
        self._sent += sent
        self._stream.feed(sent.replace("\x1b[?1049h", ""))

    @property
    def questions(self) -> int:
        """One behind every frame."""
        return self._sent.count(QUERY)

    @property
    def asked(self) -> int:
        """Questions that have no answer yet."""
        return self.questions - self._answered

    def asked_more_than(self, questions: int) -> bool:
        return self.asked > questions

    @property
    def text(self) -> str:
        return "\n".join(self.screen.display)

    def answer(self, questions: int) -> None:
        """So many of them."""
        self._answered += questions
        self.child.send(ANSWER * questions)

    def until(self, is_so: Callable[[], bool], *, is_answering: bool = False) -> None:
        """Take in what comes."""
        while not is_so():
            if is_answering:
                self.answer(self.asked)
            self._take(self.child.read_nonblocking(65536, timeout=20))


def with_two_frames_on_their_way(office: str, tmp_path: Path) -> Far:
    far = Far(started(office, tmp_path, size=(24, 80), WOM_CONSOLE_SLOW="on"))
    far.until(lambda: "Maria Keane" in far.text and "23 of 23" in far.text, is_answering=True)
    while (asked := far.asked) < UNANSWERED:
        far.child.send("j")
        far.until(partial(far.asked_more_than, asked))
    return far


@pytest.mark.pty
def test_a_held_key_sends_nothing_before_the_line_has_shown_what_was_sent(
    office: str, tmp_path: Path
) -> None:
    far = with_two_frames_on_their_way(office, tmp_path)
    held = far.questions

    far.child.send("j" * 20 + "q")
    rest = ended(far.child)

    assert rest.count(QUERY) + far.questions == held
    assert "4415" not in rest  # what the cursor passed was never drawn


@pytest.mark.pty
def test_the_frame_after_a_held_key_shows_where_it_has_led(office: str, tmp_path: Path) -> None:
    far = with_two_frames_on_their_way(office, tmp_path)
    assert "slow" in far.screen.display[0]

    far.child.send("j" * 20 + "G")
    far.until(lambda: "No heat, two rooms" in far.text and "Curley" in far.text, is_answering=True)
    far.child.send("q")
    ended(far.child)

    assert far.child.exitstatus == 0
    assert [line for line in far.screen.display if ";80R" in line] == []
