"""Is a call that was left there again, apart from the next one, and only where it belongs?"""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from tests.tui.driving import console, driven
from tests.tui.test_intake import calling, told
from tests.tui.test_type_ahead import burst
from wom_tui.tui.call_model import Draft
from wom_tui.tui.screens.intake import IntakeView


def test_a_draft_is_kept_with_escape_and_comes_back(office: str, tmp_path: Path) -> None:
    async def script() -> None:
        draft = tmp_path / "wom" / "draft.json"
        async with console(office, draft=draft) as c:
            await calling(c)
            await told(c, "Leak in cellar")
            await c.press("escape")
            assert c.app.context == "board"
            assert "draft kept" in c.toasts
            assert stat.S_IMODE(draft.stat().st_mode) == 0o600
            await c.press("n")
            view = c.app.query_one(IntakeView)
            assert view.form.draft.is_empty
            assert "Leak in cellar   ↑ Enter" in c.text
            await c.press("up", "enter")
            assert view.form.draft.text("title") == "Leak in cellar"

            await c.press("pagedown", "pagedown", "down", "enter")
            assert "Enter once more does it" in c.text
            await c.press("enter")
            assert (c.app.context, draft.exists()) == ("board", False)
            await c.press("n")
            assert "Leak in cellar" not in c.text

    driven(script)


def test_a_second_call_is_never_mixed_with_the_one_that_was_left(office: str, tmp_path: Path) -> None:
    async def script() -> None:
        async with console(office, draft=tmp_path / "draft.json") as c:
            view = await calling(c)
            await told(c, "Leak in cellar")
            await c.press("enter")
            await told(c, "copl")
            await c.press("escape", "n")
            await told(c, "no light")
            assert view.form.draft.text("title") == "no light"
            assert "Leak in cellar, copl" in c.text
            await c.press("escape", "n")
            assert "14:32  no light" in c.text

            await c.press("up", "up", "enter")
            assert view.form.draft.said["site"] == "copl"
            assert (view.form.stop, view.form.kept) == ("site", 1)
            await c.press("shift+tab", "up")
            await c.type("x")
            assert (view.form.stop, view.sheet.input.value) == ("title", "Leak in cellarx")

    driven(script)


def test_a_draft_of_another_office_at_the_same_address_is_offered_to_nobody(
    office: str, tmp_path: Path
) -> None:
    async def script() -> None:
        draft = tmp_path / "draft.json"
        async with console(office, draft=draft) as c:
            await calling(c)
            await told(c, "Leak in cellar")
            await c.press("escape")
        text = draft.read_text()
        draft.write_text(text.replace(json.loads(text)["office"], "one that was there before"))
        async with console(office, draft=draft, session="two") as c:
            view = await calling(c)

            assert view.form.kept == 0
            assert "Leak in cellar" not in c.text

    driven(script)


def test_a_draft_outlives_a_console_that_is_killed(office: str, tmp_path: Path) -> None:
    async def script() -> None:
        draft, copy = tmp_path / "draft.json", tmp_path / "copy.json"
        async with console(office, draft=draft) as c:
            await calling(c)
            await told(c, "Leak in cellar")
            await c.press("enter")
            await told(c, "copl")
            await c.until(draft.exists, "it is kept while it is typed")
            copy.write_bytes(draft.read_bytes())  # what a process leaves that ends here and now
        async with console(office, draft=copy, session="two") as c:
            await calling(c)
            assert "Leak in cellar, copl" in c.text

    driven(script)


def test_what_was_sent_is_no_draft_any_more(office: str, tmp_path: Path) -> None:
    async def script() -> None:
        draft = tmp_path / "draft.json"
        async with console(office, draft=draft) as c:
            await burst(c, "nboiler lockout\nmadi\nK. Byrne\n\n\n")
            await c.until(lambda: c.app.context == "board", "it is taken in")
            await c.settled()

            assert not draft.exists()

    driven(script)


def test_a_draft_comes_back_as_it_was_and_nothing_else_is_taken_for_one() -> None:
    draft = Draft()
    draft.say("title", "leak")
    draft.mean("site", "City Hall", 3)

    assert Draft.from_dict(draft.as_dict()) == draft
    assert draft.line(None, "kim 2026-11-24 14:30").endswith(
        'site=#3 channel=phone assign="kim 2026-11-24 14:30"'
    )
    draft.say("site", "City Hal")
    assert draft.meant == {}
    with pytest.raises(KeyError):
        Draft.from_dict({})
