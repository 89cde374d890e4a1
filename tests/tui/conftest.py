"""The office that the console's tests look at."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.driving import real_time_stands
from tests.tui.office import made
from tests.tui.quiet import hurry
from tests.tui.rulebook import ruled
from wom_tui.tui.garbage import Shared


@pytest.fixture(scope="session")
def _office_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("office") / "template.db"
    made(path)
    return path


@pytest.fixture
def office(tmp_path: Path, _office_template: Path) -> str:
    """The address of an office of this test's own, on that one morning in Boston."""
    path = tmp_path / "office.db"
    shutil.copyfile(_office_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def real_time() -> Iterator[None]:
    """Real time stands at the moment of that morning."""
    with real_time_stands():
        yield


@pytest.fixture
def rulebook(office: str, real_time: None) -> str:
    """That office, whose rules have had a morning's work."""
    return ruled(office)


@pytest.fixture(autouse=True)
def nobody_waits_for_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual sleeps after each key until the process is idle; our tests wait for what they name (`driving.py`)."""
    hurry(monkeypatch)


@pytest.fixture(autouse=True)
def consoles_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is kept from the garbage collector: a console ends with its test, and many follow in this process."""
    monkeypatch.setattr("wom_tui.tui.garbage._NO_LOOKING", Shared(gc.disable, gc.enable))
