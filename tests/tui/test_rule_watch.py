"""Does a console say at its start what rules did meanwhile, and on every view what they wait with?"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.tui.driving import Console, driven
from tests.tui.driving import console as plain_console
from tests.tui.office import NOW, desk_at
from tests.tui.rulebook import marked, ruled
from wom_tui.config import Config
from wom_tui.queries.rules_seen import Meanwhile
from wom_tui.tui.app import WomApp
from wom_tui.tui.rule_watch import meanwhile_words
from wom_tui.tui.screens.log import LogView
from wom_tui.tui.seat import Seat
from wom_tui.tui.settings import Wishes
from wom_tui.tui.widgets.toasts import Kind, Toasts

pytestmark = pytest.mark.usefixtures("real_time")


def left_at(path: Path, real: datetime) -> None:
    """The console was left then."""
    at = NOW - timedelta(hours=2)
    path.write_text(json.dumps({"format": 1, "at": at.isoformat(), "real_at": real.isoformat()}))


def opened(address: str, left: Path, *keys: str) -> tuple[list[str], list[Kind], str, str]:
    """What a console tells at its start, by which notices; where the keys lead, and by which filter."""
    found: list[tuple[list[str], list[Kind], str, str]] = []

    async def script() -> None:
        app = WomApp(Seat(lambda: desk_at(address)), wishes=Wishes(Config()), left=left)
        async with app.run_test(size=(120, 35)) as pilot:
            c = Console(app, pilot)
            await c.until(lambda: app.rules.found is not None, "rules were looked at")
            await c.settled()
            shown = [(toast.text, toast.kind) for toast in app.query_one(Toasts).shown]
            for key in keys:
                await c.press(key)
            wanted = app.view.filter_text if isinstance(app.view, LogView) else ""
            found.append(([text for text, _ in shown], [kind for _, kind in shown], app.context, wanted))
            app.live.keep()
            await c.settled()

    driven(script)
    return found[0]


def test_one_line_says_what_they_did_since_the_console_was_left(office: str, tmp_path: Path) -> None:
    left_at(tmp_path / "left.json", NOW - timedelta(hours=1))

    texts, kinds, context, _ = opened(ruled(office), tmp_path / "left.json")

    assert texts == ["since 12:32: 4 acts by 2 rules, 3 held, 1 refused, 2 rules failing"]
    assert (kinds, context) == ([Kind.NEWS], "board")


def test_a_key_opens_the_log_from_then_on(office: str, tmp_path: Path) -> None:
    left_at(tmp_path / "left.json", NOW - timedelta(hours=1))

    _, _, context, wanted = opened(ruled(office), tmp_path / "left.json", "N")

    assert (context, wanted) == ("log", "door=rule since=2026-11-24T12:32")


def test_the_first_time_nothing_is_told_and_after_that_what_came_since(office: str, tmp_path: Path) -> None:
    address, left = ruled(office), tmp_path / "left.json"

    assert opened(address, left)[0] == []
    kept = json.loads(left.read_text())
    assert (kept["format"], kept["at"]) == (1, NOW.isoformat())
    marked(desk_at(address), "dispatch-ahead", held=0)
    texts = opened(address, left)[0]

    assert texts == ["since 14:32: 2 rules failing"]


@pytest.mark.parametrize("kept", ["", "no json", '{"format": 9}', '{"format": 1, "at": 3}'])
def test_what_cannot_be_read_disturbs_nobody(office: str, tmp_path: Path, kept: str) -> None:
    (tmp_path / "left.json").write_text(kept)

    assert opened(office, tmp_path / "left.json")[0] == []


def test_what_they_wait_with_stands_in_the_head_of_every_view(office: str) -> None:
    address = ruled(office)

    async def script() -> None:
        async with plain_console(address) as c:
            await c.until(lambda: "rules 3 held, 2 failing" in c.text.splitlines()[0], "the head says so")
            await c.press("2")
            assert "rules 3 held, 2 failing" in c.text.splitlines()[0]
            c.app.rules._looked = 0.0
            marked(desk_at(address), "dispatch-ahead", held=0)
            await c.until(lambda: "rules 2 failing" in c.text.splitlines()[0], "it is another")

    driven(script)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Meanwhile(acts=1, rules=1), "since 17:05: 1 act by 1 rule"),
        (
            Meanwhile(acts=12, rules=3, held=2, refused=1),
            "since 17:05: 12 acts by 3 rules, 2 held, 1 refused",
        ),
        (
            Meanwhile(acts=2, rules=2, stopped=1, refused=1),
            "since 17:05: 2 acts by 2 rules, 1 stopped in a circle, 1 refused",
        ),
        (Meanwhile(failing=1), "since 17:05: 1 rule failing"),
    ],
)
def test_it_is_told_in_one_line(found: Meanwhile, words: str) -> None:
    assert meanwhile_words(found, "17:05") == words
