"""How is a message put into words? Values go into the places of a text, and nothing in a value is obeyed.

A place is `{name}` with a name from a closed list; there are no formats, attributes or expressions in it, so that a
text can say something and do nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from wom_tui.domain.subscription import CODE, PLACES, Channel, Words
from wom_tui.domain.texts import shortened
from wom_tui.errors import InvalidInput

LONGEST_VALUE = 500  # characters of one value
LONGEST_SUBJECT = 150
_PLACE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_CODE_PART = re.compile(r"[\[(<]?\{" + CODE + r"\}[\])>]?")
# The letters of an SMS that takes 160 of them, and those that count twice; any other makes it 70.
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€")


def places_in(text: str) -> frozenset[str]:
    """The places that a text has.

    Raises:
        InvalidInput: there is no such place; a brace that is meant is written twice.
    """
    found = set()
    for match in _PLACE.finditer(text):
        if match[0] in ("{{", "}}"):
            continue
        name = match[1]
        if name not in PLACES:
            listed = ", ".join(f"{{{place}}}" for place in PLACES)
            raise InvalidInput("place", match[0], f"one of {listed}; write {{{{ for a brace")
        found.add(name)
    return frozenset(found)


def missing(words: Words, values: Mapping[str, str]) -> list[str]:
    """Places of the words for which there is nothing to say."""
    named = places_in(words.subject) | places_in(words.body)
    return sorted(name for name in named if not values.get(name))


def without_code(words: Words) -> Words:
    """The words for somebody who gets no reply code: without the lines, and that part of the subject, that have one."""
    body = "\n".join(line for line in words.body.split("\n") if CODE not in places_in(line))
    subject = words.subject
    if CODE in places_in(subject):
        subject = " ".join(_CODE_PART.sub("", subject).split())
    return Words(body=body.strip(), subject=subject)


def filled(text: str, values: Mapping[str, str], channel: Channel) -> str:
    """A text with its values put in."""

    def put(match: re.Match[str]) -> str:
        if match[0] in ("{{", "}}"):
            return match[0][0]
        return said(values.get(match[1], ""), channel)

    return _PLACE.sub(put, text)


def said(value: str, channel: Channel) -> str:
    """A value as that channel may carry it: in one line, without anything that is obeyed there."""
    plain = shortened(" ".join(one_line(value).split()), LONGEST_VALUE)
    match channel:
        case Channel.CHAT:
            # Chats read < and & as markup, and @all as a bell for everybody.
            for sign, harmless in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("@", "@\u200b")):
                plain = plain.replace(sign, harmless)
            return plain
        case Channel.MAIL | Channel.SMS | Channel.WEBHOOK:
            return plain


def one_line(text: str) -> str:
    """Without line breaks, controls, and marks that turn text around: a value is no header and no command."""
    return "".join(_seen(char) for char in text)


def _seen(char: str) -> str:
    match unicodedata.category(char):
        case "Cc" | "Zl" | "Zp":
            return " "
        case "Cf" | "Cs" | "Co" | "Cn":
            return ""
        case _:
            return char


def clock(local: datetime, *, has_halves: bool) -> str:
    """`14:30`, or `2:30 PM`: as the subscription says it, whoever's program sends it."""
    if not has_halves:
        return f"{local:%H:%M}"
    return f"{local.hour % 12 or 12}:{local:%M} {'AM' if local.hour < 12 else 'PM'}"


_WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "it": ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"),
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "pt": (
        *("segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira"),
        *("sábado", "domingo"),
    ),
}


def weekday(local: datetime, language: str) -> str:
    """The day's name; the date in a language whose names are not known."""
    names = _WEEKDAYS.get(language.partition("-")[0])
    return names[local.weekday()] if names else f"{local:%Y-%m-%d}"


@dataclass(frozen=True)
class SmsLength:
    """How much room a text takes: `units` as networks count them, in so many parts."""

    units: int
    parts: int

    @staticmethod
    def of(text: str) -> SmsLength:
        """Counted as GSM 03.38 does where all letters are its own, else in UTF-16."""
        if all(char in _GSM or char in _GSM_TWICE for char in text):
            units = len(text) + sum(char in _GSM_TWICE for char in text)
            return SmsLength(units, _parts(units, 160, 153))
        units = len(text.encode("utf-16-le")) // 2
        return SmsLength(units, _parts(units, 70, 67))


def _parts(units: int, alone: int, together: int) -> int:
    return 1 if units <= alone else -(-units // together)


def fitted(text: str, most_parts: int, kept: str = "") -> str:
    """The text, cut to what so many parts of an SMS hold; three dots where it ends say that there was more.

    Args:
        kept: what is not to be cut off: from the line that has it on, the text stays, as far as there is room.
    """
    if SmsLength.of(text).parts <= most_parts:
        return text
    at = text.find(kept) if kept else -1
    if at < 0:
        return _with_most("", text, "", most_parts)
    for begins in (max(text.rfind("\n", 0, at), 0), at):
        head, end = text[:begins], text[begins:]
        if SmsLength.of(_cut(head, 0) + end).parts <= most_parts:
            return _with_most("", head, end, most_parts)
    return _with_most(kept, text[at + len(kept) :], "", most_parts)


def _with_most(before: str, text: str, after: str, most_parts: int) -> str:
    """As much of a text as there is room for between what stays."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if SmsLength.of(before + _cut(text, middle) + after).parts <= most_parts:
            low = middle
        else:
            high = middle - 1
    return before + _cut(text, low) + after


def _cut(text: str, length: int) -> str:
    return f"{text[:length].rstrip()}..."  # three dots: the sign … alone would halve the room


MAIL_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?"
)


def mail_address(said_so: str) -> str:
    """The one address of a mail; empty where it is none, or more than one."""
    address = said_so.strip()
    return address if address.isascii() and MAIL_ADDRESS.fullmatch(address) else ""


def phone_number(said_so: str, country: str = "") -> str:
    """A number in its international form; empty where it has none.

    Args:
        country: `+1`, where numbers without one are of that country; nobody guesses it.
    """
    digits = re.sub(r"[\s().\-/\u00a0]", "", said_so.strip())
    digits = f"+{digits[2:]}" if digits.startswith("00") else digits
    if country and not digits.startswith("+"):
        digits = country + digits.removeprefix("0")
    return digits if re.fullmatch(r"\+[1-9][0-9]{6,14}", digits, re.ASCII) else ""
