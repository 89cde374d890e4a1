"""Does a code allow just what it was made for, and can nobody make one?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wom_tui.domain.reply_code import Claim, Grant, claims_in, is_genuine, reply_code
from wom_tui.errors import InvalidInput

SECRET = "a secret of the office that nobody knows"
UNTIL = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
GRANT = Grant(order=4417, visit=5123, technician=7)
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def claim_of(code: str) -> Claim:
    (claim,) = claims_in(code)
    return claim


def test_a_code_is_short_and_holds_to_the_end_of_its_hour() -> None:
    code = reply_code(GRANT, UNTIL, SECRET)

    assert len(code) <= 24
    assert is_genuine(claim_of(code), GRANT, SECRET)
    assert claim_of(code).until_at == UNTIL + timedelta(minutes=30)
    assert claim_of(code).visit == 5123


@pytest.mark.parametrize("other", [{"order": 4418}, {"visit": 5124}, {"technician": 8}])
def test_it_is_for_nothing_else(other: dict[str, int]) -> None:
    claim = claim_of(reply_code(GRANT, UNTIL, SECRET))

    assert not is_genuine(claim, replace(GRANT, **other), SECRET)
    assert not is_genuine(replace(claim, hour=claim.hour + 1), GRANT, SECRET)
    assert not is_genuine(claim, GRANT, SECRET + "!")


def test_it_is_read_as_people_type_it() -> None:
    code = reply_code(GRANT, UNTIL, SECRET)
    typed = code.lower().replace("0", "o").replace("1", "l")

    for text in (code, f"Re: Visit [{code}]", f"code: {typed}.", f"({typed})", f"{code}\n> {typed}"):
        assert claim_of(text) == claim_of(code)


@pytest.mark.parametrize(
    "text", ["", "WOM-", "WOM-5-1R2M-9X4TQ", "XWOM-5-1R2M-9X4TQ-2M7VB", "WOM-5-1R2M-9X4TQ-2M7VB1"]
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert list(claims_in(text)) == []


def test_a_secret_that_can_be_guessed_signs_nothing() -> None:
    for secret in ("", "short"):
        with pytest.raises(InvalidInput) as refused:
            reply_code(GRANT, UNTIL, secret)
        assert "short" not in str(refused.value)


@given(st.integers(0, 19), st.sampled_from(ALPHABET))
def test_no_letter_of_it_can_be_another(place: int, letter: str) -> None:
    code = reply_code(GRANT, UNTIL, SECRET)
    if code[place] in ALPHABET and code[place] != letter and place >= 4:
        changed = claim_of(code[:place] + letter + code[place + 1 :])
        assert not is_genuine(changed, GRANT, SECRET)


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.integers(1, 10**6), st.text(min_size=16, max_size=40))
def test_what_was_made_is_known_again(order: int, visit: int, technician: int, secret: str) -> None:
    grant = Grant(order, visit, technician)
    secret = secret.encode("utf-8", "replace").decode()
    if len(secret) >= 16:
        assert is_genuine(claim_of(reply_code(grant, UNTIL, secret)), grant, secret)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert all(isinstance(claim, Claim) for claim in claims_in(text))
