"""What do the columns of a file that nobody knows mean? By what they are called, and by what stands in them.

A guess is sure or it is not. What is sure can be taken; what is not is shown to a person with samples. Two columns
never mean the same field, and a column whose cells contradict its name means nothing.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import assert_never

from wom_tui.domain.intake.dates import Evidence, Verdict

SURE = 0.8
POSSIBLE = 0.45
_SAMPLES = 5
_MOST_SEEN = 1_000
EMPTY = frozenset({"", "-", "?", "NA", "N/A", "n/a", "None", "NULL", "k.A.", "Unspecified"})
_HOURS = frozenset({"h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "heures", "horas"})
_MINUTES = frozenset({"min", "mins", "minute", "minutes", "minuten", "minutos"})
_SURELY_MIN = 15  # nobody plans so many hours for every order
_URGENT = ("P1", "P2")  # too late here is worse than a question
_MOST_CHOICES = 60  # values of a column that are looked up as words


class Kind(StrEnum):
    """What the cells of a field look like."""

    ID = "id"
    TEXT = "text"
    CHOICE = "choice"  # few values, many times
    MOMENT = "moment"
    NUMBER = "number"
    DURATION = "duration"  # 90, 1:30, 1,5 h
    LAT = "lat"
    LON = "lon"
    ZIPCODE = "zipcode"
    STATUS = "status"
    PRIORITY = "priority"


@dataclass(frozen=True)
class Words:
    """What other systems call our fields and values.

    Attributes:
        names: field → what it is called elsewhere, as `plain` has it.
        kinds: field → what its cells look like.
        meanings: field → what it is, for people.
        values: `status` and `priority` → their word, as `plain` has it → ours.
    """

    names: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, Kind]
    values: Mapping[str, Mapping[str, str]]
    meanings: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Guess:
    """What a column means.

    Attributes:
        column: as the file calls it.
        field: ours; None where nothing fits.
        score: 0 to 1.
        samples: a few of its cells.
        verdict: how its moments are written, where there are some.
        values: their word → ours; None where we do not know it. For a status and a priority only.
        seen: every word of a choice, the most frequent first; empty where there are too many.
        has_comma: its numbers have a comma before their decimals.
        unit: what its bare numbers count, where it is a duration; None where nothing tells.
    """

    column: str
    field: str | None
    score: float
    samples: tuple[str, ...]
    verdict: Verdict | None = None
    values: Mapping[str, str | None] | None = None
    seen: tuple[str, ...] = ()
    has_comma: bool = False
    unit: str | None = ""

    @property
    def is_sure(self) -> bool:
        """Can be taken without asking."""
        has_order = self.verdict is None or self.verdict.order is not None
        knows_words = self.values is None or None not in self.values.values()
        return self.is_sure_of_field and has_order and knows_words and self.unit is not None

    @property
    def is_sure_of_field(self) -> bool:
        """It is that field beyond doubt, whatever is still open about its cells."""
        return self.field is not None and self.score >= SURE


class Column:
    """What the cells of one column have in common; counts only, whatever the length of the file."""

    def __init__(self, name: str, empty: frozenset[str]) -> None:
        self.name = name
        self._empty = empty
        self.filled = 0
        self._numbers = self._inside_lat = self._inside_lon = self._points = self._zipcodes = 0
        self._length = self._decimal_commas = self._decimal_points = 0
        self._fractions = self._spans = 0  # numbers that are not whole; durations that bring their unit
        self.smallest: float | None = None
        self.values: Counter[str] = Counter()
        self._is_cut = False  # more different values than are worth counting
        self.evidence = Evidence()
        self.samples: dict[str, None] = {}

    def add(self, cell: str) -> None:
        """One more cell."""
        text = cell.strip()
        if text in self._empty:
            return
        self.filled += 1
        self._length += len(text)
        self.evidence.add(text)
        if len(self.samples) < _SAMPLES:
            self.samples[text] = None
        if not self._is_cut:
            self.values[text] += 1
            self._is_cut = len(self.values) > 5_000
        number = _number(text)
        if number is not None:
            self._numbers += 1
            self._note_sign(text)
            self._fractions += number != int(number)
            self.smallest = number if self.smallest is None else min(number, self.smallest)
            self._points += "." in text or "," in text
            self._inside_lat += -90 <= number <= 90
            self._inside_lon += -180 <= number <= 180
        elif _SPAN.fullmatch(text):
            self._spans += 1
        self._zipcodes += bool(_ZIPCODE.fullmatch(text))

    def _note_sign(self, text: str) -> None:
        """Which sign stands before the decimals; three figures behind it may be thousands, and tell nothing."""
        sign = _decimal_sign(text)
        self._decimal_commas += sign == ","
        self._decimal_points += sign == "."

    @property
    def has_comma(self) -> bool:
        """Its numbers have a comma before their decimals."""
        return self._decimal_commas > self._decimal_points

    @property
    def unit(self) -> str | None:
        """What bare numbers of a duration count: told by the column's name, else by their size."""
        words = set(plain(self.name).split())
        if words & _HOURS:
            return "hours"
        if words & _MINUTES or not self._numbers:
            return "minutes"
        if self._fractions:
            return "hours"
        return "minutes" if self.smallest is not None and self.smallest >= _SURELY_MIN else None

    def share(self, kind: Kind, words: Mapping[str, Mapping[str, str]]) -> float:  # noqa: C901  # one line a kind
        """How well the cells fit a kind: 0 (they contradict it) to 1."""
        if not self.filled:
            return 0.5  # an empty column says nothing
        numbers, distinct = self._numbers / self.filled, len(self.values) / min(self.filled, 5_000)
        match kind:
            case Kind.MOMENT:
                return self._moments() / self.filled
            case Kind.LAT:
                return self._degrees(self._inside_lat)
            case Kind.LON:
                return self._degrees(self._inside_lon)
            case Kind.NUMBER:
                return numbers
            case Kind.DURATION:
                return numbers + self._spans / self.filled
            case Kind.ID:
                return distinct if self._length < self.filled * 40 else 0.0
            case Kind.ZIPCODE:
                return self._zipcodes / self.filled
            case Kind.STATUS | Kind.PRIORITY:
                return self._known(words.get(kind.value, {}))
            case Kind.CHOICE:
                return 1.0 if distinct < 0.5 else 0.6
            case Kind.TEXT:
                return 0.4 if numbers > 0.9 else 1.0
        assert_never(kind)

    @property
    def choices(self) -> tuple[str, ...]:
        """Its different cells, the most frequent first; none where there are too many to choose from."""
        return (
            tuple(value for value, _ in self.values.most_common()) if len(self.values) <= _MOST_SEEN else ()
        )

    def _degrees(self, inside: int) -> float:
        return inside / self.filled if self._points * 2 > self.filled else 0.0

    def _moments(self) -> int:
        """Cells that are a moment, in the order of most of them, or in either where that is open."""
        verdict = self.evidence.verdict()
        if verdict.order is not None:
            return verdict.fits
        return self.filled if verdict.is_ambiguous else 0

    def _known(self, words: Mapping[str, str]) -> float:
        if self._is_cut or len(self.values) > _MOST_CHOICES:
            return 0.0
        return sum(count for value, count in self.values.items() if plain(value) in words) / self.filled


def guess(columns: Sequence[Column], words: Words) -> tuple[Guess, ...]:
    """What each column means, in the order of the file."""
    scored = sorted(
        ((_score(column, name, words), i, name) for i, column in enumerate(columns) for name in words.names),
        key=lambda one: (-one[0], one[1], one[2]),
    )
    taken: dict[int, tuple[str, float]] = {}
    given: set[str] = set()
    for score, i, name in scored:
        if score >= POSSIBLE and i not in taken and name not in given:
            taken[i] = (name, score)
            given.add(name)
    return tuple(_guess_of(column, taken.get(i), words) for i, column in enumerate(columns))


def _guess_of(column: Column, found: tuple[str, float] | None, words: Words) -> Guess:
    name, score = found or (None, 0.0)
    return guess_as(column, name, words, score=round(score, 2))


def guess_as(column: Column, name: str | None, words: Words, *, score: float = 1.0) -> Guess:
    """What there is to know of a column that means that field."""
    kind = words.kinds[name] if name else None
    known = words.values.get(kind.value, {}) if kind in (Kind.STATUS, Kind.PRIORITY) else None
    values = None if known is None else {value: known.get(plain(value)) for value in column.values}
    return Guess(
        column=column.name,
        field=name,
        score=score,
        samples=tuple(column.samples),
        verdict=column.evidence.verdict() if kind is Kind.MOMENT and column.filled else None,
        values=_graded(values) if values and kind is Kind.PRIORITY else values,
        seen=column.choices if kind is Kind.CHOICE else (),
        has_comma=column.has_comma,
        unit=column.unit if kind is Kind.DURATION else "",
    )


def _graded(values: Mapping[str, str | None]) -> dict[str, str | None]:
    """Priorities; None for two words of one column that come to the same of the most urgent ones.

    Who writes both `Notfall` and `dringend` tells them apart, and which of them is the lesser only a person knows.
    """
    meant = {plain(value): ours for value, ours in values.items()}
    words_of = Counter(meant.values())
    doubled = {ours for ours in _URGENT if words_of[ours] > 1}
    return {value: None if ours in doubled else ours for value, ours in values.items()}


def _score(column: Column, name: str, words: Words) -> float:
    """What a column is called counts for most; what stands in it can only confirm or contradict that."""
    called = max((_alike(plain(column.name), other) for other in words.names[name]), default=0.0)
    shown = column.share(words.kinds[name], words.values)
    if called < 0.3 or shown < 0.3:
        return 0.0
    return called * 0.75 + shown * 0.25


@lru_cache(maxsize=65_536)
def _alike(name: str, other: str) -> float:
    """1 for the same name, less for one within the other, or one that is nearly spelt so."""
    if name == other:
        return 1.0
    mine, theirs = name.split(), other.split()
    if f" {other} " in f" {name} ":
        # The more of the name is explained the better; the last word says what it is: `customer number`.
        return 0.55 + 0.3 * len(theirs) / len(mine) + (0.1 if mine[-1] == theirs[-1] else 0.0)
    if name.replace(" ", "") == other.replace(" ", ""):
        return 0.98
    ratio = difflib.SequenceMatcher(None, name.replace(" ", ""), other.replace(" ", "")).ratio()
    return ratio * 0.9 if ratio > 0.85 else 0.0


_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SIGNS = re.compile(r"[^a-z0-9]+")
_PREFIXES = re.compile(r"^(?:msdyn|u|x|sys|fsm|cr[0-9a-f]{3}) (?=\w)")
_ZIPCODE = re.compile(
    r"(?:[A-Z]{1,2}[- ]?)?\d{4,5}(?:\.0|-\d{4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
)
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:[ .']\d{3})+|\d+)(?:[.,]\d+)?|[-+]?\d*[.,]\d+", re.ASCII)
_SPAN = re.compile(
    r"\d{1,3}:[0-5]\d(?::\d\d)?|\d+(?:[.,]\d+)?\s*(?:min|h|hrs?|hours?|std|stunden?)[.\w]*", re.IGNORECASE
)


@lru_cache(maxsize=16_384)
def plain(name: str) -> str:
    """A name as it is compared: `AuftragNr.` and `auftrag_nr` are one, and so are `Priorität` and `prioritat`."""
    apart = _CAMEL.sub(" ", name.strip())
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", apart.replace("ß", "ss")) if not unicodedata.combining(c)
    )
    return _PREFIXES.sub("", _SIGNS.sub(" ", bare.casefold()).strip())


def _number(text: str) -> float | None:
    text = text.strip("€$£% ").removesuffix("EUR").strip()
    if not _NUMBER.fullmatch(text):
        return None
    bare = text.replace(" ", "").replace("'", "")
    if "," in bare:
        bare = bare.replace(".", "").replace(",", ".")
    try:
        return float(bare)
    except ValueError:
        return None


def _decimal_sign(text: str) -> str:
    """What stands before the decimals of a number; empty where that may as well part its thousands."""
    signs = [sign for sign in text if sign in ",."]
    if not signs or (len(signs) > 1 and len(set(signs)) == 1):
        return ""
    whole, _, part = text.rpartition(signs[-1])
    is_open = len(signs) == 1 and len(part) == 3 and whole.lstrip("+-0") != "" and len(whole) <= 4
    return "" if is_open else signs[-1]


def profile(
    header: Sequence[str], rows: Iterable[Sequence[str]], empty: frozenset[str]
) -> tuple[Column, ...]:
    """What stands in each column of a table."""
    columns = tuple(Column(name, empty) for name in header)
    for cells in rows:
        for column, cell in zip(columns, cells, strict=False):
            column.add(cell)
    return columns
