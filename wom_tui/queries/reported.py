"""Which visit is a report from the field about, and whose is it? Certain, or not at all."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from wom_tui.domain.inbound import Why
from wom_tui.domain.reply_code import Claim, Grant, is_genuine
from wom_tui.domain.report import Act, meant_of_order, visit_label
from wom_tui.domain.technician import Technician
from wom_tui.domain.visit import Visit
from wom_tui.errors import InvalidInput, NotFound
from wom_tui.queries.my_day import zone_of_visit
from wom_tui.store.reader import Reader


class Certain(NamedTuple):
    """A visit, the technician who makes it, and the zone of the clock there."""

    visit: Visit
    technician: Technician
    zone: str


class Unsure(NamedTuple):
    """Why it is not certain, and the visit where it is only something else that is wrong."""

    why: Why
    reason: str
    visit: Visit | None = None


def by_code(reader: Reader, claim: Claim, secret: str, now: datetime) -> Certain | Unsure:
    """What a code allows, if it is genuine and has not ended. All that is forged looks alike."""
    visit = reader.find(Visit, claim.visit)
    technician = reader.find(Technician, visit.technician_id) if visit is not None else None
    grant = Grant(visit.order_id, visit.id, technician.id) if visit and technician else Grant(0, 0, 0)
    if not is_genuine(claim, grant, secret) or visit is None or technician is None or visit.is_withdrawn:
        return Unsure(
            Why.FORGED, "its code was not made here, or is for a visit that somebody else makes by now"
        )
    if claim.until_at <= now:
        return Unsure(Why.EXPIRED, "its code has ended", visit)
    return Certain(visit, technician, zone_of_visit(reader, visit, technician))


def by_name(
    reader: Reader, code: str, order: int | None, ordinal: int | None, act: Act | None
) -> Certain | Unsure:
    """What another system of the office names: the technician, and the order or one visit of it."""
    who = [one for one in reader.select(Technician) if one.code.casefold() == code.casefold()]
    if not who:
        return Unsure(Why.UNKNOWN, "nobody of the office has that code of a technician")
    if order is None:
        return Unsure(Why.UNKNOWN, "it names neither an order nor a visit")
    own = [one for one in reader.select(Visit, order_id=order) if one.technician_id == who[0].id]
    own = sorted((one for one in own if ordinal in (None, one.ordinal)), key=lambda one: one.ordinal)
    if not own:
        return Unsure(Why.UNKNOWN, f"{who[0].code} has no such visit")
    fit = meant_of_order(act, own) if act is not None else own
    if len(fit) > 1:
        return Unsure(Why.SEVERAL, f"it may be about {', '.join(one.label for one in fit)}")
    visit = fit[0] if fit else own[-1]
    return Certain(visit, who[0], zone_of_visit(reader, visit, who[0]))


def grant_of(reader: Reader, label: str) -> Grant:
    """What a code for a visit allows.

    Args:
        label: `4417/1`; `4417` where one technician goes to it.

    Raises:
        InvalidInput: it is not said which of several, or nobody makes it.
        NotFound: there is no such visit.
    """
    number, ordinal = visit_label(label)
    there = [one for one in reader.select(Visit, order_id=number) if ordinal in (None, one.ordinal)]
    if not there:
        raise NotFound("visit", label)
    going = [visit for visit in there if visit.technician_id is not None and visit.is_live]
    if len(going) != 1 or going[0].technician_id is None:
        names = ", ".join(visit.label for visit in going) or "a visit that somebody has"
        raise InvalidInput("visit", label, names if len(going) < 2 else f"one of {names}")
    return Grant(going[0].order_id, going[0].id, going[0].technician_id)
