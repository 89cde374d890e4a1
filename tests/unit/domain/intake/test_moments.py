"""A file that writes its times in one of several ways."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from wom_tui.domain.intake.cell import BadCell
from wom_tui.domain.intake.moments import moments_reader
from wom_tui.errors import InvalidInput

BERLIN = ZoneInfo("Europe/Berlin")
FORMS = ("%d.%m.%Y %H:%M", "iso", "epoch_ms", "excel", "epoch")


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("04.05.2024 10:30", datetime(2024, 5, 4, 8, 30, tzinfo=UTC)),
        ("2024-05-04", datetime(2024, 5, 3, 22, 0, tzinfo=UTC)),
        ("2024-05-04T10:30:00.000+0000", datetime(2024, 5, 4, 10, 30, tzinfo=UTC)),
        ("1714818600000", datetime(2024, 5, 4, 10, 30, tzinfo=UTC)),
        ("1714818600", datetime(2024, 5, 4, 10, 30, tzinfo=UTC)),
        ("45416.4375", datetime(2024, 5, 4, 8, 30, tzinfo=UTC)),
    ],
)
def test_the_first_form_that_fits_a_cell_reads_it(cell: str, moment: datetime) -> None:
    assert moments_reader(FORMS, BERLIN)("when", cell) == moment


@pytest.mark.parametrize("cell", ["5", "soon", "31.02.2024 10:30", "05/04/2024"])
def test_a_cell_that_fits_none_is_refused(cell: str) -> None:
    with pytest.raises(BadCell):
        moments_reader(FORMS, BERLIN)("when", cell)


def test_a_form_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidInput):
        moments_reader(["iso", "%Q"], BERLIN)


@pytest.mark.parametrize("form", ["%Y-%m-%d %H:%M", "iso"])
@pytest.mark.parametrize(
    "cell", ["0001-01-01 00:00", "0069-01-01 00:00", "9999-12-31 23:59", "2200-01-03 00:00"]
)
def test_what_stands_for_no_day_is_none(form: str, cell: str) -> None:
    with pytest.raises(BadCell, match="years 1900 to 2199"):
        moments_reader([form, "excel"], ZoneInfo("UTC"))("when", cell)
