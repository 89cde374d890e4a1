"""Does the console look as it looked when somebody last looked at it?

`python -m tests.tui.test_pictures` draws the pictures anew; look at them before they are committed.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from unittest.mock import patch

import pytest

from tests.tui.alarms import alarmed
from tests.tui.backlogs import piled_up
from tests.tui.driving import Console, console, driven, real_time_stands
from tests.tui.letters import written
from tests.tui.office import made
from tests.tui.pictures import picture_of
from tests.tui.posts import posted
from tests.tui.rooms import order_page
from tests.tui.rosters import worked_on
from tests.tui.rulebook import ruled
from tests.tui.stores import stocked
from tests.tui.test_alerts import on_alerts
from tests.tui.test_backlog import on_backlog
from tests.tui.test_conflict import byrne_gives, meant, on_the_panel, seen_before
from tests.tui.test_diff import compared
from tests.tui.test_intake import calling, told
from tests.tui.test_map import on_map, route_found
from tests.tui.test_messages import on_messages
from tests.tui.test_outbox import on_outbox
from tests.tui.test_rules import on_rule, on_rules, tried_out
from tests.tui.test_technician import on_page
from tests.tui.test_time_travel import worked
from tests.tui.test_triage import go_to, on_triage
from tests.tui.town import in_boston
from wom_tui.present.backlog_heat import COLUMNS
from wom_tui.present.labels import ASCII, WGL4, Signs
from wom_tui.tui.screens.candidates import CandidatesView
from wom_tui.tui.screens.lanes import LanesView
from wom_tui.tui.screens.proposal import ProposalView

HERE = Path(__file__).parent / "seen"
REST_S = 10.0  # what has changed is underlined for three seconds of a real clock
SCENES = {
    "board-120-dark": ((120, 35), "dark"),
    "board-120-light": ((120, 35), "light"),
    "board-120-mono": ((120, 35), "mono"),
    "board-120-ansi": ((120, 35), "ansi"),
    "board-120-contrast": ((120, 35), "contrast"),
    "board-200-dark": ((200, 50), "dark"),
    "board-80-dark": ((80, 24), "dark"),
    "board-80-ascii": ((80, 24), "mono"),
    "board-40-dark": ((40, 12), "dark"),
    "order-120-dark": ((120, 35), "dark"),
    "order-80-dark": ((80, 24), "dark"),
    "parts-120-dark": ((120, 35), "dark"),
    "parts-80-dark": ((80, 24), "dark"),
    "waiting-120-dark": ((120, 35), "dark"),
    "waiting-80-dark": ((80, 24), "dark"),
    "help-120-dark": ((120, 35), "dark"),
    "preview-120-dark": ((120, 35), "dark"),
    "line-80-dark": ((80, 24), "dark"),
    "lanes-120-dark": ((120, 35), "dark"),
    "lanes-120-light": ((120, 35), "light"),
    "lanes-120-mono": ((120, 35), "mono"),
    "lanes-120-contrast": ((120, 35), "contrast"),
    "lanes-200-dark": ((200, 50), "dark"),
    "lanes-80-dark": ((80, 24), "dark"),
    "lanes-80-ascii": ((80, 24), "mono"),
    "tray-120-dark": ((120, 35), "dark"),
    "candidates-120-dark": ((120, 35), "dark"),
    "candidates-80-light": ((80, 24), "light"),
    "backlog-120-dark": ((120, 35), "dark"),
    "backlog-120-light": ((120, 35), "light"),
    "backlog-200-dark": ((200, 50), "dark"),
    "backlog-80-ascii": ((80, 24), "mono"),
    "map-120-dark": ((120, 35), "dark"),
    "map-120-light": ((120, 35), "light"),
    "map-80-ascii": ((80, 24), "mono"),
    "triage-120-dark": ((120, 35), "dark"),
    "triage-120-light": ((120, 35), "light"),
    "triage-80-ascii": ((80, 24), "mono"),
    "technician-120-dark": ((120, 35), "dark"),
    "technician-120-light": ((120, 35), "light"),
    "technician-200-dark": ((200, 50), "dark"),
    "technician-80-dark": ((80, 24), "dark"),
    "technician-80-ascii": ((80, 24), "mono"),
    "proposal-120-dark": ((120, 35), "dark"),
    "proposal-80-ascii": ((80, 24), "mono"),
    "settings-120-dark": ((120, 35), "dark"),
    "settings-200-light": ((200, 50), "light"),
    "settings-120-contrast": ((120, 35), "contrast"),
    "settings-80-ascii": ((80, 24), "mono"),
    "intake-120-dark": ((120, 35), "dark"),
    "intake-120-light": ((120, 35), "light"),
    "intake-200-dark": ((200, 50), "dark"),
    "intake-80-ascii": ((80, 24), "mono"),
    "editing-120-dark": ((120, 35), "dark"),
    "views-120-light": ((120, 35), "light"),
    "columns-80-ascii": ((80, 24), "mono"),
    "jump-120-dark": ((120, 35), "dark"),
    "alerts-120-dark": ((120, 35), "dark"),
    "alerts-120-light": ((120, 35), "light"),
    "alerts-120-ansi": ((120, 35), "ansi"),
    "alerts-200-dark": ((200, 50), "dark"),
    "alerts-80-ascii": ((80, 24), "mono"),
    "rules-120-dark": ((120, 35), "dark"),
    "rules-200-light": ((200, 50), "light"),
    "rules-80-ascii": ((80, 24), "mono"),
    "rule-120-dark": ((120, 35), "dark"),
    "rule-80-ascii": ((80, 24), "mono"),
    "typing-120-light": ((120, 35), "light"),
    "messages-120-dark": ((120, 35), "dark"),
    "messages-80-ascii": ((80, 24), "mono"),
    "outbox-120-dark": ((120, 35), "dark"),
    "outbox-120-light": ((120, 35), "light"),
    "outbox-200-dark": ((200, 50), "dark"),
    "outbox-80-ascii": ((80, 24), "mono"),
    "branch-120-dark": ((120, 35), "dark"),
    "branch-120-light": ((120, 35), "light"),
    "branch-80-ascii": ((80, 24), "mono"),
    "past-120-dark": ((120, 35), "dark"),
    "past-120-light": ((120, 35), "light"),
    "past-80-ascii": ((80, 24), "mono"),
    "diff-120-dark": ((120, 35), "dark"),
    "conflict-120-dark": ((120, 35), "dark"),
    "conflict-80-ascii": ((80, 24), "mono"),
}

_WATCHED = ("alerts", "rules", "rule", "typing", "messages", "outbox")
OVER = {"views": "V", "columns": "c", "jump": "J"}  # scenes of what a key lays over the board


def mark(c: Console, *numbers: int) -> None:
    """Mark these orders, and draw that."""
    c.board.model.marks = set(numbers)
    c.board.list.draw_all()
    c.app.draw_scope()


async def act(c: Console, scene: str) -> None:
    """Bring the console to what the scene shows."""
    mark(c, 4403, 4407)
    c.board.go_to(4405)
    await c.read()
    match scene.split("-", maxsplit=1)[0]:
        case "order":
            await c.press("enter")
            await c.until(lambda: "Resolve clock" in c.text or "Facts" in c.text, "the order is shown")
        case "parts":
            await c.press("enter")
            await c.until(lambda: "BELT-12" in c.text, "the parts are shown")
        case "help":
            await c.press("question_mark")
        case "preview":
            mark(c, 4403, 4407, 4422)
            await c.say("hold weather +2h")
        case "line":
            await c.press("colon")
            await c.type("hold 4405 p")
            await c.until(lambda: bool(c.app.line.completions.choices), "completions are offered")
        case "lanes" | "tray" as name:
            c.board.go_to(4401)
            await c.press("2")
            lanes = c.app.query_one(LanesView)
            await c.until(lambda: len(lanes.model.best) >= len(lanes.tray.shown) > 0, "the day and its best")
            await c.press("down", *(["tab", "down"] if name == "tray" else ["right"]))
        case "candidates":
            c.board.model.marks = set()
            await c.press("a")
            await c.until(lambda: bool(c.app.query_one(CandidatesView).lanes), "everybody was asked")
            await c.press("down")
        case "technician" | "backlog" | "triage" as name:
            await on_a_page(c, name)
        case "proposal":
            await c.press("P")
            plan = c.app.query_one(ProposalView)
            await c.until(lambda: plan.proposal is not None, "the plan is there")
            assert plan.proposal is not None
            plan.proposal = replace(plan.proposal, seconds=0.4)
            await c.press("space", "down")
        case _:  # the board, as it is
            pass
    await c.settled()


async def mapped(c: Console) -> None:
    """Where everything is, and the way of who is on the road."""
    c.board.model.marks = {4407}
    c.board.go_to(4409)
    await c.read()
    await route_found(c, await on_map(c))


async def taken_down(c: Console) -> None:
    """A call, as far as the first slot."""
    view = await calling(c)
    for text in ("boiler lockout again", "madi", "K. Byrne", ""):
        await told(c, text)
        await c.press("enter")
    await c.until(lambda: view.form.slot is not None, "slots are offered")
    await c.settled()


async def edited(c: Console) -> None:
    """A fact of an order, while it is typed."""
    page = await order_page(c, 4405)
    while page.editing.at != "Duration":
        await c.press("down")
    await c.press("e")


async def on_a_page(c: Console, name: str) -> None:
    """A page of lines, with the cursor on one that has something to tell."""
    match name:
        case "technician":
            await on_page(c)
            await c.press("down")
        case "backlog":
            view = await on_backlog(c)
            await c.press(*["left"] * COLUMNS, "right", "right")
            await c.until(lambda: view.is_told, "the cursor has rested")
        case _:
            await go_to(c, await on_triage(c), 4407)


async def shaped(c: Console, key: str) -> None:
    """What lies over a board that is grouped by technician."""
    c.board.go_to(4405)
    await c.press("C", "C", "C")
    await c.read()
    await c.press(key)
    await c.press("down", "down")


async def looked_back(c: Console, scene: str) -> None:
    """Another moment, what differs from one, or what somebody else did meanwhile."""
    c.board.go_to(4407)
    await c.read()
    match scene.split("-", maxsplit=1)[0]:
        case "past":
            await c.say("as-of 13:40")
            await c.until(lambda: "AS OF" in c.text, "the past is shown")
            c.app.toasts.clear()
            await c.read()
        case "diff":
            await compared(c, "13:00 now")
        case _:
            seen = seen_before(c, byrne_gives, c.app.seat.desk.engine.url.render_as_string())
            await meant(c, "assign 4407 okafor 15:15", seen)
            await on_the_panel(c)
            await c.until(lambda: c.board.model.rows[4407].technician == "dan", "the board has heard of it")
            # At once, instead of when nobody has pressed a key for a while.
            c.board.news.settle(keep_cursor=True)
            c.board.list.changed.clear()
            c.board.list.draw_all()
            await c.read()
    await c.settled()


async def reviewed(c: Console) -> None:
    """One line on a branch, before it is brought over."""
    c.board.go_to(4405)
    await c.say("branch new storm")
    await c.until(lambda: "BRANCH storm" in c.text, "the frame says so")
    await c.say("assign 4403 okafor 15:15")
    if len(c.app.screen_stack) > 1:
        await c.press("Y")  # and no other key before it is done, or its notice comes after that
    await c.press("B")
    await c.until(lambda: "of 1 taken" in c.text, "its lines are shown")
    await c.settled()


async def set_up(c: Console) -> None:
    """The settings, with the cursor on one of them."""
    await c.press("S", "down", "down")
    await c.settled()


async def watched(c: Console, scene: str) -> None:
    """What asks for somebody; the rules; one of them, with what it would do, as it is kept or with a fault in it."""
    match scene.split("-", maxsplit=1)[0]:
        case "alerts":
            alerts = await on_alerts(c, 2)
            await c.until(lambda: alerts._detail is not None and alerts._detail.row.number == 2, "it is read")
        case "rules":
            view = await on_rules(c, "dispatch-ahead")
            await c.until(lambda: view._history[0] == "dispatch-ahead", "its firings are read")
        case "rule":
            await tried_out(c, await on_rule(c, "waiting-noted", "w"))
        case "messages":
            await on_messages(c)
        case "outbox":
            await on_outbox(c)
        case _:
            page = await on_rule(c, "waiting-noted", "e")
            await c.press("down", "down", "down", "end", *["left"] * 6, "x")
            await tried_out(c, page)
    await c.settled()


_WAYS = {"branch": reviewed, "intake": taken_down, "editing": edited, "map": mapped, "settings": set_up}


async def drawn(address: str, scene: str, wanted: str = "") -> str:
    size, look = SCENES[scene]
    if scene.startswith(("parts", "waiting")):
        stocked(address)
    if scene.startswith(("past", "diff")):
        worked(address)
    if scene.startswith("technician"):
        worked_on(address)
    if scene.startswith("backlog"):
        piled_up(address)
    if scene.startswith(_WATCHED):
        written(ruled(alarmed(address)))
    if scene.startswith("outbox"):
        posted(address)
    if scene.startswith("map"):
        address = in_boston(Path(address.removeprefix("sqlite:///")).with_name("boston.db"))
    signs = ASCII if scene.endswith("ascii") else WGL4
    longest = patch("wom_tui.grammar.rule_rehearsal.MOST_S", 3_600.0)
    with real_time_stands(), longest, patch("wom_tui.tui.rule_trying.DAYS", 1):
        return await _drawn(address, scene, size, look, signs, wanted)


async def _drawn(
    address: str, scene: str, size: tuple[int, int], look: str, signs: Signs, wanted: str
) -> str:
    async with console(address, size=size, look=look, signs=signs) as c:
        kind = scene.partition("-")[0]
        if kind in OVER:
            await shaped(c, OVER[kind])
        elif kind in _WATCHED:
            await watched(c, scene)
        elif kind in ("past", "diff", "conflict"):
            await looked_back(c, scene)
        else:
            await (_WAYS[kind](c) if kind in _WAYS else act(c, scene))
        return await _at_rest(c, wanted)


async def _at_rest(c: Console, wanted: str) -> str:
    """The picture, as soon as it is the one that is wanted: what was read late comes, what is underlined fades."""
    end = monotonic() + REST_S
    while (found := picture_of(c.app)) != wanted and wanted and monotonic() < end:
        await c.pilot.pause(0.1)
    return found


@pytest.mark.parametrize("scene", SCENES)
def test_the_console_looks_like_its_picture(office: str, scene: str) -> None:
    async def script() -> None:
        wanted = (HERE / f"{scene}.svg").read_text(encoding="utf-8")
        assert await drawn(office, scene, wanted) == wanted

    driven(script)


def draw_anew(scenes: list[str]) -> None:
    """Write the pictures as they are now."""
    HERE.mkdir(exist_ok=True)
    for scene in scenes or SCENES:
        with TemporaryDirectory() as folder:
            svg = asyncio.run(drawn(made(Path(folder) / "office.db"), scene))
            (HERE / f"{scene}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    draw_anew(sys.argv[1:])
