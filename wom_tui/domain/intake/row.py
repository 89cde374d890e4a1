"""What does a row of a foreign file say about a work order, or why can it not be used?

Pure: a row and a preset give a draft. What the draft means for the orders that are there is decided by
`commands/imports.py`; how two versions of the same fact meet is decided in `merge`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from wom_tui.domain.intake.cell import BadCell, folded, id_of, text_of
from wom_tui.domain.intake.cells import Cells, Row
from wom_tui.domain.intake.dates import leaves_zone_open
from wom_tui.domain.intake.details import DetailReader
from wom_tui.domain.intake.draft import Ending, OrderDraft, Reject, SiteDraft, Surroundings
from wom_tui.domain.intake.endings import EndReader
from wom_tui.domain.intake.faults import Faults
from wom_tui.domain.intake.files import FileReader
from wom_tui.domain.intake.position import TRUSTED, Judgement, Point, judge
from wom_tui.domain.intake.preset import Preset
from wom_tui.domain.intake.states import hold_reason, is_open
from wom_tui.domain.intake.unknown import unknown_type
from wom_tui.domain.site import GeocodeQuality
from wom_tui.domain.texts import LONGEST_TITLE, shortened
from wom_tui.domain.work_calendar import zone_of
from wom_tui.domain.work_order import HoldReason, Priority

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

# Stands in for an opening that cannot be read: no end is before it.
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_COMMON = ("title", "work_type", "group", "channel", "requester", "territory")
_MOST_COMMONS = 10_000  # combinations kept: a file in which they never recur must not cost memory
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
        self._files = FileReader(preset)
        self._fake = preset.fake_positions | self._around.fake_positions
        self._columns = preset.columns
        shared = (preset.columns[name] for name in _COMMON if name in preset.columns)
        self._common_columns = (*shared, *preset.tags.values())
        self._commons: dict[tuple[str, ...], _Common] = {}
        self._end = EndReader(self._cells, preset, self._zone)

    def fitted(self, header: Collection[str]) -> Intake:
        """The same for a file that has these columns."""
        preset = self.preset.fitted(header)
        return self if preset is self.preset else Intake(preset, zone=self.zone, around=self._around)

    def state(self, row: Row) -> str:
        """Where the order stands there: one of STATES.

        Raises:
            BadCell: the row does not say, or says what the preset does not know.
        """
        return self._end.state(row)

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
        state = self._end.state(row)
        ending, note = self._end.read(row, state, opened_at)
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
            files=self._files.read(row) if self.preset.files else (),
        )

    def faults(self, row: Row, first: BadCell) -> tuple[BadCell, ...]:
        """All that keeps a row from being an order. What hangs on a cell that cannot be used is not judged.

        Args:
            first: what `draft` has refused it for.
        """
        row = self.preset.with_made(row)
        cells, found = self._cells, Faults(first)
        found.of(self.external_id, row)
        opened_at = found.of(cells.needed_moment, row, "opened_at")
        found.of(cells.due, row, "due_at")
        found.of(self._work_type, row)
        for name in ("title", "site_name"):
            found.of(cells.text, row, name)
        for name in ("channel", "requester"):
            found.of(cells.mapped, row, name)
        found.of(self._territory, row)
        found.of(self.tags, row, self.preset.tags)
        for name in ("lat", "lon"):
            found.of(cells.degrees, row, name)
        found.of(self._address, row)
        found.of(self._site, row, None)
        state = found.of(self._end.state, row)
        if state is not None:
            self._end.try_all(row, state, opened_at or _LONG_AGO, found)
        found.of(self._files.read, row)
        self._details.try_all(row, found, is_open=state is not None and is_open(state))
        return found.all

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
        work_type, group = self._work_type(row)
        title = self._title(row, work_type)
        kind = work_type if not group or group == work_type else f"{work_type} ({group})"
        return _Common(
            title=shortened(title, LONGEST_TITLE),
            description=kind if len(title) <= LONGEST_TITLE else title,
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

    def _work_type(self, row: Row) -> tuple[str, str]:
        """The type's name, and the group that it belongs to there."""
        work_type = self._cells.alias(row, "work_type", is_needed=True)
        group = self._cells.text(row, "group")
        if folded(work_type) in self._around.work_types or self.preset.template_for(group):
            return work_type, group
        column = self._columns.get("work_type", "")
        raise BadCell(column, work_type, unknown_type(group))

    def _title(self, row: Row, work_type: str) -> str:
        title = self._cells.text(row, "title")
        if not title or title in self.preset.plain_titles:
            title = work_type
        return title

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
