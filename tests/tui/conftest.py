"""The office that the console's tests look at."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.tui.office import made


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
