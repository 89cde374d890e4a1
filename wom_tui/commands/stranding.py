"""Which visits does a change of the roster strand? Said with the act, before anybody waits at a door."""

from __future__ import annotations

from collections.abc import Iterator

from wom_tui.domain.habits import day_and_clock
from wom_tui.domain.technician import Absence, Shift, SkillGrant, Technician
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import Visit
from wom_tui.store.reader import Reader
from wom_tui.store.standing import stranded_visits
from wom_tui.store.unit import Unit


def stranded(unit: Unit) -> Iterator[Violation]:
    """Visits to come in whose way the act puts something. Soft: it may be the roster that is right."""
    before = Reader(unit.connection)
    for id in sorted(_touched(unit)):
        was, now = before.find(Technician, id), unit.find(Technician, id)
        if was is None or now is None or now.is_withdrawn:
            continue
        known = {
            (one.visit.id, reason.code)
            for one in stranded_visits(before, was, unit.at)
            for reason in one.reasons
        }
        for one in stranded_visits(unit, now, unit.at):
            if said := [reason for reason in one.reasons if (one.visit.id, reason.code) not in known]:
                yield _told(one.visit, said[0], now)


def _touched(unit: Unit) -> set[int]:
    """Whose roster the act has changed."""
    return {
        *(new.technician_id for _, new in unit.changed(Absence)),
        *(new.technician_id for _, new in unit.changed(Shift)),
        *(new.technician_id for _, new in unit.changed(SkillGrant)),
        *(new.id for _, new in unit.changed(Technician)),
    }


def _told(visit: Visit, reason: Violation, technician: Technician) -> Violation:
    assert visit.start_at is not None
    when = day_and_clock(visit.start_at, technician.zone)
    return Violation(
        code="visit.stranded",
        message=f"visit {visit.label} {when} is in the way: {reason.message}; reassign or unassign it",
        hard=False,
        facts={
            "visit": visit.id,
            "label": visit.label,
            "technician": technician.code,
            "why": reason.code,
            "zone": technician.zone,
        },
    )
