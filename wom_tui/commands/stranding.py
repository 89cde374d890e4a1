"""Which visits does a change of the roster strand? Said with the act, before anybody waits at a door."""

from __future__ import annotations

from collections.abc import Iterator

from wom_tui.domain.feasibility import day_and_clock
from wom_tui.domain.technician import Absence, Shift, SkillGrant, Technician
from wom_tui.domain.violation import Violation
from wom_tui.store.reader import Reader
from wom_tui.store.standing import Stranded, stranded_visits
from wom_tui.store.unit import Unit


def stranded(unit: Unit) -> Iterator[Violation]:
    """Visits to come that were possible before this act and are not now. Soft: it may be the roster that is right."""
    before = Reader(unit.connection)
    for id in sorted(_touched(unit)):
        was, now = before.find(Technician, id), unit.find(Technician, id)
        if was is None or now is None or now.is_withdrawn:
            continue
        known = {one.visit.id for one in stranded_visits(before, was, unit.at)}
        for one in stranded_visits(unit, now, unit.at):
            if one.visit.id not in known:
                yield _told(one, now)


def _touched(unit: Unit) -> set[int]:
    """Whose roster the act has changed."""
    return {
        *(new.technician_id for _, new in unit.changed(Absence)),
        *(new.technician_id for _, new in unit.changed(Shift)),
        *(new.technician_id for _, new in unit.changed(SkillGrant)),
        *(new.id for _, new in unit.changed(Technician)),
    }


def _told(one: Stranded, technician: Technician) -> Violation:
    visit, reason = one.visit, one.reasons[0]
    assert visit.start_at is not None
    when = day_and_clock(visit.start_at, technician.zone)
    return Violation(
        code="visit.stranded",
        message=f"visit {visit.label} {when} stands in the way: {reason.message}; "
        f"reassign {visit.label} NAME, or unassign it",
        hard=False,
        facts={"visit": visit.id, "label": visit.label, "technician": technician.code, "why": reason.code},
    )
