"""One report is taken in: done as its technician, or kept for a person; once, however often it comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from wom_tui.commands.inbound import TakeReport
from wom_tui.desk import Desk
from wom_tui.domain.inbound import ACTOR, DOOR, LONGEST_SAID, Why
from wom_tui.domain.lease import Fence
from wom_tui.domain.policy import Actor, Role
from wom_tui.domain.reply_code import hidden
from wom_tui.domain.report_words import AHEAD, at_clock
from wom_tui.domain.texts import shortened
from wom_tui.errors import InvalidInput
from wom_tui.inbound.report import Doubt, Report
from wom_tui.present.safe_text import safe, safe_lines
from wom_tui.queries.reported import Certain, Unsure, by_code, by_name
from wom_tui.store.reader import Reader

_LONGEST_NAME = 200
_MOST_CODES = 8
# Whosever it is: nobody could act on it.
_OF_ITSELF = frozenset({Why.UNREADABLE, Why.TOO_LONG, Why.AUTOMATIC})


class Outcome(StrEnum):
    """What became of a report."""

    DONE = "done"
    SO_ALREADY = "so_already"  # it is as it says, and nothing was written
    REPEATED = "repeated"  # it came in before
    KEPT = "kept"  # for a person


class TakenIn(NamedTuple):
    """What became of a report; and where it is kept, the number under which."""

    outcome: Outcome
    number: int | None = None


def take(report: Report, desk: Desk, secret: str, fence: Fence | None = None) -> Outcome:
    """The same as `take_in`, for whoever only counts."""
    return take_in(report, desk, secret, fence).outcome


def take_in(report: Report, desk: Desk, secret: str, fence: Fence | None = None) -> TakenIn:
    """Do what a report says, or keep it.

    Args:
        secret: signs codes; without one no code is genuine.
        fence: of whoever does it for everybody.

    Raises:
        StoreError: the database does not answer; nothing came of it, and it can be taken in again.
    """
    now = desk.now()
    found = desk.ask(_found, report, secret, now)
    command = _command(report, found, now)
    technician = found.technician if isinstance(found, Certain) else None
    actor = Actor(
        name=f"{ACTOR}:{technician.code}" if technician else ACTOR,
        role=Role.TECHNICIAN,
        technician_id=technician.id if technician else None,
    )
    acting = replace(desk, actor=actor, door=DOOR, session=actor.name, fence=fence)
    receipt = acting.run(command)
    if not receipt.is_repeat:
        if "inbound" in receipt.result:
            return TakenIn(Outcome.KEPT, receipt.result["inbound"])
        return TakenIn(Outcome.DONE if receipt.events else Outcome.SO_ALREADY)
    if receipt.result.get("digest") == report.digest:
        return TakenIn(Outcome.REPEATED)
    return _keep_other(report, acting, command)


def _keep_other(report: Report, desk: Desk, command: TakeReport) -> TakenIn:
    """Something else has come in under the same id: neither is it done, nor is it lost."""
    other = replace(report, id=f"{report.id}:{report.digest}")
    said = "something else has come in with its id before"
    again = replace(command, command_id=other.command_id, why=Why.ID_USED, reason=said)
    receipt = desk.run(again)
    return (
        TakenIn(Outcome.REPEATED) if receipt.is_repeat else TakenIn(Outcome.KEPT, receipt.result["inbound"])
    )


def _found(reader: Reader, report: Report, secret: str, now: datetime) -> Certain | Unsure:
    """Whose it is and what it is about: by its code, or by what another system of the office names.

    An answer may quote older codes of the same visit; one that holds is enough. Codes of several visits are none.
    """
    if len(report.claims) > _MOST_CODES or len({claim.visit for claim in report.claims}) > 1:
        return Unsure(Why.SEVERAL, "it has several codes")
    if not report.claims:
        if report.technician is None:
            return Unsure(Why.NO_CODE, "it has no code, so nobody knows whose it is")
        act = report.said.act if report.said else None
        return by_name(reader, report.technician, report.order, report.ordinal, act)
    answers = [by_code(reader, claim, secret, now) for claim in report.claims]
    found = next((one for one in answers if isinstance(one, Certain)), answers[0])
    if isinstance(found, Unsure):
        return found
    named = (report.technician or found.technician.code).casefold(), report.order or found.visit.order_id
    is_same = named == (found.technician.code.casefold(), found.visit.order_id)
    if not is_same or report.ordinal not in (None, found.visit.ordinal):
        return Unsure(Why.SEVERAL, "its code is for something else than it names")
    return found


def _command(report: Report, found: Certain | Unsure, now: datetime) -> TakeReport:
    doubt = report.doubt
    if isinstance(found, Unsure) and (doubt is None or doubt.why not in _OF_ITSELF):
        doubt = Doubt(found.why, found.reason)
    at = report.at
    if doubt is None and isinstance(found, Certain):
        try:
            at = _moment(report, found.zone, now)
        except InvalidInput:
            doubt = Doubt(Why.UNKNOWN, "it tells of a time that has not come yet")
    visit = found.visit
    return TakeReport(
        command_id=report.command_id,
        channel=report.channel,
        source=safe(hidden(report.source))[:_LONGEST_NAME],
        sender=safe(hidden(report.sender))[:_LONGEST_NAME],
        text=_shown(report.text),
        act=report.said.act if report.said else None,
        words=_shown(report.said.words) if report.said else "",
        said_at=at,
        visit=visit.id if visit else None,
        order=visit.order_id if visit else None,
        why=doubt.why if doubt else None,
        reason=safe(doubt.reason) if doubt else "",
        digest=report.digest,
    )


def _moment(report: Report, zone: str, now: datetime) -> datetime | None:
    """When it happened; None = now.

    Raises:
        InvalidInput: that is still to come.
    """
    if report.at is not None:
        if report.at > now + AHEAD:
            raise InvalidInput("at", report.at.isoformat(), "a time that has come")
        return min(report.at, now)
    clock = report.said.clock if report.said else None
    return at_clock(clock, now, zone) if clock is not None else None


def _shown(text: str) -> str:
    """As much of it as is kept, without what a terminal would obey, and without codes: the journal is read by many."""
    return shortened("\n".join(safe_lines(hidden(text))).strip(), LONGEST_SAID)
