"""Several faults of one row in a reject file: joined, and told apart again."""

from __future__ import annotations

import pytest

from wom_tui.domain.intake.draft import Reject
from wom_tui.gateways.files.faults import Fault, apart, rows_with_faults

ROW = {"state": "lost; found", "opened": " soon  ", "who": "N/A", "Street, City": "here"}


def written(*faults: tuple[str, str, str]) -> Fault:
    """What stands in a reject file behind a row with these faults."""
    rejects = [Reject(line=7, column=c, reason=r, value=v) for c, r, v in faults]
    ((cells, (line, *told)),) = rows_with_faults([(["1"], reject) for reject in rejects])
    assert (cells, line) == (["1"], 7)
    return Fault(*told)


STATE, OPENED = ("state", "is no state; say one", "lost; found"), ("opened", "is no time", "soon")


@pytest.mark.parametrize(
    "faults",
    [
        [STATE],
        [STATE, OPENED],
        [("state", "is no channel", "lost; found"), ("state", "is no requester", "lost; found"), OPENED],
        [OPENED, ("who", "is empty", "")],
        [("Street, City", "is no place: nowhere", "here")],
        [("", "has 3 cells where the header has 4", "")],
    ],
)
def test_faults_that_were_joined_are_told_apart_again(faults: list[tuple[str, str, str]]) -> None:
    assert apart(written(*faults), ROW) == faults


def test_a_row_that_was_mended_since_still_tells_what_was_wrong() -> None:
    mended = ROW | {"state": "open", "opened": "2026-03-01"}

    assert apart(written(STATE, OPENED), mended) == [STATE, OPENED]


def test_what_cannot_be_told_apart_for_sure_is_told_as_one() -> None:
    told = written(("Street, City", "is no place", "here"), STATE)

    assert apart(told, ROW) == [told]


def test_a_row_with_several_faults_is_written_once() -> None:
    assert written(STATE, OPENED) == (
        "state, opened",
        "state: is no state; say one; opened: is no time",
        "lost; found, soon",
    )
