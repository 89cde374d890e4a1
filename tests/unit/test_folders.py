"""Does every room look for the user's files in the same folders?"""

from __future__ import annotations

from pathlib import Path

import pytest

from wom_tui.config import settings_file
from wom_tui.folders import cache_folder, config_folder, data_folder, default_database, state_folder
from wom_tui.gateways.policies import own_folder
from wom_tui.tui.own_files import NOTHING_KEPT, OwnFiles


def test_each_kind_has_the_folder_that_xdg_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/kim")
    told = {f"XDG_{kind}_HOME": f"/srv/{kind.lower()}" for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
    folders = (config_folder, data_folder, state_folder, cache_folder)

    assert [str(folder(told)) for folder in folders] == [
        "/srv/config/wom",
        "/srv/data/wom",
        "/srv/state/wom",
        "/srv/cache/wom",
    ]
    assert [str(folder({})) for folder in folders] == [
        "/home/kim/.config/wom",
        "/home/kim/.local/share/wom",
        "/home/kim/.local/state/wom",
        "/home/kim/.cache/wom",
    ]


def test_a_relative_path_is_none() -> None:
    assert (
        config_folder({"XDG_CONFIG_HOME": "here"})
        == config_folder({})
        == config_folder({"XDG_CONFIG_HOME": ""})
    )


def test_all_rooms_agree() -> None:
    own = OwnFiles.of_user()

    assert own == OwnFiles(config_folder(), state_folder(), cache_folder())
    assert own.setting("config.toml") == settings_file({"XDG_CONFIG_HOME": str(config_folder().parent)})
    assert own.setting("policies") == own_folder()
    assert Path(default_database()).parent == data_folder()


def test_the_file_of_a_database_does_not_say_which() -> None:
    path = OwnFiles(cache=Path("/cache")).about("draft", "/srv/office.db")

    assert path is not None
    assert path.parent == Path("/cache")
    assert "office" not in path.name
    assert path != OwnFiles(cache=Path("/cache")).about("draft", "/srv/other.db")
    assert NOTHING_KEPT.about("draft", "/srv/office.db") is None
