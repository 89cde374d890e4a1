"""Does the shell refuse what is wrong with rules before any of them is kept?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Wom
from tests.ruled import a_rule, an_alert_rule


@pytest.mark.parametrize("act", ["check", "enable"])
def test_two_of_one_name_are_refused_with_both_files(wom: Wom, tmp_path: Path, act: str) -> None:
    files = [tmp_path / "a.toml", tmp_path / "b.toml"]
    for minutes, path in enumerate(files, start=1):
        path.write_text(a_rule("twin", every=f"{minutes}5m"))

    answer = wom("rule", act, *map(str, files))

    assert answer.code == 2
    assert f"twin is in {files[0]} and in {files[1]}" in answer.err, act
    assert "twin" not in {one["name"] for one in wom("rule", "list", "--json").json}


def test_a_check_says_of_a_stranger_what_enabling_it_says(wom: Wom, tmp_path: Path) -> None:
    path = tmp_path / "late.toml"
    path.write_text(an_alert_rule("late", when="pri=1", escalate=["15m boss"]))

    for act in ("check", "dry-run", "enable"):
        answer = wom("rule", act, str(path))
        assert answer.code == 2, act
        assert "late.toml:5: escalate: 'boss' cannot be used" in answer.err, act
