"""Which values may a setting have? Asked when settings are read, and by what is made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wom_tui.domain.habits import habits_of
from wom_tui.domain.reply_code import SHORTEST_SECRET
from wom_tui.errors import InvalidInput

Rule = Callable[[str, Any], None]
LOOKS = ("dark", "light", "contrast", "ansi", "mono")


def check_setting(place: str, value: Any) -> None:
    """Let pass what the setting at a place such as `console.theme` can be; most take anything of their kind.

    Raises:
        InvalidInput: it is nothing that can be set there.
    """
    if (rule := _RULES.get(place)) is not None:
        rule(place, value)


def _one_of(*words: str) -> Rule:
    def rule(place: str, value: Any) -> None:
        if value not in words:
            raise InvalidInput(place, value, f"one of {', '.join(word for word in words if word)}")

    return rule


def _address(example: str) -> Rule:
    def rule(place: str, value: Any) -> None:
        if value and not _is_address(value):
            shown = value.rpartition("@")[2]  # never a password
            raise InvalidInput(place, shown, f"an address such as {example}")

    return rule


def _is_address(url: str) -> bool:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  asked because it may be no number
    except ValueError:
        return False
    is_odd = parts.query or parts.fragment or parts.username is not None or " " in url
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not is_odd


def _number(least: float, most: float, what: str) -> Rule:
    def rule(place: str, value: Any) -> None:
        if not least <= value <= most:
            raise InvalidInput(place, value, what)

    return rule


def _hours(place: str, value: Any) -> None:
    from wom_tui.domain.travel_hours import HourFactors

    HourFactors.read(value)


def _words(place: str, value: Any) -> None:
    if not str(value).strip():
        raise InvalidInput(place, value, "the server's profile, such as driving")


def _habit(made: Callable[[Any], object]) -> Rule:
    def rule(place: str, value: Any) -> None:
        made(value)

    return rule


def _secret(place: str, value: Any) -> None:
    if value and len(value) < SHORTEST_SECRET:
        raise InvalidInput(place, "…", f"at least {SHORTEST_SECRET} characters that nobody can guess")


_WAIT = _number(1e-9, 60, "seconds, above 0, at most 60")
_CALM = _number(0, 3600, "seconds, 0 to 3600")
_RULES: Mapping[str, Rule] = {
    "console.theme": _one_of("", *LOOKS),
    "console.slow": _one_of("auto", "on", "off"),
    "console.map": _one_of("", "braille", "blocks", "letters"),
    "console.notice_s": _CALM,
    "console.quiet_s": _CALM,
    "geocoder.url": _address("https://nominatim.example.org"),
    "geocoder.timeout_s": _WAIT,
    "geocoder.seconds_between": _CALM,
    "travel.url": _address("http://127.0.0.1:5000"),
    "travel.profile": _words,
    "travel.timeout_s": _WAIT,
    "travel.places_at_once": _number(2, 10_000, "2 to 10,000"),
    "travel.hours": _hours,
    "inbound.secret": _secret,
    "words.dates": _habit(lambda value: habits_of(value, 24)),
    "words.clock": _habit(lambda value: habits_of("", value)),
    "words.distances": _habit(lambda value: habits_of("", 24, value)),
    "words.week": _habit(lambda value: habits_of("", 24, week=value)),
}
