"""Which two moments do words mean?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wom_tui.domain.between import two_moments
from wom_tui.errors import InvalidInput

NOW = datetime(2026, 11, 24, 19, 32, tzinfo=UTC)  # 14:32 in Boston
ZONE = "America/New_York"


def boston(text: str) -> tuple[str, str | None]:
    since, until = two_moments(text, now=NOW, zone=ZONE)
    local = datetime.fromisoformat("2026-11-24T12:00-05:00").tzinfo
    return (
        f"{since.astimezone(local):%d %H:%M}",
        None if until is None else f"{until.astimezone(local):%d %H:%M}",
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("08:00 now", ("24 08:00", None)),
        ("08:00", ("24 08:00", None)),
        ("08:00 14:00", ("24 08:00", "24 14:00")),
        ("14:00 08:00", ("24 08:00", "24 14:00")),
        ("yesterday 16:00", ("23 16:00", None)),
        ("yesterday 16:00 to 10:40", ("23 16:00", "24 10:40")),
        ("yesterday 16:00 now", ("23 16:00", None)),
        ("-2h -1h", ("24 12:32", "24 13:32")),
    ],
)
def test_two_moments_or_one_that_reaches_to_now(text: str, meant: tuple[str, str | None]) -> None:
    assert boston(text) == meant


@pytest.mark.parametrize("text", ["", "soon", "08:00 15:00", "08:00 now later", "to 10:40", "tomorrow 9"])
def test_what_means_none_or_is_still_to_come_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="two moments that have been"):
        two_moments(text, now=NOW, zone=ZONE)
