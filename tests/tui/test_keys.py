"""Does a key mean one thing, and can everything that is named be done?"""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.tui.driving import console, driven
from wom_tui.tui.key import EVERYWHERE, INTAKE, SAFE_CTRL, TYPED, UNTYPED
from wom_tui.tui.keys import KEYS, by_id, by_key, rows_of
from wom_tui.tui.speech import Speech
from wom_tui.tui.view import PLACES, view_class
from wom_tui.tui.widgets.frame import TABS


def test_a_key_means_one_verb_wherever_it_works() -> None:
    meanings: dict[str, set[str]] = defaultdict(set)
    for row in KEYS:
        for key in row.key.split(","):
            meanings[key].add(row.label)

    assert {key: labels for key, labels in meanings.items() if len(labels) > 1} == {}


def test_a_command_has_one_row() -> None:
    ids = [row.id for row in KEYS]

    assert len(ids) == len(set(ids))
    assert [by_id(id) for id in ids] == list(KEYS)
    assert all(by_key(key) is row for row in KEYS for key in row.key.split(","))


def test_only_keys_that_every_terminal_sends() -> None:
    keys = {key for row in KEYS for key in row.key.split(",")}

    assert [key for key in keys if "alt+" in key or "shift+f" in key] == []
    assert {key for key in keys if key.startswith("ctrl+")} <= SAFE_CTRL


@pytest.mark.parametrize("context", sorted(EVERYWHERE & PLACES.keys()))
def test_every_key_of_a_view_is_answered(context: str) -> None:
    view = view_class(context)

    unanswered = [
        row.id
        for row in rows_of(context)
        if not hasattr(view, f"do_{row.id}") and not hasattr(Speech, f"do_{row.id}") and row.id not in PLACES
    ]

    assert unanswered == []


def test_where_letters_are_text_every_verb_has_a_key_that_is_none() -> None:
    assert {INTAKE} == TYPED
    assert [row.id for row in rows_of(INTAKE) if not UNTYPED & set(row.key.split(","))] == []


def test_a_tab_leads_somewhere_and_is_told_with_its_key(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            assert [name for name in TABS if name not in PLACES] == []
            assert "1 Board   2 Lanes   3 Backlog   4 Order " in c.text.splitlines()[0]
            await c.press("6")

            assert (c.app.context, c.toasts) == ("board", ["6 does nothing here"])

    driven(script)


def test_a_key_that_means_nothing_in_a_view_says_so(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("o", "f5", "tilde")

            assert c.toasts == ["o does nothing here", "f5 does nothing here", "~ does nothing here"]
            assert "? lists the keys that do" in c.text

    driven(script)


def test_help_names_every_key_of_the_view(office: str) -> None:
    async def script() -> None:
        async with console(office, size=(120, 50)) as c:
            await c.press("question_mark")
            lines = c.text
            assert all(row.shown in lines for row in rows_of("board"))
            await c.press("q")

            assert "Act now" in c.text

    driven(script)


def test_escape_takes_back_one_narrowing_at_a_time_and_never_leaves(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("slash")
            await c.type("status=ready")
            await c.press("enter")
            assert "6 of 23" in c.text
            await c.press("space")
            await c.press("escape")
            assert (c.board.model.marks, c.board.filter_text) == (set(), "status=ready")
            await c.press("escape")
            assert (c.board.filter_text, "23 of 23" in c.text) == ("", True)
            await c.press("escape", "escape")

            assert c.app.is_running

    driven(script)


def test_minus_goes_to_the_view_before_and_back(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            seen = []
            for key in ("2", "minus", "minus", "3", "minus", "minus"):
                await c.press(key)
                seen.append(c.app.context)

            assert seen == ["lanes", "board", "lanes", "backlog", "lanes", "backlog"]

    driven(script)


def test_minus_leads_back_to_an_order_and_escape_from_there_to_where_it_was_opened(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("2")
            await c.say("4403")
            await c.press("3", "minus")
            assert (c.app.context, "4403" in c.text) == ("order", True)
            await c.press("escape")

            assert c.app.context == "lanes"

    driven(script)


def test_a_notice_that_goes_by_itself_takes_no_escape_away(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("slash")
            await c.type("/boiler")
            await c.press("enter")
            c.app.toast("done", "u takes it back")

            await c.press("escape")

            assert (c.app.toasts.shown, c.board.filter_text) == ([], "")

    driven(script)


def test_what_is_typed_after_a_filter_narrows_it(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("slash")
            await c.type("status=ready")
            await c.press("enter", "slash")
            await c.type("pri=2")
            await c.press("enter")

            assert c.board.filter_text.split() == ["status=ready", "pri=2"]
            await c.press("slash")
            await c.type("pri=3")
            await c.press("escape")

            assert c.board.filter_text.split() == ["status=ready", "pri=2"]

    driven(script)


def test_a_filter_that_is_begun_elsewhere_is_typed_over_the_board_s_rows(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("3", "slash")
            await c.type("boiler")
            await c.press("enter")

            assert (c.app.context, c.board.filter_text) == ("board", "boiler")

    driven(script)


def test_the_filter_works_while_it_is_typed_and_escape_undoes_the_try(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("slash")
            await c.type("/boiler")
            await c.until(lambda: "2 of 23" in c.text, "the list follows the filter")
            await c.type(" pri<")
            await c.until(lambda: "cannot be used" in c.text or "expected" in c.text, "what is wrong is said")
            await c.press("escape")

            assert "23 of 23" in c.text

    driven(script)


def test_a_filter_that_names_nobody_known_says_who_there_is(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.until(lambda: c.board.is_loaded, "names are read")
            await c.press("slash")
            await c.type("technician=nobody-such")
            await c.press("enter")

            await c.until(lambda: "'nobody-such' cannot be used" in c.text, "what is wrong is said")
            assert "23 of 23" in c.text

    driven(script)


def test_sorting_by_the_chosen_column_and_again_turns_it_round(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("greater_than_sign", "s")
            titles = [c.board.model.rows[number].title for number in list(c.board.model.shown)[:6]]
            assert titles == sorted(titles, key=str.casefold)
            await c.press("s")
            turned = [c.board.model.rows[number].title for number in list(c.board.model.shown)[:6]]

            assert turned == titles[::-1]

    driven(script)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 35), (180, 44), (500, 100), (20, 5)])
def test_any_size_at_any_time(office: str, size: tuple[int, int]) -> None:
    async def script() -> None:
        async with console(office, size=(120, 35)) as c:
            c.board.go_to(4412)
            await c.pilot.resize_terminal(*size)
            await c.settled()
            assert c.board.model.cursor == 4412
            shown = c.board.list
            assert shown.top <= c.board.model.line < shown.top + shown.size.height
            await c.press("down", "pagedown", "pageup", "g", "G")

            assert c.board.model.row is not None

    driven(script)
