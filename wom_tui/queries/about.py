"""How do technicians, certificates, duplicates and the office itself stand now, for alerts that are about them?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import assert_never

from wom_tui.domain.about import About, CertificateRow, DuplicateRow, OfficeRow, Row, TechnicianRow
from wom_tui.domain.site import Territory
from wom_tui.domain.states import COMING
from wom_tui.domain.technician import SkillGrant, Technician, local_instant
from wom_tui.domain.visit import LIVE, Visit, VisitStatus
from wom_tui.domain.work_order import Requirement
from wom_tui.queries.duplicates import suspect_rows
from wom_tui.store import imports
from wom_tui.store.reader import Range, Reader

_DAY = timedelta(days=1)
_FARTHEST = timedelta(days=400)  # a certificate that holds for longer is nobody's worry yet
_FRESH = timedelta(days=7)  # what was opened before that has been looked at
_MOST_TOLD = 5  # orders in a sentence


def rows_about(reader: Reader, about: About, now: datetime) -> list[Row]:
    """All that there is of it; orders are watched elsewhere.

    Args:
        now: aware UTC; what lies after it is not expected yet.
    """
    match about:
        case About.TECHNICIAN:
            return [*_technicians(reader, now)]
        case About.CERTIFICATE:
            return [*_certificates(reader, now)]
        case About.DUPLICATE:
            return [*_duplicates(reader, now)]
        case About.OFFICE:
            return [OfficeRow(imported_at=imports.last_at(reader.connection))]
        case About.ORDER:
            return []
        case _ as never:
            assert_never(never)


def _technicians(reader: Reader, now: datetime) -> list[TechnicianRow]:
    territories = {one.id: one.name for one in reader.select(Territory)}
    silent = _silent(reader, now)
    return [
        TechnicianRow(
            code=one.code,
            name=one.name,
            territory=territories.get(one.territory_id or 0, ""),
            silent_since_at=silent[one.id][0] if one.id in silent else None,
            order=silent[one.id][1] if one.id in silent else None,
        )
        for one in reader.select(Technician, is_active=True)
    ]


def _silent(reader: Reader, now: datetime) -> dict[int, tuple[datetime, int]]:
    """Since when something should have been heard, by technician, and about which order."""
    today = reader.select(Visit, start_at=Range(now - _DAY, now + _DAY))
    heard: dict[int, datetime] = {}
    for visit in today:
        if visit.technician_id is not None and (at := _last_report(visit)) is not None:
            heard[visit.technician_id] = max(at, heard.get(visit.technician_id, at))
    found: dict[int, tuple[datetime, int]] = {}
    for visit in today:
        who, due_at = visit.technician_id, _report_due_at(visit)
        if who is None or due_at is None or due_at > now:
            continue
        since_at = max(due_at, heard.get(who, due_at))
        if who not in found or since_at < found[who][0]:
            found[who] = since_at, visit.order_id
    return found


def _report_due_at(visit: Visit) -> datetime | None:
    """When its technician should have said something of it: at its begin that they are there, then that it is over."""
    if visit.status not in LIVE or visit.status is VisitStatus.PLANNED:
        return None  # nobody was told to go
    if visit.status in COMING or visit.status is VisitStatus.TRAVELLING:
        # Who was told to go when it should have begun already has been silent since then, and no longer.
        return max((at for at in (visit.start_at, visit.dispatched_at) if at is not None), default=None)
    return visit.end_at


def _last_report(visit: Visit) -> datetime | None:
    said = (visit.accepted_at, visit.travelling_at, visit.arrived_at, visit.ended_at)
    return max((at for at in said if at is not None), default=None)


def _duplicates(reader: Reader, now: datetime) -> list[DuplicateRow]:
    """Of an order that is like several the likeliest."""
    found: dict[int, DuplicateRow] = {}
    for pair in suspect_rows(reader, opened_since=now - _FRESH):
        row = DuplicateRow(
            number=pair.drop.number,
            original=pair.keep.number,
            likeness=pair.suspect.score,
            title=pair.drop.title,
            site=pair.drop.site,
        )
        found.setdefault(row.number, row)
    return list(found.values())


def _certificates(reader: Reader, now: datetime) -> list[CertificateRow]:
    """Each skill's last day, by technician; a skill that goes on by another grant has no other."""
    people = {one.id: one for one in reader.select(Technician, is_active=True)}
    last: dict[tuple[int, str], date | None] = {}
    for grant in reader.select(SkillGrant):
        key = grant.technician_id, grant.skill
        known = last.get(key, date.min)
        last[key] = None if known is None or grant.valid_to_on is None else max(known, grant.valid_to_on)
    ends = {
        (id, skill): (on, local_instant(on + _DAY, 0, people[id].zone))
        for (id, skill), on in last.items()
        if on is not None and id in people
    }
    near = {key: end for key, end in ends.items() if end[1] < now + _FARTHEST}
    planned = _planned_after(reader, {key: at for key, (_, at) in near.items()}, now)
    return [
        CertificateRow(
            technician=people[id].code,
            name=people[id].name,
            skill=skill,
            until_on=on.isoformat(),
            until_at=at,
            visits=len(planned.get((id, skill), ())),
            orders=tuple(planned.get((id, skill), ())[:_MOST_TOLD]),
        )
        for (id, skill), (on, at) in near.items()
    ]


def _planned_after(
    reader: Reader, ends: dict[tuple[int, str], datetime], now: datetime
) -> dict[tuple[int, str], Sequence[int]]:
    """The orders that a skill is needed for after it has ended, by technician and skill, the first first."""
    if not ends:
        return {}
    first = max(now, min(ends.values()))
    coming = [
        visit
        for visit in reader.select(Visit, status=frozenset(COMING), start_at=Range(first, None))
        if visit.technician_id is not None and visit.start_at is not None
    ]
    needed: dict[int, frozenset[str]] = {}
    for one in reader.among(Requirement, "order_id", (visit.order_id for visit in coming)):
        needed[one.order_id] = frozenset(need.name for need in one.skills or ())
    found: dict[tuple[int, str], list[tuple[datetime, int]]] = defaultdict(list)
    for visit in coming:
        for skill in needed.get(visit.order_id, ()):
            key = visit.technician_id or 0, skill
            if visit.start_at is not None and key in ends and visit.start_at >= ends[key]:
                found[key].append((visit.start_at, visit.order_id))
    return {key: [number for _, number in sorted(pairs)] for key, pairs in found.items()}
