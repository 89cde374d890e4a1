"""What becomes of a text with places, and of what stands in its values?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wom_tui.domain.letter import (
    SmsLength,
    clock,
    filled,
    fitted,
    mail_address,
    missing,
    phone_number,
    places_in,
    said,
    weekday,
)
from wom_tui.domain.reply_code import HIDDEN
from wom_tui.domain.subscription import PLACES, Channel, Words
from wom_tui.errors import InvalidInput

EVIL = "a\r\nBcc: all@x.example\x1b[2J\u202e\u2028{order}{0.__class__}"


@pytest.mark.parametrize(
    "text",
    ["{title.__class__}", "{}", "{0}", "{order!r}", "{order:>99999}", "{Order}", "{", "}", "{a{order}}"],
)
def test_a_place_is_a_name_from_the_list_and_nothing_else(text: str) -> None:
    with pytest.raises(InvalidInput):
        places_in(text)


def test_places_are_filled_and_braces_written_twice_stay() -> None:
    assert places_in("{{x}} {order}: {title}") == {"order", "title"}
    assert filled("{{x}} {order}", {"order": "4417"}, Channel.MAIL) == "{x} 4417"
    assert missing(Words(body="{order} {reason}", subject="{title}"), {"order": "1"}) == ["reason", "title"]


@pytest.mark.parametrize("channel", Channel)
def test_a_value_is_one_line_and_nothing_in_it_is_a_place(channel: Channel) -> None:
    told = filled("{title}", {"title": EVIL, "order": "1"}, channel)

    assert "\n" not in told
    assert "\r" not in told
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "{order}{0.__class__}" in told


def test_in_a_chat_a_value_is_no_markup_and_rings_for_nobody() -> None:
    told = said("<!channel> <https://x|y> @all & <b>", Channel.CHAT)

    assert told == "&lt;!channel&gt; &lt;https://x|y&gt; @\u200ball &amp; &lt;b&gt;"
    assert said("<b>", Channel.MAIL) == "<b>"


@pytest.mark.parametrize(
    ("text", "units", "parts"),
    [
        *(("a" * 160, 160, 1), ("a" * 161, 161, 2), ("a" * 306, 306, 2), ("a" * 307, 307, 3)),
        *(("€" * 80, 160, 1), ("☃" * 70, 70, 1), ("☃" * 71, 71, 2), ("😀" * 35, 70, 1), ("", 0, 1)),
    ],
)
def test_an_sms_is_counted_as_networks_do(text: str, units: int, parts: int) -> None:
    assert SmsLength.of(text) == SmsLength(units, parts)


@given(st.text(max_size=600), st.integers(1, 4))
def test_a_text_that_is_cut_fits_and_one_that_fits_is_not_cut(text: str, most: int) -> None:
    found = fitted(text.encode("utf-8", "ignore").decode(), most)

    assert SmsLength.of(found).parts <= most
    assert found == text or found.endswith("...") or not text.isprintable()


@given(st.text(max_size=200), st.sampled_from(list(Channel)))
def test_no_value_breaks_out_of_its_line(value: str, channel: Channel) -> None:
    assert len(said(value, channel).splitlines()) <= 1


def test_clocks_and_days_are_those_of_the_reader() -> None:
    noon, night = datetime(2026, 3, 2, 14, 30, tzinfo=UTC), datetime(2026, 3, 2, 0, 5, tzinfo=UTC)

    assert (clock(noon, has_halves=False), clock(noon, has_halves=True)) == ("14:30", "2:30 PM")
    assert clock(night, has_halves=True) == "12:05 AM"
    assert [weekday(noon, one) for one in ("en", "de-AT", "xx")] == ["Monday", "Montag", "2026-03-02"]


@pytest.mark.parametrize(
    ("text", "address"),
    [("dana@acme.example", "dana@acme.example"), (" a.b+c@x.example ", "a.b+c@x.example")]
    + [
        (bad, "")
        for bad in ("", "a", "a@", "a@b,c@d", "Dana <a@b.example>", "a@b.example\r\nBcc: x@y", "a b@c")
    ],
)
def test_a_mail_goes_to_one_address(text: str, address: str) -> None:
    assert mail_address(text) == address


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("+1 (617) 555-0117", "", "+16175550117"),
        ("0049 30 123456", "", "+4930123456"),
        ("030 123456", "+49", "+4930123456"),
        ("617.555.0117", "+1", "+16175550117"),
        *((bad, "", "") for bad in ("", "617 555 0117", "call me", "+0123456789", "+1;rm", "+1" * 20)),
    ],
)
def test_a_number_is_international_or_none(text: str, country: str, number: str) -> None:
    assert phone_number(text, country) == number


def test_every_place_says_what_it_is() -> None:
    assert all(len(meaning) > 5 for meaning in PLACES.values())


@pytest.mark.parametrize(
    "text",
    [
        f"{HIDDEN} for order 4417\n{'x' * 600}",  # it has the first line, and too much comes after
        f"order 4417\n{'x' * 600} by {HIDDEN}",  # too much is before it in its own line
        f"order 4417\n{'x' * 600}\nanswer by {HIDDEN}",
        f"{'x' * 600} {HIDDEN} {'x' * 600}",
    ],
)
def test_a_code_is_kept_wherever_it_stands_and_the_text_has_room_all_the_same(text: str) -> None:
    found = fitted(text, 3, kept=HIDDEN)

    assert HIDDEN in found
    assert "..." in found
    assert 2 <= SmsLength.of(found).parts <= 3
