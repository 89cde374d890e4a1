"""Two maps are one where they say the same, in whatever order a process keeps their sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.boston import PRESET
from wom_tui.domain.intake.fingerprint import fingerprint
from wom_tui.domain.intake.preset import OtherFile, Preset

NAMES = [f"column {n}" for n in range(200)]


def of(names: Sequence[str]) -> Preset:
    return replace(
        PRESET, optional=frozenset(names), other_files=(OtherFile(columns=frozenset(names), what="a list"),)
    )


def test_sets_at_any_depth_are_told_in_one_order() -> None:
    upwards, downwards = of(NAMES), of(NAMES[::-1])
    assert list(upwards.other_files[0].columns) != list(downwards.other_files[0].columns)

    assert fingerprint(upwards) == fingerprint(downwards)
    assert fingerprint(upwards) != fingerprint(of(NAMES[1:]))


def test_one_word_makes_another_map() -> None:
    assert fingerprint(PRESET) != fingerprint(
        replace(PRESET, values={**PRESET.values, "status": {"Open": "ended"}})
    )
