"""What else than orders is watched, and what can be asked of it? Technicians, certificates, duplicates, the office.

Their filters are read as those of orders are, with other keys. Pure: the rows come from `queries/about.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from wom_tui.domain.filter import parse_filter
from wom_tui.domain.filter_keys import ORDERS, Key, Kind, Test, Vocabulary, letters_of


class About(StrEnum):
    """What an alert is raised about."""

    ORDER = "order"
    TECHNICIAN = "technician"
    CERTIFICATE = "certificate"
    DUPLICATE = "duplicate"
    OFFICE = "office"


@dataclass(frozen=True, kw_only=True)
class TechnicianRow:
    """A technician who works here.

    Attributes:
        silent_since_at: since when something should have been heard; None where nothing is expected.
        order: by which visit it should have been.
    """

    code: str
    name: str
    territory: str
    silent_since_at: datetime | None = None
    order: int | None = None

    @property
    def subject(self) -> str:
        """As alerts name it."""
        return f"{About.TECHNICIAN.value}:{self.code}"

    @property
    def words(self) -> str:
        """What an alert has to say of it besides its rule's sentence."""
        return f"({self.name}, order {self.order})" if self.order is not None else f"({self.name})"

    @property
    def everything(self) -> str:
        """Where `/text` looks."""
        return f"{self.code}\n{self.name}\n{self.territory}".casefold()


@dataclass(frozen=True, kw_only=True)
class CertificateRow:
    """A skill of a technician's that holds up to a day.

    Attributes:
        until_at: the moment after which it does not hold, in the technician's zone.
        visits: how many of their visits after that need it.
        orders: the first of these.
    """

    technician: str
    name: str
    skill: str
    until_on: str
    until_at: datetime
    visits: int = 0
    orders: tuple[int, ...] = ()

    @property
    def subject(self) -> str:
        """As alerts name it."""
        return f"{About.CERTIFICATE.value}:{self.technician} {self.skill}"

    @property
    def words(self) -> str:
        """What an alert has to say of it besides its rule's sentence."""
        planned = f"; planned after that: {', '.join(map(str, self.orders))}" if self.orders else ""
        more = f" and {self.visits - len(self.orders)} more" if self.visits > len(self.orders) else ""
        return f"({self.skill} of {self.name}, until {self.until_on}{planned}{more})"

    @property
    def everything(self) -> str:
        """Where `/text` looks."""
        return f"{self.technician}\n{self.name}\n{self.skill}".casefold()


@dataclass(frozen=True, kw_only=True)
class DuplicateRow:
    """An order that was opened lately and looks like another that is open.

    Attributes:
        original: the one to keep.
        likeness: 0-100, of place, time and words.
    """

    number: int
    original: int
    likeness: int
    title: str
    site: str

    @property
    def subject(self) -> str:
        """As alerts name it."""
        return f"{About.DUPLICATE.value}:{self.number}"

    @property
    def words(self) -> str:
        """What an alert has to say of it besides its rule's sentence."""
        return f"({self.likeness} of 100; if it is: merge {self.original} {self.number})"

    @property
    def everything(self) -> str:
        """Where `/text` looks."""
        return f"{self.number}\n{self.original}\n{self.title}\n{self.site}".casefold()


@dataclass(frozen=True, kw_only=True)
class OfficeRow:
    """The office itself.

    Attributes:
        imported_at: when a file was taken in last; None where none ever was.
    """

    imported_at: datetime | None = None
    subject: str = About.OFFICE.value
    words: str = ""
    everything: str = ""


Row = TechnicianRow | CertificateRow | DuplicateRow | OfficeRow


def _contains(text: str) -> Test:
    wanted = text.casefold()
    return lambda row: wanted in row.everything


def _resembles(text: str) -> Test:
    has_letters: Callable[[str], bool] = letters_of(text)
    return lambda row: has_letters(row.everything)


def _words(*keys: Key) -> Vocabulary:
    return Vocabulary({key.name: key for key in keys}, _contains, _resembles)


VOCABULARIES: Mapping[About, Vocabulary] = MappingProxyType(
    {
        About.ORDER: ORDERS,
        About.TECHNICIAN: _words(
            Key("code", Kind.TEXT, "what is typed for the technician"),
            Key("name", Kind.TEXT, "the name"),
            Key("territory", Kind.TEXT, "the home territory"),
            Key(
                "silent",
                Kind.SPAN,
                "how long something should have been heard: a visit began or ended by plan, and nothing was reported "
                "since, or since they were told to go where that was later",
                ("silent_since_at",),
            ),
        ),
        About.CERTIFICATE: _words(
            Key("technician", Kind.TEXT, "code or name of the technician", ("technician", "name")),
            Key("skill", Kind.TEXT, "the skill"),
            Key("until", Kind.TIME, "when it does not hold any more", ("until_at",)),
            Key("visits", Kind.NUMBER, "how many visits that need it are planned after that", least=0),
        ),
        About.DUPLICATE: _words(
            Key(
                "likeness",
                Kind.NUMBER,
                "how like the other it is, by place, time and words",
                least=0,
                most=100,
            ),
            Key("number", Kind.NUMBER, "its number", least=0),
            Key("original", Kind.NUMBER, "the number of the other one, which would be kept", least=0),
            Key("title", Kind.TEXT, "what is to be done"),
            Key("site", Kind.TEXT, "where"),
        ),
        About.OFFICE: _words(
            Key("imported", Kind.SPAN, "how long ago a file was taken in last", ("imported_at",)),
        ),
    }
)


def meeting(about: About, condition: str, rows: list[Any], now: datetime, zone: str) -> dict[str, str]:
    """The subjects that meet a condition now, and what an alert has to say of each.

    Raises:
        InvalidInput: the condition cannot be read.
    """
    chosen = parse_filter(condition, now=now, zone=zone, words=VOCABULARIES[about])
    return {row.subject: row.words for row in chosen.apply(rows)}
