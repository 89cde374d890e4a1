"""Is compiled code kept where it belongs, apart for each version of its source?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wom_tui.errors import GatewayError
from wom_tui.gateways import compiled_code


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's cache folder, with nothing in it and nothing chosen."""
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "0")
    monkeypatch.setenv("NUMBA_CACHE_DIR", "")
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


def test_it_is_kept_in_the_users_cache_and_found_again(cache: Path) -> None:
    assert compiled_code.keep_compiled_code()
    folder = Path(os.environ["NUMBA_CACHE_DIR"])
    assert folder.parent == cache / "wom"

    (folder / "something").touch()

    assert not compiled_code.keep_compiled_code()


def test_another_source_has_another_folder(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled_code.keep_compiled_code()
    first = os.environ.pop("NUMBA_CACHE_DIR")
    source = tmp_path / "planning"
    (source / "engine").mkdir(parents=True)
    (source / "problem.py").write_text("changed = True\n")
    monkeypatch.setattr(compiled_code, "_ENGINE", source)

    compiled_code.keep_compiled_code()

    assert os.environ["NUMBA_CACHE_DIR"] != first


def test_a_folder_that_cannot_be_made_is_told(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (cache / "file").touch()
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(cache / "file" / "below"))

    with pytest.raises(GatewayError, match="NUMBA_CACHE_DIR"):
        compiled_code.keep_compiled_code()


def test_a_folder_that_the_user_chose_stays(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = str(cache / "elsewhere")
    monkeypatch.setenv("NUMBA_CACHE_DIR", chosen)

    compiled_code.keep_compiled_code()

    assert os.environ["NUMBA_CACHE_DIR"] == chosen
