"""How is a notification written? As TOML: which events, who hears of them, how, and in which words.

name = "promise-moved"
says = "The customer hears when the promise moves by more than 15 minutes."
event = "visit.promised"                        or several, or visit.*
moved = "15m"                                   only where the promise moved by more
when = "pri<=2"                                 a filter as the board has it
to = "customer"                                 or technician, role:manager, address:ops; not for chat and webhook
by = "sms"                                      or mail, chat, webhook; webhook:erp where there are several
quiet = "21:00-08:00"                           or none; on the clock of whoever hears it
urgent = "pri=1"                                a filter: what meets it waits for no quiet to end
keep = "12h"                                    what could not be sent by then is not sent any more
clock = 12                                      2:30 PM instead of 14:30
[words.en]
subject = "We come later"                       of a mail
body = "Order {order}: we come on {weekday} between {from} and {until}."
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from wom_tui.domain.event_kinds import expected_to_hear, is_heard
from wom_tui.domain.letter import SmsLength, places_in
from wom_tui.domain.policy import Role
from wom_tui.domain.subscription import CODE, QUIET, Audience, Channel, Definition, Span, Words
from wom_tui.domain.toml_page import TomlPage
from wom_tui.errors import InvalidInput

LONGEST_BODY = 4_000  # characters
MOST_PARTS = 3  # of an SMS
_LONGEST_KEEP = 7 * 24 * 60
_KEYS = (
    *("name", "says", "event", "moved", "when", "to", "by", "quiet", "urgent", "keep", "clock", "words"),
)
_KIND = re.compile(r"[a-z_]+\.(?:[a-z_]+|\*)", re.ASCII)
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?", re.ASCII)
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
ENDPOINT = re.compile(r"[a-z][a-z0-9_]{0,30}", re.ASCII)
_NEEDS_NOBODY = frozenset({Channel.CHAT, Channel.WEBHOOK})


def read_subscription(text: str, place: str = "notification") -> Definition:
    """The notification that a text tells.

    Args:
        place: the file, as errors name it.

    Raises:
        InvalidInput: with the file, the line, and what is wrong there; the first fault only.
    """
    return _Page.read(text, place).definition()


def checked_subscription(text: str, place: str = "notification") -> Definition:
    """The same, of one that is to be switched on: every kind of event that it waits for can happen.

    One that is on stays readable: what else it waits for is told as before.

    Raises:
        InvalidInput: as above.
    """
    page = _Page.read(text, place)
    definition = page.definition()
    page.refuse_unheard()
    return definition


class _Page(TomlPage):
    """The page of a notification."""

    def refuse_unheard(self) -> None:
        if unheard := next((kind for kind in self.list("event") if not is_heard(kind)), None):
            self.refuse("event", unheard, expected_to_hear(unheard))

    def definition(self) -> Definition:
        self.only(_KEYS)
        channel, endpoint = self._channel()
        audience, detail = self._audience(channel)
        return Definition(
            name=self.name(),
            says=self.words("says"),
            kinds=self._kinds(),
            condition=self.condition("when").text,
            moved=timedelta(minutes=self.minutes("moved")) if "moved" in self.table else None,
            audience=audience,
            detail=detail,
            channel=channel,
            endpoint=endpoint,
            quiet=self._quiet(channel),
            urgent=self._urgent(),
            keep=self._keep(),
            words=self._all_words(channel, audience),
            has_halves=self._has_halves(),
        )

    def _kinds(self) -> frozenset[str]:
        kinds = self.list("event")
        for kind in kinds:
            if not _KIND.fullmatch(kind):
                self.refuse(
                    "event", kind, "a kind of event as `wom log` shows it: visit.promised, or visit.*"
                )
        return frozenset(kinds)

    def _channel(self) -> tuple[Channel, str]:
        said, colon, endpoint = self.words("by").partition(":")
        if said not in set(Channel):
            self.refuse("by", said, f"one of {', '.join(Channel)}")
        if colon and not ENDPOINT.fullmatch(endpoint):
            self.refuse("by", endpoint, "the name of an endpoint in the settings: small letters and digits")
        return Channel(said), endpoint or said

    def _audience(self, channel: Channel) -> tuple[Audience, str]:
        if "to" not in self.table and channel in _NEEDS_NOBODY:
            return Audience.ENDPOINT, ""
        said, _, detail = self.words("to").partition(":")
        if channel in _NEEDS_NOBODY:
            self.refuse("to", said, f"nothing: whoever is at the end of a {channel.value} hears it")
        is_whole = {
            Audience.CUSTOMER.value: not detail,
            Audience.TECHNICIAN.value: not detail,
            Audience.ROLE.value: detail in set(Role),
            Audience.ADDRESS.value: ENDPOINT.fullmatch(detail) is not None,
        }
        if not is_whole.get(said):
            roles = ", ".join(f"role:{role}" for role in Role)
            self.refuse("to", self.table["to"], f"customer, technician, {roles}, address:NAME")
        return Audience(said), detail

    def _quiet(self, channel: Channel) -> Span | None:
        if "quiet" not in self.table:
            return QUIET[channel]
        if (said := self.words("quiet")) == "none":
            return None
        found = _SPAN.fullmatch(said)
        if not found or (found[1], found[2]) == (found[3], found[4]):
            self.refuse("quiet", said, "from one time of day to another: 21:00-08:00, or none")
        return Span(time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4])))

    def _urgent(self) -> str | None:
        return self.condition("urgent").text if "urgent" in self.table else None

    def _keep(self) -> timedelta:
        if "keep" not in self.table:
            return timedelta(hours=12)
        minutes = self.minutes("keep")
        if not 1 <= minutes <= _LONGEST_KEEP:
            self.refuse("keep", self.table["keep"], "a minute to seven days: 12h")
        return timedelta(minutes=minutes)

    def _has_halves(self) -> bool:
        clock = self.table.get("clock", 24)
        if type(clock) is not int or clock not in (12, 24):
            self.refuse("clock", clock, "12 or 24")
        return clock == 12

    def _all_words(self, channel: Channel, audience: Audience) -> Mapping[str, Words]:
        told = self.table.get("words", {})
        if not isinstance(told, dict) or (not told and channel is not Channel.WEBHOOK):
            self.refuse("words", "", '[words.en], and below it body = "…"')
        return {
            language: self._words_in(language, said, channel, audience) for language, said in told.items()
        }

    def _words_in(self, language: str, said: Any, channel: Channel, audience: Audience) -> Words:
        head = f"words.{language}"
        if not LANGUAGE.fullmatch(language) or not isinstance(said, dict):
            self.refuse(head, language, "a language: en, de, pt-BR")
        if unknown := next((one for one in said if one not in ("subject", "body")), None):
            self.refuse(unknown, unknown, "subject or body", below=head)
        subject, body = said.get("subject", ""), said.get("body")
        has_subject = isinstance(subject, str) and bool(subject.strip()) and subject.isprintable()
        if has_subject is not (channel is Channel.MAIL):
            self.refuse(
                "subject", subject, 'subject = "…" in one line for a mail, and only there', below=head
            )
        if not isinstance(body, str) or not body.strip() or len(body) > LONGEST_BODY:
            self.refuse("body", body or "", f"up to {LONGEST_BODY:,} characters", below=head)
        if not all(line.isprintable() for line in body.split("\n")):
            self.refuse("body", body, "letters that can be seen", below=head)
        self._check_places(head, {"subject": subject, "body": body}, audience)
        if channel is Channel.SMS and (parts := SmsLength.of(body.strip()).parts) > MOST_PARTS:
            said_so = f"what {MOST_PARTS} parts of an SMS hold; this takes {parts}"
            self.refuse("body", body, said_so, below=head)
        return Words(body=body.strip(), subject=subject.strip())

    def _check_places(self, head: str, texts: Mapping[str, str], audience: Audience) -> None:
        for key, text in texts.items():
            try:
                places = places_in(text)
            except InvalidInput as error:
                self.refuse(key, error.value, error.expected, below=head)
            if CODE in places and audience is not Audience.TECHNICIAN:
                said = "it only where the technician hears it: whoever has the code reports on the visit"
                self.refuse(key, f"{{{CODE}}}", said, below=head)
