"""What may somebody without an account report, and until when? A code that is signed, and short enough to type.

It names a visit and the hour in which it ends. What it allows is signed with it: the order, the visit and the
technician; so a visit that has been given to somebody else takes no reports by the old code.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from wom_tui.errors import InvalidInput

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none of them is taken for another
_VALUE = {digit: value for value, digit in enumerate(_DIGITS)}
_SLIPS = str.maketrans("OIL", "011")
_SINCE = datetime(2020, 1, 1, tzinfo=UTC)
_HOUR = timedelta(hours=1)
# Until the year 2139; 50 bits, of which no two guesses in a second find one.
_HOUR_DIGITS, _SIGNED_DIGITS = 4, 10
SHORTEST_SECRET = 16
# After the visit was to end, or after it was asked for, unless somebody says otherwise.
LIVES = timedelta(hours=48)
HIDDEN = "WOM-****-****-*****-*****"  # what people see of one; as long as a code, for the room that it takes
CODE = re.compile(
    r"(?<![\w-])WOM-([0-9A-Z]{1,9})-([0-9A-Z]{4})-([0-9A-Z]{5})-([0-9A-Z]{5})(?![\w-])",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True)
class Grant:
    """What a code allows: reports on this visit, as long as that technician makes it."""

    order: int
    visit: int
    technician: int


@dataclass(frozen=True)
class Claim:
    """A code as it came in; whether it is genuine only the office can tell."""

    visit: int
    hour: int
    signature: str

    @property
    def until_at(self) -> datetime:
        """When it ends."""
        return _SINCE + self.hour * _HOUR


def reply_code(grant: Grant, until_at: datetime, secret: str) -> str:
    """`WOM-5C-1R2M-9X4TQ-2M7VB`.

    Args:
        until_at: the code ends with the hour in which this lies.

    Raises:
        InvalidInput: the secret is none.
    """
    hour = -((_SINCE - until_at) // _HOUR)
    signed = _signature(grant, hour, secret)
    return "-".join(("WOM", _written(grant.visit), _written(hour, _HOUR_DIGITS), signed[:5], signed[5:]))


def is_secret(secret: str) -> bool:
    """Codes can be signed with it."""
    return len(secret) >= SHORTEST_SECRET


def hidden(text: str) -> str:
    """The text without its codes: each is a key, and stands in nothing that people look through."""
    return CODE.sub(HIDDEN, text)


def claims_in(text: str) -> Iterator[Claim]:
    """The codes in a text, each once, whether they are genuine or not."""
    seen: set[Claim] = set()
    for found in CODE.finditer(text):
        visit, hour, *signed = (part.upper().translate(_SLIPS) for part in found.groups())
        if "U" in f"{visit}{hour}{signed}":
            continue
        claim = Claim(_read(visit), _read(hour), "".join(signed))
        if claim not in seen:
            seen.add(claim)
            yield claim


def is_genuine(claim: Claim, grant: Grant, secret: str) -> bool:
    """It was signed here, for just this; how long the answer takes tells nothing of the signature."""
    if not is_secret(secret):
        return False  # whoever has no secret has signed nothing
    is_signed = hmac.compare_digest(claim.signature, _signature(grant, claim.hour, secret))
    return is_signed and claim.visit == grant.visit


def _signature(grant: Grant, hour: int, secret: str) -> str:
    if not is_secret(secret):
        raise InvalidInput(
            "inbound.secret", "…", f"at least {SHORTEST_SECRET} characters that nobody can guess"
        )
    said = f"wom reply 1:{grant.order}:{grant.visit}:{grant.technician}:{hour}"
    bits = int.from_bytes(hmac.digest(secret.encode(), said.encode(), "sha256"))
    return _written(bits >> (256 - 5 * _SIGNED_DIGITS), _SIGNED_DIGITS)


def _written(number: int, digits: int = 1) -> str:
    found = ""
    while number or len(found) < digits:
        found = _DIGITS[number % 32] + found
        number //= 32
    return found


def _read(text: str) -> int:
    number = 0
    for digit in text:
        number = number * 32 + _VALUE[digit]
    return number
