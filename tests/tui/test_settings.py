"""Can everything be chosen in the console, at once and for the next start, without harm to a file of one's own?"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from time import sleep
from typing import Any

import pytest

from tests.settings import config_of
from tests.tui.driving import Console, console, driven
from tests.tui.pictures import picture_of
from tests.tui.rooms import enter
from wom_tui.config import Config, ConsoleConfig, WordsConfig, told_by, value_at
from wom_tui.domain import habits
from wom_tui.errors import InvalidInput
from wom_tui.present.labels import ASCII, WGL4
from wom_tui.tui.screens.settings import SettingsView
from wom_tui.tui.settings import SETTINGS, Setting, Wishes
from wom_tui.tui.settings_file import changed, keep
from wom_tui.tui.view import PLACES

OWN = """# mine
db = "orders.db"   # the real one

[console]  # how I like it
look = "light"

[travel]
hours = "7-9=1.3"
"""


@pytest.fixture(autouse=True)
def own_habits() -> Iterator[None]:
    yield
    habits.take(habits.Habits())


def on_setting(c: Console, word: str) -> None:
    view = c.app.query_one(SettingsView)
    view.cursor = word
    view.state_changed()


# ------------------------------------------------------------------------------------------------------- the file


def test_one_line_is_changed_and_all_others_stay_as_they_were() -> None:
    assert changed(OWN, "console.look", "contrast") == OWN.replace('"light"', '"contrast"')
    assert changed(OWN, "console.mouse", False) == OWN.replace('light"\n', 'light"\nmouse = false\n')
    assert changed(OWN, "words.clock", 12) == f"{OWN}\n[words]\nclock = 12\n"
    assert changed("", "console.quiet_s", 10.0) == "[console]\nquiet_s = 10.0\n"
    assert changed(OWN, "console.look", None) == OWN.replace('look = "light"\n', "")
    assert changed(OWN, "console.mouse", None) == OWN


@pytest.mark.parametrize("text", ['console.look = "light"\n', "console = {look = 'light'}\n", "[console\n"])
def test_what_one_line_cannot_say_is_left_to_its_writer(text: str) -> None:
    with pytest.raises(InvalidInput):
        changed(text, "console.look", "dark")


def test_the_file_is_its_owner_s_alone_and_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "dotfiles" / "wom.toml", tmp_path / "wom" / "config.toml"
    real.parent.mkdir()
    real.write_text(OWN)
    link.parent.mkdir()
    link.symlink_to(real)

    keep(link, "console.look", "dark")

    assert link.is_symlink()
    assert tomllib.loads(real.read_text())["console"] == {"look": "dark"}
    assert real.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in real.parent.iterdir()] == ["wom.toml"]


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(InvalidInput, match="can be read and written"):
        keep(tmp_path / "file" / "config.toml", "console.look", "dark")


def test_who_says_what_is_set_is_told_by_place(tmp_path: Path) -> None:
    file = tmp_path / "wom.toml"
    file.write_text(OWN)
    told = told_by({"WOM_CONFIG": str(file), "WOM_CONSOLE_SIGNS": "1", "WOM_CONSOLE_LOOK": "dark"})

    assert told == {
        "console.look": "WOM_CONSOLE_LOOK",
        "console.signs": "WOM_CONSOLE_SIGNS",
        "travel.hours": str(file),
    }


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.word)
def test_a_setting_has_one_name_on_the_screen_and_in_the_file(setting: Setting) -> None:
    in_seconds = "_s" if isinstance(value_at(Config(), setting.place), float) else ""

    assert setting.place.partition(".")[2] == f"{setting.word}{in_seconds}"


# ------------------------------------------------------------------------------------------------------- the view


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.word)
def test_every_choice_of_every_setting_holds_at_once_and_at_the_next_start(
    office: str, tmp_path: Path, setting: Setting
) -> None:
    file = tmp_path / "wom.toml"
    file.write_text('db = "orders.db"\n')

    async def script() -> None:
        async with console(office, wishes=Wishes(file=file)) as c:
            await c.press("S")
            on_setting(c, setting.word)
            for _ in setting.choices:
                wanted = c.app.settings.next(setting)
                await c.press("enter")
                kept = config_of({"WOM_CONFIG": str(file)})

                assert value_at(kept, setting.place) == wanted
                assert value_at(c.app.settings.config, setting.place) == wanted
                assert "your file" in c.text
            await c.press("backspace")

            assert config_of({"WOM_CONFIG": str(file)}) == Config(db="orders.db")
            assert "all as out of the box" in c.text

    driven(script)


def test_keys_that_come_faster_than_the_disk_are_written_one_after_the_other_and_the_last_one_holds(
    office: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "wom.toml"
    writing, at_once = Lock(), []

    def slowly(*args: Any) -> None:
        at_once.append(writing.locked())
        with writing:
            sleep(0.02)
            keep(*args)

    monkeypatch.setattr("wom_tui.tui.settings.keep", slowly)

    async def script() -> None:
        async with console(office, wishes=Wishes(file=file)) as c:
            await c.press("S")
            on_setting(c, "notice")
            await c.pilot.press(*["enter"] * 6)
            setting = c.app.query_one(SettingsView).setting
            chosen = c.app.settings.value(setting)
            assert f"{c.app.signs.mark} {setting.said(chosen)}" in c.text
            await c.settled()
            assert value_at(config_of({"WOM_CONFIG": str(file)}), setting.place) == chosen
            await c.press("enter", "enter", "backspace")

            assert config_of({"WOM_CONFIG": str(file)}) == Config()
            assert not any(at_once)

    driven(script)


def test_what_an_option_or_a_variable_says_is_named_and_goes_before_the_file(
    office: str, tmp_path: Path
) -> None:
    told = {"console.look": "--look", "console.signs": "WOM_CONSOLE_SIGNS"}
    wishes = Wishes(Config(console=ConsoleConfig(look="light")), told, tmp_path / "wom.toml")

    async def script() -> None:
        async with console(office, wishes=wishes) as c:
            await c.press("S")
            assert "--look" in c.text
            assert "WOM_CONSOLE_SIGNS" in c.text
            await c.press("enter")

            assert c.app.look.name == "contrast"
            assert "--look says otherwise at the next start" in c.text

    driven(script)


def test_escape_leads_back_to_where_settings_were_asked_for(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("2", "S", "escape")
            assert c.app.context == "lanes"
            await c.say("settings")
            assert c.app.context == "settings"

    driven(script)


@pytest.mark.parametrize(
    "other",
    [
        ConsoleConfig(look="light"),
        ConsoleConfig(look="contrast", signs="ascii"),
        ConsoleConfig(look="mono"),
    ],
    ids=lambda one: one.look,
)
def test_another_look_repaints_every_view_as_if_it_had_always_been_so(
    office: str, other: ConsoleConfig
) -> None:
    async def seen(before: ConsoleConfig, after: ConsoleConfig | None) -> dict[str, str]:
        """What each view looks like; `after` is chosen when all of them were seen."""
        found: dict[str, str] = {}
        async with console(office, wishes=Wishes(Config(console=before))) as c:
            for name in PLACES:
                await enter(c, name)
            if after is not None:
                for word in ("look", "signs"):
                    setting = next(one for one in SETTINGS if one.word == word)
                    c.app.settings.choose(setting, getattr(after, word))
            await c.settled()
            for name in sorted(PLACES.keys() - {"settings", "proposal"}):  # that one tells its seconds
                await c.app.go(name)
                await c.settled()
                found[name] = picture_of(c.app)
        return found

    async def script() -> None:
        always, now = await seen(other, None), await seen(ConsoleConfig(look="dark"), other)

        assert [name for name in always if always[name] != now[name]] == []

    driven(script)


def test_another_way_to_write_times_is_seen_everywhere(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            assert "14:20" in c.text
            await c.press("S")
            on_setting(c, "clock")
            await c.press("enter", "1")

            assert "2:20p" in c.text
            assert "2:32p" in c.text.splitlines()[0]
            assert "14:20" not in c.text

    driven(script)


def test_settings_fit_in_a_small_window(office: str) -> None:
    async def script() -> None:
        async with console(office, size=(80, 24), look="mono", signs=ASCII) as c:
            await c.press("S", "G")

            assert "> week" in c.text.replace("  ", " ")
            assert "next week is its next one" in c.text

    driven(script)


def test_the_words_of_settings_are_told_apart() -> None:
    words = [setting.word for setting in SETTINGS]

    assert len(words) == len(set(words))
    assert {type(value_at(Config(), one.place)) for one in SETTINGS} <= {str, bool, int, float}
    assert all(one.said(value_at(Config(), one.place)) in dict(one.choices).values() for one in SETTINGS)
    assert WGL4.mark != ASCII.mark
    assert WordsConfig() == Config().words


def test_the_console_says_the_first_and_how_many_more(office: str) -> None:
    async def script() -> None:
        async with console(office, wishes=Wishes(troubles=("wom.toml, line 3: no", "two", "three"))) as c:
            assert "wom.toml, line 3: no" in c.text
            assert "its default stands; 2 more like it; wom doctor tells all" in c.text

    driven(script)
