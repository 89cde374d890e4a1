"""Are trips remembered, also by the next program, and is a spoilt file none?"""

from __future__ import annotations

from pathlib import Path

import pytest

from wom_tui.domain.place import Place
from wom_tui.gateways import travel_memory
from wom_tui.gateways.travel_memory import NO_WAY, UNKNOWN, TravelMemory

A, B, C = (Place(42.0, -71.0 + n / 10) for n in range(3))


def filled(file: Path | None = None) -> TravelMemory:
    memory = TravelMemory(file)
    memory.learn([A, B], [B, C], [[60, 90], [0, NO_WAY]])
    return memory


def test_what_was_learned_is_known_and_nothing_else() -> None:
    memory = filled()

    assert memory.rows([A, B, C], [A, B, C]) == [[UNKNOWN, 60, 90], [UNKNOWN, 0, NO_WAY], [UNKNOWN] * 3]
    assert memory.trip_s(B, C) == NO_WAY
    assert memory.trip_s(A, Place(0, 0)) == UNKNOWN


def test_the_next_program_knows_it_too(tmp_path: Path) -> None:
    file = tmp_path / "wom" / "travel"
    filled(file).keep()

    assert TravelMemory(file).rows([A, B], [B, C]) == [[60, 90], [0, NO_WAY]]
    assert [path.name for path in file.parent.iterdir()] == ["travel"]


def test_two_programs_keep_what_both_have_learned(tmp_path: Path) -> None:
    one, other = (TravelMemory(tmp_path / "travel") for _ in range(2))
    one.learn([A], [B], [[60]])
    other.learn([B, C], [A, B], [[70, 0], [80, NO_WAY]])

    one.keep()
    other.keep()

    kept = TravelMemory(tmp_path / "travel")
    assert kept.rows([A, B, C], [A, B]) == [[UNKNOWN, 60], [70, 0], [80, NO_WAY]]


@pytest.mark.parametrize("cut", [0, 5, 20, -1])
def test_a_spoilt_file_is_none(tmp_path: Path, cut: int) -> None:
    file = tmp_path / "travel"
    filled(file).keep()
    whole = file.read_bytes()
    file.write_bytes(whole[:cut] + b"!" + whole[cut:][2:] if cut > 0 else whole[:cut])

    memory = TravelMemory(file)

    assert memory.trip_s(A, B) == UNKNOWN
    memory.learn([A], [B], [[1]])
    assert memory.trip_s(A, B) == 1


def test_a_folder_that_cannot_be_written_costs_only_the_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    memory = filled(tmp_path / "file" / "travel")

    memory.keep()

    assert memory.trip_s(A, B) == 60


def test_it_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(travel_memory, "PLACES_MAX", 3)
    memory = filled()

    memory.learn([A], [Place(42, 0)], [[7]])

    assert memory.rows([A], [B, Place(42, 0)]) == [[UNKNOWN, 7]]
