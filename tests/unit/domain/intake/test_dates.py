"""Day first or month first? Settled by the whole column, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wom_tui.domain.intake.cell import BadCell
from wom_tui.domain.intake.dates import DateOrder, Evidence, Verdict, date_reader, leaves_zone_open

BERLIN = ZoneInfo("Europe/Berlin")
ANY = datetime(2016, 2, 29, 0, 16, tzinfo=UTC)  # 01:16 in Berlin


def verdict(*values: str) -> Verdict:
    evidence = Evidence()
    for value in values:
        evidence.add(value)
    return evidence.verdict()


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["5/4/2015", "29/2/2016 01:16"], DateOrder.DAY_FIRST),
        (["05/04/2015 01:54:54 AM", "05/14/2015 01:54:54 PM"], DateOrder.MONTH_FIRST),
        (["2015-05-04", "2015-05-04T01:02:03.5Z", ""], DateOrder.YEAR_FIRST),
        (["2015/05/04 10:00"], DateOrder.YEAR_FIRST),
        (["4.5.2015", "5.6.15 8:30"], DateOrder.DAY_FIRST),
        (["4 May 2015", "04-May-2015", "4. Mai 2015, 8:30 Uhr"], DateOrder.DAY_FIRST),
        (["42128.5", "42129"], DateOrder.EXCEL),
        (["1430704494"], DateOrder.EPOCH),
        (["1430704494123"], DateOrder.EPOCH_MS),
    ],
)
def test_one_telling_value_settles_the_column(values: list[str], order: DateOrder) -> None:
    found = verdict(*values)

    assert (found.order, found.is_ambiguous, found.misses) == (order, False, 0)


def test_a_column_that_settles_nothing_is_asked_about() -> None:
    assert verdict("5/4/2015", "06/07/2015 10:00") == Verdict(None, is_ambiguous=True, fits=0, misses=2)


def test_a_column_that_contradicts_itself_has_no_order() -> None:
    found = verdict("29/2/2016", "2/29/2016")

    assert (found.order, found.is_ambiguous) == (None, False)


def test_a_day_that_begins_with_its_year_is_read_so_among_others() -> None:
    found = verdict("03.04.2026 08:00", "2026-02-01T08:00:00Z", "2026-02-02")

    assert (found.order, found.fits, found.misses) == (DateOrder.DAY_FIRST, 3, 0)
    assert date_reader(DateOrder.DAY_FIRST, BERLIN)("at", "2026-02-01T08:00:00Z").month == 2


def test_days_that_can_be_read_either_way_are_asked_about_among_others_that_begin_with_their_year() -> None:
    assert verdict("3/4/2026", "2026-02-01").is_ambiguous


def test_a_slip_of_the_pen_does_not_turn_a_column_round() -> None:
    found = verdict(*["29/2/2016"] * 200, "2/29/2016", "soon")

    assert (found.order, found.fits, found.misses) == (DateOrder.DAY_FIRST, 200, 2)


@pytest.mark.parametrize(
    ("order", "text"),
    [
        (DateOrder.DAY_FIRST, "29/2/2016 01:16"),
        (DateOrder.DAY_FIRST, "29.02.16 1:16"),
        (DateOrder.DAY_FIRST, "29 Feb 2016 01:16"),
        (DateOrder.DAY_FIRST, "Monday, 29 February 2016 01:16"),
        (DateOrder.DAY_FIRST, "29. Februar 2016, 01:16 Uhr"),
        (DateOrder.MONTH_FIRST, "02/29/2016 01:16 AM"),
        (DateOrder.MONTH_FIRST, "Feb 29, 2016 1:16 a.m."),
        (DateOrder.MONTH_FIRST, "2016-02-29 01:16"),
        (DateOrder.YEAR_FIRST, "2016-02-29T01:16:00"),
        (DateOrder.YEAR_FIRST, "2016-02-29T00:16:00Z"),
        (DateOrder.YEAR_FIRST, "2016-02-28T19:16:00-05:00"),
        (DateOrder.YEAR_FIRST, "2016-02-28 19:16:00.000 -0500"),
        (DateOrder.EPOCH, "1456704960"),
        (DateOrder.EPOCH_MS, "1456704960000"),
        (DateOrder.EXCEL, "42429.0527777778"),
        (DateOrder.EXCEL, "2016-02-29 01:16:00"),
    ],
)
def test_the_same_moment_in_many_hands(order: DateOrder, text: str) -> None:
    assert date_reader(order, BERLIN)("at", text) == ANY


@pytest.mark.parametrize(
    ("order", "text"),
    [
        (DateOrder.DAY_FIRST, "2/29/2016"),
        (DateOrder.DAY_FIRST, "soon"),
        (DateOrder.DAY_FIRST, "29/2/2016 25:00"),
        (DateOrder.DAY_FIRST, "29/2/2016 13:00 PM"),
        (DateOrder.YEAR_FIRST, "2015-02-29"),
        (DateOrder.EPOCH, "nan"),
        (DateOrder.EPOCH, "1e300"),
        (DateOrder.EXCEL, "x"),
        (DateOrder.DAY_FIRST, "29 Foo 2016"),
    ],
)
def test_what_is_no_moment_is_said_so(order: DateOrder, text: str) -> None:
    with pytest.raises(BadCell, match="such as"):
        date_reader(order, BERLIN)("at", text)


@given(
    st.datetimes(datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2030-01-01")),
    st.sampled_from([(DateOrder.DAY_FIRST, "%d/%m/%Y %H:%M:%S"), (DateOrder.MONTH_FIRST, "%m-%d-%Y %I:%M:%S %p"),
                     (DateOrder.YEAR_FIRST, "%Y-%m-%dT%H:%M:%S")]),
)  # fmt: skip
def test_what_a_clock_showed_is_read_back(local: datetime, way: tuple[DateOrder, str]) -> None:
    order, form = way
    local = local.replace(microsecond=0, tzinfo=UTC)

    assert date_reader(order, ZoneInfo("UTC"))("at", local.strftime(form)) == local


@given(st.text(max_size=30), st.sampled_from(DateOrder))
def test_any_text_is_a_moment_or_none(text: str, order: DateOrder) -> None:
    Evidence().add(text)
    try:
        at = date_reader(order, BERLIN)("at", text)
    except BadCell:
        return

    assert at.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("value", "is_open"),
    [
        ("2026-05-04 10:00", True),
        ("05/04/2026, 10:00 AM", True),
        ("46146.5", True),
        ("2026-05-04T10:00:00Z", False),
        ("2026-05-04T10:00:00+02:00", False),
        ("1778925600000", False),
        ("", False),
        ("soon", False),
    ],
)
def test_a_local_clock_leaves_its_zone_open(value: str, is_open: bool) -> None:
    assert leaves_zone_open(value) is is_open
