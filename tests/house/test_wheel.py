"""Is everything in the wheel that an install needs, and nothing else?"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from tests.house.tree import ROOT, shown, tracked


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    return zipfile.ZipFile(Path(built))


@pytest.mark.parametrize("folder", ["migrations", "sample_data"])
def test_the_wheel_carries_what_ships_beside_the_code(wheel: zipfile.ZipFile, folder: str) -> None:
    expected = {f"wom_tui/_{shown(path)}" for path in tracked(f"{folder}/*")}

    assert expected
    assert expected - set(wheel.namelist()) == set()


def test_the_wheel_carries_the_whole_package(wheel: zipfile.ZipFile) -> None:
    expected = {shown(path) for path in tracked("wom_tui/*")}

    assert expected - set(wheel.namelist()) == set()


def test_the_wheel_carries_nothing_of_the_workshop(wheel: zipfile.ZipFile) -> None:
    rooms = {name.partition("/")[0] for name in wheel.namelist()}

    assert {room for room in rooms if not room.endswith((".dist-info", ".data"))} == {"wom_tui"}


def test_the_wheel_carries_the_manual_and_nothing_else_beside_the_package(wheel: zipfile.ZipFile) -> None:
    beside = [name.partition(".data/")[2] for name in wheel.namelist() if ".data/" in name]

    assert beside == ["data/share/man/man1/wom.1"]


def test_the_wheel_carries_the_licence(wheel: zipfile.ZipFile) -> None:
    assert [name for name in wheel.namelist() if name.endswith("licenses/LICENSE")]
