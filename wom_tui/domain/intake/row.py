"""What does a row of a foreign file say about a work order, or why can it not be used?

Pure: a row and a preset give a draft. What the draft means for the orders that are there is decided by
`commands/imports.py`; how two versions of the same fact meet is decided in `merge`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from wom_tui.domain.intake.cell import BadCell, id_of, later_of_two, text_of
from wom_tui.domain.intake.cells import NEEDED, Cells, Row
from wom_tui.domain.intake.dates import leaves_zone_open
from wom_tui.domain.intake.details import DetailReader
from wom_tui.domain.intake.draft import Ending, OrderDraft, Reject, SiteDraft, Surroundings
from wom_tui.domain.intake.position import TRUSTED, Judgement, Point, judge
from wom_tui.domain.intake.preset import ANY_TEXT, Outcome, Preset
from wom_tui.domain.intake.states import ENDED, OPEN, hold_reason, is_open
from wom_tui.domain.intake.unknown import NO_WORK_TYPE
from wom_tui.domain.site import GeocodeQuality
from wom_tui.domain.work_calendar import zone_of
from wom_tui.domain.work_order import HoldReason, OrderStatus, Priority

__all__ = [
    "Ending",
    "Intake",
    "OrderDraft",
    "Reject",
    "Row",
    "SiteDraft",
    "Surroundings",
    "address_of",
    "folded",
]

_LONGEST_TITLE = 200
_UNDATED = "[cancelled on a day that is not told]"
_COMMON = ("title", "work_type", "group", "channel", "requester", "territory")
_MOST_COMMONS = 10_000  # combinations kept: a file in which they never recur must not cost memory
_CASE_NUMBER = re.compile(r"\d{6,}", re.ASCII)
_GAP = re.compile(r"\s{2,}")
_STATE_AND_ZIP = re.compile(r", ([A-Z]{2}), (\d{5})\b")


@dataclass(frozen=True, slots=True)
class _Common:
    """The part of a draft that many rows share."""

    title: str
    description: str
    work_type: str
    group: str
    channel: str | None
    requester: str | None
    territory: str | None
    tags: tuple[str, ...]


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A name as it is compared: `New  Sign` and `new sign` are one."""
    return " ".join(name.casefold().split())


class Intake:
    """Reads rows of one file by one preset, in one zone."""

    def __init__(
        self, preset: Preset, *, zone: str | None = None, around: Surroundings | None = None
    ) -> None:
        """Prepare to read.

        Raises:
            InvalidInput: there is no such zone.
        """
        self.preset = preset
        self.zone = zone or preset.zone
        self._zone = zone_of(self.zone)
        self._around = around or Surroundings()
        self._cells = Cells(preset, self._zone)
        self._details = DetailReader(self._cells, preset)
        self._fake = preset.fake_positions | self._around.fake_positions
        self._columns = preset.columns
        shared = (preset.columns[name] for name in _COMMON if name in preset.columns)
        self._common_columns = (*shared, *preset.tags.values())
        self._commons: dict[tuple[str, ...], _Common] = {}
        self._noise = [_beginning(noise) for noise in preset.closing_noise]
        self._closings = tuple((folded(outcome.says), outcome) for outcome in preset.outcomes)
        self._longest_closing = max((len(says) for says, _ in self._closings), default=0)

    def fitted(self, header: Collection[str]) -> Intake:
        """The same for a file that has these columns."""
        preset = self.preset.fitted(header)
        return self if preset is self.preset else Intake(preset, zone=self.zone, around=self._around)

    def priority(self, row: Row) -> Priority | None:
        """How urgent the order is, where the row says so.

        Raises:
            BadCell: it says what the preset does not know.
        """
        return self._details.priority(row)

    def draft(self, row: Row, line: int) -> OrderDraft:
        """What the row says.

        Raises:
            BadCell: one of its cells cannot be used, or is needed and empty.
        """
        row = self.preset.with_made(row)
        opened_at = self._cells.needed_moment(row, "opened_at")
        common = self._common(row)
        site, judgement = self._site(row, common.territory)
        state = self.state(row)
        ending, note = self._ending(row, state, opened_at)
        details = self._details.read(row, is_open=ending is None)
        return OrderDraft(
            line=line,
            external_id=self.external_id(row),
            title=common.title,
            description=details.description or common.description,
            work_type=common.work_type,
            group=common.group,
            opened_at=opened_at,
            due_at=self._cells.due(row, "due_at"),
            channel=common.channel,
            requester=common.requester,
            territory=common.territory,
            site=site,
            note=note,
            ending=ending,
            tags=common.tags,
            is_quarantined=not judgement.is_trusted,
            is_held=hold_reason(state) is not None,
            hold=hold_reason(state) or HoldReason.OTHER,
            details=details,
        )

    def _common(self, row: Row) -> _Common:
        """What the row shares with many others: read once for each combination of these cells."""
        cells = tuple(row.get(column, "") for column in self._common_columns)
        known = self._commons.get(cells)
        if known is None:
            if len(self._commons) >= _MOST_COMMONS:
                self._commons.clear()
            known = self._commons[cells] = self._read_common(row)
        return known

    def _read_common(self, row: Row) -> _Common:
        work_type = self._cells.alias(row, "work_type", is_needed=True)
        group = self._cells.text(row, "group")
        self._check_known_type(row, work_type, group)
        return _Common(
            title=self._title(row, work_type),
            description=work_type if not group or group == work_type else f"{work_type} ({group})",
            work_type=work_type,
            group=group,
            channel=self._cells.mapped(row, "channel"),
            requester=self._cells.mapped(row, "requester"),
            territory=self._territory(row),
            tags=self.tags(row, self.preset.tags),
        )

    def external_id(self, row: Row) -> str:
        """The order's number in its own system.

        Raises:
            BadCell: there is none.
        """
        column = self._columns["external_id"]
        found = id_of(column, self.preset.cell(row, column))
        if found in self.preset.empty:
            raise BadCell(column, found, "is empty, and an order needs its number")
        return found

    @property
    def placing_columns(self) -> frozenset[str]:
        """What `external_id`, `unaddressed_point` and `leaves_zone_open` read."""
        names = ("external_id", "address", "lat", "lon", "opened_at")
        return self.preset.sources_of(self._columns[name] for name in names if name in self._columns)

    def unaddressed_point(self, row: Row) -> Point | None:
        """The position of a row that has no address: one that many such rows share is none."""
        row = self.preset.with_made(row)
        if self._cells.raw(row, "address")[1]:
            return None
        lat, lon = self._cells.degrees(row, "lat"), self._cells.degrees(row, "lon")
        return None if lat is None or lon is None else (lat, lon)

    def leaves_zone_open(self, row: Row) -> bool:
        """The row's times are those of a clock, and it does not say where that hangs."""
        column = self._columns.get("opened_at", "")
        return leaves_zone_open(self.preset.cell(row, column))

    # -- parts of an order ---------------------------------------------------------------------------------

    def _check_known_type(self, row: Row, work_type: str, group: str) -> None:
        if folded(work_type) in self._around.work_types or self.preset.template_for(group):
            return
        column = self._columns.get("work_type", "")
        where = f"and the preset has no template for {group!r}" if group else "and the row names no group"
        raise BadCell(column, work_type, f"{NO_WORK_TYPE}, {where}")

    def _title(self, row: Row, work_type: str) -> str:
        title = self._cells.text(row, "title")
        if not title or title in self.preset.plain_titles:
            title = work_type
        return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1] + "…"

    def _territory(self, row: Row) -> str | None:
        return self._cells.alias(row, "territory") or None

    def tags(self, row: Row, names: Collection[str]) -> tuple[str, ...]:
        """What the row carries of the preset's tags of these names: `queue:Street lights`."""
        wanted = ((tag, column) for tag, column in self.preset.tags.items() if tag in names)
        found = ((tag, self._cells.id(row, column)) for tag, column in wanted)
        return tuple(f"{tag}:{one}" for tag, value in found if value for one in self._apart(tag, value))

    def _apart(self, tag: str, value: str) -> list[str]:
        """A cell that names several: `TECH01;TECH03` is two tags."""
        if tag not in self.preset.lists:
            return [value]
        return [one.strip() for one in value.split(";") if one.strip()]

    def _site(self, row: Row, territory: str | None) -> tuple[SiteDraft | None, Judgement]:
        lat, lon = self._cells.degrees(row, "lat"), self._cells.degrees(row, "lon")
        judgement = judge(
            lat,
            lon,
            bounds=self.preset.bounds,
            territory_bounds=self._around.territory_bounds.get(territory or "", ()),
            fake=self._fake,
        )
        address = self._address(row)
        told_name = self._cells.text(row, "site_name")
        key = self._site_key(row, address, told_name, lat, lon, judgement)
        is_place = judgement.quality is not GeocodeQuality.MISSING
        is_remote = self.preset.is_remote and not is_place
        if key is None:
            return None, TRUSTED if is_remote else judgement
        name = told_name or address.partition(", ")[0] or f"{lat}, {lon}"
        site = SiteDraft(
            key=key,
            name=name,
            address=address,
            zone=self.zone,
            lat=lat if is_place else None,
            lon=lon if is_place else None,
            quality=judgement.quality,
            is_remote=is_remote,
        )
        return site, TRUSTED if is_remote else judgement

    def _address(self, row: Row) -> str:
        """Street, zipcode and town on one line, wherever they stand."""
        column, raw = self._cells.raw(row, "address")
        zipcode, city = self._cells.id_of_field(row, "zipcode"), self._cells.text(row, "city")
        if not city:
            return address_of(column, raw, zipcode)
        street = address_of(column, raw)
        parts = [part for part in (zipcode, city) if part and folded(part) not in folded(street)]
        return ", ".join(part for part in (street, " ".join(parts)) if part)

    def _site_key(
        self,
        row: Row,
        address: str,
        name: str,
        lat: float | None,
        lon: float | None,
        judgement: Judgement,
    ) -> str | None:
        """What makes two rows mean one place: the system's own id, else address and name, else a real position."""
        source = self.preset.source
        if place := self._cells.id_of_field(row, "site_id"):
            kind = self._cells.text(row, "site_kind").casefold()
            return f"{source}:{kind}:{place}" if kind else f"{source}:{place}"
        if address or name:
            # One name stands at many addresses, and two customers call theirs alike.
            whose = folded(self._cells.text(row, "customer")) if name and not address else ""
            return f"{source}:" + "|".join(folded(part) for part in (whose, name, address) if part)
        return f"{source}:{lat},{lon}" if judgement.is_trusted else None

    # -- the end of an order -------------------------------------------------------------------------------

    def state(self, row: Row) -> str:
        """Where the order stands there: one of STATES.

        Raises:
            BadCell: the row does not say, or says what the preset does not know.
        """
        status = self._cells.mapped(row, "status")
        if status is None:
            raise BadCell(self._columns["status"], "", NEEDED)
        if status == OPEN and "status" not in self._columns and self._cells.raw(row, "ended_at")[1]:
            return OrderStatus.COMPLETED  # no column tells the state, so the end does
        return status

    def _ending(self, row: Row, state: str, opened_at: datetime) -> tuple[Ending | None, str]:
        """How it ended, and what was said about it; nothing has ended while the status says so."""
        said = self._said(row)
        if is_open(state):
            return None, said
        at, remark = self._ended_at(row, state, opened_at)
        outcome, text = (
            self._outcome(row, said) if state == ENDED else (self._plain_outcome(row, state, said), said)
        )
        text = f"{text} {remark}".strip() if remark else text
        ending = Ending(
            status=outcome.status,
            at=at,
            code=outcome.code,
            text=text,
            duplicate_of=self._originals(row, text) if outcome.is_duplicate else (),
        )
        return ending, ""

    def _ended_at(self, row: Row, state: str, opened_at: datetime) -> tuple[datetime, str]:
        """When it ended, never before it was opened; and a remark where that is not what the row says."""
        told = self._cells.moment(row, "ended_at")
        if told is None and state == OrderStatus.CANCELLED:
            # Many lists have no date for what was never done, and no figure asks for one.
            return opened_at, _UNDATED
        if told is None:
            column = self._columns.get("ended_at", "")
            raise BadCell(column, "", f"is empty, yet the status says {self._cells.text(row, 'status')!r}")
        at = told if told >= opened_at else later_of_two(told, self._zone)
        if at >= opened_at:
            return at, ""
        column, raw = self._cells.raw(row, "ended_at")
        return opened_at, f"[{column} {raw.strip()}: before it was opened]"

    def _said(self, row: Row) -> str:
        """The closing text without what the system itself puts before it."""
        said = self._cells.text(row, "outcome")
        for noise in self._noise:
            if found := noise.match(said):
                said = said[found.end() :]
        return said

    def _outcome(self, row: Row, said: str) -> tuple[Outcome, str]:
        """The outcome that the text begins with, and the rest of it."""
        start = said[: self._longest_closing].casefold()
        for says, outcome in self._closings:
            if start.startswith(says) or says == ANY_TEXT:
                return outcome, said if says == ANY_TEXT else said[len(says) :].strip()
        column, raw = self._cells.raw(row, "outcome")
        raise BadCell(column, raw, "tells no outcome that the preset knows")

    def _plain_outcome(self, row: Row, state: str, said: str) -> Outcome:
        """An end that the status itself tells; what is said of a cancelled order is the reason."""
        status = OrderStatus(state)
        code = said if status is OrderStatus.CANCELLED and said else state
        return Outcome(says="", status=status, code=self._cells.text(row, "resolution_code") or code)

    def _originals(self, row: Row, text: str) -> tuple[str, ...]:
        """External ids of the order that this one repeats: what a column names, or the text."""
        if told := self._cells.id_of_field(row, "duplicate_of"):
            return (told,)
        numbers = dict.fromkeys(_CASE_NUMBER.findall(text))
        return tuple(name for number in numbers for name in (number, self.preset.number_prefix + number))


def address_of(column: str, raw: str, zipcode: str = "") -> str:
    """An address on one line: `960 Dorchester Ave  Dorchester  MA  02125` has blanks where commas were.

    Raises:
        BadCell: see `text_of`.
    """
    address = text_of(column, _GAP.sub(", ", raw.strip()))
    if address[:16].casefold() == "intersection of ":
        address = address[16:]
    if zipcode and zipcode not in address and address:
        address = f"{address}, {zipcode}"
    if found := _STATE_AND_ZIP.search(address):
        address = f"{address[: found.end(1)]} {address[found.start(2) :]}"
    return address


def _beginning(noise: str) -> re.Pattern[str]:
    """A beginning of a text that says nothing; `*` in it stands for one word."""
    words = (r"\S+" if word == "*" else re.escape(word) for word in noise.split())
    return re.compile(" ".join(words) + r"(?: |\Z)")
