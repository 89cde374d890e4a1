"""Can the same work be done by ear, line by line?"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.alarms import alarmed
from tests.tui.driving import real_time_stands
from tests.tui.office import NOW, desk_at
from tests.tui.rulebook import rule_named, ruled
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.store.reader import Reader
from wom_tui.tui.plain_lines import WORDS, PlainLines
from wom_tui.tui.seat import Seat


def talk(address: str, *lines: str) -> list[str]:
    """All that is said, with what was typed in its place."""
    said: list[str] = []
    typed = iter(lines)

    def read(prompt: str) -> str | None:
        line = next(typed, None)
        said.append(f"{prompt}{line if line is not None else ''}")
        return line

    assert PlainLines(Seat(lambda: desk_at(address)), read, said.append).run() == 0
    return said


def after(said: list[str], line: str) -> list[str]:
    """What was said to a line."""
    begin = said.index(f"> {line}") + 1
    end = next((at for at in range(begin, len(said)) if said[at].startswith("> ")), len(said))
    return said[begin:end]


def order(address: str, number: int) -> WorkOrder:
    return desk_at(address).ask(Reader.get, WorkOrder, number)


def test_alerts_and_rules_are_read_and_changed_by_lines(office: str) -> None:
    address = ruled(alarmed(office))

    with real_time_stands():
        said = talk(
            address, "alerts critical", "rules waiting", "rule disable waiting-noted", "rules", "undo"
        )

    assert after(said, "alerts critical")[:2] == [
        "1 alert.",
        "1. Alert 1, critical, order 4401, for 0:18: 90 % of the time to resolve are used, and nobody has finished.",
    ]
    assert after(said, "rules waiting")[1] == (
        "1. Rule waiting-noted, on, every 15 min: What nobody has for an hour is noted; 3 acts today, next 14:45."
    )
    assert any("waiting-noted, off" in one for one in said)
    assert rule_named(desk_at(address), "waiting-noted").is_on


def test_the_board_is_read_ten_orders_at_a_time_the_most_urgent_first(office: str) -> None:
    said = talk(office, "board", "next", "next", "next")

    first = after(said, "board")
    assert first[0] == "23 orders."
    assert first[1] == (
        "1. Order 4401, priority 1, on site, past due, 0:18 late, Boiler lockout, no heat, "
        "Madison Park High, Roxbury, Maria Keane has it, 13:32 to 13:57."
    )
    assert first[2].endswith("Columbia Rd / Dudley St, nobody has it.")
    assert (len(first), first[-1]) == (12, "next reads on.")
    assert [one.split(".")[0] for one in said if one[0].isdigit() and ". Order" in one] == [
        str(n) for n in range(1, 24)
    ]
    assert said[-2] == "There is no more."


def test_an_order_the_lanes_and_a_reason_are_told_in_sentences(office: str) -> None:
    said = talk(office, "4405", "order 4401", "lanes", "why 4402", "filter status=ready")

    assert after(said, "4405")[0].startswith(
        "Order 4405, priority 2, ready, warning, 0:43 left, Chiller alarm"
    )
    assert any("visit" in line for line in said)
    assert after(said, "order 4401")[0].startswith("Order 4401")
    assert after(said, "lanes")[0] == "9 technicians, the most troubled first."
    assert after(said, "lanes")[1].startswith("1. Maria Keane works 08:00 to 17:00, load ")
    assert after(said, "why 4402")[0] == "4402, Signal dark, 4-way."
    assert after(said, "filter status=ready")[0] == "6 orders, status=ready."


def test_an_act_is_done_at_once_and_taken_back(office: str) -> None:
    said = talk(office, "hold 4405 parts +1d", "undo")

    assert after(said, "hold 4405 parts +1d")[0].startswith("Done: hold 4405")
    assert after(said, "hold 4405 parts +1d")[-1] == "undo takes it back."
    assert order(office, 4405).status is OrderStatus.READY


@pytest.mark.parametrize(
    ("answer", "status"), [("yes", OrderStatus.ON_HOLD), ("no", OrderStatus.READY), ("", OrderStatus.READY)]
)
def test_several_at_once_are_told_before_and_asked(office: str, answer: str, status: OrderStatus) -> None:
    said = talk(office, "hold 4405 4407 weather +2h", answer)

    assert any(line.startswith("Would do: ") for line in said)
    assert f"Type yes to go on, anything else leaves it: {answer}" in said
    assert order(office, 4405).status is status


def test_what_cannot_be_taken_back_lightly_asks_for_the_number(office: str) -> None:
    talk(office, "cancel 4420 not needed", "yes")
    assert order(office, 4420).status is OrderStatus.READY

    said = talk(office, "cancel 4420 not needed", "4420")
    assert "Type 4420 to go on, anything else leaves it: 4420" in said
    assert order(office, 4420).status is OrderStatus.CANCELLED


def test_what_is_refused_or_not_understood_is_said_and_the_talk_goes_on(office: str) -> None:
    said = talk(office, "hold 99 parts", "order nothing", "frobnicate", "filter colour=red", "board")

    refused = [line for line in said if line.startswith("Not done: ")]
    assert len(refused) == 4
    assert after(said, "board")[0] == "23 orders."


def test_news_are_told_when_they_are_asked_for_and_only_once(office: str) -> None:
    said = talk(office, "news", "priority 4405 1", "news", "news")

    assert after(said, "news") == ["Nothing happened."]
    told = [line for line in said if "ortiz, work order 4405: priority P2 to P1" in line]
    assert len(told) == 1


def test_an_act_on_what_somebody_else_has_changed_meanwhile_is_stopped(office: str) -> None:
    said: list[str] = []

    def typed() -> Iterator[str]:
        yield "4405"
        from wom_tui.grammar.line import commands_of

        other = desk_at(office, session="two", actor="kim")
        other.run_all(commands_of("hold 4405 parts +1d", other))
        yield "priority 4405 1"
        yield "order 4405"

    lines = typed()
    PlainLines(Seat(lambda: desk_at(office)), lambda _: next(lines, None), said.append).run()

    assert any(line.startswith("Not done: ") and "kim" in line for line in said)
    assert said[-1] != "undo takes it back."
    assert any(line.startswith("Order 4405, priority 2, on hold") for line in said)


def test_every_word_is_told_and_none_is_empty(office: str) -> None:
    said = talk(office, "help", "help hold", "help board", "help xyzzy")

    told = after(said, "help")
    assert [line.partition(":")[0] for line in told[: len(WORDS)]] == list(WORDS)
    assert told[-1].startswith("Verbs: ")
    assert "hold" in after(said, "help hold")[0]
    assert after(said, "help xyzzy")[0].startswith("Not done: ")


@pytest.mark.pty
def test_through_a_pipe_no_byte_is_for_a_screen_and_no_textual_is_loaded(office: str, tmp_path: Path) -> None:
    code = (
        "import sys; from datetime import datetime; from wom_tui.tui.seat import Seat;"
        "from wom_tui.tui.plain_lines import converse;"
        f"code = converse(Seat.at({office!r}, datetime.fromisoformat({NOW.isoformat()!r})));"
        "assert 'textual' not in sys.modules, 'textual was loaded'; sys.exit(code)"
    )
    env = os.environ | {"XDG_CACHE_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], input="board\n4402\nquit\n", capture_output=True, text=True, env=env
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    assert done.stdout.count("> ") == 3
    assert "1. Order 4401" in done.stdout
