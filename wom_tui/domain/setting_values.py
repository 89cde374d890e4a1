"""Which values may a setting have? Asked when settings are read, and by what is made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from wom_tui.domain.habits import habits_of
from wom_tui.domain.reply_code import SHORTEST_SECRET
from wom_tui.errors import InvalidInput

Rule = Callable[[str, Any], None]
SIGNS = ("all", "ascii")
_SECRETS = ("inbound.secret", "notify.endpoints", "notify.secrets")
LOOKS = ("dark", "light", "contrast", "ansi", "mono")


def check_setting(place: str, value: Any) -> None:
    """Let pass what the setting at a place such as `console.look` can be; most take anything of their kind.

    Raises:
        InvalidInput: it is nothing that can be set there.
    """
    if (rule := _RULES.get(place)) is not None:
        rule(place, value)


def is_secret(place: str) -> bool:
    """What stands there is shown to nobody, whatever is wrong with it; nor what stands below it."""
    return any(f"{place}.".startswith(f"{one}.") for one in _SECRETS)


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


def _named(value_rule: Rule) -> Rule:
    """A table of names, each with a value that can be one; a value that cannot is never shown: it may be a secret."""

    def rule(place: str, value: Any) -> None:
        for name, said in value.items():
            if not re.fullmatch(r"[a-z][a-z0-9_]{0,30}", name, re.ASCII):
                raise InvalidInput(place, name, "names in small letters and digits")
            try:
                value_rule(place, said)
            except InvalidInput as error:
                raise InvalidInput(place, error.value, f"for {name} {error.expected}") from None

    return rule


def _endpoint(place: str, value: Any) -> None:
    from urllib.parse import urlsplit

    expected = "an address such as smtps://user:password@mail.example.org or https://hooks.example.org/…"
    try:
        parts = urlsplit(value)
        is_one = parts.scheme in ("smtp", "smtps", "http", "https") and bool(parts.hostname)
        parts.port  # noqa: B018  asked because it may be no number
    except (ValueError, TypeError, AttributeError):
        is_one = False
    if not is_one or not value.isascii() or not value.isprintable() or " " in value:
        raise InvalidInput(place, "…", expected)


def _secret(place: str, value: Any) -> None:
    if not isinstance(value, str) or len(value) < SHORTEST_SECRET or not value.isprintable():
        raise InvalidInput(place, "…", f"at least {SHORTEST_SECRET} characters that nobody can guess")


def _secret_if_any(place: str, value: Any) -> None:
    if value:
        _secret(place, value)


def _mail_address(place: str, value: Any) -> None:
    from wom_tui.domain.letter import mail_address, phone_number

    if not isinstance(value, str) or not (mail_address(value) or phone_number(value)):
        raise InvalidInput(
            place, value, "an address such as ops@example.org, or a number such as +16175550117"
        )


def _country(place: str, value: Any) -> None:
    if value and not re.fullmatch(r"\+[1-9][0-9]{0,3}", value, re.ASCII):
        raise InvalidInput(place, value, "a country's number, such as +1")


_WAIT = _number(1e-9, 60, "seconds, above 0, at most 60")
_CALM = _number(0, 3600, "seconds, 0 to 3600")
_RULES: Mapping[str, Rule] = {
    "console.look": _one_of("", *LOOKS),
    "console.signs": _one_of(*SIGNS),
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
    "notify.endpoints": _named(_endpoint),
    "notify.secrets": _named(_secret),
    "notify.addresses": _named(_mail_address),
    "notify.country": _country,
    "notify.chat_field": _one_of("text", "content", "body"),
    "notify.timeout_s": _WAIT,
    "notify.mail_an_hour": _number(0, 10_000, "0 to 10,000"),
    "notify.sms_an_hour": _number(0, 10_000, "0 to 10,000"),
    "notify.chat_an_hour": _number(0, 10_000, "0 to 10,000"),
    "inbound.secret": _secret_if_any,
    "words.dates": _habit(lambda value: habits_of(value, 24)),
    "words.clock": _habit(lambda value: habits_of("", value)),
    "words.distances": _habit(lambda value: habits_of("", 24, value)),
    "words.week": _habit(lambda value: habits_of("", 24, week=value)),
}
